"""The guests' pages: the menu with the cart, and what their table has ordered so far.

Staff order for a table on the same menu page, with the same checks.

The menu's HTML is kept as long as the menu holds; what differs from guest to guest is page data.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import current_app, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder import clock
from tableorder.access import access
from tableorder.auth.queries import Crew, StoreView, get_store
from tableorder.i18n import content_language
from tableorder.menu.cache import guest_menu
from tableorder.menu.vocabulary import ALLERGENS
from tableorder.order import models, queries
from tableorder.order.cooking_routes import bp
from tableorder.order.queries import OrderData
from tableorder.order.rules import Status
from tableorder.order.taking import find_latest_time
from tableorder.stream import log
from tableorder.table.party_queries import list_kin
from tableorder.table.queries import GuestView, find_code, find_open_session, get_table
from tableorder.web import page

__all__ = ["bp", "models"]

MENU_PARTS = ("chips", "dishes", "dialogs")
PARTS_FILE = "guest/_menu_parts.html"


@bp.get("/menu")
@access("table", closed_ok=True, waiting_ok=True)
def menu_page(who: GuestView) -> ResponseReturnValue:
    """Show the menu to an admitted guest whose session is open; others go to the start."""
    if who.session_id is None or who.is_closed or not who.is_admitted:
        return redirect("/", 303)
    seq = log.last_seq(who.store.id)
    data = _guest_data(who, seq)
    return _menu_page(get_store(who.store.id), data, session_code=find_code(who))


@bp.get("/tables/<int:table_id>/order")
@access("staff", role="screen")
def table_menu_page(who: Crew, table_id: int) -> ResponseReturnValue:
    """Show the menu to staff, who order for this table."""
    table = get_table(who.store.id, table_id)
    seq = log.last_seq(who.store.id)
    place = {"id": table.id, "number": table.number}
    data = _page_data(who.store, seq, session_id=find_open_session(table.id), device="staff")
    store = get_store(who.store.id).for_staff()
    return _menu_page(store, {**data, "table": place}, table=table)


@bp.get("/orders")
@access("table", closed_ok=True, waiting_ok=True)
def orders_page(who: GuestView) -> ResponseReturnValue:
    """Show the orders of the guest's session, newest first."""
    if who.session_id is None or who.is_closed or not who.is_admitted:
        return redirect("/", 303)
    seq = log.last_seq(who.store.id)
    orders = queries.list_session_orders(who.session_id)[::-1]
    return page(
        "guest/orders.html",
        orders=orders,
        total=_total(orders),
        session_code=find_code(who),
        page_data={**_guest_data(who, seq), "orders": orders},
    )


def _menu_page(store: StoreView, data: dict[str, Any], **shown: Any) -> ResponseReturnValue:
    """Show the menu of the store as it is now; the caller has read its `seq` before.

    A change between the two comes by the stream as well: none is lost.
    """
    menu = guest_menu(store, content_language())
    return page(
        "guest/menu.html",
        parts={name: menu.fragment(name, partial(_draw, name)) for name in MENU_PARTS},
        page_data={**data, "allergens": _allergen_names()},
        **shown,
    )


def _guest_data(who: GuestView, seq: int) -> dict[str, Any]:
    data = _page_data(who.store, seq, session_id=who.session_id, device=who.kind)
    table = get_table(who.store.id, who.table_id)
    latest = find_latest_time(who.session_id) if who.session_id else None
    own = {
        "latest_order_at": clock.iso(latest),
        "id": table.id,
        "is_paused": table.is_paused,
        "pause_message": table.pause_message,
    }
    return {**data, "own": own, "kin": list_kin(who.session_id) if who.session_id else []}


def _page_data(
    store: StoreView, seq: int, *, session_id: int | None, device: str
) -> dict[str, Any]:
    return {
        "seq": seq,
        "session_id": session_id,
        "device": device,
        "store": {
            "code": store.code,
            "order_flow": store.order_flow,
            "timezone": store.timezone,
        },
    }


def _allergen_names() -> dict[str, str]:
    return {code: gettext(name) for code, name in ALLERGENS.items()}


def _total(orders: list[OrderData]) -> int:
    return sum(order["total"] for order in orders if order["status"] != Status.CANCELLED)


def _draw(macro: str, tree: dict[str, Any]) -> str:
    """Call a macro of the menu's parts; what it gives is markup already."""
    parts: Any = current_app.jinja_env.get_template(PARTS_FILE).module
    drawn: str = getattr(parts, macro)(tree)
    return drawn
