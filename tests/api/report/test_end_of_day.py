"""A whole day in a busy restaurant, by the API alone: what was ordered, history and CSV agree.

Thirty tables, two hundred orders, guests and staff at once, with everything that goes wrong in an
evening: lines taken back, orders cancelled and deleted, dishes cooked again, parties that move and
merge, and pay apart. Beside it a ledger as a person would keep it, which adds up by itself.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.actors import Guest, Staff, staff_of

TABLES, ORDERS = 30, 200
STEPS = ("pending", "confirmed", "preparing", "ready", "completed")
Answered = dict[str, Any]


@dataclass
class Entry:
    """An order in the ledger: what one portion of each line costs, and how many are left of it."""

    table: int
    units: dict[int, int]
    portions: dict[int, int]
    is_off: bool = False

    @property
    def total(self) -> int:
        return sum(self.units[line] * count for line, count in self.portions.items())

    @property
    def sales(self) -> int:
        return 0 if self.is_off else self.total


@dataclass
class Day:
    """A restaurant, its people, and the ledger that is kept beside it."""

    app: Flask
    chance: Random = field(default_factory=lambda: Random(20261126))
    ledger: dict[int, Entry] = field(default_factory=dict)
    seated: set[int] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = factories.make_store()
        self.manager = staff_of(self.app.test_client(), self.store, "manager")
        self.staff = [staff_of(self.app.test_client(), self.store) for _ in range(2)]
        self.menu = self.write_menu()
        body = {"numbers": list(range(1, TABLES + 1)), "zone": "hall"}
        added = done(self.manager.send("POST", "/api/tables", body), 201)["tables"]
        self.tables = [table["id"] for table in added]
        self.guests = {table["id"]: self.pair(table) for table in added}

    def write_menu(self) -> list[Answered]:
        """Make dishes with and without options; return the menu as guests see it."""
        manager, named = self.manager, {"ko": "이름", "en": "name"}
        category = done(manager.send("POST", "/api/categories", {"name": named}), 201)["id"]
        choices = [{"name": named, "price_delta": delta} for delta in (0, 500, 1300)]
        group = {"name": named, "min_select": 0, "max_select": 3, "choices": choices}
        group_id = done(manager.send("POST", "/api/option-groups", group), 201)["id"]
        for price in (0, 3900, 4500, 9000, 12500, 31000):
            groups = [group_id] if price > 4000 else []
            dish = {"name": named, "price": price, "category_id": category}
            done(manager.send("POST", "/api/menus", {**dish, "option_group_ids": groups}), 201)
        return manager.get("/api/menus").json["categories"][0]["items"]

    def pair(self, table: Answered) -> Guest:
        body = {
            "store_code": self.store.code,
            "table_number": table["number"],
            "pin": table["pin"],
        }
        client = self.app.test_client()
        return Guest(client, client.post("/api/auth/table", json=body).json["access_token"])

    @property
    def anyone(self) -> Staff:
        return self.chance.choice(self.staff)

    def order(self) -> None:
        """Guests order at some table, or staff for them."""
        table = self.chance.choice(self.tables)
        lines, units = zip(*(self.line() for _ in range(self.chance.randint(1, 4))), strict=True)
        total = sum(line["quantity"] * unit for line, unit in zip(lines, units, strict=True))
        note = self.chance.choice(["", "", "창가 자리예요", "=1+1"])
        if self.chance.random() < 0.3:
            who: Staff | Guest = self.anyone
            more = {"table_id": table}
        else:
            who, more = self.guests[table], {}
            done(who.send("POST", "/api/session", {}))
        body = {"items": list(lines), "expected_total": total, "note": note, **more}
        key = f"order-{len(self.ledger)}"
        order = done(who.send("POST", "/api/orders", body, Idempotency_Key=key), 201)
        ids = [line["id"] for line in order["items"]]
        counts = [line["quantity"] for line in lines]
        self.seated.add(table)
        self.numbers.append(order["number"])
        self.ledger[order["id"]] = Entry(
            table, dict(zip(ids, units, strict=True)), dict(zip(ids, counts, strict=True))
        )
        if self.chance.random() < 0.1:
            again = done(who.send("POST", "/api/orders", body, Idempotency_Key=key))
            assert again["id"] == order["id"]

    def line(self) -> tuple[Answered, int]:
        """Choose a dish with options and a request; return the line and what a portion costs."""
        dish = self.chance.choice(self.menu)
        choices = [one for group in dish["option_groups"] for one in group["choices"]]
        chosen = self.chance.choices(choices, k=self.chance.randint(0, 3)) if choices else []
        line = {
            "menu_id": dish["id"],
            "quantity": self.chance.randint(1, 3),
            "choice_ids": [one["id"] for one in chosen],
            "note": self.chance.choice(["", "덜 맵게", "-salt", "@no"]),
        }
        return line, dish["price"] + sum(one["price_delta"] for one in chosen)

    def something(self) -> None:
        """Let something happen to an order that is under way, or to a table."""
        present = [key for key, entry in self.ledger.items() if entry.table]
        order = done(self.anyone.get(f"/api/orders/{self.chance.choice(present)}"))
        if order["deleted"]:
            return
        happenings = [self.advance] * 5 + [self.cook] * 3 + [self.lower] * 2
        happenings += [self.cancel, self.delete, self.move, self.merge, self.part, self.close_one]
        self.chance.choice(happenings)(order)

    def advance(self, order: Answered) -> None:
        if order["status"] in STEPS[:-1]:
            following = STEPS[STEPS.index(order["status"]) + 1]
            done(self.anyone.advance(order, following))

    def cook(self, order: Answered) -> None:
        if order["status"] in ("confirmed", "preparing"):
            done(self.anyone.tell(order, "bump"))
        elif order["status"] == "ready":
            done(self.anyone.tell(order, "recall"))

    def lower(self, order: Answered) -> None:
        """Take portions of a line away: guests at first, staff until the order is served."""
        live = [line for line in order["items"] if line["status"] != "cancelled"]
        if order["status"] not in STEPS[:-1]:
            return
        line = self.chance.choice(live)
        quantity = self.chance.randrange(line["quantity"])
        guest = self.guests[order["table"]["id"]]
        who = guest if order["status"] == "pending" else self.anyone
        body = {"items": [{"id": line["id"], "quantity": quantity}], "reason": "changed mind"}
        changed = done(who.send("PATCH", f"/api/orders/{order['id']}", body))
        entry = self.ledger[order["id"]]
        entry.portions[line["id"]] = quantity
        entry.is_off = changed["status"] == "cancelled"
        assert entry.is_off == (not any(entry.portions.values()))
        assert changed["total"] == entry.total

    def cancel(self, order: Answered) -> None:
        if order["status"] in STEPS[:-1]:
            done(self.anyone.cancel(order, "kitchen is out of it"))
            self.ledger[order["id"]].is_off = True

    def delete(self, order: Answered) -> None:
        done(self.anyone.delete(order, "=rang twice"))
        self.ledger[order["id"]].is_off = True

    def move(self, order: Answered) -> None:
        free = [table for table in self.tables if table not in self.seated]
        if free:
            self.carry(order["table"]["id"], self.chance.choice(free), "move", "to")

    def merge(self, order: Answered) -> None:
        others = sorted(self.seated - {order["table"]["id"]})
        if others:
            self.carry(order["table"]["id"], self.chance.choice(others), "merge", "into")

    def part(self, order: Answered) -> None:
        """Let some portions of a line go to another table: as an order of their own, or whole."""
        entry, home = self.ledger[order["id"]], order["table"]["id"]
        lines = [key for key, count in entry.portions.items() if count]
        if entry.is_off or not lines:
            return
        line, goal = self.chance.choice(lines), self.chance.choice(self.tables)
        if goal == home:
            return
        body = {"item_id": line, "quantity": self.chance.randint(1, entry.portions[line])}
        path = f"/api/tables/{home}/move-lines"
        done(self.anyone.send("POST", path, {"to": goal, "lines": [body]}))
        self.seated.add(goal)
        if entry.portions == {**dict.fromkeys(entry.portions, 0), line: body["quantity"]}:
            entry.table = goal
            return
        number = self.tables.index(goal) + 1
        [new] = [one for one in self.anyone.orders(table=number) if one["id"] not in self.ledger]
        [moved] = new["items"]
        entry.portions[line] -= body["quantity"]
        self.ledger[new["id"]] = Entry(
            goal, {moved["id"]: entry.units[line]}, {moved["id"]: body["quantity"]}
        )
        self.numbers.append(new["number"])

    def carry(self, table: int, goal: int, how: str, where: str) -> None:
        done(self.anyone.send("POST", f"/api/tables/{table}/{how}", {where: goal}))
        self.leave(table, goal)

    def leave(self, table: int, goal: int = 0) -> None:
        """Write down that a party sits elsewhere now, or nowhere."""
        self.seated = self.seated - {table} | ({goal} if goal else set())
        for entry in self.ledger.values():
            entry.table = goal if entry.table == table else entry.table

    def close_one(self, order: Answered) -> None:
        self.close(order["table"]["id"])

    def close(self, table: int) -> None:
        """Close a table, deciding what is unfinished; its orders are settled then."""
        answer = self.anyone.send("POST", f"/api/tables/{table}/close", {"orders": {}})
        if answer.status_code == 409:
            unfinished = answer.json["error"]["details"]["orders"]
            decided = {
                str(order["id"]): self.chance.choice(["complete", "complete", "cancel"])
                for order in unfinished
            }
            body = {"orders": decided}
            answer = self.anyone.send("POST", f"/api/tables/{table}/close", body)
            for order_id, decision in decided.items():
                self.ledger[int(order_id)].is_off = decision == "cancel"
        assert done(answer)["total"] == 0
        self.leave(table)

    def check_board(self) -> None:
        """Each table owes what the ledger says, and nobody what nobody ordered."""
        owed: Counter[int] = Counter()
        for entry in self.ledger.values():
            owed[entry.table] += entry.sales
        for table in self.manager.get("/api/tables").json["tables"]:
            assert table["total"] == owed[table["id"]], table


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, (answer.status_code, answer.json)
    return answer.json


@pytest.fixture
def day(app: Flask):
    """A day that is over: every table is free again."""
    with app.app_context():
        day = Day(app)
        for count in range(ORDERS):
            day.order()
            day.something()
            if count % 40 == 0:
                day.check_board()
        for table in sorted(day.seated):
            day.close(table)
        yield day


def read_history(day: Day) -> list[Answered]:
    """Read the whole history, page after page."""
    orders: list[Answered] = []
    cursor: str | None = ""
    while cursor is not None:
        page = done(day.manager.get(f"/api/history?cursor={cursor}" if cursor else "/api/history"))
        orders += page["orders"]
        cursor = page["next_cursor"]
    return orders


def read_sheet(day: Day, query: str = "") -> list[dict[str, str]]:
    text = day.manager.get(f"/api/history.csv{query}").text
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_at_the_end_of_the_day_everything_agrees_to_the_last_won(day: Day) -> None:
    assert day.numbers == [f"{number:03d}" for number in range(1, len(day.numbers) + 1)]
    assert len(day.numbers) > ORDERS
    tables = day.manager.get("/api/tables").json["tables"]
    assert {(table["status"], table["total"]) for table in tables} == {("free", 0)}

    orders = read_history(day)
    assert sorted(order["number"] for order in orders) == day.numbers
    wanted = {key: (entry.total, entry.sales) for key, entry in day.ledger.items()}
    assert {order["id"]: (order["total"], _sales(order)) for order in orders} == wanted

    rows = read_sheet(day)
    told: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        told[int(row["Order ID"])] += _amounts(row)
    assert {key: (found["Amount"], found["Sales"]) for key, found in told.items()} == wanted
    assert len(rows) == sum(len(order["items"]) for order in orders)
    sales = sum(entry.sales for entry in day.ledger.values())
    assert sum(int(row["Sales"]) for row in rows) == sales > 1_000_000

    _check_filters_part_the_day(day, rows)


def _check_filters_part_the_day(day: Day, rows: list[dict[str, str]]) -> None:
    """Tables and statuses each part the day's orders without remainder."""
    parts: list[Callable[[], list[str]]] = [
        lambda: [f"?table={number}" for number in range(1, TABLES + 1)],
        lambda: [f"?status={status}" for status in (*STEPS, "cancelled", "deleted")],
    ]
    for queries in parts:
        found = [row for query in queries() for row in read_sheet(day, query)]
        assert Counter(map(str, found)) == Counter(map(str, rows))


def _sales(order: Answered) -> int:
    return 0 if order["deleted"] or order["status"] == "cancelled" else int(order["total"])


def _amounts(row: dict[str, str]) -> Counter[str]:
    return Counter({name: int(row[name]) for name in ("Amount", "Sales")})
