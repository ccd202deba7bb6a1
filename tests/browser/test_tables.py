"""A manager adds tables and prints their codes, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in


@pytest.fixture
def public_address(monkeypatch):
    """Let the restaurant, which starts after this, know where phones find it."""
    monkeypatch.setenv("PUBLIC_URL", "https://order.example")


@pytest.mark.usefixtures("public_address")
def test_a_range_is_added_and_its_codes_are_ready_to_print(open_page, house, axe):
    page = sign_in(open_page(), house, to="/tables")
    page.get_by_label("Numbers").fill("21-23")
    page.get_by_label("Zone").fill("Terrace")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#new-pins tbody tr")).to_have_count(3)
    expect(page.get_by_role("link", name="Table 22")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Print codes").click()
    expect(page.locator(".tent")).to_have_count(13)
    assert axe(page) == []
    button = page.get_by_role("button", name="Print", exact=True)
    assert button.bounding_box()["height"] >= 48
    page.emulate_media(media="print")
    expect(button).to_be_hidden()
    shown = page.locator(".tent-code").evaluate_all("all => all.every(one => one.naturalWidth)")
    assert shown
