"""Staff and guests side by side: each route takes its own kind of sign-in."""

import pytest

from tests.factories import PASSWORD


def token_of(client, store, kind):
    if kind == "staff":
        body = {"store_code": store.code, "username": "owner", "password": PASSWORD}
        return client.post("/api/auth/login", json=body).json["access_token"]
    body = {"store_code": store.code, "table_number": 1, "pin": "0000"}
    return client.post("/api/auth/table", json=body).json["access_token"]


@pytest.mark.parametrize(("kind", "path"), [("table", "/api/auth/me"), ("staff", "/api/session")])
def test_a_bearer_of_the_other_kind_is_forbidden(client, store, kind, path):
    headers = {"Authorization": f"Bearer {token_of(client, store, kind)}"}
    answer = client.get(path, headers=headers)
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "FORBIDDEN"


def test_a_staff_bearer_cannot_start_a_guests_session(client, store, key):
    headers = {"Authorization": f"Bearer {token_of(client, store, 'staff')}"}
    answer = client.post("/api/session", json={"table_key": key}, headers=headers)
    assert answer.status_code == 403


def test_cookies_of_the_other_kind_are_nobody(browser, store, key):
    browser.join(key)
    assert browser.call("GET", "/api/auth/me").status_code == 401
    staff_page = browser.get("/board")
    assert (staff_page.status_code, staff_page.headers["Location"]) == (
        303,
        "/login?next=/board",
    )


def test_staff_cookies_are_nobody_on_a_guests_route(browser, store):
    browser.sign_in(store)
    assert browser.call("GET", "/api/session").status_code == 401


def test_both_kinds_live_side_by_side_in_one_browser(browser, store, key):
    browser.sign_in(store)
    browser.join(key)
    assert browser.call("GET", "/api/auth/me").status_code == 200
    assert browser.call("GET", "/api/session").status_code == 200


def test_a_shared_route_takes_the_kind_that_the_page_names(browser, store, key, close):
    browser.sign_in(store)
    browser.join(key)
    close()
    assert browser.call("GET", "/api/orders", X_Acting_As="table").status_code == 410
    assert browser.call("GET", "/api/orders", X_Acting_As="staff").status_code == 200
    assert browser.call("GET", "/api/orders?as=staff").status_code == 200


def test_one_kinds_form_value_does_not_serve_the_other(browser, store, key):
    browser.sign_in(store)
    browser.join(key)
    csrf = browser.cookie("to_table_csrf")
    assert browser.call("POST", "/api/auth/logout", X_CSRF_TOKEN=csrf).status_code == 403


def test_a_guests_cookie_needs_the_double_submit_value(browser, key):
    browser.join(key)
    answer = browser.call("POST", "/api/session", {})
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "CSRF_FAILED"
    csrf = browser.cookie("to_table_csrf")
    assert browser.call("POST", "/api/session", {}, X_CSRF_TOKEN=csrf).status_code == 200


def test_home_leads_everyone_to_their_place(app, browser, store, key, close):
    assert 'href="/login"' in browser.get("/").text
    browser.sign_in(store)
    assert browser.get("/").headers["Location"] == "/board"
    browser.join(key)
    assert browser.get("/").headers["Location"] == "/menu"
    close()
    assert browser.get("/").headers["Location"] == "/board"


def test_nobody_cannot_press_start(browser, store):
    answer = browser.post("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert browser.post("/", origin="https://evil.test").status_code == 403
