"""The store's settings: who changes them, what they may be, and who hears of it."""

import pytest

from tableorder.stream import log
from tests import factories
from tests.actors import Browser, line, screen_of, staff_of, tablet_at

FIXED = ("code", "currency", "timezone", "call_reasons", "menu_version")
PAUSE = {"is_taking_orders": False, "pause_message": "Back soon"}


@pytest.fixture
def owner(app, client, store):
    with app.app_context():
        return staff_of(client, store, "owner")


def last_line(app, store):
    with app.app_context():
        return log.list_after(store.id, 0)[-1]


@pytest.mark.parametrize("role", ["screen", "staff", "manager", "owner"])
def test_an_owner_changes_the_settings_and_others_read_them(app, client, store, role):
    with app.app_context():
        who = screen_of(client, store) if role == "screen" else staff_of(client, store, role)
    assert who.get("/api/store").json["admission"] == "open"
    answer = who.send("PATCH", "/api/store", {"admission": "staff"})
    assert answer.status_code == (200 if role == "owner" else 403)
    found = who.get("/api/store").json["admission"]
    assert found == ("staff" if role == "owner" else "open")


def test_every_setting_is_kept_and_the_others_stay(owner):
    wanted = {
        "name": "Cafe Gangnam",
        "languages": ["en", "ko", "ja"],
        "admission": "code",
        "order_flow": "short",
        "day_starts_at": 360,
        "guarded_actions": ["close_unfinished"],
    }
    before = owner.get("/api/store").json
    for name, value in wanted.items():
        before[name] = value
        answer = owner.send("PATCH", "/api/store", {name: value})
        assert answer.json == before == owner.get("/api/store").json


@pytest.mark.parametrize(
    "change",
    [
        *({name: "x"} for name in FIXED),
        {"name": ""},
        {"name": "x" * 101},
        {"name": "two\nlines"},
        {"languages": []},
        {"languages": ["ko", "ko"]},
        {"languages": ["xx"]},
        {"admission": "anyone"},
        {"order_flow": "none"},
        {"day_starts_at": 1440},
        {"day_starts_at": "05:00"},
        {"guarded_actions": ["sing"]},
        {"guarded_actions": ["close_unfinished", "close_unfinished"]},
        {"is_taking_orders": False},
        {"name": None},
    ],
)
def test_a_bad_value_changes_nothing(owner, change):
    before = owner.get("/api/store").json
    answer = owner.send("PATCH", "/api/store", {"order_flow": "short", **change})
    assert answer.status_code == 422
    assert owner.get("/api/store").json == before


def test_everyone_hears_what_guests_may_know(app, store, owner):
    owner.send("PATCH", "/api/store/ordering", PAUSE)
    told = last_line(app, store)
    assert (told.name, told.audience) == ("store_updated", log.EVERYONE)
    assert '"pause_message":"Back soon"' in told.data
    assert "guarded" not in told.data
    seq = told.seq
    owner.send("PATCH", "/api/store/ordering", {})
    assert last_line(app, store).seq == seq


def test_a_pause_reaches_orders_and_the_guests_menu(app, client, store, owner):
    with app.app_context():
        item = factories.make_item(store, price=9000)
        guest = tablet_at(client, store, 1)
    guest.send("POST", "/api/session", {})
    owner.send("PATCH", "/api/store/ordering", PAUSE)
    refused = guest.order(line(item), total=9000)
    assert refused.json["error"]["code"] == "NOT_TAKING_ORDERS"
    assert guest.get("/api/menus").json["pause_message"] == "Back soon"
    assert "Back soon" in guest.get("/menu").text
    owner.send("PATCH", "/api/store/ordering", {"is_taking_orders": True})
    assert "Back soon" not in guest.get("/menu").text
    assert guest.order(line(item), total=9000).status_code == 201


class TestPage:
    """The same by its form."""

    @pytest.fixture
    def page(self, app, store):
        browser = Browser(app)
        browser.sign_in(store)
        return browser

    def save(self, page, **fields):
        known = {
            "name": "Cafe",
            "admission": "staff",
            "order_flow": "short",
            "language": "en",
            "languages": ["ko", "en"],
            "day_starts_at": "06:30",
            "guarded_actions": ["close_unfinished"],
            "csrf_token": page.cookie("to_staff_csrf"),
        }
        return page.post("/admin/store", **{**known, **fields})

    def test_the_form_saves_all_of_it(self, page):
        assert self.save(page).status_code == 303
        found = page.call("GET", "/api/store").json
        assert found["languages"] == ["en", "ko"]
        assert found["day_starts_at"] == 390
        assert found["guarded_actions"] == ["close_unfinished"]
        shown = page.get("/admin/store?lang=en").text
        assert 'value="06:30"' in shown
        assert "Asia/Seoul" in shown

    @pytest.mark.parametrize(
        "fields", [{"name": ""}, {"day_starts_at": "soon"}, {"language": "xx"}, {"admission": ""}]
    )
    def test_a_fault_stands_at_its_field_and_nothing_is_saved(self, page, fields):
        before = page.call("GET", "/api/store").json
        answer = self.save(page, **fields)
        assert answer.status_code == 422
        assert 'value="close_unfinished" checked' in answer.text
        assert page.call("GET", "/api/store").json == before

    def test_a_manager_reads_it(self, app, client, store):
        with app.app_context():
            manager = staff_of(client, store, "manager")
        shown = manager.get("/admin/store")
        assert '<fieldset class="adm-form" disabled>' in shown.text
        assert manager.send("POST", "/admin/store").status_code == 403
