"""What cooks do at the kitchen's screens, each in a browser of its own."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

SECONDS = 1000
KITCHEN, GRILL = 1, 2
GIMBAP, DUMPLINGS, EGG = "Sesame gimbap", "Pan-fried dumplings", "Steamed egg in a pot"
FRIES, MAKGEOLLI = "Garlic fries", "Fresh makgeolli"
_keys = count()

TOO_SMALL = """[...document.querySelectorAll(".kitchen button, .kitchen summary, .kitchen a")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 55.5)
    .map((one) => one.outerHTML.slice(0, 100))"""
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def cook(open_page, house):
    """Open a kitchen screen: a station's, `all` or the `pass`."""

    def at(which, **options) -> Page:
        page = sign_in(open_page(**options), house, to=f"/kitchen?station={which}")
        expect(page.locator(".conn")).to_have_attribute("data-state", "live")
        return page

    return at


def place(house, table: int, *lines: str | tuple[str, int], note: str = "", **wishes: str):
    """Order dishes by name for a table; `wishes` are notes of lines, `wish0` of the first."""
    dishes = {dish["name"]: dish for dish in house.dishes}
    wanted = [
        (dishes[one], 1) if isinstance(one, str) else (dishes[one[0]], one[1]) for one in lines
    ]
    body = {
        "items": [
            {"menu_id": dish["id"], "quantity": many, "note": wishes.get(f"wish{index}", "")}
            for index, (dish, many) in enumerate(wanted)
        ],
        "note": note,
        "expected_total": sum(dish["price"] * many for dish, many in wanted),
        "table_id": house.tables()[table]["id"],
    }
    key = f"cook-{next(_keys)}"
    return house.call("POST", "/api/orders", body, token=house.staff, Idempotency_Key=key)


def ticket(page: Page, order):
    return page.locator(f'.kticket[data-order="{order["id"]}"]')


def line(page: Page, order, name: str):
    return ticket(page, order).locator(".kline", has_text=name)


def stand(page: Page, *orders) -> None:
    """The tickets stand there in this order."""
    wanted = [order["number"] for order in orders]
    expect(page.locator(".kticket-number")).to_have_text(wanted)


def is_sending(row) -> None:
    expect(row).to_have_attribute("data-state", "sending")


def write(house, statement: str, *values) -> None:
    with closing(sqlite3.connect(house.folder / "app.db", timeout=10)) as database, database:
        database.execute(statement, values)


@pytest.mark.alone
def test_two_stations_and_the_pass_follow_one_order_until_it_is_served(house, cook):
    kitchen, grill, counter = cook(KITCHEN), cook(GRILL), cook("pass")
    order = place(house, 3, (GIMBAP, 2), FRIES, note="all at once", wish0="no egg")
    expect(line(kitchen, order, GIMBAP)).to_contain_text("no egg", timeout=2 * SECONDS)
    expect(ticket(kitchen, order)).not_to_contain_text(FRIES)
    expect(ticket(kitchen, order)).to_contain_text("all at once")
    expect(ticket(kitchen, order).get_by_text("New!")).to_be_visible()
    expect(ticket(grill, order).locator(".kline")).to_have_count(1)
    parts = ticket(counter, order).locator(".kpart")
    expect(parts).to_have_text(
        [re.compile("주방.*0 of 1", re.DOTALL), re.compile("그릴", re.DOTALL)]
    )
    line(kitchen, order, GIMBAP).click()
    expect(ticket(kitchen, order)).to_have_count(0)
    expect(parts.first).to_contain_text("Ready")
    expect(ticket(grill, order).get_by_text("New!")).to_be_hidden()
    assert house.read(order)["status"] == "preparing"
    ticket(grill, order).locator(".kticket-head").dblclick()
    expect(ticket(grill, order)).to_have_count(0)
    expect(ticket(counter, order)).to_have_count(0)
    row = counter.get_by_role("group", name="Ready, serve")
    expect(row).to_contain_text(order["number"])
    row.get_by_role("button").click()
    expect(row).to_be_hidden()
    assert house.read(order)["status"] == "completed"


