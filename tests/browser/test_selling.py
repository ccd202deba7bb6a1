"""What staff do beside the orders: sell dishes out from the board, pause the store or a station.

Guests' open menus and carts follow each within two seconds, without a reload.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import sign_in
from tests.browser.guests import (
    BIBIMBAP,
    FRIES,
    REGULAR,
    add,
    card,
    items,
    line,
    number,
    open_cart,
    sit_down,
)
from tests.browser.test_people import connect

pytestmark = pytest.mark.alone

SOON = 2000


@pytest.fixture
def guest(open_page, house):
    guest = sit_down(open_page(viewport={"width": 390, "height": 844}), house)
    guest.evaluate("window.samePage = true")
    yield guest
    assert guest.evaluate("window.samePage")


def test_two_taps_on_the_board_sell_a_dish_out_and_two_bring_it_back(house, board, guest, axe):
    add(guest, FRIES)
    cart = open_cart(guest)
    chip = board.locator(".board-sale")
    expect(chip).to_contain_text("5")  # the demo's
    chip.click()
    row = board.locator(".sale-row").filter(has_text=FRIES)
    row.get_by_role("button", name="Sold out today").click()
    expect(line(guest, FRIES)).to_contain_text("Sold out. Please remove it.", timeout=SOON)
    expect(cart.get_by_role("button", name="Order", exact=True)).to_be_disabled()
    expect(card(guest, FRIES)).to_contain_text("Sold out", timeout=SOON)
    expect(row.locator(".badge")).to_have_text("Sold out today")
    assert axe(board) == []
    row.get_by_role("button", name="Until changed").click()
    expect(row.locator(".badge")).to_have_text("Sold out")
    board.get_by_role("button", name="Close").last.click()
    expect(chip).to_contain_text("6")

    chip.click()
    board.get_by_role("button", name="Sold out: 6").click()
    expect(board.locator(".sale-section .sale-row")).to_have_count(6)
    row.get_by_role("button", name="Sell again").click()
    expect(line(guest, FRIES)).not_to_contain_text("Sold out", timeout=SOON)
    expect(cart.get_by_role("button", name="Order", exact=True)).to_be_enabled()
    expect(board.locator(".sale-section .sale-row")).to_have_count(5)

    path = f"/api/menus/{items(house)[FRIES]['id']}/stock"
    house.call("PUT", path, {"stock": 3}, token=house.staff)
    board.get_by_role("button", name="Sold out: 5").click()
    expect(row).to_contain_text("3 left", timeout=SOON)


def test_a_line_of_an_order_sells_its_dish_out_and_the_bar_takes_it_back(house, board, guest):
    house.order(table=2, dish=[dish["name"] for dish in house.dishes].index(FRIES))
    board.get_by_role("article", name="Table 2").locator(".ticket-main").click()
    sold = board.locator("#order-sheet .order-line")
    sold.get_by_role("button", name="Sold out today").click()
    expect(card(guest, FRIES)).to_contain_text("Sold out", timeout=SOON)
    expect(sold.get_by_role("button", name="Sell again")).to_be_visible()
    board.locator("#order-sheet").get_by_role("button", name="Close").click()
    undo = board.locator(".undo").filter(has_text=f"{FRIES} is sold out for today.")
    undo.get_by_role("button", name="Undo").click()
    expect(card(guest, FRIES)).not_to_contain_text("Sold out", timeout=SOON)


def test_a_pause_of_the_store_or_a_station_reaches_menus_and_carts(
    house, open_page, board, guest, axe
):
    add(guest, FRIES)
    add(guest, BIBIMBAP, *REGULAR)
    cart = open_cart(guest)
    manager = sign_in(open_page(), house, to="/admin/ordering")
    manager.get_by_label("Guests can order now").uncheck()
    manager.get_by_label("What guests read while they can't").fill("Back at five")
    assert axe(manager) == []
    manager.get_by_role("button", name="Save").click()
    expect(cart.get_by_text("Back at five")).to_be_visible(timeout=SOON)
    expect(board.locator(".banner").get_by_text("Back at five")).to_be_visible(timeout=SOON)
    expect(cart.get_by_role("button", name="Order", exact=True)).to_be_disabled()
    manager.get_by_label("Guests can order now").check()
    manager.get_by_role("button", name="Save").click()
    expect(cart.get_by_text("Back at five")).to_be_hidden(timeout=SOON)
    expect(board.locator(".banner").get_by_text("Back at five")).to_be_hidden()

    manager.get_by_role("link", name="Stations").click()
    station = manager.locator(".adm-item").filter(has_text="그릴")
    station.locator(".adm-item-pause summary").click()
    station.get_by_label("Message for the guests").fill("The fire is out")
    assert axe(manager) == []
    station.get_by_role("button", name="Pause this station").click()
    expect(line(guest, FRIES)).to_contain_text("Cannot be ordered at the moment", timeout=SOON)
    expect(line(guest, BIBIMBAP)).not_to_contain_text("Cannot be ordered")
    station.get_by_role("button", name="Let it go on").click()
    expect(line(guest, FRIES)).not_to_contain_text("Cannot be ordered", timeout=SOON)


def test_a_cook_pauses_a_station_and_sells_out_on_a_shared_screen(house, open_page, guest, axe):
    add(guest, FRIES)
    open_cart(guest)
    kitchen = open_page(viewport={"width": 1280, "height": 800})
    connect(kitchen, house)
    kitchen.goto(f"{house.url}/kitchen?station=all")
    kitchen.get_by_role("button", name="Sold out", exact=True).click()
    kitchen.get_by_text("Pause a part of the kitchen").click()
    station = kitchen.locator(".sale-pauses .sale-row").filter(has_text="그릴")
    station.get_by_label("Message for the guests").fill("The fire is out")
    assert axe(kitchen) == []
    station.get_by_role("button", name="Pause").click()
    expect(line(guest, FRIES)).to_contain_text("Cannot be ordered at the moment", timeout=SOON)
    station.get_by_role("button", name="Let it go on").click()
    expect(line(guest, FRIES)).not_to_contain_text("Cannot be ordered", timeout=SOON)

    path = f"/api/accounts/{house.call('GET', '/api/auth/me', token=house.staff)['account']['id']}"
    house.call("PUT", f"{path}/pin", {"pin": "2580"}, token=house.staff)
    row = kitchen.locator(".sale-row").filter(has_text=FRIES)
    answers: list[Route] = []
    kitchen.route("**/api/crew", lambda route, _request: answers.append(route))
    with kitchen.expect_request("**/api/crew"):
        row.get_by_role("button", name="Sold out today").click()
    approval = kitchen.locator("#approval")
    expect(approval.get_by_text("Who changes what guests can order?")).to_be_visible()
    # A cook knows the PIN by heart, and is quicker than the list of who has one.
    kitchen.keyboard.type("2580")
    kitchen.keyboard.press("Enter")
    answers[0].continue_()
    expect(line(guest, FRIES)).to_contain_text("Sold out. Please remove it.", timeout=SOON)
    expect(row.locator(".badge")).to_have_text("Sold out today")


def test_what_the_kitchen_takes_is_set_by_a_form_and_told_to_guests(house, open_page, guest):
    now = datetime.now(ZoneInfo("Asia/Seoul"))
    turn = {"day_starts_at": (now.hour * 60 + now.minute + 720) % 1440}  # far from now
    house.call("PATCH", "/api/store", turn, token=house.staff)
    add(guest, FRIES, quantity=3)
    cart = open_cart(guest)
    order = cart.get_by_role("button", name="Order", exact=True)
    manager = sign_in(open_page(), house, to="/admin/ordering")
    last = (now + timedelta(minutes=8)).strftime("%H:%M")
    manager.get_by_label("Last orders every day").fill(last)
    manager.get_by_label("Minutes between two orders of a table").fill("15")
    manager.get_by_label("Portions in one order at most").fill("2")
    manager.get_by_role("button", name="Save").click()
    expect(cart.get_by_text("At most 2 portions fit into one order.")).to_be_visible(timeout=SOON)
    expect(order).to_be_disabled()
    line(guest, FRIES).get_by_label("One less").click()
    order.click()
    number(guest)
    guest.get_by_role("button", name="Back to the menu").click()
    expect(guest.get_by_text(f"Last orders until {last}")).to_be_visible()
    add(guest, FRIES)
    open_cart(guest)
    expect(cart.get_by_text("It can order again in 15 min.")).to_be_visible()
    expect(order).to_be_disabled()

    for label in ("Last orders every day", "Minutes between two", "Portions in one order"):
        manager.get_by_label(label).fill("")
    manager.get_by_role("button", name="Save").click()
    expect(cart.get_by_text("It can order again")).to_be_hidden(timeout=SOON)
    expect(order).to_be_enabled()
