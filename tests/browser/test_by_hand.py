"""Staff order for a table, with the guests' own menu and checks."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.guests import (
    FRIES,
    add,
    card,
    line,
    number,
    open_cart,
    orders,
    sell_out,
    send,
)

BOARD = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}


def take_order(page, table):
    """Go from the board to the menu of a table."""
    seated = page.get_by_role("article", name=f"Table {table}", exact=True).locator(".tcard-head")
    free = page.locator(".ftable").filter(has_text=re.compile(rf"^\s*{table}\b"))
    seated.or_(free).first.click()
    page.get_by_role("link", name="Take an order").click()
    page.wait_for_url("**/tables/*/order")


@pytest.mark.parametrize("viewport", [BOARD, PHONE], ids=["board", "phone"])
def test_staff_order_for_a_free_table_and_are_back_at_the_board(open_page, house, viewport, axe):
    page = sign_in(open_page(viewport=viewport), house)
    take_order(page, 7)
    expect(page.locator(".topbar-table")).to_have_text("Ordering for table 7")
    add(page, FRIES, quantity=2, note="no salt")
    open_cart(page)
    assert axe(page) == []
    send(page)
    sent = number(page)
    page.wait_for_url("**/board")
    expect(page.get_by_role("article", name="Table 7", exact=True)).to_contain_text(sent)
    (order,) = orders(house)
    assert order["table"]["number"] == 7
    assert [(item["quantity"], item["note"]) for item in order["items"]] == [(2, "no salt")]


def test_what_guests_cannot_order_staff_cannot_either(open_page, house):
    page = sign_in(open_page(), house)
    take_order(page, 3)
    add(page, FRIES)
    sell_out(house, FRIES)
    expect(card(page, FRIES)).to_contain_text("Sold out")
    open_cart(page)
    expect(line(page, FRIES)).to_contain_text("Sold out")
    expect(page.locator("#send-order")).to_be_disabled()


def test_a_table_that_is_closed_meanwhile_gets_no_order(open_page, house):
    house.order(table=2)
    page = sign_in(open_page(), house)
    take_order(page, 2)
    add(page, FRIES)
    order = orders(house)[0]
    table = house.tables()[2]["id"]
    body = {"orders": {str(order["id"]): "complete"}}
    house.call("POST", f"/api/tables/{table}/close", body, token=house.staff)
    expect(page.locator("#screen")).to_contain_text("This table was closed meanwhile")
    page.get_by_role("link", name="Back to the board").last.click()
    page.wait_for_url("**/board")
    assert orders(house) == []


@pytest.mark.parametrize(("fate", "goal"), [("moved", 5), ("merged", 3)])
def test_staff_follow_a_party_that_went_elsewhere_with_what_they_took_down(
    open_page, house, fate, goal, axe
):
    house.order(table=2)
    house.order(table=3)
    page = sign_in(open_page(viewport=PHONE), house)
    take_order(page, 2)
    add(page, FRIES, quantity=2)
    tables = {number: table["id"] for number, table in house.tables().items()}
    verb, name = {"moved": ("move", "to"), "merged": ("merge", "into")}[fate]
    path = f"/api/tables/{tables[2]}/{verb}"
    house.call("POST", path, {name: tables[goal]}, token=house.staff)
    expect(page.locator("#screen")).to_contain_text(f"This party sits at table {goal} now")
    assert axe(page) == []
    house.call("POST", f"/api/tables/{tables[2]}/open", {}, token=house.staff)
    page.get_by_role("button", name=f"Go on at table {goal}").click()
    expect(page.locator(".topbar-table")).to_have_text(f"Ordering for table {goal}")
    open_cart(page)
    send(page)
    shown = number(page)
    sent = {order["number"]: order["table"]["number"] for order in orders(house)}
    assert sent[shown] == goal
    assert 2 not in sent.values()


def test_an_order_by_hand_for_a_party_that_has_just_moved_is_asked_for_again(open_page, house):
    house.order(table=2)
    page = sign_in(open_page(), house)
    take_order(page, 2)
    add(page, FRIES)
    tables = {number: table["id"] for number, table in house.tables().items()}

    def move_first(route):
        house.call("POST", f"/api/tables/{tables[2]}/move", {"to": tables[5]}, token=house.staff)
        route.continue_()

    open_cart(page)
    page.route("**/api/orders", move_first, times=1)
    send(page)
    page.get_by_role("button", name="Go on at table 5").click()
    expect(page.locator(".topbar-table")).to_have_text("Ordering for table 5")
    assert len(orders(house)) == 1
    open_cart(page)
    send(page)
    number(page)
    assert [order["table"]["number"] for order in orders(house)] == [5, 5]


def test_what_was_taken_down_for_a_party_is_never_the_next_ones(open_page, house):
    page = sign_in(open_page(), house)
    table = house.tables()[2]["id"]
    house.call("POST", f"/api/tables/{table}/open", {}, token=house.staff)
    page.goto(f"{house.url}/tables/{table}/order")
    add(page, FRIES)
    page.goto(f"{house.url}/board")
    house.call("POST", f"/api/tables/{table}/close", {"orders": {}}, token=house.staff)
    house.call("POST", f"/api/tables/{table}/open", {}, token=house.staff)
    page.goto(f"{house.url}/tables/{table}/order")
    expect(card(page, FRIES)).to_be_visible()
    expect(page.get_by_role("button", name="View cart")).to_be_hidden()
