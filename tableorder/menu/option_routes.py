"""The JSON API of option groups and their choices."""

from __future__ import annotations

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from tableorder import clock
from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import StaffView
from tableorder.menu import answers, option_queries, options, schemas, service, tree
from tableorder.menu.models import OptionGroup
from tableorder.menu.routes import bp
from tableorder.web import parse_json


@bp.get("/api/option-groups")
@describe(resp=Answers(HTTP_200=answers.GroupsOut), tags=["menu"])
@access("staff")
def list_groups(who: StaffView) -> ResponseReturnValue:
    """List all option groups in all languages."""
    today = who.store.business_day(clock.utc_now())
    groups = option_queries.list_groups(who.store.id)
    return jsonify(option_groups=[tree.group_answer(group, today=today) for group in groups])


@bp.post("/api/option-groups")
@describe(json=schemas.CreateGroup, resp=Answers(HTTP_201=answers.GroupOut), tags=["menu"])
@access("staff", role="manager")
def create_group(who: StaffView) -> ResponseReturnValue:
    """Add an option group with its choices."""
    group_id = options.create_group(who.store, parse_json(schemas.CreateGroup).changes())
    return _group_of(who, group_id), 201


@bp.patch("/api/option-groups/<int:group_id>")
@describe(json=schemas.ChangeGroup, resp=Answers(HTTP_200=answers.GroupOut), tags=["menu"])
@access("staff", role="manager")
def change_group(who: StaffView, group_id: int) -> ResponseReturnValue:
    """Change the fields of an option group that are sent; `choices` replaces them all."""
    options.change_group(who.store, group_id, parse_json(schemas.ChangeGroup).changes())
    return _group_of(who, group_id)


@bp.delete("/api/option-groups/<int:group_id>")
@describe(resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def delete_group(who: StaffView, group_id: int) -> ResponseReturnValue:
    """Delete an option group."""
    options.delete_group(who.store, group_id)
    return "", 204


@bp.put("/api/option-groups/positions")
@describe(json=schemas.Positions, resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def order_groups(who: StaffView) -> ResponseReturnValue:
    """Put option groups in this order."""
    service.set_positions(who.store, OptionGroup, parse_json(schemas.Positions).ids)
    return "", 204


def _group_of(who: StaffView, group_id: int) -> dict[str, Any]:
    today = who.store.business_day(clock.utc_now())
    return tree.group_answer(option_queries.get_group(who.store.id, group_id), today=today)
