"""Parties move, are merged and part again, seen on two boards, a phone and tablets at once."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import pair, sign_in
from tests.browser.guests import (
    FRIES,
    add,
    close_table,
    number,
    open_cart,
    orders,
    send,
    sit_down,
)
from tests.browser.test_board import TOO_SMALL, card

SECONDS = 1000
SOON = 2 * SECONDS
WIDE = {"viewport": {"width": 1920, "height": 1080}}
PHONE = {"viewport": {"width": 390, "height": 844}}


def join(page, house, table=1):
    """Let a phone join a table by its printed code."""
    with closing(sqlite3.connect(house.folder / "app.db", timeout=10)) as database:
        query = "SELECT key FROM tables WHERE number = ?"
        key = database.execute(query, (table,)).fetchone()[0]
    page.goto(f"{house.url}/q/{key}")
    page.get_by_role("button", name="See the menu and order").click()
    page.wait_for_url("**/menu")
    return page


def order(page, dish, quantity=1):
    add(page, dish, quantity=quantity)
    open_cart(page)
    send(page)
    return number(page)


def ask(board, table, way):
    """Open a table's sheet, and from there the one that lets it go elsewhere."""
    card(board, table).get_by_role("button").first.click()
    board.locator("#table-sheet").get_by_role("button", name=way).click()
    return board.locator("#move-sheet")


def pick(sheet, table):
    sheet.locator(".pick").filter(
        has=sheet.page.locator(f".pick-number:text-is('{table}')")
    ).click()


def shows(board, table, *numbers, timeout=SOON):
    """Wait until a table's card holds exactly these orders; without any, until it is gone."""
    if not numbers:
        expect(card(board, table)).to_be_hidden(timeout=timeout)
        return
    tickets = card(board, table).locator(".ticket .order-number")
    expect(tickets).to_have_text(list(numbers), timeout=timeout)


def is_at(page, table):
    expect(page.get_by_role("banner")).to_contain_text(f"Table {table}", timeout=SOON)


def sent(page, house):
    """The orders on a guest's own page."""
    page.goto(f"{house.url}/orders")
    return page.locator(".sent-card")


@dataclass
class Scene:
    """A party at table 1 with its tablet and a phone, and two boards, one wide, one small."""

    tablet: Page
    phone: Page
    board: Page
    small: Page

    def show(self, table, *numbers):
        for board in (self.board, self.small):
            shows(board, table, *numbers)


@pytest.fixture
def scene(open_page, house):
    return Scene(
        tablet=sit_down(open_page(), house),
        phone=join(open_page(**PHONE), house),
        board=sign_in(open_page(**WIDE), house),
        small=sign_in(open_page(**PHONE), house),
    )


@pytest.mark.alone
def test_a_party_moves_and_everybody_follows(open_page, house, scene, axe):
    tablet, phone, board = scene.tablet, scene.phone, scene.board
    goal = pair(open_page(), house, table=4)
    mine = order(tablet, FRIES)
    tablet.get_by_role("button", name="Back to the menu").click()
    add(phone, FRIES, quantity=2)
    scene.show(1, mine)
    sheet = ask(board, 1, "Move table")
    assert not axe(board)
    pick(sheet, 4)
    sheet.get_by_role("button", name="Move to table 4").click()
    scene.show(4, mine)
    scene.show(1)
    tablet.wait_for_url(f"{house.url}/", timeout=SOON)
    goal.wait_for_url("**/menu", timeout=SOON)
    is_at(phone, 4)
    open_cart(phone)
    send(phone)
    theirs = number(phone)
    scene.show(4, theirs, mine)
    expect(card(board, 4).locator(".price").first).to_have_text("₩19,500")

    tablet.get_by_role("button", name="Start ordering").click()
    scene.show(1, order(tablet, FRIES))
    expect(sent(tablet, house)).to_have_count(1)
    expect(sent(phone, house)).to_have_count(2)
    board.locator(".undo").get_by_role("button", name="Undo").click()
    expect(board.locator("#toasts")).to_contain_text("A party already sits at this table.")
    scene.show(4, theirs, mine)


@pytest.mark.alone
def test_a_merge_is_undone_and_everybody_follows(house, scene, axe):
    phone, small = scene.phone, scene.small
    mine, theirs = order(scene.tablet, FRIES), house.order(table=2)["number"]
    scene.tablet.get_by_role("button", name="Back to the menu").click()
    expect(sent(phone, house)).to_have_count(1)
    sheet = ask(small, 1, "Merge tables")
    expect(sheet.locator(".pick:enabled")).to_have_count(1)
    assert not small.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not small.evaluate(TOO_SMALL)
    assert not axe(small)
    pick(sheet, 2)
    sheet.get_by_role("button", name="Merge with table 2").click()
    scene.show(2, theirs, mine)
    scene.show(1)
    expect(phone.locator(".sent-card")).to_have_count(2, timeout=SOON)
    is_at(phone, 2)
    scene.tablet.wait_for_url(f"{house.url}/", timeout=SOON)
    expect(small.locator(".undo-left")).to_have_text(re.compile("^(1.|2[0-8])$"))
    phone.goto(f"{house.url}/menu")
    meanwhile = order(phone, FRIES)
    scene.show(2, meanwhile, theirs, mine)
    phone.get_by_role("button", name="Back to the menu").click()
    small.locator(".undo").get_by_role("button", name="Undo").click()
    scene.show(1, meanwhile, mine)
    scene.show(2, theirs)
    scene.tablet.wait_for_url("**/menu", timeout=SOON)
    is_at(phone, 1)
    expect(sent(phone, house)).to_have_count(2)
    expect(small.locator(".undo")).to_be_hidden()


