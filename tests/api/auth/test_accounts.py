"""Who may do what to whose account, and what becomes of sign-ins then."""

import pytest

from tests import factories
from tests.actors import Browser, Staff
from tests.conftest import fresh_database as factories_database
from tests.factories import PASSWORD

PEOPLE = ("owner", "manager", "staff")
OTHER = "another password"


@pytest.fixture
def house(app, client):
    """One person of each role, a screen, and the owner of another store; by name."""
    with app.app_context():
        cafe, bar = factories.make_store("cafe"), factories.make_store("bar")
        ids = {role: factories.make_account(cafe, role, role=role) for role in PEOPLE}
        ids["second"] = factories.make_account(cafe, "second", role="owner")
        stranger = factories.make_account(bar, "owner")
        screen = factories.make_screen(cafe)
        actors = {
            name: Staff(client, factories.staff_token(cafe, account))
            for name, account in ids.items()
        }
        actors["stranger"] = Staff(client, factories.staff_token(bar, stranger))
        actors["screen"] = Staff(client, factories.screen_token(cafe, screen))
        return {"ids": ids, "store": cafe, **actors}


def sign_in(client, store, username, password=PASSWORD):
    body = {"store_code": store.code, "username": username, "password": password}
    return client.post("/api/auth/login", json=body)


ACTS = {
    "list": ("GET", "/api/accounts", None),
    "add": ("POST", "/api/accounts", {"username": "kim", "password": OTHER, "role": "staff"}),
    "change": ("PATCH", "/api/accounts/{id}", {"username": "renamed"}),
    "delete": ("DELETE", "/api/accounts/{id}", None),
    "password": ("POST", "/api/accounts/{id}/password", {"password": OTHER}),
    "sign-out": ("POST", "/api/accounts/{id}/sign-out", None),
    "pin": ("PUT", "/api/accounts/{id}/pin", {"pin": "2580"}),
    "no pin": ("DELETE", "/api/accounts/{id}/pin", None),
}
DONE = {"list": 200, "add": 201, "change": 200}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["owner", "manager", "staff", "screen", "stranger"])
def test_an_owner_keeps_the_accounts_of_their_store_alone(house, who, act):
    method, path, body = ACTS[act]
    answer = house[who].send(method, path.format(id=house["ids"]["second"]), body)
    refused = 404 if who == "stranger" and "{id}" in path else 403
    allowed = who == "owner" or (who == "stranger" and "{id}" not in path)
    assert answer.status_code == (DONE.get(act, 204) if allowed else refused)


@pytest.mark.parametrize("act", ["sign-out", "pin", "no pin"])
@pytest.mark.parametrize("who", PEOPLE)
def test_everyone_keeps_their_own_pin_and_sign_ins(house, who, act):
    method, path, body = ACTS[act]
    assert house[who].send(method, path.format(id=house["ids"][who]), body).status_code == 204


@pytest.mark.parametrize("who", PEOPLE)
def test_ones_own_password_needs_the_present_one(client, house, who):
    path = f"/api/accounts/{house['ids'][who]}/password"
    for old, status in ((None, 422), ("wrong one", 403), (PASSWORD, 204)):
        body = {"password": OTHER, **({"old_password": old} if old else {})}
        assert house[who].send("POST", path, body).status_code == status
    assert house[who].get("/api/auth/me").status_code == 401
    assert sign_in(client, house["store"], who).status_code == 401
    assert sign_in(client, house["store"], who, OTHER).status_code == 200


def test_guesses_at_the_present_password_are_counted_with_those_at_the_sign_in(client, house):
    path = f"/api/accounts/{house['ids']['staff']}/password"
    body = {"password": OTHER, "old_password": "wrong one"}
    found = [house["staff"].send("POST", path, body).status_code for _ in range(7)]
    assert found == [403] * 6 + [429]
    assert sign_in(client, house["store"], "staff").status_code == 429


@pytest.mark.parametrize(
    ("act", "body"),
    [("PATCH", {"role": "manager"}), ("POST", {"password": OTHER}), ("DELETE", None)],
)
def test_a_change_ends_what_the_person_holds(house, act, body):
    account = f"/api/accounts/{house['ids']['staff']}"
    path = f"{account}/password" if act == "POST" else account
    assert house["owner"].send(act, path, body).status_code < 300
    assert house["staff"].get("/api/orders").status_code == 401
    assert house["owner"].get("/api/orders").status_code == 200


def test_a_new_name_and_the_same_role_end_nothing(client, house):
    path = f"/api/accounts/{house['ids']['staff']}"
    answer = house["owner"].send("PATCH", path, {"role": "staff", "username": " Minji "})
    assert answer.json["username"] == "minji"
    assert house["staff"].get("/api/auth/me").json["account"]["username"] == "minji"
    assert sign_in(client, house["store"], "MINJI").status_code == 200
    assert house["owner"].send("PATCH", path, {}).status_code == 200


def test_a_name_is_taken_once(house):
    path = f"/api/accounts/{house['ids']['staff']}"
    for method, where, body in (
        ("PATCH", path, {"username": "manager"}),
        ("POST", "/api/accounts", {"username": "OWNER", "password": OTHER, "role": "staff"}),
    ):
        answer = house["owner"].send(method, where, body)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "ACCOUNT_EXISTS")


