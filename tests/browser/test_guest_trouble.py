"""What a guest sees when network, kitchen or owner get in between, in a real browser."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.guests import (
    BIBIMBAP,
    FRIES,
    REGULAR,
    add,
    card,
    close_table,
    count,
    line,
    number,
    open_cart,
    open_dish,
    orders,
    sell_out,
    send,
    set_price,
    sit_down,
)

SECONDS = 1000


@pytest.fixture
def guest(open_page, house):
    """A guest at a tablet, with the menu open."""
    return sit_down(open_page(), house)


def is_order(request):
    return request.method == "POST" and request.url.endswith("/api/orders")


def lose_answers(page, count, keys):
    """Let the server have orders, but lose its first answers; note every key."""

    def handle(route):
        if not is_order(route.request):
            route.fallback()
            return
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > count:
            route.continue_()
            return
        route.fetch()
        route.abort()

    page.route("**/api/orders", handle)


def keep_old_menu(page):
    """Keep the page from hearing of the menu's changes until an order was sent."""
    was_sent = []
    page.on("request", lambda request: was_sent.append(1) if is_order(request) else None)

    def handle(route):
        if was_sent:
            route.continue_()
        else:
            route.abort()

    page.route("**/api/menus*", handle)


def test_a_lost_answer_is_asked_for_again_and_makes_one_order(guest, house):
    keys = []
    lose_answers(guest, 2, keys)
    add(guest, FRIES)
    open_cart(guest)
    send(guest)
    expect(guest.get_by_text("it will not be ordered twice")).to_be_visible()
    assert guest.locator(".screen-number").count() == 0
    shown = number(guest)
    assert [order["number"] for order in orders(house)] == [shown]
    assert (len(keys), len(set(keys))) == (3, 1)


def test_after_a_crash_the_order_is_found_before_anything_else_is_sent(guest, house):
    keys = []
    lose_answers(guest, 1, keys)
    add(guest, FRIES)
    open_cart(guest)
    send(guest)
    expect(guest.get_by_text("it will not be ordered twice")).to_be_visible()
    guest.goto("about:blank")
    guest.goto(f"{house.url}/orders")
    shown = number(guest)
    assert guest.url == f"{house.url}/menu"
    assert [order["number"] for order in orders(house)] == [shown]
    assert len(set(keys)) == 1
    guest.get_by_role("button", name="Back to the menu").click()
    expect(guest.get_by_role("button", name="View cart")).to_be_hidden()


@pytest.mark.alone
def test_a_dish_that_sells_out_is_named_at_once_on_card_sheet_and_in_the_cart(guest, house):
    add(guest, FRIES)
    add(guest, BIBIMBAP, *REGULAR)
    sell_out(house, FRIES)
    expect(card(guest, FRIES)).to_contain_text("Sold out", timeout=2 * SECONDS)
    sheet = open_dish(guest, FRIES)
    expect(sheet.get_by_text("Sold out. Please choose something else.")).to_be_visible()
    expect(sheet.get_by_role("button", name="Add")).to_be_hidden()
    guest.keyboard.press("Escape")
    cart = open_cart(guest)
    expect(line(guest, FRIES)).to_contain_text("Sold out. Please remove it.")
    expect(cart.get_by_role("button", name="Order", exact=True)).to_be_disabled()
    cart.get_by_role("button", name="Remove what is not available").click()
    expect(cart.locator(".cart-line")).to_have_count(1)
    send(guest)
    number(guest)


def test_a_refusal_names_the_line_and_keeps_the_cart(guest, house):
    add(guest, BIBIMBAP, *REGULAR)
    add(guest, FRIES)
    guest.route("**/api/menus*", lambda route: route.abort())
    sell_out(house, FRIES)
    open_cart(guest)
    send(guest)
    expect(line(guest, FRIES)).to_contain_text(f"{FRIES} is sold out. Please remove it.")
    expect(line(guest, BIBIMBAP).locator(".cart-line-trouble")).to_have_count(0)
    assert orders(house) == []
    guest.locator("#cart").get_by_role("button", name=f"Remove {FRIES}").click()
    send(guest)
    number(guest)
    assert [item["name"] for item in orders(house)[0]["items"]] == [BIBIMBAP]


