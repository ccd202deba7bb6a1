"""What a guest does at a tablet, so that the tests read as sentences."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import pair
from tests.browser.house import STORE, House

BIBIMBAP, FRIES = "Stone-pot bibimbap", "Garlic fries"
REGULAR = ("Regular", "Mild")
"""The choices that a bibimbap cannot do without: of its rice and of its heat."""


def sit_down(page: Page, house: House, table: int = 1) -> Page:
    """Pair a tablet with a table and start ordering."""
    pair(page, house, table)
    page.get_by_role("button", name="Start ordering").click()
    page.wait_for_url("**/menu")
    return page


def items(house: House) -> dict[str, dict[str, Any]]:
    """The demo menu's items by English name."""
    menu = house.call("GET", f"/api/menus?store={STORE}")
    parts = [part for top in menu["categories"] for part in (top, *top["children"])]
    return {item["name"]: item for part in parts for item in part["items"]}


def card(page: Page, name: str) -> Locator:
    return page.locator("[data-dish]").filter(has=page.get_by_text(name, exact=True))


def open_dish(page: Page, name: str) -> Locator:
    card(page, name).click()
    sheet = page.locator("#dish-sheet")
    expect(sheet).to_be_visible()
    return sheet


def option(part: Locator, name: str) -> Locator:
    """The box or button of a choice."""
    exact = part.page.get_by_text(name, exact=True)
    return part.locator(".choice-label").filter(has=exact).locator("input")


def add(page: Page, name: str, *choices: str, quantity: int = 1, note: str = "") -> None:
    """Put a dish with these choices into the cart."""
    sheet = open_dish(page, name)
    for choice in choices:
        option(sheet, choice).check()
    for _ in range(quantity - 1):
        sheet.locator(".sheet-foot").get_by_label("One more").click()
    if note:
        sheet.get_by_label("Request for the kitchen").fill(note)
    sheet.get_by_role("button", name="Add").click()
    expect(sheet).to_be_hidden()


def open_cart(page: Page) -> Locator:
    page.get_by_role("button", name="View cart").click()
    return page.locator("#cart")


def line(page: Page, name: str) -> Locator:
    return page.locator("#cart .cart-line").filter(has_text=name)


def send(page: Page) -> None:
    page.get_by_role("button", name="Order", exact=True).click()


def number(page: Page) -> str:
    """Wait for the screen with the order's number and read it."""
    shown = page.locator(".screen-number")
    expect(shown).to_be_visible()
    return shown.inner_text()


def orders(house: House) -> list[dict[str, Any]]:
    return list(house.call("GET", "/api/orders", token=house.staff)["orders"])


def sell_out(house: House, name: str, *, is_sold_out: bool = True) -> None:
    body = {"is_sold_out": is_sold_out}
    path = f"/api/menus/{items(house)[name]['id']}/availability"
    house.call("PUT", path, body, token=house.staff)


def count(house: House, name: str, stock: int) -> None:
    path = f"/api/menus/{items(house)[name]['id']}/stock"
    house.call("PUT", path, {"stock": stock}, token=house.staff)


def set_price(house: House, name: str, price: int) -> None:
    path = f"/api/menus/{items(house)[name]['id']}"
    house.call("PATCH", path, {"price": price}, token=house.staff)


def close_table(house: House, table: int = 1) -> None:
    path = f"/api/tables/{house.tables()[table]['id']}/close"
    unfinished = {str(order["id"]): "complete" for order in orders(house)}
    house.call("POST", path, {"orders": unfinished}, token=house.staff)
