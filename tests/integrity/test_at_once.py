"""Many press at the same moment: nothing is made twice, nothing is oversold, no number is lost."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
import sqlalchemy as sa

from tableorder.auth.queries import get_store
from tableorder.db import db
from tableorder.order.models import Order
from tests import factories
from tests.integrity.conftest import House
from tests.integrity.server import Answer, Server, answered, at_once

pytestmark = pytest.mark.alone


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


def test_two_hundred_buyers_get_the_ten_there_are(house: House, server: Server) -> None:
    buys = [partial(buy, house, server, f"buyer-{number}") for number in range(200)]
    answers = answered(at_once(buys))
    assert Counter(answer.status for answer in answers) == {201: 10, 422: 190}
    refused = [answer.json["error"] for answer in answers if answer.status == 422]
    assert {error["code"] for error in refused} == {"ORDER_REFUSED"}
    # The drink beside it could be had: only the lobster's line is named.
    named = [line for error in refused for line in error["details"]["lines"]]
    assert {(line["index"], line["menu_id"]) for line in named} == {(1, house.rare)}
    assert {line["code"] for line in named} <= {"OUT_OF_STOCK", "ITEM_SOLD_OUT"}
    assert house.stock() == 0
    assert [order.number for order in house.orders()] == list(range(1, 11))

    bought = next(answer.json for answer in answers if answer.status == 201)
    body = {"status": "cancelled"}
    assert server.call("PATCH", f"/api/orders/{bought['id']}", house.guest, body).status == 200
    assert house.stock() == 1
    late = answered([buy(house, server, "late"), buy(house, server, "too late")])
    assert [answer.status for answer in late] == [201, 422]


def buy(house: House, server: Server, key: str) -> Answer | None:
    """Order a drink and one of the ten; ask again while the server is busy, as our pages do."""
    answer = server.order(house.guest, key, house.rare_body())
    while answer is not None and answer.status == 503:
        answer = server.order(house.guest, key, house.rare_body())
    return answer


def test_two_people_at_one_order_take_each_step_once(house: House, server: Server) -> None:
    order = place(house, server)
    advance = partial(tell, house, server, "PATCH", order["path"], {"status": "confirmed"})
    assert {answer.status for answer in answered(at_once([advance] * 10))} == {200}
    bump = partial(tell, house, server, "POST", f"{order['path']}/bump", {})
    marks = [
        partial(
            tell, house, server, "PATCH", f"{order['path']}/items/{line['id']}", {"status": "done"}
        )
        for line in order["items"]
    ]
    assert {answer.status for answer in answered(at_once([bump] * 8 + marks * 4))} == {200}
    life = changes(house, server, order)
    assert walk(life) == ["pending", "confirmed", "preparing", "ready"]
    kinds = Counter(change["kind"] for change in life)
    assert kinds["bumped"] + kinds["item"] in {1, 2}, kinds
    (now,) = board(house, server)
    assert {line["status"] for line in now["items"]} == {"done"}
    assert now["version"] == 2 + kinds["bumped"] + kinds["item"]


def test_bumped_recalled_and_cancelled_at_once_stays_legal(house: House, server: Server) -> None:
    order = place(house, server)
    asked = [
        partial(tell, house, server, "POST", f"{order['path']}/{what}", {})
        for what in ("bump", "recall", "void-seen") * 5
    ]
    line = {"items": [{"id": order["items"][1]["id"], "quantity": 0}]}
    asked += [partial(tell, house, server, "PATCH", order["path"], line)] * 3
    assert {answer.status for answer in answered(at_once(asked))} == {200}
    (now,) = board(house, server)
    assert walk(changes(house, server, order))[-1] == now["status"]
    dish, drink = (line["status"] for line in now["items"])
    assert drink == "cancelled"
    assert now["status"] in ({"ready"} if dish == "done" else {"pending", "confirmed", "preparing"})


def place(house: House, server: Server) -> dict:
    (placed,) = answered([server.order(house.guest, "key", house.body)])
    return {**placed.json, "path": f"/api/orders/{placed.json['id']}"}


def tell(house: House, server: Server, method: str, path: str, body: dict) -> Answer | None:
    return server.call(method, path, house.staff, body)


def changes(house: House, server: Server, order: dict) -> list[dict]:
    return server.get(f"{order['path']}/changes", house.staff)["changes"]


def walk(life: list[dict]) -> list[str]:
    """The order's way through its statuses; fails where a step does not start at the last."""
    way = ["pending"]
    for detail in (change["detail"] for change in life if change["kind"] in {"status", "recalled"}):
        assert detail["from"] == way[-1], life
        way.append(detail["to"])
    return way


def test_two_phones_that_press_at_once_make_one_call(house: House, server: Server) -> None:
    session = answered([server.call("POST", "/api/session", house.guest, {"code": None})])[0]
    phones = [house.phone(session.json["session"]["id"]) for _ in range(2)]
    asks = [partial(server.call, "POST", "/api/calls", who, {"reason": "water"}) for who in phones]
    for _ in range(5):
        answers = answered(at_once(asks))
        assert sorted(answer.status for answer in answers) == [200, 201]
        [call] = server.get("/api/calls", house.staff)["calls"]
        assert {answer.json["id"] for answer in answers} == {call["id"]}
        finish = partial(server.call, "PATCH", f"/api/calls/{call['id']}", body={"status": "done"})
        ends = answered(at_once([partial(finish, token=who) for who in (*phones, house.staff)]))
        assert {answer.status for answer in ends} == {200}
        assert server.get("/api/calls", house.staff)["calls"] == []
    told = [name for name in house.told() if name.startswith("call")]
    assert told == ["call_created", "call_updated"] * 5


def board(house: House, server: Server) -> list[dict]:
    return server.get("/api/orders", house.staff)["orders"]


def test_a_party_that_is_moved_and_merged_while_it_orders_loses_nothing(
    house: House, server: Server
) -> None:
    """Its phone orders all the time; whatever comes first, each order is with its party."""
    with house.app.app_context():
        store = get_store(house.store_id)
        one, two = (factories.make_table(store, number) for number in (8, 9))
        seat = partial(tell, house, server, "POST")
        seat(f"/api/tables/{two}/open", {})
        party = seat(f"/api/tables/{one}/open", {}).json["session"]["id"]
        phone = factories.table_token(
            store, factories.make_device(store, "phone", session_id=party)
        )
        db.session.remove()
    orders = [partial(server.order, phone, f"phone-{n}", house.body) for n in range(20)]
    seats = [partial(seat, f"/api/tables/{one}/merge", {"into": two})] * 3
    seats += [partial(seat, f"/api/tables/{one}/unmerge", {})] * 3
    answers = answered(at_once(orders[:10] + seats + orders[10:] + seats))
    assert {answer.status for answer in answers} <= {201, 200, 409}
    seat(f"/api/tables/{one}/unmerge", {})
    placed = house.rows(sa.select(Order.session_id).where(Order.store_id == house.store_id))
    assert [row.session_id for row in placed] == [party] * 20
