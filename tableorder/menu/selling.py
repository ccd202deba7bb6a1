"""Read what is sold now of some items: for an order's price, and to tell guests of a change.

Runs inside the caller's transaction and never opens one. It reads columns, not objects: this is the
path that every order takes. Two statements do where no choice is a part or asks by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import AnyRow
from tableorder.menu import availability
from tableorder.menu.models import (
    Category,
    Choice,
    ChoiceOptionGroup,
    MenuItem,
    MenuItemOptionGroup,
    OptionGroup,
    Station,
)
from tableorder.menu.offer import Moment, Offer, StoredItem, moment_in
from tableorder.menu.option_queries import CHOICE_COLUMNS, GROUP_COLUMNS, ChoiceView, GroupView

_parent = aliased(Category)

_station = sa.func.coalesce(MenuItem.station_id, Category.station_id, _parent.station_id)
_others = aliased(Station)
_first_station = (
    sa.select(_others.id)
    .where(_others.store_id == sa.bindparam("store"))
    .order_by(_others.position, _others.id)
    .limit(1)
    .scalar_subquery()
)
_items = (
    sa.select(
        MenuItem.id,
        MenuItem.name,
        MenuItem.price,
        MenuItem.is_sold_out,
        MenuItem.sold_out_until,
        MenuItem.stock,
        MenuItem.daily_stock,
        MenuItem.stock_day,
        MenuItem.hours,
        Category.hours.label("category_hours"),
        _parent.hours.label("parent_hours"),
        _station.label("station_id"),
        Station.is_paused,
        Station.pause_message,
    )
    .join(Category, Category.id == MenuItem.category_id)
    .outerjoin(_parent, _parent.id == Category.parent_id)
    .outerjoin(Station, Station.id == sa.func.coalesce(_station, _first_station))
    .where(
        MenuItem.store_id == sa.bindparam("store"),
        MenuItem.id.in_(sa.bindparam("ids", expanding=True)),
        MenuItem.is_visible,
        Category.is_visible,
        sa.or_(_parent.id.is_(None), _parent.is_visible),
    )
)


def _asked_by(owner: Any, link: type[MenuItemOptionGroup | ChoiceOptionGroup]) -> sa.Select[Any]:
    """Select the groups that some owners ask, with their choices, in order."""
    asks = sa.exists().where(ChoiceOptionGroup.choice_id == Choice.id).correlate(Choice)
    return (
        sa.select(owner.label("owner"), asks, *GROUP_COLUMNS, *CHOICE_COLUMNS)
        .join(OptionGroup, OptionGroup.id == link.option_group_id)
        .outerjoin(Choice, Choice.group_id == OptionGroup.id)
        .where(owner.in_(sa.bindparam("ids", expanding=True)))
        .order_by(owner, link.position, OptionGroup.id, Choice.position, Choice.id)
    )


_asked_by_items = _asked_by(MenuItemOptionGroup.menu_item_id, MenuItemOptionGroup)
_asked_by_choices = _asked_by(ChoiceOptionGroup.choice_id, ChoiceOptionGroup)
_HEAD = len(GROUP_COLUMNS) + 2


def load_offer(
    session: Session, store: StoreView, item_ids: Collection[int], *, now: datetime
) -> Offer:
    """Read these items with all that they ask, as they are sold now.

    Counts that a new business day has filled up are written: they can be taken from.
    """
    moment = moment_in(store, now)
    reading = _Reading(session.connection(), store.id, moment.today)
    reading.items(item_ids)
    reading.asked_by_items(item_ids)
    parts, asking = reading.unseen_parts(), tuple(reading.asking)
    reading.items(parts)
    reading.asked_by_items(parts)
    reading.asked_by_choices(asking)
    reading.items(reading.unseen_parts())
    return reading.offer(moment)


def settle_stock(session: Session, store: StoreView, item_id: int) -> int | None:
    """Write an item's count as a new business day has filled it up, and return it."""
    today = store.business_day(clock.utc_now())
    query = sa.select(MenuItem.id, MenuItem.stock, MenuItem.daily_stock, MenuItem.stock_day)
    row = session.execute(query.where(MenuItem.id == item_id)).one()
    return _settled(session.connection(), row, today)


