"""A retry finds its order wherever the party, or the order, has gone since; it never doubles it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.order.models import Order
from tests import factories
from tests.actors import Guest, Staff, line, phone_in, staff_of, tablet_at


@dataclass
class House:
    """Three tables; a party at the first, with a phone, and another one at the second."""

    client: FlaskClient
    store: StoreView
    tables: list[int]
    dish: int
    staff: Staff
    phone: Guest
    tablet: Guest
    other_tablet: Guest
    party: int
    other: int

    def act(self, act: str) -> None:
        """Move, merge, unmerge or close the first party's table."""
        verb, _, to = act.partition(" ")
        body: dict[str, Any] = {"move": {"to": self.tables[2]}, "merge": {"into": self.tables[1]}}
        sent = body.get(verb, {})
        table = self.tables[int(to or 1) - 1]
        answer = self.staff.send("POST", f"/api/tables/{table}/{verb}", sent)
        if answer.status_code == 409 and answer.json["error"]["code"] == "UNFINISHED_ORDERS":
            open_ = [order["id"] for order in answer.json["error"]["details"]["orders"]]
            sent = {"orders": {str(order): "complete" for order in open_}}
            answer = self.staff.send("POST", f"/api/tables/{table}/{verb}", sent)
        assert answer.status_code == 200, answer.json

    def order(self, guest: Guest, *, key: str = "key", quantity: int = 1, **more: Any) -> Any:
        return guest.order(line(self.dish, quantity), total=1000 * quantity, key=key, **more)


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with app.app_context():
        store = factories.make_store()
        client = app.test_client()
        tables = [factories.make_table(store, number) for number in (1, 2, 3)]
        tablets = [tablet_at(client, store, table) for table in tables]
        parties = [t.send("POST", "/api/session", {}).json["session"]["id"] for t in tablets[:2]]
        yield House(
            client=client,
            store=store,
            tables=tables,
            dish=factories.make_item(store, price=1000),
            staff=staff_of(client, store),
            phone=phone_in(client, store, parties[0]),
            tablet=tablets[0],
            other_tablet=tablets[1],
            party=parties[0],
            other=parties[1],
        )


def count() -> int:
    db.session.rollback()
    return db.session.execute(sa.select(sa.func.count(Order.id))).scalar_one()


WAYS = {
    "moved": ["move"],
    "merged": ["merge"],
    "merged and closed": ["merge", "close 2"],
    "parted again": ["merge", "unmerge"],
    "moved and merged": ["move", "merge 3"],
    "moved and closed": ["move", "close 3"],
    "closed": ["close"],
}


