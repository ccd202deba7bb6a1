"""What everybody sees in the end, held against the model: boards, guests, history, stock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from tableorder.db import db
from tableorder.menu.models import MenuItem
from tests.evening.house import House
from tests.evening.model import Order, read


def compare(house: House, snapshots: list[dict[str, Any]]) -> None:
    """Look through everybody's eyes; fails where somebody sees something else than there is."""
    orders = compare_staff(house)
    compare_guests(house)
    compare_history(house)
    compare_records(house)
    compare_stock(house)
    compare_boards(house, snapshots, orders)


def compare_staff(house: House) -> list[dict[str, Any]]:
    model = house.model
    shown = [o for o in model.orders.values() if model.is_open(o) and not is_gone(o)]
    orders = house.owner.orders()
    assert [read(order) for order in orders] == views(house, shown)
    assert house.people["screen"].orders() == orders
    for table in house.look()["tables"]:
        party = model.party_at(table["id"])
        theirs = [o for o in model.orders_of(party and party.id) if not o.is_deleted]
        status = "free" if party is None else "ordering" if theirs else "seated"
        facts = (table["status"], table["total"], table["orders"], table["session"])
        session = table["session"] and table["session"]["id"]
        assert session == (party and party.id)
        assert facts[:3] == (status, model.total_at(table["id"]), len(theirs))
    return orders


def compare_guests(house: House) -> None:
    for name, who in house.names.items():
        session = house.model.session_of(who)
        if not who.is_guest:
            continue
        answer = house.people[name].get("/api/orders")
        if who.kind == "phone" and not house.model.parties[session].is_open:
            assert answer.status_code == 410
            continue
        theirs = [o for o in house.model.orders_of(session) if not o.is_deleted]
        assert [read(order) for order in answer.json["orders"]] == views(house, theirs)


def compare_history(house: House) -> None:
    """What left the board is kept, whole: nothing that was ordered is lost or doubled."""
    model = house.model
    past = [o for o in model.orders.values() if o.is_deleted or not model.is_open(o)]
    history: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = house.owner.get(f"/api/history?{cursor}").json
        history += page["orders"]
        cursor = page["next_cursor"] and f"cursor={page['next_cursor']}"
    assert [read(order) for order in history[::-1]] == views(house, past)


def compare_records(house: House) -> None:
    """Each order's record leads from pending to where it stands, without a gap."""
    for order in house.model.orders.values():
        way = ["pending"]
        for change in house.owner.changes({"id": order.id}):
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


def compare_boards(
    house: House, snapshots: list[dict[str, Any]], orders: list[dict[str, Any]]
) -> None:
    """Boards that followed the stream show what a board that opens now is given."""
    tables = house.look()
    for board in house.boards(snapshots):
        shown = sorted((told(order) for order in board["orders"]), key=lambda order: order["id"])
        assert shown == [order for order in orders if not order["deleted"]]
        sessions = {table["id"]: table["session"] for table in board["tables"]}
        assert sessions == {table["id"]: table["session"] for table in tables["tables"]}
        assert board["seq"] == tables["seq"]


def is_gone(order: Order) -> bool:
    """A deleted order stays with the kitchen while it has voids to acknowledge."""
    return order.is_deleted and not any(line.void for line in order.lines)


def views(house: House, orders: Iterable[Order]) -> list[dict[str, Any]]:
    return [house.model.view(order) for order in sorted(orders, key=lambda order: order.id)]


def told(value: Any) -> Any:
    """An event in the words of an English answer."""
    if isinstance(value, list):
        return [told(entry) for entry in value]
    if isinstance(value, dict):
        return value["en"] if "en" in value else {key: told(one) for key, one in value.items()}
    return value
