"""Managers keep the tables and their codes; the board follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
import segno
from flask import Flask

from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.floor.rules import read_numbers
from tableorder.stream import log
from tableorder.table import queries
from tableorder.table.queries import TableView
from tests import factories
from tests.actors import Browser, Staff, staff_of, tablet_at
from tests.conftest import running

LAN = "192.168.0.5:8000"


@dataclass
class House:
    app: Flask
    store: StoreView
    table: int
    manager: Staff
    staff: Staff


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with app.app_context():
        store = factories.make_store()
        client = app.test_client()
        yield House(
            app=app,
            store=store,
            table=factories.make_table(store),
            manager=staff_of(client, store, "manager"),
            staff=staff_of(client, store),
        )


@pytest.fixture
def foreign(house: House) -> House:
    store = factories.make_store("other")
    client = house.app.test_client()
    return House(
        app=house.app,
        store=store,
        table=factories.make_table(store),
        manager=staff_of(client, store, "manager"),
        staff=staff_of(client, store),
    )


@pytest.fixture
def browser(house: House) -> Browser:
    factories.make_account(house.store)
    browser = Browser(house.app)
    browser.sign_in(house.store)
    return browser


def post(browser: Browser, path: str, **fields: object):
    return browser.post(path, csrf_token=browser.cookie("to_staff_csrf"), **fields)


def get_table(store_id: int, table_id: int) -> TableView:
    """Read a table as it is now: the test's own transaction may see an older one."""
    db.session.rollback()
    return queries.get_table(store_id, table_id)


def list_tables(store_id: int) -> list[TableView]:
    db.session.rollback()
    return queries.list_tables(store_id)


def told(house: House) -> list[dict]:
    db.session.rollback()
    lines = log.list_after(house.store.id, 0)
    return [json.loads(line.data)["table"] for line in lines if line.name == "table_updated"]


def drawn(text: str) -> bytes:
    picture = BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="svg", scale=8, border=4)
    return picture.getvalue()


def test_added_tables_are_told_with_their_pins_once(house: House) -> None:
    body = {"numbers": [7, 5, 6], "zone": "hall", "seats": 4}
    answer = house.manager.send("POST", "/api/tables", body)
    assert answer.status_code == 201
    assert [one["number"] for one in answer.json["tables"]] == [5, 6, 7]
    assert [one["number"] for one in told(house)] == [5, 6, 7]
    made = list_tables(house.store.id)[1]
    assert (made.zone, made.seats, made.label) == ("hall", 4, "")
    pin = answer.json["tables"][0]["pin"]
    pairing = {"store_code": house.store.code, "table_number": 5, "pin": pin}
    client = house.app.test_client()
    assert client.post("/api/auth/table", json=pairing).status_code == 200


def test_a_number_that_is_taken_adds_none(house: House) -> None:
    answer = house.manager.send("POST", "/api/tables", {"numbers": [1, 2]})
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "TABLES_EXIST")
    assert len(list_tables(house.store.id)) == 1
    assert told(house) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"number": 3, "numbers": [4]},
        {"number": 0},
        {"number": 10_000},
        {"numbers": []},
        {"numbers": list(range(2, 203))},
        {"number": 3, "seats": 0},
        {"number": 3, "label": "x" * 41},
        {"number": 3, "zone": "a\u202eb"},
        {"number": "3"},
    ],
)
def test_what_is_no_table_is_refused(house: House, body: dict) -> None:
    assert house.manager.send("POST", "/api/tables", body).status_code == 422
    assert len(list_tables(house.store.id)) == 1


def test_a_change_reaches_the_board_and_leaves_the_rest(house: House) -> None:
    path = f"/api/tables/{house.table}"
    house.manager.send("PATCH", path, {"zone": "hall", "seats": 2})
    answer = house.manager.send("PATCH", path, {"label": "window"})
    assert answer.json == {
        "id": house.table,
        "number": 1,
        "label": "window",
        "zone": "hall",
        "seats": 2,
    }
    assert told(house)[-1]["label"] == "window"


def test_a_new_pin_pairs_and_the_old_one_does_not(house: House) -> None:
    house.manager.send("PATCH", f"/api/tables/{house.table}", {"pin": "918273"})
    pairing = {"store_code": house.store.code, "table_number": 1}
    client = house.app.test_client()
    wrong = client.post("/api/auth/table", json={**pairing, "pin": factories.PIN})
    right = client.post("/api/auth/table", json={**pairing, "pin": "918273"})
    assert (wrong.status_code, right.status_code) == (401, 200)


def test_a_rotated_key_ends_the_printed_code(house: House) -> None:
    old = get_table(house.store.id, house.table).key
    assert house.manager.send("POST", f"/api/tables/{house.table}/rotate-key").status_code == 200
    new = get_table(house.store.id, house.table).key
    browser = Browser(house.app)
    assert browser.get(f"/q/{old}").status_code == 404
    assert browser.get(f"/q/{new}").status_code == 200


def test_the_code_holds_the_link_of_the_address_at_hand(house: House) -> None:
    path = f"/api/tables/{house.table}/qr.svg"
    key = get_table(house.store.id, house.table).key
    answer = house.staff.send("GET", path, Host=LAN)
    assert answer.mimetype == "image/svg+xml"
    assert answer.data == drawn(f"http://{LAN}/q/{key}")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "127.1.2.3"])
def test_loopback_is_never_printed(house: House, host: str) -> None:
    answer = house.staff.send("GET", f"/api/tables/{house.table}/qr.svg", Host=host)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "ADDRESS_UNKNOWN")
    assert "PUBLIC_URL" in answer.json["error"]["message"]
    shown = house.manager.send("GET", f"/tables/{house.table}", Host=host).text
    assert f"A code with the address http://{host} would lead nowhere" in shown


