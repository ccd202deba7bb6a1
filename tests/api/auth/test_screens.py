"""A shared screen is connected once by a one-time code and stays on until it is disconnected."""

from datetime import timedelta

import pytest
import time_machine

from tableorder import clock
from tableorder.auth import accounts
from tableorder.auth.screen_queries import list_screens
from tests import factories
from tests.actors import Staff, staff_of


@pytest.fixture
def manager(app, client, store):
    with app.app_context():
        return staff_of(client, store, "manager")


@pytest.fixture
def code(manager):
    return manager.send("POST", "/api/screens", {"name": "Kitchen"}).json["code"]


def pair(client, store, code, **change):
    body = {"store_code": store.code, "code": code}
    return client.post("/api/auth/screen", json={**body, **change})


def connect(browser, store, code):
    return browser.post("/screen", store_code=store.code, code=code)


def cookies_of(answer):
    return {line.partition("=")[0]: line for line in answer.headers.getlist("Set-Cookie")}


def screens(app, store):
    with app.app_context():
        return list_screens(store.id)


@pytest.mark.parametrize("role", ["staff", "manager", "owner"])
def test_managers_add_screens(app, client, store, role):
    with app.app_context():
        someone = staff_of(client, store, role)
    answer = someone.send("POST", "/api/screens", {"name": "Kitchen"})
    assert answer.status_code == (403 if role == "staff" else 201)
    assert someone.get("/api/screens").status_code == (403 if role == "staff" else 200)


def test_a_code_gives_a_token_with_order_rights_only(client, store, manager, code):
    answer = pair(client, store, f"{code[:4]} {code[4:]}")
    assert answer.status_code == 200
    assert answer.json["screen"]["name"] == "Kitchen"
    assert "Set-Cookie" not in answer.headers
    screen = Staff(client, answer.json["access_token"])
    wanted = {"/api/orders": 200, "/api/tables": 200, "/api/store": 200, "/api/crew": 200,
              "/board": 200, "/kitchen": 200, "/api/history": 403, "/api/devices": 403,
              "/tables": 403, "/admin/me": 403, "/admin/menu": 403,
              "/admin/screens": 403}  # fmt: skip
    assert {path: screen.get(path).status_code for path in wanted} == wanted
    assert screen.send("PATCH", "/api/store", {"name": "Mine"}).status_code == 403


def test_a_code_works_once(client, store, code):
    assert pair(client, store, code).status_code == 200
    assert pair(client, store, code).status_code == 401


def test_a_code_ends_after_ten_minutes_and_a_new_one_takes_its_place(client, store, manager):
    with time_machine.travel(clock.utc_now(), tick=False) as traveller:
        made = manager.send("POST", "/api/screens", {"name": "Kitchen"}).json
        traveller.shift(timedelta(minutes=10))
        assert pair(client, store, made["code"]).status_code == 401
        fresh = manager.send("POST", f"/api/screens/{made['id']}/code").json
        assert pair(client, store, made["code"]).status_code == 401
        assert pair(client, store, fresh["code"]).status_code == 200
        again = manager.send("POST", f"/api/screens/{made['id']}/code")
        assert (again.status_code, again.json["error"]["code"]) == (409, "SCREEN_PAIRED")


def test_the_code_is_not_stored(app, store, code):
    with app.app_context():
        from tableorder.auth.models import Device
        from tableorder.db import db

        assert code not in str(db.session.execute(db.select(Device.code_hash)).scalars().all())


@pytest.mark.parametrize("other", ["bar", "nowhere", "Not a code!"])
def test_a_code_of_another_store_is_none(app, client, store, code, other):
    with app.app_context():
        factories.make_store("bar")
    assert pair(client, store, code, store_code=other).status_code == 401
    assert pair(client, store, code).status_code == 200


@pytest.mark.parametrize("text", ["1234567", "123456789", "1234-5678", "abcdefgh", 12345678])
def test_a_misshapen_code_is_refused(client, store, text):
    assert pair(client, store, text).status_code == 422


def test_guesses_at_the_code_are_counted(client, store, code):
    found = [pair(client, store, "00000000").status_code for _ in range(7)]
    assert found == [401] * 6 + [429]
    assert pair(client, store, code).status_code == 429


def test_a_screen_is_disconnected_at_once_and_for_good(client, store, manager, code):
    token = pair(client, store, code).json["access_token"]
    screen = Staff(client, token)
    found = manager.get("/api/screens").json["screens"]
    assert [(one["name"], one["is_paired"]) for one in found] == [("Kitchen", True)]
    assert manager.send("DELETE", f"/api/screens/{found[0]['id']}").status_code == 204
    assert screen.get("/api/orders").status_code == 401
    assert manager.send("DELETE", f"/api/screens/{found[0]['id']}").status_code == 404
    assert manager.get("/api/screens").json["screens"] == []


def test_only_screens_are_disconnected_there(app, client, store, manager):
    with app.app_context():
        tablet = factories.make_device(store, "tablet", table_id=1)
        stranger = factories.make_screen(factories.make_store("bar"))
    for other in (tablet, stranger):
        assert manager.send("DELETE", f"/api/screens/{other}").status_code == 404


