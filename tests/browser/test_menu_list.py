"""An owner keeps the menu's list: by mouse, by finger, and by keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import OpenPage, sign_in
from tests.browser.guests import BIBIMBAP, card, items, sit_down
from tests.browser.house import House

SAVED = "Saved. Guests see it now."


def categories(house: House) -> list[dict[str, Any]]:
    return house.call("GET", "/api/menus/arrangement", token=house.staff)["categories"]


def places(house: House) -> list[dict[str, Any]]:
    """The categories of both levels as they are read."""
    return [place for top in categories(house) for place in (top, *top["children"])]


def full(house: House) -> dict[str, Any]:
    """The first category in which several dishes stand."""
    return next(place for place in places(house) if len(place["item_ids"]) > 2)


def now(house: House, place: dict[str, Any]) -> list[int]:
    """The dishes that stand now in a category, in order."""
    return next(one["item_ids"] for one in places(house) if one["id"] == place["id"])


def grip(page: Page, kind: str, number: int) -> Locator:
    return page.locator(f"[data-{kind}='{number}'] [data-grip={kind}]").first


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, start: Locator, end: Locator) -> None:
    """Drag by mouse from one handle to a little below another's middle."""
    start.evaluate("element => element.scrollIntoView({ block: 'center' })")
    page.mouse.move(*middle(start))
    page.mouse.down()
    x, y = middle(end)
    page.mouse.move(x, y - 20, steps=8)
    page.mouse.move(x, y + 8, steps=8)
    page.wait_for_timeout(200)
    page.mouse.up()


def touch_drag(page: Page, start: Locator, end: Locator) -> None:
    """Drag by finger, as the browser's own protocol sends it."""
    start.evaluate("element => element.scrollIntoView({ block: 'center' })")
    protocol = page.context.new_cdp_session(page)
    (x, y), (to_x, to_y) = middle(start), middle(end)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": one, "y": two} for one, two in points]
        protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})

    send("touchStart", (x, y))
    for step in range(1, 11):
        send("touchMove", (x + (to_x - x) * step / 10, y + (to_y + 8 - y) * step / 10))
        page.wait_for_timeout(30)
    page.wait_for_timeout(200)
    send("touchEnd")


def test_dishes_and_categories_are_dragged(house: House, open_page: OpenPage, axe) -> None:
    page = sign_in(open_page(), house, to="/admin/menu")
    first = full(house)
    one, two, three, *_ = first["item_ids"]
    drag(page, grip(page, "item", one), grip(page, "item", three))
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert now(house, first)[:3] == [two, three, one]
    assert axe(page) == []

    tops = [top["id"] for top in categories(house)]
    expect(page.get_by_text(SAVED)).to_be_hidden()
    drag(page, grip(page, "category", tops[0]), grip(page, "category", tops[1]))
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert [top["id"] for top in categories(house)][:2] == [tops[1], tops[0]]


def test_a_finger_drags_on_a_phone(house: House, open_page: OpenPage) -> None:
    phone = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = sign_in(phone, house, to="/admin/menu")
    first = full(house)
    one, two, *_ = first["item_ids"]
    touch_drag(page, grip(page, "item", one), grip(page, "item", two))
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert now(house, first)[:2] == [two, one]


def test_the_list_is_put_in_order_by_keys_alone(house: House, open_page: OpenPage) -> None:
    page = sign_in(open_page(), house, to="/admin/menu")
    before, first = places(house), full(house)
    one, *_ = first["item_ids"]
    spoken = page.locator(".ml [aria-live=polite]")
    handle = grip(page, "item", one)
    handle.focus()
    for key in ("Space", "ArrowDown", "ArrowUp", "ArrowDown", "Escape"):
        page.keyboard.press(key)
    expect(spoken).to_contain_text("Put back. Place 1 of")
    assert places(house) == before

    page.keyboard.press("Enter")
    expect(spoken).to_contain_text("is picked up. Place 1 of")
    expect(handle).to_have_attribute("aria-pressed", "true")
    for _ in first["item_ids"]:
        page.keyboard.press("ArrowDown")
    expect(handle).to_be_focused()
    expect(spoken).to_contain_text("Place 1 of")
    page.keyboard.press("Enter")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert one not in now(house, first)
    ids = [place["id"] for place in before]
    following = before[ids.index(first["id"]) + 1]
    assert now(house, following)[0] == one