@pytest.mark.parametrize(
    ("public_url", "status"), [("https://order.example", 200), ("http://localhost:8000", 409)]
)
def test_the_public_address_comes_first(settings, public_url: str, status: int) -> None:
    with running(settings.model_copy(update={"public_url": public_url})) as app, app.app_context():
        store = factories.make_store()
        table = factories.make_table(store)
        key = get_table(store.id, table).key
        staff = staff_of(app.test_client(), store)
        answer = staff.send("GET", f"/api/tables/{table}/qr.svg", Host=LAN)
        assert answer.status_code == status
        assert (answer.data == drawn(f"{public_url}/q/{key}")) == (status == 200)


def test_a_table_with_a_history_stays(house: House) -> None:
    house.staff.send("POST", f"/api/tables/{house.table}/open")
    house.staff.close(house.table)
    answer = house.manager.send("DELETE", f"/api/tables/{house.table}")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "TABLE_USED")
    assert len(list_tables(house.store.id)) == 1


def test_an_unused_table_goes_with_its_tablet(house: House) -> None:
    tablet = tablet_at(house.app.test_client(), house.store, house.table)
    assert house.manager.send("DELETE", f"/api/tables/{house.table}").status_code == 204
    assert list_tables(house.store.id) == []
    assert tablet.get("/api/session").status_code == 401


def test_devices_are_listed_and_sent_away(house: House) -> None:
    tablet = tablet_at(house.app.test_client(), house.store, house.table)
    [device] = house.staff.get("/api/devices").json["devices"]
    assert (device["kind"], device["table"]) == ("tablet", {"id": house.table, "number": 1})
    path = f"/api/devices/{device['id']}"
    assert house.manager.send("DELETE", path).status_code == 204
    assert tablet.get("/api/session").status_code == 401
    assert house.staff.get("/api/devices").json["devices"] == []
    assert house.manager.send("DELETE", path).status_code == 404


def test_another_stores_tables_do_not_exist(house: House, foreign: House) -> None:
    path = f"/api/tables/{foreign.table}"
    device = factories.make_device(foreign.store, "tablet", table_id=foreign.table)
    before = get_table(foreign.store.id, foreign.table)
    answers = [
        house.manager.send("PATCH", path, {"label": "mine"}),
        house.manager.send("POST", f"{path}/rotate-key"),
        house.manager.send("DELETE", path),
        house.manager.send("GET", f"{path}/qr.svg", Host=LAN),
        house.manager.send("DELETE", f"/api/devices/{device}"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert get_table(foreign.store.id, foreign.table) == before
    assert house.staff.get("/api/devices").json["devices"] == []
    assert len(foreign.staff.get("/api/devices").json["devices"]) == 1


def test_staff_see_and_managers_change(house: House) -> None:
    path = f"/api/tables/{house.table}"
    refused = [
        house.staff.send("POST", "/api/tables", {"number": 2}),
        house.staff.send("PATCH", path, {"label": "x"}),
        house.staff.send("DELETE", path),
        house.staff.send("POST", f"{path}/rotate-key"),
    ]
    assert {answer.status_code for answer in refused} == {403}
    factories.make_account(house.store, "waiter", "staff")
    waiter = Browser(house.app)
    waiter.sign_in(house.store, username="waiter")
    shown = waiter.get("/tables")
    assert shown.status_code == 200
    assert b'name="numbers"' not in shown.data
    assert waiter.get(f"/tables/{house.table}").status_code == 403


def test_the_page_adds_a_range_and_shows_its_pins(house: House, browser: Browser) -> None:
    answer = post(browser, "/tables", numbers="2-4, 9", zone="hall", seats="4")
    assert answer.status_code == 200
    assert answer.text.count('data-label="PIN"') == 4
    assert [table.number for table in list_tables(house.store.id)] == [1, 2, 3, 4, 9]
    assert browser.get("/tables").text.count('data-label="PIN"') == 0


def test_the_page_says_what_to_mend(house: House, browser: Browser) -> None:
    for numbers, status in (("four", 422), ("4-2", 422), ("1-3", 409), ("1-9999", 422)):
        answer = post(browser, "/tables", numbers=numbers)
        assert answer.status_code == status
        assert 'id="numbers-error"' in answer.text
        assert f'value="{numbers}"' in answer.text
    assert len(list_tables(house.store.id)) == 1


def test_the_page_changes_a_table(house: House, browser: Browser) -> None:
    path = f"/tables/{house.table}"
    tablet = factories.make_device(house.store, "tablet", table_id=house.table)
    assert "1-1" not in browser.get(path).text
    assert post(browser, path, label="window", zone="", seats="many").status_code == 422
    assert post(browser, path, label="window", zone="hall", seats="").status_code == 303
    assert get_table(house.store.id, house.table).label == "window"
    key = get_table(house.store.id, house.table).key
    assert post(browser, f"{path}/key").status_code == 303
    assert get_table(house.store.id, house.table).key != key
    assert post(browser, f"{path}/pin").text.count('data-label="PIN"') == 1
    assert post(browser, f"/tables/devices/{tablet}/unpair").status_code == 303
    assert post(browser, f"{path}/delete").status_code == 303
    assert list_tables(house.store.id) == []


def test_numbers_are_read_as_people_write_them() -> None:
    assert read_numbers("5") == [5]
    assert read_numbers(" 1 - 3 , 11,3") == [1, 2, 3, 11]
    for text in ("", "a", "3-1", "1,,2", "-4", "1-99999", "1," * 200):
        assert read_numbers(text) == []
