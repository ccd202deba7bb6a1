"""A tablet is paired once and stays paired."""

from datetime import timedelta

import pytest
import time_machine

from tableorder import security
from tableorder.auth import devices
from tableorder.table.queries import find_tablet
from tests.factories import make_table

START = "2026-03-01 03:00:00Z"


def cookies_of(answer):
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def device_of(app, browser):
    with app.app_context():
        return find_tablet(security.digest(browser.cookie("to_device")))


def test_pairing_leads_to_the_start_screen(browser, store):
    answer = browser.pair(store)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    cookies = cookies_of(answer)
    for name in ("to_table", "to_device"):
        assert "HttpOnly" in cookies[name]
        assert "SameSite=Lax" in cookies[name]
    assert f"Max-Age={400 * 86400}" in cookies["to_device"]
    assert "Max-Age=86400" in cookies["to_table"]
    home = browser.get("/")
    assert home.status_code == 200
    assert 'method="post"' in home.text


def test_the_button_on_the_start_screen_starts_the_session(browser, store):
    browser.pair(store)
    answer = browser.post("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/menu")
    assert browser.get("/").headers["Location"] == "/menu"
    assert browser.call("GET", "/api/session").json["session"]["id"]


def test_after_closing_the_tablet_shows_the_start_screen_again(browser, store, close):
    browser.pair(store)
    browser.post("/")
    close()
    assert browser.get("/").status_code == 200
    assert browser.call("GET", "/api/session").json["session"] is None


@pytest.mark.parametrize("fields", [{"pin": "9999"}, {"number": 2}, {"pin": "x"}, {"number": "²"}])
def test_a_wrong_pairing_shows_the_form_again(browser, store, fields):
    answer = browser.pair(store, **fields)
    assert answer.status_code in {401, 422}
    assert 'role="alert"' in answer.text
    assert browser.cookie("to_table") is None
    assert browser.cookie("to_device") is None


@pytest.mark.parametrize("path", ["/t/nowhere", "/t/%00", "/t/Cafe", "/t", "/t?store=nowhere"])
def test_there_is_no_pairing_in_an_unknown_store(browser, store, path):
    assert browser.get(path).status_code == 404


def test_a_typed_store_code_leads_to_its_page(browser, store):
    assert browser.get(f"/t?store=+{store.code.upper()}").headers["Location"] == f"/t/{store.code}"


def test_pairing_checks_the_origin(browser, store):
    answer = browser.post(
        f"/t/{store.code}", origin="https://evil.test", table_number=1, pin="0000"
    )
    assert answer.status_code == 403
    assert browser.cookie("to_device") is None


def test_pairing_again_unpairs_the_tablet_from_its_first_table(app, browser, store):
    with app.app_context():
        make_table(store, 2)
    browser.pair(store, 1)
    first = browser.cookie("to_device")
    browser.pair(store, 2)
    with app.app_context():
        assert find_tablet(security.digest(first)) is None
    assert device_of(app, browser).table_number == 2


def test_unpairing_ends_the_tablet_at_once(app, browser, store):
    browser.pair(store)
    device = device_of(app, browser)
    with app.app_context():
        devices.unpair_device(store.id, device.device_id)
    assert browser.call("GET", "/api/session").status_code == 401
    assert browser.post("/").status_code == 303
    assert 'action="/t"' in browser.get("/").text


def test_a_tablet_with_an_old_token_just_works_and_gets_a_new_one(app, browser, store):
    with time_machine.travel(START, tick=False) as traveller:
        browser.pair(store)
        old = browser.cookie("to_table")
        traveller.shift(timedelta(days=30))
        answer = browser.get("/")
        assert answer.status_code == 200
        assert set(cookies_of(answer)) == {"to_table", "to_table_csrf", "to_device"}
        assert browser.cookie("to_table") != old
        csrf = browser.cookie("to_table_csrf")
        started = browser.call("POST", "/api/session", {}, X_CSRF_TOKEN=csrf)
        assert started.status_code == 200
        assert device_of(app, browser)


def test_a_fresh_token_is_not_renewed(browser, store):
    with time_machine.travel(START, tick=False) as traveller:
        browser.pair(store)
        traveller.shift(timedelta(hours=11))
        assert "Set-Cookie" not in browser.get("/").headers
        traveller.shift(timedelta(hours=2))
        assert "to_table" in cookies_of(browser.get("/"))


def test_json_answers_never_set_cookies_also_to_a_tablet_with_an_old_token(browser, store):
    with time_machine.travel(START, tick=False) as traveller:
        browser.pair(store)
        traveller.shift(timedelta(days=2))
        answer = browser.call("GET", "/api/session")
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


def test_the_start_button_works_after_a_night_without_a_new_page(browser, store):
    with time_machine.travel(START, tick=False) as traveller:
        browser.pair(store)
        traveller.shift(timedelta(hours=30))
        assert browser.post("/").headers["Location"] == "/menu"
        assert browser.get("/").headers["Location"] == "/menu"


def test_a_tablet_unused_for_400_days_is_a_stranger(browser, store):
    with time_machine.travel(START, tick=False) as traveller:
        browser.pair(store)
        traveller.shift(timedelta(days=401))
        assert 'action="/t"' in browser.get("/").text


def test_a_program_pairs_with_a_token_and_no_cookie(client, store):
    body = {"store_code": store.code, "table_number": 1, "pin": "0000"}
    answer = client.post("/api/auth/table", json=body)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.json["expires_in"] == 24 * 3600
    assert answer.json["table"]["number"] == 1
    headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    assert client.get("/api/session", headers=headers).json["device"]["kind"] == "tablet"


@pytest.mark.parametrize("change", [{"pin": "9999"}, {"table_number": 9}, {"store_code": "nope"}])
def test_a_program_gets_one_answer_whatever_is_wrong(client, store, change):
    body = {"store_code": store.code, "table_number": 1, "pin": "0000", **change}
    answer = client.post("/api/auth/table", json=body, headers={"Accept-Language": "en"})
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "WRONG_CREDENTIALS"
    assert answer.json["error"]["message"] == "The table number or PIN is not right."


@pytest.mark.parametrize(
    "change", [{"pin": 1234}, {"pin": "123"}, {"table_number": "1"}, {"table_number": 10**9}]
)
def test_a_misshapen_pairing_is_refused(client, store, change):
    body = {"store_code": store.code, "table_number": 1, "pin": "0000", **change}
    assert client.post("/api/auth/table", json=body).status_code == 422
