"""A store whose menu is read and kept in these tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from tableorder.auth.queries import StoreView
from tests import factories
from tests.actors import Guest, Staff, screen_of, staff_of, tablet_at


@dataclass
class House:
    """A store with a table, a tablet, a manager, someone of the staff, one item with sizes."""

    app: Flask
    store: StoreView
    guest: Guest
    manager: Staff
    staff: Staff
    category: int
    item: int
    sizes: int
    choices: dict[str, int]

    def fresh_guest(self) -> Guest:
        """A tablet at another table, whose token is of this moment: tests travel in time."""
        self.tables = getattr(self, "tables", 1) + 1
        table = factories.make_table(self.store, self.tables)
        return tablet_at(self.app.test_client(), self.store, table)

    def fresh(self, role: str) -> Staff:
        """Someone of this role, whose token is of this moment."""
        return staff_of(self.app.test_client(), self.store, role)

    def screen(self) -> Staff:
        return screen_of(self.app.test_client(), self.store)


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with app.app_context():
        store = factories.make_store()
        sizes, choices = factories.make_group(store, {"regular": 0, "large": 500}, least=1)
        category = factories.make_category(store)
        yield House(
            app=app,
            store=store,
            guest=tablet_at(app.test_client(), store, factories.make_table(store)),
            manager=staff_of(app.test_client(), store, "manager"),
            staff=staff_of(app.test_client(), store),
            category=category,
            item=factories.make_item(store, category_id=category, groups=(sizes,)),
            sizes=sizes,
            choices=choices,
        )


@pytest.fixture
def other(house: House) -> House:
    """Another store with the same things in it."""
    store = factories.make_store("other")
    sizes, choices = factories.make_group(store, {"regular": 0}, least=1)
    category = factories.make_category(store)
    return House(
        app=house.app,
        store=store,
        guest=tablet_at(house.app.test_client(), store, factories.make_table(store)),
        manager=staff_of(house.app.test_client(), store, "manager"),
        staff=staff_of(house.app.test_client(), store),
        category=category,
        item=factories.make_item(store, category_id=category, groups=(sizes,)),
        sizes=sizes,
        choices=choices,
    )


@pytest.fixture
def menu_events(house: House):
    """Read what the store's log holds of the menu, oldest first."""
    import json

    from tableorder.db import db
    from tableorder.stream import log

    def read() -> list[dict]:
        # A transaction that stayed open would see nothing newer, and could not write.
        db.session.rollback()
        lines = log.list_after(house.store.id, 0)
        db.session.rollback()
        return [json.loads(line.data) for line in lines if line.name == "menu_updated"]

    return read
