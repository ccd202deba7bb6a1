"""Many items changed at once, and copies: all or nothing, told to guests once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tableorder import clock
from tests import factories

PRICES = "/api/menus/prices"


@pytest.fixture
def dishes(house) -> list[int]:
    """Bibimbap for 9000, gimbap for 4050, water for nothing."""
    more = (("gimbap", 4050), ("water", 0))
    return [
        house.item,
        *(
            factories.make_item(house.store, name, price=price, category_id=house.category)
            for name, price in more
        ),
    ]


def everything(house) -> dict[str, Any]:
    return house.manager.get("/api/menus?view=edit").json


def item(house, number: int) -> dict[str, Any]:
    return next(one for one in everything(house)["items"] if one["id"] == number)


def faults(answer) -> dict[str, str]:
    assert answer.status_code == 422, answer.json
    return {f["path"]: f["code"] for f in answer.json["error"]["details"]["fields"]}


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ({"amount": 500}, [9500, 4550, 500]),
        ({"basis_points": 500}, [9450, 4253, 0]),
        ({"basis_points": 500, "step": 100}, [9500, 4300, 0]),
        ({"basis_points": -10_000}, [0, 0, 0]),
        ({"step": 100}, [9000, 4100, 0]),
        ({"amount": 49, "step": 100}, [9000, 4100, 0]),
    ],
)
def test_prices_change_as_the_preview_says(
    house, dishes, menu_events, change: dict, after: list[int]
) -> None:
    body = {"ids": dishes, **change}
    before = everything(house)
    shown = house.manager.send("PUT", PRICES, {**body, "dry_run": True}).json
    assert [one["after"] for one in shown["items"]] == after
    assert [one["before"] for one in shown["items"]] == [9000, 4050, 0]
    assert (everything(house), menu_events(), shown["is_applied"]) == (before, [], False)
    done = house.manager.send("PUT", PRICES, body).json
    assert done == {"is_applied": True, "items": shown["items"]}
    assert [item(house, one)["price"] for one in dishes] == after
    assert len(menu_events()) == 1


def test_prices_that_are_not_those_of_the_preview_any_more_stay(house, dishes) -> None:
    body = {"ids": dishes, "basis_points": 1000, "before": [9000, 4050, 0]}
    house.manager.send("PATCH", f"/api/menus/{dishes[1]}", {"price": 5000})
    before = everything(house)
    answer = house.manager.send("PUT", PRICES, body)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "MENU_CHANGED")
    assert everything(house) == before
    assert house.manager.send("PUT", PRICES, {**body, "before": [9000, 5000, 0]}).json["is_applied"]


def test_one_bad_price_changes_none_and_is_named(house, dishes, menu_events) -> None:
    before = everything(house)
    answer = house.manager.send("PUT", PRICES, {"ids": dishes, "amount": -4050})
    assert faults(answer) == {"ids.2": "PRICE_BELOW_ZERO"}
    message = answer.json["error"]["details"]["fields"][0]["message"]
    assert message == "water: the price would fall below 0."
    answer = house.manager.send("PUT", PRICES, {"ids": dishes, "amount": 99_999_000})
    assert faults(answer) == {"ids.0": "PRICE_TOO_HIGH", "ids.1": "PRICE_TOO_HIGH"}
    assert (everything(house), menu_events()) == (before, [])


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"ids": []}, "ids", "TOO_SHORT"),
        ({"ids": [1, 1]}, "ids", "REPEATED"),
        ({"ids": [999_999]}, "ids.0", "NOT_FOUND"),
        ({"ids": [1], "amount": 0.5}, "amount", "INT_TYPE"),
        ({"ids": [1], "amount": 10**12}, "amount", "LESS_THAN_EQUAL"),
        ({"ids": [1], "basis_points": -10_001}, "basis_points", "GREATER_THAN_EQUAL"),
        ({"ids": [1], "step": 0}, "step", "GREATER_THAN_EQUAL"),
        ({"ids": "all"}, "ids", "LIST_TYPE"),
    ],
)
def test_what_is_no_change_of_prices_is_refused(house, body: dict, path: str, code: str) -> None:
    assert faults(house.manager.send("PUT", PRICES, body)) == {path: code}


def test_a_price_above_0_needs_no_confirmation_any_more(house, dishes) -> None:
    water = dishes[2]
    house.manager.send("PATCH", f"/api/menus/{water}", {"is_free_confirmed": True})
    house.manager.send("PUT", PRICES, {"ids": [water], "step": 10})
    assert item(house, water)["is_free_confirmed"]
    house.manager.send("PUT", PRICES, {"ids": [water], "amount": 10})
    assert not item(house, water)["is_free_confirmed"]


def test_many_are_sold_out_and_sold_again(house, dishes, menu_events) -> None:
    house.manager.send("PATCH", f"/api/menus/{dishes[1]}", {"stock": 0})
    path, told = "/api/menus/availability", len(menu_events())
    answer = house.manager.send("PUT", path, {"ids": dishes, "is_sold_out": True})
    assert answer.status_code == 204
    assert len(menu_events()) == told + 1
    assert {one["id"]: one["is_sold_out"] for one in menu_events()[-1]["items"]} == dict.fromkeys(
        dishes, True
    )
    body = {"ids": dishes[:2], "is_sold_out": True, "until": "tomorrow"}
    house.manager.send("PUT", path, body)
    until = str(house.store.business_day(clock.utc_now()) + timedelta(days=1))
    assert [item(house, one)["sold_out_until"] for one in dishes] == [until, until, None]
    with time_machine.travel(clock.utc_now() + timedelta(days=1), tick=False):
        menu = house.fresh_guest().get("/api/menus").json["categories"][0]["items"]
        assert [one["is_sold_out"] for one in menu] == [False, True, True]
    house.manager.send("PUT", path, {"ids": dishes, "is_sold_out": False})
    assert [item(house, one)["is_sold_out"] for one in dishes] == [False] * 3
    assert item(house, dishes[1])["stock"] is None
    wrong = {"ids": dishes, "is_sold_out": False, "until": "tomorrow"}
    assert faults(house.manager.send("PUT", path, wrong)) == {"until": "NOT_SOLD_OUT"}


def test_many_are_hidden_shown_and_moved(house, dishes, menu_events) -> None:
    path = "/api/menus/visibility"
    house.manager.send("PUT", path, {"ids": dishes[:2], "is_visible": False})
    assert [item(house, one)["is_visible"] for one in dishes] == [False, False, True]
    house.manager.send("PUT", path, {"ids": dishes, "is_visible": True})
    drinks = factories.make_category(house.store, "Drinks")
    tea = factories.make_item(house.store, "tea", category_id=drinks, position=7)
    moved = {"ids": [dishes[2], dishes[0]], "category_id": drinks}
    assert house.manager.send("PUT", "/api/menus/category", moved).status_code == 204
    guests = house.guest.get("/api/menus").json["categories"]
    assert [[one["id"] for one in part["items"]] for part in guests] == [
        [dishes[1]],
        [tea, dishes[2], dishes[0]],
    ]
    assert len(menu_events()) == 3
    nowhere = {"ids": dishes, "category_id": 999_999}
    assert faults(house.manager.send("PUT", "/api/menus/category", nowhere)) == {
        "category_id": "NOT_FOUND"
    }


def test_parts_of_sets_stay_and_are_named(house, dishes) -> None:
    side = {"name": {"ko": "곁들임", "en": "Side"}, "choices": [{"menu_id": dishes[1]}]}
    group = house.manager.send("POST", "/api/option-groups", side).json["id"]
    answer = house.manager.send("DELETE", "/api/menus", {"ids": dishes})
    assert answer.status_code == 409
    error = answer.json["error"]
    assert error["code"] == "ITEMS_IN_SETS"
    assert "gimbap" in error["message"]
    assert error["details"]["items"] == [{"id": dishes[1], "name": "gimbap", "groups": ["Side"]}]
    assert len(everything(house)["items"]) == 3
    house.manager.send("DELETE", f"/api/option-groups/{group}")
    assert house.manager.send("DELETE", "/api/menus", {"ids": dishes}).status_code == 204
    assert everything(house)["items"] == []


def test_a_copy_is_hidden_marked_and_after_the_original(house, dishes) -> None:
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"spicy": 2, "stock": 4})
    original = item(house, house.item)
    made = house.manager.send("POST", f"/api/menus/{house.item}/duplicate")
    assert made.status_code == 201
    own = {"id", "name", "is_visible", "position"}
    assert {k: v for k, v in made.json.items() if k not in own} == {
        k: v for k, v in original.items() if k not in own
    }
    assert made.json["name"] == {code: f"{text} (2)" for code, text in original["name"].items()}
    assert not made.json["is_visible"]
    again = house.manager.send("POST", f"/api/menus/{made.json['id']}/duplicate").json
    assert again["name"]["en"] == "bibimbap (3)"
    order = [one["id"] for one in everything(house)["items"]]
    assert order == [house.item, made.json["id"], again["id"], *dishes[1:]]


def test_the_copy_of_a_long_name_keeps_to_the_limit(house) -> None:
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"name": {"ko": "가" * 100}})
    copy = house.manager.send("POST", f"/api/menus/{house.item}/duplicate").json
    assert copy["name"]["ko"] == "가" * 96 + " (2)"


def test_a_category_is_copied_with_all_that_stands_in_it(house, dishes) -> None:
    rice = factories.make_category(house.store, "Rice", parent_id=house.category, position=1)
    juk = factories.make_item(house.store, "juk", category_id=rice, position=9)
    drinks = factories.make_category(house.store, "Drinks", position=5)
    copy = house.manager.send("POST", f"/api/categories/{house.category}/duplicate").json
    assert (copy["name"]["en"], copy["is_visible"]) == ("Food (2)", False)
    tops = house.manager.get("/api/menus/arrangement").json["categories"]
    assert [top["id"] for top in tops] == [house.category, copy["id"], drinks]
    original, copied = tops[0], tops[1]
    names = lambda ids: [item(house, one)["name"]["en"] for one in ids]  # noqa: E731
    assert original["item_ids"] == dishes
    assert names(copied["item_ids"]) == names(original["item_ids"])
    assert names(copied["children"][0]["item_ids"]) == [item(house, juk)["name"]["en"]]
    assert item(house, copied["item_ids"][0])["option_group_ids"] == [house.sizes]
    assert len(house.guest.get("/api/menus").json["categories"]) == 1


def requests_for(house) -> list[tuple[str, str, Any, int]]:
    """Every request, each a good one for its own store, with its answer."""
    ids = {"ids": [house.item]}
    return [
        ("PUT", PRICES, {**ids, "amount": 1}, 200),
        ("PUT", "/api/menus/availability", {**ids, "is_sold_out": True}, 204),
        ("PUT", "/api/menus/visibility", {**ids, "is_visible": False}, 204),
        ("PUT", "/api/menus/category", {**ids, "category_id": house.category}, 204),
        ("POST", f"/api/menus/{house.item}/duplicate", None, 201),
        ("POST", f"/api/categories/{house.category}/duplicate", None, 201),
        ("DELETE", "/api/menus", ids, 204),
    ]


def test_managers_alone_change_many(house) -> None:
    for method, path, body, done in requests_for(house):
        for who in (house.staff, house.screen(), house.guest):
            assert who.send(method, path, body).status_code == 403, path
        assert house.app.test_client().open(path, method=method, json=body).status_code == 401
        role = "owner" if method == "POST" else "manager"
        assert house.fresh(role).send(method, path, body).status_code == done, path


def test_another_stores_items_are_unknown(house, other) -> None:
    before = house.manager.get("/api/menus?view=edit").json, everything(other)
    for method, path, body, _ in requests_for(other):
        answer = house.manager.send(method, path, body)
        assert answer.status_code == (404 if path.endswith("duplicate") else 422), path
    assert before == (everything(house), everything(other))
