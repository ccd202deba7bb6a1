"""A guest's way from the menu to the table's orders, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.guests import (
    BIBIMBAP,
    FRIES,
    REGULAR,
    add,
    card,
    line,
    number,
    open_cart,
    open_dish,
    option,
    orders,
    send,
    sit_down,
)
from tests.browser.house import STORE

SECONDS = 1000
GIMBAP = "Sesame gimbap"


@pytest.fixture
def guest(open_page, house):
    """A guest at a tablet, with the menu open."""
    return sit_down(open_page(), house)


def test_two_dishes_with_options_become_one_order_with_a_number(guest, house):
    add(guest, BIBIMBAP, *REGULAR, "Fried egg", quantity=2, note="no onions")
    add(guest, FRIES, "Garlic")
    cart = open_cart(guest)
    expect(line(guest, BIBIMBAP)).to_contain_text("Regular, Fried egg, Mild")
    cart.get_by_label("Request for the whole order").fill("two plates")
    send(guest)
    shown = number(guest)
    (order,) = orders(house)
    assert (order["number"], order["total"], order["note"]) == (shown, 32_500, "two plates")
    bowl, fries = order["items"]
    assert [option["choice"] for option in bowl["options"]] == ["Regular", "Fried egg", "Mild"]
    assert (bowl["quantity"], bowl["note"], fries["quantity"]) == (2, "no onions", 1)
    expect(guest.locator("#screen")).to_be_hidden()
    expect(guest.get_by_role("button", name="View cart")).to_be_hidden()


def test_a_set_is_put_together_part_by_part(guest, house):
    sheet = open_dish(guest, "Bulgogi burger set")
    expect(option(sheet, "Fries")).to_be_checked()  # by default
    option(sheet, "Sweet & spicy").check()
    option(sheet, "Garlic").check()
    expect(sheet.get_by_text("+₩500").last).to_be_visible()
    expect(option(sheet, "Ice")).to_have_count(0)
    option(sheet, "Lemonade").check()
    sheet.get_by_role("button", name="Add").click()
    expect(sheet.get_by_role("group", name="Ice")).to_contain_text("Please choose 1 of Ice")
    option(sheet, "Less ice").check()
    sheet.get_by_role("button", name="Add · ₩15,500").click()
    open_cart(guest)
    shown = "Fries (Sweet & spicy, Garlic), Lemonade (Less ice)"
    expect(line(guest, "Bulgogi burger set")).to_contain_text(shown)
    send(guest)
    number(guest)
    (order,) = orders(house)
    side, drink = order["items"][0]["options"]
    assert order["total"] == 12_500 + 500 + 2500
    assert [(own["choice"], own["price_delta"]) for own in side["options"]] == [
        ("Sweet & spicy", 0),
        ("Garlic", 500),
    ]
    assert [own["choice"] for own in drink["options"]] == ["Less ice"]
    guest.get_by_role("link", name="Follow my orders").click()
    expect(guest.locator(".sent-line")).to_contain_text(shown)


@pytest.mark.alone
def test_the_orders_page_follows_the_kitchen_without_a_reload(guest, house):
    add(guest, FRIES)
    open_cart(guest)
    send(guest)
    number(guest)
    guest.get_by_role("link", name="Follow my orders").click()
    (order,) = orders(house)
    status = guest.locator(".sent-card .status")
    expect(status).to_have_text("Received")
    house.call("POST", f"/api/orders/{order['id']}/seen", token=house.staff)
    expect(guest.get_by_text("The kitchen has seen your order")).to_be_visible(timeout=2 * SECONDS)
    house.advance(order, "confirmed", "preparing")
    expect(status).to_have_text("Cooking", timeout=2 * SECONDS)
    expect(guest.locator(".step[aria-current=step]")).to_have_text("Cooking")
    expect(guest.get_by_role("button", name="Cancel order")).to_be_hidden()


def test_an_order_that_nobody_began_can_be_taken_back(guest, house):
    house.order(table=1)
    guest.goto(f"{house.url}/orders")
    guest.get_by_role("button", name="Cancel order").click()
    guest.get_by_role("button", name="Yes, cancel it").click()
    expect(guest.get_by_text("This order was cancelled and is not charged.")).to_be_visible()
    expect(guest.locator(".orders-total")).to_contain_text("₩0")
    assert orders(house)[0]["status"] == "cancelled"


@pytest.mark.alone
def test_fewer_of_an_order_that_nobody_began(guest, house, axe):
    order = house.order(table=1, quantity=3)
    guest.goto(f"{house.url}/orders")
    guest.get_by_role("button", name="Order less").click()
    dialog = guest.locator("#lower-order")
    expect(dialog.get_by_role("button", name="Change order")).to_be_disabled()
    dialog.get_by_label("One less").click()
    assert axe(guest) == []
    dialog.get_by_role("button", name="Change order").click()
    expect(guest.locator(".sent-line-count")).to_have_text("2")
    expect(guest.locator(".orders-total")).to_contain_text(f"₩{order['total'] // 3 * 2:,}")
    house.advance(order, "confirmed")
    expect(guest.get_by_role("button", name="Order less")).to_be_hidden(timeout=2 * SECONDS)


@pytest.mark.alone
def test_the_menu_tells_when_an_order_is_ready(guest, house):
    order = house.order(table=1)
    house.advance(order, "confirmed", "preparing", "ready")
    told = guest.get_by_text(f"Order {order['number']} is ready")
    expect(told).to_be_visible(timeout=2 * SECONDS)


def test_the_cart_survives_a_reload_and_like_joins_like(guest):
    add(guest, BIBIMBAP, *REGULAR)
    guest.reload()
    add(guest, BIBIMBAP, *REGULAR)
    add(guest, BIBIMBAP, "Less", "Mild")
    cart = open_cart(guest)
    expect(cart.locator(".cart-line")).to_have_count(2)
    expect(cart.locator(".cart-line .stepper-value")).to_have_text(["2", "1"])
    expect(cart.locator(".cart-total")).to_contain_text("₩35,500")


def test_a_dish_goes_into_the_cart_only_with_what_it_needs(guest):
    sheet = open_dish(guest, BIBIMBAP)
    sheet.get_by_role("button", name="Add").click()
    expect(sheet.get_by_role("alert")).to_have_text("Please choose 1 of Rice amount")
    option(sheet, "More").check()
    sheet.get_by_role("button", name="Add").click()
    expect(sheet.get_by_role("alert")).to_have_text("Please choose 1 of Spice level")
    option(sheet, "Hot").check()
    sheet.get_by_role("button", name="Add · ₩13,000").click()
    expect(sheet).to_be_hidden()


def test_a_full_group_takes_no_more_and_says_why(guest):
    sheet = open_dish(guest, BIBIMBAP)
    toppings = sheet.get_by_role("group", name="Extra toppings")
    option(toppings, "Fried egg").check()
    toppings.get_by_label("One more").first.click()
    toppings.get_by_label("One more").first.click()
    option(toppings, "Mozzarella").click()
    expect(toppings.get_by_role("alert")).to_have_text("No more than 3")
    expect(option(toppings, "Mozzarella")).not_to_be_checked()
    expect(sheet.get_by_role("button", name="Add · ₩15,000")).to_be_visible()


def test_what_was_removed_by_mistake_comes_back(guest):
    add(guest, FRIES, quantity=2)
    add(guest, BIBIMBAP, *REGULAR)
    cart = open_cart(guest)
    cart.get_by_role("button", name=f"Remove {FRIES}").click()
    expect(cart.locator(".cart-line")).to_have_count(1)
    cart.get_by_role("button", name="Undo").click()
    expect(cart.locator(".cart-line").first).to_contain_text(FRIES)
    expect(cart.locator(".stepper-value").first).to_have_text("2")


def test_options_of_a_line_can_be_changed_in_the_cart(guest):
    add(guest, BIBIMBAP, *REGULAR)
    cart = open_cart(guest)
    cart.get_by_role("button", name="Options").click()
    sheet = guest.locator("#dish-sheet")
    expect(option(sheet, "Regular")).to_be_checked()
    option(sheet, "More").check()
    sheet.get_by_role("button", name="Change").click()
    expect(line(guest, BIBIMBAP)).to_contain_text("More, Mild")
    expect(cart.locator(".cart-line")).to_have_count(1)


def test_search_finds_dishes_by_their_first_consonants(open_page, house):
    page = open_page(locale="ko-KR", viewport={"width": 360, "height": 740})
    sit_down_in_korean(page, house)
    page.locator("nav.chipbar button").first.click()
    page.locator("[type=search]").fill("ㄷㅅ ㅂㅂ")
    expect(page.locator("[data-dish]:visible .dish-name")).to_have_text(["돌솥비빔밥"])
    page.locator("[type=search]").fill("ㅋㅋㅋㅋ")
    expect(page.locator("#menu-nothing")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.locator("[data-dish]:visible").count() > 24


def sit_down_in_korean(page, house):
    page.goto(f"{house.url}/t/{STORE}?lang=ko")
    page.fill("[name=table_number]", "1")
    page.fill("[name=pin]", "0000")
    page.click("main button[type=submit]")
    page.wait_for_url(f"{house.url}/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/menu")


def test_the_bar_of_categories_follows_the_scroll(guest):
    current = guest.locator(".chip[aria-current=true]")
    expect(current).to_have_text("Meals")
    guest.get_by_role("link", name="Desserts").click()
    expect(current).to_have_text("Desserts")
    expect(guest.get_by_role("heading", name="Desserts")).to_be_in_viewport()
    guest.keyboard.press("Home")
    expect(current).to_have_text("Meals")


def test_the_menu_can_be_read_without_scripts(open_page, house):
    page = open_page(java_script_enabled=False)
    sit_down(page, house)
    expect(card(page, BIBIMBAP)).to_contain_text("₩12,000")
    expect(page.get_by_role("heading", name="Rice dishes")).to_be_visible()
    house.order(table=1)
    page.get_by_role("link", name="My orders").click()
    expect(page.get_by_role("heading", name="No. 001")).to_be_visible()


def test_the_menu_speaks_the_guests_language(guest):
    guest.locator("summary[aria-label=Language]").click()
    guest.get_by_role("link", name="日本語").click()
    expect(guest.get_by_text("石焼きビビンバ")).to_be_visible()
    expect(guest.locator(".topbar-table")).to_have_text(re.compile("Table 1"))


def test_everything_can_be_done_with_the_keyboard(guest, house):
    card(guest, FRIES).focus()
    guest.keyboard.press("Enter")
    expect(guest.locator("#dish-sheet")).to_be_visible()
    guest.locator("#dish-sheet .sheet-foot .btn-primary").focus()
    guest.keyboard.press("Enter")
    expect(card(guest, FRIES)).to_be_focused()
    guest.get_by_role("button", name="View cart").focus()
    guest.keyboard.press("Enter")
    guest.locator("#send-order").focus()
    guest.keyboard.press("Enter")
    number(guest)
    guest.keyboard.press("Escape")
    guest.keyboard.press("Escape")
    expect(guest.locator(".screen-number")).to_be_visible()
    assert len(orders(house)) == 1


def test_requests_stay_on_one_line_and_a_refused_one_is_named_at_its_line(guest, house):
    sheet = open_dish(guest, GIMBAP)
    note = sheet.get_by_label("Request for the kitchen")
    note.fill("no onions\nplease")
    expect(note).to_have_value("no onions please")
    note.press("Enter")
    expect(note).not_to_be_focused()
    sheet.get_by_role("button", name="Add").click()
    cart = open_cart(guest)
    cart.get_by_label("Request for the whole order").fill("🥄" * 250)
    fault = {"path": "items.0.note", "code": "X", "message": "At most 200 characters."}
    refusal = {"code": "INVALID", "message": "Some fields need another look."}
    answer = {"error": {**refusal, "details": {"fields": [fault]}, "request_id": ""}}
    guest.route("**/api/orders", lambda route: route.fulfill(status=422, json=answer), times=1)
    send(guest)
    expect(line(guest, GIMBAP)).to_contain_text("At most 200 characters. Please change it.")
    expect(cart.get_by_role("button", name="Order", exact=True)).to_be_disabled()
    line(guest, GIMBAP).get_by_role("button", name="Request").click()
    note.fill("no onions")
    sheet.get_by_role("button", name="Change").click()
    send(guest)
    number(guest)
    (order,) = orders(house)
    assert (order["items"][0]["note"], len(order["note"])) == ("no onions", 200)


def wait_for_own_entry(page) -> None:
    """Wait until the closed layer's entry is given back; the page's policy lets none wait in it."""
    for _ in range(50):
        if page.evaluate("history.state") is None:
            return
        page.wait_for_timeout(100)
    pytest.fail("the history is still in a layer")


def test_back_closes_what_is_open_and_stays_on_the_menu(guest):
    add(guest, BIBIMBAP, *REGULAR)
    cart = open_cart(guest)
    cart.get_by_role("button", name="Options").click()
    sheet = guest.locator("#dish-sheet")
    expect(sheet).to_be_visible()
    guest.go_back()
    expect(sheet).to_be_hidden()
    expect(cart).to_be_visible()
    guest.go_back()
    expect(cart).to_be_hidden()
    open_dish(guest, FRIES)
    guest.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    wait_for_own_entry(guest)
    open_dish(guest, FRIES)
    guest.reload()
    wait_for_own_entry(guest)
    assert guest.url.endswith("/menu")
    guest.go_back()
    guest.wait_for_url(lambda url: not url.endswith("/menu"))