def test_the_pass_asks_once_more_while_a_station_cooks_and_sees_what_is_not_to_be_served(
    house, cook
):
    grill, counter = cook(GRILL), cook("pass")
    order = place(house, 3, (GIMBAP, 2), FRIES)
    button = ticket(counter, order).locator(".kfoot-bump")
    button.dblclick()  # a finger that bounces is asked, and has not answered
    expect(button).to_contain_text("주방, 그릴: still cooking")
    counter.wait_for_timeout(500)
    expect(ticket(grill, order)).to_be_visible()
    button.click()
    ready = counter.get_by_role("group", name="Ready, serve")
    expect(ready).to_contain_text(order["number"])
    expect(ticket(grill, order)).to_have_count(0)
    house.call("DELETE", f"/api/orders/{order['id']}", {"reason": "twice"}, token=house.staff)
    expect(ready).to_be_hidden()
    expect(ticket(counter, order).locator('[data-state="void"]').last).to_contain_text(FRIES)
    expect(ticket(grill, order)).to_have_count(0)
    ticket(counter, order).get_by_role("button", name="Seen, not to be served").click()
    expect(ticket(counter, order)).to_have_count(0)


def test_the_kitchen_follows_the_store_s_settings_and_its_stations(house, cook):
    counter = cook("pass")
    order = place(house, 3, GIMBAP)
    button = ticket(counter, order).locator(".kfoot-bump")
    expect(button).to_contain_text("All ready")
    house.call("PATCH", "/api/store", {"order_flow": "short"}, token=house.staff)
    expect(button).to_have_text(re.compile("Done"))
    house.call("POST", "/api/stations", {"name": "Fryer"}, token=house.staff)
    chooser = counter.locator(".kbar-which > summary")
    chooser.click()
    expect(counter.locator(".kbar-which .pop-item")).to_have_text(
        [re.compile(name) for name in ("주방", "그릴", "바", "Fryer", "Whole kitchen", "Pass")]
    )
    chooser.click()
    line(counter, order, GIMBAP).click()
    expect(ticket(counter, order)).to_have_count(0)
    expect(counter.get_by_role("group", name="Ready, serve")).to_be_hidden()
    assert house.read(order)["status"] == "completed"


def test_a_bump_is_undone_and_a_recalled_ticket_returns_to_its_place(house, cook):
    page, other = cook(KITCHEN), cook("all")
    first, second, third = (place(house, table, GIMBAP, FRIES) for table in (1, 2, 3))
    stand(page, first, second, third)
    ticket(page, second).get_by_role("button", name="Done").click()
    stand(page, first, third)
    page.locator(".kundo").get_by_role("button", name="Undo").click()
    stand(page, first, second, third)
    # Who is quicker than the server's answer is heard as well.
    page.route("**/bump", lambda route: (page.keyboard.press("Backspace"), route.continue_()))
    with page.expect_response("**/recall"):
        ticket(page, second).get_by_role("button", name="Done").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    stand(page, first, second, third)
    house.call("POST", f"/api/orders/{second['id']}/bump", {}, token=house.staff)
    stand(page, first, third)
    stand(other, first, third)
    expect(page.locator(".kundo")).to_be_hidden()
    page.get_by_role("button", name="Recall").click()
    entry = page.locator(".krecall", has_text=second["number"])
    expect(entry).to_contain_text("Sesame gimbap")
    entry.get_by_role("button", name="Recall").click()
    stand(page, first, second, third)
    expect(ticket(other, second).locator('.kline[data-state="done"]')).to_have_count(1)
    house.call("POST", f"/api/orders/{second['id']}/bump", {}, token=house.staff)
    stand(other, first, third)
    page.get_by_role("button", name="Recall").click()
    entry.get_by_role("button", name="At all stations").click()
    stand(other, first, second, third)
    expect(ticket(other, second).locator('.kline[data-state="waiting"]')).to_have_count(2)
    assert house.read(second)["status"] == "preparing"


def test_a_line_is_shown_done_only_when_the_server_has_said_so(house, cook):
    page = cook(KITCHEN)
    order = place(house, 1, GIMBAP, EGG)
    row = line(page, order, GIMBAP)
    page.route("**/items/*", lambda route: route.abort())
    row.click()
    expect(page.locator("#toasts")).to_contain_text("No connection")
    expect(row).to_have_attribute("data-state", "waiting")
    page.unroute("**/items/*")
    page.wait_for_timeout(400)  # longer than a finger bounces
    page.route("**/items/*", lambda route: (is_sending(row), route.continue_()))
    row.click()
    expect(row).to_have_attribute("data-state", "done")
    page.unroute("**/items/*")
    page.wait_for_timeout(400)
    row.click()
    expect(row).to_have_attribute("data-state", "waiting")
    house.call(
        "PATCH",
        f"/api/orders/{order['id']}",
        {"status": "cancelled", "reason": "left"},
        token=house.staff,
    )
    expect(ticket(page, order).locator('.kline[data-state="void"]')).to_have_count(2)


