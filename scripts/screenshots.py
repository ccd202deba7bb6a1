"""Take the README's screenshots again: a scratch demo store, a lively evening, a browser.

Nothing of this installation is read or changed; only docs/screenshots/ is written.
"""

from __future__ import annotations

import io
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import chromium  # noqa: E402
from tableorder import create_app  # noqa: E402
from tableorder.db import db  # noqa: E402
from tableorder.demo.seed import seed_demo  # noqa: E402
from tests.browser.house import PIN, STORE, House  # noqa: E402
from tests.browser.nursery import Nursery  # noqa: E402
from tests.conftest import make_settings, migrate  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
LANGUAGES = {"ko": "ko-KR", "en": "en-US"}
LARGEST = 150_000  # bytes of a picture
PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2}
WIDE = {"viewport": {"width": 1920, "height": 1080}}
DESK = {"viewport": {"width": 1280, "height": 1500}}
GUEST_TABLES = {"ko": 7, "en": 9}
BIBIMBAP = "Stone-pot bibimbap"
DISHES = {"ko": "돌솥비빔밥", "en": BIBIMBAP}


class Sent(NamedTuple):
    """An order of the evening: how many minutes ago, and the steps that it has taken."""

    table: int
    minutes: int
    steps: tuple[str, ...]
    dishes: dict[str, int]
    note: str = ""


EVENING = (
    Sent(1, 24, ("confirmed", "preparing", "ready"), {"Half & half fried chicken": 1}),
    Sent(1, 6, ("confirmed", "preparing"), {"Draft beer": 3, "Garlic fries": 1}),
    Sent(2, 12, ("confirmed", "preparing"), {BIBIMBAP: 2, "Kimchi stew with pork": 1}),
    Sent(4, 8, ("confirmed",), {"Charcoal-grilled beef ribs": 2, "Steamed egg in a pot": 1}),
    Sent(4, 1, (), {"Fresh makgeolli": 1, "Seafood pancake": 1}),
    Sent(5, 3, ("confirmed", "preparing"), {"Bulgogi burger set": 2, "Garden salad": 1}),
    Sent(8, 17, ("confirmed", "preparing", "ready"), {"Spicy seafood ramyeon": 2}),
    Sent(8, 2, ("confirmed",), {"Strawberry milk bingsu": 1, "Americano": 2}),
    Sent(10, 0, (), {"Beef bulgogi rice bowl": 1, "Lemonade": 2}, "얼음은 적게 부탁드려요"),
)


def main() -> None:
    """Write every screenshot in each language of the interface."""
    with running_house() as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        spend_an_evening(house)
        for language in LANGUAGES:
            take(browser, house, language)
        browser.close()


@contextmanager
def running_house() -> Iterator[House]:
    """Yield a served demo store in a scratch folder."""
    with tempfile.TemporaryDirectory() as scratch, closing(Nursery()) as nursery:
        template = Path(scratch, "template")
        settings = make_settings(template, log_level="WARNING")
        template.mkdir()
        migrate(settings)
        app = create_app(settings)
        with app.app_context():
            seed_demo(template / "signins")
            db.engine.dispose()
        house = House(template, Path(scratch, "house"), nursery)
        try:
            yield house
        finally:
            house.stop()


def spend_an_evening(house: House) -> None:
    """Let the tables order, and let time pass."""
    menu = house.call("GET", f"/api/menus?store={STORE}")
    parts = [part for top in menu["categories"] for part in (top, *top["children"])]
    items = {item["name"]: item for part in parts for item in part["items"]}
    for number, sent in enumerate(EVENING):
        order = place(house, sent, items, key=f"evening-{number}")
        house.advance(order, *sent.steps)
        age(house, order, sent.minutes)


