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
    page.get_by_role("link", name="Board").click()
    page.get_by_role("button", name="Stay here").click()
    page.get_by_role("button", name="Save 2 pictures").click()
    expect(page.locator(".adm-queue-done:visible")).to_have_count(2)
    after = {name: items(house)[name]["image"]["medium"] for name in before}
    assert all(after[name] != before[name] for name in before)
    expect(page.locator("#undo")).to_contain_text("New picture: ")
    target = f"[data-dish-id='{items(house)[FRIES]['id']}']"
    drop(page, target, {"sesame gimbap.jpg": halves()})
    expect(rows.nth(2).locator("select option:checked")).to_have_text(FRIES)
    rows.nth(2).get_by_role("button", name="Take off the list").click()
    page.get_by_role("link", name="Board").click()
    page.wait_for_url("**/board")


PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Fingers:
    """Fingers on the page's glass, at parts of an element's width and height."""

    def __init__(self, page: Page, selector: str) -> None:
        self._page = page
        self._glass = page.context.new_cdp_session(page)
        self._box = page.locator(selector).bounding_box() or {}

    def slide(self, *ways: tuple[tuple[float, float], tuple[float, float]]) -> None:
        """Put fingers down, slide each from one place to another, let them rest, and lift them.

        Fingers that are lifted in full swing would fling the page, and the next tap only stops it.
        """
        self._touch("touchStart", [begin for begin, _ in ways])
        for part in (0.25, 0.5, 0.75, 1):
            places = [(a + (c - a) * part, b + (d - b) * part) for ((a, b), (c, d)) in ways]
            self._touch("touchMove", places)
        self._page.wait_for_timeout(200)
        self._touch("touchMove", [end for _, end in ways])
        self._touch("touchEnd", [])

    def _touch(self, kind: str, places: list[tuple[float, float]]) -> None:
        box = self._box
        points = [
            {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"], "id": number}
            for number, (x, y) in enumerate(places)
        ]
        self._glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_photo_taken_by_phone_is_pinched_and_dragged_into_shape(
    house: House, open_page: OpenPage, axe
) -> None:
    dish = items(house)[FRIES]["id"]
    page = sign_in(open_page(**PHONE), house, to=f"/admin/menu/items/{dish}")
    expect(page.locator("input[capture=environment]")).to_have_attribute("accept", "image/*")
    page.mouse.wheel(0, 300)
    with page.expect_file_chooser() as chosen:
        page.get_by_text("Take a photo").tap()
    photo = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": halves((900, 1600))}
    chosen.value.set_files(photo)
    crop = page.locator("#crop")
    expect(crop).to_be_visible()
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    zoom = crop.locator("input[type=range]")
    expect(zoom).to_have_js_property("value", "1")
    fingers = Fingers(page, "#crop canvas")
    fingers.slide(((0.4, 0.5), (0.1, 0.5)), ((0.6, 0.5), (0.9, 0.5)))
    expect(zoom).to_have_js_property("value", "4")
    fingers.slide(((0.9, 0.5), (0.1, 0.6)))
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Use this part").tap()
    expect(page.get_by_text("Saved. Guests see it now.")).to_be_visible()
    red, _, blue = shown(house, FRIES)
    assert blue > 200 > red


def test_several_pictures_are_dropped_on_a_phone_sized_page(
    house: House, open_page: OpenPage, axe
) -> None:
    page = sign_in(open_page(**PHONE), house, to="/admin/menu/pictures")
    before = {name: items(house)[name]["image"]["medium"] for name in (FRIES, GIMBAP)}
    names = ("garlic fries.jpg", "Sesame-Gimbap (1).jpg")
    drop(page, ".adm-drop", {name: halves() for name in names})
    rows = page.locator(".adm-queue-row")
    for row, name in zip((0, 1), before, strict=True):
        expect(rows.nth(row).locator("select option:checked")).to_have_text(name)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Save 2 pictures").tap()
    expect(page.locator(".adm-queue-done:visible")).to_have_count(2)
    assert all(items(house)[name]["image"]["medium"] != before[name] for name in before)
