"""What a phone has to fetch before the menu can be read, and that nothing jumps meanwhile."""

from __future__ import annotations

import io
import json
import secrets
import sqlite3
import time
from contextlib import closing
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

from tableorder.menu.images import QUALITY
from tests.browser.conftest import OpenPage
from tests.browser.guests import sit_down
from tests.browser.house import House

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "is_mobile": True}
TABLET = {"viewport": {"width": 1024, "height": 768}, "has_touch": True}
DISHES = 60
LARGEST = 300_000
LARGEST_SCRIPTS = 100_000
DRAWN = """
[...document.querySelectorAll("[data-dish] img[srcset]")]
  .filter((image) => image.complete && image.naturalWidth)
  .map((image) => image.currentSrc)
"""
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    window.shifts.push([value, sources.map(({ node }) => node?.className)]);
  }
}).observe({type: "layout-shift", buffered: true});
"""


def photo() -> bytes:
    """A small picture with as much detail as a photograph of food has: about 10 KB."""
    size = (320, 240)
    image = Image.effect_noise(size, 0)
    for step, depth in ((64, 80), (24, 60), (8, 50), (3, 45), (1, 12)):
        noise = Image.effect_noise((size[0] // step + 2, size[1] // step + 2), depth)
        image = ImageChops.add(image, noise.resize(size, Image.Resampling.BICUBIC), 2)
    buffer = io.BytesIO()
    Image.merge("RGB", [image, image.rotate(180), image]).save(buffer, "WEBP", quality=QUALITY)
    return buffer.getvalue()


def hang_pictures(house: House) -> None:
    """Give the store sixty dishes, each with a picture of its own."""
    with closing(sqlite3.connect(house.folder / "app.db", timeout=10)) as database, database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(menu_items)")]
        names = ", ".join(name for name in columns if name != "id")
        [[count]] = database.execute("SELECT count(*) FROM menu_items")
        copy = (
            f"INSERT INTO menu_items ({names}) SELECT {names} FROM menu_items ORDER BY id LIMIT ?"
        )
        database.execute(copy, [DISHES - count])
        rows = database.execute("SELECT id, image FROM menu_items").fetchall()
        for item, image in rows:
            values = {**json.loads(image), "name": secrets.token_hex(16)}
            (house.folder / "uploads" / f"{values['name']}-320.webp").write_bytes(photo())
            database.execute(
                "UPDATE menu_items SET image = ? WHERE id = ?", [json.dumps(values), item]
            )
        database.execute("UPDATE stores SET menu_version = menu_version + 1")
    assert len(rows) == DISHES


def traffic(page: Page) -> dict[str, int]:
    """Note what comes over the wire, heads included: bytes by kind of resource."""
    kinds: dict[str, str] = {}
    found: dict[str, int] = {}

    def finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        found[kind] = found.get(kind, 0) + int(event["encodedDataLength"])

    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    wire.on("Network.loadingFinished", finished)
    return found


@pytest.mark.parametrize("device", [PHONE, TABLET], ids=["phone", "tablet"])
def test_a_menu_of_sixty_dishes_is_light_and_stands_still(
    house: House, open_page: OpenPage, device: dict[str, Any]
) -> None:
    hang_pictures(house)
    first = sit_down(open_page(**device), house)
    signed_in = first.context.storage_state()
    page = open_page(**device, storage_state=signed_in)
    page.add_init_script(WATCH)
    fetched = traffic(page)
    page.goto(f"{house.url}/menu")
    page.wait_for_load_state("load")
    page.wait_for_timeout(1500)
    assert page.locator("[data-dish] img[srcset]").count() == DISHES
    seen = page.evaluate(DRAWN)
    assert len(seen) >= 5
    assert all(address.endswith("-320.webp") for address in seen)
    assert sum(fetched.values()) <= LARGEST, fetched
    assert fetched["Script"] <= LARGEST_SCRIPTS
    assert page.evaluate("window.shifts") == []
    page.mouse.wheel(0, 2500)
    deadline = time.monotonic() + 10
    while len(page.evaluate(DRAWN)) <= len(seen):
        assert time.monotonic() < deadline, "nothing came into view"
        page.wait_for_timeout(100)
    assert page.evaluate("window.shifts") == []