def place(house: House, sent: Sent, items: dict[str, Any], *, key: str) -> Any:
    """Order for a table, with the first choices of every group that needs some."""
    lines, total = [], 0
    for name, quantity in sent.dishes.items():
        item = items[name]
        groups = item["option_groups"]
        chosen = [choice for group in groups for choice in group["choices"][: group["min_select"]]]
        total += (item["price"] + sum(choice["price_delta"] for choice in chosen)) * quantity
        ids = [choice["id"] for choice in chosen]
        lines.append({"menu_id": item["id"], "quantity": quantity, "choice_ids": ids})
    body = {
        "items": lines,
        "expected_total": total,
        "table_id": house.tables()[sent.table]["id"],
        "note": sent.note,
    }
    return house.call("POST", "/api/orders", body, token=house.staff, Idempotency_Key=key)


def age(house: House, order: dict[str, Any], minutes: int) -> None:
    """Make an order that many minutes older, and its party some more."""
    moment = "strftime('%Y-%m-%d %H:%M:%f000', {}, ?)"
    path = house.folder / "app.db"
    with closing(sqlite3.connect(path, timeout=10)) as database, database:
        database.execute(
            f"UPDATE orders SET created_at = {moment.format('created_at')} WHERE id = ?",
            (f"-{minutes} minutes", order["id"]),
        )
        database.execute(
            f"UPDATE table_sessions SET opened_at = {moment.format('opened_at')} WHERE id = ?",
            (f"-{minutes + 4} minutes", order["session_id"]),
        )


def take(browser: Browser, house: House, language: str) -> None:
    """Take all screenshots in one language."""
    locale = LANGUAGES[language]
    guest = new_page(browser, locale, **PHONE)
    show_guest(guest, house, language)
    owner = sign_in(new_page(browser, locale, **WIDE), house)
    keep(owner, language, "board")
    dark = sign_in(new_page(browser, locale, color_scheme="dark", **WIDE), house)
    keep(dark, language, "board-dark")
    desk = sign_in(new_page(browser, locale, **DESK), house)
    desk.goto(f"{house.url}/admin/menu")
    desk.locator("main").get_by_role("link", name=DISHES[language]).first.click()
    keep(desk, language, "item-form")
    for page in (guest, owner, dark, desk):
        page.context.close()


def new_page(browser: Browser, locale: str, **options: Any) -> Page:
    """Open a page in a browser of its own."""
    wanted = {"locale": locale, "timezone_id": "Asia/Seoul", "reduced_motion": "reduce", **options}
    return browser.new_context(**wanted).new_page()


def show_guest(page: Page, house: House, language: str) -> None:
    """Go a guest's way: menu, a dish, the cart, the number."""
    page.goto(f"{house.url}/t/{STORE}")
    page.fill("[name=table_number]", str(GUEST_TABLES[language]))
    page.fill("[name=pin]", PIN)
    page.click("main button[type=submit]")
    if page.locator("form[action='/'] button").count():
        page.click("form[action='/'] button")
    page.wait_for_url("**/menu")
    keep(page, language, "menu")
    page.locator("[data-dish]").first.click()
    sheet = page.locator("#dish-sheet")
    sheet.wait_for()
    for group in sheet.locator("fieldset").all():
        for choice in group.locator("input[type=radio]").all()[1:2]:
            choice.check()
    sheet.evaluate("box => [box, ...box.querySelectorAll('*')].forEach(e => e.scrollTo(0, 0))")
    keep(page, language, "dish")
    sheet.locator(".sheet-foot .btn-primary").click()
    page.click("[data-open-layer=cart]")
    page.click("#send-order")
    page.wait_for_selector(".screen-number")
    keep(page, language, "number")


def sign_in(page: Page, house: House) -> Page:
    """Sign the owner in; the board opens."""
    page.goto(f"{house.url}/login")
    page.fill("[name=store_code]", STORE)
    page.fill("[name=username]", "owner")
    page.fill("[name=password]", house.passwords["owner"])
    page.click("main button[type=submit]")
    page.wait_for_url("**/board")
    page.wait_for_selector(".conn[data-state=live]")
    page.mouse.click(960, 1000)  # the first tap lets the browser play sounds
    return page


def keep(page: Page, language: str, name: str) -> None:
    """Write what the page shows as WebP, as well as it fits the limit."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(800)  # pictures that come into view are decoded late
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = FOLDER / language / f"{name}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    for quality in (86, 76, 66, 50, 35):
        image.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= LARGEST:
            break
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
