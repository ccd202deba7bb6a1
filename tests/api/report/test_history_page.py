"""The history page: what it finds, what it says, and that it needs no script."""

import re

import pytest

from tableorder import clock
from tests import factories
from tests.actors import Browser, line, staff_of


@pytest.fixture
def house(app, client):
    """A closed table with a completed, a cancelled and a deleted order."""
    with app.app_context():
        store = factories.make_store()
        factories.make_account(store)
        table = factories.make_table(store, 3)
        dishes = {
            name: factories.make_item(store, name, price=price)
            for name, price in (("bibimbap", 9000), ("latte", 4000), ("cake", 5000))
        }
        staff = staff_of(client, store)
        placed = {name: place(staff, table, dish, name) for name, dish in dishes.items()}
        staff.cancel(placed["latte"], "spilled <b>it</b>")
        staff.delete(placed["cake"], "rang twice")
        staff.close(table, **{f"o{placed['bibimbap']['id']}": "complete"})
        yield store


def place(staff, table, dish, name, *, key=None):
    prices = {"bibimbap": 9000, "latte": 4000, "cake": 5000}
    body = {"items": [line(dish)], "expected_total": prices[name], "table_id": table}
    return staff.send("POST", "/api/orders", body, Idempotency_Key=key or name).json


@pytest.fixture
def owner(app, house):
    browser = Browser(app)
    browser.sign_in(house)
    return browser


def history(owner, query=""):
    return owner.get(f"/history{query}", Accept_Language="en")


def dishes(response):
    return re.findall(r"hrow-lines\">(\w+) 1", response.text)


def test_the_history_is_for_staff(app, house):
    assert Browser(app).get("/history").location == "/login?next=/history"


def test_orders_stand_there_newest_first_with_what_became_of_them(owner):
    page = history(owner)
    assert dishes(page) == ["cake", "latte", "bibimbap"]
    assert "rang twice" in page.text
    assert "spilled &lt;b&gt;it&lt;/b&gt;" in page.text


def test_sales_leave_out_what_was_cancelled_or_deleted(owner):
    assert re.search(r'Sales <b class="price">₩9,000', history(owner).text)


def test_filters_name_what_is_shown(owner, house):
    today = house.business_day(clock.utc_now()).isoformat()
    assert dishes(history(owner, "?item=BIBIM")) == ["bibimbap"]
    assert dishes(history(owner, "?status=cancelled")) == ["latte"]
    assert dishes(history(owner, "?status=deleted")) == ["cake"]
    assert dishes(history(owner, "?status=pending")) == []
    assert dishes(history(owner, "?number=3")) == ["cake"]
    assert dishes(history(owner, "?table=4")) == []
    assert len(dishes(history(owner, f"?from={today}&to={today}"))) == 3
    assert dishes(history(owner, "?to=2020-01-01")) == []


def test_empty_fields_of_the_form_ask_for_nothing(owner):
    assert len(dishes(history(owner, "?from=&to=&table=&number=&status=&item="))) == 3


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?from=2026-02-02&to=2026-01-01", "The first day must not be after the last."),
        ("?table=x", "Must be a whole number."),
        ("?table=0", "Must be at least 1."),
        ("?cursor=x", "Please correct the marked fields."),
    ],
)
def test_a_filter_that_makes_no_sense_is_named_and_kept(owner, query, sentence):
    page = history(owner, query)
    assert page.status_code == 422
    assert sentence in page.text
    assert dishes(page) == []


def test_older_orders_are_one_link_away_with_the_same_filter(client, house, owner):
    staff, table = staff_of(client, house), factories.make_table(house, 5)
    dish = factories.make_item(house, "bibimbap", price=9000)
    for number in range(52):
        order = place(staff, table, dish, "bibimbap", key=f"many-{number}")
        staff.delete(order)
    page = history(owner, "?table=5")
    assert len(dishes(page)) == 50
    address = re.search(r'href="(/history\?[^"]*cursor[^"]*)"', page.text).group(1)
    older = owner.get(address.replace("&amp;", "&"), Accept_Language="en")
    assert len(dishes(older)) == 2
    assert "Back to the newest" in older.text
    assert 'Orders <b class="tnum">52' in older.text


def test_nothing_of_another_store_is_found(app, client, owner):
    other = factories.make_store("other")
    factories.make_account(other)
    stranger = Browser(app)
    stranger.sign_in(other)
    assert dishes(history(stranger)) == []


def placed_orders(owner):
    found = re.findall(r'href="/history/(\d+)"', history(owner).text)
    return dict(zip(("cake", "latte", "bibimbap"), found, strict=True))


def life(owner, order_id, language="en"):
    return owner.get(f"/history/{order_id}", Accept_Language=language)


def test_each_order_leads_to_its_whole_life(owner):
    orders = placed_orders(owner)
    page = life(owner, orders["latte"])
    assert page.status_code == 200
    assert "Order 002" in page.text
    assert "spilled &lt;b&gt;it&lt;/b&gt;" in page.text
    assert page.text.count("Cancelled") >= 2
    for words in ("Party seated", "Party left", "Ordered", "Seen by staff"):
        assert words in page.text
    assert "still under way" not in page.text
    assert "이용 완료" in life(owner, orders["cake"], "ko").text


def test_a_deleted_order_of_an_open_table_has_its_page(client, house, owner):
    staff, table = staff_of(client, house), factories.make_table(house, 6)
    dish = factories.make_item(house, "bibimbap", price=9000)
    deleted = place(staff, table, dish, "bibimbap", key="deleted")
    staff.delete(deleted, "wrong table")
    open_one = place(staff, table, dish, "bibimbap", key="open")
    page = life(owner, deleted["id"])
    assert "wrong table" in page.text
    assert "Deleted" in page.text
    assert "Not yet" in page.text
    assert "still under way" not in page.text
    assert "still under way" in life(owner, open_one["id"]).text


def test_no_life_is_found_that_is_not_there_or_another_store_s(app, owner):
    other = factories.make_store("other")
    factories.make_account(other)
    stranger = Browser(app)
    stranger.sign_in(other)
    order_id = placed_orders(owner)["latte"]
    assert life(stranger, order_id).status_code == 404
    assert life(owner, 99999).status_code == 404
    assert Browser(app).get(f"/history/{order_id}").status_code == 303


def test_the_sheet_is_one_link_away_with_the_same_filter(owner):
    page = history(owner, "?item=latte&from=2026-01-01")
    address = re.search(r'href="(/api/history\.csv[^"]*)"', page.text).group(1)
    assert address == "/api/history.csv?from=2026-01-01&amp;item=latte"
    assert "history.csv" not in history(owner, "?item=nothing").text
