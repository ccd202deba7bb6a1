"""A party's bill: what it has to pay so far, to the last won."""

from __future__ import annotations

import pytest

from tableorder.floor.rules import tax_share
from tests import factories
from tests.actors import screen_of, staff_of
from tests.api.floor.conftest import PRICE, Room


def bill(room: Room, table: int = 1):
    return room.staff.get(f"/api/tables/{room.tables[table - 1]}/bill")


def test_a_bill_holds_what_is_to_be_paid_and_nothing_else(room: Room) -> None:
    kept, lowered = room.order(1, 2).json, room.order(1, 5).json
    cancelled, deleted = room.order(1, 3).json, room.order(1, 4).json
    two = room.tablets[0].order(*[{"menu_id": room.dish, "quantity": 1}] * 2, total=2 * PRICE).json
    room.order(2, 9)
    room.staff.lower(lowered, 1)
    room.staff.lower(two, 0)
    room.staff.cancel(cancelled)
    room.staff.delete(deleted)
    answer = bill(room)
    assert answer.status_code == 200
    assert answer.json["table"] == {"id": room.tables[0], "number": 1}
    assert answer.json["session"]["id"] == room.seated(1)
    lines = {
        order["id"]: [(line["quantity"], line["subtotal"]) for line in order["items"]]
        for order in answer.json["orders"]
    }
    assert lines == {
        kept["id"]: [(2, 2 * PRICE)],
        lowered["id"]: [(1, PRICE)],
        two["id"]: [(1, PRICE)],
    }
    assert answer.json["total"] == 4 * PRICE == room.state()[1][2]
    assert (answer.json["currency"], answer.json["tax"]) == ("KRW", 364)


def test_a_bill_follows_its_party(room: Room) -> None:
    room.order(1, 2)
    room.order(2, 3)
    room.do("merge", 1, into=2)
    room.do("move", 2, to=3)
    assert bill(room, 3).json["total"] == 5 * PRICE
    for table in (1, 2):
        answer = bill(room, table)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "TABLE_FREE")


def test_who_may_see_a_bill(room: Room) -> None:
    room.order(1)
    path = f"/api/tables/{room.tables[0]}/bill"
    client = room.app.test_client()
    assert screen_of(client, room.store).get(path).status_code == 200
    assert room.tablets[0].get(path).status_code == 403
    assert client.get(path).status_code == 401
    other = factories.make_store("other")
    assert staff_of(client, other).get(path).status_code == 404


@pytest.mark.parametrize(
    ("total", "currency", "tax"),
    [(11_000, "KRW", 1000), (0, "KRW", 0), (5, "KRW", 0), (6, "KRW", 1), (1100, "USD", None)],
)
def test_the_tax_is_a_part_of_the_total(total: int, currency: str, tax: int | None) -> None:
    assert tax_share(total, currency) == tax
