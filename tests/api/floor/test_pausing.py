"""A paused table: its guests order nothing and are told why; staff order there all the same."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from flask import Flask

from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.stream import log
from tests import factories
from tests.actors import Browser, Guest, Staff, line, screen_of, staff_of, tablet_at


@dataclass
class House:
    app: Flask
    store: StoreView
    table: int
    guest: Guest
    staff: Staff
    item: int

    def pause(self, message: str | None = None, *, is_paused: bool = True, **more: object):
        body = {"is_paused": is_paused, **({} if message is None else {"message": message}), **more}
        return self.staff.send("PUT", f"/api/tables/{self.table}/pause", body)

    def told(self) -> log.Line:
        db.session.rollback()
        return log.list_after(self.store.id, 0)[-1]


@pytest.fixture
def house(app: Flask):
    with app.app_context():
        store = factories.make_store()
        table = factories.make_table(store)
        yield House(
            app=app,
            store=store,
            table=table,
            guest=tablet_at(app.test_client(), store, table),
            staff=staff_of(app.test_client(), store),
            item=factories.make_item(store, price=9000),
        )


def test_guests_of_a_paused_table_are_refused_and_told_why(house: House) -> None:
    answer = house.pause("  The grill is\nbeing cleaned ")
    assert answer.status_code == 200
    assert (answer.json["is_paused"], answer.json["pause_message"]) == (
        True,
        "The grill is being cleaned",
    )
    refused = house.guest.order(line(house.item), total=9000)
    error = refused.json["error"]
    assert (refused.status_code, error["code"]) == (409, "NOT_TAKING_ORDERS")
    assert error["message"] == "No orders can be sent right now: The grill is being cleaned"
    assert error["details"] == {"note": "The grill is being cleaned"}
    assert house.staff.get("/api/tables").json["tables"][0]["status"] == "free"
    table = house.guest.get("/api/session").json["table"]
    assert table["pause_message"] == "The grill is being cleaned"


def test_without_a_message_guests_are_sent_to_the_staff(house: House) -> None:
    house.pause()
    refused = house.guest.order(line(house.item), total=9000)
    assert refused.json["error"]["message"].startswith("This table cannot order right now.")


def test_staff_order_there_all_the_same(house: House) -> None:
    house.pause("wait")
    body = {"items": [line(house.item)], "expected_total": 9000, "table_id": house.table}
    placed = house.staff.send("POST", "/api/orders", body, Idempotency_Key="by-hand")
    assert placed.status_code == 201


def test_what_was_accepted_before_is_answered_again(house: House) -> None:
    first = house.guest.order(line(house.item), total=9000, key="once")
    house.pause()
    again = house.guest.order(line(house.item), total=9000, key="once")
    assert (again.status_code, again.json["id"]) == (200, first.json["id"])


def test_it_goes_on_and_the_message_is_gone(house: House) -> None:
    house.pause("wait")
    resumed = house.pause("not told", is_paused=False)
    assert (resumed.json["is_paused"], resumed.json["pause_message"]) == (False, "")
    assert house.guest.order(line(house.item), total=9000).status_code == 201


def test_the_table_s_own_pages_and_the_board_hear_of_it(house: House) -> None:
    house.pause("wait")
    line = house.told()
    assert (line.name, line.audience) == ("table_updated", log.table_audience(house.table))
    table = json.loads(line.data)["table"]
    assert (table["id"], table["is_paused"], table["pause_message"]) == (house.table, True, "wait")


def test_the_store_s_own_pause_says_why_too(app: Flask) -> None:
    with app.app_context():
        store = factories.make_store(is_taking_orders=False, pause_message="Back at 5")
        table = factories.make_table(store)
        item = factories.make_item(store, price=9000)
        staff = staff_of(app.test_client(), store)
        body = {"items": [line(item)], "expected_total": 9000, "table_id": table}
        refused = staff.send("POST", "/api/orders", body, Idempotency_Key="closed")
        error = refused.json["error"]
        assert (error["code"], error["details"]) == ("NOT_TAKING_ORDERS", {"note": "Back at 5"})


def test_bad_pauses_change_nothing(house: House) -> None:
    assert house.pause("x" * 201).status_code == 422
    assert house.pause(extra=1).status_code == 422
    assert house.pause(is_paused="yes").status_code == 422  # type: ignore[arg-type]
    other = factories.make_table(factories.make_store("other"))
    path = f"/api/tables/{other}/pause"
    assert house.staff.send("PUT", path, {"is_paused": True}).status_code == 404
    screen = screen_of(house.app.test_client(), house.store)
    body = {"is_paused": True}
    assert screen.send("PUT", f"/api/tables/{house.table}/pause", body).status_code == 403
    assert house.guest.send("PUT", f"/api/tables/{house.table}/pause", body).status_code == 403
    assert not house.staff.get("/api/tables").json["tables"][0]["is_paused"]


@pytest.fixture
def browser(house: House) -> Browser:
    factories.make_account(house.store, "waiter", "staff")
    browser = Browser(house.app)
    browser.sign_in(house.store, username="waiter")
    return browser


def post_pause(house: House, browser: Browser, **fields: object):
    fields["csrf_token"] = browser.cookie("to_staff_csrf")
    return browser.post(f"/tables/{house.table}/pause", **fields)


def test_the_page_pauses_and_lets_go_on_without_scripts(house: House, browser: Browser) -> None:
    answer = post_pause(house, browser, is_paused="on", message="soon")
    assert answer.location == f"/tables?done=paused#table-{house.table}"
    assert house.guest.order(line(house.item), total=9000).status_code == 409
    shown = browser.get("/tables", Accept_Language="en").text
    assert '<span x-text="pauseMessage">soon</span>' in shown
    assert post_pause(house, browser).status_code == 303
    assert house.guest.order(line(house.item), total=9000).status_code == 201


def test_the_page_says_when_a_message_is_too_long(house: House, browser: Browser) -> None:
    refused = post_pause(house, browser, is_paused="on", message="x" * 201)
    assert refused.status_code == 422
    assert "200" in refused.text
    assert not house.staff.get("/api/tables").json["tables"][0]["is_paused"]
