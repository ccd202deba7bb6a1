"""The order board: the first paint, and the snapshot from which its script goes on live."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, TypedDict
from zoneinfo import ZoneInfo

from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from tableorder import clock
from tableorder.access import access, current_store
from tableorder.auth.queries import Crew
from tableorder.floor import models
from tableorder.floor.call_queries import CallData, list_open_calls
from tableorder.floor.queries import TableData, list_tables
from tableorder.floor.routes import bp
from tableorder.menu.queries import StationView, list_stations
from tableorder.order.queries import OrderData, list_open_orders
from tableorder.stream import log
from tableorder.web import page

__all__ = ["bp", "models"]


@bp.get("/board")
@access("staff", role="screen")
def board_page(who: Crew) -> ResponseReturnValue:
    """Show every table with its party's orders."""
    data = snapshot(who)
    return page(
        "staff/board.html",
        tables=data["tables"],
        orders_at=_orders_at(data["tables"], data["orders"]),
        calls=data["calls"],
        page_data=data,
    )


@bp.app_template_filter("local")
def local_time(moment: str | datetime | None, pattern: str = "HH:mm") -> str:
    """Tell a moment (or its ISO text) in the store's zone; `pattern` is one of Babel's."""
    store = current_store()
    if not moment or store is None:
        return ""
    aware = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local = aware.astimezone(ZoneInfo(store.timezone))
    return str(format_datetime(local, pattern, rebase=False))


def store_of(who: Crew) -> dict[str, Any]:
    """Return what scripts need to know of the store."""
    store = who.store
    return {
        "currency": store.currency,
        "timezone": store.timezone,
        "languages": list(store.languages),
        "order_flow": store.order_flow,
        "admission": store.admission,
        "is_taking_orders": store.is_taking_orders,
        "pause_message": store.pause_message,
    }


class Snapshot(TypedDict):
    """What a screen of the staff starts from; `seq` was read before the rows."""

    seq: int
    tables: list[TableData]
    orders: list[OrderData]
    calls: list[CallData]
    stations: list[StationView]
    store: dict[str, Any]
    now: str | None


def snapshot(who: Crew) -> Snapshot:
    """Read the state of the store as it is now."""
    store = who.store
    # The number first: what happens while the rows are read comes again by the stream.
    return Snapshot(
        seq=log.last_seq(store.id),
        tables=list_tables(store.id),
        orders=list_open_orders(store.id),
        calls=list_open_calls(store.id),
        stations=list_stations(store.id),
        store=store_of(who),
        now=clock.iso(clock.utc_now()),
    )


def _orders_at(tables: list[TableData], orders: list[OrderData]) -> dict[int, list[OrderData]]:
    """Group the orders by table, the newest first, without those that the kitchen alone sees."""
    found: dict[int, list[OrderData]] = defaultdict(list)
    for order in reversed([order for order in orders if not (order["deleted"] or order["closed"])]):
        found[order["table"]["id"]].append(order)
    return {table["id"]: found[table["id"]] for table in tables}
