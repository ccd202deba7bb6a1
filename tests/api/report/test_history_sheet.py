"""The history as CSV: the same orders, sums to the last won, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
import time_machine

from tableorder.report import queries
from tableorder.sheets import inert
from tests import factories
from tests.actors import line, staff_of

DINNER = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)  # 18:30 in Seoul
LATE = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # 02:00 in Seoul: the same business day


class House:
    """A store whose staff order what they are told."""

    def __init__(self, client, **store):
        self.store = factories.make_store(**store)
        self.staff = staff_of(client, self.store, "manager")
        self.table = factories.make_table(self.store, 3)
        group, choices = factories.make_group(self.store, {"large": 500}, most=2)
        self.large = choices["large"]
        self.dish = factories.make_item(self.store, "=bibimbap", price=9000, groups=(group,))
        self.latte = factories.make_item(self.store, "latte", price=4000)
        self.placed = 0

    def order(self, *lines, total, **more):
        body = {"items": list(lines), "expected_total": total, "table_id": self.table, **more}
        self.placed += 1
        key = f"order-{self.placed}"
        answer = self.staff.send("POST", "/api/orders", body, Idempotency_Key=key)
        assert answer.status_code == 201, answer.json
        return answer.json

    def read(self, query="", language="en"):
        path = f"/api/history.csv?{query}"
        answer = self.staff.send("GET", path, Accept_Language=language)
        assert answer.status_code == 200
        return answer, list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.fixture
def house(app, client):
    with app.app_context():
        yield House(client)


@pytest.fixture
def evening(app, client):
    """Three orders, of which one is sold; the table is closed after midnight."""
    with app.app_context(), time_machine.travel(DINNER, tick=False) as clock:
        house = House(client)
        sold = house.order(
            line(house.dish, 2, choice_ids=[house.large, house.large], note="+hot"),
            line(house.latte),
            total=24000,
            note="=HYPERLINK(1)",
        )
        deleted = house.order(line(house.latte), total=4000)
        gone = house.order(line(house.latte), total=4000)
        clock.move_to(LATE)
        house.staff.delete(deleted, "@home")
        house.staff.cancel(gone, "mistake")
        house.staff.close(house.table, **{f"o{sold['id']}": "complete"})
        yield house


def test_a_line_is_a_row_and_sales_add_up(evening):
    answer, rows = evening.read()
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.data.count(b"\r\n") == answer.data.count(b"\n") == 5
    assert [(row["Order number"], row["Amount"], row["Sales"]) for row in rows] == [
        ("003", "4000", "0"),
        ("002", "4000", "0"),
        ("001", "20000", "20000"),
        ("001", "4000", "4000"),
    ]
    assert rows[2] == {
        "Business day": "2026-11-26",
        "Order number": "001",
        "Table": "3",
        "Order time": "2026-11-26 18:30:00",
        "Order status": "Served",
        "Dish": "'=bibimbap",
        "Chosen options": "Size: large ×2",
        "Quantity": "2",
        "Price": "9000",
        "Amount": "20000",
        "Sales": "20000",
        "Currency": "KRW",
        "Dish status": "Done",
        "Request for the dish": "'+hot",
        "Request for the whole order": "'=HYPERLINK(1)",
        "Reason": "",
        "By": "",
        "Seated at": "2026-11-26 18:30:00",
        "Left at": "2026-11-27 02:00:00",
        "Order ID": rows[2]["Order ID"],
    }
    ends = {row["Order number"]: (row["Order status"], row["Reason"]) for row in rows[:2]}
    assert ends == {"003": ("Cancelled", "mistake"), "002": ("Deleted", "'@home")}
    assert all(row["By"].startswith("manager") for row in rows[:2])


def test_it_speaks_the_reader_s_language(evening):
    _, rows = evening.read(language="ko")
    assert rows[0]["주문 상태"] == "취소됨"
    assert rows[-1]["메뉴"] == "latte-ko"


def test_filters_choose_and_the_file_is_named_for_its_days(evening):
    answer, rows = evening.read("from=2026-11-26&to=2026-11-26&item=latte&status=cancelled")
    assert [row["Order number"] for row in rows] == ["003"]
    assert 'filename="cafe_orders_2026-11-26.csv"' in answer.headers["Content-Disposition"]
    answer, rows = evening.read("from=2026-11-01&to=2026-11-25")
    assert rows == []
    named = 'filename="cafe_orders_2026-11-01_2026-11-25.csv"'
    assert named in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("query", "path", "code"),
    [
        ("from=2026-11-27&to=2026-11-26", "from", "DATES_REVERSED"),
        ("from=yesterday", "from", "DATE_FROM_DATETIME_PARSING"),
        ("table=0", "table", "GREATER_THAN_EQUAL"),
        ("status=eaten", "status", "LITERAL_ERROR"),
        ("form=2026-11-26", "form", "EXTRA_FORBIDDEN"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(house, query, path, code):
    for address in ("/api/history.csv", "/api/history"):
        answer = house.staff.get(f"{address}?{query}")
        assert answer.status_code == 422
        [fault] = answer.json["error"]["details"]["fields"]
        assert fault["path"] == path
        if path != "from" or code == "DATES_REVERSED":
            assert fault["code"] == code


@pytest.mark.parametrize("cursor", ["x", "0", "-1", "99999999999"])
def test_a_bad_cursor_is_refused(house, cursor):
    answer = house.staff.get(f"/api/history?cursor={cursor}")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "INVALID")


def test_amounts_are_in_the_currency_s_own_unit(app, client):
    with app.app_context():
        house = House(client, currency="USD", timezone="America/New_York")
        order = house.order(line(house.latte, 3), total=12000)
        house.staff.close(house.table, **{f"o{order['id']}": "complete"})
        _, [row] = house.read()
        assert (row["Price"], row["Sales"]) == ("40.00", "120.00")


def test_many_orders_come_in_pieces_each_once(house, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 3)
    orders = [house.order(line(house.latte), total=4000) for _ in range(7)]
    house.staff.close(house.table, **{f"o{order['id']}": "complete" for order in orders})
    _, rows = house.read()
    assert [row["Order ID"] for row in rows] == [str(order["id"]) for order in orders[::-1]]


def test_another_store_s_orders_are_not_in_it(evening, client):
    other = staff_of(client, factories.make_store("other"), "manager")
    assert other.get("/api/history.csv").text.count("\r\n") == 1


@pytest.mark.parametrize("sign", [*"=+-@\t\r", "＝", "＋", "－", "＠"])
def test_nothing_begins_like_a_formula(sign):
    assert inert(f"{sign}1+1") == f"'{sign}1+1"
    assert inert(f"1{sign}1") == f"1{sign}1"
    assert inert("") == ""
