"""Two people at one form of settings: the later one is told, and nothing is lost silently."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask

from tableorder.auth.queries import StoreView, get_store
from tableorder.auth.stores import change_store
from tableorder.errors import RowChanged
from tests import factories
from tests.actors import staff_of
from tests.api.menu.test_pages import FormReader, Manager, changed

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


class House:
    """A store with a station and a table, its owner at the pages, and another one at the API."""

    def __init__(self, app: Flask) -> None:
        self.store: StoreView = factories.make_store()
        self.other = staff_of(app.test_client(), self.store, "owner")
        self.here = Manager(app)
        self.here.sign_in(self.store, username=self._account())
        station, table = factories.make_station(self.store), factories.make_table(self.store)
        self.paths = {
            "station": (f"/admin/stations/{station}", f"/api/stations/{station}"),
            "ordering": ("/admin/ordering", "/api/store/ordering"),
            "store": ("/admin/store", "/api/store"),
            "table": (f"/tables/{table}", f"/api/tables/{table}"),
        }

    def _account(self) -> str:
        factories.make_account(self.store, username="boss", role="owner")
        return "boss"


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with app.app_context():
        yield House(app)


class Case(NamedTuple):
    """What another saves at the API and the later one types; what it then holds and is told."""

    form: str
    theirs: dict[str, Any]
    mine: dict[str, str]
    shown: dict[str, str]
    told: list[str]


CASES = [
    Case(
        "station",
        {"name": "Bar", "warn_after": 7},
        {"name": "Fire", "late_after": "30"},
        {"name": "Fire", "warn_after": "7", "late_after": "30"},
        ["<dt>Name</dt><dd><ins>Bar</ins>", "(minutes)</dt><dd><ins>7</ins>"],
    ),
    Case(
        "ordering",
        {"is_taking_orders": False, "order_gap": 9, "last_orders": ["21:00"] + ["22:00"] * 6},
        {"order_gap": "5", "order_limit": "12"},
        {"order_gap": "5", "order_limit": "12", "last_orders.0": "21:00", "last_orders.6": "22:00"},
        [
            "<dt>Guests can order now</dt><dd><ins>No</ins>",
            "<dt>Last orders</dt><dd><ins>Mon\N{NO-BREAK SPACE}21:00, Tue",
            "<dt>Minutes between two orders of a table</dt><dd><ins>9</ins>",
        ],
    ),
    Case(
        "store",
        {"admission": "staff", "languages": ["ko", "ja"], "name": "Theirs", "guarded_actions": []},
        {"name": "Mine"},
        {"name": "Mine", "admission": "staff", "languages": "ko"},
        [
            "<dt>Name</dt><dd><ins>Theirs</ins>",
            "<dt>How phones join a table</dt><dd><ins>By a tap on the board</ins>",
            "<dt>Languages of the menu</dt><dd><ins>한국어, 日本語</ins>",
        ],
    ),
    Case(
        "table",
        {"zone": "Terrace", "seats": 6},
        {"zone": "Hall", "label": "Window"},
        {"zone": "Hall", "label": "Window", "seats": "6"},
        ["<dt>Zone</dt><dd><ins>Terrace</ins>", "<dt>Seats</dt><dd><ins>6</ins>"],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.form for case in CASES])
def test_the_later_one_is_told_and_keeps_what_they_typed(house: House, case: Case) -> None:
    path, api = house.paths[case.form]
    typed = changed(house.here.open(f"{path}?lang=en"), **case.mine)
    assert house.other.send("PATCH", api, case.theirs).status_code == 200
    answer = house.here.submit(f"{path}?lang=en", typed)
    assert answer.status_code in {409, 422}
    assert "Somebody else changed this meanwhile." in answer.text
    for words in case.told:
        assert words in answer.text
    again = FormReader(answer.text).fields
    assert {field: again.get(field) for field in case.shown} == case.shown
    unsaved = house.here.open(path)
    assert any(unsaved.get(field) != text for field, text in case.mine.items())
    assert house.here.submit(path, again).status_code == 303
    saved = house.here.open(path)
    assert {field: saved.get(field) for field in case.shown} == case.shown


@pytest.mark.parametrize("name", [case.form for case in CASES])
def test_a_form_that_came_back_as_it_was_changes_nothing_and_a_script_is_led_on(
    house: House, name: str
) -> None:
    path, _api = house.paths[name]
    fields = house.here.open(path)
    fields["csrf_token"] = house.here.cookie("to_staff_csrf") or ""
    headers = {"X-Sent-By": "script"}
    answer = house.here.client.post(path, data=fields, headers=headers)
    assert answer.status_code == 204
    assert answer.headers["Location"].endswith("?done=saved")
    fields.pop("csrf_token")
    left = house.here.open(path)
    left.pop("csrf_token")
    assert left == fields


@pytest.mark.parametrize("name", [case.form for case in CASES])
def test_a_broken_memory_of_the_form_breaks_nothing(house: House, name: str) -> None:
    path, _api = house.paths[name]
    typed = changed(house.here.open(path), opened='{"none": 1, "name": 2}', none="?", name="X")
    assert house.here.submit(path, typed).status_code in {409, 422}


def test_a_week_said_as_every_day_is_the_same_week(house: House) -> None:
    path, api = house.paths["ordering"]
    daily = {"last_orders.is_daily": "on", "last_orders.daily": "21:30"}
    typed = changed(house.here.open(path), **daily)
    house.other.send("PATCH", api, {"last_orders": ["21:30"] * 7})
    assert house.here.submit(path, typed).status_code == 303


def test_what_others_save_in_between_is_never_written_over(house: House) -> None:
    seen = get_store(house.store.id)
    change_store(seen.id, {"order_gap": 9})
    change_store(seen.id, {"order_limit": 12}, seen=seen)
    with pytest.raises(RowChanged):
        change_store(seen.id, {"order_gap": 5, "order_limit": 12}, seen=seen)
    assert get_store(seen.id).order_gap == 9
