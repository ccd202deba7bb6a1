"""Phones join by the code of a party, or by a tap on the board, as the store chooses."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.guests import FRIES, add, number, open_cart, send

pytestmark = pytest.mark.alone

SECONDS = 1000
PHONE = {"viewport": {"width": 360, "height": 740}}


def set_admission(house, admission):
    """Set how the store admits phones, and return the key on the printed code of table 1."""
    with closing(sqlite3.connect(house.folder / "app.db", timeout=10)) as database, database:
        database.execute("UPDATE stores SET admission = ?", (admission,))
        return database.execute("SELECT key FROM tables WHERE number = 1").fetchone()[0]


def code_on(page):
    return page.locator("[data-session-code]").first


def is_narrow_enough(page):
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return page.evaluate(width) == 0


def scan(page, house, key):
    """Open the printed code's page at a free table and go on to the menu."""
    page.goto(f"{house.url}/q/{key}")
    expect(page.get_by_label("The table's code")).to_have_count(0)
    page.get_by_role("button", name="See the menu and order").click()
    page.wait_for_url("**/menu")
    return page


def enter(page, code):
    page.get_by_label("The table's code").fill(code)
    page.get_by_role("button", name="See the menu and order").click()


def test_the_first_order_of_a_phone_waits_until_the_board_confirms_it(open_page, house, axe):
    guest = scan(open_page(**PHONE), house, set_admission(house, "code"))
    board = sign_in(open_page(), house)
    expect(code_on(guest)).to_be_visible()
    assert is_narrow_enough(guest)
    add(guest, FRIES)
    open_cart(guest)
    send(guest)
    ticket = board.locator(".ticket").filter(has_text=number(guest))
    to_be_confirmed = guest.get_by_text("Our staff will confirm it")
    expect(to_be_confirmed).to_be_visible()
    expect(ticket.get_by_text("Needs confirming")).to_be_visible(timeout=2 * SECONDS)
    expect(ticket.get_by_role("button", name="Accept")).to_be_hidden()
    assert not axe(board)
    guest.goto(f"{house.url}/orders")
    expect(to_be_confirmed).to_be_visible()
    ticket.get_by_role("button", name="Confirm order").click()
    expect(ticket.get_by_text("Needs confirming")).to_be_hidden()
    expect(ticket.get_by_role("button", name="Accept")).to_be_visible()
    expect(to_be_confirmed).to_be_hidden(timeout=2 * SECONDS)


def test_five_wrong_codes_make_a_new_one_that_party_and_board_show(open_page, house, axe):
    key = set_admission(house, "code")
    first, board = scan(open_page(**PHONE), house, key), sign_in(open_page(), house)
    first.goto(f"{house.url}/orders")
    board.get_by_role("article", name="Table 1", exact=True).get_by_role("button").first.click()
    sheet = board.locator("#table-sheet")
    code = sheet.get_by_text("Code for phones").locator("b").inner_text()
    expect(code_on(first)).to_have_text(f"Code {code}")
    second = open_page(**PHONE)
    second.goto(f"{house.url}/q/{key}")
    assert not axe(second)
    for tried in range(1, 6):
        enter(second, f"{(int(code) + tried) % 10000:04}")
        expect(second.get_by_role("alert")).to_contain_text("not the table's code")
    expect(code_on(first)).not_to_have_text(f"Code {code}", timeout=2 * SECONDS)
    fresh = first.locator("[data-session-code=plain]").inner_text()
    expect(sheet).to_contain_text(fresh)
    enter(second, fresh)
    second.wait_for_url("**/menu")
    expect(code_on(second)).to_have_text(f"Code {fresh}")


def test_a_tap_on_the_board_admits_a_phone_that_waits(open_page, house, axe):
    key = set_admission(house, "staff")
    guest, board = open_page(**PHONE), sign_in(open_page(), house)
    guest.goto(f"{house.url}/q/{key}")
    guest.get_by_role("button", name="See the menu and order").click()
    expect(guest.get_by_text("when our staff have seen you")).to_be_visible()
    assert not axe(guest)
    card = board.get_by_role("article", name="Table 1", exact=True)
    expect(card).to_contain_text("waiting", timeout=2 * SECONDS)
    card.get_by_role("button").first.click()
    board.get_by_role("button", name="Let in").click()
    expect(board.get_by_text("A phone would like to join")).to_have_count(0)
    guest.wait_for_url("**/menu")