@pytest.mark.parametrize("names_session", [True, False])
@pytest.mark.parametrize("who", ["phone", "tablet"])
@pytest.mark.parametrize("way", WAYS)
def test_a_committed_order_is_found_again(
    house: House, way: str, who: str, names_session: bool
) -> None:
    guest = getattr(house, who)
    named = {"session_id": house.party} if names_session else {}
    first = house.order(guest, **named)
    assert first.status_code == 201
    for act in WAYS[way]:
        house.act(act)
    again = house.order(guest, **named)
    assert again.status_code == 200, again.json
    assert again.json["id"] == first.json["id"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert count() == 1


@pytest.mark.parametrize("way", ["stays", "moved", "merged", "parted again"])
@pytest.mark.parametrize("names_session", [True, False])
def test_another_tablet_of_the_party_finds_the_order_too(
    house: House, way: str, names_session: bool
) -> None:
    """A table may have two tablets, and a party takes its key along to the next one."""
    named = {"session_id": house.party} if names_session else {}
    first = house.order(house.tablet, **named)
    assert first.status_code == 201
    for act in WAYS.get(way, []):
        house.act(act)
    table = {"moved": 2, "merged": 1}.get(way, 0)
    second = tablet_at(house.client, house.store, house.tables[table])
    # It names the party that now sits at its own table.
    party = house.other if way == "merged" else house.party
    again = house.order(second, **({"session_id": party} if names_session else {}))
    other = house.order(second, quantity=2, **({"session_id": party} if names_session else {}))
    if way == "merged" and names_session:
        # The body names another session than the first did, so it is not the same one.
        assert again.json["error"]["code"] == "IDEMPOTENCY_KEY_REUSED"
    else:
        assert (again.status_code, again.json.get("id")) == (200, first.json["id"])
    assert other.json["error"]["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert count() == 1


def test_a_tablet_of_another_party_with_the_same_key_makes_its_own_order(house: House) -> None:
    first = house.order(house.tablet, session_id=house.party)
    other = house.order(house.other_tablet, session_id=house.other)
    assert (first.status_code, other.status_code) == (201, 201)
    assert other.json["table"]["number"] == 2
    assert count() == 2


@pytest.mark.parametrize("way", [way for way in WAYS if "closed" not in way])
def test_the_key_stays_taken_for_another_body(house: House, way: str) -> None:
    house.order(house.phone)
    for act in WAYS[way]:
        house.act(act)
    other = house.order(house.phone, quantity=2)
    assert (other.status_code, other.json["error"]["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert count() == 1


@pytest.mark.parametrize(
    ("way", "status", "table"),
    [
        ("moved", 201, 3),
        ("merged", 201, 2),
        ("parted again", 201, 1),
        ("moved and merged", 201, 2),
        ("closed", 410, 0),
        ("merged and closed", 410, 0),
    ],
)
def test_an_order_that_waited_reaches_its_own_party(
    house: House, way: str, status: int, table: int
) -> None:
    """It names the session that the phone believed in when it was pressed."""
    for act in WAYS[way]:
        house.act(act)
    answer = house.order(house.phone, session_id=house.party)
    assert answer.status_code == status
    assert count() == (status == 201)
    if status == 201:
        assert answer.json["table"]["number"] == table
        again = house.order(house.phone, session_id=house.party)
        assert (again.status_code, again.json["id"]) == (200, answer.json["id"])


@pytest.mark.parametrize("way", ["moved", "merged", "closed"])
def test_what_waited_at_the_tablet_reaches_nobody(house: House, way: str) -> None:
    for act in WAYS[way]:
        house.act(act)
    assert house.order(house.tablet, session_id=house.party).status_code == 410
    house.tablet.send("POST", "/api/session", {})
    answer = house.order(house.tablet, session_id=house.party)
    assert (answer.status_code, answer.json["error"]["code"]) == (410, "SESSION_CLOSED")
    assert count() == 0


@pytest.mark.parametrize("names", ["party", "other", None])
def test_an_order_between_merge_and_undo_is_found_after_it(house: House, names: str | None) -> None:
    """The phone's page may name the session that was merged, or the one that it became."""
    named = {"session_id": getattr(house, names)} if names else {}
    house.act("merge")
    first = house.order(house.phone, **named)
    assert (first.status_code, first.json["session_id"]) == (201, house.other)
    house.act("unmerge")
    again = house.order(house.phone, **named)
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])
    assert again.json["session_id"] == house.party
    assert count() == 1


def test_what_waited_from_within_a_merge_arrives_after_its_undo(house: House) -> None:
    house.act("merge")
    house.act("unmerge")
    answer = house.order(house.phone, session_id=house.other)
    assert (answer.status_code, answer.json["session_id"]) == (201, house.party)


def test_two_parties_with_the_same_key_keep_their_orders(house: House) -> None:
    """Neither body is answered with the other's order, merged or parted again."""
    mine = house.order(house.phone, quantity=1).json["id"]
    theirs = house.order(house.other_tablet, quantity=2).json["id"]
    for act in ("merge", "unmerge"):
        house.act(act)
        assert house.order(house.phone, quantity=1).json["id"] == mine
        assert house.order(house.other_tablet, quantity=2).json["id"] == theirs
        assert house.order(house.phone, quantity=3).status_code == 422
    assert count() == 2


def test_naming_the_session_of_strangers_gets_nothing(house: House) -> None:
    house.order(house.phone)
    house.order(house.other_tablet, key="theirs", quantity=2, session_id=house.other)
    house.act("move")
    answer = house.order(house.other_tablet, session_id=house.party)
    assert answer.status_code == 410
    answer = house.order(house.phone, key="theirs", quantity=2, session_id=house.other)
    assert answer.status_code == 410


def test_a_staff_key_is_the_account_s_wherever_the_order_goes(house: House) -> None:
    body = {"items": [line(house.dish)], "expected_total": 1000, "table_id": house.tables[0]}
    first = house.staff.send("POST", "/api/orders", body, Idempotency_Key="key")
    house.act("merge")
    again = house.staff.send("POST", "/api/orders", body, Idempotency_Key="key")
    assert (first.status_code, again.status_code) == (201, 200)
    assert house.order(house.phone).status_code == 201, "a guest's key is another one"
