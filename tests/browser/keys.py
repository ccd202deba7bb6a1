"""A person who has a keyboard and no mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def tab_to(page: Page, target: str | Locator) -> None:
    """Press Tab until this has the focus."""
    found = page.locator(target).first if isinstance(target, str) else target
    for _ in range(200):
        page.keyboard.press("Tab")
        if found.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(target)


def press(page: Page, target: str | Locator, key: str = "Enter") -> None:
    """Go to this with Tab and press a key on it."""
    tab_to(page, target)
    page.keyboard.press(key)


def write(page: Page, target: str | Locator, text: str) -> None:
    """Go to this field with Tab and type."""
    tab_to(page, target)
    page.keyboard.type(text)
