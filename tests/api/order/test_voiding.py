"""Taking away what was ordered: the kitchen is told, the stock follows, a shared screen asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tableorder import clock
from tableorder.db import db
from tableorder.menu.models import MenuItem
from tableorder.order.models import Order
from tests import factories
from tests.actors import Guest, Staff, line, screen_of, staff_of, tablet_at


@pytest.fixture
def house(app: Flask):
    with app.app_context():
        yield factories.make_store()


@pytest.fixture
def staff(app: Flask, house) -> Staff:
    return staff_of(app.test_client(), house)


@pytest.fixture
def guest(app: Flask, house) -> Guest:
    return tablet_at(app.test_client(), house, factories.make_table(house))


@pytest.fixture
def dish(house) -> int:
    return factories.make_item(house, price=9000, stock=10)


@pytest.fixture
def order(house, guest, dish) -> dict:
    """Three portions of a dish that there are ten of, and a drink."""
    drink = factories.make_item(house, "cola", price=2000)
    return guest.order(line(dish, 3), line(drink, 2), total=31000).json


def voids(order: dict) -> list[int]:
    return [entry["void_quantity"] for entry in order["items"]]


def stock(dish: int) -> int:
    db.session.rollback()
    return db.session.execute(sa.select(MenuItem.stock).where(MenuItem.id == dish)).scalar_one()


def test_what_is_lowered_stays_with_the_kitchen_until_it_has_seen_it(staff, guest, order) -> None:
    assert voids(guest.lower(order, 2).json) == [1, 0]
    lowered = staff.lower(order, 1, 1, reason="too much").json
    assert (voids(lowered), lowered["total"]) == ([2, 1], 11000)
    gone = staff.mark(order, 0, "cancelled").json
    assert (voids(gone), gone["total"], gone["items"][0]["quantity"]) == ([3, 1], 2000, 1)
    seen = staff.tell(order, "void-seen").json
    assert (voids(seen), seen["version"]) == ([0, 0], 5)
    kinds = [(c["kind"], c["reason"]) for c in staff.changes(order)]
    assert kinds == [
        ("created", ""),
        ("quantity", ""),
        ("quantity", "too much"),
        ("quantity", "too much"),
        ("quantity", ""),
        ("void_seen", ""),
    ]
    assert [i["quantity"] for i in staff.changes(order)[-1]["detail"]["items"]] == [3, 1]


def test_an_order_whose_last_line_goes_is_cancelled_for_the_same_reason(staff, order) -> None:
    staff.lower(order, 0, reason="burnt")
    assert staff.mark(order, 1, "cancelled", reason="sold out").json["status"] == "cancelled"
    last = staff.changes(order)[-1]
    assert (last["kind"], last["detail"]["to"], last["reason"]) == (
        "status", "cancelled", "sold out",
    )  # fmt: skip


@pytest.mark.parametrize("way", ["cancel", "delete"])
def test_an_order_that_is_taken_away_is_struck_through_on_the_kitchen_screen(
    staff: Staff, guest, order: dict, way: str
) -> None:
    staff.mark(order, 1, "done")
    gone = getattr(staff, way)(order).json
    assert voids(gone) == [3, 2]
    assert staff.orders() == [gone]
    assert guest.orders() == ([] if way == "delete" else [gone])
    assert staff.get("/api/tables").json["tables"][0]["total"] == 0
    seen = staff.tell(order, "void-seen").json
    assert staff.orders() == ([] if way == "delete" else [seen])


def test_stations_acknowledge_their_own_part(app, house, staff, guest, dish) -> None:
    grill, bar = factories.make_station(house), factories.make_station(house, "Bar", position=1)
    beer = factories.make_item(house, "beer", price=3000, station_id=bar)
    order = guest.order(line(dish), line(beer), total=12000).json
    staff.delete(order)
    half = staff.tell(order, "void-seen", station_id=bar).json
    assert (voids(half), half["deleted"]) == ([1, 0], True)
    here = {"station_id": grill, "item_ids": [order["items"][1]["id"]]}
    assert voids(staff.tell(order, "void-seen", **here).json) == [1, 0]
    assert staff.tell(order, "void-seen", item_ids=[]).status_code == 422
    here["item_ids"] += [order["items"][0]["id"]]
    assert voids(staff.tell(order, "void-seen", **here).json) == [0, 0]
    assert staff.orders() == []


@pytest.mark.parametrize("flow", ["full", "short"])
def test_what_is_cooked_is_a_void_until_it_was_served(app: Flask, flow: str) -> None:
    with app.app_context():
        store = factories.make_store(order_flow=flow)
        staff = staff_of(app.test_client(), store)
        guest = tablet_at(app.test_client(), store, factories.make_table(store))
        lines = [line(factories.make_item(store), quantity) for quantity in (3, 1)]
        order, served = (guest.order(*lines, total=36000).json for _ in range(2))
    staff.mark(order, 0, "done")
    lowered = staff.lower(order, 1).json
    assert (voids(lowered), lowered["items"][0]["done_at"] is None) == ([2, 0], False)
    if flow == "full":
        assert staff.mark(order, 1, "done").json["status"] == "ready"
    assert voids(staff.cancel(order).json) == [3, 1]
    staff.tell(served, "bump")
    staff.advance(served, "completed")
    assert voids(staff.delete(served).json) == [0, 0]
    assert [one["id"] for one in staff.orders()] == [order["id"]]


def test_a_held_order_was_never_with_the_kitchen(app, house, staff) -> None:
    house_code = factories.make_store("coded", admission="code")
    table = factories.make_table(house_code)
    session = factories.make_session(house_code, table)
    phone = factories.make_device(house_code, "phone", session_id=session)
    guest = Guest(app.test_client(), factories.table_token(house_code, phone))
    order = guest.order(line(factories.make_item(house_code), 3), total=27000).json
    assert voids(guest.lower(order, 1).json) == [0]
    assert voids(staff_of(app.test_client(), house_code).cancel(order).json) == [0]


def test_the_last_line_that_waits_being_cancelled_the_order_is_cooked(staff, order) -> None:
    staff.mark(order, 0, "done")
    left = staff.mark(order, 1, "cancelled").json
    assert (left["status"], left["total"]) == ("ready", 27000)
    assert staff.mark(order, 1, "cancelled").json == left
    assert staff.lower(order, 3, 0).json == left
    assert staff.lower(order, 3, 1).json["error"]["code"] == "QUANTITY_RAISED"
    gone = staff.mark(order, 0, "cancelled").json
    assert (gone["status"], gone["total"]) == ("cancelled", 0)


@pytest.mark.parametrize("way", ["cancel", "delete", "lower", "closing"])
def test_the_voids_of_a_party_that_left_stay_until_the_kitchen_has_seen_them(
    app: Flask, house, staff: Staff, *, guest, order: dict, way: str
) -> None:
    decisions = {}
    if way == "closing":
        staff.mark(order, 1, "done")
        decisions = {f"o{order['id']}": "cancel"}
    elif way == "lower":
        staff.lower(order, 1)
        decisions = {f"o{order['id']}": "complete"}
    else:
        getattr(staff, way)(order)
    assert staff.close(order["table"]["id"], **decisions).status_code == 200
    [left] = staff.orders()
    expected = [2, 0] if way == "lower" else [3, 2]
    assert (left["closed"], voids(left), guest.orders()) == (True, expected, [])
    table = staff.get("/api/tables").json["tables"][0]
    assert (table["status"], table["total"], table["orders"]) == ("free", 0, 0)
    seen = staff.tell(order, "void-seen").json
    assert (voids(seen), seen["total"], seen["status"]) == ([0, 0], left["total"], left["status"])
    manager = staff_of(app.test_client(), house, "manager")
    assert manager.changes(order)[-1]["kind"] == "void_seen"
    assert staff.orders() == []
    assert staff.tell(order, "void-seen").json == seen


def test_nobody_is_told_any_more_of_voids_from_last_week(staff: Staff, order: dict) -> None:
    staff.cancel(order)
    last_week = clock.utc_now().date() - timedelta(days=7)
    db.session.execute(sa.update(Order).values(business_day=last_week))
    db.session.commit()
    assert [one["id"] for one in staff.orders()] == [order["id"]]
    staff.close(order["table"]["id"])
    assert staff.orders() == []


def test_deleting_what_was_cancelled_counts_nothing_twice(staff, order, dish) -> None:
    staff.cancel(order)
    deleted = staff.delete(order, return_stock=True).json
    assert (voids(deleted), stock(dish)) == ([3, 2], 10)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("chosen", [None, True, False])
@pytest.mark.parametrize("way", ["cancel", "delete", "lower", "line"])
def test_staff_choose_whether_the_stock_gets_it_back(
    staff: Staff, order: dict, dish: int, *, way: str, chosen: bool | None, begun: bool
) -> None:
    if begun:
        staff.mark(order, 1, "done")
    more = {} if chosen is None else {"return_stock": chosen}
    {
        "cancel": lambda: staff.advance(order, "cancelled", reason="no", **more),
        "delete": lambda: staff.delete(order, **more),
        "lower": lambda: staff.lower(order, 0, **more),
        "line": lambda: staff.mark(order, 0, "cancelled", **more),
    }[way]()
    goes_back = (not begun) if chosen is None else chosen
    assert stock(dish) == (10 if goes_back else 7)


def test_guests_never_choose_about_the_stock(guest, order: dict) -> None:
    answer = guest.lower(order, 1, return_stock=False)
    assert answer.json["error"]["details"]["fields"][0]["path"] == "return_stock"


def ways_to_void(screen: Staff, order: dict) -> list[int]:
    answers = [
        screen.lower(order, 1),
        screen.mark(order, 0, "cancelled"),
        screen.cancel(order),
        screen.delete(order),
    ]
    for answer in answers:
        if answer.status_code == 403:
            error = answer.json["error"]
            assert (error["code"], error["details"]) == (
                "PIN_REQUIRED", {"action": "void_after_cooking"},
            )  # fmt: skip
    return [answer.status_code for answer in answers]


def test_a_shared_screen_asks_for_a_pin_once_cooking_began(app, house, staff, order) -> None:
    screen = screen_of(app.test_client(), house)
    assert screen.lower(order, 2).status_code == 200
    begun = screen.mark(order, 1, "done").json
    assert ways_to_void(screen, order) == [403] * 4
    assert staff.orders() == [begun]
    assert staff.lower(order, 1).status_code == 200


def test_a_store_may_guard_nothing(app: Flask) -> None:
    with app.app_context():
        store = factories.make_store("trusting", guarded_actions=[])
        guest = tablet_at(app.test_client(), store, factories.make_table(store))
        order = guest.order(line(factories.make_item(store), 3), total=27000).json
        screen = screen_of(app.test_client(), store)
        screen.advance(order, "confirmed")
        screen.advance(order, "preparing")
        # Cancelling the one line cancels the order; asking again changes nothing.
        assert ways_to_void(screen, order) == [200] * 4
