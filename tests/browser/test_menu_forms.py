"""The menu's forms: by keyboard alone, guarded, for two at once, the guests' view beside them."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import OpenPage, sign_in
from tests.browser.house import House
from tests.browser.keys import tab_to

WIDE = {"width": 1600, "height": 900}
PHONE = {"width": 390, "height": 780}


def edited(house: House) -> Any:
    """The whole menu, as those who keep it read it."""
    return house.call("GET", "/api/menus?view=edit", token=house.staff)


def dish(house: House, number: int = 0) -> Any:
    return edited(house)["items"][number]


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def frame(page: Page) -> FrameLocator:
    return page.frame_locator(".adm-frame iframe")


def held(page: Page) -> list[str]:
    """The names of the files that the form would send."""
    return page.locator("#image").evaluate("input => [...input.files].map(({ name }) => name)")


def test_a_dish_is_made_by_keyboard_alone(house: House, open_page: OpenPage, axe) -> None:
    page = sign_in(open_page(), house, to="/admin/menu/items/new")
    keys = page.keyboard
    for field, text in (("name.ko", "육회"), ("name.en", "Yukhoe"), ("price", "19,000")):
        tab_to(page, f"[name='{field}']")
        keys.type(text)
    tab_to(page, "[name='daily_stock.5']")
    keys.type("8")
    for _ in range(2):
        tab_to(page, ".adm-rows-add")
        keys.press("Enter")
        expect(page.locator("[name$='.days']:focus")).to_have_count(1)
        keys.press("Space")
        tab_to(page, "[name$='.from']")
        keys.type("1100AM")
        tab_to(page, "[name$='.to']")
        keys.type("0130PM")
    expect(page.locator(".adm-span")).to_have_count(2)
    tab_to(page, ".adm-span:last-child .adm-row-tools button")
    keys.press("Enter")
    expect(page.locator(".adm-span")).to_have_count(1)
    for allergen in ("beef", "sesame"):
        tab_to(page, f"[value={allergen}]")
        keys.press("Space")
    assert axe(page) == []
    tab_to(page, ".adm-save [type=submit]")
    keys.press("Enter")
    page.wait_for_url("**/admin/menu?done=saved#item-*")
    made = edited(house)["items"][-1]
    assert (made["name"], made["price"]) == ({"ko": "육회", "en": "Yukhoe"}, 19000)
    assert made["hours"] == [{"days": [0], "from": "11:00", "to": "13:30"}]
    assert made["daily_stock"] == [None] * 5 + [8, None]
    assert made["allergens"] == ["beef", "sesame"]


def test_choices_change_places_by_keyboard(house: House, open_page: OpenPage, axe) -> None:
    group = edited(house)["option_groups"][0]
    page = sign_in(open_page(), house, to=f"/admin/option-groups/{group['id']}")
    assert axe(page) == []
    first = page.locator("[data-row]").first
    first.get_by_role("button", name="Move down").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]:focus-within")).to_have_attribute("aria-label", "Choice 3")
    page.get_by_role("button", name="Add a choice").press("Enter")
    expect(page.locator("[data-row]:last-child input:focus")).to_have_count(1)
    page.keyboard.type("넷째")
    page.locator(".adm-save [type=submit]").press("Enter")
    page.wait_for_url("**/admin/option-groups?done=saved")
    choices = edited(house)["option_groups"][0]["choices"]
    before = [choice["id"] for choice in group["choices"]]
    assert [choice["id"] for choice in choices[:3]] == [before[1], before[2], before[0]]
    assert choices[-1]["name"] == {"ko": "넷째"}


def test_a_dish_asks_its_groups_in_the_order_of_the_page(house: House, open_page: OpenPage) -> None:
    item = dish(house)
    page = sign_in(open_page(), house, to=f"/admin/menu/items/{item['id']}")
    asked = page.locator(".adm-group:has(:checked)")
    asked.first.get_by_role("button", name="Move down").press("Enter")
    expect(asked.nth(1).get_by_role("button", name="Move down")).to_be_focused()
    save(page)
    page.wait_for_url("**/admin/menu?done=saved#item-*")
    first, second, *others = item["option_group_ids"]
    assert dish(house)["option_group_ids"] == [second, first, *others]


def stay_and_save(page: Page, field: str) -> None:
    """Type into a field, nearly leave the form, and save it."""
    page.fill(field, "7")
    page.get_by_role("link", name="Board").click()
    page.get_by_role("button", name="Stay here").click()
    expect(page.locator(field)).to_have_value("7")
    save(page)
    page.wait_for_url("**?done=saved")


def test_a_changed_form_is_not_left_without_a_word(house: House, open_page: OpenPage) -> None:
    page = sign_in(open_page(), house, to="/admin/menu")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    path = f"/admin/menu/items/{dish(house)['id']}"
    page.goto(house.url + path)
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/admin/menu")

    page.goto(house.url + path)
    page.fill("[name=price]", "777")
    page.get_by_role("link", name="Cancel").click()
    ask = page.get_by_role("dialog", name="Leave without saving?")
    expect(ask).to_be_visible()
    ask.get_by_role("button", name="Stay here").click()
    expect(page.locator("[name=price]")).to_have_value("777")
    page.close(run_before_unload=True)
    expect(page.locator("[name=price]")).to_have_value("777")
    assert asked == ["beforeunload"]
    page.get_by_role("link", name="Board").click()
    ask.get_by_role("button", name="Leave").click()
    page.wait_for_url("**/board")
    assert dish(house)["price"] != 777

    page.goto(house.url + path)
    page.fill("[name=price]", "777")
    page.get_by_text("Delete this dish").click()
    page.get_by_role("button", name="Delete for good").click()
    page.wait_for_url("**/admin/menu?done=deleted")
    assert asked == ["beforeunload"]

    for path, field in (("/admin/stations/new", "name"), ("/admin/ordering", "order_gap")):
        page.goto(house.url + path)
        stay_and_save(page, f"[name={field}]")
    assert house.call("GET", "/api/store/ordering", token=house.staff)["order_gap"] == 7


def change_their_mind(page: Page, upload: Any) -> None:
    """Take a chosen picture out, choose it anew, and nearly choose another."""
    picture = page.locator(".adm-picture-image")
    page.get_by_role("button", name="Remove the picture").click()
    expect(picture).to_be_hidden()
    assert held(page) == []
    page.set_input_files("#image", upload)
    page.get_by_role("button", name="Use this part").click()
    expect(picture).to_be_visible()
    chosen, address = held(page), picture.get_attribute("src")
    page.set_input_files("#image", {**upload, "name": "another.jpg"})
    expect(page.locator("#crop")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#crop")).to_be_hidden()
    expect(picture).to_have_attribute("src", address or "")
    assert held(page) == chosen != []


def test_a_refused_or_lost_save_keeps_what_was_typed_and_the_picture(
    house: House, open_page: OpenPage
) -> None:
    page = sign_in(open_page(viewport=WIDE), house, to="/admin/menu/items/new")
    page.fill("[name='name.ko']", "새 메뉴")
    page.fill("[name=price]", "-5")
    photo = io.BytesIO()
    Image.new("RGB", (800, 600), "red").save(photo, "JPEG")
    upload = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    page.set_input_files("#image", upload)
    page.get_by_role("button", name="Use this part").click()
    expect(frame(page).locator("#dish-0 img[src^='blob:']")).to_be_visible()
    change_their_mind(page, upload)
    save(page)
    expect(page.locator("[id='price-error']")).to_have_text("Must be at least 0.")
    expect(page.locator("[name=price]")).to_be_focused()
    expect(page.locator(".adm-picture-image")).to_be_visible()
    page.fill("[name=price]", "5000")
    page.context.set_offline(True)
    save(page)
    expect(page.get_by_text("Nothing is lost: please try again.")).to_be_visible()
    page.context.set_offline(False)
    save(page)
    page.wait_for_url("**/admin/menu?done=saved#item-*")
    made = edited(house)["items"][-1]
    assert (made["price"], made["image"]["width"]) == (5000, 800)


def test_the_later_of_two_sees_what_the_other_changed(house: House, open_page: OpenPage) -> None:
    before = dish(house)
    page = sign_in(open_page(), house, to=f"/admin/menu/items/{before['id']}")
    page.fill("[name='name.en']", "Mine")
    house.call("PATCH", f"/api/menus/{before['id']}", {"price": 4321}, token=house.staff)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Somebody else changed this meanwhile.")
    expect(page.get_by_role("alert")).to_contain_text("4321")
    expect(page.locator("[name=price]")).to_have_value("4321")
    save(page)
    page.wait_for_url("**/admin/menu?done=saved#item-*")
    after = dish(house)
    assert (after["name"]["en"], after["price"]) == ("Mine", 4321)

    page.goto(f"{house.url}/admin/menu/items/{before['id']}")
    page.fill("[name='name.en']", "Kept")
    house.call("DELETE", f"/api/menus/{before['id']}", token=house.staff)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Somebody else deleted this meanwhile.")
    save(page)
    page.wait_for_url("**/admin/menu?done=saved#item-*")
    assert edited(house)["items"][-1]["name"]["en"] == "Kept"


@pytest.mark.alone
def test_the_guests_view_follows_what_is_typed(house: House, open_page: OpenPage, axe) -> None:
    before = dish(house)
    page = sign_in(open_page(viewport=WIDE), house, to=f"/admin/menu/items/{before['id']}")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    card = frame(page).locator(f"#dish-{before['id']}")
    expect(card).to_contain_text(before["name"]["en"])
    took = []
    for name in ("Alpha", "Beta", "Gamma"):
        page.locator("[name='name.en']").fill(name)
        start = time.perf_counter()
        expect(card).to_contain_text(name)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.3
    card.click()
    sheet = frame(page).locator("#dish-sheet")
    expect(sheet).to_contain_text("Gamma")
    page.fill("[name=price]", "0")
    expect(sheet.locator(".price").first).to_have_text("Free")
    hints = page.locator("#hints")
    expect(hints).to_contain_text("costs nothing, and nobody has confirmed that.")
    assert axe(page) == []
    page.get_by_label("Language of the preview").select_option("ja")
    expect(frame(page).locator(f"#dish-{before['id']}")).to_contain_text(before["name"]["ja"])
    page.get_by_label("Dark").press("Space")
    expect(frame(page).locator("html")).to_have_attribute("data-theme", "night")
    page.get_by_label("Tablet").press("Space")
    expect(page.locator(".adm-frame")).to_have_attribute("data-device", "tablet")
    assert frame(page).locator("html").evaluate("innerWidth") == 1024
    assert not [url for url in seen if "/api/" in url]
    assert dish(house) == before


@pytest.mark.parametrize("viewport", [PHONE], ids=["phone"])
def test_on_a_small_screen_the_guests_view_is_behind_a_button(
    house: House, open_page: OpenPage, axe, viewport: dict[str, int]
) -> None:
    page = sign_in(open_page(viewport=viewport), house, to="/admin/menu")
    page.goto(f"{house.url}/admin/menu/items/{dish(house)['id']}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Preview").click()
    expect(frame(page).locator("[data-dish]").first).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".adm-frame")).to_be_hidden()
    expect(page.get_by_role("button", name="Preview")).to_be_focused()


def test_what_keeps_guests_from_ordering_is_asked_about(house: House, open_page: OpenPage) -> None:
    item = dish(house)
    lunch = {"hours": [{"days": [1], "from": "10:00", "to": "11:00"}]}
    house.call("PATCH", f"/api/categories/{item['category_id']}", lunch, token=house.staff)
    page = sign_in(open_page(), house, to=f"/admin/menu/items/{item['id']}")
    page.get_by_role("button", name="Add a range").click()
    page.locator(".adm-span .adm-day").first.click()
    page.locator(".adm-span [name$='.from']").fill("12:00")
    page.locator(".adm-span [name$='.to']").fill("13:00")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("is never sold")
    assert dish(house)["hours"] == []
    page.get_by_role("button", name="Save anyway").click()
    page.wait_for_url("**/admin/menu?done=saved#item-*")
    assert dish(house)["hours"] == [{"days": [0], "from": "12:00", "to": "13:00"}]
