"""The board as the server draws it, and the snapshot that its script goes on from."""

import json
import re

import pytest

from tests import factories
from tests.actors import Browser, line, staff_of, tablet_at

SCRIPT = "</script><script>alert(1)</script>"


@pytest.fixture
def house(app):
    """A store with an owner, two tables and a dish."""
    with app.app_context():
        store = factories.make_store()
        factories.make_account(store)
        tables = [factories.make_table(store, number) for number in (1, 2)]
        dish = factories.make_item(store, "bibimbap", price=9000)
        yield store, tables, dish


@pytest.fixture
def owner(app, house):
    browser = Browser(app)
    browser.sign_in(house[0])
    return browser


def order(client, house, **more):
    store, (table, _), dish = house
    staff = staff_of(client, store)
    body = {"items": [line(dish, **more)], "expected_total": 9000, "table_id": table}
    return staff.send("POST", "/api/orders", body, Idempotency_Key="key").json


def page_data(response):
    found = re.search(r'id="page-data">(.*?)</script>', response.text, re.DOTALL)
    return json.loads(found.group(1))


def test_the_board_is_for_staff(app, house):
    response = Browser(app).get("/board")
    assert (response.status_code, response.location) == (303, "/login?next=/board")


def test_the_page_shows_the_orders_without_its_script(client, house, owner):
    placed = order(client, house)
    page = owner.get("/board", Accept_Language="ko")
    assert page.status_code == 200
    assert placed["number"] in page.text
    assert "bibimbap-ko" in page.text


def test_the_snapshot_holds_tables_orders_and_where_the_stream_goes_on(client, house, owner):
    placed = order(client, house)
    data = page_data(owner.get("/board"))
    assert [table["status"] for table in data["tables"]] == ["ordering", "free"]
    assert [found["id"] for found in data["orders"]] == [placed["id"]]
    assert data["orders"][0]["items"][0]["name"] == {"ko": "bibimbap-ko", "en": "bibimbap"}
    assert data["seq"] == owner.call("GET", "/api/orders", X_Acting_As="staff").json["seq"]
    assert data["store"]["order_flow"] == "full"


def test_what_guests_write_is_shown_and_never_run(client, house, owner):
    order(client, house, note=SCRIPT)
    page = owner.get("/board")
    assert SCRIPT not in page.text
    assert page_data(page)["orders"][0]["items"][0]["note"] == SCRIPT


def test_nothing_of_another_store_is_on_the_board(client, app, house, owner):
    other = factories.make_store("other")
    table, dish = factories.make_table(other, 77), factories.make_item(other, "secret")
    order(client, (other, (table, table), dish))
    page = owner.get("/board")
    assert "secret" not in page.text
    assert {entry["number"] for entry in page_data(page)["tables"]} == {1, 2}


def test_who_calls_is_on_the_page_and_in_the_snapshot(client, house, owner):
    store, (table, _), _ = house
    tablet = tablet_at(client, store, table)
    tablet.send("POST", "/api/session", {})
    call = tablet.call("water").json
    page = owner.get("/board", Accept_Language="ko")
    assert re.search(r"1번 테이블: <b>물</b>", page.text)
    [told] = page_data(page)["calls"]
    assert (told["id"], told["status"], told["name"]["ko"]) == (call["id"], "open", "물")
