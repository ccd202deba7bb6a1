"""Read orders as plain data in the shape of the API, texts as language maps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tableorder import clock
from tableorder.db import AnyRow, Texts, db
from tableorder.errors import NotFound
from tableorder.order.models import Order, OrderChange, OrderItem, OrderItemOption
from tableorder.order.rules import Status, is_guests_key, write_number
from tableorder.table.models import Table, TableSession


class OptionData(TypedDict):
    """A chosen option; `options` are those of a set's part, for one portion of it."""

    choice_id: int
    menu_id: int | None
    group: Texts
    choice: Texts
    price_delta: int
    quantity: int
    options: list[OptionData]


class ItemData(TypedDict):
    """A line of an order."""

    id: int
    menu_id: int
    name: Texts
    price: int
    options: list[OptionData]
    quantity: int
    subtotal: int
    note: str
    status: str
    station_id: int | None
    done_at: str | None
    void_quantity: int


class OrderData(TypedDict):
    """An order as events carry it; answers tell its texts in one language.

    It is `closed` once its table session is, and `by_guest` if it was sent from the table.
    """

    id: int
    number: str
    status: str
    version: int
    table: dict[str, int]
    session_id: int
    items: list[ItemData]
    note: str
    total: int
    currency: str
    held: bool
    by_guest: bool
    is_rush: bool
    seen_at: str | None
    deleted: bool
    closed: bool
    created_at: str | None
    updated_at: str | None


class ChangeData(TypedDict):
    """One step of an order's life."""

    at: str | None
    actor: str
    actor_name: str
    kind: str
    detail: dict[str, Any]
    reason: str


VOIDS_SHOWN = timedelta(days=2)
"""Business days back that a party may have ordered on whose voids the kitchen still sees."""

_orders = sa.select(
    Order.id,
    Order.number,
    Order.status,
    Order.version,
    Order.table_id,
    Table.number.label("table_number"),
    Order.session_id,
    Order.note,
    Order.total,
    Order.currency,
    Order.held,
    Order.key_scope,
    Order.is_rush,
    Order.seen_at,
    Order.deleted_at,
    TableSession.closed_at,
    Order.created_at,
    Order.updated_at,
)
_orders = _orders.join(Table, Table.id == Order.table_id)
_orders = _orders.join(TableSession, TableSession.id == Order.session_id)


def list_where(*conditions: sa.ColumnElement[bool], limit: int | None = None,
               newest_first: bool = False) -> list[OrderData]:  # fmt: skip
    """List orders that meet `conditions`, oldest first unless asked otherwise."""
    order = Order.id.desc() if newest_first else Order.id.asc()
    rows = db.session.execute(_orders.where(*conditions).order_by(order).limit(limit)).all()
    items = _items_of([row.id for row in rows])
    return [_order_data(row, items[row.id]) for row in rows]


def get_order(store_id: int, order_id: int) -> OrderData:
    """Return an order of the store, deleted or not; raises NotFound, also for another store's."""
    found = list_where(Order.store_id == store_id, Order.id == order_id)
    if not found:
        raise NotFound
    return found[0]


def list_session_orders(session_id: int) -> list[OrderData]:
    """List the orders of one table session that were not deleted."""
    return list_where(Order.session_id == session_id, Order.deleted_at.is_(None))


def list_open_orders(
    store_id: int, *, table_number: int | None = None, status: Status | None = None
) -> list[OrderData]:
    """List the orders of all open sessions of a store.

    Deleted ones, and those of parties that left lately, are among them only while the kitchen has
    to acknowledge what it need not cook.
    """
    conditions: list[sa.ColumnElement[bool]] = [Order.id.in_(_open_ids(store_id))]
    if table_number is not None:
        conditions.append(Table.number == table_number)
    if status is not None:
        conditions.append(Order.status == status)
    return list_where(*conditions)


def _open_ids(store_id: int) -> sa.CompoundSelect[int]:
    """Select what is open and, each part by an index of its own, what left voids behind."""
    order, party = aliased(Order), aliased(TableSession)
    voided = sa.exists().where(OrderItem.order_id == order.id, OrderItem.void_quantity > 0)
    theirs = sa.select(order.id).join(party, party.id == order.session_id)
    theirs = theirs.where(order.store_id == store_id, party.store_id == store_id)
    is_recent = order.business_day >= clock.utc_now().date() - VOIDS_SHOWN
    return sa.union_all(
        theirs.where(party.closed_at.is_(None), sa.or_(order.deleted_at.is_(None), voided)),
        theirs.where(party.closed_at.is_not(None), is_recent, voided),
    )


