"""Many press at the same moment: nothing is made twice, nothing is oversold, no number is lost."""

from __future__ import annotations

from collections import Counter
from functools import partial

import sqlalchemy as sa

from tableorder.menu.models import MenuItem
from tests.integrity.conftest import House
from tests.integrity.server import Server, answered, at_once


def test_fifty_calls_with_one_key_make_one_order(house: House, server: Server) -> None:
    press = partial(server.order, house.guest, "pressed-once", house.body)
    answers = answered(at_once([press] * 50))
    assert Counter(answer.status for answer in answers) == {201: 1, 200: 49}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert [order["number"] for order in board(house, server)] == ["001"]
    assert len(house.orders()) == len(house.created_events()) == 1


def test_fifty_keys_at_once_are_numbered_without_gap_or_double(
    house: House, server: Server
) -> None:
    presses = [partial(server.order, house.guest, f"key-{n}", house.body) for n in range(50)]
    answers = answered(at_once(presses))
    assert Counter(answer.status for answer in answers) == {201: 50}
    numbers = [f"{n:03}" for n in range(1, 51)]
    assert sorted(answer.json["number"] for answer in answers) == numbers
    assert sorted(order["number"] for order in board(house, server)) == numbers
    assert house.created_events() == [order.id for order in house.orders()]
    assert max(answer.seconds for answer in answers) < 5


def test_twenty_buyers_get_the_five_there_are(house: House, server: Server) -> None:
    buys = [partial(server.order, house.guest, f"buyer-{n}", house.rare_body()) for n in range(20)]
    answers = answered(at_once(buys))
    assert Counter(answer.status for answer in answers) == {201: 5, 422: 15}
    refused = [answer.json["error"] for answer in answers if answer.status == 422]
    assert {error["code"] for error in refused} == {"ORDER_REFUSED"}
    reasons = {error["details"]["lines"][0]["code"] for error in refused}
    assert reasons <= {"OUT_OF_STOCK", "ITEM_SOLD_OUT"}
    assert house.rows(sa.select(MenuItem.stock).where(MenuItem.id == house.rare)) == [(0,)]
    assert [order.number for order in house.orders()] == [1, 2, 3, 4, 5]


def board(house: House, server: Server) -> list[dict]:
    return server.get("/api/orders", house.staff)["orders"]
