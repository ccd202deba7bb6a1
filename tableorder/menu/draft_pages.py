"""What a form would make of the menu, before it is saved: how guests would see it, what is wrong.

Nothing is written, and guests hear of nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import g, get_template_attribute, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder import clock
from tableorder.auth.queries import StaffView
from tableorder.errors import NotFound
from tableorder.i18n import content_language
from tableorder.menu import queries
from tableorder.menu.admin import manager
from tableorder.menu.drafting_forms import KINDS, read_draft
from tableorder.menu.drafts import NEW, caused
from tableorder.menu.finding_routes import present
from tableorder.menu.findings import Finding, Problem
from tableorder.menu.queries import Menu
from tableorder.menu.routes import bp
from tableorder.menu.tree import TreeBuilder
from tableorder.menu.vocabulary import ALLERGENS
from tableorder.protection import FRAMED
from tableorder.web import page


@bp.get("/admin/menu/preview")
@manager
def preview_frame(who: StaffView) -> ResponseReturnValue:
    """Give the guests' page on which a form shows its drafts; only our own pages may hold it."""
    g.is_aside = True
    words = {code: gettext(name) for code, name in ALLERGENS.items()}
    data = {"store": {"code": who.store.code}, "session_id": None, "allergens": words}
    response = page("admin/preview.html", page_data=data)
    response.headers.update(FRAMED)
    return response


@bp.post("/admin/menu/drafts/<kind>/<int:row_id>")
@manager
def draw_draft(who: StaffView, kind: str, row_id: int) -> ResponseReturnValue:
    """Draw the menu as it would be with what a form holds, and name what that would cause."""
    if kind not in KINDS:
        raise NotFound
    menu = queries.get_menu(who.store.id)
    draft, values = read_draft(who, menu, request.form, kind=kind, row_id=row_id)
    is_named = row_id != NEW or any(values.get("name", {}).values())
    found = _concerns(who, menu, draft, (kind, row_id)) if is_named else []
    return jsonify(
        findings=[present(finding) for finding in found],
        **_drawn(who, draft, kind=kind, row_id=row_id),
    )


def _concerns(who: StaffView, menu: Menu, draft: Menu, own: tuple[str, int]) -> list[Finding]:
    """List what would be wrong with the row itself, and elsewhere because of it."""
    found = caused(who.store, menu, draft, now=clock.utc_now(), own=own)
    if "has_picture" in request.form:
        return [finding for finding in found if finding.problem is not Problem.PICTURE_MISSING]
    return found


def _drawn(who: StaffView, draft: Menu, *, kind: str, row_id: int) -> dict[str, Any]:
    """Return the part of the guests' menu that the row is in, and which dish to look at."""
    tree = TreeBuilder(who.store, draft, language=content_language(), now=clock.utc_now()).build()
    dish = _dish_in(tree, draft, kind=kind, row_id=row_id)
    shown = [top for top in tree["categories"] if _holds(top, kind, row_id, dish)]
    html = get_template_attribute("guest/_menu_parts.html", "dishes")({**tree, "categories": shown})
    return {"html": str(html), "dish": dish, "is_hidden": not shown}


def _dish_in(tree: dict[str, Any], draft: Menu, *, kind: str, row_id: int) -> int | None:
    """Return the dish to look at: the first that asks the group, for one of these."""
    if kind != "option_group":
        return row_id if kind == "item" else None
    outer = {
        group.id
        for group in draft.groups.values()
        if any(row_id in choice.option_group_ids for choice in group.choices)
    }
    asking = {item.id for item in draft.items if {row_id, *outer} & {*item.option_group_ids}}
    shown = (item["id"] for top in tree["categories"] for item in _items_under(top))
    return next((item_id for item_id in shown if item_id in asking), None)


def _items_under(top: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (item for part in (top, *top["children"]) for item in part["items"])


def _holds(top: dict[str, Any], kind: str, row_id: int, dish: int | None) -> bool:
    if kind == "category":
        return any(part["id"] == row_id for part in (top, *top["children"]))
    return any(item["id"] == dish for item in _items_under(top))
