"""Read the menu as plain view objects; nothing here knows the reader or his language."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tableorder.db import Texts, db
from tableorder.errors import NotFound
from tableorder.menu.models import Category, MenuItem, MenuItemOptionGroup, Station
from tableorder.menu.option_queries import GroupView, list_groups


@dataclass(frozen=True, slots=True)
class StationView:
    """A place of the kitchen with a screen of its own; `warn_after`, `late_after` in minutes."""

    id: int
    name: str
    warn_after: int
    late_after: int
    position: int
    is_paused: bool
    pause_message: str


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A heading of the menu; one with a parent is of the second level."""

    id: int
    parent_id: int | None
    station_id: int | None
    name: Texts
    position: int
    is_visible: bool
    hours: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with everything that the store knows of it; fields are as in MenuItem.

    `stock` is what was counted on `stock_day`.
    """

    id: int
    category_id: int
    station_id: int | None
    name: Texts
    description: Texts
    origin: Texts
    price: int
    is_free_confirmed: bool
    image: dict[str, Any] | None
    is_visible: bool
    is_sold_out: bool
    sold_out_until: date | None
    stock: int | None
    stock_day: date | None
    daily_stock: list[int | None]
    hours: list[dict[str, Any]]
    labels: list[str]
    spicy: int
    allergens: list[str]
    position: int
    option_group_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A store's whole menu; each list is in the order of its positions."""

    categories: list[CategoryView]
    items: list[ItemView]
    groups: dict[int, GroupView]
    stations: list[StationView]

    def items_of(self, category_id: int) -> list[ItemView]:
        """List a category's own items."""
        return [item for item in self.items if item.category_id == category_id]

    def items_under(self, category_id: int) -> list[ItemView]:
        """List the items of a category and of its children."""
        children = (
            item for child in self.children_of(category_id) for item in self.items_of(child.id)
        )
        return [*self.items_of(category_id), *children]

    def visible_items(self) -> list[ItemView]:
        """List the items that guests may see: neither they nor a heading above is hidden."""
        hidden = {view.id for view in self.categories if not view.is_visible}
        hidden |= {view.id for view in self.categories if view.parent_id in hidden}
        return [item for item in self.items if item.is_visible and item.category_id not in hidden]

    def headings_of(self, item: ItemView) -> list[CategoryView]:
        """List the category of an item and, where it has one, its parent."""
        own = next(view for view in self.categories if view.id == item.category_id)
        return [own, *(view for view in self.categories if view.id == own.parent_id)]

    def cooking_station(self, station_id: int | None) -> StationView | None:
        """Return the station that cooks for this one: the first, where that is none of the store's.

        None in a store without stations.
        """
        known = {station.id: station for station in self.stations}
        first = self.stations[0] if self.stations else None
        return known.get(station_id or 0, first)

    def children_of(self, category_id: int | None) -> list[CategoryView]:
        """List a category's children, or for None the first level."""
        return [category for category in self.categories if category.parent_id == category_id]


STATION_COLUMNS = (
    Station.id,
    Station.name,
    Station.warn_after,
    Station.late_after,
    Station.position,
    Station.is_paused,
    Station.pause_message,
)
CATEGORY_COLUMNS = (
    Category.id,
    Category.parent_id,
    Category.station_id,
    Category.name,
    Category.position,
    Category.is_visible,
    Category.hours,
)
ITEM_COLUMNS = (
    MenuItem.id,
    MenuItem.category_id,
    MenuItem.station_id,
    MenuItem.name,
    MenuItem.description,
    MenuItem.origin,
    MenuItem.price,
    MenuItem.is_free_confirmed,
    MenuItem.image,
    MenuItem.is_visible,
    MenuItem.is_sold_out,
    MenuItem.sold_out_until,
    MenuItem.stock,
    MenuItem.stock_day,
    MenuItem.daily_stock,
    MenuItem.hours,
    MenuItem.labels,
    MenuItem.spicy,
    MenuItem.allergens,
    MenuItem.position,
)


def get_menu(store_id: int) -> Menu:
    """Read the store's whole menu."""
    groups = {group.id: group for group in list_groups(store_id)}
    return Menu(list_categories(store_id), list_items(store_id), groups, list_stations(store_id))


def list_stations(store_id: int) -> list[StationView]:
    """List the store's stations by position; the first cooks what no other does."""
    query = (
        sa.select(*STATION_COLUMNS)
        .where(Station.store_id == store_id)
        .order_by(Station.position, Station.id)
    )
    return [StationView(*row) for row in db.session.execute(query)]


def list_categories(store_id: int) -> list[CategoryView]:
    """List the store's categories by position."""
    query = (
        sa.select(*CATEGORY_COLUMNS)
        .where(Category.store_id == store_id)
        .order_by(Category.position, Category.id)
    )
    return [CategoryView(*row) for row in db.session.execute(query)]


def list_items(store_id: int, *conditions: sa.ColumnElement[bool]) -> list[ItemView]:
    """List the store's items by position."""
    of_store = (MenuItem.store_id == store_id, *conditions)
    query = sa.select(*ITEM_COLUMNS).where(*of_store).order_by(MenuItem.position, MenuItem.id)
    groups = _group_ids(*of_store)
    rows: list[list[Any]] = [
        [*row, tuple(groups.get(row.id, ()))] for row in db.session.execute(query)
    ]
    return [ItemView(*values) for values in rows]


def get_station(store_id: int, station_id: int) -> StationView:
    """Return a station of the store; raises NotFound, also for another store's."""
    for station in list_stations(store_id):
        if station.id == station_id:
            return station
    raise NotFound


def get_category(store_id: int, category_id: int) -> CategoryView:
    """Return a category of the store; raises NotFound, also for another store's."""
    query = sa.select(*CATEGORY_COLUMNS).where(
        Category.store_id == store_id, Category.id == category_id
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return CategoryView(*row)


def get_item(store_id: int, item_id: int) -> ItemView:
    """Return an item of the store; raises NotFound, also for another store's."""
    found = list_items(store_id, MenuItem.id == item_id)
    if not found:
        raise NotFound
    return found[0]


def _group_ids(*of_store: sa.ColumnElement[bool]) -> dict[int, list[int]]:
    link = MenuItemOptionGroup
    query = (
        sa.select(link.menu_item_id, link.option_group_id)
        .join(MenuItem, MenuItem.id == link.menu_item_id)
        .where(*of_store)
        .order_by(link.menu_item_id, link.position, link.option_group_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for item, group in db.session.execute(query):
        found[item].append(group)
    return found
