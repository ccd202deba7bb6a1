"""Read the history: orders of closed sessions and deleted orders, newest first."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypedDict

import sqlalchemy as sa

from tableorder import clock
from tableorder.db import db
from tableorder.i18n import LANGUAGES
from tableorder.order.models import Order, OrderItem
from tableorder.order.queries import (
    ChangeData,
    OrderData,
    get_order,
    list_changes_of,
    list_where,
)
from tableorder.order.rules import Status
from tableorder.table.models import Table, TableSession

DELETED = "deleted"
PAGE = 50
BATCH = 20


class VisitData(TypedDict):
    """The stay of the party that ordered."""

    opened_at: str | None
    closed_at: str | None


class HistoryData(OrderData):
    """An order with its business day, its party's stay and everything that became of it."""

    business_day: str
    session: VisitData
    changes: list[ChangeData]


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which orders to read; `since` and `until` are business days, both included.

    `status` is one of an order's, or `deleted`.
    """

    table: int | None = None
    since: date | None = None
    until: date | None = None
    status: str | None = None
    number: int | None = None
    item: str | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class HistorySum:
    """How many orders match, and what those that were neither cancelled nor deleted came to."""

    orders: int
    total: int


def sum_history(store_id: int, wanted: HistoryFilter) -> HistorySum:
    """Count and add up the orders that match, on whatever page they stand."""
    counted = sa.and_(Order.status != Status.CANCELLED.value, Order.deleted_at.is_(None))
    total = sa.func.sum(sa.case((counted, Order.total), else_=0))
    row = db.session.execute(
        sa.select(sa.func.count(Order.id), total)
        .join(Table, Table.id == Order.table_id)
        .where(*_conditions(store_id, replace(wanted, before=None)))
    ).one()
    return HistorySum(orders=row[0], total=int(row[1] or 0))


def list_history(
    store_id: int, wanted: HistoryFilter, *, limit: int = PAGE
) -> tuple[list[HistoryData], int | None]:
    """List up to `limit` orders and the id to go on before, None at the end."""
    found = list_where(*_conditions(store_id, wanted), newest_first=True, limit=limit + 1)
    orders = found[:limit]
    more = orders[-1]["id"] if len(found) > limit else None
    return _with_lives(orders), more


def each_batch(store_id: int, wanted: HistoryFilter) -> Iterator[list[HistoryData]]:
    """Yield all orders that match, some at a time; between two batches it holds no connection."""
    more: int | None = None
    while True:
        orders, more = list_history(store_id, replace(wanted, before=more), limit=BATCH)
        db.session.remove()
        yield orders
        if more is None:
            return
        time.sleep(0)  # the others' turn: a year of orders must not stop the streams


def get_history(store_id: int, order_id: int) -> HistoryData:
    """Return one order with its whole life, under way or past; raises NotFound."""
    return _with_lives([get_order(store_id, order_id)])[0]


def _conditions(store_id: int, wanted: HistoryFilter) -> list[sa.ColumnElement[bool]]:
    # Asked for each order on the way: a page of the newest must not look at every party ever.
    closed = (
        sa.exists()
        .where(TableSession.id == Order.session_id, TableSession.closed_at.is_not(None))
        .correlate(Order)
    )
    conditions = [
        Order.store_id == store_id,
        sa.or_(closed, Order.deleted_at.is_not(None)),
    ]
    exact = (
        (Table.number, wanted.table),
        (Order.number, wanted.number),
    )
    conditions += [column == value for column, value in exact if value is not None]
    if wanted.status:
        conditions.append(_ended_as(wanted.status))
    if wanted.since:
        conditions.append(Order.business_day >= wanted.since)
    if wanted.until:
        conditions.append(Order.business_day <= wanted.until)
    if wanted.item:
        conditions.append(Order.id.in_(_orders_with(wanted.item)))
    if wanted.before is not None:
        conditions.append(Order.id < wanted.before)
    return conditions


def _ended_as(status: str) -> sa.ColumnElement[bool]:
    """Match as the history tells it: a deleted order is that, wherever it stood."""
    if status == DELETED:
        return Order.deleted_at.is_not(None)
    return sa.and_(Order.status == status, Order.deleted_at.is_(None))


def _orders_with(name: str) -> sa.Select[int]:
    in_some_language = [
        OrderItem.name[code].as_string().icontains(name, autoescape=True) for code in LANGUAGES
    ]
    return sa.select(OrderItem.order_id).where(sa.or_(*in_some_language))


def _with_lives(orders: Sequence[OrderData]) -> list[HistoryData]:
    ids = [order["id"] for order in orders]
    rows = db.session.execute(
        sa.select(Order.id, Order.business_day, TableSession.opened_at, TableSession.closed_at)
        .join(TableSession, TableSession.id == Order.session_id)
        .where(Order.id.in_(ids))
    )
    visits = {key: (day, opened, closed) for key, day, opened, closed in rows}
    changes: dict[int, list[ChangeData]] = defaultdict(list, list_changes_of(ids))
    return [_with_life(order, visits[order["id"]], changes[order["id"]]) for order in orders]


def _with_life(
    order: OrderData, visit: tuple[date, datetime, datetime | None], changes: list[ChangeData]
) -> HistoryData:
    day, opened, closed = visit
    stay = VisitData(opened_at=clock.iso(opened), closed_at=clock.iso(closed))
    return HistoryData(**order, business_day=day.isoformat(), session=stay, changes=changes)
