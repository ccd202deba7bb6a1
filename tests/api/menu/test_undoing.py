"""The last change of the menu is undone: all of it as it was, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as calm

from tableorder import clock
from tableorder.menu.sweeping import remove_orphan_pictures
from tests import factories
from tests.actors import Browser, Staff, line, staff_of
from tests.api.menu.test_pictures import files, photo, upload
from tests.api.menu.test_transfer import put, take
from tests.api.menu.test_transfer_property import menus

_codes = count()
CHANGE, UNDO = "/api/menus/change", "/api/menus/undo"


@pytest.fixture
def carte(house) -> dict[str, int]:
    """A menu with two levels, a station, a set with gimbap as its part, and counts."""
    send = house.manager.send
    grill = send("POST", "/api/stations", {"name": "Grill"}).json["id"]
    bar = send("POST", "/api/stations", {"name": "Bar"}).json["id"]
    rice = factories.make_category(house.store, "Rice", parent_id=house.category, station_id=grill)
    empty = factories.make_category(house.store, "Empty", position=4)
    gimbap = factories.make_item(house.store, "gimbap", category_id=rice, position=1, stock=9)
    juk = factories.make_item(house.store, "juk", category_id=rice, position=2, station_id=grill)
    side = {"name": {"ko": "곁들임"}, "choices": [{"menu_id": gimbap}]}
    sides = send("POST", "/api/option-groups", side).json["id"]
    asked = {"option_group_ids": [house.sizes, sides], "daily_stock": [5] * 7, "stock": 5}
    send("PATCH", f"/api/menus/{house.item}", asked)
    own = {"food": house.category, "bibimbap": house.item, "sizes": house.sizes}
    return {**own, "grill": grill, "bar": bar, "rice": rice, "empty": empty,
            "gimbap": gimbap, "juk": juk, "sides": sides}  # fmt: skip


def everything(actor: Staff) -> dict[str, Any]:
    """The menu with its numbers and places, and the stations."""
    menu = actor.get("/api/menus?view=edit").json
    stations = actor.get("/api/stations").json["stations"]
    return {**menu, "version": 0, "stations": stations}


def last(actor: Staff) -> dict[str, Any] | None:
    return actor.get(CHANGE).json["change"]


def undo(actor: Staff, change: int | None = None):
    return actor.send("POST", UNDO, {"change_id": change or last(actor)["id"]})


def reversed_menu(actor: Staff) -> dict[str, Any]:
    present = actor.get("/api/menus/arrangement").json
    tops = [{**top, "item_ids": top["item_ids"][::-1]} for top in present["categories"][::-1]]
    return {**present, "categories": tops}


Change = Callable[[Staff, dict[str, int]], Any]
CHANGES: dict[str, Change] = {
    "Added: 라면": lambda m, c: m.send(
        "POST", "/api/menus", {"category_id": c["rice"], "name": {"ko": "라면"}, "price": 1,
                               "option_group_ids": [c["sizes"]]}),
    "Changed: juk": lambda m, c: m.send(
        "PATCH", f"/api/menus/{c['juk']}", {"price": 5, "spicy": 2, "station_id": c["bar"],
                                            "option_group_ids": [c["sizes"]]}),
    "Changed: bibimbap": lambda m, c: m.send(
        "PATCH", f"/api/menus/{c['bibimbap']}", {"option_group_ids": [c["sides"]]}),
    "Deleted: juk": lambda m, c: m.send("DELETE", f"/api/menus/{c['juk']}"),
    "Deleted: bibimbap, juk": lambda m, c: m.send(
        "DELETE", "/api/menus", {"ids": [c["bibimbap"], c["juk"]]}),
    "Copied: bibimbap (2)": lambda m, c: m.send("POST", f"/api/menus/{c['bibimbap']}/duplicate"),
    "Copied: Food (2)": lambda m, c: m.send("POST", f"/api/categories/{c['food']}/duplicate"),
    "New prices: bibimbap, juk": lambda m, c: m.send(
        "PUT", "/api/menus/prices", {"ids": [c["bibimbap"], c["juk"]], "basis_points": 700}),
    "Sold out or sold again: bibimbap, gimbap, juk": lambda m, c: m.send(
        "PUT", "/api/menus/availability",
        {"ids": [c["bibimbap"], c["gimbap"], c["juk"]], "is_sold_out": True, "until": "tomorrow"}),
    "Hidden: gimbap": lambda m, c: m.send(
        "PUT", "/api/menus/visibility", {"ids": [c["gimbap"]], "is_visible": False}),
    "Moved: bibimbap": lambda m, c: m.send(
        "PUT", "/api/menus/category", {"ids": [c["bibimbap"]], "category_id": c["rice"]}),
    "The order was changed.": lambda m, c: m.send(
        "PUT", "/api/menus/arrangement", reversed_menu(m)),
    "Added: 술": lambda m, c: m.send("POST", "/api/categories", {"name": {"ko": "술"}}),
    "Changed: Rice": lambda m, c: m.send(
        "PATCH", f"/api/categories/{c['rice']}", {"parent_id": None, "is_visible": False}),
    "Deleted: Empty": lambda m, c: m.send("DELETE", f"/api/categories/{c['empty']}"),
    "Added: 토핑": lambda m, c: m.send(
        "POST", "/api/option-groups",
        {"name": {"ko": "토핑"}, "choices": [{"name": {"ko": "김"}}]}),
    "Changed: 곁들임": lambda m, c: m.send(
        "PATCH", f"/api/option-groups/{c['sides']}",
        {"choices": [{"name": {"ko": "김"}, "option_group_ids": [c["sizes"]]}]}),
    "Deleted: 곁들임": lambda m, c: m.send("DELETE", f"/api/option-groups/{c['sides']}"),
    "Added: Pass": lambda m, c: m.send("POST", "/api/stations", {"name": "Pass"}),
    "Changed: Grill": lambda m, c: m.send(
        "PATCH", f"/api/stations/{c['grill']}", {"name": "Fire", "late_after": 20}),
    "Deleted: Grill": lambda m, c: m.send("DELETE", f"/api/stations/{c['grill']}"),
    "A file was imported.": lambda m, c: put(
        m, json.dumps({"format": "tableorder-menu", "version": 1, "currency": "KRW",
                       "categories": [{"id": 1, "name": {"ko": "새"}}],
                       "items": [{"name": {"ko": "면"}, "category_id": 1, "price": 1}]})),
}  # fmt: skip
"""Every way to change the menu, by what is said of it."""


@pytest.mark.parametrize("words", [*CHANGES])
def test_every_change_is_undone_to_the_letter(house, carte, menu_events, words: str) -> None:
    before = everything(house.manager)
    exported = take(house.manager, "csv")
    answer = CHANGES[words](house.manager, carte)
    assert answer.status_code < 300, answer.json
    changed = everything(house.manager)
    assert changed != before
    assert last(house.manager)["message"] == words.replace("Changed: Grill", "Changed: Fire")
    told = len(menu_events())
    assert undo(house.manager).status_code == 204
    assert everything(house.manager) == before
    assert take(house.manager, "csv") == exported
    assert len(menu_events()) == told + 1
    assert last(house.manager) is None


@pytest.mark.parametrize("words", [*CHANGES])
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_was_changed_again_since_is_not_undone(house, carte, words: str) -> None:
    CHANGES[words](house.manager, carte)
    change = last(house.manager)["id"]
    second = {"name": {"ko": "더"}}
    house.manager.send("POST", "/api/categories", second)
    left = everything(house.manager)
    answer = undo(house.manager, change)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "CHANGE_GONE")
    assert everything(house.manager) == left
    assert undo(house.manager).status_code == 204
    assert undo(house.manager, change).status_code == 409


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@calm(max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
@given(first=menus(), second=menus())
def test_undoing_an_import_gives_any_menu_back(house, first: Any, second: Any) -> None:
    store = factories.make_store(f"undo{next(_codes)}")
    manager = staff_of(house.app.test_client(), store, "manager")
    assert put(manager, json.dumps(first)).status_code == 200
    before, change = everything(manager), last(manager)
    assert put(manager, json.dumps(second), replace="true", counts="true").status_code in {200, 422}
    if last(manager) != change:
        assert undo(manager).status_code == 204
    assert everything(manager) == before
    ids = [item["id"] for item in before["items"]]
    if ids:
        manager.send("PUT", "/api/menus/prices", {"ids": ids, "basis_points": -5000, "step": 7})
        manager.send("PUT", "/api/menus/prices", {"ids": ids, "amount": 1})
        after = everything(manager)
        manager.send("PUT", "/api/menus/availability", {"ids": ids, "is_sold_out": False})
        if last(manager)["message"].startswith("Sold"):
            assert undo(manager).status_code == 204
        assert everything(manager) == after


def test_a_save_that_changes_nothing_leaves_the_last_change(house, carte) -> None:
    CHANGES["Changed: juk"](house.manager, carte)
    change = last(house.manager)
    CHANGES["Changed: juk"](house.manager, carte)
    house.staff.send("PUT", f"/api/menus/{carte['juk']}/availability", {"is_sold_out": True})
    assert last(house.manager) == change
    assert undo(house.manager).status_code == 204
    juk = next(i for i in everything(house.manager)["items"] if i["id"] == carte["juk"])
    assert (juk["price"], juk["is_sold_out"]) == (9000, True)


def test_a_row_that_staff_marked_since_refuses_the_whole(house, carte) -> None:
    words = "Sold out or sold again: bibimbap, gimbap, juk"
    CHANGES[words](house.manager, carte)
    house.staff.send("PUT", f"/api/menus/{carte['juk']}/availability", {"is_sold_out": False})
    left = everything(house.manager)
    answer = undo(house.manager)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "CHANGE_OUTDATED")
    assert everything(house.manager) == left
    assert last(house.manager)["message"] == words


def stock(house, item: int) -> int | None:
    return next(i["stock"] for i in everything(house.manager)["items"] if i["id"] == item)


def eat(house, item: int, quantity: int) -> None:
    answer = house.guest.order(line(item, quantity), total=9000 * quantity)
    assert answer.status_code == 201, answer.json


@pytest.mark.parametrize(
    "counts", [(9, 20, 3, 6), (9, 20, 0, 9), (5, 20, 5, 0), (None, 20, 3, None), (9, 4, 4, 5)]
)
def test_what_guests_bought_since_is_not_put_back(house, carte, counts: tuple[Any, ...]) -> None:
    was, set_to, eaten, left = counts
    juk = carte["juk"]
    house.manager.send("PATCH", f"/api/menus/{juk}", {"stock": was})
    house.manager.send("PATCH", f"/api/menus/{juk}", {"stock": set_to, "spicy": 1})
    if eaten:
        eat(house, juk, eaten)
    assert undo(house.manager).status_code == 204
    assert stock(house, juk) == left


def test_a_count_that_guests_have_outgrown_does_not_come_back(house, carte) -> None:
    juk = carte["juk"]
    house.manager.send("PATCH", f"/api/menus/{juk}", {"stock": 2})
    house.manager.send("PATCH", f"/api/menus/{juk}", {"stock": 20})
    eat(house, juk, 5)
    answer = undo(house.manager)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "CHANGE_OUTDATED")
    assert stock(house, juk) == 15


@pytest.mark.parametrize("eaten", [0, 2])
def test_a_count_that_nobody_kept_comes_back_only_without_orders(house, carte, eaten: int) -> None:
    house.manager.send("PATCH", f"/api/menus/{carte['juk']}", {"stock": 6})
    house.manager.send("PATCH", f"/api/menus/{carte['juk']}", {"stock": None})
    if eaten:
        eat(house, carte["juk"], eaten)
    assert undo(house.manager).status_code == (409 if eaten else 204)
    assert stock(house, carte["juk"]) == (None if eaten else 6)


def test_selling_between_does_not_stop_the_undoing_of_other_fields(house, carte) -> None:
    gimbap = carte["gimbap"]
    house.manager.send("PATCH", f"/api/menus/{gimbap}", {"spicy": 3})
    eat(house, gimbap, 4)
    assert undo(house.manager).status_code == 204
    assert stock(house, gimbap) == 5


def test_a_count_of_another_day_stays(house, carte) -> None:
    house.manager.send("PATCH", f"/api/menus/{carte['bibimbap']}", {"stock": 50, "spicy": 1})
    with time_machine.travel(clock.utc_now() + timedelta(days=1), tick=False):
        manager = house.fresh("manager")
        assert undo(manager).status_code == 204
        item = next(i for i in everything(manager)["items"] if i["id"] == carte["bibimbap"])
    assert (item["stock"], item["spicy"]) == (5, 0)


def test_an_added_dish_goes_again_though_guests_bought_it(house, carte) -> None:
    body = {"category_id": carte["rice"], "name": {"ko": "면"}, "price": 9000, "stock": 3}
    made = house.manager.send("POST", "/api/menus", body).json["id"]
    eat(house, made, 2)
    assert undo(house.manager).status_code == 204
    assert made not in {item["id"] for item in everything(house.manager)["items"]}
    assert len(house.staff.orders()) == 1


def test_pictures_live_as_long_as_their_change_can_be_undone(house, carte) -> None:
    folder = house.app.extensions["settings"].upload_dir

    def sweep() -> int:
        remove_orphan_pictures(folder, now=clock.utc_now() + timedelta(days=3))
        return len(files(house))

    juk = carte["juk"]
    first = upload(house.manager, juk, photo()).json["image"]
    upload(house.manager, juk, photo(colour="blue"))
    assert last(house.manager)["message"] == "New picture: juk"
    assert sweep() == 6
    undo(house.manager)
    assert sweep() == 3
    assert everything(house.manager)["items"][-1]["image"] == first
    house.manager.send("DELETE", f"/api/menus/{juk}/image")
    assert last(house.manager)["message"] == "Picture removed: juk"
    undo(house.manager)
    assert everything(house.manager)["items"][-1]["image"] == first
    house.manager.send("DELETE", f"/api/menus/{juk}")
    assert sweep() == 3
    undo(house.manager)
    assert everything(house.manager)["items"][-1]["image"] == first
    house.manager.send("DELETE", f"/api/menus/{juk}")
    house.manager.send("POST", "/api/categories", {"name": {"ko": "더"}})
    assert sweep() == 0


def test_a_deleted_station_takes_its_dishes_back(house, carte) -> None:
    CHANGES["Deleted: Grill"](house.manager, carte)
    eat(house, carte["juk"], 1)
    undo(house.manager)
    answer = house.guest.order(line(carte["juk"]), total=9000)
    assert answer.json["items"][0]["station_id"] == carte["grill"]


def test_managers_alone_undo_and_only_their_own_stores(house, other, carte) -> None:
    CHANGES["Changed: juk"](house.manager, carte)
    body = {"change_id": last(house.manager)["id"]}
    for who in (house.staff, house.screen(), house.guest):
        assert who.get(CHANGE).status_code == 403
        assert who.send("POST", UNDO, body).status_code == 403
    assert house.app.test_client().post(UNDO, json=body).status_code == 401
    assert last(other.manager) is None
    assert other.manager.send("POST", UNDO, body).status_code == 409
    for wrong in ({}, {"change_id": "1"}, {"change_id": 0}):
        assert house.manager.send("POST", UNDO, wrong).status_code == 422
    assert house.fresh("owner").send("POST", UNDO, body).status_code == 204


def owner_at(house) -> Browser:
    """The owner at the pages, without scripts."""
    browser = Browser(house.app)
    factories.make_account(house.store, username="owner")
    browser.sign_in(house.store)
    return browser


def test_the_bar_undoes_without_scripts(house, carte) -> None:
    before = everything(house.manager)
    CHANGES["Deleted: juk"](house.manager, carte)
    browser = owner_at(house)
    for path in ("/admin/menu", "/admin/categories", "/admin/option-groups", "/admin/stations"):
        assert "Deleted: juk" in browser.get(f"{path}?lang=en").text, path
    fields = {"csrf_token": browser.cookie("to_staff_csrf"), "change_id": last(house.manager)["id"]}
    assert browser.post("/admin/menu/undo", **fields).status_code == 303
    assert everything(house.manager) == before
    assert "Deleted: juk" not in browser.get("/admin/menu").text


def test_the_list_says_why_nothing_was_undone(house, carte) -> None:
    browser = owner_at(house)

    def refused(change: int) -> tuple[str, str]:
        token = browser.cookie("to_staff_csrf")
        answer = browser.post("/admin/menu/undo", csrf_token=token, change_id=change)
        assert answer.status_code == 303
        pages = [browser.get(f"{answer.headers['Location']}&lang={code}") for code in ("ko", "en")]
        assert all("juk" in page.text and page.status_code == 200 for page in pages)
        return pages[0].text, pages[1].text

    CHANGES["Sold out or sold again: bibimbap, gimbap, juk"](house.manager, carte)
    house.staff.send("PUT", f"/api/menus/{carte['juk']}/availability", {"is_sold_out": False})
    korean, english = refused(last(house.manager)["id"])
    assert "This cannot be undone any more: it has been changed again since." in english
    assert "되돌릴 수 없습니다" in korean
    korean, english = refused(last(house.manager)["id"] + 1)
    assert "There is nothing to undo here any more: the menu was changed again since." in english
    assert "되돌릴 것이 없습니다." in korean
