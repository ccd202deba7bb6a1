"""Cook an order line by line: done, bumped, recalled, in a rush, and voids acknowledged.

What becomes of the order follows from its lines (`rules.status_after`); every step that it passes
is recorded. Asking for what holds already changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from tableorder.auth.queries import Crew
from tableorder.db import transaction
from tableorder.errors import NotFound
from tableorder.menu.queries import list_stations
from tableorder.menu.rules import station_of
from tableorder.order import rules
from tableorder.order.changing import (
    Change,
    begin,
    check_cookable,
    check_version,
)
from tableorder.order.errors import InvalidTransition
from tableorder.order.queries import ItemData, OrderData
from tableorder.order.rules import ItemStatus, Status


def set_item_status(
    who: Crew, order_id: int, item_id: int, status: ItemStatus, *, version: int | None = None
) -> OrderData:
    """Mark a line done, or waiting again, and return its order.

    Raises NotFound, Stale, and InvalidTransition for a cancelled line or an order that is not to
    be cooked.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id, deleted_ok=True)
        line = change.line(item_id)
        check_cookable(change)
        if line["status"] == status:
            return change.order
        check_version(change, version)
        if line["status"] == ItemStatus.CANCELLED:
            raise InvalidTransition
        if status is ItemStatus.WAITING:
            return _recall_in(change, [line])
        step = {"item_id": item_id, "name": line["name"], "from": line["status"], "to": status}
        change.record("item", step)
        return _finish_in(change, [line])


def bump(
    who: Crew, order_id: int, *, station_id: int | None = None, version: int | None = None
) -> OrderData:
    """Mark done what waits at a station, or everywhere, and return the order.

    Raises NotFound, also for the station, Stale, and InvalidTransition for an order that is not
    to be cooked.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id, deleted_ok=True)
        lines, station = _lines_at(change, station_id)
        check_cookable(change)
        waiting = [line for line in lines if line["status"] == ItemStatus.WAITING]
        if not waiting:
            return change.order
        check_version(change, version)
        change.record("bumped", {**station, "items": _told(waiting)})
        return _finish_in(change, waiting)


def recall(
    who: Crew,
    order_id: int,
    *,
    item_ids: Collection[int] | None = None,
    version: int | None = None,
) -> OrderData:
    """Let done lines, all or these, wait again and return the order, which is cooked again.

    Those that have gone to another table meanwhile are left out. Raises NotFound when none is here,
    Stale, and InvalidTransition for a cancelled line or an order that is not to be cooked.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id, deleted_ok=True)
        wanted = change.live_lines if item_ids is None else item_ids
        lines = [line for line in change.order["items"] if line["id"] in wanted]
        if item_ids and not lines:
            raise NotFound
        check_cookable(change)
        if any(line["status"] == ItemStatus.CANCELLED for line in lines):
            raise InvalidTransition
        done = [line for line in lines if line["status"] == ItemStatus.DONE]
        if not done:
            return change.order
        check_version(change, version)
        return _recall_in(change, done)


def mark_rush(who: Crew, order_id: int, *, is_rush: bool, version: int | None = None) -> OrderData:
    """Let an order go first, or take that back, and return it.

    Raises NotFound, Stale, and InvalidTransition for an order that is not under way.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id, deleted_ok=True)
        check_cookable(change)
        if change.order["is_rush"] is is_rush:
            return change.order
        check_version(change, version)
        if change.status not in rules.UNFINISHED:
            raise InvalidTransition
        change.record("rush", {"to": is_rush})
        return change.write(is_rush=is_rush)


def acknowledge_voids(
    who: Crew,
    order_id: int,
    *,
    station_id: int | None = None,
    item_ids: Collection[int] | None = None,
    version: int | None = None,
) -> OrderData:
    """Acknowledge what was taken away, at a station or everywhere, and return the order.

    `item_ids` are the lines of which it was seen, all unless given. Of a party that left, too: what
    need not be cooked concerns the kitchen until somebody there has seen it. Raises NotFound, also
    for the station, and Stale.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id, deleted_ok=True)
        lines, station = _lines_at(change, station_id)
        voided = [
            line
            for line in lines
            if line["void_quantity"] and (item_ids is None or line["id"] in item_ids)
        ]
        if not voided:
            return change.order
        check_version(change, version)
        change.record("void_seen", {**station, "items": _told(voided, "void_quantity")})
        change.write_lines([line["id"] for line in voided], void_quantity=0)
        return change.write()


def _finish_in(change: Change, lines: Iterable[ItemData]) -> OrderData:
    done = dict.fromkeys((line["id"] for line in lines), ItemStatus.DONE)
    change.write_lines(done, status=ItemStatus.DONE.value, done_at=change.now)
    return change.settle(done)


def _recall_in(change: Change, lines: Collection[ItemData]) -> OrderData:
    waiting = dict.fromkeys((line["id"] for line in lines), ItemStatus.WAITING)
    steps = {"from": change.order["status"], "to": Status.PREPARING.value}
    change.record("recalled", {**steps, "items": _told(lines)})
    change.write_lines(waiting, status=ItemStatus.WAITING.value, done_at=None)
    return change.settle(waiting)


def _lines_at(change: Change, station_id: int | None) -> tuple[list[ItemData], dict[str, Any]]:
    """Return the lines of a station, all for None, and what the record says of it."""
    lines = change.order["items"]
    if station_id is None:
        return lines, {}
    names = {station.id: station.name for station in list_stations(change.who.store.id)}
    if station_id not in names:
        raise NotFound
    known = list(names)
    own = [line for line in lines if station_of(line["station_id"], known) == station_id]
    return own, {"station_id": station_id, "station": names[station_id]}


def _told(lines: Iterable[ItemData], count: str = "quantity") -> list[dict[str, Any]]:
    """Tell lines as records do: which, what, how many."""
    return [
        {"id": line["id"], "name": line["name"], "quantity": dict(line)[count]} for line in lines
    ]
