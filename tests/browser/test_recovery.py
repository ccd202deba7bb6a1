"""Whatever happens to the connection, the board says so loudly and finds back by itself."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import pair, sign_in
from tests.browser.test_board import is_live, ticket

pytestmark = pytest.mark.alone

SECONDS = 1000
PHONE, WALL = {"width": 390, "height": 844}, {"width": 1920, "height": 1080}
CUT = "No connection to the server."
CUT_OFF = re.compile("stale|offline")
LOGIN = "<!doctype html><title>Sign in</title><form><input name=password></form>"


@pytest.fixture
def board(house, open_page, wire):
    """A board at the end of the wire, live."""
    board = sign_in(open_page(), house, url=wire.url)
    is_live(board)
    return board


def is_whole(board, order):
    expect(ticket(board, order)).to_be_visible(timeout=20 * SECONDS)
    is_live(board)
    expect(board.get_by_text(CUT)).to_be_hidden()


def test_a_proxy_without_its_server_or_a_login_page_in_its_place_is_outlasted(house, board, wire):
    for number, (status, body) in enumerate(
        [("502 Bad Gateway", "bad"), ("503 Service Unavailable", ""), ("200 OK", LOGIN)]
    ):
        wire.answer(status, body)
        expect(board.get_by_text(CUT)).to_be_visible(timeout=10 * SECONDS)
        expect(board.get_by_text("Last contact at")).to_be_visible()
        expect(board.get_by_text("You are signed out.")).to_be_hidden()
        order = house.order(table=1 + number)
        time.sleep(2)  # it asks again meanwhile, and is answered the same
        wire.mend()
        is_whole(board, order)


def test_every_live_screen_says_that_it_is_cut_off_and_finds_back(house, open_page, wire):
    guest = pair(open_page(viewport=PHONE), house, url=wire.url)
    before = house.order(table=1)
    screens = [
        sign_in(open_page(viewport=size), house, url=wire.url, to=path)
        for path, size in (("/kitchen?station=all", WALL), ("/tables", PHONE), ("/board", PHONE))
    ]
    guest.goto(f"{wire.url}/orders")
    kitchen, floor, board, _ = screens = [*screens, guest]
    for page in screens:
        is_live(page)
    wire.cut()
    for page in screens:
        state = page.locator(".conn")
        expect(state).to_have_attribute("data-state", CUT_OFF, timeout=10 * SECONDS)
        expect(state).to_contain_text("last contact")
    order = house.order(table=2)
    house.advance(before, "confirmed", "preparing")
    wire.mend()
    for page in screens:
        expect(page.locator(".conn")).to_have_attribute("data-state", "live", timeout=20 * SECONDS)
    expect(kitchen.locator(f"[data-order='{order['id']}']")).to_be_visible()
    expect(floor.locator(f"#table-{order['table']['id']}")).to_contain_text("Ordering")
    expect(ticket(board, before).locator(".status")).to_have_text("Cooking")
    expect(ticket(board, order)).to_be_visible()
    expect(guest.locator(".sent-card .status")).to_have_text("Cooking")


def test_silence_is_noticed_within_ten_seconds(house, board, wire):
    wire.muffle()
    began = time.monotonic()
    while not board.get_by_text(CUT).is_visible():
        assert time.monotonic() - began < 10
        board.wait_for_timeout(100)
    order = house.order(table=2)
    board.get_by_role("button", name="Try again now").click()
    wire.mend()
    is_whole(board, order)


def test_a_board_that_slept_knows_all_when_it_wakes(house, board, wire):
    devtools = board.context.new_cdp_session(board)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    wire.cut()
    order = house.order(table=3)
    time.sleep(3)
    wire.mend()
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    is_whole(board, order)


def test_who_is_signed_out_is_told_and_led_back(house, board):
    beside = board.context.new_page()
    beside.goto(board.url)
    beside.locator("summary", has=beside.locator("[href$='#user']")).click()
    beside.get_by_role("button", name="Sign out").click()
    expect(board.get_by_text("You are signed out.")).to_be_visible(timeout=10 * SECONDS)
    expect(board.locator(".conn")).to_have_attribute("data-state", "ended")
    board.get_by_role("link", name="Sign in again").click()
    board.wait_for_url("**/login?next=/board")
