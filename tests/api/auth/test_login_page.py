"""Staff sign in and out by the page."""

import pytest

from tests.actors import Browser
from tests.factories import make_account, make_store


def cookies_of(answer):
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def test_signing_in_gives_an_unreadable_token_and_leads_to_the_board(browser, store):
    answer = browser.sign_in(store)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/board"
    cookies = cookies_of(answer)
    assert "HttpOnly" in cookies["to_staff"]
    assert "SameSite=Lax" in cookies["to_staff"]
    assert "Max-Age=57600" in cookies["to_staff"]
    assert "Secure" not in cookies["to_staff"]
    assert "HttpOnly" not in cookies["to_staff_csrf"]


def test_over_https_the_cookies_are_secure(app, store):
    answer = app.test_client().post(
        "/login",
        base_url="https://localhost",
        headers={"Origin": "https://localhost"},
        data={"store_code": store.code, "username": "owner", "password": "correct horse"},
    )
    cookies = cookies_of(answer)
    assert set(cookies) == {"to_staff", "to_staff_csrf", "to_store"}
    assert all("Secure" in line for line in cookies.values())


def test_a_wrong_password_shows_the_form_again_without_it(browser, store):
    answer = browser.sign_in(store, password="wrong secret")
    assert answer.status_code == 401
    assert 'role="alert"' in answer.text
    assert f'value="{store.code}"' in answer.text
    assert "wrong secret" not in answer.text
    assert browser.cookie("to_staff") is None


def test_an_empty_form_is_shown_again(browser, store):
    assert browser.post("/login").status_code == 422


def test_the_store_code_is_remembered(browser, store):
    browser.sign_in(store)
    browser.post("/logout", csrf_token=browser.cookie("to_staff_csrf"))
    assert f'value="{store.code}"' in browser.get("/login").text


@pytest.mark.parametrize("origin", [None, "null", "https://evil.test", "http://localhost:81"])
def test_a_form_of_another_origin_is_refused(browser, store, origin):
    answer = browser.sign_in(store, origin=origin)
    assert answer.status_code == 403
    assert browser.cookie("to_staff") is None


def test_one_goes_on_to_where_one_wanted_to_go(browser, store):
    answer = browser.sign_in(store, next="/history?from=2026-01-01")
    assert answer.headers["Location"] == "/history?from=2026-01-01"
    again = browser.get("/login?next=/history")
    assert (again.status_code, again.headers["Location"]) == (303, "/history")


@pytest.mark.parametrize(
    "path", ["//evil.test", "/\\evil.test", "https://evil.test", "/a\r\nX-Evil: 1", "/\t/evil.test"]
)
def test_nobody_is_led_away_after_signing_in(browser, store, path):
    answer = browser.sign_in(store, next=path)
    assert answer.headers["Location"] == "/board"
    assert "X-Evil" not in answer.headers


def test_a_user_name_with_line_ends_injects_nothing(browser, store):
    answer = browser.sign_in(store, store_code="x\r\nSet-Cookie: a=1", username="<script>")
    assert answer.status_code in {401, 422}
    assert "<script>x" not in answer.text
    assert browser.cookie("a") is None


def test_signing_out_by_the_form_ends_the_token_itself(app, browser, store):
    browser.sign_in(store)
    token = browser.cookie("to_staff")
    answer = browser.post("/logout", csrf_token=browser.cookie("to_staff_csrf"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    assert browser.cookie("to_staff") is None
    headers = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/api/auth/me", headers=headers).status_code == 401


def test_signing_out_needs_our_own_form(browser, store):
    browser.sign_in(store)
    assert browser.post("/logout").status_code == 403
    assert browser.call("GET", "/api/auth/me").status_code == 200


def test_signing_out_twice_just_leads_to_the_sign_in(browser, store):
    assert browser.post("/logout").status_code == 303


def test_a_cookie_needs_the_double_submit_value_on_unsafe_methods_alone(browser, store):
    browser.sign_in(store)
    assert browser.call("GET", "/api/auth/me").status_code == 200
    for value in (None, "wrong", "ünïcode"):
        sent = {"X_CSRF_TOKEN": value} if value else {}
        answer = browser.call("POST", "/api/auth/logout", **sent)
        assert answer.status_code == 403
        assert answer.json["error"]["code"] == "CSRF_FAILED"
    csrf = browser.cookie("to_staff_csrf")
    assert browser.call("POST", "/api/auth/logout", X_CSRF_TOKEN=csrf).status_code == 204


def test_a_bearer_token_wins_over_the_cookie(app, browser, store):
    with app.app_context():
        bar = make_store("bar")
        make_account(bar)
    other = Browser(app)
    other.sign_in(bar)
    browser.sign_in(store)
    headers = {"Authorization": f"Bearer {other.cookie('to_staff')}"}
    assert browser.call("GET", "/api/auth/me", **headers).json["store"]["code"] == "bar"


def test_a_page_is_never_kept_by_a_cache(browser, store):
    assert browser.get("/login").headers["Cache-Control"] == "private, no-store"
