"""People, shared screens and the store's settings, in real browsers and a running restaurant."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import pair, sign_in
from tests.browser.house import STORE

SECONDS = 1000
SIZES = ((390, 844), (1024, 768), (1920, 1080))
PIN = "2580"


def is_live(page):
    expect(page.locator(".conn")).to_have_attribute("data-state", "live")


def account(house, username):
    found = house.call("GET", "/api/accounts", token=house.staff)["accounts"]
    return next(one["id"] for one in found if one["username"] == username)


def set_pin(house, username, pin):
    path = f"/api/accounts/{account(house, username)}/pin"
    house.call("PUT", path, {"pin": pin}, token=house.staff)


def ticket(board, order):
    number = re.compile(f"^{order['number']}$")
    return board.locator(".ticket").filter(has=board.locator(".order-number", has_text=number))


def connect(page, house, name="Kitchen"):
    """Connect a browser as a shared screen, which leads to the board."""
    code = house.call("POST", "/api/screens", {"name": name}, token=house.staff)["code"]
    page.goto(f"{house.url}/screen")
    page.fill("[name=store_code]", STORE)
    page.fill("[name=code]", f"{code[:4]} {code[4:]}")
    page.click("main button[type=submit]")
    page.wait_for_url("**/board")
    is_live(page)
    return page


def type_pin(page, pin, person=None):
    dialog = page.locator("#approval")
    expect(dialog).to_be_visible()
    if person:
        dialog.get_by_role("button", name=person).click()
    for digit in pin:
        dialog.get_by_role("button", name=digit, exact=True).click()
    dialog.get_by_role("button", name="Confirm").click()


@pytest.mark.alone
def test_another_role_or_password_ends_that_persons_board_within_two_seconds(house, open_page):
    board = sign_in(open_page(), house, username="staff")
    owner = sign_in(open_page(), house)
    staff = account(house, "staff")
    for act in ("role", "password"):
        is_live(board)
        if act == "role":
            house.call("PATCH", f"/api/accounts/{staff}", {"role": "manager"}, token=house.staff)
        else:
            house.call(
                "POST",
                f"/api/accounts/{staff}/password",
                {"password": "another one"},
                token=house.staff,
            )
            house.passwords["staff"] = "another one"
        expect(board.get_by_text("You are signed out.")).to_be_visible(timeout=2 * SECONDS)
        expect(board.locator(".conn")).to_have_attribute("data-state", "ended")
        is_live(owner)
        board.get_by_role("link", name="Sign in again").click()
        board.fill("[name=password]", house.passwords["staff"])
        board.fill("[name=username]", "staff")
        board.click("main button[type=submit]")
        board.wait_for_url("**/board")


@pytest.mark.alone
def test_a_screen_is_connected_once_works_and_is_disconnected_at_once(house, open_page):
    owner, screen = sign_in(open_page(), house, to="/admin/screens"), open_page()
    owner.fill("[name=name]", "Kitchen")
    owner.get_by_role("button", name="Get the code").click()
    code = owner.locator(".adm-code").inner_text()
    screen.goto(house.url)
    screen.get_by_role("link", name="Connect a shared screen").click()
    screen.fill("[name=store_code]", STORE)
    screen.fill("[name=code]", code)
    screen.click("main button[type=submit]")
    screen.wait_for_url("**/board")
    is_live(screen)
    expect(screen.get_by_role("link", name="History")).to_have_count(0)
    order = house.order(table=2)
    expect(ticket(screen, order)).to_be_visible(timeout=2 * SECONDS)

    # The token of the evening is gone in the morning; the page was never loaded again.
    screen.context.clear_cookies(name=re.compile("^to_staff"))
    ticket(screen, order).locator(".ticket-step", has_text="Accept").click()
    expect(ticket(screen, order).locator(".status")).to_have_text("Accepted")
    changes = house.call("GET", f"/api/orders/{order['id']}/changes", token=house.staff)
    assert changes["changes"][-1]["actor_name"] == "Kitchen"

    owner.goto(f"{house.url}/admin/screens")
    owner.get_by_role("button", name="Disconnect").click()
    expect(screen.get_by_text("This screen was disconnected.")).to_be_visible(timeout=2 * SECONDS)
    screen.get_by_role("link", name="Connect this screen").click()
    expect(screen.get_by_label("Code", exact=True)).to_be_visible()


def test_a_screen_asks_who_cancels_what_is_cooking(house, open_page):
    set_pin(house, "staff", PIN)
    set_pin(house, "owner", "1357")
    order = house.order(table=2)
    house.advance(order, "confirmed", "preparing")
    screen = connect(open_page(viewport={"width": 390, "height": 844}), house)
    ticket(screen, order).locator(".ticket-main").click()
    sheet = screen.locator("#order-sheet")
    sheet.get_by_role("button", name="Cancel order").click()
    sheet.get_by_role("button", name="Sold out", exact=True).click()
    sheet.get_by_role("button", name="Cancel this order").click()
    type_pin(screen, "0000", "staff")
    expect(screen.locator("#approval")).to_contain_text("This PIN is not right.")
    assert house.read(order)["status"] == "preparing"
    type_pin(screen, PIN)
    expect(screen.locator("#approval")).to_be_hidden()
    expect(screen.locator("#toasts")).to_contain_text("was cancelled")
    changes = house.call("GET", f"/api/orders/{order['id']}/changes", token=house.staff)
    assert changes["changes"][-1]["actor_name"] == "staff"


def test_a_screen_asks_who_closes_what_is_unfinished(house, open_page):
    set_pin(house, "owner", PIN)
    house.order(table=3)
    screen = connect(open_page(), house)
    screen.get_by_role("article", name="Table 3").locator(".tcard-head").click()
    table = screen.locator("#table-sheet")
    table.get_by_role("button", name="Close table").click()
    table.get_by_role("button", name="All completed").click()
    table.get_by_role("button", name="Paid: close the table").click()
    expect(screen.locator("#approval")).to_be_visible()
    screen.keyboard.press("Escape")
    expect(screen.locator("#toasts")).to_contain_text("PIN")
    assert house.tables()[3]["status"] == "ordering"
    table.get_by_role("button", name="Paid: close the table").click()
    expect(screen.locator("#approval").get_by_role("button", name="owner")).to_be_visible()
    screen.keyboard.type(PIN)
    screen.keyboard.press("Enter")
    expect(table).to_be_hidden()
    assert house.tables()[3]["status"] == "free"


@pytest.mark.alone
def test_open_pages_follow_the_stores_settings(house, open_page):
    guest, board = pair(open_page(), house), sign_in(open_page(), house)
    guest.get_by_role("button", name="Start ordering").click()
    guest.wait_for_url("**/menu")
    shown = guest.locator(".topbar-table [data-session-code]")
    expect(shown).to_be_hidden()
    is_live(board)
    expect(board.locator(".board-chip")).to_have_count(7)
    owner = sign_in(open_page(), house, to="/admin/store")
    owner.get_by_label("Short").check()
    owner.get_by_label("By a code").check()
    owner.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("Saved. Open pages follow")).to_be_visible()
    code = house.tables()[1]["session"]["code"]
    expect(shown).to_have_text(f"Code {code}", timeout=2 * SECONDS)
    expect(board.locator(".board-chip")).to_have_count(5)
    board.get_by_role("article", name="Table 1").locator(".tcard-head").click()
    expect(board.locator("#table-sheet")).to_contain_text("Code for phones")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_pages_fit_every_screen_and_reader(house, open_page, axe, language):
    owner = sign_in(open_page(), house)
    screen = open_page()
    house.call("POST", "/api/screens", {"name": "Bar"}, token=house.staff)
    pages = {"accounts": owner, f"accounts/{account(house, 'staff')}": owner, "me": owner,
             "screens": owner, "store": owner, "": screen}  # fmt: skip
    for path, page in pages.items():
        address = f"/admin/{path}" if path else "/screen"
        page.goto(f"{house.url}{address}?lang={language}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert axe(page) == [], (path, width)
            for button in page.locator(".adm-item-acts button").all():
                button.click(trial=True)