def test_what_a_move_takes_from_guests_is_asked_about(
    house: House, open_page: OpenPage, axe
) -> None:
    first = full(house)
    one = first["item_ids"][-1]
    ids = [place["id"] for place in places(house)]
    below = ids[ids.index(first["id"]) + 1]
    for path, day in ((f"menus/{one}", 0), (f"categories/{below}", 1)):
        hours = [{"days": [day], "from": "10:00", "to": "11:00"}]
        house.call("PATCH", f"/api/{path}", {"hours": hours}, token=house.staff)
    page = sign_in(open_page(), house, to="/admin/menu")
    handle, asked = grip(page, "item", one), page.get_by_role("dialog", name="Go on anyway?")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/menus/arrangement", hold)
    for moved in (one, first["item_ids"][0]):  # the second waits for the first
        grip(page, "item", moved).focus()
        for key in ("Space", "ArrowDown", "Space"):
            page.keyboard.press(key)
    held[0].continue_()
    page.unroute("**/api/menus/arrangement", hold)
    asked.get_by_role("button", name="Leave it").press("Enter")
    rows = page.locator(f"[data-category='{first['id']}'] > [data-items] > [data-item]")
    expect(rows.first).to_have_attribute("data-item", str(first["item_ids"][0]))
    handle.focus()
    for answer, is_moved in (("Leave it", False), ("Go on anyway", True)):
        for key in ("Space", "ArrowDown", "Space"):
            page.keyboard.press(key)
        expect(asked).to_contain_text("is never sold")
        assert axe(page) == []
        asked.get_by_role("button", name=answer).press("Enter")
        expect(asked).to_be_hidden()
        expect(handle).to_be_focused()
        expect(page.get_by_text(SAVED)).to_have_count(int(is_moved))
        shown = rows.evaluate_all("rows => rows.map((row) => Number(row.dataset.item))")
        assert shown == now(house, first) == first["item_ids"][: -1 if is_moved else None]


def test_a_category_changes_its_level_by_keys(house: House, open_page: OpenPage) -> None:
    page = sign_in(open_page(), house, to="/admin/menu")
    spoken = page.locator(".ml [aria-live=polite]")
    before = categories(house)
    leaf = next(top for top in before[1:] if not top["children"])
    grip(page, "category", leaf["id"]).focus()
    for key in ("Space", "ArrowRight", "Space"):
        page.keyboard.press(key)
    expect(spoken).to_contain_text("is put down.")
    place = [top["id"] for top in before].index(leaf["id"]) - 1
    heading = page.locator(f"[data-category='{leaf['id']}'] h2").first
    expect(heading).to_have_attribute("aria-level", "3")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert [child["id"] for child in categories(house)[place]["children"]][-1] == leaf["id"]


def test_an_older_list_moves_nothing(house: House, open_page: OpenPage) -> None:
    page = sign_in(open_page(), house, to="/admin/menu")
    present = house.call("GET", "/api/menus/arrangement", token=house.staff)
    body = {**present, "categories": [*reversed(present["categories"])]}
    house.call("PUT", "/api/menus/arrangement", body, token=house.staff)
    grip(page, "item", full(house)["item_ids"][0]).focus()
    for key in ("Space", "ArrowDown", "Space"):
        page.keyboard.press(key)
    expect(page.get_by_text("Someone else changed the menu meanwhile.")).to_be_visible()
    first = page.locator("[data-category]").first
    expect(first).to_have_attribute("data-category", str(body["categories"][0]["id"]))
    assert categories(house) == body["categories"]


def names_shown(page: Page) -> list[str]:
    return page.locator("[data-item]:visible .adm-item-name").all_inner_texts()


def choose(page: Page, place: dict[str, Any]) -> int:
    """Choose all dishes of a category, the first by a tap and the rest with Shift."""
    page.get_by_role("button", name="Choose several").click()
    boxes = [page.locator(f"[data-item='{one}'] [data-pick]") for one in place["item_ids"]]
    boxes[0].check()
    boxes[-1].click(modifiers=["Shift"])
    expect(page.locator(".ml-count")).to_contain_text(f"{len(boxes)} chosen")
    return len(boxes)


def test_dishes_are_found_as_one_types(house: House, open_page: OpenPage, axe) -> None:
    page = sign_in(open_page(), house, to="/admin/menu")
    page.get_by_role("searchbox").fill("ㄷㅅㅂㅂㅂ")
    expect(page.locator("[data-item]:visible")).to_have_count(1)
    assert names_shown(page) == [BIBIMBAP]
    expect(page.locator(".ml-count")).to_contain_text("1 of")
    expect(page.locator("[data-grip]:visible")).to_have_count(0)
    expect(page.get_by_text("The order can be changed while the whole menu")).to_be_visible()
    page.get_by_role("searchbox").fill("nothing like it")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_text("Nothing found")).to_be_hidden()


