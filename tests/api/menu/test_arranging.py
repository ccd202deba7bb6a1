"""The whole menu put into a new order: all of it, or nothing moves."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.actors import Browser

PATH = "/api/menus/arrangement"


@pytest.fixture
def carte(house) -> dict[str, int]:
    """Food with bibimbap and gimbap, below it Rice with juk; Drinks with cider."""
    drinks = factories.make_category(house.store, "Drinks", position=5)
    rice = factories.make_category(house.store, "Rice", parent_id=house.category, position=1)
    made = {"food": house.category, "drinks": drinks, "rice": rice, "bibimbap": house.item}
    for name, category in (("gimbap", "food"), ("juk", "rice"), ("cider", "drinks")):
        values = {"category_id": made[category], "position": len(made)}
        made[name] = factories.make_item(house.store, name, **values)
    return made


def arrangement(house) -> dict[str, Any]:
    return house.manager.get(PATH).json


def put(house, categories: list[dict[str, Any]], mark: str | None = None):
    mark = mark or arrangement(house)["mark"]
    return house.manager.send("PUT", PATH, {"mark": mark, "categories": categories})


def top(category: int, *items: int, below: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"id": category, "item_ids": [*items], "children": [*below]}


def child(category: int, *items: int) -> dict[str, Any]:
    return {"id": category, "item_ids": [*items]}


def test_everything_moves_at_once_and_is_told_once(house, carte, menu_events) -> None:
    c = carte
    assert arrangement(house)["categories"] == [
        top(c["food"], c["bibimbap"], c["gimbap"], below=(child(c["rice"], c["juk"]),)),
        top(c["drinks"], c["cider"]),
    ]
    wanted = [
        top(c["drinks"], c["gimbap"], c["cider"], below=(child(c["rice"]),)),
        top(c["food"], c["juk"], c["bibimbap"]),
    ]
    answer = put(house, wanted)
    assert answer.status_code == 200, answer.json
    assert answer.json["categories"] == wanted == arrangement(house)["categories"]
    assert answer.json["mark"] == arrangement(house)["mark"]
    [event] = menu_events()
    assert [item["id"] for item in event["items"]] == [c["gimbap"], c["juk"]]
    guests = house.guest.get("/api/menus").json["categories"]
    assert [[item["name"] for item in one["items"]] for one in guests] == [
        ["gimbap", "cider"],
        ["juk", "bibimbap"],
    ]
    again = put(house, wanted)
    assert (again.status_code, len(menu_events())) == (200, 1)


@pytest.mark.parametrize("change", ["moved", "added", "deleted"])
def test_an_older_arrangement_moves_nothing(house, carte, menu_events, change: str) -> None:
    c, before = carte, arrangement(house)
    if change == "moved":
        put(house, [*reversed(before["categories"])])
    elif change == "added":
        factories.make_item(house.store, "latte", category_id=c["drinks"], position=9)
    else:
        house.manager.send("DELETE", f"/api/menus/{c['cider']}")
    present, told = arrangement(house), len(menu_events())
    answer = put(house, before["categories"], before["mark"])
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "MENU_CHANGED"
    assert "Nothing was moved" in answer.json["error"]["message"]
    assert (arrangement(house), len(menu_events())) == (present, told)


def test_an_arrangement_of_other_rows_moves_nothing(house, other, carte) -> None:
    c, before = carte, arrangement(house)
    food = top(c["food"], c["bibimbap"], c["gimbap"], below=(child(c["rice"], c["juk"]),))
    for drinks in (
        top(c["drinks"]),
        top(c["drinks"], c["cider"], other.item),
        top(c["drinks"], c["cider"], 999_999),
        top(other.category, c["cider"]),
    ):
        assert put(house, [food, drinks]).status_code == 409
    assert put(house, [food]).status_code == 409
    assert arrangement(house) == before


def test_what_is_no_arrangement_is_refused(house, carte) -> None:
    c, before = carte, arrangement(house)
    food, drinks = before["categories"]
    deeper = {**child(c["rice"], c["juk"]), "children": [child(c["drinks"], c["cider"])]}
    faults = {
        "REPEATED": [food, {**drinks, "children": [child(c["drinks"])]}],
        "EXTRA_FORBIDDEN": [{**food, "children": [deeper]}],
        "INT_TYPE": [food, top("x", c["cider"])],
        "GREATER_THAN_EQUAL": [food, top(-1, c["cider"])],
        "MISSING": [food, {"id": c["drinks"]}],
    }
    twice = [food, top(c["drinks"], c["cider"], c["juk"])]
    for code, categories in (*faults.items(), ("REPEATED", twice)):
        answer = put(house, categories)
        assert answer.status_code == 422, code
        assert code in {f["code"] for f in answer.json["error"]["details"]["fields"]}
    assert arrangement(house) == before


def test_managers_alone_arrange(house, carte) -> None:
    body = arrangement(house)
    for who in (house.staff, house.screen(), house.guest):
        assert who.get(PATH).status_code == 403
        assert who.send("PUT", PATH, body).status_code == 403
    assert house.app.test_client().put(PATH, json=body).status_code == 401
    for role in ("manager", "owner"):
        assert house.fresh(role).send("PUT", PATH, body).status_code == 200


def test_one_step_up_or_down_is_the_same_arranging(house, carte) -> None:
    c = carte
    browser = Browser(house.app)
    factories.make_account(house.store, username="owner")
    browser.sign_in(house.store)
    token = browser.cookie("to_staff_csrf")

    def step(path: str, direction: str) -> int:
        return browser.post(path, csrf_token=token, direction=direction).status_code

    assert step(f"/admin/menu/items/{c['gimbap']}/move", "up") == 303
    assert step(f"/admin/menu/items/{c['juk']}/move", "down") == 303
    assert step(f"/admin/categories/{c['drinks']}/move", "up") == 303
    assert arrangement(house)["categories"] == [
        top(c["drinks"], c["cider"]),
        top(c["food"], c["gimbap"], c["bibimbap"], below=(child(c["rice"], c["juk"]),)),
    ]
    assert step("/admin/menu/items/999999/move", "up") == 404
