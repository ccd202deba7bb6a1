"""A room of four tables, where parties move about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.order.models import Order, OrderItem
from tests import factories
from tests.actors import Guest, Staff, line, phone_in, staff_of, tablet_at

PRICE = 1000


@dataclass
class Room:
    """Four tables, each with a tablet, and a dish."""

    app: Flask
    store: StoreView
    tables: list[int]
    tablets: list[Guest]
    staff: Staff
    dish: int

    def do(self, verb: str, table: int, **body: int) -> Any:
        """Ask for something at a table; tables are named by number."""
        named = {name: self.tables[number - 1] for name, number in body.items()}
        return self.staff.send("POST", f"/api/tables/{self.tables[table - 1]}/{verb}", named)

    def order(self, table: int, quantity: int = 1, *, by: Guest | None = None, **more: Any) -> Any:
        guest = by or self.tablets[table - 1]
        return guest.order(line(self.dish, quantity), total=PRICE * quantity, **more)

    def seated(self, table: int) -> int | None:
        """The session that is open at a table."""
        found = self.tablets[table - 1].get("/api/session").json["session"]
        return found and found["id"]

    def phone(self, table: int) -> Guest:
        return phone_in(self.app.test_client(), self.store, self.seated(table) or 0)

    def state(self) -> dict[int, tuple[str, int, int]]:
        """Status, number of orders and total of each table."""
        listed = self.staff.get("/api/tables").json["tables"]
        return {t["number"]: (t["status"], t["orders"], t["total"]) for t in listed}

    def record(self, order: Any) -> list[tuple[str, Any]]:
        steps = self.staff.get(f"/api/orders/{order['id']}/changes").json["changes"]
        return [(step["kind"], step["detail"]) for step in steps]


@pytest.fixture
def room(app: Flask) -> Iterator[Room]:
    with app.app_context():
        store = factories.make_store()
        client = app.test_client()
        tables = [factories.make_table(store, number) for number in (1, 2, 3, 4)]
        yield Room(
            app=app,
            store=store,
            tables=tables,
            tablets=[tablet_at(client, store, table) for table in tables],
            staff=staff_of(client, store),
            dish=factories.make_item(store, price=PRICE),
        )


def everything() -> tuple[int, int, int]:
    """How many orders there are, their portions and their sum, wherever they are."""
    db.session.rollback()
    orders, total = db.session.execute(
        sa.select(sa.func.count(Order.id), sa.func.sum(Order.total))
    ).one()
    portions = db.session.execute(sa.select(sa.func.sum(OrderItem.quantity))).scalar()
    return orders, int(total or 0), int(portions or 0)
