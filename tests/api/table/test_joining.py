"""A phone joins by the printed code: looking changes nothing, a press admits."""

import pytest
import sqlalchemy as sa

from tableorder.auth.models import Device, Store
from tableorder.db import db
from tableorder.table.models import TableSession
from tableorder.table.queries import list_tables
from tests.actors import Browser
from tests.factories import make_store, make_table


def count(app, model):
    with app.app_context():
        return db.session.execute(sa.select(sa.func.count(model.id))).scalar_one()


def session_of(browser):
    return browser.call("GET", "/api/session").json["session"]["id"]


def admit_by(app, admission):
    with app.app_context():
        db.session.execute(sa.update(Store).values(admission=admission))
        db.session.commit()


def test_opening_the_link_changes_nothing(app, browser, key):
    answer = browser.get(f"/q/{key}")
    assert answer.status_code == 200
    assert f'action="/q/{key}"' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert count(app, TableSession) == count(app, Device) == 0


def test_the_button_admits_the_phone_and_leads_to_the_menu(browser, key):
    answer = browser.join(key)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/menu")
    assert browser.cookie("to_device") is None
    present = browser.call("GET", "/api/session").json
    assert present["device"]["kind"] == "phone"
    assert present["table"]["number"] == 1
    assert present["session"]["code"] is None


def test_two_phones_at_one_table_share_its_session(app, key):
    first, second = Browser(app), Browser(app)
    first.join(key)
    second.join(key)
    assert session_of(first) == session_of(second)


def test_a_phone_that_is_there_is_led_on_and_not_admitted_twice(app, browser, key):
    browser.join(key)
    page = browser.get(f"/q/{key}")
    assert f'action="/q/{key}"' not in page.text
    assert browser.join(key).status_code == 303
    assert count(app, Device) == 1


def test_joining_checks_the_origin(app, browser, key):
    assert browser.post(f"/q/{key}", origin="https://evil.test").status_code == 403
    assert count(app, Device) == 0


@pytest.mark.parametrize("key", ["nowhere", "%00", "ü", "x" * 500])
@pytest.mark.parametrize("method", ["get", "join"])
def test_an_unknown_code_leads_nowhere(browser, key, method):
    answer = browser.get(f"/q/{key}") if method == "get" else browser.join(key)
    assert answer.status_code == 404


def test_a_closed_session_says_thanks_and_admits_nobody_back(browser, key, close):
    browser.join(key)
    close()
    home = browser.get("/", Accept_Language="en")
    assert home.status_code == 410
    assert "Thank you" in home.text
    answer = browser.call("GET", "/api/session")
    assert answer.status_code == 410
    assert answer.json["error"]["code"] == "SESSION_CLOSED"


def test_a_phone_of_a_closed_session_may_scan_again_as_a_new_party(browser, key, close):
    browser.join(key)
    before = session_of(browser)
    close()
    assert f'action="/q/{key}"' in browser.get(f"/q/{key}").text
    browser.join(key)
    assert session_of(browser) != before


def test_a_paired_tablet_stays_what_it_is(app, browser, store):
    with app.app_context():
        make_table(store, 2)
        other = list_tables(store.id)[1].key
    browser.pair(store)
    assert f'action="/q/{other}"' not in browser.get(f"/q/{other}").text
    assert browser.join(other).headers["Location"] == "/"
    assert browser.call("GET", "/api/session").json["device"]["kind"] == "tablet"


def test_a_program_joins_by_the_key_and_gets_a_token(client, key):
    answer = client.post("/api/session", json={"table_key": key})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.json["table"]["number"] == 1
    headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    again = client.get("/api/session", headers=headers)
    assert again.json["session"] == answer.json["session"]
    same = client.post("/api/session", json={"table_key": key}, headers=headers)
    assert same.json["session"] == answer.json["session"]
    assert "access_token" not in same.json


def test_a_phone_token_of_a_closed_session_is_gone_but_its_key_joins_anew(client, key, close):
    first = client.post("/api/session", json={"table_key": key}).json
    close()
    headers = {"Authorization": f"Bearer {first['access_token']}"}
    assert client.post("/api/session", json={}, headers=headers).status_code == 410
    second = client.post("/api/session", json={"table_key": key}, headers=headers)
    assert second.json["session"]["id"] != first["session"]["id"]


def test_a_tablets_token_starts_its_tables_session(client, store):
    body = {"store_code": store.code, "table_number": 1, "pin": "0000"}
    token = client.post("/api/auth/table", json=body).json["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/session", headers=headers).json["session"] is None
    started = client.post("/api/session", json={}, headers=headers).json["session"]
    assert started["id"]
    assert client.post("/api/session", json={}, headers=headers).json["session"] == started


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 401), ({"table_key": "nowhere"}, 404), ({"table_key": "a/b"}, 422), ({"x": 1}, 422)],
)
def test_a_session_needs_a_known_table(client, store, body, status):
    assert client.post("/api/session", json=body).status_code == status


def test_another_origins_script_cannot_join(client, key):
    answer = client.post(
        "/api/session", json={"table_key": key}, headers={"Origin": "https://evil.test"}
    )
    assert answer.status_code == 403


def test_where_codes_are_asked_for_admitted_guests_see_theirs(app, browser, store):
    admit_by(app, "code")
    browser.pair(store)
    browser.post("/")
    code = browser.call("GET", "/api/session").json["session"]["code"]
    assert len(code) == 4


def test_a_guest_of_one_store_is_no_guest_of_another(app, browser, key):
    with app.app_context():
        bar = make_store("bar")
        make_table(bar)
        there = list_tables(bar.id)[0].key
    browser.join(key)
    browser.join(there)
    present = browser.call("GET", "/api/session").json
    assert present["store"]["code"] == "bar"