def test_prices_of_many_change_as_shown_and_back(house: House, open_page: OpenPage, axe) -> None:
    before, first = items(house), full(house)
    page = sign_in(open_page(), house, to="/admin/menu")
    count = choose(page, first)
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    acts = page.locator(".ml-act")
    assert acts.evaluate_all("acts => acts.every((one) => one.scrollWidth <= one.clientWidth)")
    assert acts.evaluate_all("acts => Math.max(...acts.map((one) => one.offsetHeight))") < 56
    page.get_by_role("button", name="Prices").click()
    dialog = page.locator("#bulk-prices")
    dialog.get_by_text("By per cent").click()
    dialog.get_by_label("How much").fill("10")
    dialog.get_by_label("Round to").select_option("100")
    expect(dialog.locator(".ml-prices li")).to_have_count(count)
    assert axe(page) == []
    dialog.get_by_text("Lower").click()
    dialog.get_by_text("By an amount").click()
    dialog.get_by_label("How much").fill("90000000")
    expect(dialog.get_by_role("alert")).to_contain_text("below 0")
    expect(dialog.get_by_role("button", name="Change")).to_be_disabled()
    dialog.get_by_label("How much").fill("1000")
    dialog.get_by_role("button", name=f"Change {count} prices").click()
    expect(page.locator("#undo")).to_contain_text("New prices")
    after = {item["id"]: item["price"] for item in items(house).values()}
    chosen = [item for item in before.values() if item["id"] in first["item_ids"]]
    assert [after[item["id"]] for item in chosen] == [item["price"] - 1000 for item in chosen]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone. Guests see it as before.")).to_be_visible()
    assert items(house) == before


@pytest.mark.alone
def test_guests_see_a_change_of_many_and_its_undoing(house: House, open_page: OpenPage) -> None:
    guest = sit_down(open_page(), house)
    page = sign_in(open_page(), house, to="/admin/menu")
    place = next(p for p in places(house) if items(house)[BIBIMBAP]["id"] in p["item_ids"])
    page.get_by_role("button", name="Choose several").click()
    page.locator(f"[data-category='{place['id']}'] [data-pick-all]").first.check()
    page.get_by_role("button", name="Sold out").last.click()
    page.get_by_role("button", name="Sold out until tomorrow").click()
    expect(card(guest, BIBIMBAP)).to_contain_text("Sold out", timeout=2000)
    page.get_by_role("button", name="Undo").click()
    expect(card(guest, BIBIMBAP)).not_to_contain_text("Sold out", timeout=2000)


def test_the_list_is_kept_by_keys_alone(house: House, open_page: OpenPage) -> None:
    """Find, choose, hide, undo: never by mouse."""
    dish = items(house)[BIBIMBAP]["id"]
    place = next(p for p in places(house) if dish in p["item_ids"])
    part = {"name": {"ko": "곁들임", "en": "Side"}, "choices": [{"menu_id": dish}]}
    group = house.call("POST", "/api/option-groups", part, token=house.staff)["id"]
    meal = {
        "name": {"ko": "세트"},
        "price": 1,
        "category_id": place["id"],
        "option_group_ids": [group],
    }
    house.call("POST", "/api/menus", meal, token=house.staff)
    page = sign_in(open_page(), house, to="/admin/menu")
    page.get_by_role("searchbox").press_sequentially("stone-pot")
    expect(page.locator("[data-item]:visible")).to_have_count(1)
    page.get_by_role("button", name="Choose several").press("Enter")
    page.locator("[data-pick]:visible").press("Space")
    hide = page.get_by_role("button", name="Hide", exact=True)
    hide.press("Enter")
    asked = page.get_by_role("dialog", name="Go on anyway?")
    expect(asked).to_contain_text(f"Side offers {BIBIMBAP}, which is hidden from guests.")
    page.keyboard.press("Escape")
    expect(hide).to_be_focused()
    assert BIBIMBAP in items(house)
    hide.press("Enter")
    asked.get_by_role("button", name="Go on anyway").press("Enter")
    expect(page.locator("#undo")).to_contain_text("Hidden:")
    expect(page.get_by_role("searchbox")).to_have_value("stone-pot")
    assert BIBIMBAP not in items(house)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Undone. Guests see it as before.")).to_be_visible()
    assert BIBIMBAP in items(house)
