"""The guests' pages as the server draws them: whose they are, and what stands in them."""

import json
import re

import pytest
import sqlalchemy as sa

from tableorder import clock
from tableorder.db import db
from tableorder.menu.models import MenuItem
from tableorder.table.models import TableSession
from tests import factories
from tests.actors import Browser, line

SCRIPT = '<h1>"&</script><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _push_request_context():
    """Keep pytest-flask from wrapping the test in one request: `g` and session would be shared."""


@pytest.fixture
def store(app):
    with app.app_context():
        store = factories.make_store()
        factories.make_table(store)
        factories.make_item(store, "bibimbap", price=9000)
        return store


@pytest.fixture
def tablet(app, store):
    browser = Browser(app)
    browser.pair(store)
    return browser


@pytest.fixture
def guest(tablet):
    """A tablet whose party has sat down."""
    assert tablet.post("/").headers["Location"] == "/menu"
    return tablet


def data_of(answer, name="page-data"):
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', answer.text)
    assert found
    return json.loads(found[1])


def change(app, **values):
    with app.app_context():
        db.session.execute(sa.update(MenuItem).values(**values))
        db.session.commit()


@pytest.mark.parametrize("path", ["/menu", "/orders"])
def test_a_tablet_at_a_free_table_is_led_to_its_start(tablet, path):
    answer = tablet.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/menu", "/orders"])
def test_a_stranger_is_led_to_the_door(app, store, path):
    answer = Browser(app).get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("path", ["/menu", "/orders"])
def test_a_phone_whose_party_left_sees_no_more(app, store, path):
    phone = Browser(app)
    with app.app_context():
        key = db.session.execute(sa.text("SELECT key FROM tables")).scalar_one()
    phone.join(key)
    assert phone.get(path).status_code == 200
    with app.app_context():
        db.session.execute(sa.update(TableSession).values(closed_at=clock.utc_now()))
        db.session.commit()
    assert phone.get(path).headers["Location"] == "/"
    assert phone.get("/").status_code == 410


def test_the_menu_carries_its_own_data_and_where_its_stream_begins(guest):
    answer = guest.get("/menu", Accept_Language="en")
    assert "bibimbap" in answer.text
    assert "₩9,000" in answer.text
    assert data_of(answer, "menu-data")["categories"][0]["items"][0]["price"] == 9000
    told = data_of(answer)
    assert (told["device"], told["store"]["code"]) == ("tablet", "cafe")
    assert told["session_id"] >= 1
    assert told["seq"] >= 1
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_menu_speaks_the_readers_language_from_its_cache(guest):
    for _ in range(2):
        korean = guest.get("/menu", Accept_Language="ko").text
        assert "bibimbap-ko" in korean
        assert "Request for the kitchen <" not in korean
        english = guest.get("/menu", Accept_Language="en").text
        assert "bibimbap-ko" not in english
        assert "Request for the kitchen <" in english


def test_a_change_of_the_menu_is_on_the_page_at_once(app, guest, store):
    assert "data-off" not in guest.get("/menu").text
    with app.app_context():
        account = factories.make_account(store)
        token = factories.staff_token(store, account)
    staff = {"Authorization": f"Bearer {token}"}
    menu = data_of(guest.get("/menu"), "menu-data")
    item = menu["categories"][0]["items"][0]["id"]
    app.test_client().put(
        f"/api/menus/{item}/availability", json={"is_sold_out": True}, headers=staff
    )
    page = guest.get("/menu", Accept_Language="en").text
    assert 'class="dish-off">Sold out' in page
    assert "data-off" in page


def test_texts_of_the_menu_are_never_markup(app, guest):
    change(app, name={"ko": SCRIPT}, description={"ko": SCRIPT}, origin={"ko": SCRIPT})
    answer = guest.get("/menu")
    assert "<script>alert" not in answer.text
    assert data_of(answer, "menu-data")["categories"][0]["items"][0]["name"] == SCRIPT


def test_the_orders_stand_newest_first_with_the_tables_total(guest):
    item = data_of(guest.get("/menu"), "menu-data")["categories"][0]["items"][0]["id"]
    for quantity in (1, 2):
        order(guest, line(item, quantity), total=9000 * quantity)
    answer = guest.get("/orders", Accept_Language="en")
    assert answer.text.index("No. 002") < answer.text.index("No. 001")
    assert "₩27,000" in answer.text
    assert [found["number"] for found in data_of(answer)["orders"]] == ["002", "001"]


def test_a_cancelled_order_is_shown_and_not_counted(guest):
    item = data_of(guest.get("/menu"), "menu-data")["categories"][0]["items"][0]["id"]
    order(guest, line(item), total=9000)
    made = order(guest, line(item, 2), total=18_000)
    call(guest, "PATCH", f"/api/orders/{made['id']}", {"status": "cancelled"})
    page = guest.get("/orders", Accept_Language="en").text
    assert "Cancelled" in page
    assert re.search(r"Total of this table</span>\s*<span[^>]*>₩9,000", page)


def call(browser, method, path, body, **headers):
    proof = {"X_CSRF_TOKEN": browser.cookie("to_table_csrf"), "X_Acting_As": "table"}
    answer = browser.call(method, path, body, **proof, **headers)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json


def order(browser, *lines, total):
    body = {"items": list(lines), "expected_total": total}
    return call(browser, "POST", "/api/orders", body, Idempotency_Key=f"key-{total}")
