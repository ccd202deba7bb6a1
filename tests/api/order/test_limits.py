"""How many orders the kitchen takes: last orders, a gap between two, a most for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tableorder.auth.queries import StoreView
from tests import factories
from tests.actors import Browser, Guest, Staff, alone, line, staff_of, tablet_at

MONDAY_NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # in Seoul
MINUTE = timedelta(minutes=1)
DAILY, IS_DAILY = "last_orders.daily", "last_orders.is_daily"
EVERY_DAY = {IS_DAILY: "on", DAILY: "21:30"}


@dataclass
class House:
    """A store with a soup for 4000, a tablet at its table, and a manager."""

    app: Flask
    store: StoreView
    table: int
    guest: Guest
    manager: Staff
    soup: int

    def limit(self, **limits: object):
        return self.manager.send("PATCH", "/api/store/ordering", limits)

    def order(self, quantity: int = 1):
        return self.guest.order(line(self.soup, quantity), total=4000 * quantity)

    def order_by_hand(self, quantity: int = 1):
        body = {"items": [line(self.soup, quantity)], "expected_total": 4000 * quantity}
        return self.manager.send(
            "POST", "/api/orders", {**body, "table_id": self.table}, Idempotency_Key=f"k{quantity}"
        )

    def menu(self) -> dict:
        return alone(self.app.test_client().get, "/api/menus?store=cafe").json


@pytest.fixture(autouse=True)
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY_NOON, tick=False) as time:
        yield time


@pytest.fixture
def house(app: Flask, time) -> Iterator[House]:
    with app.app_context():
        store = factories.make_store()
        table = factories.make_table(store)
        yield House(
            app=app,
            store=store,
            table=table,
            guest=tablet_at(app.test_client(), store, table),
            manager=staff_of(app.test_client(), store, "manager"),
            soup=factories.make_item(store, "soup", price=4000),
        )


def refusal(answer) -> tuple[int, str, str]:
    error = answer.json["error"]
    return answer.status_code, error["code"], error["message"]


def test_nothing_is_limited_unless_the_store_says_so(house: House) -> None:
    assert house.manager.get("/api/store/ordering").json == {
        "is_taking_orders": True,
        "pause_message": "",
        "last_orders": [],
        "order_gap": 0,
        "order_limit": 0,
    }
    assert [house.order(99).status_code for _ in range(3)] == [201] * 3


def test_last_orders_end_the_business_day(house: House, time) -> None:
    house.limit(last_orders=["13:00", None, None, None, "01:30", None, None])
    menu = house.menu()
    assert (menu["last_order_at"], menu["is_past_last_order"]) == (
        "2026-03-02T04:00:00.000Z",
        False,
    )
    assert menu["changes_at"] == menu["last_order_at"]
    time.move_to(datetime(2026, 3, 2, 3, 59, 59, tzinfo=UTC))
    assert house.order().status_code == 201
    time.move_to(datetime(2026, 3, 2, 4, 0, tzinfo=UTC))
    assert refusal(house.order()) == (
        409, "NOT_TAKING_ORDERS", "The last orders for today have been taken.",
    )  # fmt: skip
    menu = house.menu()
    assert menu["is_past_last_order"]
    assert menu["categories"][0]["items"][0]["unavailable_reason"] == "paused"
    assert house.order_by_hand().status_code == 201
    time.move_to(datetime(2026, 3, 2, 20, 0, tzinfo=UTC))  # Tuesday begins
    assert house.menu()["last_order_at"] is None


@pytest.mark.parametrize(
    ("wall", "is_taken"), [("06T23:59", True), ("07T01:29", True), ("07T01:30", False)]
)
def test_a_last_order_after_midnight_is_of_the_night_before(
    house: House, time, wall: str, is_taken: bool
) -> None:
    house.limit(last_orders=[None] * 4 + ["01:30", None, None])
    time.move_to(datetime.fromisoformat(f"2026-03-{wall}+09:00"))
    guest = tablet_at(house.app.test_client(), house.store, house.table)
    answer = guest.order(line(house.soup), total=4000)
    assert (answer.status_code == 201) is is_taken


@pytest.mark.parametrize(
    ("place", "wall", "ends"),
    [
        (("Asia/Seoul", 5 * 60), "2026-03-07T04:59:59+09:00", "2026-03-06T20:00:00.000Z"),
        (("Asia/Seoul", 0), "2026-03-07T00:00+09:00", "2026-03-07T15:00:00.000Z"),
        (("Asia/Seoul", 0), "2026-03-07T23:59:59+09:00", "2026-03-07T15:00:00.000Z"),
        # Both nights on which the clocks of New York change.
        (("America/New_York", 150), "2026-03-08T01:59:59-05:00", "2026-03-08T07:00:00.000Z"),
        (("America/New_York", 150), "2026-03-08T03:00-04:00", "2026-03-09T06:30:00.000Z"),
        (("America/New_York", 90), "2026-11-01T01:29:59-04:00", "2026-11-01T05:30:00.000Z"),
        (("America/New_York", 90), "2026-11-01T01:15-05:00", "2026-11-02T06:30:00.000Z"),
    ],
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_last_order_when_the_day_begins_is_at_its_end(
    app: Flask, time, place: tuple[str, int], wall: str, ends: str
) -> None:
    with app.app_context():
        zone, begins = place
        store = factories.make_store(timezone=zone, day_starts_at=begins)
        table, soup = factories.make_table(store), factories.make_item(store, "soup", price=4000)
        manager = staff_of(app.test_client(), store, "manager")
        told = ["{:02}:{:02}".format(*divmod(begins, 60))] * 7
        assert manager.send("PATCH", "/api/store/ordering", {"last_orders": told}).json[
            "last_orders"
        ] == told  # fmt: skip
        time.move_to(datetime.fromisoformat(wall))
        guest = tablet_at(app.test_client(), store, table)
        assert guest.order(line(soup), total=4000).status_code == 201
        menu = alone(app.test_client().get, "/api/menus?store=cafe").json
        assert (menu["last_order_at"], menu["is_past_last_order"]) == (ends, False)
        assert menu["changes_at"] == ends


def test_a_table_waits_between_two_orders(house: House, time) -> None:
    house.limit(order_gap=10)
    assert house.menu()["order_gap"] == 10
    first = house.order()
    assert first.status_code == 201
    time.shift(3 * MINUTE)
    answer = house.order()
    assert refusal(answer)[1:] == (
        "NOT_TAKING_ORDERS", "This table has just ordered. It can order again in 7 min.",
    )  # fmt: skip
    assert answer.json["error"]["details"]["until"] == "2026-03-02T03:10:00.000Z"
    time.shift(6 * MINUTE + timedelta(seconds=59, milliseconds=500))
    assert "again in 1 min." in refusal(house.order())[2]
    time.shift(-6 * MINUTE)
    assert "again in 7 min." in refusal(house.order())[2]
    neighbour = tablet_at(
        house.app.test_client(), house.store, factories.make_table(house.store, 2)
    )
    assert neighbour.order(line(house.soup), total=4000).status_code == 201
    house.guest.cancel(first.json)
    assert house.order().status_code == 201
    time.shift(10 * MINUTE)
    assert house.order().status_code == 201


def test_what_staff_take_by_hand_lets_no_guest_wait(house: House, time) -> None:
    house.limit(order_gap=10)
    assert house.order_by_hand().json["by_guest"] is False
    assert house.order().json["by_guest"] is True
    time.shift(9 * MINUTE)
    assert house.order_by_hand(2).status_code == 201
    time.shift(MINUTE)
    assert house.order().status_code == 201


def test_staff_are_offered_what_the_server_takes_from_them(house: House, time) -> None:
    house.limit(last_orders=["13:00"] * 7, order_gap=10, order_limit=3)
    time.shift(70 * MINUTE)
    assert house.order().status_code == 409
    by_hand = f"/tables/{house.table}/order"

    def offered() -> tuple[str | None, bool]:
        staff = staff_of(house.app.test_client(), house.store)
        menu = staff.get("/api/menus").json
        [limits] = {menu[name] for name in ("order_gap", "order_limit")}
        assert (limits, menu["last_order_at"], menu["is_past_last_order"]) == (0, None, False)
        is_told = "The last orders for today" in staff.get(f"{by_hand}?lang=en").text
        return menu["categories"][0]["items"][0]["unavailable_reason"], is_told

    assert offered() == (None, False)
    assert house.order_by_hand(4).status_code == 201
    house.limit(is_taking_orders=False)  # this is for everyone
    assert offered() == ("paused", False)
    assert house.order_by_hand(5).status_code == 409


def test_a_retry_is_never_too_soon(house: House) -> None:
    house.limit(order_gap=10)
    statuses = [
        house.guest.order(line(house.soup), total=4000, key="once").status_code for _ in range(2)
    ]
    assert statuses == [201, 200]


def test_an_order_has_so_many_portions_at_most(house: House) -> None:
    house.limit(order_limit=3)
    assert refusal(house.order(4))[2] == (
        "At most 3 portions fit into one order. Please order the rest afterwards."
    )
    assert [house.order(3).status_code, house.order_by_hand(4).status_code] == [201, 201]


@pytest.mark.parametrize(
    "change",
    [
        {"order_gap": -1},
        {"order_gap": 241},
        {"order_gap": 1.5},
        {"order_limit": 1000},
        {"last_orders": ["22:00"]},
        {"last_orders": ["24:00"] * 7},
        {"last_orders": ["22:00"] * 8},
        {"pause_message": "x" * 201},
        {"admission": "open"},
    ],
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_limit_that_makes_no_sense_is_refused(house: House, change: dict) -> None:
    assert house.limit(**change).status_code == 422


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("role", "status"), [("staff", 403), ("manager", 200), ("owner", 200)])
def test_managers_limit_and_others_read(house: House, role: str, status: int) -> None:
    who = staff_of(house.app.test_client(), house.store, role)
    assert who.send("PATCH", "/api/store/ordering", {"order_gap": 5}).status_code == status
    assert who.get("/api/store/ordering").status_code == 200


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
class TestPage:
    """The same by its form."""

    @pytest.fixture
    def boss(self, house: House) -> Browser:
        factories.make_account(house.store, username="boss", role="manager")
        browser = Browser(house.app)
        browser.sign_in(house.store, username="boss")
        return browser

    def save(self, boss: Browser, **fields: object):
        week = {f"last_orders.{day}": "" for day in range(7)}
        known = {"pause_message": "", DAILY: "", "order_gap": "", "order_limit": "", **week}
        token = boss.cookie("to_staff_csrf")
        return boss.post("/admin/ordering?lang=en", **{**known, **fields, "csrf_token": token})

    def limits(self, house: House) -> list[object]:
        return list(house.manager.get("/api/store/ordering").json.values())

    @pytest.mark.parametrize(
        ("fields", "limits"),
        [
            ({"is_taking_orders": "on"}, [True, "", [], 0, 0]),
            ({"pause_message": "Back at 5"}, [False, "Back at 5", [], 0, 0]),
            (
                {"is_taking_orders": "on", **EVERY_DAY, "order_gap": "5"},
                [True, "", ["21:30"] * 7, 5, 0],
            ),
            (
                {"last_orders.4": "01:30", DAILY: "21:30", "order_limit": "12"},
                [False, "", [None] * 4 + ["01:30", None, None], 0, 12],
            ),
        ],
    )
    def test_what_was_saved_is_what_counts_and_what_is_shown(
        self, house: House, boss: Browser, fields: dict[str, str], limits: list[object]
    ) -> None:
        assert self.save(boss, **fields).status_code == 303
        assert self.limits(house) == limits
        shown = boss.get("/admin/ordering?lang=en").text
        for name, value in fields.items():
            is_hidden = name == DAILY and IS_DAILY not in fields
            told = f'name="{name}" value="{value}" checked' if value == "on" else f'"{value}"'
            assert (re.search(told, shown) is None) == is_hidden, name

    @pytest.mark.parametrize(
        ("fields", "fault"),
        [
            ({"order_gap": "241"}, "Must be at most 240."),
            ({"order_limit": "many"}, "Must be a whole number."),
            ({**EVERY_DAY, DAILY: "25:00"}, "Does not have the right form."),
            ({"last_orders.6": "noon"}, "Does not have the right form."),
            ({"pause_message": "x" * 201}, "At most 200 characters."),
        ],
    )
    def test_a_fault_stands_at_its_field_and_nothing_is_saved(
        self, house: House, boss: Browser, fields: dict[str, str], fault: str
    ) -> None:
        before = self.limits(house)
        answer = self.save(boss, **fields)
        assert answer.status_code == 422
        assert fault in answer.text
        assert self.limits(house) == before

    def test_only_those_who_keep_the_store_come_here(self, house: House) -> None:
        staff = staff_of(house.app.test_client(), house.store)
        assert staff.get("/admin/ordering").status_code == 403
        assert staff.send("POST", "/admin/ordering").status_code == 403
