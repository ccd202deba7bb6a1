"""The main job, end to end: a guest orders at a table, and the staff's board shows it."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.guests import BIBIMBAP, FRIES, REGULAR, add, number, open_cart, send, sit_down

pytestmark = pytest.mark.alone

SECONDS = 1000


def test_a_guest_orders_staff_advance_and_both_pages_follow(open_page, house, board):
    expect(board.locator(".conn")).to_have_attribute("data-state", "live")
    guest = sit_down(open_page(), house)
    add(guest, BIBIMBAP, *REGULAR, "Fried egg", quantity=2)
    add(guest, FRIES, "Garlic", note="well done")
    open_cart(guest)
    send(guest)
    shown = number(guest)
    sent_at = time.monotonic()

    ticket = board.get_by_role("article", name="Table 1").locator(".ticket")
    expect(ticket.locator(".order-number")).to_have_text(shown, timeout=2 * SECONDS)
    assert time.monotonic() - sent_at < 2
    expect(ticket).to_contain_text("Fried egg")
    expect(ticket).to_contain_text("well done")
    expect(board.get_by_role("article", name="Table 1").locator(".price")).to_have_text("₩32,500")

    guest.get_by_role("link", name="Follow my orders").click()
    status = guest.locator(".sent-card .status")
    expect(status).to_have_text("Received")
    guest.evaluate("window.samePage = true")
    for step, told in (
        ("Accept", "Accepted"),
        ("Start cooking", "Cooking"),
        ("Ready to serve", "Ready"),
    ):
        ticket.get_by_role("button", name=step).click()
        expect(status).to_have_text(told, timeout=2 * SECONDS)
    expect(ticket.locator(".status")).to_have_text("Ready")  # or “Serve” is “Ready to serve” still
    ticket.get_by_role("button", name="Serve").click()
    expect(status).to_have_text("Served", timeout=2 * SECONDS)
    assert guest.evaluate("window.samePage")


def test_what_a_guest_takes_back_leaves_the_board(open_page, house, board):
    guest = sit_down(open_page(), house)
    add(guest, FRIES)
    open_cart(guest)
    send(guest)
    number(guest)
    expect(board.locator(".ticket")).to_have_count(1)
    guest.goto(f"{house.url}/orders")
    guest.get_by_role("button", name="Cancel order").click()
    guest.get_by_role("button", name="Yes, cancel it").click()
    expect(board.locator(".ticket")).to_have_count(0)
    expect(board).to_have_title("Order board")


def test_closing_the_table_ends_the_guests_visit(open_page, house, board):
    guest = sit_down(open_page(), house)
    card = board.get_by_role("article", name="Table 1")
    card.get_by_role("button").first.click()
    sheet = board.locator("#table-sheet")
    sheet.get_by_role("button", name="Close table").click()
    sheet.get_by_role("button", name="Paid: close the table").click()
    expect(card).to_be_hidden()
    expect(guest.get_by_text("Thank you")).to_be_visible(timeout=2 * SECONDS)
