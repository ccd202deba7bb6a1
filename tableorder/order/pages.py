"""The guests' pages: the menu with the cart, and what their table has ordered so far.

The menu's HTML is kept as long as the menu holds; what differs from guest to guest is page data.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import current_app, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder.access import access
from tableorder.auth.queries import get_store
from tableorder.i18n import content_language
from tableorder.menu.cache import guest_menu
from tableorder.menu.vocabulary import ALLERGENS
from tableorder.order import models, queries
from tableorder.order.queries import OrderData
from tableorder.order.routes import bp
from tableorder.order.rules import Status
from tableorder.stream import log
from tableorder.table.queries import GuestView, find_code
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
    # Read after `seq`: a change between the two comes by the stream as well, none is lost.
    menu = guest_menu(get_store(who.store.id), content_language())
    return page(
        "guest/menu.html",
        parts={name: menu.fragment(name, partial(_draw, name)) for name in MENU_PARTS},
        session_code=find_code(who),
        page_data={**_page_data(who, seq), "allergens": _allergen_names()},
    )


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
        page_data={**_page_data(who, seq), "orders": orders},
    )


def _page_data(who: GuestView, seq: int) -> dict[str, Any]:
    return {
        "seq": seq,
        "session_id": who.session_id,
        "device": who.kind,
        "store": {
            "code": who.store.code,
            "order_flow": who.store.order_flow,
            "timezone": who.store.timezone,
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