def test_what_is_taken_away_is_struck_through_until_someone_has_seen_it(house, cook):
    page, other = cook(KITCHEN), cook(KITCHEN)
    lowered, deleted = place(house, 1, (GIMBAP, 3), EGG), place(house, 2, DUMPLINGS)
    expect(ticket(page, deleted)).to_be_visible()
    quantity = {"items": [{"id": lowered["items"][0]["id"], "quantity": 1}]}
    house.call("PATCH", f"/api/orders/{lowered['id']}", quantity, token=house.staff)
    house.call("DELETE", f"/api/orders/{deleted['id']}", {"reason": "twice"}, token=house.staff)
    rows = ticket(page, lowered).locator(".kline")
    expect(rows.first).to_contain_text("VOID")
    expect(rows.locator(".kline-count")).to_have_text(["2", "1", "1"])
    expect(rows.first.locator(".kline-name")).to_have_css("text-decoration-line", "line-through")
    expect(ticket(page, deleted)).to_contain_text("Deleted")
    rows.first.click()
    for screen in (page, other):
        expect(ticket(screen, lowered).locator('[data-state="void"]')).to_have_count(0)
        expect(ticket(screen, lowered).locator(".kline")).to_have_count(2)
    ticket(other, deleted).get_by_role("button", name="Seen, not to be made").click()
    stand(page, lowered)


def test_a_bump_bar_does_it_all(house, cook):
    page = cook(KITCHEN)
    orders = [place(house, table, GIMBAP, EGG) for table in (1, 2, 3)]
    stand(page, *orders)
    press = page.keyboard.press
    chosen = page.locator(".kticket[data-chosen]")
    press("2")
    expect(chosen.locator(".kticket-number")).to_have_text(orders[1]["number"])
    press("Space")
    expect(line(page, orders[1], GIMBAP)).to_have_attribute("data-state", "done")
    press("2")
    stand(page, orders[0], orders[2])
    expect(chosen.locator(".kticket-number")).to_have_text(orders[2]["number"])
    press("r")
    stand(page, *orders)
    expect(line(page, orders[1], GIMBAP)).to_have_attribute("data-state", "done")
    press("ArrowUp")
    expect(chosen.locator(".kticket-number")).to_have_text(orders[1]["number"])
    press("ArrowUp")
    press("Enter")
    stand(page, *orders[1:])
    press("Backspace")
    stand(page, *orders)
    # A finger leaves no focus behind, so that the bar's Enter does not press again what it pressed.
    line(page, orders[0], EGG).click()
    expect(line(page, orders[0], EGG)).to_have_attribute("data-state", "done")
    press("3")
    press("Enter")
    stand(page, *orders[:2])
    expect(line(page, orders[0], EGG)).to_have_attribute("data-state", "done")


def test_keys_open_what_stands_beside_the_tickets(house, cook):
    page = cook(KITCHEN)
    place(house, 1, (GIMBAP, 2), EGG)
    expect(page.locator(".kticket")).to_have_count(1)
    press = page.keyboard.press
    press("Backspace")
    expect(page.get_by_role("dialog", name="Done last")).to_be_visible()
    press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    # As it is before the next drawing: the closed dialog has the focus still.
    page.locator("#recall-list button").first.dispatch_event("keydown", {"key": "a"})
    sums = page.get_by_role("complementary", name="All day")
    expect(sums.locator(".ksum-count")).to_have_text(["2", "1"])
    press("?")
    expect(page.get_by_role("dialog", name="How this screen works")).to_be_visible()


def test_later_orders_rushed_ones_and_held_ones_are_told_apart(house, cook):
    page = cook(KITCHEN)
    first, other, later = place(house, 1, GIMBAP), place(house, 2, EGG), place(house, 1, (EGG, 2))
    marks = page.locator(".kmark-addon:visible")
    expect(marks).to_have_text("ADD-ON 2")
    expect(ticket(page, later).locator(marks)).to_have_count(1)
    stand(page, first, other, later)
    ticket(page, later).get_by_role("button", name="Rush").click()
    stand(page, later, first, other)
    expect(ticket(page, later).get_by_text("RUSH")).to_be_visible()
    expect(page.locator(".kundo")).to_contain_text("goes first")
    page.locator(".kundo").get_by_role("button", name="Undo").click()
    stand(page, first, other, later)
    page.get_by_role("button", name="All day").click()
    sums = page.locator(".ksum")
    expect(sums).to_have_text(
        [re.compile("3.*Steamed egg", re.DOTALL), re.compile("1.*gimbap", re.DOTALL)]
    )
    write(house, "UPDATE orders SET held = 1 WHERE id = ?", other["id"])
    page.reload()
    stand(page, first, later)
    expect(page.get_by_text("Needs confirming, do not cook yet")).to_be_visible()
    expect(page.locator(".kstrip-order:visible")).to_have_text(re.compile(other["number"]))
    house.call("POST", f"/api/orders/{other['id']}/accept", token=house.staff)
    stand(page, first, other, later)


