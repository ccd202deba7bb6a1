"""An owner works through the editor by keys alone: from a new category to undone prices."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage, sign_in
from tests.browser.house import House
from tests.browser.keys import press, write
from tests.browser.test_pictures import halves

Edited = Callable[[str], dict[str, Any]]
SAVE = ".adm-save [type=submit]"


@pytest.fixture
def edited(house: House) -> Edited:
    """Finds rows of the menu by their Korean names, as those who keep it read them."""

    def find(kind: str) -> dict[str, Any]:
        menu = house.call("GET", "/api/menus?view=edit", token=house.staff)
        return {row["name"].get("ko"): row for row in menu[kind]}

    return find


@pytest.fixture
def page(house: House, open_page: OpenPage) -> Page:
    return sign_in(open_page(), house, to="/admin/menu")


def test_a_category_and_a_group_are_made(page: Page, house: House, edited: Edited) -> None:
    page.goto(f"{house.url}/admin/categories")
    press(page, page.get_by_role("link", name="New category"))
    page.wait_for_url("**/admin/categories/new")
    write(page, "[name='name.ko']", "야식")
    press(page, ".adm-rows-add")
    expect(page.locator("[name$='.days']:focus")).to_have_count(1)
    page.keyboard.press("Space")
    write(page, "[name$='.from']", "1000PM")
    write(page, "[name$='.to']", "0200AM")
    press(page, SAVE)
    page.wait_for_url("**/admin/categories?*")
    assert edited("categories")["야식"]["hours"] == [{"days": [0], "from": "22:00", "to": "02:00"}]

    page.goto(f"{house.url}/admin/option-groups/new")
    write(page, "[name='name.ko']", "맵기")
    for place, name in enumerate(("순한 맛", "매운 맛"), 1):
        if place > 1:
            press(page, page.get_by_role("button", name="Add a choice"))
        row = page.get_by_role("group", name=f"Choice {place}", exact=True)
        write(page, row.locator("[name$='.name.ko']"), name)
    press(page, SAVE)
    page.wait_for_url("**/admin/option-groups?*")
    assert [one["name"]["ko"] for one in edited("option_groups")["맵기"]["choices"]] == [
        "순한 맛",
        "매운 맛",
    ]


def test_prices_of_many_change_and_come_back(page: Page, edited: Edited) -> None:
    before = edited("items")["돌솥비빔밥"]["price"]
    write(page, page.get_by_role("searchbox"), "stone-pot")
    expect(page.locator("[data-item]:visible")).to_have_count(1)
    press(page, page.get_by_role("button", name="Choose several"))
    press(page, "[data-pick]:visible", "Space")
    press(page, page.get_by_role("button", name="Prices"))
    dialog = page.locator("#bulk-prices")
    write(page, dialog.get_by_label("How much"), "700")
    expect(dialog.locator(".ml-prices li")).to_have_count(1)
    press(page, dialog.get_by_role("button", name="Change 1 prices"))
    expect(page.locator("#undo")).to_contain_text("New prices")
    assert edited("items")["돌솥비빔밥"]["price"] == before + 700
    press(page, page.get_by_role("button", name="Undo"))
    expect(page.get_by_text("Undone. Guests see it as before.")).to_be_visible()
    assert edited("items")["돌솥비빔밥"]["price"] == before


def test_a_missing_translation_is_filled_in(page: Page, house: House, edited: Edited) -> None:
    dish = edited("items")["돌솥비빔밥"]
    named = {code: text for code, text in dish["name"].items() if code != "en"}
    house.call("PATCH", f"/api/menus/{dish['id']}", {"name": named}, token=house.staff)
    page.goto(f"{house.url}/admin/menu/check")
    press(page, page.get_by_role("link", name="Fill in translations"))
    page.wait_for_url("**/admin/menu/translations")
    write(
        page,
        page.get_by_role("region", name="돌솥비빔밥").get_by_label("English"),
        "Hot stone rice",
    )
    press(page, SAVE)
    expect(page.get_by_text("Saved. Guests see it now.")).to_be_visible()
    assert edited("items")["돌솥비빔밥"]["name"] == {**named, "en": "Hot stone rice"}


def test_a_price_list_and_pictures_are_taken_in(
    page: Page, house: House, edited: Edited, tmp_path: Path
) -> None:
    prices = tmp_path / "prices.csv"
    prices.write_text("name,price\n돌솥비빔밥,12900\n", "utf-8")
    page.goto(f"{house.url}/admin/menu/import")
    choose_files(page, page.locator("[name=file]"), str(prices))
    press(page, page.get_by_role("button", name="See what changes"))
    expect(page.get_by_role("button", name="Import now")).to_be_visible()
    press(page, page.get_by_role("button", name="Import now"))
    expect(page.locator("#undo")).to_be_visible()
    assert edited("items")["돌솥비빔밥"]["price"] == 12900

    before = edited("items")["갈릭 감자튀김"]["image"]
    picture = tmp_path / "갈릭 감자튀김.jpg"
    picture.write_bytes(halves())
    page.goto(f"{house.url}/admin/menu/pictures")
    choose_files(page, page.locator(".adm-camera[multiple]"), str(picture))
    press(page, page.get_by_role("button", name="Save 1"))
    expect(page.locator(".adm-queue-done:visible")).to_have_count(1)
    assert edited("items")["갈릭 감자튀김"]["image"] != before


def choose_files(page: Page, field: Locator, path: str) -> None:
    # Before the way there: the page learns by a message that a test will choose, and a key pressed
    # at once overtakes it.
    with page.expect_file_chooser() as chosen:
        press(page, field)
    chosen.value.set_files(path)
