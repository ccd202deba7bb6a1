"""Placing orders: whole, once, at the price that was seen."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from flask import Flask

from tableorder.auth.queries import StoreView
from tests import factories
from tests.actors import Guest, Staff, line, phone_in, staff_of, tablet_at


@dataclass
class House:
    """A store with one table, a tablet, someone of the staff, and one item with sizes."""

    store: StoreView
    table: int
    guest: Guest
    staff: Staff
    item: int
    sizes: dict[str, int]


@pytest.fixture
def house(app: Flask):
    with app.app_context():
        store = factories.make_store()
        table = factories.make_table(store)
        sizes, choices = factories.make_group(store, {"regular": 0, "large": 500}, least=1)
        yield House(
            store=store,
            table=table,
            guest=tablet_at(app.test_client(), store, table),
            staff=staff_of(app.test_client(), store),
            item=factories.make_item(store, price=9000, groups=(sizes,)),
            sizes=choices,
        )


def large(house: House, quantity: int = 2) -> dict:
    return line(house.item, quantity, choice_ids=[house.sizes["large"]])


def codes(answer) -> list[str]:
    return [entry["code"] for entry in answer.json["error"]["details"]["lines"]]


def test_an_order_is_numbered_and_priced(house: House) -> None:
    answer = house.guest.order(large(house), total=19000, note="빨리 주세요")
    assert answer.status_code == 201
    order = answer.json
    assert answer.headers["Location"] == f"/api/orders/{order['id']}"
    assert (order["number"], order["status"], order["total"]) == ("001", "pending", 19000)
    assert order["items"][0]["name"] == "bibimbap"
    assert order["items"][0]["options"][0]["choice"] == "large"
    assert house.staff.orders() == [order]
    assert house.guest.orders() == [order]


def test_a_note_of_several_lines_is_kept_on_one(house: House) -> None:
    order = house.guest.order(
        {**large(house), "note": "no\negg\r\n\tplease "}, total=19000, note="two\nplates"
    ).json
    assert (order["items"][0]["note"], order["note"]) == ("no egg please", "two plates")


def test_the_same_key_is_the_same_order(house: House) -> None:
    first = house.guest.order(large(house), total=19000, key="once")
    again = house.guest.order(large(house), total=19000, key="once")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(house.staff.orders()) == 1


def test_the_same_key_for_another_body_is_refused(house: House) -> None:
    house.guest.order(large(house), total=19000, key="once")
    other = house.guest.order(large(house, 1), total=9500, key="once")
    assert other.status_code == 422
    assert other.json["error"]["code"] == "IDEMPOTENCY_KEY_REUSED"


def test_the_same_key_at_another_table_is_another_order(app: Flask, house: House) -> None:
    neighbour = tablet_at(app.test_client(), house.store, factories.make_table(house.store, 2))
    assert house.guest.order(large(house), total=19000, key="once").status_code == 201
    assert neighbour.order(large(house), total=19000, key="once").status_code == 201


def test_a_retry_after_closing_finds_its_order(house: House) -> None:
    first = house.guest.order(large(house), total=19000, key="once").json
    assert house.staff.close(house.table, **{f"o{first['id']}": "complete"}).status_code == 200
    session = first["session_id"]
    for more in ({}, {"session_id": session}):
        again = house.guest.order(large(house), total=19000, key="once", **more)
        # With the session named the body is another one, and so is the order it would make.
        assert again.status_code == (422 if more else 200)


def test_an_order_for_a_closed_session_is_refused(house: House) -> None:
    first = house.guest.order(large(house), total=19000).json
    house.staff.close(house.table, **{f"o{first['id']}": "complete"})
    late = house.guest.order(large(house), total=19000, session_id=first["session_id"])
    assert (late.status_code, late.json["error"]["code"]) == (410, "SESSION_CLOSED")
    assert house.staff.orders() == []


def test_a_phone_is_out_when_its_session_ends(app: Flask, house: House) -> None:
    first = house.guest.order(large(house), total=19000).json
    phone = phone_in(app.test_client(), house.store, first["session_id"])
    mine = phone.order(large(house, 1), total=9500, key="phone")
    assert mine.status_code == 201
    decisions = {f"o{order['id']}": "complete" for order in (first, mine.json)}
    house.staff.close(house.table, **decisions)
    assert phone.get("/api/orders").status_code == 410
    assert phone.order(large(house, 1), total=9500).status_code == 410
    replay = phone.order(large(house, 1), total=9500, key="phone")
    assert (replay.status_code, replay.json["id"]) == (200, mine.json["id"])


def test_a_price_that_was_not_seen_is_not_paid(house: House) -> None:
    answer = house.guest.order(large(house), total=18000)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "PRICE_CHANGED")
    assert answer.json["error"]["details"]["total"] == 19000
    assert house.staff.orders() == []


def test_every_bad_line_is_named(house: House) -> None:
    sold_out = factories.make_item(house.store, "soup", is_sold_out=True)
    hidden = factories.make_item(house.store, "secret", is_visible=False)
    closed = factories.make_item(
        house.store, "brunch", hours=[{"days": [], "from": "09:00", "to": "11:00"}]
    )
    scarce = factories.make_item(house.store, "cake", stock=1)
    answer = house.guest.order(
        large(house),
        line(sold_out),
        line(hidden),
        line(closed),
        line(scarce, 2),
        line(house.item),
        line(house.item, choice_ids=list(house.sizes.values())),
        line(house.item, choice_ids=[99999]),
        total=0,
    )
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "ORDER_REFUSED")
    assert codes(answer) == [
        "ITEM_SOLD_OUT",
        "ITEM_NOT_FOUND",
        "ITEM_NOT_SOLD_NOW",
        "OUT_OF_STOCK",
        "GROUP_TOO_FEW",
        "GROUP_TOO_MANY",
        "CHOICE_INVALID",
    ]
    lines = answer.json["error"]["details"]["lines"]
    assert [entry["index"] for entry in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert lines[0]["message"] == "soup is sold out. Please remove it."
    assert house.staff.orders() == []


def test_another_stores_item_does_not_exist(house: House) -> None:
    other = factories.make_item(factories.make_store("other"), "theirs")
    assert codes(house.guest.order(line(other), total=9000)) == ["ITEM_NOT_FOUND"]


def test_the_last_portion_is_sold_once_and_comes_back(house: House) -> None:
    cake = factories.make_item(house.store, "cake", price=5000, stock=2)
    bought = house.guest.order(line(cake, 2), total=10000)
    assert bought.status_code == 201
    assert codes(house.guest.order(line(cake), total=5000)) == ["ITEM_SOLD_OUT"]
    assert house.guest.cancel(bought.json).json["status"] == "cancelled"
    assert house.guest.order(line(cake), total=5000).status_code == 201


def test_two_lines_of_one_item_share_its_stock(house: House) -> None:
    cake = factories.make_item(house.store, "cake", price=5000, stock=3)
    answer = house.guest.order(line(cake, 2), line(cake, 2, note="candle"), total=20000)
    assert codes(answer) == ["OUT_OF_STOCK", "OUT_OF_STOCK"]
    messages = {line["message"] for line in answer.json["error"]["details"]["lines"]}
    assert messages == {"Only 3 of cake left. Please take fewer."}
    assert house.guest.order(line(cake, 3), total=15000).status_code == 201


ONE = [{"menu_id": 1, "quantity": 1}]


def one(**more: object) -> dict:
    return {"items": ONE, "expected_total": 0, **more}


def of(**fields: object) -> dict:
    return {"items": [{"menu_id": 1, "quantity": 1, **fields}], "expected_total": 0}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (one(items=[]), "items"),
        (one(items=ONE * 101), "items"),
        (of(quantity=0), "items.0.quantity"),
        (of(quantity=100), "items.0.quantity"),
        (of(quantity=1.5), "items.0.quantity"),
        (of(menu_id="1"), "items.0.menu_id"),
        (of(price=1), "items.0.price"),
        ({"items": ONE}, "expected_total"),
        (one(note="a" * 201), "note"),
        (one(note="a\x00"), "note"),
        (one(note="a\u202eb"), "note"),
        (one(note="\ud800"), "note"),
        (one(unknown=1), "unknown"),
        (one(table_id=1), "table_id"),
    ],
)
def test_a_wrong_shape_names_its_field(house: House, body: dict, path: str) -> None:
    headers = {**house.guest.headers, "Idempotency-Key": "k"}
    answer = house.guest.client.post("/api/orders", data=json.dumps(body), headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "INVALID")
    assert [field["path"] for field in answer.json["error"]["details"]["fields"]] == [path]


@pytest.mark.parametrize("body", [b"", b"[]", b"nul", b'{"a":' * 5000, b"\xff", b'{"a": NaN'])
def test_what_is_no_json_object_is_not_read(house: House, body: bytes) -> None:
    headers = {**house.guest.headers, "Idempotency-Key": "k"}
    answer = house.guest.client.post("/api/orders", data=body, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "BAD_REQUEST")


def test_a_huge_body_is_refused(house: House) -> None:
    headers = {**house.guest.headers, "Idempotency-Key": "k"}
    answer = house.guest.client.post("/api/orders", data=b" " * 300_000, headers=headers)
    assert answer.status_code == 413


@pytest.mark.parametrize("key", [None, "", "a" * 256, "키"])
def test_a_key_is_required(house: House, key: str | None) -> None:
    headers = dict(house.guest.headers)
    if key is not None:
        headers["Idempotency-Key"] = key.encode().decode("latin-1")
    body = {"items": [large(house)], "expected_total": 19000}
    answer = house.guest.client.post("/api/orders", json=body, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "HEADER_MISSING")


def test_staff_order_for_a_table(house: House) -> None:
    body = {"items": [large(house)], "expected_total": 19000, "table_id": house.table}
    made = house.staff.send("POST", "/api/orders", body, Idempotency_Key="k")
    assert made.status_code == 201
    assert made.json["table"] == {"id": house.table, "number": 1}
    again = house.staff.send("POST", "/api/orders", body, Idempotency_Key="k")
    assert again.status_code == 200


def test_staff_must_name_a_table_of_theirs(house: House) -> None:
    other = factories.make_table(factories.make_store("other"))
    body = {"items": [large(house)], "expected_total": 19000}
    send = house.staff.send
    assert send("POST", "/api/orders", body, Idempotency_Key="k").status_code == 422
    body["table_id"] = other
    assert send("POST", "/api/orders", body, Idempotency_Key="k").status_code == 404


def test_a_store_that_takes_no_orders_says_so(app: Flask) -> None:
    with app.app_context():
        store = factories.make_store(is_taking_orders=False)
        guest = tablet_at(app.test_client(), store, factories.make_table(store))
        item = factories.make_item(store)
        answer = guest.order(line(item), total=9000)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "NOT_TAKING_ORDERS")


def test_numbers_grow_to_four_digits(house: House) -> None:
    from tableorder import clock
    from tableorder.db import db
    from tableorder.order.models import OrderCounter

    today = house.store.business_day(clock.utc_now())
    db.session.add(OrderCounter(store_id=house.store.id, business_day=today, last_number=998))
    db.session.commit()
    numbers = [house.guest.order(large(house), total=19000).json["number"] for _ in range(2)]
    assert numbers == ["999", "1000"]
