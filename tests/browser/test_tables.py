"""A manager adds tables and prints their codes, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import pair, sign_in

PHONE, TABLET, WALL = (
    {"width": width, "height": height} for width, height in ((390, 844), (1024, 768), (1920, 1080))
)


@pytest.mark.usefixtures("public_address")
@pytest.mark.parametrize("size", [PHONE, TABLET], ids=["phone", "tablet"])
def test_a_range_is_added_and_its_codes_are_ready_to_print(open_page, house, axe, size):
    page = sign_in(open_page(viewport=size), house, to="/tables")
    page.get_by_label("Numbers").fill("21-23")
    page.get_by_role("textbox", name="Zone").fill("Terrace")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#new-pins tbody tr")).to_have_count(3)
    expect(page.get_by_role("link", name="Table 22")).to_be_visible()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="Terrace").locator(".spot")).to_have_count(3)
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


def test_a_table_is_changed_and_only_an_unused_one_deleted(open_page, house):
    used, unused = house.tables()[1]["id"], house.tables()[2]["id"]
    house.order(table=1)
    page = sign_in(open_page(viewport=PHONE), house, to="/tables")
    page.locator(f"#table-{used}").get_by_role("link", name="Table 1").click()
    page.get_by_label("Label").fill("By the window")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f"#table-{used}")).to_contain_text("By the window")
    for table in (used, unused):
        page.goto(f"{house.url}/tables/{table}")
        page.locator("summary", has_text="Delete table").click()
        page.get_by_role("button", name="Delete for good").click()
        told = "This table has a history" if table == used else "Deleted."
        expect(page.get_by_text(told)).to_be_visible()
    assert {1, 3} <= house.tables().keys() - {2}
    assert 2 not in house.tables()


@pytest.mark.parametrize("size", [PHONE, WALL], ids=["phone", "wall"])
def test_the_floor_follows_the_evening_and_guests_a_pause(open_page, house, axe, size):
    floor = sign_in(open_page(viewport=size), house, to="/tables")
    spots = {number: floor.locator(f"#table-{house.tables()[number]['id']}") for number in (1, 2)}
    expect(spots[1]).to_have_attribute("data-state", "free")
    guest = pair(open_page(), house, table=1)
    guest.get_by_role("button", name="Start ordering").click()
    guest.wait_for_url("**/menu")
    expect(spots[1]).to_have_attribute("data-state", "seated")
    house.order(table=1)
    expect(spots[1]).to_contain_text("Ordering")
    expect(spots[1]).to_contain_text("waiting: just now")

    spots[1].get_by_label("More for Table 1").click()
    spots[1].get_by_label("Message for the guests").fill("The grill is being cleaned")
    assert axe(floor) == []
    spots[1].get_by_role("button", name="Pause this table").click()
    told = guest.locator("#main").get_by_text("The grill is being cleaned")
    expect(told).to_be_visible()
    guest.reload()
    expect(told).to_be_visible()
    expect(spots[1]).to_contain_text("Paused")
    spots[1].get_by_role("button", name="Let it go on").click()
    expect(told).to_be_hidden()

    table = house.tables()[2]["id"]
    expect(spots[2]).to_have_attribute("data-state", "free")
    house.call("POST", f"/api/tables/{table}/open", {}, token=house.staff)
    expect(spots[2]).to_contain_text("Seated")


def test_the_floor_shows_tables_that_somebody_else_adds_changes_and_deletes(open_page, house):
    floor = sign_in(open_page(viewport=PHONE), house, to="/tables")
    first = floor.locator(f"#table-{house.tables()[1]['id']}")
    new = house.call("POST", "/api/tables", {"number": 31, "zone": "Roof"}, token=house.staff)
    path = f"/api/tables/{new['tables'][0]['id']}"
    roof = floor.get_by_role("region", name="Roof")
    expect(roof.locator(".spot")).to_contain_text(["Vacant"])
    first.get_by_label("More for Table 1").click()
    first.get_by_label("Message for the guests").fill("Back soon")
    house.call("PATCH", path, {"label": "Under the vine", "seats": 6}, token=house.staff)
    house.call("POST", f"{path}/open", {}, token=house.staff)
    expect(roof).to_contain_text("Seated")
    expect(first.get_by_label("Message for the guests")).to_have_value("Back soon")
    floor.keyboard.press("Escape")
    expect(roof).to_contain_text("Under the vine")
    expect(roof).to_contain_text("Seats: 6")
    expect(roof).to_contain_text("Seated")
    unused = house.call("POST", "/api/tables", {"number": 32, "zone": "Yard"}, token=house.staff)
    yard = floor.get_by_role("region", name="Yard")
    expect(yard).to_be_visible()
    house.call("DELETE", f"/api/tables/{unused['tables'][0]['id']}", token=house.staff)
    expect(yard).to_be_hidden()