class TestBrowser:
    """The screen's own browser."""

    def test_connecting_leads_to_the_board_and_stays_over_nights(self, browser, store, manager):
        with time_machine.travel(clock.utc_now(), tick=False) as traveller:
            code = manager.send("POST", "/api/screens", {"name": "Kitchen"}).json["code"]
            answer = connect(browser, store, code)
            assert (answer.status_code, answer.headers["Location"]) == (303, "/board")
            cookies = cookies_of(answer)
            assert "HttpOnly" in cookies["to_screen"]
            assert f"Max-Age={400 * 86400}" in cookies["to_screen"]
            assert browser.get("/screen").headers["Location"] == "/board"
            assert "Set-Cookie" not in browser.get("/board").headers
            traveller.shift(timedelta(days=90))
            answer = browser.get("/board")
            assert answer.status_code == 200
            assert set(cookies_of(answer)) == {"to_staff", "to_staff_csrf", "to_screen"}

    @pytest.mark.parametrize(
        ("shows", "place"), [("kitchen", "/kitchen"), ("board", "/board"), ("//evil", "/board")]
    )
    def test_a_screen_goes_to_what_it_shows(self, browser, store, code, shows, place):
        fields = {"store_code": store.code, "code": code, "shows": shows}
        assert browser.post("/screen", **fields).headers["Location"] == place
        for door in ("/", "/screen"):
            assert browser.get(door).headers["Location"] == place
        assert browser.get(place).status_code == 200
        browser.sign_in(store)
        assert browser.get("/").headers["Location"] == "/board"

    def test_only_pages_renew_the_token(self, browser, store, manager):
        with time_machine.travel(clock.utc_now(), tick=False) as traveller:
            code = manager.send("POST", "/api/screens", {"name": "Kitchen"}).json["code"]
            connect(browser, store, code)
            traveller.shift(timedelta(days=2))
            answer = browser.call("GET", "/api/orders")
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers
            csrf = browser.cookie("to_staff_csrf")
            act = browser.call("POST", "/api/tables/1/open", X_CSRF_TOKEN=csrf)
            assert act.status_code == 401
            browser.get("/screen")
            csrf = browser.cookie("to_staff_csrf")
            act = browser.call("POST", "/api/tables/1/open", X_CSRF_TOKEN=csrf)
            assert act.status_code == 200

    def test_the_page_shows_what_a_screen_may_use(self, browser, store, code):
        connect(browser, store, code)
        page = browser.get("/board?lang=en").text
        assert ">Kitchen<" in page
        assert 'href="/login"' in page
        for hidden in ("/tables", "/history", "/admin/menu", "/admin/me", "/logout"):
            assert f'"{hidden}"' not in page

    def test_a_person_who_signs_in_acts_and_gives_the_screen_back(self, browser, store, code):
        connect(browser, store, code)
        assert browser.get("/login").status_code == 200
        assert browser.sign_in(store).status_code == 303
        with time_machine.travel(clock.utc_now() + timedelta(hours=12)):
            assert browser.call("GET", "/api/auth/me").json["account"]["username"] == "owner"
            assert browser.get("/admin/accounts").status_code == 200
        answer = browser.post("/logout", csrf_token=browser.cookie("to_staff_csrf"))
        assert answer.headers["Location"] == "/screen"
        assert browser.get("/screen").headers["Location"] == "/board"
        assert browser.get("/admin/accounts").status_code == 403

    def test_a_person_whose_sign_in_ended_leaves_the_screen(
        self, app, client, browser, store, code
    ):
        connect(browser, store, code)
        browser.sign_in(store)
        owner = browser.call("GET", "/api/auth/me").json["account"]["id"]
        with app.app_context():
            accounts.end_sign_ins(store.id, owner)
        assert browser.get("/admin/accounts").status_code == 403
        assert browser.get("/board").status_code == 200

    def test_connecting_signs_a_person_out_there(self, app, browser, store, manager):
        browser.sign_in(store)
        token = browser.cookie("to_staff")
        code = manager.send("POST", "/api/screens", {"name": "Kitchen"}).json["code"]
        assert connect(browser, store, code).status_code == 403
        csrf = browser.cookie("to_staff_csrf")
        answer = browser.post("/screen", store_code=store.code, code=code, csrf_token=csrf)
        assert answer.status_code == 303
        headers = {"Authorization": f"Bearer {token}"}
        assert app.test_client().get("/api/auth/me", headers=headers).status_code == 401

    def test_connecting_again_replaces_what_it_was(self, app, browser, store, manager, code):
        connect(browser, store, code)
        second = manager.send("POST", "/api/screens", {"name": "Bar"}).json["code"]
        csrf = browser.cookie("to_staff_csrf")
        browser.post("/screen", store_code=store.code, code=second, csrf_token=csrf)
        assert [screen.name for screen in screens(app, store)] == ["Bar"]

    def test_a_screen_and_a_tablet_live_side_by_side(self, browser, store, code):
        connect(browser, store, code)
        browser.pair(store)
        assert browser.get("/board").status_code == 200
        assert browser.call("GET", "/api/session").json["device"]["kind"] == "tablet"

    @pytest.mark.parametrize("fields", [{"code": "00000000"}, {"code": "x"}, {"store_code": ""}])
    def test_a_wrong_code_shows_the_form_again(self, browser, store, code, fields):
        answer = browser.post("/screen", **{"store_code": store.code, "code": code, **fields})
        assert answer.status_code in {401, 422}
        assert 'role="alert"' in answer.text
        assert browser.cookie("to_screen") is None

    def test_managers_see_the_code_once(self, browser, store):
        browser.sign_in(store)
        csrf = browser.cookie("to_staff_csrf")
        made = browser.post("/admin/screens", name="Kitchen", csrf_token=csrf)
        assert "adm-code" in made.text
        assert "adm-code" not in browser.get("/admin/screens").text
        assert browser.post("/admin/screens", name=" ", csrf_token=csrf).status_code == 422
        screen = browser.call("GET", "/api/screens").json["screens"][0]["id"]
        for step, status in (("code", 200), ("delete", 303), ("delete", 404)):
            answer = browser.post(f"/admin/screens/{screen}/{step}", csrf_token=csrf)
            assert answer.status_code == status
