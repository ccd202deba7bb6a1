"""Option groups that share, nest and make sets: what may be built, and what guests read of it."""

from __future__ import annotations

import pytest

from tests import factories
from tests.api.menu.test_editing import everything, fields


def ko(name: str, **more) -> dict:
    return {"name": {"ko": name}, **more}


def create(house, name: str, *choices: dict, **more) -> dict:
    answer = house.manager.send(
        "POST", "/api/option-groups", {**ko(name), "choices": choices, **more}
    )
    assert answer.status_code == 201, answer.json
    return answer.json


def change(house, group: dict, **body):
    return house.manager.send("PATCH", f"/api/option-groups/{group['id']}", body)


def guest_item(house, item: int) -> dict:
    tree = house.guest.get("/api/menus?lang=ko").json
    return next(
        one for category in tree["categories"] for one in category["items"] if one["id"] == item
    )


def test_a_set_of_other_items_is_built_and_read(house) -> None:
    fries = factories.make_item(
        house.store, "fries", category_id=house.category, groups=(house.sizes,)
    )
    dips = create(
        house, "dips", ko("ketchup", is_default=True), ko("mayo", price_delta=500), free_quantity=1
    )
    sides = create(
        house,
        "sides",
        {"menu_id": fries, "price_delta": 300, "is_default": True},
        ko("salad", option_group_ids=[dips["id"]]),
        min_select=1,
        max_select=2,
    )
    burger = factories.make_item(
        house.store, "burger", category_id=house.category, groups=(sides["id"],)
    )
    [asked] = guest_item(house, burger)["option_groups"]
    part, salad = asked["choices"]
    assert (part["menu_id"], part["name"], part["price_delta"]) == (fries, "fries-ko", 300)
    assert (part["is_default"], salad["is_default"]) == (True, False)
    assert [group["id"] for group in part["option_groups"]] == [house.sizes]
    [own] = salad["option_groups"]
    assert (own["free_quantity"], [choice["name"] for choice in own["choices"]]) == (
        1,
        ["ketchup", "mayo"],
    )
    assert all(choice["option_groups"] == [] for choice in own["choices"])


def test_a_part_follows_its_item(house) -> None:
    fries = factories.make_item(house.store, "fries", category_id=house.category)
    sides = create(house, "sides", {"menu_id": fries}, ko("salad"))
    burger = factories.make_item(
        house.store, "burger", category_id=house.category, groups=(sides["id"],)
    )

    def told() -> list[tuple[str, bool, bool]]:
        [group] = guest_item(house, burger)["option_groups"]
        return [(c["name"], c["is_sold_out"], c["is_available"]) for c in group["choices"]]

    salad = ("salad", False, True)
    house.staff.send("PUT", f"/api/menus/{fries}/availability", {"is_sold_out": True})
    assert told() == [("fries-ko", True, False), salad]
    never = [{"days": [0], "from": "10:00", "to": "10:01"}]
    body = {"is_sold_out": False, "name": {"ko": "감자"}, "hours": never}
    house.manager.send("PATCH", f"/api/menus/{fries}", body)
    assert told() == [("감자", False, False), salad]
    house.manager.send("PATCH", f"/api/menus/{fries}", {"is_visible": False})
    assert told() == [salad]


def test_news_of_a_part_names_the_sets_that_hold_it(house, menu_events) -> None:
    fries = factories.make_item(house.store, "fries", category_id=house.category)
    sides = create(house, "sides", {"menu_id": fries}, min_select=1)
    burger = factories.make_item(
        house.store, "burger", category_id=house.category, groups=(sides["id"],)
    )
    house.staff.send("PUT", f"/api/menus/{fries}/availability", {"is_sold_out": True})
    gone = {"is_sold_out": True, "is_available": False}
    assert menu_events()[-1]["items"] == [{"id": fries, **gone}, {"id": burger, **gone}]
    assert guest_item(house, burger)["unavailable_reason"] == "sold_out"


def test_a_part_of_a_set_is_not_deleted_before_it_is_taken_out(house) -> None:
    fries = factories.make_item(house.store, "fries", category_id=house.category)
    sides = create(house, "sides", {"menu_id": fries}, ko("salad"))
    answer = house.manager.send("DELETE", f"/api/menus/{fries}")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "ITEM_IN_SET")
    assert "sides" in answer.json["error"]["message"]
    salad = sides["choices"][1]
    assert change(house, sides, choices=[{"id": salad["id"]}]).status_code == 200
    assert house.manager.send("DELETE", f"/api/menus/{fries}").status_code == 204


