"""The demo menu keeps its promises: four languages, a picture each, orderable as it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

DEMO = Path(__file__).resolve().parents[3] / "tableorder" / "demo"
MENU: dict[str, Any] = json.loads((DEMO / "menu.json").read_text(encoding="utf-8"))
LANGUAGES = {"ko", "en", "ja", "zh"}
LABELS = {"signature", "new", "vegetarian", "vegan", "halal"}
ALLERGENS = {
    "egg",
    "milk",
    "buckwheat",
    "peanut",
    "soybean",
    "wheat",
    "mackerel",
    "crab",
    "shrimp",
    "pork",
    "peach",
    "tomato",
    "sulfite",
    "walnut",
    "chicken",
    "beef",
    "squid",
    "shellfish",
    "pine_nut",
}
MEAT_AND_FISH = {"mackerel", "crab", "shrimp", "pork", "chicken", "beef", "squid", "shellfish"}
MAX_NAME, MAX_DESCRIPTION = 100, 500
MAX_PICTURE_BYTES = 90_000


def all_categories() -> Iterator[dict[str, Any]]:
    """Walk both levels."""
    for category in MENU["categories"]:
        yield category
        yield from category["children"]


CATEGORIES = list(all_categories())
ITEMS = [item for category in CATEGORIES for item in category["items"]]
GROUPS = {group["key"]: group for group in MENU["option_groups"]}

each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["key"])
each_group = pytest.mark.parametrize("group", MENU["option_groups"], ids=lambda group: group["key"])


def assert_in_every_language(texts: dict[str, str], limit: int) -> None:
    assert texts.keys() == LANGUAGES
    for text in texts.values():
        assert text == text.strip()
        assert 0 < len(text) <= limit


def test_the_menu_is_as_large_as_a_real_one() -> None:
    assert len(ITEMS) >= 28
    assert len(MENU["categories"]) >= 6
    assert sum(bool(item["option_groups"]) for item in ITEMS) >= 10
    assert 2 <= sum(item["is_sold_out"] for item in ITEMS) <= 3


def test_some_categories_have_a_second_level_and_then_no_items_of_their_own() -> None:
    parents = [category for category in MENU["categories"] if category["children"]]
    assert parents
    assert not any(parent["items"] for parent in parents)
    assert not any("children" in child for parent in parents for child in parent["children"])


def test_every_category_leads_to_items() -> None:
    assert all(category["items"] or category["children"] for category in MENU["categories"])
    assert all(child["items"] for category in MENU["categories"] for child in category["children"])


def test_category_names_are_complete() -> None:
    for category in CATEGORIES:
        assert_in_every_language(category["name"], MAX_NAME)


@pytest.mark.parametrize(
    "things", [CATEGORIES, ITEMS, MENU["option_groups"]], ids=["categories", "items", "groups"]
)
def test_keys_are_unique(things: list[dict[str, Any]]) -> None:
    keys = [thing["key"] for thing in things]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("things", [CATEGORIES, ITEMS], ids=["categories", "items"])
def test_names_are_unique(things: list[dict[str, Any]], language: str) -> None:
    names = [thing["name"][language] for thing in things]
    assert len(names) == len(set(names))


@each_item
def test_texts_are_complete(item: dict[str, Any]) -> None:
    assert_in_every_language(item["name"], MAX_NAME)
    assert_in_every_language(item["description"], MAX_DESCRIPTION)
    if item["origin"]:
        assert_in_every_language(item["origin"], MAX_DESCRIPTION)


@each_item
def test_price_labels_and_allergens_are_valid(item: dict[str, Any]) -> None:
    assert isinstance(item["price"], int)
    assert 0 < item["price"] <= 100_000_000
    assert item["spicy"] in range(4)
    assert set(item["labels"]) <= LABELS
    assert set(item["allergens"]) <= ALLERGENS
    assert len(item["allergens"]) == len(set(item["allergens"]))


@each_item
def test_diet_labels_agree_with_the_allergens(item: dict[str, Any]) -> None:
    if "vegetarian" in item["labels"]:
        assert not set(item["allergens"]) & MEAT_AND_FISH
    if "vegan" in item["labels"]:
        assert "vegetarian" in item["labels"]
        assert not set(item["allergens"]) & {"egg", "milk"}


@each_item
def test_picture_is_a_small_webp_in_card_shape(item: dict[str, Any]) -> None:
    path = DEMO / "pictures" / item["picture"]
    assert path.stat().st_size <= MAX_PICTURE_BYTES
    with Image.open(path) as picture:
        assert picture.format == "WEBP"
        assert picture.size == (1280, 960)


def test_every_picture_belongs_to_one_item() -> None:
    pictures = sorted(item["picture"] for item in ITEMS)
    assert pictures == sorted(path.name for path in (DEMO / "pictures").glob("*.webp"))


def test_the_picture_licence_stands_beside_the_pictures() -> None:
    assert "Microsoft Corporation" in (DEMO / "LICENSE-fluent-emoji").read_text(encoding="utf-8")
    assert "LICENSE-fluent-emoji" in (DEMO / "NOTICE").read_text(encoding="utf-8")


@each_item
def test_option_groups_exist(item: dict[str, Any]) -> None:
    assert set(item["option_groups"]) <= GROUPS.keys()
    assert len(item["option_groups"]) == len(set(item["option_groups"]))


@each_item
def test_no_choice_of_options_brings_the_price_below_zero(item: dict[str, Any]) -> None:
    deltas = [
        choice["price_delta"] for key in item["option_groups"] for choice in GROUPS[key]["choices"]
    ]
    assert item["price"] + sum(delta for delta in deltas if delta < 0) >= 0


@each_group
def test_group_texts_are_complete(group: dict[str, Any]) -> None:
    assert_in_every_language(group["name"], MAX_NAME)
    for choice in group["choices"]:
        if "item" not in choice:
            assert_in_every_language(choice["name"], MAX_NAME)
        assert isinstance(choice["price_delta"], int)


def test_sets_are_made_of_items_and_options_that_exist() -> None:
    choices = [choice for group in GROUPS.values() for choice in group["choices"]]
    parts = {choice["item"] for choice in choices if "item" in choice}
    asked = {key for choice in choices for key in choice.get("option_groups", ())}
    assert parts <= {item["key"] for item in ITEMS}
    assert asked <= GROUPS.keys()
    assert parts
    assert asked


@each_group
def test_group_can_be_satisfied_with_what_is_left(group: dict[str, Any]) -> None:
    left = [choice for choice in group["choices"] if not choice["is_sold_out"]]
    assert 0 <= group["min_select"] <= group["max_select"]
    assert 1 <= group["max_select"] <= len(group["choices"])
    assert group["min_select"] <= len(left)


@each_group
def test_group_is_used(group: dict[str, Any]) -> None:
    assert any(group["key"] in item["option_groups"] for item in ITEMS)


def test_options_show_every_case() -> None:
    choices = [choice for group in GROUPS.values() for choice in group["choices"]]
    uses = [key for item in ITEMS for key in item["option_groups"]]
    assert any(choice["is_sold_out"] for choice in choices)
    assert any(choice["price_delta"] < 0 for choice in choices)
    assert any(group["max_select"] > 1 for group in GROUPS.values())
    assert any(uses.count(key) > 1 for key in GROUPS)
