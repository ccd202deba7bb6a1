"""Write an order's rows inside the caller's transaction: header, lines, options, record.

Statements stand on tables, not objects, and the order's data is put together from what was
written: this is the path that every order takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import Crew
from tableorder.db import table_of
from tableorder.menu.rules import PricedLine, PricedOption
from tableorder.order.models import Order, OrderChange, OrderCounter, OrderItem, OrderItemOption
from tableorder.order.queries import ItemData, OptionData, OrderData
from tableorder.order.rules import ItemStatus, Status, is_guests_key, write_number
from tableorder.table.queries import GuestView

_counters = table_of(OrderCounter)
_raise_counter = (
    sa.update(_counters)
    .where(
        _counters.c.store_id == sa.bindparam("store"),
        _counters.c.business_day == sa.bindparam("day"),
    )
    .values(last_number=_counters.c.last_number + 1)
    .returning(_counters.c.last_number)
)
_insert_counter = sa.insert(_counters)
_insert_order = sa.insert(table_of(Order)).returning(table_of(Order).c.id)
_insert_item = sa.insert(table_of(OrderItem)).returning(table_of(OrderItem).c.id)
_insert_options = sa.insert(table_of(OrderItemOption))
_insert_option = _insert_options.returning(table_of(OrderItemOption).c.id)
_insert_change = sa.insert(table_of(OrderChange))


@dataclass(frozen=True, slots=True)
class OrderHeader:
    """What an order's row holds beside its number and total."""

    store_id: int
    table_id: int
    session_id: int
    business_day: date
    note: str
    currency: str
    key_scope: str
    idempotency_key: str
    body_hash: str
    held: bool
    created_at: datetime
    updated_at: datetime


def write_order(
    session: Session, header: OrderHeader, lines: Sequence[PricedLine], *, table_number: int
) -> OrderData:
    """Give an order its number, write it with its lines, return it as `get_order` would."""
    connection = session.connection()
    number = take_number(connection, header.store_id, header.business_day)
    total = sum(line.subtotal for line in lines)
    values = {**asdict(header), "number": number, "total": total}
    order_id = int(connection.execute(_insert_order, values).scalar_one())
    return OrderData(
        id=order_id,
        number=write_number(number),
        status=Status.PENDING.value,
        version=1,
        table={"id": header.table_id, "number": table_number},
        session_id=header.session_id,
        items=[_write_line(connection, order_id, *entry) for entry in enumerate(lines)],
        note=header.note,
        total=total,
        currency=header.currency,
        held=header.held,
        by_guest=is_guests_key(header.key_scope),
        is_rush=False,
        seen_at=None,
        deleted=False,
        closed=False,
        created_at=clock.iso(header.created_at),
        updated_at=clock.iso(header.updated_at),
    )


def record_change(
    session: Session,
    order_id: int,
    who: GuestView | Crew,
    kind: str,
    *,
    now: datetime,
    detail: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add a step to an order's record: who, when, what, why."""
    row = {
        "order_id": order_id,
        "at": now,
        "actor": who.actor,
        "actor_name": actor_name(who),
        "kind": kind,
        "detail": detail or {},
        "reason": reason,
    }
    session.connection().execute(_insert_change, row)


def actor_name(who: GuestView | Crew) -> str:
    """Return what records call whoever acts: a user name, or a table's number."""
    return str(who.table_number) if isinstance(who, GuestView) else who.username


def take_number(connection: sa.Connection, store_id: int, day: date) -> int:
    """Return the next number of the business day; the caller holds the store's lock."""
    number = connection.execute(_raise_counter, {"store": store_id, "day": day}).scalar()
    if number is not None:
        return int(number)
    row = {"store_id": store_id, "business_day": day, "last_number": 1}
    connection.execute(_insert_counter, row)
    return 1


def _write_line(
    connection: sa.Connection, order_id: int, position: int, line: PricedLine
) -> ItemData:
    values = {
        "order_id": order_id,
        "menu_item_id": line.menu_id,
        "position": position,
        "name": line.name,
        "price": line.price,
        "quantity": line.quantity,
        "subtotal": line.subtotal,
        "note": line.note,
        "station_id": line.station_id,
    }
    item_id = int(connection.execute(_insert_item, values).scalar_one())
    return ItemData(
        id=item_id,
        menu_id=line.menu_id,
        name=dict(line.name),
        price=line.price,
        options=_write_options(connection, item_id, line),
        quantity=line.quantity,
        subtotal=line.subtotal,
        note=line.note,
        status=ItemStatus.WAITING.value,
        station_id=line.station_id,
        done_at=None,
        void_quantity=0,
    )


def _write_options(connection: sa.Connection, item_id: int, line: PricedLine) -> list[OptionData]:
    """Write a line's options; one with options of its own first, since these name it."""
    plain = []
    for position, option in enumerate(line.options):
        row = _option_row(item_id, position, option)
        if option.options:
            parent = connection.execute(_insert_option, row).scalar_one()
            plain += [
                _option_row(item_id, place, own, parent) for place, own in enumerate(option.options)
            ]
        else:
            plain.append(row)
    if plain:
        connection.execute(_insert_options, plain)
    return [option_data(option) for option in line.options]


def _option_row(
    item_id: int, position: int, option: PricedOption, parent: int | None = None
) -> dict[str, Any]:
    return {
        "order_item_id": item_id,
        "parent_id": parent,
        "choice_id": option.choice_id,
        "menu_item_id": option.menu_id,
        "position": position,
        "group_name": option.group_name,
        "choice_name": option.choice_name,
        "price_delta": option.price_delta,
        "quantity": option.quantity,
    }


def option_data(option: PricedOption) -> OptionData:
    """Return a chosen option as `get_order` would."""
    return OptionData(
        choice_id=option.choice_id,
        menu_id=option.menu_id,
        group=dict(option.group_name),
        choice=dict(option.choice_name),
        price_delta=option.price_delta,
        quantity=option.quantity,
        options=[option_data(own) for own in option.options],
    )
