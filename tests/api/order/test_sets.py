"""Ordering sets and options with options of their own: priced, counted, given back, told whole."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.menu.models import Choice, MenuItem
from tests import factories
from tests.actors import Guest, Staff, line, staff_of, tablet_at
from tests.api.order.test_placing import codes


@dataclass
class House:
    """A burger set of 12000: fries as its side, whose size and dips (one free) are asked."""

    store: StoreView
    guest: Guest
    staff: Staff
    fries: int
    burger: int
    part: int
    sizes: dict[str, int]
    dips: dict[str, int]

    def set(self, *own: str, quantity: int = 1, times: int = 1) -> dict:
        ids = [{**self.sizes, **self.dips}[name] for name in own]
        return line(
            self.burger, quantity, parts=[{"choice_id": self.part, "choice_ids": ids}] * times
        )

    def stock(self) -> tuple[int | None, int | None]:
        """What is left of the fries and of the mayo."""
        db.session.rollback()
        fries = sa.select(MenuItem.stock).where(MenuItem.id == self.fries)
        mayo = sa.select(Choice.stock).where(Choice.id == self.dips["mayo"])
        return db.session.execute(fries).scalar(), db.session.execute(mayo).scalar()


@pytest.fixture
def house(app: Flask):
    with app.app_context():
        store = factories.make_store()
        size, sizes = factories.make_group(store, {"small": 0, "big": 1000}, least=1)
        dip, dips = factories.make_group(
            store, {"ketchup": 300, "mayo": 500}, most=3, free_quantity=1
        )
        fries = factories.make_item(store, "fries", price=4000, groups=(size, dip), stock=10)
        side, _ = factories.make_group(store, {}, least=1, most=2)
        part = factories.make_part(side, fries, delta=200)
        db.session.execute(sa.update(Choice).where(Choice.id == dips["mayo"]).values(stock=4))
        db.session.commit()
        yield House(
            store=store,
            guest=tablet_at(app.test_client(), store, factories.make_table(store)),
            staff=staff_of(app.test_client(), store),
            fries=fries,
            burger=factories.make_item(store, "burger", price=12_000, groups=(side,)),
            part=part,
            sizes=sizes,
            dips=dips,
        )


def test_a_set_is_priced_and_told_with_its_parts_options(house: House) -> None:
    total = 2 * (12_000 + 200 + 1000 + 300)
    answer = house.guest.order(house.set("mayo", "ketchup", "big", quantity=2), total=total)
    assert answer.status_code == 201
    [item] = answer.json["items"]
    assert (item["price"], item["subtotal"]) == (12_000, total)
    [part] = item["options"]
    dips = [(o["choice"], o["price_delta"], o["quantity"]) for o in part["options"]]
    assert (part["choice_id"], part["menu_id"], part["choice"], part["price_delta"]) == (
        house.part, house.fries, "fries", 200,
    )  # fmt: skip
    assert dips == [("big", 1000, 1), ("ketchup", 300, 1), ("mayo", 0, 1)]
    assert house.guest.orders() == house.staff.orders() == [answer.json]


def test_equal_parts_are_told_as_one_and_others_apart(house: House) -> None:
    parts = [
        {"choice_id": house.part, "choice_ids": [house.sizes["small"]]},
        {"choice_id": house.part, "choice_ids": [house.sizes["big"]]},
    ]
    order = house.guest.order(line(house.burger, parts=parts), total=12_000 + 2 * 200 + 1000).json
    told = [(o["quantity"], o["options"][0]["choice"]) for o in order["items"][0]["options"]]
    assert told == [(1, "small"), (1, "big")]
    order = house.guest.order(house.set("small", times=2), total=12_000 + 2 * 200).json
    told = [(o["quantity"], o["options"][0]["choice"]) for o in order["items"][0]["options"]]
    assert told == [(2, "small")]


def test_what_a_set_lacks_is_named(house: House) -> None:
    answer = house.guest.order(
        line(house.burger),
        line(house.burger, choice_ids=[house.part]),
        house.set("small", "big"),
        house.set("small", "ketchup", "ketchup", "ketchup", "mayo"),
        line(house.burger, choice_ids=[house.sizes["small"]]),
        total=0,
    )
    assert codes(answer) == [
        "GROUP_TOO_FEW", "GROUP_TOO_FEW", "GROUP_TOO_MANY", "GROUP_TOO_MANY", "CHOICE_INVALID",
    ]  # fmt: skip


def test_a_sold_out_part_cannot_be_had_and_the_set_with_it(house: House) -> None:
    house.staff.send("PUT", f"/api/menus/{house.fries}/availability", {"is_sold_out": True})
    assert codes(house.guest.order(house.set("small"), total=12_200)) == ["ITEM_SOLD_OUT"]


def test_parts_and_their_options_are_counted_and_given_back(house: House) -> None:
    order = house.guest.order(
        house.set("small", "mayo", quantity=2),
        line(house.fries, 1, choice_ids=[house.sizes["small"]]),
        total=2 * 12_200 + 4000,
    ).json
    assert house.stock() == (7, 2)
    lowered = {"items": [{"id": order["items"][0]["id"], "quantity": 1}]}
    assert house.guest.send("PATCH", f"/api/orders/{order['id']}", lowered).json["total"] == 16_200
    assert house.stock() == (8, 3)
    house.guest.cancel(order)
    assert house.stock() == (10, 4)


def test_a_set_and_its_part_share_the_parts_stock(house: House) -> None:
    fries = line(house.fries, 6, choice_ids=[house.sizes["small"]])
    answer = house.guest.order(house.set("small", quantity=5), fries, total=5 * 12_200 + 24_000)
    assert codes(answer) == ["OUT_OF_STOCK", "OUT_OF_STOCK"]
    message = answer.json["error"]["details"]["lines"][0]["message"]
    assert message == "Only 10 of fries left. Please take fewer."
    assert house.stock() == (10, 4)
    answer = house.guest.order(house.set("small", "mayo", "mayo", quantity=3), total=3 * 12_700)
    assert codes(answer) == ["OUT_OF_STOCK"]


def test_another_price_is_told_with_what_each_option_costs(house: House) -> None:
    answer = house.guest.order(house.set("big"), total=1)
    assert answer.json["error"]["code"] == "PRICE_CHANGED"
    [told] = answer.json["error"]["details"]["lines"]
    [part] = told["options"]
    assert (told["subtotal"], part["price_delta"], part["options"][0]["choice"]) == (
        13_200,
        200,
        "big",
    )


def test_a_retry_of_a_set_is_the_same_order(house: House) -> None:
    first = house.guest.order(house.set("big"), total=13_200, key="once")
    again = house.guest.order(house.set("big"), total=13_200, key="once")
    assert (first.status_code, again.status_code) == (201, 200)
    other = house.guest.order(house.set("small"), total=12_200, key="once")
    assert other.json["error"]["code"] == "IDEMPOTENCY_KEY_REUSED"


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_retry_from_before_there_were_parts_is_the_same_order(house: House) -> None:
    """Its body was hashed without the field."""
    import hashlib
    import json

    from tableorder.order.models import Order

    cola = factories.make_item(house.store, "cola", price=2000)
    house.guest.order(line(cola), total=2000, key="old")
    sent = {"menu_id": cola, "quantity": 1, "choice_ids": [], "note": ""}
    body = {
        "items": [sent],
        "note": "",
        "expected_total": 2000,
        "session_id": None,
        "table_id": None,
    }
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False)
    stored = db.session.execute(sa.select(Order.body_hash)).scalar_one()
    assert stored == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ([{"choice_ids": []}], "items.0.parts.0.choice_id"),
        ([{"choice_id": 1, "parts": []}], "items.0.parts.0.parts"),
        ([{"choice_id": 1, "choice_ids": [0]}], "items.0.parts.0.choice_ids.0"),
        ([{"choice_id": 1}] * 101, "items.0.parts"),
        ([{"choice_id": 1, "choice_ids": [1] * 101}], "items.0.parts.0.choice_ids"),
    ],
)
def test_a_wrong_part_is_named(house: House, parts: list, path: str) -> None:
    answer = house.guest.order(line(house.burger, parts=parts), total=0)
    assert [field["path"] for field in answer.json["error"]["details"]["fields"]] == [path]
