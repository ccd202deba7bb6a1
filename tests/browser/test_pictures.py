"""An owner gives dishes their pictures: one cropped by keys, many by their names."""

from __future__ import annotations

import io
import urllib.request

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, sign_in
from tests.browser.guests import items
from tests.browser.house import House

FRIES, GIMBAP = "Garlic fries", "Sesame gimbap"


def halves(size: tuple[int, int] = (1200, 900)) -> bytes:
    """A picture that is red on its left and blue on its right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()


def drop(page: Page, selector: str, names: dict[str, bytes]) -> None:
    """Drop files on an element."""
    given = {name: list(data) for name, data in names.items()}
    files = page.evaluate_handle(
        """(given) => {
          const transfer = new DataTransfer();
          for (const [name, bytes] of Object.entries(given)) {
            transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
          }
          return transfer;
        }""",
        given,
    )
    for kind in ("dragover", "drop"):
        page.dispatch_event(selector, kind, {"dataTransfer": files})


def shown(house: House, name: str) -> tuple[int, int, int]:
    """The colour in the middle of a dish's picture, as it is served."""
    address = items(house)[name]["image"]["medium"]
    with urllib.request.urlopen(house.url + address, timeout=10) as answer:
        image = Image.open(io.BytesIO(answer.read()))
    return image.convert("RGB").getpixel((image.width // 2, image.height // 2))


def test_a_picture_is_cropped_by_keys_sent_and_taken_away(
    house: House, open_page: OpenPage, axe
) -> None:
    dish = items(house)[FRIES]["id"]
    page = sign_in(open_page(), house, to=f"/admin/menu/items/{dish}")
    upload = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": halves()}
    page.set_input_files("#image", upload)
    crop = page.locator("#crop")
    expect(crop).to_be_visible()
    expect(crop.locator("canvas")).to_be_focused()
    assert axe(page) == []
    for key in ("+",) * 8 + ("ArrowRight",) * 30:
        page.keyboard.press(key)
    page.get_by_role("button", name="Use this part").press("Enter")
    expect(page.get_by_text("Saved. Guests see it now.")).to_be_visible()
    red, _, blue = shown(house, FRIES)
    assert blue > 200 > red
    assert page.locator("#image").evaluate("input => input.files.length") == 0

    page.get_by_role("button", name="Remove the picture").click()
    expect(page.get_by_text("No picture yet")).to_be_visible()
    assert items(house)[FRIES]["image"] is None

    bad = {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"<svg xmlns='x'/>"}
    page.set_input_files("#image", bad)
    expect(page.get_by_role("alert").filter(has_text="SVG")).to_be_visible()


def test_many_pictures_find_their_dishes_by_name(house: House, open_page: OpenPage, axe) -> None:
    page = sign_in(open_page(), house, to="/admin/menu/pictures")
    before = {name: items(house)[name]["image"]["medium"] for name in (FRIES, GIMBAP)}
    drop(page, ".adm-drop", {"garlic-fries (2).jpg": halves(), "IMG_0001.jpg": halves()})
    rows = page.locator(".adm-queue-row")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("select option:checked")).to_have_text(FRIES)
    expect(rows.nth(1)).to_contain_text("Which dish is this?")
    assert axe(page) == []
    rows.nth(1).locator("select").select_option(label=FRIES)
    expect(rows.nth(1)).to_contain_text("Another picture is for this dish too.")
    expect(page.get_by_role("button", name="Save 2 pictures")).to_be_disabled()
    rows.nth(1).locator("select").select_option(label=GIMBAP)
    page.get_by_role("button", name="Save 2 pictures").click()
    expect(page.locator(".adm-queue-done:visible")).to_have_count(2)
    after = {name: items(house)[name]["image"]["medium"] for name in before}
    assert all(after[name] != before[name] for name in before)
    target = f"[data-dish-id='{items(house)[FRIES]['id']}']"
    drop(page, target, {"sesame gimbap.jpg": halves()})
    expect(rows.nth(2).locator("select option:checked")).to_have_text(FRIES)
