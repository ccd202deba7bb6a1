"""The API's page in a real browser: it needs no script and keeps to the security policy."""

from playwright.sync_api import expect

PHONE = {"width": 360, "height": 740}


def test_the_page_tells_an_operation_and_fits_a_phone(open_page, house):
    page = open_page(viewport=PHONE)
    page.goto(f"{house.url}/docs")
    card = page.locator("#create_order")
    card.locator("summary").click()
    expect(card.get_by_text("Idempotency-Key").last).to_be_visible()
    expect(card.get_by_text("PRICE_CHANGED")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_page_works_without_scripts(open_page, house):
    page = open_page(java_script_enabled=False)
    page.goto(f"{house.url}/docs")
    page.locator("#login summary").click()
    expect(page.locator("#login").get_by_text("WRONG_CREDENTIALS")).to_be_visible()