def settle_stocks(session: Session, store: StoreView) -> None:
    """Write the counts of all items that a new business day has filled up."""
    today = store.business_day(clock.utc_now())
    query = sa.select(MenuItem.id, MenuItem.stock, MenuItem.daily_stock, MenuItem.stock_day)
    of_other_days = sa.or_(MenuItem.stock_day.is_(None), MenuItem.stock_day != today)
    for row in session.execute(query.where(MenuItem.store_id == store.id, of_other_days)).all():
        _settled(session.connection(), row, today)


def _settled(connection: sa.Connection, row: AnyRow, today: date) -> int | None:
    if not row.daily_stock or row.stock_day == today:
        return cast("int | None", row.stock)
    stock = availability.stock_on(
        today, stock=row.stock, daily=row.daily_stock, counted_on=row.stock_day
    )
    values = {"stock": stock, "stock_day": today}
    connection.execute(sa.update(MenuItem).where(MenuItem.id == row.id).values(values))
    return stock


class _Reading:
    """The rows that make an offer, as they come in, one level after the other."""

    def __init__(self, connection: sa.Connection, store_id: int, today: date) -> None:
        self._connection, self._store_id, self._today = connection, store_id, today
        self._items: dict[int, AnyRow] = {}
        self._heads: dict[int, Sequence[Any]] = {}
        self._choices: dict[int, dict[int, Sequence[Any]]] = defaultdict(dict)
        # The keys of a dict are a set in order.
        self._of_items: dict[int, dict[int, None]] = defaultdict(dict)
        self._of_choices: dict[int, dict[int, None]] = defaultdict(dict)
        self._seen: set[int] = set()
        self._parts: set[int] = set()
        self.asking: set[int] = set()

    def items(self, ids: Collection[int]) -> None:
        """Read those of these items that guests may see."""
        self._seen |= set(ids)
        if ids:
            values = {"store": self._store_id, "ids": [*ids]}
            rows = self._connection.execute(_items, values)
            self._items |= {row.id: row for row in rows}

    def asked_by_items(self, ids: Collection[int]) -> None:
        """Read the groups that these items ask."""
        self._groups(_asked_by_items, ids, self._of_items)

    def asked_by_choices(self, ids: Collection[int]) -> None:
        """Read the groups that these choices ask by themselves."""
        self._groups(_asked_by_choices, ids, self._of_choices)

    def unseen_parts(self) -> set[int]:
        """Return the items that choices stand for and that were not looked for yet."""
        return self._parts - self._seen

    def offer(self, moment: Moment) -> Offer:
        """Make the offer of what was read."""
        items = {key: self._item(row) for key, row in self._items.items()}
        groups = {key: self._group(key, head) for key, head in self._heads.items()}
        return Offer(items, groups, moment)

    def _groups(
        self, query: sa.Select[Any], owners: Collection[int], asked: dict[int, dict[int, None]]
    ) -> None:
        if not owners:
            return
        for row in self._connection.execute(query, {"ids": [*owners]}):
            owner, asks, *head = row[:_HEAD]
            choice_id, part = row[_HEAD], row.menu_item_id
            asked[owner][head[0]] = None
            self._heads[head[0]] = head
            if choice_id is not None:
                self._choices[head[0]][choice_id] = row[_HEAD:]
            if asks:
                self.asking.add(choice_id)
            if part:
                self._parts.add(part)

    def _item(self, row: AnyRow) -> StoredItem:
        hours = (row.hours, row.category_hours, row.parent_hours)
        return StoredItem(
            id=row.id,
            name=row.name,
            price=row.price,
            is_sold_out=row.is_sold_out,
            sold_out_until=row.sold_out_until,
            stock=_settled(self._connection, row, self._today),
            hours=tuple(spans for spans in hours if spans),
            station_id=row.station_id,
            is_paused=bool(row.is_paused),
            pause_message=row.pause_message or "",
            option_group_ids=tuple(self._of_items.get(row.id, ())),
        )

    def _group(self, group_id: int, head: Sequence[Any]) -> GroupView:
        choices = tuple(map(self._choice, self._choices[group_id].values()))
        values: list[Any] = [*head, choices]
        return GroupView(*values)

    def _choice(self, row: Sequence[Any]) -> ChoiceView:
        values: list[Any] = [*row, tuple(self._of_choices.get(row[0], ()))]
        return ChoiceView(*values)