def test_ages_follow_the_station_s_own_limits_and_its_deletion_is_said(house, cook):
    order = place(house, 1, MAKGEOLLI)
    write(house, "UPDATE orders SET created_at = datetime('now', '-4 minutes')")
    bar, whole = cook(3), cook("all")
    expect(ticket(bar, order)).to_have_attribute("data-age", "warn")
    expect(ticket(bar, order)).to_contain_text("waiting long")
    limits = {"warn_after": 1, "late_after": 3}
    house.call("PATCH", "/api/stations/3", limits, token=house.staff)
    expect(ticket(bar, order)).to_have_attribute("data-age", "late")
    expect(ticket(bar, order)).to_contain_text("waiting too long")
    house.call("DELETE", "/api/stations/3", token=house.staff)
    expect(bar.get_by_text("This station was deleted.")).to_be_visible()
    expect(ticket(whole, order)).to_have_attribute("data-age", "")


@pytest.mark.alone
def test_a_hundred_and_twenty_tickets_stay_fluent_and_hide_no_new_one(house, cook):
    for index in range(120):
        place(house, index % 10 + 1, GIMBAP, EGG, DUMPLINGS, wish1="no onions")
    page = cook(KITCHEN, viewport={"width": 1920, "height": 1080})
    more = page.locator(".kmore-after")
    expect(page.locator(".kbar-counts")).to_contain_text("120 open")
    seen = page.locator(".kticket").count()
    expect(more).to_contain_text(re.compile(r"\d+\s*more"))
    pages = 0
    while more.is_visible():
        more.click()
        page.wait_for_timeout(700)
        pages += 1
    assert page.locator(".kticket").count() == 120 > seen
    assert pages < 60
    page.locator(".kitchen-tickets[x-ref]").evaluate("(strip) => strip.scrollTo({ left: 0 })")
    expect(more).not_to_have_attribute("data-fresh", "true")
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable")
    spent = []
    for table in range(1, 6):
        before = cost(client)
        late = place(house, table, EGG)
        expect(page.locator(".kbar-counts")).to_contain_text(f"{120 + table} open")
        spent.append(cost(client) - before)
    assert min(spent) < 0.05, spent
    expect(more).to_have_attribute("data-fresh", "true")
    expect(more).to_contain_text("new: 5")
    expect(page.locator("#live-region")).to_contain_text("not on the screen")
    house.call("POST", f"/api/orders/{late['id']}/rush", {"is_rush": True}, token=house.staff)
    expect(page.locator(".kticket").first).to_contain_text(late["number"])
    expect(more).to_contain_text("new: 4")


def test_what_is_taken_away_beyond_the_edge_is_counted_on_the_rail_until_it_is_seen(house, cook):
    rows = [place(house, index % 10 + 1, GIMBAP, EGG, DUMPLINGS) for index in range(24)]
    page, phone = cook(KITCHEN), cook(KITCHEN, viewport={"width": 390, "height": 844})
    more = page.locator(".kmore-after")
    expect(ticket(page, rows[0])).to_be_visible()
    house.call("DELETE", f"/api/orders/{rows[20]['id']}", {"reason": "left"}, token=house.staff)
    expect(more).to_have_attribute("data-void", "true")
    expect(more).to_contain_text("void: 1")
    expect(page.locator("#live-region")).to_contain_text("Taken away")
    expect(phone.locator(".kmore-after")).to_contain_text("void: 1")
    for screen in (page, phone):
        middle = "(one) => one.scrollIntoView({ inline: 'center', block: 'center' })"
        ticket(screen, rows[20]).evaluate(middle)
        expect(screen.locator(".kmore[data-void]")).to_have_count(0)
    house.call("DELETE", f"/api/orders/{rows[0]['id']}", {"reason": "left"}, token=house.staff)
    before = page.locator(".kmore-before")
    expect(before).to_contain_text("void: 1")
    expect(phone.locator(".kmore-before")).to_contain_text("void: 1")
    house.call("POST", f"/api/orders/{rows[21]['id']}/rush", {"is_rush": True}, token=house.staff)
    expect(page.locator(".kticket").first).to_contain_text(rows[21]["number"])
    expect(before).to_contain_text("void: 1")
    house.call("POST", f"/api/orders/{rows[0]['id']}/void-seen", {}, token=house.staff)
    expect(page.locator(".kmore[data-void]")).to_have_count(0)


