"""The kitchen's screens: the first paint of a station's tickets, and which station a device is.

A device remembers its station in a cookie, so that its screen comes back after a restart.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder.access import access
from tableorder.auth.queries import Crew
from tableorder.floor.pages import bp, snapshot
from tableorder.menu.queries import StationView, list_stations
from tableorder.menu.rules import station_of
from tableorder.order.queries import ItemData, OrderData, list_open_orders
from tableorder.order.rules import ItemStatus, Status
from tableorder.web import page

__all__ = ["bp"]

COOKIE = "to_kitchen"
YEAR = 365 * 24 * 3600
ALL, PASS = "all", "pass"

Ticket = tuple[OrderData, list[ItemData]]


@bp.get("/kitchen")
@access("staff", role="screen")
def kitchen_page(who: Crew) -> ResponseReturnValue:
    """Show the tickets of a station, of `all`, or of the `pass`; ask which, unless it is known."""
    screens = _screens(list_stations(who.store.id))
    which = request.args.get("station", request.cookies.get(COOKIE, _first_choice(screens)))
    if which not in screens:
        return _ask_which(who, screens)
    data = snapshot(who)
    response = page(
        "staff/kitchen.html",
        which=which,
        screens=screens,
        tickets=tickets_of(data["orders"], which, [station.id for station in data["stations"]]),
        page_data={**data, "which": int(which) if which.isdigit() else which},
    )
    response.set_cookie(COOKIE, which, max_age=YEAR, samesite="Lax", secure=request.is_secure)
    return response


def tickets_of(orders: Sequence[OrderData], which: str, stations: Sequence[int]) -> list[Ticket]:
    """Return the orders that wait on a screen with their lines there, those in a rush first."""
    found = [
        (order, [line for line in order["items"] if _is_shown(order, line, which, stations)])
        for order in orders
        if not order["held"]
    ]
    return sorted(
        (ticket for ticket in found if ticket[1]),
        key=lambda ticket: (not ticket[0]["is_rush"], ticket[0]["created_at"], ticket[0]["id"]),
    )


def _is_shown(order: OrderData, line: ItemData, which: str, stations: Sequence[int]) -> bool:
    """Tell whether a line is still to make here, or was taken away and nobody has noticed."""
    if which.isdigit() and station_of(line["station_id"], stations) != int(which):
        return False
    is_gone = order["deleted"] or order["closed"] or order["status"] == Status.CANCELLED
    is_waiting = line["status"] == ItemStatus.WAITING and not is_gone
    # What was made and must not be served is the pass's to see, unless one station is the kitchen.
    is_elsewhere = which.isdigit() and len(stations) > 1 and line["done_at"] is not None
    return is_waiting or (line["void_quantity"] > 0 and not is_elsewhere)


def _screens(stations: Sequence[StationView]) -> dict[str, str]:
    """Return the names of the screens by the value that `station` has for them."""
    own = {str(station.id): station.name for station in stations}
    return {**own, ALL: gettext("Whole kitchen"), PASS: gettext("Pass")}


def _first_choice(screens: dict[str, str]) -> str:
    """Return what a new device shows: all, where no station has a screen of its own."""
    return "" if any(key.isdigit() for key in screens) else ALL


def _ask_which(who: Crew, screens: dict[str, str]) -> ResponseReturnValue:
    orders = list_open_orders(who.store.id)
    stations = [int(key) for key in screens if key.isdigit()]
    counts = {key: len(tickets_of(orders, key, stations)) for key in screens}
    return page("staff/kitchen_chooser.html", screens=screens, counts=counts)
