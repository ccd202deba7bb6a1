"""What a change takes from guests is told before it goes live, whatever makes the change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.api.menu.test_pages import FormReader, Manager, manager

__all__ = ["manager"]

MONDAY = [{"days": [0], "from": "10:00", "to": "12:00"}]
TUESDAY = [{"days": [1], "from": "10:00", "to": "12:00"}]
CHANGE = "/api/menus/change"

Request = tuple[str, str, dict[str, Any]]


@pytest.fixture
def carte(house) -> dict[str, int]:
    """A set that is sold with cola or beer, and a category that is open when cola is not."""
    evening = factories.make_category(house.store, "Evening", position=1, hours=TUESDAY)
    cola, beer = (
        factories.make_item(house.store, name, category_id=house.category, position=place, **more)
        for place, (name, more) in enumerate((("cola", {"hours": MONDAY}), ("beer", {})), 1)
    )
    drinks, _ = factories.make_group(house.store, {}, least=1)
    parts = [factories.make_part(drinks, item, is_default=item == cola) for item in (cola, beer)]
    meal = factories.make_item(
        house.store, "meal", category_id=house.category, position=3, groups=(drinks,)
    )
    return {
        "evening": evening, "cola": cola, "beer": beer, "drinks": drinks, "meal": meal,
        "cola_part": parts[0], "beer_part": parts[1],
    }  # fmt: skip


def everything(house) -> dict[str, Any]:
    return house.manager.get("/api/menus?view=edit").json


def hide(*names: str) -> Callable[..., Request]:
    def request(_house, carte: dict[str, int]) -> Request:
        ids = [carte[name] for name in names]
        return "PUT", "/api/menus/visibility", {"ids": ids, "is_visible": False}

    return request


def move(_house, carte: dict[str, int]) -> Request:
    body = {"ids": [carte["cola"]], "category_id": carte["evening"]}
    return "PUT", "/api/menus/category", body


def drag(house, carte: dict[str, int]) -> Request:
    arrangement = house.manager.get("/api/menus/arrangement").json
    food, evening = arrangement["categories"]
    food["item_ids"].remove(carte["cola"])
    evening["item_ids"].append(carte["cola"])
    return "PUT", "/api/menus/arrangement", arrangement


def undo(house, carte: dict[str, int]) -> Request:
    for is_visible in (False, True):
        body = {"ids": [carte["cola"]], "is_visible": is_visible}
        assert house.manager.send("PUT", "/api/menus/visibility", body).status_code == 204
    change = house.manager.get(CHANGE).json["change"]["id"]
    return "POST", "/api/menus/undo", {"change_id": change}


HIDDEN = {"PART_HIDDEN.option_group.{drinks}.{cola_part}",
          "DEFAULT_SOLD_OUT.option_group.{drinks}.{cola_part}"}  # fmt: skip
NEVER = {"NEVER_OPEN.item.{cola}"}


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (hide("cola"), HIDDEN),
        (hide("cola", "beer"), HIDDEN | {"PART_HIDDEN.option_group.{drinks}.{beer_part}",
                                         "GROUP_UNANSWERABLE.item.{meal}.{drinks}"}),
        (move, NEVER),
        (drag, NEVER),
        (undo, HIDDEN),
    ],
    ids=["hide", "hide all", "move", "drag", "undo"],
)  # fmt: skip
def test_harm_is_told_before_it_is_done(
    house, carte, menu_events, make: Callable[..., Request], expected: set[str]
) -> None:
    method, path, body = make(house, carte)
    before, told = everything(house), menu_events()
    keys = {key.format(**carte) for key in expected}
    for seen in ([], [*keys][1:], ["other"]):
        answer = house.manager.send(method, path, {**body, "anyway": seen})
        assert answer.status_code == 409, answer.json
        error = answer.json["error"]
        assert error["code"] == "WOULD_BREAK"
        assert {one["key"] for one in error["details"]["findings"]} == keys
    assert (everything(house), menu_events()) == (before, told)
    assert house.manager.send(method, path, {**body, "anyway": [*keys]}).status_code < 300
    assert everything(house) != before


@pytest.mark.parametrize("make", [hide("cola", "beer"), move, drag, undo])
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_programs_are_not_asked(house, carte, make: Callable[..., Request]) -> None:
    method, path, body = make(house, carte)
    assert house.manager.send(method, path, body).status_code < 300


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_does_no_harm_is_not_asked_about(house, carte) -> None:
    for names in (("meal",), ("cola", "beer")):  # with the set hidden, its parts harm nothing
        _, path, body = hide(*names)(house, carte)
        answer = house.manager.send("PUT", path, {**body, "anyway": []})
        assert answer.status_code == 204
    sold_out = {"ids": [house.item], "is_sold_out": True}
    assert house.manager.send("PUT", "/api/menus/availability", sold_out).status_code == 204


def test_the_buttons_of_the_lists_ask_on_a_page(house, carte, manager: Manager) -> None:
    before = everything(house)
    path = f"/admin/menu/items/{carte['cola']}/visible"
    asked = manager.submit(f"{path}?lang=en", {"value": "0"})
    assert asked.status_code == 409
    assert "Size offers cola, which is hidden from guests." in asked.text
    assert f'href="/admin/menu#item-{carte["cola"]}"' in asked.text
    assert everything(house) == before
    assert manager.submit(path, FormReader(asked.text).fields).status_code == 409
    seen = ",".join(key.format(**carte) for key in HIDDEN)
    assert manager.submit(path, {"value": "0", "anyway": seen}).status_code == 303
    assert manager.submit(path, {"value": "1"}).status_code == 303
    back = manager.submit(
        "/admin/menu/undo", {"change_id": house.manager.get(CHANGE).json["change"]["id"]}
    )
    assert back.status_code == 409


def test_a_set_that_would_be_sold_without_its_parts_is_named(
    house, carte, manager: Manager
) -> None:
    path = f"/admin/option-groups/{carte['drinks']}/delete"
    asked = manager.submit(f"{path}?lang=en", {})
    assert asked.status_code == 409
    assert "meal will be sold without Size, of which guests have to choose now." in asked.text
    assert carte["drinks"] in {one["id"] for one in everything(house)["option_groups"]}
    seen = f"GROUP_GONE.item.{carte['meal']}.{carte['drinks']}"
    assert f'value="{seen}"' in asked.text
    assert manager.submit(path, {"anyway": seen}).status_code == 303
    extras, _ = factories.make_group(house.store, {"egg": 500})
    factories.make_item(house.store, "soup", category_id=house.category, groups=(extras,))
    assert manager.submit(f"/admin/option-groups/{extras}/delete", {}).status_code == 303