def list_changes(order_id: int) -> list[ChangeData]:
    """List the steps of an order's life, oldest first."""
    return list_changes_of([order_id]).get(order_id, [])


def list_changes_of(order_ids: Sequence[int]) -> dict[int, list[ChangeData]]:
    """List the steps of several orders' lives by order id, oldest first."""
    rows = db.session.execute(
        sa.select(
            OrderChange.order_id,
            OrderChange.at,
            OrderChange.actor,
            OrderChange.actor_name,
            OrderChange.kind,
            OrderChange.detail,
            OrderChange.reason,
        )
        .where(OrderChange.order_id.in_(order_ids))
        .order_by(OrderChange.id)
    )
    found: dict[int, list[ChangeData]] = defaultdict(list)
    for order_id, at, actor, actor_name, kind, detail, reason in rows:
        found[order_id].append(
            ChangeData(
                at=clock.iso(at),
                actor=actor,
                actor_name=actor_name,
                kind=kind,
                detail=detail,
                reason=reason,
            )
        )
    return found


def _order_data(row: AnyRow, items: list[ItemData]) -> OrderData:
    deleted_at: datetime | None = row.deleted_at
    closed_at: datetime | None = row.closed_at
    return OrderData(
        id=row.id,
        number=write_number(row.number),
        status=row.status,
        version=row.version,
        table={"id": row.table_id, "number": row.table_number},
        session_id=row.session_id,
        items=items,
        note=row.note,
        total=row.total,
        currency=row.currency,
        held=row.held,
        by_guest=is_guests_key(row.key_scope),
        is_rush=row.is_rush,
        seen_at=clock.iso(row.seen_at),
        deleted=deleted_at is not None,
        closed=closed_at is not None,
        created_at=clock.iso(row.created_at),
        updated_at=clock.iso(row.updated_at),
    )


def _items_of(order_ids: Sequence[int]) -> dict[int, list[ItemData]]:
    rows = db.session.execute(
        sa.select(
            OrderItem.order_id,
            OrderItem.id,
            OrderItem.menu_item_id,
            OrderItem.name,
            OrderItem.price,
            OrderItem.quantity,
            OrderItem.subtotal,
            OrderItem.note,
            OrderItem.status,
            OrderItem.station_id,
            OrderItem.done_at,
            OrderItem.void_quantity,
        )
        .where(OrderItem.order_id.in_(order_ids))
        .order_by(OrderItem.order_id, OrderItem.position)
    ).all()
    options = _options_of([row.id for row in rows])
    items: dict[int, list[ItemData]] = defaultdict(list)
    for row in rows:
        items[row.order_id].append(
            ItemData(
                id=row.id,
                menu_id=row.menu_item_id,
                name=row.name,
                price=row.price,
                options=options[row.id],
                quantity=row.quantity,
                subtotal=row.subtotal,
                note=row.note,
                status=row.status,
                station_id=row.station_id,
                done_at=clock.iso(row.done_at),
                void_quantity=row.void_quantity,
            )
        )
    return items


def _options_of(item_ids: Sequence[int]) -> dict[int, list[OptionData]]:
    """Read the options of these lines; a part's own options hang below their parent."""
    is_nested = OrderItemOption.parent_id.is_not(None)
    rows = db.session.execute(
        sa.select(
            OrderItemOption.order_item_id,
            OrderItemOption.id,
            OrderItemOption.parent_id,
            OrderItemOption.choice_id,
            OrderItemOption.menu_item_id,
            OrderItemOption.group_name,
            OrderItemOption.choice_name,
            OrderItemOption.price_delta,
            OrderItemOption.quantity,
        )
        .where(OrderItemOption.order_item_id.in_(item_ids))
        .order_by(OrderItemOption.order_item_id, is_nested, OrderItemOption.position)
    )
    found: dict[int, list[OptionData]] = defaultdict(list)
    by_id: dict[int, OptionData] = {}
    for item, key, parent, choice, part, group_name, choice_name, delta, quantity in rows:
        by_id[key] = OptionData(
            choice_id=choice,
            menu_id=part,
            group=group_name,
            choice=choice_name,
            price_delta=delta,
            quantity=quantity,
            options=[],
        )
        (found[item] if parent is None else by_id[parent]["options"]).append(by_id[key])
    return found
