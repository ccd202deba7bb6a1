"""What staff do at the board, each in a browser of its own against a running restaurant."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

SECONDS = 1000

TOO_SMALL = """[...document.querySelectorAll("button, a, input, summary")]
    .filter((one) => one.checkVisibility() && !one.matches(".skip-link"))
    .filter((one) => (one.closest("label") ?? one).getBoundingClientRect().height < 47.5)
    .map((one) => one.outerHTML.slice(0, 100))"""


def card(board, table):
    return board.get_by_role("article", name=f"Table {table}", exact=True)


def ticket(board, order):
    return board.locator(".ticket").filter(
        has=board.locator(".order-number", has_text=re.compile(f"^{order['number']}$"))
    )


def shows(board, *orders):
    """Wait until the tickets of these orders are there, and no others."""
    for order in orders:
        expect(ticket(board, order)).to_be_visible()
    expect(board.locator(".ticket")).to_have_count(len(orders))


def is_live(board):
    expect(board.locator(".conn")).to_have_attribute("data-state", "live")


def open_order(board, order):
    ticket(board, order).locator(".ticket-main").click()
    return board.locator("#order-sheet")


@pytest.mark.alone
def test_a_new_order_appears_marked_until_someone_has_looked(house, board):
    is_live(board)
    order = house.order(table=3, note="no onions")
    expect(ticket(board, order)).to_be_visible(timeout=2 * SECONDS)
    expect(ticket(board, order).get_by_text("New!")).to_be_visible()
    expect(ticket(board, order)).to_contain_text("no onions")
    expect(board).to_have_title("(1) Order board")
    sheet = open_order(board, order)
    expect(sheet).to_contain_text(f"Order {order['number']} · Table 3")
    expect(sheet.locator(".order-record")).to_contain_text("Seen by staff")
    board.keyboard.press("Escape")
    expect(ticket(board, order).get_by_text("New!")).to_be_hidden()
    expect(board).to_have_title("Order board")
    assert house.read(order)["seen_at"]


def test_one_tap_brings_an_order_one_step_forward(house, board):
    order = house.order(table=2)
    row = ticket(board, order)
    for word, status in (
        ("Accept", "Accepted"),
        ("Start cooking", "Cooking"),
        ("Ready to serve", "Ready"),
    ):
        row.locator(".ticket-step", has_text=word).click()
        expect(row.locator(".status")).to_have_text(status)
    row.locator(".ticket-step", has_text="Serve").click()
    expect(row).to_be_hidden()
    card(board, 2).get_by_text("Finished: 1").click()
    expect(card(board, 2).locator(".done-order")).to_contain_text("Served")
    assert house.read(order)["status"] == "completed"


def test_a_step_is_shown_only_when_the_server_has_said_so(house, board):
    order = house.order()
    board.route("**/api/orders/*", lambda route: route.abort())
    ticket(board, order).locator(".ticket-step:visible").click()
    expect(board.locator("#toasts")).to_contain_text("No connection")
    expect(ticket(board, order).locator(".ticket-step:visible")).to_contain_text("Accept")
    assert house.read(order)["status"] == "pending"


def test_who_was_slower_sees_where_the_order_stands(house, board):
    order = house.order()
    expect(ticket(board, order)).to_be_visible()
    board.route("**/api/orders/*", lambda route: overtake(route, house, order))
    ticket(board, order).locator(".ticket-step:visible").click()
    expect(board.locator("#toasts")).to_contain_text("It stands at: Cooking")
    expect(ticket(board, order).locator(".status")).to_have_text("Cooking")


def overtake(route, house, order):
    if route.request.method == "PATCH":
        house.advance(order, "confirmed", "preparing")
    route.continue_()


def test_back_closes_an_open_sheet_and_stays_on_the_board(house, board):
    open_order(board, house.order())
    board.go_back()
    expect(board.locator("#order-sheet")).to_be_hidden()
    assert board.url.endswith("/board")


def test_cancelling_asks_for_the_reason_and_takes_it_off_the_total(house, board):
    kept, dropped = house.order(table=4), house.order(table=4, dish=1)
    sheet = open_order(board, dropped)
    sheet.get_by_role("button", name="Cancel order").click()
    expect(sheet.get_by_role("button", name="Cancel this order")).to_be_disabled()
    sheet.get_by_role("button", name="Sold out", exact=True).click()
    sheet.get_by_role("button", name="Cancel this order").click()
    expect(sheet).to_be_hidden()
    expect(ticket(board, dropped)).to_be_hidden()
    expect(card(board, 4).locator(".tcard-total")).to_have_text(f"₩{kept['total']:,}")
    changes = house.call("GET", f"/api/orders/{dropped['id']}/changes", token=house.staff)
    assert changes["changes"][-1]["reason"] == "Sold out"


def test_fewer_of_a_dish_is_a_change_with_its_reason(house, board):
    order = house.order(table=4, quantity=3)
    house.advance(order, "confirmed", "preparing")
    sheet = open_order(board, order)
    sheet.get_by_role("button", name="Change quantities").click()
    sheet.get_by_label("One less").click()
    expect(sheet.get_by_role("button", name="Change this order")).to_be_disabled()
    sheet.get_by_role("button", name="Guest asked for it").click()
    expect(sheet.get_by_text("put it back into the counted stock")).to_be_visible()
    sheet.get_by_role("button", name="Change this order").click()
    expect(sheet).to_be_hidden()
    expect(ticket(board, order).locator(".ticket-line b")).to_have_text("2")
    expect(card(board, 4).locator(".tcard-total")).to_have_text(f"₩{order['total'] // 3 * 2:,}")
    changes = house.call("GET", f"/api/orders/{order['id']}/changes", token=house.staff)["changes"]
    (lowered,) = [change for change in changes if change["kind"] == "quantity"]
    assert lowered["reason"] == "Guest asked for it"


def test_a_deleted_order_leaves_the_board_and_stays_in_the_history(house, board):
    order = house.order(table=4)
    sheet = open_order(board, order)
    sheet.get_by_role("button", name="Delete", exact=True).click()
    sheet.get_by_label("Reason").fill("rang twice")
    sheet.get_by_role("button", name="Delete this order").click()
    expect(ticket(board, order)).to_be_hidden()
    history = board.context.new_page()
    history.goto(f"{house.url}/history")
    row = history.locator(".hrow", has_text=order["number"])
    expect(row).to_contain_text("Deleted")
    row.locator("summary").click()
    expect(row).to_contain_text("rang twice")


def test_a_table_is_opened_and_closed_with_its_unfinished_order_decided(house, board):
    board.locator(".ftable").filter(has_text=re.compile(r"^\s*5\b")).click()
    sheet = board.locator("#table-sheet")
    sheet.get_by_role("button", name="Open table").click()
    expect(card(board, 5)).to_contain_text("Seated")
    served, cooking = house.order(table=5), house.order(table=5, dish=1)
    house.advance(served, "confirmed", "preparing", "ready", "completed")
    expect(ticket(board, cooking)).to_be_visible()
    card(board, 5).locator(".tcard-head").click()
    sheet.get_by_role("button", name="Close table").click()
    expect(sheet).to_contain_text("Not decided yet: 1")
    close = sheet.get_by_role("button", name="Paid: close the table")
    expect(close).to_be_disabled()
    sheet.get_by_role("button", name="Cancel", exact=True).click()
    expect(sheet.locator(".order-total")).to_contain_text(f"₩{served['total']:,}")
    close.click()
    expect(card(board, 5)).to_be_hidden()
    assert house.tables()[5]["status"] == "free"
    assert house.read(cooking)["status"] == "cancelled"


def test_an_order_that_comes_in_while_a_table_is_closed_is_asked_about(house, board):
    first = house.order(table=6)
    card(board, 6).locator(".tcard-head").click()
    sheet = board.locator("#table-sheet")
    sheet.get_by_role("button", name="Close table").click()
    sheet.get_by_role("button", name="All completed").click()
    board.route("**/close", lambda route: (house.order(table=6, dish=1), route.continue_()))
    sheet.get_by_role("button", name="Paid: close the table").click()
    expect(sheet).to_contain_text("An order came in meanwhile")
    expect(sheet).to_contain_text("Not decided yet: 1")
    assert house.read(first)["status"] == "pending"
    board.unroute("**/close")
    sheet.get_by_role("button", name="All completed").click()
    sheet.get_by_role("button", name="Paid: close the table").click()
    expect(card(board, 6)).to_be_hidden()


def test_filters_find_a_table_a_status_and_an_order(house, board):
    cooking, fresh = house.order(table=1), house.order(table=10)
    house.advance(cooking, "confirmed", "preparing")
    expect(ticket(board, fresh)).to_be_visible()
    expect(ticket(board, cooking)).to_contain_text("Cooking")
    chips = board.get_by_role("group", name="Show orders by status")
    chips.get_by_role("button", name="Cooking").click()
    shows(board, cooking)
    chips.get_by_role("button", name="New!").click()
    shows(board, fresh)
    chips.get_by_role("button", name="In progress").click()
    search = board.get_by_role("searchbox")
    search.fill("10")
    shows(board, fresh)
    search.fill(cooking["number"])
    shows(board, cooking)
    search.fill("999")
    expect(board.get_by_text("Nothing matches")).to_be_visible()
    board.get_by_role("button", name="Show everything").click()
    shows(board, cooking, fresh)


def test_a_browser_that_blocks_the_sound_is_told_loudly_and_one_tap_allows_it(board, open_page):
    untouched = open_page(storage_state=board.context.storage_state())
    untouched.goto(board.url)
    banner = untouched.get_by_role("button", name="Turn the sound on")
    expect(banner).to_be_visible()
    settings = untouched.locator(".sound-settings")
    expect(settings.locator("summary")).to_have_text("Sound off")
    banner.click()
    expect(banner).to_be_hidden()
    expect(settings.locator("summary")).to_have_text("Sound on")
    settings.locator("summary").click()
    settings.get_by_role("switch", name="Sound").uncheck()
    expect(settings.locator("summary")).to_have_text("Sound off")
    expect(banner).to_be_hidden()
    untouched.reload()
    expect(settings.locator("summary")).to_have_text("Sound off")


@pytest.mark.alone
def test_after_a_cut_every_order_is_there_once(house, open_page, wire):
    board = sign_in(open_page(), house, url=wire.url)
    before = house.order(table=1)
    expect(ticket(board, before)).to_be_visible()
    is_live(board)
    wire.cut()
    placed = [house.order(table=1 + index % 5, dish=index % 3) for index in range(20)]
    expect(board.get_by_text("No connection to the server.")).to_be_visible(timeout=11 * SECONDS)
    expect(board.get_by_text("Last contact at")).to_be_visible()
    shows(board, before)
    wire.mend()
    expect(board.locator(".ticket")).to_have_count(21, timeout=20 * SECONDS)
    is_live(board)
    expect(board.get_by_text("No connection to the server.")).to_be_hidden()
    shows(board, before, *placed)


def test_a_log_that_no_longer_reaches_back_brings_the_whole_board_anew(house, open_page, wire):
    board = sign_in(open_page(), house, url=wire.url)
    gone, kept = house.order(table=1), house.order(table=2)
    expect(board.locator(".ticket")).to_have_count(2)
    is_live(board)
    wire.cut()
    house.call("DELETE", f"/api/orders/{gone['id']}", {"reason": "test"}, token=house.staff)
    late = house.order(table=3)
    house.forget_events()
    wire.mend()
    expect(ticket(board, late)).to_be_visible()
    shows(board, kept, late)


def test_a_board_without_its_script_shows_the_same_orders(house, open_page):
    order = house.order(table=7)
    page = sign_in(open_page(java_script_enabled=False), house)
    expect(page.get_by_role("article", name="Table 7")).to_contain_text(order["number"])


def test_the_board_works_by_keyboard(house, board):
    order = house.order(table=2)
    expect(ticket(board, order)).to_be_visible()
    ticket(board, order).locator(".ticket-main").focus()
    board.keyboard.press("Enter")
    expect(board.locator("#order-sheet")).to_be_visible()
    board.keyboard.press("Escape")
    expect(ticket(board, order).locator(".ticket-main")).to_be_focused()
    board.keyboard.press("Tab")
    board.keyboard.press("Enter")
    expect(ticket(board, order).locator(".status")).to_have_text("Accepted")


def test_board_and_sheets_meet_the_rules_of_accessibility(house, board, axe):
    order = house.order(table=2, note="no onions")
    expect(ticket(board, order)).to_be_visible()
    assert axe(board) == []
    open_order(board, order)
    expect(board.locator(".order-record li").first).to_be_visible()
    assert axe(board) == []
    board.keyboard.press("Escape")
    card(board, 2).locator(".tcard-head").click()
    assert axe(board) == []
    board.goto(f"{house.url}/history")
    assert axe(board) == []


@pytest.mark.parametrize("size", [(360, 740), (1024, 768), (1920, 1080)])
def test_nothing_on_the_board_is_cut_off_or_too_small_to_touch(house, open_page, size):
    width, height = size
    page = sign_in(open_page(viewport={"width": width, "height": height}), house)
    for table in range(1, 6):
        house.call_staff(table, "cutlery")
    order = house.order(table=1, note="a very long note " * 8)
    expect(ticket(page, order)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(TOO_SMALL) == []
