"""A restaurant on a fresh database, served by a real gunicorn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tableorder.auth.queries import get_store
from tableorder.db import db
from tableorder.menu.models import MenuItem
from tableorder.order.models import Order, OrderChange
from tableorder.settings import Settings
from tableorder.stream import log
from tests import factories
from tests.conftest import fresh_database, running
from tests.integrity.server import Server

_houses = count(1)


@dataclass
class House:
    """A store with a table; `guest` and `staff` are tokens. Reads the server's own database."""

    app: Flask
    store_id: int
    guest: str
    staff: str
    body: dict[str, Any]
    rare: int

    def rare_body(self) -> dict[str, Any]:
        """A drink, and one of the item that there are ten of."""
        rare = {"menu_id": self.rare, "quantity": 1}
        return {"items": [self.body["items"][1], rare], "expected_total": 7000}

    def stock(self) -> int:
        """What is left of it."""
        [(stock,)] = self.rows(sa.select(MenuItem.stock).where(MenuItem.id == self.rare))
        return stock

    def rows(self, query: sa.Select[Any]) -> list[Any]:
        with self.app.app_context():
            return list(db.session.execute(query).all())

    def orders(self) -> list[Any]:
        query = sa.select(Order.id, Order.number).where(Order.store_id == self.store_id)
        return self.rows(query.order_by(Order.number))

    def phone(self, session_id: int) -> str:
        """Admit a phone to a party, and return its token."""
        with self.app.app_context():
            store = get_store(self.store_id)
            device = factories.make_device(store, "phone", session_id=session_id)
            return factories.table_token(store, device)

    def told(self) -> list[str]:
        """The names of the log's lines, in its order."""
        with self.app.app_context():
            return [line.name for line in log.list_after(self.store_id, 0, limit=10_000)]

    def created_events(self) -> list[int]:
        """The orders that the log tells as placed, in its order."""
        with self.app.app_context():
            lines = log.list_after(self.store_id, 0, limit=10_000)
        assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
        placed = [line for line in lines if line.name == "order_created"]
        return [json.loads(line.data)["order"]["id"] for line in placed]

    def created_records(self) -> list[int]:
        query = (
            sa.select(OrderChange.order_id)
            .join(Order)
            .where(Order.store_id == self.store_id, OrderChange.kind == "created")
        )
        return sorted(row.order_id for row in self.rows(query))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Settings]:
    """A fresh database for all tests of a module; each makes a restaurant of its own in it."""
    with fresh_database(request.param, tmp_path_factory.mktemp("shared"), request) as settings:
        yield settings


@pytest.fixture(scope="module")
def beside(database: Settings) -> Iterator[Flask]:
    """The application in this process, to look at what the server wrote."""
    with running(database) as app:
        yield app


@pytest.fixture(scope="module")
def server(database: Settings) -> Iterator[Server]:
    server = Server(database)
    yield server
    server.kill()


@pytest.fixture
def house(beside: Flask) -> House:
    with beside.app_context():
        store = factories.make_store(f"house-{next(_houses)}")
        table = factories.make_table(store)
        sizes, choices = factories.make_group(store, {"regular": 0, "large": 500}, least=1)
        item = factories.make_item(store, price=9000, groups=(sizes,))
        large = {"menu_id": item, "quantity": 2, "choice_ids": [choices["large"]], "note": "맵게"}
        drink = {"menu_id": factories.make_item(store, "cola", price=2000), "quantity": 1}
        device = factories.make_device(store, "tablet", table_id=table)
        owner = factories.make_account(store)
        made = House(
            app=beside,
            store_id=store.id,
            guest=factories.table_token(store, device),
            staff=factories.staff_token(store, owner),
            body={"items": [large, drink], "note": "빨리", "expected_total": 21000},
            rare=factories.make_item(store, "lobster", price=5000, stock=10),
        )
        db.session.remove()
    return made
