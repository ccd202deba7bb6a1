"""Parties move, are merged and part again: everything follows, and nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.order.models import Order, OrderItem
from tableorder.table.models import TableSession
from tests import factories
from tests.actors import Guest, Staff, line, phone_in, screen_of, staff_of, tablet_at

PRICE = 1000


@dataclass
class House:
    """Four tables, each with a tablet, and a dish."""

    app: Flask
    store: StoreView
    tables: list[int]
    tablets: list[Guest]
    staff: Staff
    dish: int

    def do(self, verb: str, table: int, **body: int) -> Any:
        """Ask for something at a table; tables are named by number."""
        named = {name: self.tables[number - 1] for name, number in body.items()}
        return self.staff.send("POST", f"/api/tables/{self.tables[table - 1]}/{verb}", named)

    def order(self, table: int, quantity: int = 1, *, by: Guest | None = None, **more: Any) -> Any:
        guest = by or self.tablets[table - 1]
        return guest.order(line(self.dish, quantity), total=PRICE * quantity, **more)

    def seated(self, table: int) -> int | None:
        """The session that is open at a table."""
        found = self.tablets[table - 1].get("/api/session").json["session"]
        return found and found["id"]

    def phone(self, table: int) -> Guest:
        return phone_in(self.app.test_client(), self.store, self.seated(table) or 0)

    def state(self) -> dict[int, tuple[str, int, int]]:
        """Status, number of orders and total of each table."""
        listed = self.staff.get("/api/tables").json["tables"]
        return {t["number"]: (t["status"], t["orders"], t["total"]) for t in listed}

    def record(self, order: Any) -> list[tuple[str, Any]]:
        steps = self.staff.get(f"/api/orders/{order['id']}/changes").json["changes"]
        return [(step["kind"], step["detail"]) for step in steps]


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with app.app_context():
        store = factories.make_store()
        client = app.test_client()
        tables = [factories.make_table(store, number) for number in (1, 2, 3, 4)]
        yield House(
            app=app,
            store=store,
            tables=tables,
            tablets=[tablet_at(client, store, table) for table in tables],
            staff=staff_of(client, store),
            dish=factories.make_item(store, price=PRICE),
        )


def everything() -> tuple[int, int, int]:
    """How many orders there are, their portions and their sum, wherever they are."""
    db.session.rollback()
    orders, total = db.session.execute(
        sa.select(sa.func.count(Order.id), sa.func.sum(Order.total))
    ).one()
    portions = db.session.execute(sa.select(sa.func.sum(OrderItem.quantity))).scalar()
    return orders, int(total or 0), int(portions or 0)


def test_a_party_moves_with_all_that_is_theirs(house: House) -> None:
    mine = [house.order(1, 2).json, house.order(1, 3).json]
    house.order(2, 5)
    deleted = house.order(1, 4).json
    house.staff.delete(deleted)
    phone, party, before = house.phone(1), house.seated(1), everything()
    answer = house.do("move", 1, to=3)
    assert answer.status_code == 200
    assert [(t["number"], t["status"]) for t in answer.json["tables"]] == [
        (1, "free"),
        (3, "ordering"),
    ]
    assert house.state() == {
        1: ("free", 0, 0), 2: ("ordering", 1, 5000), 3: ("ordering", 2, 5000), 4: ("free", 0, 0),
    }  # fmt: skip
    assert everything() == before
    assert (house.seated(1), house.seated(3)) == (None, party)
    assert phone.get("/api/session").json["table"]["number"] == 3
    for order in (*mine, deleted):
        now = house.staff.get(f"/api/orders/{order['id']}").json
        assert (now["table"]["number"], now["session_id"]) == (3, party)
        assert now["version"] == order["version"] + (2 if order is deleted else 1)
        assert house.record(order)[-1] == (
            "moved",
            {
                "from": {"id": house.tables[0], "number": 1},
                "to": {"id": house.tables[2], "number": 3},
            },
        )


def test_a_merged_party_acts_for_the_other(house: House) -> None:
    mine, theirs = house.order(1, 2).json, house.order(2, 3).json
    phone, before = house.phone(1), everything()
    assert house.do("merge", 1, into=2).status_code == 200
    assert house.state()[1] == ("free", 0, 0)
    assert house.state()[2] == ("ordering", 2, 5000)
    assert everything() == before
    assert phone.get("/api/session").json["session"]["id"] == theirs["session_id"]
    assert {order["id"] for order in phone.orders()} == {mine["id"], theirs["id"]}
    assert house.order(2, by=phone).status_code == 201
    assert house.tablets[0].orders() == []
    assert house.record(mine)[-1][0] == "merged"
    assert house.seated(1) is None


@pytest.mark.parametrize(
    ("verb", "table", "body", "code"),
    [
        ("move", 1, {"to": 2}, "TABLE_OCCUPIED"),
        ("move", 3, {"to": 4}, "TABLE_FREE"),
        ("move", 1, {"to": 1}, "SAME_TABLE"),
        ("move", 3, {"to": 3}, "SAME_TABLE"),
        ("merge", 1, {"into": 1}, "SAME_TABLE"),
        ("merge", 1, {"into": 3}, "TABLE_FREE"),
        ("merge", 3, {"into": 1}, "TABLE_FREE"),
        ("unmerge", 1, {}, "MERGE_OVER"),
        ("unmerge", 3, {}, "MERGE_OVER"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    house: House, verb: str, table: int, body: dict, code: str
) -> None:
    house.order(1)
    house.order(2)
    before = house.staff.get("/api/tables").json, house.staff.orders()
    answer = house.do(verb, table, **body)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, code)
    assert (house.staff.get("/api/tables").json, house.staff.orders()) == before


@pytest.mark.parametrize("verb", ["move", "merge", "unmerge"])
def test_tables_of_others_are_not_there(house: House, verb: str) -> None:
    other = factories.make_store("other")
    foreign = factories.make_table(other)
    house.order(1)
    name = {"move": "to", "merge": "into"}.get(verb)
    path = f"/api/tables/{house.tables[0]}/{verb}"
    if name:
        assert house.staff.send("POST", path, {name: foreign}).status_code == 404
        assert house.staff.send("POST", path, {}).status_code == 422
    elsewhere = f"/api/tables/{foreign}/{verb}"
    sent = {name: house.tables[0]} if name else {}
    assert house.staff.send("POST", elsewhere, sent).status_code == 404


def test_guests_seat_nobody_and_screens_do(house: House) -> None:
    house.order(1)
    path = f"/api/tables/{house.tables[0]}/move"
    assert house.tablets[0].send("POST", path, {"to": house.tables[1]}).status_code == 403
    screen = screen_of(house.app.test_client(), house.store)
    assert screen.send("POST", path, {"to": house.tables[1]}).status_code == 200


def test_an_undone_merge_leaves_two_parties_as_they_were(house: House) -> None:
    mine, theirs = house.order(1, 2).json, house.order(2, 3).json
    phone, neighbour, before = house.phone(1), house.phone(2), everything()
    tables = house.state()
    house.do("merge", 1, into=2)
    answer = house.do("unmerge", 1)
    assert answer.status_code == 200
    assert [table["number"] for table in answer.json["tables"]] == [1, 2]
    assert (house.state(), everything()) == (tables, before)
    assert house.seated(1) == mine["session_id"]
    assert [order["id"] for order in phone.orders()] == [mine["id"]]
    assert [order["id"] for order in neighbour.orders()] == [theirs["id"]]
    assert [kind for kind, _ in house.record(mine)] == ["created", "merged", "unmerged"]
    assert [kind for kind, _ in house.record(theirs)] == ["created"]
    assert house.order(1, by=phone).json["session_id"] == mine["session_id"]


def test_what_was_ordered_meanwhile_stays_with_those_who_ordered_it(house: House) -> None:
    party, other = house.order(1).json["session_id"], house.order(2).json["session_id"]
    phone, neighbour = house.phone(1), house.phone(2)
    house.do("merge", 1, into=2)
    orders = {
        party: [house.order(2, by=phone).json],
        other: [house.order(2, by=neighbour).json, house.order(2).json],
    }
    orders[other].append(
        house.staff.send(
            "POST",
            "/api/orders",
            {
                "items": [line(house.dish)],
                "expected_total": PRICE,
                "table_id": house.tables[1],
            },
            Idempotency_Key="staff",
        ).json
    )
    house.do("unmerge", 1)
    for session_id, placed in orders.items():
        for order in placed:
            now = house.staff.get(f"/api/orders/{order['id']}").json
            assert now["session_id"] == session_id
    assert (house.state()[1], house.state()[2]) == (("ordering", 2, 2000), ("ordering", 4, 4000))


def test_a_merge_cannot_be_undone_twice_late_or_into_others(house: House) -> None:
    house.order(1)
    house.order(2)
    with time_machine.travel(clock.utc_now(), tick=False) as time:
        house.do("merge", 1, into=2)
        time.shift(timedelta(seconds=31))
        assert house.do("unmerge", 1).json["error"]["code"] == "MERGE_OVER"
        time.shift(timedelta(seconds=-2))
        house.order(1)
        assert house.do("unmerge", 1).json["error"]["code"] == "TABLE_OCCUPIED"
        house.do("move", 1, to=3)
        assert house.do("unmerge", 1).status_code == 200
        assert house.do("unmerge", 1).json["error"]["code"] == "MERGE_OVER"


@pytest.mark.parametrize("verb", ["close", "merge"])
def test_a_merge_is_over_when_the_other_party_is_gone(house: House, verb: str) -> None:
    house.staff.send("POST", f"/api/tables/{house.tables[0]}/open")
    house.staff.send("POST", f"/api/tables/{house.tables[1]}/open")
    house.order(3)
    house.do("merge", 1, into=2)
    assert house.do(verb, 2, **({"into": 3} if verb == "merge" else {})).status_code == 200
    assert house.do("unmerge", 1).json["error"]["code"] == "MERGE_OVER"


def test_merges_are_undone_one_after_the_other(house: House) -> None:
    mine = [house.order(table).json for table in (1, 2, 3)]
    before = house.state()
    phone = house.phone(1)
    house.do("merge", 1, into=2)
    house.do("merge", 2, into=3)
    assert house.state()[3] == ("ordering", 3, 3000)
    assert phone.get("/api/session").json["table"]["number"] == 3
    assert house.do("unmerge", 2).status_code == 200
    assert house.do("unmerge", 1).status_code == 200
    assert house.state() == before
    assert phone.get("/api/session").json["session"]["id"] == mine[0]["session_id"]


def test_the_other_party_may_have_moved_before_the_undo(house: House) -> None:
    house.order(1)
    house.order(2)
    house.do("merge", 1, into=2)
    house.do("move", 2, to=4)
    answer = house.do("unmerge", 1)
    assert [table["number"] for table in answer.json["tables"]] == [1, 4]
    assert (house.state()[1], house.state()[4]) == (("ordering", 1, 1000), ("ordering", 1, 1000))


def test_a_merge_closes_the_party_that_joined_another(house: House) -> None:
    party, other = house.order(1).json["session_id"], house.order(2).json["session_id"]
    house.do("merge", 1, into=2)
    db.session.rollback()
    row = db.session.get_one(TableSession, party)
    assert (row.merged_into, row.closed_at is not None) == (other, True)
    assert house.order(1).json["session_id"] not in (party, other)


def test_calls_go_along_once_for_each_reason_and_come_back(house: House) -> None:
    house.order(1)
    house.order(2)
    phone = house.phone(1)

    def calls() -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for call in house.staff.get("/api/calls").json["calls"]:
            found.setdefault(call["table"]["number"], []).append(call["reason"])
        return found

    for guest, reason in ((phone, "water"), (phone, "bill"), (house.tablets[1], "water")):
        assert guest.send("POST", "/api/calls", {"reason": reason}).status_code == 201
    house.do("move", 1, to=3)
    assert calls() == {3: ["water", "bill"], 2: ["water"]}
    house.do("merge", 3, into=2)
    assert calls() == {2: ["bill", "water"]}
    house.do("unmerge", 3)
    assert calls() == {3: ["water", "bill"], 2: ["water"]}
