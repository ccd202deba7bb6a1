"""The menu's list for owner and manager, and what its rows do without scripts."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder.auth.queries import StaffView, StoreView
from tableorder.errors import NotFound
from tableorder.forms import read_whole
from tableorder.menu import arranging, bulk, duplicating, queries, tree, undoing
from tableorder.menu.admin import back, manager, moved, today
from tableorder.menu.availability import is_sold_out
from tableorder.menu.change_pages import shown_change
from tableorder.menu.confirming_forms import ask_first, seen_findings
from tableorder.menu.errors import ChangeGone, ChangeOutdated, WouldBreak
from tableorder.menu.gaps import find_gaps
from tableorder.menu.routes import bp
from tableorder.pages import text_for_reader
from tableorder.web import page

REFUSALS = {error.code: error.message for error in (ChangeGone, ChangeOutdated)}
"""Why a change was not undone: what the list says by `?refused=`."""


@bp.get("/admin/menu")
@manager
def admin_menu(who: StaffView) -> ResponseReturnValue:
    """Show the whole menu by category."""
    # Read before the rows: a list that is older than its mark would undo what others moved.
    mark = arranging.mark_of(arranging.get_arrangement(who.store.id))
    menu = queries.get_menu(who.store.id)
    sold_out = _sold_out(menu, today(who))
    change = shown_change(who.store)
    return page(
        "admin/menu.html",
        page_data={"mark": mark, "items": _list_items(who.store, menu, sold_out), "change": change},
        menu=menu,
        sold_out=sold_out,
        stocks={item.id: tree.stock_of(item, today(who)) for item in menu.items},
        picture_urls=tree.picture_urls,
        done=request.args.get("done"),
        refusal=_refusal(),
        change=change,
    )


@bp.post("/admin/menu/undo")
@manager
def post_undo(who: StaffView) -> ResponseReturnValue:
    """Undo the change that the bar shows, or let the list say why not."""
    change_id = read_whole(request.form.get("change_id", ""))
    try:
        number = change_id if isinstance(change_id, int) else 0
        undoing.undo_change(who.store, number, seen=seen_findings())
    except WouldBreak as refusal:
        return ask_first(refusal, leave=url_for("menu.admin_menu"))
    except (ChangeGone, ChangeOutdated) as error:
        return back("menu.admin_menu", refused=error.code)
    return back("menu.admin_menu", done="undone")


@bp.post("/admin/menu/items/<int:item_id>/sold-out")
@manager
def post_sold_out(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Mark an item sold out, or available again."""
    queries.get_item(who.store.id, item_id)
    bulk.mark_items(who.store, [item_id], is_sold_out=request.form.get("value") == "1")
    return back("menu.admin_menu", f"item-{item_id}")


@bp.post("/admin/menu/items/<int:item_id>/visible")
@manager
def post_visible(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Show or hide an item."""
    queries.get_item(who.store.id, item_id)
    anchor, is_visible = f"item-{item_id}", request.form.get("value") == "1"
    try:
        bulk.show_items(who.store, [item_id], is_visible=is_visible, seen=seen_findings())
    except WouldBreak as refusal:
        return ask_first(refusal, leave=url_for("menu.admin_menu", _anchor=anchor))
    return back("menu.admin_menu", anchor)


@bp.post("/admin/menu/items/<int:item_id>/duplicate")
@manager
def post_item_duplicate(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Copy an item; the copy is hidden at first."""
    copy = duplicating.duplicate_item(who.store, item_id)
    return back("menu.admin_menu", f"item-{copy}")


@bp.post("/admin/categories/<int:category_id>/duplicate")
@manager
def post_category_duplicate(who: StaffView, category_id: int) -> ResponseReturnValue:
    """Copy a category with all that stands in it; the copy is hidden at first."""
    copy = duplicating.duplicate_category(who.store, category_id)
    return back("menu.admin_menu", f"category-{copy}")


@bp.post("/admin/menu/items/<int:item_id>/move")
@manager
def post_item_move(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Move an item one place up or down in its category."""
    present = arranging.get_arrangement(who.store.id)
    siblings = next((p.item_ids for p in present if item_id in p.item_ids), None)
    if siblings is None:
        raise NotFound
    wanted = arranging.with_items(present, moved(siblings, item_id))
    arranging.arrange_menu(who.store, wanted, mark=arranging.mark_of(present))
    return back("menu.admin_menu", f"item-{item_id}")


def _refusal() -> str | None:
    message = REFUSALS.get(request.args.get("refused", ""))
    return gettext(message) if message else None


def _sold_out(menu: queries.Menu, day: date) -> set[int]:
    """Return the items that nobody can have on a business day."""
    return {
        item.id
        for item in menu.items
        if is_sold_out(
            flag=item.is_sold_out,
            until=item.sold_out_until,
            today=day,
            stock=tree.stock_of(item, day),
        )
    }


def _list_items(store: StoreView, menu: queries.Menu, sold_out: set[int]) -> list[dict[str, Any]]:
    """Return what the list's script finds and chooses items by, as they are read."""
    sets = _sets(menu)
    gaps = {gap.row_id for gap in find_gaps(menu, store.languages) if gap.kind == "item"}
    return [
        {
            "id": item.id,
            "name": text_for_reader(item.name),
            "names": list(item.name.values()),
            "sold_out": item.id in sold_out,
            "hidden": not item.is_visible,
            "no_picture": item.image is None,
            "untranslated": item.id in gaps,
            "sets": sets.get(item.id, []),
        }
        for top in menu.children_of(None)
        for item in menu.items_under(top.id)
    ]


def _sets(menu: queries.Menu) -> dict[int, list[str]]:
    """Return, by item, the names of the option groups in which it is a part of a set."""
    found: dict[int, list[str]] = {}
    for group in menu.groups.values():
        for item_id in {choice.menu_id for choice in group.choices if choice.menu_id}:
            found.setdefault(item_id, []).append(text_for_reader(group.name))
    return found
