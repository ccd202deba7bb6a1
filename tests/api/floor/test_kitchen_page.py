"""The kitchen's screens as the server draws them, and which of them a device is."""

from __future__ import annotations

import json
import re

import pytest

from tests import factories
from tests.actors import Browser, line, screen_of, staff_of


@pytest.fixture
def house(app):
    """A store with two stations, a dish of each, one of none, and a browser of its owner."""
    with app.app_context():
        store = factories.make_store()
        factories.make_account(store)
        table = factories.make_table(store, 7)
        grill = factories.make_station(store, "Grill", position=1)
        bar = factories.make_station(store, "Bar", position=2)
        ribs = factories.make_item(store, "ribs", price=1000, station_id=grill)
        beer = factories.make_item(store, "beer", price=1000, station_id=bar)
        salad = factories.make_item(store, "salad", price=1000)
        owner = Browser(app)
        owner.sign_in(store)
        yield {
            "app": app,
            "store": store,
            "table": table,
            "grill": grill,
            "bar": bar,
            "ribs": ribs,
            "beer": beer,
            "salad": salad,
            "owner": owner,
            "staff": staff_of(app.test_client(), store),
        }


def order(house, *dishes: str, **more):
    body = {
        "items": [line(house[dish], **more) for dish in dishes],
        "expected_total": 1000 * len(dishes),
        "table_id": house["table"],
    }
    key = f"key-{len(house['staff'].orders())}"
    return house["staff"].send("POST", "/api/orders", body, Idempotency_Key=key).json


def first_paint(page) -> list[list[str]]:
    """The lines of each ticket, by their names."""
    start = page.text.index('kitchen-tickets" data-first-paint')
    paint = page.text[start : page.text.index("x-ref", start)]
    tickets = re.findall(r"<article(.*?)</article>", paint, re.DOTALL)
    return [re.findall(r'kline-name">([\w-]+)<', ticket) for ticket in tickets]


def test_the_kitchen_is_for_those_who_work_there(app, house):
    response = Browser(app).get("/kitchen")
    assert (response.status_code, response.location) == (303, "/login?next=/kitchen")
    screen = screen_of(app.test_client(), house["store"])
    assert screen.get("/kitchen?station=all").status_code == 200


def test_each_screen_shows_its_own_lines_without_a_script(house):
    order(house, "ribs", "beer")
    order(house, "salad")
    order(house, "beer")
    looks = {
        which: first_paint(house["owner"].get(f"/kitchen?station={which}&lang=en"))
        for which in (house["grill"], house["bar"], "all", "pass")
    }
    assert looks == {
        house["grill"]: [["ribs"], ["salad"]],
        house["bar"]: [["beer"], ["beer"]],
        "all": [["ribs", "beer"], ["salad"], ["beer"]],
        "pass": [["ribs", "beer"], ["salad"], ["beer"]],
    }


def test_the_first_paint_leaves_out_what_is_done_and_keeps_what_was_taken_away(house):
    done, gone, rush = order(house, "ribs"), order(house, "ribs"), order(house, "salad")
    staff = house["staff"]
    staff.send("POST", f"/api/orders/{done['id']}/bump", {})
    staff.delete(gone)
    made = order(house, "ribs", "beer")
    staff.send("POST", f"/api/orders/{made['id']}/bump", {})
    staff.cancel(made)
    staff.send("POST", f"/api/orders/{rush['id']}/rush", {"is_rush": True})
    page = house["owner"].get(f"/kitchen?station={house['grill']}&lang=en")
    assert first_paint(page) == [["salad"], ["ribs"]]
    assert page.text.index("RUSH") < page.text.index("VOID")
    at_pass = house["owner"].get("/kitchen?station=pass&lang=en")
    assert first_paint(at_pass) == [["salad"], ["ribs"], ["ribs", "beer"]]


def test_a_device_remembers_which_screen_it_is(house):
    owner = house["owner"]
    assert "Which screen is this?" in owner.get("/kitchen?lang=en").text
    bar = f"/kitchen?station={house['bar']}&lang=en"
    assert "Which screen is this?" not in owner.get(bar).text
    assert '<h1 class="live-region">Bar</h1>' in owner.get("/kitchen").text
    for nonsense in ("", "999", "grill", "-1"):
        assert "Which screen is this?" in owner.get(f"/kitchen?station={nonsense}").text
    house_manager = staff_of(house["app"].test_client(), house["store"], "manager")
    house_manager.send("DELETE", f"/api/stations/{house['bar']}")
    assert "Which screen is this?" in owner.get("/kitchen").text


def test_the_choice_says_how_much_waits_at_each(house):
    order(house, "ribs", "beer")
    order(house, "beer")
    page = house["owner"].get("/kitchen?lang=en")
    counts = re.findall(r'kchoose-name">(.*?)<.*?open: (\d+)', page.text, re.DOTALL)
    assert counts == [("Grill", "1"), ("Bar", "2"), ("Whole kitchen", "2"), ("Pass", "2")]


def test_a_store_without_stations_has_one_kitchen(app):
    with app.app_context():
        store = factories.make_store()
        factories.make_account(store)
        owner = Browser(app)
        owner.sign_in(store)
        page = owner.get("/kitchen?lang=en")
    assert '<h1 class="live-region">Whole kitchen</h1>' in page.text


def test_the_page_goes_on_from_orders_stations_and_the_log(house):
    placed = order(house, "ribs")
    page = house["owner"].get(f"/kitchen?station={house['grill']}")
    found = re.search(r'id="page-data">(.*?)</script>', page.text, re.DOTALL)
    data = json.loads(found.group(1))
    assert [one["id"] for one in data["orders"]] == [placed["id"]]
    assert [one["name"] for one in data["stations"]] == ["Grill", "Bar"]
    assert data["which"] == house["grill"]
    assert data["seq"] > 0