def test_the_last_owner_stays_and_one_may_leave_when_another_is_there(house):
    ids, owner = house["ids"], house["owner"]
    assert owner.send("DELETE", f"/api/accounts/{ids['second']}").status_code == 204
    for method, body in (("DELETE", None), ("PATCH", {"role": "manager"})):
        answer = owner.send(method, f"/api/accounts/{ids['owner']}", body)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "LAST_OWNER")
    owner.send("PATCH", f"/api/accounts/{ids['manager']}", {"role": "owner"})
    assert owner.send("DELETE", f"/api/accounts/{ids['owner']}").status_code == 204
    assert owner.get("/api/accounts").status_code == 401


def test_a_list_tells_roles_pins_and_devices(client, house):
    sign_in(client, house["store"], "staff")
    path = f"/api/accounts/{house['ids']['staff']}/pin"
    house["staff"].send("PUT", path, {"pin": "2580"})
    found = house["owner"].get("/api/accounts").json["accounts"]
    assert [one["role"] for one in found] == ["owner", "owner", "manager", "staff"]
    staff = found[-1]
    assert (staff["username"], staff["has_pin"], staff["sign_ins"]) == ("staff", True, 2)
    assert staff["signed_in_at"].endswith("Z")
    assert not {"password_hash", "pin_hash"} & staff.keys()


@pytest.mark.parametrize("pin", ["123", "1234567", "12a4", "", 1234, "１２３４"])
def test_a_pin_has_4_to_6_digits(house, pin):
    path = f"/api/accounts/{house['ids']['staff']}/pin"
    assert house["staff"].send("PUT", path, {"pin": pin}).status_code == 422


def test_the_names_of_those_with_a_pin_are_there_for_screens(house):
    assert house["screen"].get("/api/crew").json == {"crew": []}
    house["owner"].send("PUT", f"/api/accounts/{house['ids']['staff']}/pin", {"pin": "2580"})
    found = house["screen"].get("/api/crew").json["crew"]
    assert found == [{"id": house["ids"]["staff"], "username": "staff"}]


class TestPages:
    """The same by forms, in a browser."""

    @pytest.fixture(params=["sqlite"])
    def settings(self, request, tmp_path):
        with factories_database(request.param, tmp_path, request) as settings:
            yield settings

    @pytest.fixture
    def page(self, app, house):
        browser = Browser(app)
        browser.sign_in(house["store"])
        return browser

    def post(self, page, path, **fields):
        return page.post(path, csrf_token=page.cookie("to_staff_csrf"), **fields)

    def test_an_owner_adds_changes_and_removes_a_person(self, client, house, page):
        fields = {"username": "kim", "password": PASSWORD, "role": "staff"}
        assert self.post(page, "/admin/accounts", **fields).status_code == 303
        kim = sign_in(client, house["store"], "kim").json["account"]["id"]
        address = f"/admin/accounts/{kim}"
        again = self.post(page, "/admin/accounts", **fields)
        assert again.status_code == 409
        assert PASSWORD not in again.text
        assert 'value="kim"' in again.text
        assert self.post(page, address, username="kim", role="manager").status_code == 303
        for step, more in (
            ("/password", {"password": OTHER}),
            ("/pin", {"pin": "2580"}),
            ("/pin/delete", {}),
            ("/sign-out", {}),
        ):
            answer = self.post(page, address + step, **more)
            assert answer.status_code == 303
            assert page.get(answer.headers["Location"]).status_code == 200
        assert self.post(page, address + "/password", password="short").status_code == 422
        assert self.post(page, address + "/pin", pin="12").status_code == 422
        assert self.post(page, address + "/delete").status_code == 303
        assert page.get(address).status_code == 404

    def test_the_last_owner_is_told_why(self, house, page):
        ids = house["ids"]
        self.post(page, f"/admin/accounts/{ids['second']}/delete")
        for path, fields in (("", {"username": "owner", "role": "staff"}), ("/delete", {})):
            answer = self.post(page, f"/admin/accounts/{ids['owner']}{path}", **fields)
            assert answer.status_code == 409
            assert "점주" in answer.text

    def test_ones_own_password_keeps_this_browser_signed_in(self, house, page):
        wrong = self.post(page, "/admin/me/password", old_password="wrong", password=OTHER)
        assert wrong.status_code == 403
        assert 'aria-invalid="true"' in wrong.text
        before = page.cookie("to_staff")
        right = self.post(page, "/admin/me/password", old_password=PASSWORD, password=OTHER)
        assert right.status_code == 303
        assert page.cookie("to_staff") != before
        assert page.get("/admin/me").status_code == 200
        assert house["owner"].get("/api/auth/me").status_code == 401

    def test_signing_oneself_out_everywhere_leads_to_the_sign_in(self, page):
        assert self.post(page, "/admin/me/pin", pin="2580").status_code == 303
        assert self.post(page, "/admin/me/pin/delete").status_code == 303
        answer = self.post(page, "/admin/me/sign-out")
        assert answer.headers["Location"] == "/login"
        assert page.cookie("to_staff") is None