def test_a_choice_keeps_what_a_change_does_not_name(house) -> None:
    fries = factories.make_item(house.store, "fries", category_id=house.category)
    inner = create(house, "inner", ko("x"))
    sides = create(
        house,
        "sides",
        {"menu_id": fries, "is_default": True},
        ko("salad", option_group_ids=[inner["id"]]),
    )
    part, salad = sides["choices"]
    body = [{"id": salad["id"], "price_delta": 5}, {"id": part["id"]}]
    changed = change(house, sides, choices=body).json["choices"]
    assert changed == [{**salad, "price_delta": 5}, part]
    body = [
        {"id": salad["id"], "menu_id": fries},
        {"id": part["id"], "menu_id": None, **ko("chips")},
    ]
    changed = change(house, sides, choices=body).json["choices"]
    assert [(c["menu_id"], c["name"], c["option_group_ids"]) for c in changed] == [
        (fries, {}, []),
        (None, {"ko": "chips"}, []),
    ]


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"choices": [{}]}, "choices.0.name.ko", "MISSING"),
        ({"choices": [{"menu_id": 999_999}]}, "choices.0.menu_id.0", "NOT_FOUND"),
        ({"choices": [{"menu_id": "ITEM", **ko("x")}]}, "choices.0.name", "OF_THE_ITEM"),
        ({"choices": [{"menu_id": "ITEM", "stock": 0}]}, "choices.0.stock", "OF_THE_ITEM"),
        ({"choices": [{"menu_id": "ITEM", "option_group_ids": ["SIZES"]}]},
         "choices.0.option_group_ids", "OF_THE_ITEM"),
        ({"choices": [ko("x", option_group_ids=[999_999])]},
         "choices.0.option_group_ids.0", "NOT_FOUND"),
        ({"free_quantity": 2}, "max_select", "SELECTS_CROSSED"),
        ({"free_quantity": -1}, "free_quantity", "GREATER_THAN_EQUAL"),
        ({"min_select": 2}, "max_select", "SELECTS_CROSSED"),
        ({"min_select": 1.5}, "min_select", "INT_TYPE"),
        ({"choices": [ko("x", is_default=True), ko("y", is_default=True)]},
         "max_select", "SELECTS_CROSSED"),
        ({"choices": [ko("x", price_delta=10**9)]}, "choices.0.price_delta", "LESS_THAN_EQUAL"),
        ({"choices": [ko("x", price_delta=0.5)]}, "choices.0.price_delta", "INT_TYPE"),
        ({"choices": [ko("x" * 101)]}, "choices.0.name.ko", "STRING_TOO_LONG"),
        ({"choices": [ko("a\u202eb")]}, "choices.0.name.ko", "CONTROL_CHARACTERS"),
        ({"choices": [ko("x", option_group_ids=["SELF"])]}, "choices", "CIRCULAR"),
        ({"choices": [{"menu_id": "ITEM"}]}, "choices", "CIRCULAR"),
        ({"choices": [ko("x", option_group_ids=["DEEP"])]}, "choices", "TOO_DEEP"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_named_and_nothing_changes(
    house, body, path: str, code: str
) -> None:
    """The item asks sizes, which is what changes; a group "deep" asks another one already."""
    inner = create(house, "inner", ko("x"))
    deep = create(house, "deep", ko("x", option_group_ids=[inner["id"]]))
    known = {"ITEM": house.item, "SIZES": house.sizes, "SELF": house.sizes, "DEEP": deep["id"]}

    def filled(value):
        if isinstance(value, dict):
            return {key: filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [filled(one) for one in value]
        return known.get(value, value) if isinstance(value, str) else value

    before = everything(house)
    answer = house.manager.send("PATCH", f"/api/option-groups/{house.sizes}", filled(body))
    assert fields(answer) == {path: code}
    assert everything(house) == before


def test_an_item_cannot_ask_for_itself(house) -> None:
    group = create(house, "sets", {"menu_id": house.item})
    body = {"option_group_ids": [group["id"]]}
    before = everything(house)
    answer = house.manager.send("PATCH", f"/api/menus/{house.item}", body)
    assert fields(answer) == {"option_group_ids": "CIRCULAR"}
    assert everything(house) == before


def test_another_stores_items_and_groups_are_none(house, other) -> None:
    for choice in ({"menu_id": other.item}, ko("x", option_group_ids=[other.sizes])):
        body = {**ko("sides"), "choices": [choice]}
        answer = house.manager.send("POST", "/api/option-groups", body)
        assert set(fields(answer).values()) == {"NOT_FOUND"}


def test_a_price_of_nothing_is_confirmed_until_there_is_a_price_again(house) -> None:
    def confirmed(**change) -> bool:
        return house.manager.send("PATCH", f"/api/menus/{house.item}", change).json[
            "is_free_confirmed"
        ]

    assert confirmed(price=0) is False
    assert confirmed(is_free_confirmed=True) is True
    assert confirmed(price=0) is True
    assert confirmed(price=500) is False
