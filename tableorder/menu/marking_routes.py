"""The JSON API of what staff do while the store is open: sold out, counts, paused stations."""

from __future__ import annotations

from dataclasses import asdict

from flask import jsonify
from flask.typing import ResponseReturnValue

from tableorder import clock
from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.guarding import require_person
from tableorder.auth.queries import Crew, StaffView
from tableorder.auth.routes import APPROVAL_ERRORS, approved
from tableorder.i18n import localize
from tableorder.menu import answers, marking, option_queries, queries, sale, schemas, tree
from tableorder.menu.routes import bp, item_of
from tableorder.web import parse_json


@bp.get("/api/availability")
@describe(resp=Answers(HTTP_200=answers.SaleOut), tags=["menu"])
@access("staff", role="screen")
def show_availability(who: Crew) -> ResponseReturnValue:
    """List what is sold out and how much is left, for those who serve."""
    version, today = who.store.menu_version, who.store.business_day(clock.utc_now())
    sections = sale.sale_list(queries.get_menu(who.store.id), today=today)
    return jsonify(version=version, sections=localize(sections))


@bp.put("/api/menus/<int:item_id>/availability")
@describe(
    json=schemas.Availability,
    resp=Answers(HTTP_200=answers.ItemOut),
    errors=APPROVAL_ERRORS,
    tags=["menu"],
)
@access("staff", role="screen")
def set_item_availability(who: Crew, item_id: int) -> ResponseReturnValue:
    """Mark an item sold out, or available again; a shared screen needs somebody's PIN."""
    person, marks = _asked(who)
    marking.set_item_sold_out(person.store, item_id, **marks)
    return item_of(person, item_id)


@bp.put("/api/menus/<int:item_id>/stock")
@describe(json=schemas.StockCount, resp=Answers(HTTP_200=answers.ItemOut), tags=["menu"])
@access("staff")
def set_item_stock(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Count what there is of an item; nobody can order more than that."""
    marking.set_item_stock(who.store, item_id, parse_json(schemas.StockCount).stock)
    return item_of(who, item_id)


@bp.put("/api/choices/<int:choice_id>/availability")
@describe(
    json=schemas.Availability,
    resp=Answers(HTTP_200=answers.ChoiceOut),
    errors=APPROVAL_ERRORS,
    tags=["menu"],
)
@access("staff", role="screen")
def set_choice_availability(who: Crew, choice_id: int) -> ResponseReturnValue:
    """Mark a choice sold out, or available again; a shared screen needs somebody's PIN."""
    person, marks = _asked(who)
    marking.set_choice_sold_out(person.store, choice_id, **marks)
    choice = option_queries.get_choice(person.store.id, choice_id)
    return tree.choice_answer(choice, today=person.store.business_day(clock.utc_now()))


@bp.put("/api/stations/<int:station_id>/pause")
@describe(json=schemas.StationPause, resp=Answers(HTTP_200=answers.StationOut), tags=["menu"])
@access("staff", role="screen")
def pause_station(who: Crew, station_id: int) -> ResponseReturnValue:
    """Pause a station: what it cooks cannot be ordered; or let it go on."""
    pause = parse_json(schemas.StationPause)
    marking.pause_station(who.store, station_id, **pause.model_dump())
    return asdict(queries.get_station(who.store.id, station_id))


def _asked(who: Crew) -> tuple[StaffView, dict[str, bool]]:
    """Return the person who marks something, on a shared screen by a PIN, and the marks."""
    body = parse_json(schemas.Availability)
    person = require_person(approved(who, body.approval), "mark_sold_out")
    return person, {"is_sold_out": body.is_sold_out, "until_tomorrow": body.until == "tomorrow"}
