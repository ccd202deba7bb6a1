"""Guests call staff from their phones, and every board of the house hears and sees it."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import TABLET, sign_in
from tests.browser.guests import FRIES, add, number, open_cart, send, sit_down
from tests.browser.test_admission import PHONE, is_narrow_enough, scan, set_admission

pytestmark = pytest.mark.alone

SECONDS = 1000
WIDE = {"width": 1920, "height": 1080}

LISTEN = """
    window.tones = 0;
    const tone = OscillatorNode.prototype, start = tone.start;
    tone.start = function (when) { window.tones += 1; return start.call(this, when); };
"""


@pytest.fixture
def guest(open_page, house):
    """A phone at table 1, at the menu."""
    return scan(open_page(**PHONE), house, set_admission(house, "open"))


@pytest.fixture
def boards(open_page, house):
    """The board on a wall and on a tablet, both with their sound on."""
    found = []
    for size in (WIDE, TABLET):
        page = open_page(viewport=size)
        page.add_init_script(LISTEN)
        board = sign_in(page, house)
        board.get_by_role("button", name="Turn the sound on").click()
        expect(board.locator(".sound-settings summary")).to_have_text("Sound on")
        found.append(board)
    return found


def open_sheet(guest):
    guest.get_by_role("button", name="Call staff").click()
    sheet = guest.locator("#call-staff")
    expect(sheet).to_be_visible()
    return sheet


def reason(sheet, name):
    return sheet.locator(".reason").filter(has_text=name)


def ask(sheet, name):
    reason(sheet, name).locator(".reason-ask").click()


def call(board, name):
    return board.locator(".calls .call").filter(has_text=name)


def rings(board, *, more_than=0, within=2):
    """Wait for more tones than these; the page's policy forbids the browser's own waiting."""
    for _ in range(within * 10):
        if board.evaluate("tones") > more_than:
            return
        board.wait_for_timeout(100)
    raise AssertionError("nothing rang")


def test_a_call_rings_on_every_board_until_somebody_answers(guest, boards, axe):
    wall, tablet = boards
    sheet = open_sheet(guest)
    assert axe(guest) == []
    ask(sheet, "Water")
    expect(reason(sheet, "Water")).to_contain_text("Asked")
    ask(sheet, "Water")
    expect(sheet).to_contain_text("You have asked for this already.")
    for board in boards:
        expect(call(board, "Water")).to_contain_text("just now", timeout=2 * SECONDS)
        expect(board).to_have_title("(1) Order board")
        expect(board.get_by_role("article", name="Table 1", exact=True)).to_contain_text("1")
        rings(board)
    assert axe(wall) == []
    rings(tablet, more_than=tablet.evaluate("tones"), within=12)
    call(wall, "Water").get_by_role("button", name="Got it").click()
    expect(reason(sheet, "Water")).to_contain_text("Seen by staff", timeout=2 * SECONDS)
    for board in boards:
        expect(call(board, "Water").get_by_role("button", name="Got it")).to_be_hidden()
        expect(board).to_have_title("Order board")
    assert axe(guest) == []
    call(tablet, "Water").get_by_role("button", name="Done").click()
    for board in boards:
        expect(board.locator(".calls")).to_be_hidden()
    expect(reason(sheet, "Water").locator(".reason-ask")).to_have_attribute("aria-pressed", "false")
    assert is_narrow_enough(guest)


def test_a_call_waits_for_a_board_and_can_be_taken_back(house, guest, open_page):
    sheet = open_sheet(guest)
    slow: list[Route] = []
    guest.route("**/api/calls", lambda route, _request: slow.append(route), times=1)
    ask(sheet, "Bill")
    ask(sheet, "Help")
    expect(reason(sheet, "Help")).to_contain_text("Asked")
    slow[0].continue_()
    expect(reason(sheet, "Bill")).to_contain_text("Asked")
    board = sign_in(open_page(), house)
    expect(call(board, "Bill")).to_be_visible()
    reason(sheet, "Bill").get_by_role("button", name="Take back").click()
    expect(sheet).to_contain_text("this was taken back")
    expect(call(board, "Bill")).to_be_hidden(timeout=2 * SECONDS)
    call(board, "Help").locator(".call-main").click()
    expect(board.locator("#table-sheet")).to_contain_text("Help")
    board.locator("#table-sheet").get_by_role("button", name="Done").click()
    guest.keyboard.press("Escape")
    expect(guest.locator(".call-btn .count")).to_be_hidden()


def test_without_a_connection_nobody_is_told_so_and_nothing_is_pretended(house, guest):
    sheet = open_sheet(guest)
    guest.context.set_offline(True)
    expect(sheet.get_by_text("There is no connection right now.")).to_be_visible()
    ask(sheet, "Water")
    expect(sheet).to_contain_text("nobody has been told")
    expect(reason(sheet, "Water").locator(".reason-ask")).to_have_attribute("aria-pressed", "false")
    assert house.call("GET", "/api/calls", token=house.staff)["calls"] == []
    guest.context.set_offline(False)
    expect(sheet.get_by_text("There is no connection right now.")).to_be_hidden()
    ask(sheet, "Water")
    expect(reason(sheet, "Water")).to_contain_text("Asked")


def test_guests_hear_that_the_kitchen_has_seen_their_order(house, open_page):
    guest = sit_down(open_page(), house)
    add(guest, FRIES)
    open_cart(guest)
    send(guest)
    order = number(guest)
    guest.locator(".screen-actions").get_by_role("button").click()
    orders = house.call("GET", "/api/orders", token=house.staff)["orders"]
    house.call("POST", f"/api/orders/{orders[0]['id']}/seen", token=house.staff)
    seen = guest.get_by_text(f"The kitchen has seen order {order}")
    expect(seen).to_be_visible(timeout=2 * SECONDS)
    button = guest.get_by_role("button", name="Call staff")
    cart = guest.locator(".cartbar")
    add(guest, FRIES)
    expect(cart).to_be_visible()
    assert button.bounding_box()["y"] + button.bounding_box()["height"] <= cart.bounding_box()["y"]
    guest.goto(f"{house.url}/orders")
    expect(guest.get_by_text("The kitchen has seen your order")).to_be_visible()
