"""Every screen, with a busy evening on it, on a phone, a tablet and a wall, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.busy import NOTE, busy_evening
from tests.browser.conftest import pair, rest, sign_in

SIZES = ((390, 844), (1024, 768), (1920, 1080))
LOOKS = {"ko": ("ko-KR", "light", "dark"), "en": ("en-US", "dark", "light")}
TOUCH = 44
EXPECTED = re.compile("status of 4(09|22) ")
"""What a browser says of a page that tells what is wrong with what was asked."""

FAULTS = """(least) => {
    const sheet = document.querySelector("dialog[open]");
    const all = [...(sheet ?? document).querySelectorAll("button, a, input, select, summary")];
    const box = (one) => (one.closest("label, .search") ?? one).getBoundingClientRect();
    const wide = [sheet, document.documentElement]
        .filter((one) => one && one.scrollWidth > one.clientWidth)
        .map((one) => `too wide: ${one.scrollWidth} ${one.className}`);
    const small = all
        .filter((one) => one.checkVisibility() && !one.matches(".skip-link, p a"))
        .map((one) => [one, box(one)])
        .filter(([, { width, height }]) => width && Math.min(width, height) < least - 0.5)
        .map(([one, { width, height }]) => `${width}x${height}: ${one.outerHTML.slice(0, 150)}`);
    return [...wide, ...small];
}"""
"""What is cut off, or too small to touch, in the sheet that is open or else on the page."""


@dataclass
class Looker:
    """Looks at a page at every size, and collects what is wrong with it."""

    page: Page
    axe: Any
    schemes: dict[int, str]
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)

    def _hear(self, line: Any) -> None:
        if line.type == "error" and not EXPECTED.search(line.text):
            self.found.append(f"{self.page.url}: {line.text}")

    def look(self, what: str, main: str) -> None:
        """See that nothing is cut off, too small, unreachable or against the rules at any size."""
        button = self.page.locator(f"{main} >> visible=true").first
        expect(button).to_be_visible()
        for width, height in SIZES:
            self.page.set_viewport_size({"width": width, "height": height})
            rest(self.page)
            faults = self.page.evaluate(FAULTS, TOUCH)
            if scheme := self.schemes.get(width):
                self.page.emulate_media(color_scheme=scheme)
                faults += self.axe(self.page)
            self.found += [f"{what} at {width} px: {fault}" for fault in faults]
            button.click(trial=True)


@pytest.fixture
def looker(open_page, axe):
    """Open a browser that speaks a language and rests when nothing happens."""

    def open_one(language: str, **options: Any) -> Looker:
        locale, phone, wall = LOOKS[language]
        page = open_page(locale=locale, reduced_motion="reduce", **options)
        return Looker(page, axe, {390: phone, 1920: wall})

    return open_one


def ticket(page: Page, order: dict[str, Any]) -> Locator:
    number = page.locator(".order-number", has_text=re.compile(f"^{order['number']}$"))
    return page.locator(".ticket").filter(has=number)


@pytest.mark.usefixtures("public_address")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_staff_s_screens_fit(house, looker, language):
    shown = busy_evening(house)
    staff = looker(language)
    page = sign_in(staff.page, house)
    staff.look("board", ".ticket-step")
    ticket(page, shown["new"]).locator(".ticket-main").click()
    expect(page.locator(".order-record li").first).to_be_visible()
    staff.look("an order", "#order-sheet .btn-primary")
    page.keyboard.press("Escape")
    head = page.locator("article .tcard-head").first
    head.click()
    staff.look("a table", "#table-sheet .btn-primary")
    page.locator("#table-sheet .btn-primary >> visible=true").click()
    staff.look("closing", "#table-sheet .decide-head .btn")
    page.keyboard.press("Escape")
    head.click()
    page.locator(".table-ways button").first.click()
    staff.look("moving", "#move-sheet .pick:enabled")
    table = house.tables()[1]["id"]
    for path, main in {
        "/tables": ".floor-add button",
        "/tables/print": "[data-print]",
        f"/tables/{table}": "form .btn-primary",
        f"/tables/{table}/order": "[data-dish]",
        "/history": ".history-form .btn-primary",
        "/history?from=2026-11-20&to=2026-11-01": ".history-form .btn-primary",
        f"/history/{shown['deleted']['id']}": "main a",
        "/admin/calls": "form .btn-primary",
        "/admin/stations": "main .btn-primary",
    }.items():
        page.goto(f"{house.url}{path}")
        staff.look(path, main)
    assert not staff.found, "\n".join(staff.found)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_guests_screens_fit(house, looker, language):
    guest = looker(language)
    page = pair(guest.page, house)
    guest.look("start", "main .btn-primary")
    page.locator("main .btn-primary").click()
    page.wait_for_url("**/menu")
    house.call_staff(1, "water")
    house.advance(house.order(table=1, note=NOTE), "confirmed", "preparing")
    house.order(table=1, dish=1, quantity=99)
    guest.look("menu", "[data-dish]")
    page.locator(f"[data-dish='{house.dishes[0]['id']}']").click()
    guest.look("a dish", "#dish-sheet .btn-primary")
    page.locator("#dish-sheet .btn-primary").click()
    page.locator(".cartbar .btn-primary").click()
    page.locator("#order-note").fill(NOTE)
    guest.look("the cart", "#send-order")
    page.keyboard.press("Escape")
    page.locator(".call-btn").click()
    guest.look("calling", ".reason-ask")
    page.goto(f"{house.url}/orders")
    guest.look("orders", ".sent-card button")
    assert not guest.found, "\n".join(guest.found)