@pytest.mark.alone
def test_single_dishes_go_to_another_table(open_page, house, axe):
    board, other = sign_in(open_page(), house), sign_in(open_page(**PHONE), house)
    mine = house.order(table=1, quantity=3)["number"]
    house.order(table=3)
    shows(board, 1, mine)
    sheet = ask(board, 1, "Move dishes")
    expect(sheet.get_by_role("button", name="Nothing chosen yet")).to_be_disabled()
    sheet.get_by_label("One more").click()
    sheet.get_by_label("One more").click()
    assert not axe(board)
    sheet.get_by_role("button", name="2 chosen").click()
    pick(sheet, 5)
    sheet.get_by_role("button", name="Move to table 5").click()
    expect(board.locator("#toasts")).to_contain_text("Moved from table 1 to table 5.")
    for one in (board, other):
        shows(one, 1, mine)
        shows(one, 5, "003")
        expect(card(one, 5).locator(".ticket")).to_contain_text("2")
    ticket = card(board, 5).locator(".ticket-main")
    ticket.click()
    expect(board.locator("#order-sheet")).to_contain_text("Dishes moved: Table 1 → Table 5")


@pytest.mark.alone
def test_a_refusal_is_spoken_and_the_sheet_shows_what_is_there_now(open_page, house):
    board = sign_in(open_page(), house)
    house.order(table=1)
    house.order(table=2)
    shows(board, 2, "002")
    sheet = ask(board, 1, "Move table")
    pick(sheet, 4)
    board.route("**/move", lambda route: (house.order(table=4), route.continue_()))
    sheet.get_by_role("button", name="Move to table 4").click()
    expect(board.locator("#toasts")).to_contain_text("A party already sits at this table.")
    expect(sheet.get_by_role("button", name="Choose a table")).to_be_disabled()
    tables = house.tables()
    path = f"/api/tables/{tables[1]['id']}/move"
    house.call("POST", path, {"to": tables[5]["id"]}, token=house.staff)
    expect(sheet).to_contain_text("Nobody sits at this table any more.", timeout=SOON)


def test_a_tablet_is_told_that_its_party_moved_before_its_order_was_sent(open_page, house):
    tablet = sit_down(open_page(), house)
    add(tablet, FRIES)
    open_cart(tablet)
    tablet.context.set_offline(True)
    send(tablet)
    tables = house.tables()
    path = f"/api/tables/{tables[1]['id']}/move"
    house.call("POST", path, {"to": tables[3]["id"]}, token=house.staff)
    tablet.context.set_offline(False)
    expect(tablet.locator("#screen")).to_contain_text("has not been ordered")
    assert orders(house) == []


@pytest.mark.parametrize("fate", ["closed", "moved", "merged"])
def test_an_order_that_waited_offline_reaches_its_own_party_or_nobody(open_page, house, fate):
    house.call("POST", f"/api/tables/{house.tables()[2]['id']}/open", token=house.staff)
    phone = join(open_page(**PHONE), house)
    add(phone, FRIES)
    open_cart(phone)
    phone.context.set_offline(True)
    send(phone)
    expect(phone.locator("#screen")).to_contain_text("Sending your order")
    tables = {number: table["id"] for number, table in house.tables().items()}
    if fate == "closed":
        close_table(house, 1)
    else:
        verb, body = {
            "moved": ("move", {"to": tables[3]}),
            "merged": ("merge", {"into": tables[2]}),
        }[fate]
        house.call("POST", f"/api/tables/{tables[1]}/{verb}", body, token=house.staff)
    house.call("POST", f"/api/tables/{tables[1]}/open", token=house.staff)
    # The stream may live on in the worker that tabs share: what it tells must not cost the order.
    phone.wait_for_timeout(SECONDS)
    phone.context.set_offline(False)
    if fate == "closed":
        expect(phone.locator("#screen")).to_contain_text("Thank you for your visit")
        expect(phone.locator("#screen")).to_contain_text("has not been ordered")
        assert orders(house) == []
        return
    number(phone)
    [placed] = orders(house)
    assert placed["table"]["number"] == {"moved": 3, "merged": 2}[fate]
