"""What everybody sees in the end, held against the model: boards, guests, history, stock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from tableorder.db import db
from tableorder.menu.models import MenuItem
from tests.evening.house import House
from tests.evening.things import Order, read, read_call


def compare(house: House) -> None:
    """Look through everybody's eyes; fails where somebody sees something else than there is."""
    compare_staff(house)
    compare_guests(house)
    compare_history(house)
    compare_records(house)
    compare_stock(house)
    compare_boards(house)


def compare_staff(house: House) -> None:
    model = house.model
    orders = [o for o in model.orders.values() if not is_gone(house, o)]
    assert [read(order) for order in house.look("orders")] == views(house, orders)
    calls = [call for call in model.calls.values() if call.status != "done"]
    assert [read_call(call) for call in house.look("calls")] == [call.view() for call in calls]
    for table in house.look("tables"):
        party = model.party_at(table["id"])
        session = party.id if party else None
        theirs = [o for o in model.orders_of(session) if not o.is_deleted]
        assert (table["session"] or {"id": None})["id"] == session
        assert table["status"] == ("free" if party is None else "ordering" if theirs else "seated")
        assert table["total"] == sum(o.total for o in theirs if not o.is_over)
        assert table["is_paused"] == (table["id"] in model.paused)
        assert (table["orders"], table["calls"]) == (len(theirs), len(model.calls_of(session)))


def compare_guests(house: House) -> None:
    for name, who in house.names.items():
        if not who.is_guest:
            continue
        answer = house.people[name].get("/api/orders")
        session = house.model.session_of(who)
        if who.kind == "phone" and not house.model.parties[session or 0].is_open:
            assert answer.status_code == 410
            continue
        theirs = [o for o in house.model.orders_of(session) if not o.is_deleted]
        assert [read(order) for order in answer.json["orders"]] == views(house, theirs)


def compare_history(house: House) -> None:
    """What left the board is kept, whole: nothing that was ordered is lost or doubled."""
    model = house.model
    past = [o for o in model.orders.values() if o.is_deleted or not model.is_open(o)]
    history: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = house.people["person"].get(f"/api/history?{cursor}").json
        history += page["orders"]
        cursor = page["next_cursor"] and f"cursor={page['next_cursor']}"
    assert [read(order) for order in history[::-1]] == views(house, past)
    kept = {order["id"]: int(order["number"]) for order in (*history, *house.look("orders"))}
    assert sorted(kept.values()) == list(range(1, len(model.orders) + 1))


def compare_records(house: House) -> None:
    """Each order's record leads from pending to where it stands, without a gap."""
    for order in house.model.orders.values():
        way = ["pending"]
        for change in house.people["person"].changes({"id": order.id}):
            if change["kind"] in {"status", "recalled"}:
                assert change["detail"]["from"] == way[-1]
                way.append(change["detail"]["to"])
        assert way[-1] == order.status


def compare_stock(house: House) -> None:
    counted = next(dish for dish in house.dishes if dish.is_counted)
    with house.app.app_context():
        query = sa.select(MenuItem.stock).where(MenuItem.id == counted.id)
        assert db.session.execute(query).scalar_one() == house.model.stock
        db.session.remove()


def compare_boards(house: House) -> None:
    """Boards that followed the stream show what a board that opens now is given."""
    orders, tables, calls = house.look("orders"), house.look("tables"), house.look("calls")
    boards = house.boards()
    for board in boards:
        assert board["kitchen"] == boards[-1]["kitchen"]
        away = [order for order in orders if order["deleted"] or order["closed"]]
        assert shown(board["orders"]) == [order for order in orders if order not in away]
        assert shown(board["voided"]) == away
        assert shown(board["calls"]) == calls
        facts = {table["id"]: facts_of(table) for table in board["tables"].values()}
        assert facts == {table["id"]: facts_of(table) for table in tables}
        assert board["seq"] == house.seq
    for which, screen in (boards[-1]["kitchen"] if boards else {}).items():
        assert {one["id"]: set(one["lines"]) for one in screen["tickets"]} == to_make(house, which)


def facts_of(table: dict[str, Any]) -> tuple[Any, ...]:
    return table["session"], table["is_paused"], table["pause_message"]


def to_make(house: House, which: str) -> dict[int, set[int]]:
    """The lines that a screen of the kitchen shows of each order: what it cooks, and voids."""
    found = {}
    for order in house.model.orders.values():
        is_off = order.is_over or not house.model.is_open(order)
        here = [
            line
            for line in order.lines
            if which in {"all", "pass", str(house.model.station_of(line))}
        ]
        # What was made is out of a station's hands.
        void = {line.id for line in here if line.void and not (which.isdigit() and line.was_done)}
        live = [line for line in here if not (is_off or line.status == "cancelled")]
        is_due = void or any(line.status == "waiting" for line in live)
        if is_due and not order.held:
            found[order.id] = void | {line.id for line in live}
    return found


def is_gone(house: House, order: Order) -> bool:
    """What left the board stays with the kitchen while it has voids to acknowledge."""
    is_off = order.is_deleted or not house.model.is_open(order)
    return is_off and not any(line.void for line in order.lines)


def views(house: House, orders: Iterable[Order]) -> list[dict[str, Any]]:
    return [house.model.view(order) for order in sorted(orders, key=lambda order: order.id)]


def shown(entries: dict[str, Any]) -> list[Any]:
    """What a board keeps by id, as an English answer lists it."""
    return [told(entries[key]) for key in sorted(entries, key=int)]


def told(value: Any) -> Any:
    """An event in the words of an English answer."""
    if isinstance(value, list):
        return [told(entry) for entry in value]
    if isinstance(value, dict):
        return value["en"] if "en" in value else {key: told(one) for key, one in value.items()}
    return value