def cost(client) -> float:
    """Seconds that the page has spent on drawing."""
    found = {one["name"]: one["value"] for one in client.send("Performance.getMetrics")["metrics"]}
    return sum(found[name] for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration"))


@pytest.mark.parametrize(
    ("size", "more"),
    [
        ((1920, 1080), {"locale": "ko-KR", "color_scheme": "light"}),
        ((1024, 768), {"locale": "en-US", "color_scheme": "dark"}),
        ((390, 844), {"locale": "ko-KR", "color_scheme": "dark", "has_touch": True}),
    ],
)
def test_the_kitchen_fits_each_screen_and_can_be_used_by_all(house, cook, axe, size, more):
    rows = [
        place(house, table, (GIMBAP, 12), EGG, FRIES, note="서둘러 주세요") for table in (1, 2, 1)
    ]
    house.call("DELETE", f"/api/orders/{rows[1]['id']}", {"reason": "x"}, token=house.staff)
    house.call("POST", f"/api/orders/{rows[2]['id']}/rush", {"is_rush": True}, token=house.staff)
    write(
        house,
        "UPDATE orders SET created_at = datetime('now', '-6 minutes') WHERE id = ?",
        rows[0]["id"],
    )
    width, height = size
    # What pulses until somebody looks would never come to rest.
    options = {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
    for which, use in ((KITCHEN, use_station), ("pass", use_pass)):
        page = cook(which, **options, **more)
        expect(page.locator(".kticket")).to_have_count(3)
        assert page.evaluate(TOO_WIDE) <= 0
        assert page.evaluate(TOO_SMALL) == []
        assert axe(page) == []
        use(page, rows[0])
        assert page.evaluate(TOO_WIDE) <= 0
        assert page.evaluate(TOO_SMALL) == []


def use_station(page: Page, order) -> None:
    """Do what a cook does, by hand."""
    one = ticket(page, order)
    sums, recall = (page.locator(f".ktool:has([href$='#{icon}'])") for icon in ("list", "undo-2"))
    one.locator(".kline").first.click()
    expect(one.locator(".kline").first).to_have_attribute("data-state", "done")
    one.locator(".kfoot-bump").click()
    expect(one).to_have_count(0)
    page.locator(".kundo button").first.click()
    expect(one.locator('[data-state="waiting"]')).to_have_count(1)
    sums.click()
    expect(page.locator(".ksum-count")).to_have_text(["12", "2"])
    close = page.locator(".ksums-close")
    (close if close.is_visible() else sums).click()
    expect(page.locator(".ksums")).to_be_hidden()
    one.locator(".kfoot-bump").click()
    expect(one).to_have_count(0)
    recall.click()
    page.locator("#recall-list .krecall button").first.click()
    expect(one.locator('[data-state="waiting"]')).to_have_count(2)


def use_pass(page: Page, order) -> None:
    """Do what is done at the pass, by hand."""
    one = ticket(page, order)
    one.locator(".kfoot-bump").click()
    expect(one.locator(".kfoot-bump[data-asked]")).to_be_visible()
    page.wait_for_timeout(500)
    one.locator(".kfoot-bump").click()
    expect(one).to_have_count(0)
    page.locator(".kserve").click()
    expect(page.locator(".kserve")).to_have_count(0)


def test_a_screen_without_its_script_shows_its_tickets_and_is_remembered(house, open_page):
    order = place(house, 4, GIMBAP, FRIES)
    page = sign_in(open_page(java_script_enabled=False), house, to="/kitchen")
    page.get_by_role("link", name="그릴").click()
    expect(page.get_by_role("article")).to_contain_text([order["number"]])
    expect(page.get_by_role("article")).not_to_contain_text([GIMBAP])
    page.goto(f"{house.url}/kitchen")
    expect(page.get_by_role("article")).to_contain_text([FRIES])
