"""Managers look back: by day, table and status, page by page, at one order's life, in a sheet."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.busy import act, write
from tests.browser.conftest import sign_in

SEOUL = ZoneInfo("Asia/Seoul")
SIZES = {"phone": (390, 844), "tablet": (1024, 768), "wall": (1920, 1080)}


def today() -> datetime:
    """Noon of the present business day, which begins at five."""
    return (datetime.now(SEOUL) - timedelta(hours=5)).replace(hour=12, minute=0, second=0)


def belongs(house, order, day: datetime, moment: datetime) -> None:
    """Let an order have been placed at a moment of a business day."""
    told = moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S.%f")
    statement = "UPDATE orders SET business_day = ?, created_at = ? WHERE id = ?"
    write(house, statement, f"{day:%Y-%m-%d}", told, order["id"])


@pytest.fixture
def past(house):
    """Two parties that left: at table 3 yesterday, past midnight too, and at table 5 today."""
    late, early = house.order(table=3, note="=1+1"), house.order(table=3, quantity=2)
    cancelled, deleted = house.order(table=5, dish=1), house.order(table=5, dish=2)
    act(house, "PATCH", f"orders/{cancelled['id']}", status="cancelled", reason="Sold out")
    act(house, "DELETE", f"orders/{deleted['id']}", reason="rang twice")
    tables = house.tables()
    for number, orders in ((3, (late, early)), (5, ())):
        decided = {str(order["id"]): "complete" for order in orders}
        act(house, "POST", f"tables/{tables[number]['id']}/close", orders=decided)
    yesterday = today() - timedelta(days=1)
    belongs(house, early, yesterday, yesterday)
    belongs(house, late, yesterday, yesterday + timedelta(hours=14))  # two at night
    return {"late": late, "early": early, "cancelled": cancelled, "deleted": deleted}


def shows(page: Page, *numbers: str) -> None:
    """Wait for exactly these orders, from the newest on."""
    expect(page.locator(".hrow .order-number")).to_have_text(list(numbers))


def numbers(past, *names: str) -> list[str]:
    return [past[name]["number"] for name in names]


def ask(page: Page, **wanted: str) -> None:
    for label, value in wanted.items():
        box = page.get_by_label(label.replace("_", " "), exact=True)
        if label == "Status":
            box.select_option(label=value)
        else:
            box.fill(value)
    page.get_by_role("button", name="Search").click()


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def page(request, open_page, house, past):
    """The history on a screen of each size."""
    width, height = request.param
    options = {"viewport": {"width": width, "height": height}, "accept_downloads": True}
    return sign_in(open_page(**options), house, to="/history")


def test_the_past_is_found_and_one_life_told(page, past):
    expect(page.locator(".hrow")).to_have_count(4)
    page.get_by_role("link", name="Yesterday").click()
    # Who ordered at two at night did so on the evening before.
    shows(page, *numbers(past, "early", "late"))
    expect(page.locator(".hrow", has_text=past["late"]["number"])).to_contain_text("02:00")
    expect(page.locator(".history-sums")).to_contain_text(f"Orders 2 Sales ₩{sold(past):,}")
    ask(page, Table="5")
    expect(page.get_by_text("No orders found")).to_be_visible()

    day = f"{today():%Y-%m-%d}"
    ask(page, Table="", From=day, To=f"{today() - timedelta(days=9):%Y-%m-%d}")
    expect(page.get_by_text("The first day must not be after the last.")).to_be_visible()
    expect(page.get_by_label("From", exact=True)).to_have_value(day)
    shows(page)
    ask(page, To=day)
    shows(page, *numbers(past, "deleted", "cancelled"))
    ask(page, Status="Cancelled")
    shows(page, *numbers(past, "cancelled"))
    page.get_by_role("link", name="Clear").click()
    ask(page, Status="Deleted")
    shows(page, *numbers(past, "deleted"))

    page.locator(".hrow summary").click()
    page.get_by_role("link", name="Whole life of this order").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(past["deleted"]["number"])
    expect(page.get_by_role("region", name="Record")).to_contain_text("rang twice")
    page.get_by_role("main").get_by_role("link", name="Order history").click()
    assert f"from={day}&to={day}" in page.url


def test_what_was_found_is_taken_along_as_a_sheet(page, past):
    day, day_before = (f"{today() - timedelta(days=ago):%Y-%m-%d}" for ago in (0, 1))
    ask(page, Table="3")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download (CSV)").click()
    sheet = Path(download.value.path()).read_bytes()
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert download.value.suggested_filename == f"demo_orders_{day}.csv"
    rows = {row["Order number"]: row for row in csv.DictReader(io.StringIO(sheet[3:].decode()))}
    assert rows.keys() == set(numbers(past, "late", "early"))
    assert sum(int(row["Sales"]) for row in rows.values()) == sold(past)
    late = rows[past["late"]["number"]]
    assert (late["Business day"], late["Order time"]) == (day_before, f"{day} 02:00:00")
    assert late["Request for the dish"] == "'=1+1"


def sold(past) -> int:
    return past["late"]["total"] + past["early"]["total"]


def test_a_long_past_is_turned_page_by_page_and_back(open_page, house):
    orders = [house.order(table=2) for _ in range(52)]
    decided = {str(order["id"]): "complete" for order in orders}
    act(house, "POST", f"tables/{house.tables()[2]['id']}/close", orders=decided)
    page = sign_in(open_page(), house, to="/history?table=2")
    shows(page, *(order["number"] for order in orders[:1:-1]))
    older = [order["number"] for order in orders[1::-1]]
    page.get_by_role("link", name="Older orders").click()
    shows(page, *older)
    expect(page.get_by_label("Table", exact=True)).to_have_value("2")
    expect(page.locator(".history-sums")).to_contain_text("Orders 52")
    expect(page.get_by_role("link", name="Older orders")).to_have_count(0)
    late = house.order(table=2)
    act(house, "POST", f"tables/{house.tables()[2]['id']}/close", orders={late["id"]: "complete"})
    page.reload()
    shows(page, *older)  # its place holds
    page.get_by_role("link", name="Back to the newest").click()
    expect(page.locator(".hrow .order-number").first).to_have_text(late["number"])
    page.go_back()
    shows(page, *older)