def test_what_there_was_too_little_of_can_be_asked_for_again(guest, house):
    add(guest, FRIES, quantity=5)
    count(house, FRIES, 3)
    open_cart(guest)
    send(guest)
    expect(line(guest, FRIES)).to_contain_text(f"Only 3 of {FRIES} left. Please take fewer.")
    count(house, FRIES, 20)
    expect(line(guest, FRIES).locator(".cart-line-trouble")).to_have_count(0)
    count(house, FRIES, 4)
    send(guest)
    expect(line(guest, FRIES)).to_contain_text(f"Only 4 of {FRIES} left.")
    guest.locator("#cart").get_by_role("button", name="One less").click()
    send(guest)
    number(guest)
    assert [item["quantity"] for item in orders(house)[0]["items"]] == [4]


@pytest.mark.alone
def test_a_new_price_is_shown_and_asked_for_before_the_order(guest, house):
    add(guest, FRIES, quantity=2)
    cart = open_cart(guest)
    set_price(house, FRIES, 7000)
    expect(cart.get_by_text("A price has changed")).to_be_visible(timeout=2 * SECONDS)
    expect(cart.get_by_role("button", name="Order", exact=True)).to_be_hidden()
    cart.get_by_role("button", name="I have seen the new price").click()
    send(guest)
    number(guest)
    assert orders(house)[0]["total"] == 14_000


def test_a_price_that_changed_unheard_is_asked_for_again(guest, house):
    keep_old_menu(guest)
    add(guest, FRIES)
    cart = open_cart(guest)
    set_price(house, FRIES, 7000)
    send(guest)
    expect(cart.get_by_text("A price has changed")).to_be_visible()
    expect(cart.locator(".notice .price")).to_have_text(["₩6,500", "₩7,000"])
    assert orders(house) == []
    cart.get_by_role("button", name="I have seen the new price").click()
    send(guest)
    number(guest)
    assert orders(house)[0]["total"] == 7000


@pytest.mark.alone
def test_when_staff_close_the_table_the_next_party_finds_nothing_of_the_last(guest, house):
    add(guest, FRIES)
    open_cart(guest)
    close_table(house)
    expect(guest.get_by_text("Thank you for your visit")).to_be_visible(timeout=2 * SECONDS)
    expect(guest.get_by_text("has not been ordered")).to_be_visible()
    guest.get_by_role("link", name="Back to the start").click()
    guest.get_by_role("button", name="Start ordering").click()
    expect(card(guest, FRIES)).to_be_visible()
    expect(guest.get_by_role("button", name="View cart")).to_be_hidden()
    assert orders(house) == []


def test_a_guest_who_fills_a_cart_for_an_hour_is_still_there(guest, house):
    with closing(sqlite3.connect(house.folder / "app.db", timeout=10)) as database, database:
        database.execute("UPDATE table_sessions SET used_at = datetime('now', '-59 minutes')")
    guest.clock.install()
    guest.clock.fast_forward("03:00")
    with guest.expect_response("**/api/session/use") as told:
        add(guest, FRIES)
    assert told.value.status == 204
    with closing(sqlite3.connect(house.folder / "app.db", timeout=10)) as database:
        query = "SELECT used_at > datetime('now', '-1 minutes') FROM table_sessions"
        assert database.execute(query).fetchone() == (1,)


def test_an_order_of_a_party_that_left_is_refused_kindly(guest, house):
    add(guest, FRIES)
    open_cart(guest)
    guest.evaluate("window.stop()")
    guest.route("**/api/orders", lambda route: (close_table(house), route.continue_()))
    send(guest)
    expect(guest.get_by_text("Thank you for your visit")).to_be_visible()
    assert orders(house) == []
