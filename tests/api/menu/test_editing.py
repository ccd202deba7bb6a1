"""Keeping the menu: items, categories, option groups, each change one event."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories

ITEM = {"name": {"ko": "김밥", "en": "Gimbap"}, "price": 4000}


def fields(answer) -> dict[str, str]:
    assert answer.status_code == 422, answer.json
    return {f["path"]: f["code"] for f in answer.json["error"]["details"]["fields"]}


def everything(house) -> dict[str, Any]:
    return house.manager.get("/api/menus?view=edit").json


def test_an_item_is_added_with_all_its_fields(house) -> None:
    body = {
        **ITEM,
        "category_id": house.category,
        "description": {"ko": "두 줄\n설명"},
        "origin": {"ko": "쌀: 국내산"},
        "stock": 5,
        "hours": [{"days": [4, 5], "from": "22:00", "to": "02:00"}],
        "labels": ["signature", "vegan"],
        "spicy": 2,
        "allergens": ["egg", "pine_nut"],
        "option_group_ids": [house.sizes],
    }
    answer = house.manager.send("POST", "/api/menus", body)
    assert answer.status_code == 201
    expected = {**body, "image": None, "is_visible": True, "is_sold_out": False}
    assert answer.json == answer.json | expected
    assert everything(house)["items"][-1] == answer.json


def test_an_item_needs_its_category_name_and_price(house) -> None:
    missing = fields(house.manager.send("POST", "/api/menus", {}))
    assert missing == {"category_id": "MISSING", "name": "MISSING", "price": "MISSING"}


def test_a_change_leaves_the_rest(house) -> None:
    before = everything(house)["items"][0]
    answer = house.manager.send("PATCH", f"/api/menus/{house.item}", {"spicy": 3})
    assert answer.json == {**before, "spicy": 3}


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"price": -1}, "price", "GREATER_THAN_EQUAL"),
        ({"price": 100_000_001}, "price", "LESS_THAN_EQUAL"),
        ({"price": 4000.5}, "price", "INT_TYPE"),
        ({"price": "4000"}, "price", "INT_TYPE"),
        ({"price": None}, "price", "INT_TYPE"),
        ({"name": {"en": "Only English"}}, "name.ko", "MISSING"),
        ({"name": {"ko": "   "}}, "name.ko", "MISSING"),
        ({"name": {"ko": "\u3164 \u115f\u1160\uffa0\u2800\u200d"}}, "name.ko", "MISSING"),
        ({"name": {"ko": "가" * 101}}, "name.ko", "STRING_TOO_LONG"),
        ({"name": {"ko": "밥\u202e"}}, "name.ko", "CONTROL_CHARACTERS"),
        ({"name": {"ko": "밥\x00"}}, "name.ko", "CONTROL_CHARACTERS"),
        ({"name": {"ko": "밥", "fr": "riz"}}, "name.fr.[key]", "LITERAL_ERROR"),
        ({"name": "밥"}, "name", "DICT_TYPE"),
        ({"description": {"ko": "가" * 501}}, "description.ko", "STRING_TOO_LONG"),
        ({"labels": ["cheap"]}, "labels.0", "LITERAL_ERROR"),
        ({"labels": ["new", "new"]}, "labels", "REPEATED"),
        ({"allergens": ["garlic"]}, "allergens.0", "LITERAL_ERROR"),
        ({"spicy": 4}, "spicy", "LESS_THAN_EQUAL"),
        ({"stock": -1}, "stock", "GREATER_THAN_EQUAL"),
        ({"hours": [{"days": [7], "from": "10:00", "to": "11:00"}]}, "hours.0.days.0",
         "LESS_THAN_EQUAL"),
        ({"hours": [{"days": [1], "from": "24:00", "to": "11:00"}]}, "hours.0.from",
         "STRING_PATTERN_MISMATCH"),
        ({"sold_out_until": "tomorrow"}, "sold_out_until", "STRING_PATTERN_MISMATCH"),
        ({"category_id": 999_999}, "category_id", "NOT_FOUND"),
        ({"option_group_ids": [999_999]}, "option_group_ids.0", "NOT_FOUND"),
        ({"image": None}, "image", "EXTRA_FORBIDDEN"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_and_nothing_changes(
    house, menu_events, change: dict, path: str, code: str
) -> None:
    before = everything(house)
    assert fields(house.manager.send("PATCH", f"/api/menus/{house.item}", change)) == {path: code}
    assert everything(house) == before
    assert menu_events() == []


def test_equal_words_are_stored_equal(house) -> None:
    decomposed = "\u1100\u1161"
    body = {"name": {"ko": f" {decomposed} ", "en": ""}}
    answer = house.manager.send("PATCH", f"/api/menus/{house.item}", body)
    assert answer.json["name"] == {"ko": "가"}


def test_each_change_is_one_event_for_everyone(house, menu_events) -> None:
    path = f"/api/menus/{house.item}"
    house.manager.send("PATCH", path, {"price": 1})
    house.staff.send("PUT", f"{path}/availability", {"is_sold_out": True})
    house.manager.send("PATCH", path, {"is_visible": False})
    house.manager.send("DELETE", path)
    item = house.item
    assert menu_events() == [
        {"version": 2, "items": [{"id": item, "is_sold_out": False, "is_available": True}]},
        {"version": 3, "items": [{"id": item, "is_sold_out": True, "is_available": False}]},
        {"version": 4, "items": [{"id": item, "is_sold_out": False, "is_available": False}]},
        {"version": 5, "items": [{"id": item, "is_sold_out": False, "is_available": False}]},
    ]


def test_hiding_a_category_names_the_items_under_it(house, menu_events) -> None:
    child = factories.make_category(house.store, "Rice", parent_id=house.category)
    gimbap = factories.make_item(house.store, "gimbap", category_id=child)
    house.manager.send("PATCH", f"/api/categories/{house.category}", {"is_visible": False})
    found = {item["id"]: item["is_available"] for item in menu_events()[-1]["items"]}
    assert found == {house.item: False, gimbap: False}


def test_a_deleted_item_stays_in_past_orders(house) -> None:
    body = {"menu_id": house.item, "quantity": 1, "choice_ids": [house.choices["large"]]}
    order = house.guest.order(body, total=9500).json
    assert house.manager.send("DELETE", f"/api/menus/{house.item}").status_code == 204
    assert house.staff.get(f"/api/orders/{order['id']}").json == order
    assert house.guest.get("/api/menus").json["categories"] == []


def test_what_is_available_again_is_no_longer_counted_as_none(house) -> None:
    path = f"/api/menus/{house.item}"
    house.manager.send("PATCH", path, {"stock": 0})
    answer = house.staff.send("PUT", f"{path}/availability", {"is_sold_out": False})
    assert answer.json["stock"] is None
    house.manager.send("PATCH", path, {"stock": 3})
    answer = house.staff.send("PUT", f"{path}/availability", {"is_sold_out": False})
    assert answer.json["stock"] == 3


def test_items_follow_the_order_that_is_given(house) -> None:
    second = factories.make_item(house.store, "gimbap", category_id=house.category)
    answer = house.manager.send("PUT", "/api/menus/positions", {"ids": [second, house.item]})
    assert answer.status_code == 204
    assert [item["id"] for item in everything(house)["items"]] == [second, house.item]
    unknown = house.manager.send("PUT", "/api/menus/positions", {"ids": [second, 999]})
    assert fields(unknown) == {"ids.1": "NOT_FOUND"}
    twice = house.manager.send("PUT", "/api/menus/positions", {"ids": [second, second]})
    assert fields(twice) == {"ids": "REPEATED"}


def test_a_choice_is_sold_out_by_itself(house) -> None:
    path = f"/api/choices/{house.choices['large']}/availability"
    answer = house.staff.send("PUT", path, {"is_sold_out": True})
    assert answer.json["is_sold_out"]
    item = house.guest.get("/api/menus").json["categories"][0]["items"][0]
    large = item["option_groups"][0]["choices"][1]
    assert (large["is_sold_out"], large["is_available"]) == (True, False)


def test_categories_have_two_levels(house) -> None:
    post = ("POST", "/api/categories")
    child = house.manager.send(*post, {"name": {"ko": "밥"}, "parent_id": house.category})
    assert child.status_code == 201
    below = {"name": {"ko": "더"}, "parent_id": child.json["id"]}
    assert fields(house.manager.send(*post, below)) == {"parent_id": "TOO_DEEP"}
    path = f"/api/categories/{house.category}"
    itself = house.manager.send("PATCH", path, {"parent_id": house.category})
    assert fields(itself) == {"parent_id": "TOO_DEEP"}
    top = house.manager.send(*post, {"name": {"ko": "술"}}).json["id"]
    under = house.manager.send("PATCH", path, {"parent_id": top})
    assert fields(under) == {"parent_id": "TOO_DEEP"}
    unknown = house.manager.send("PATCH", path, {"parent_id": 999})
    assert fields(unknown) == {"parent_id": "NOT_FOUND"}


def test_a_category_that_holds_something_is_not_deleted(house) -> None:
    path = f"/api/categories/{house.category}"
    answer = house.manager.send("DELETE", path)
    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "CATEGORY_NOT_EMPTY"
    assert "1 items" in answer.json["error"]["message"]
    house.manager.send("DELETE", f"/api/menus/{house.item}")
    child = {"name": {"ko": "밥"}, "parent_id": house.category}
    child_id = house.manager.send("POST", "/api/categories", child).json["id"]
    assert house.manager.send("DELETE", path).status_code == 409
    assert house.manager.send("DELETE", f"/api/categories/{child_id}").status_code == 204
    assert house.manager.send("DELETE", path).status_code == 204
    assert everything(house)["categories"] == []


def test_categories_and_groups_follow_their_order_too(house) -> None:
    drinks = factories.make_category(house.store, "Drinks")
    house.manager.send("PUT", "/api/categories/positions", {"ids": [drinks, house.category]})
    listed = house.staff.get("/api/categories").json["categories"]
    assert [category["id"] for category in listed] == [drinks, house.category]
    ice, _ = factories.make_group(house.store, {"ice": 0})
    house.manager.send("PUT", "/api/option-groups/positions", {"ids": [ice, house.sizes]})
    groups = house.staff.get("/api/option-groups").json["option_groups"]
    assert [group["id"] for group in groups] == [ice, house.sizes]


def test_an_option_group_is_made_changed_and_deleted(house) -> None:
    body = {
        "name": {"ko": "토핑"},
        "min_select": 0,
        "max_select": 3,
        "choices": [
            {"name": {"ko": "치즈"}, "price_delta": 500},
            {"name": {"ko": "빼기"}, "price_delta": -500, "is_sold_out": True, "stock": 2},
        ],
    }
    made = house.manager.send("POST", "/api/option-groups", body)
    assert made.status_code == 201
    cheese, less = made.json["choices"]
    assert (less["price_delta"], less["is_sold_out"], less["stock"]) == (-500, True, 2)
    path = f"/api/option-groups/{made.json['id']}"
    kept = {"id": less["id"], "name": {"ko": "덜기"}}
    changed = house.manager.send("PATCH", path, {"choices": [kept, {"name": {"ko": "김"}}]})
    assert [choice["name"]["ko"] for choice in changed.json["choices"]] == ["덜기", "김"]
    assert changed.json["choices"][0]["id"] == less["id"]
    assert cheese["id"] not in {choice["id"] for choice in changed.json["choices"]}
    assert house.manager.send("DELETE", path).status_code == 204
    assert house.manager.send("DELETE", path).status_code == 404


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"min_select": 2}, "max_select", "SELECTS_CROSSED"),
        ({"max_select": 0}, "max_select", "GREATER_THAN_EQUAL"),
        ({"choices": []}, "choices", "TOO_SHORT"),
        ({"choices": [{"name": {"en": "x"}}]}, "choices.0.name.ko", "MISSING"),
        ({"choices": [{"id": 999, "name": {"ko": "x"}}]}, "choices.0.id", "NOT_FOUND"),
        ({"choices": [{"name": {"ko": "x"}, "price_delta": 2**40}]}, "choices.0.price_delta",
         "LESS_THAN_EQUAL"),
    ],
)  # fmt: skip
def test_a_wrong_group_is_refused(house, change: dict, path: str, code: str) -> None:
    before = everything(house)
    answer = house.manager.send("PATCH", f"/api/option-groups/{house.sizes}", change)
    assert fields(answer) == {path: code}
    assert everything(house) == before


def requests_for(house) -> list[tuple[str, str, Any]]:
    """Every request that names a row, each a good one for its own store."""
    item, category = f"/api/menus/{house.item}", f"/api/categories/{house.category}"
    group, choice = f"/api/option-groups/{house.sizes}", house.choices["regular"]
    sold_out = {"is_sold_out": True}
    return [
        ("PATCH", item, {"price": 1}),
        ("PUT", f"{item}/availability", sold_out),
        ("PUT", f"/api/choices/{choice}/availability", sold_out),
        ("PUT", f"{item}/image", None),
        ("DELETE", f"{item}/image", None),
        ("DELETE", item, None),
        ("PATCH", category, {"is_visible": False}),
        ("DELETE", category, None),
        ("PATCH", group, {"max_select": 2}),
        ("DELETE", group, None),
    ]


def test_another_stores_rows_do_not_exist(house, other) -> None:
    before = everything(other)
    for method, path, body in requests_for(other):
        assert house.manager.send(method, path, body).status_code == 404, path
    strangers = [
        ("PATCH", f"/api/menus/{house.item}", {"category_id": other.category}),
        ("PATCH", f"/api/menus/{house.item}", {"option_group_ids": [other.sizes]}),
        ("PATCH", f"/api/categories/{house.category}", {"parent_id": other.category}),
        ("PUT", "/api/menus/positions", {"ids": [other.item]}),
        ("PUT", "/api/categories/positions", {"ids": [other.category]}),
        ("PUT", "/api/option-groups/positions", {"ids": [other.sizes]}),
    ]
    for method, path, body in strangers:
        assert "NOT_FOUND" in fields(house.manager.send(method, path, body)).values(), path
    stolen = [{"id": other.choices["regular"], "name": {"ko": "x"}}]
    answer = house.manager.send("PATCH", f"/api/option-groups/{house.sizes}", {"choices": stolen})
    assert fields(answer) == {"choices.0.id": "NOT_FOUND"}
    assert everything(other) == before


def test_what_no_database_could_hold_is_no_such_item(house) -> None:
    assert house.manager.send("DELETE", f"/api/menus/{10**30}").status_code == 404
    assert house.manager.send("DELETE", "/api/menus/0").status_code == 404


def test_staff_mark_sold_out_and_change_nothing_else(house) -> None:
    for method, path, body in requests_for(house):
        expected = 200 if path.endswith("availability") else 403
        assert house.staff.send(method, path, body).status_code == expected, path
        assert house.guest.send(method, path, body).status_code == 403, path
        assert house.app.test_client().open(path, method=method, json=body).status_code == 401
