"""Let single lines of a party's orders go to another party, inside the caller's transaction.

An order that goes whole is carried. Of one that is parted, what goes becomes an order of its own,
with a new number of the same business day: as old, as far and as unseen as the one that it comes
from, whose record it shares up to here. So it keeps its place in the kitchen and in the sales of
its day, and portions, voids and money stay what they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import Crew
from tableorder.db import Base, table_of
from tableorder.errors import NotFound
from tableorder.order import queries
from tableorder.order.carrying import Place, carry_orders
from tableorder.order.changing import Change, begin
from tableorder.order.errors import LineCancelled, TooManyPortions
from tableorder.order.events import append_order_event
from tableorder.order.models import Order, OrderChange, OrderItem, OrderItemOption
from tableorder.order.queries import ItemData
from tableorder.order.records import take_number
from tableorder.order.rules import Status

KIND = "lines_moved"


def carry_lines(
    session: Session, who: Crew, *, source: Place, target: Place, portions: Mapping[int, int]
) -> None:
    """Let lines (item id → portions) go from one party to another.

    Raises NotFound for lines that are not the party's, LineCancelled and TooManyPortions.
    """
    now = clock.utc_now()
    found = queries.list_where(Order.id.in_(_orders_with(session, source, portions)))
    changes = [Change(session, who, order, now) for order in found]
    for change in changes:
        _check(change, portions)
    for change in changes:
        live = {key: line["quantity"] for key, line in change.live_lines.items()}
        chosen = {key: count for key, count in portions.items() if key in live}
        if chosen == live:
            only = [change.order["id"]]
            carry_orders(session, who, source=source, target=target, kind=KIND, only=only)
        else:
            _split(change, chosen, source=source, target=target)


def _orders_with(session: Session, source: Place, portions: Mapping[int, int]) -> set[int]:
    """Return the party's orders that hold these lines; raises NotFound when it lacks one."""
    query = (
        sa.select(OrderItem.id, OrderItem.order_id)
        .join(Order, Order.id == OrderItem.order_id)
        .where(
            OrderItem.id.in_(portions),
            Order.session_id == source.session_id,
            Order.deleted_at.is_(None),
        )
    )
    found = dict(session.execute(query).all())
    if found.keys() != portions.keys():
        raise NotFound
    return set(found.values())


def _check(change: Change, portions: Mapping[int, int]) -> None:
    live = {} if change.status is Status.CANCELLED else change.live_lines
    for line in change.order["items"]:
        if line["id"] in portions and line["id"] not in live:
            raise LineCancelled
        if portions.get(line["id"], 0) > line["quantity"]:
            raise TooManyPortions


def _split(change: Change, chosen: Mapping[int, int], *, source: Place, target: Place) -> None:
    session, who = change.session, change.who
    part_id = _write_part(change, target)
    lines = [change.line(key) for key in chosen]
    for line in lines:
        _carry_line(session, line, chosen[line["id"]], part_id)
    rest, part = begin(session, who, change.order["id"]), begin(session, who, part_id)
    told = [
        {"id": line["id"], "name": line["name"], "quantity": chosen[line["id"]]} for line in lines
    ]
    for one, other in ((rest, part), (part, rest)):
        detail = {"from": source.name, "to": target.name, "order": other.order["number"]}
        one.record(KIND, {**detail, "lines": told})
    unseen: dict[str, Any] = {} if change.order["seen_at"] else {"seen_at": None}
    rest.settle({}, total=_total(rest), **unseen)
    total = _total(part)
    append_order_event(session, who.store.id, "order_created", {**part.order, "total": total})
    part.settle({}, total=total, **unseen)


def _write_part(change: Change, target: Place) -> int:
    """Write an order like the one that is parted, without lines, and return its id."""
    session, store, order_id = change.session, change.who.store, change.order["id"]
    day = session.execute(sa.select(Order.business_day).where(Order.id == order_id)).scalar_one()
    part_id = _copy(
        session,
        Order,
        order_id,
        table_id=target.table.id,
        session_id=target.session_id,
        number=take_number(session.connection(), store.id, day),
        version=1,
        key_scope=f"order:{order_id}",
        idempotency_key=f"version:{change.order['version']}",
        body_hash="",
        updated_at=change.now,
    )
    steps = sa.select(OrderChange.id).where(OrderChange.order_id == order_id)
    for step_id in session.execute(steps.order_by(OrderChange.id)).scalars().all():
        _copy(session, OrderChange, step_id, order_id=part_id)
    return part_id


def _carry_line(session: Session, line: ItemData, count: int, part_id: int) -> None:
    """Let portions of a line go; its voids stay where it stays."""
    if count == line["quantity"]:
        _update(session, line["id"], order_id=part_id)
        return
    unit, rest = line["subtotal"] // line["quantity"], line["quantity"] - count
    copy_id = _copy(
        session,
        OrderItem,
        line["id"],
        order_id=part_id,
        quantity=count,
        subtotal=unit * count,
        void_quantity=0,
    )
    _update(session, line["id"], quantity=rest, subtotal=unit * rest)
    options = sa.select(OrderItemOption.id, OrderItemOption.parent_id)
    copies: dict[int | None, int | None] = {None: None}
    for option_id, parent_id in session.execute(
        options.where(OrderItemOption.order_item_id == line["id"]).order_by(OrderItemOption.id)
    ).all():
        copies[option_id] = _copy(
            session,
            OrderItemOption,
            option_id,
            order_item_id=copy_id,
            parent_id=copies[parent_id],
        )


def _update(session: Session, item_id: int, **values: int) -> None:
    session.execute(
        sa.update(OrderItem)
        .where(OrderItem.id == item_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _copy(session: Session, model: type[Base], row_id: int, **changed: Any) -> int:
    """Write a row like another one but for what is `changed`, and return its id."""
    table = table_of(model)
    row = session.execute(sa.select(table).where(table.c.id == row_id)).mappings().one()
    kept = {name: value for name, value in row.items() if name != "id"}
    query = sa.insert(table).values({**kept, **changed}).returning(table.c.id)
    return int(session.execute(query).scalar_one())


def _total(change: Change) -> int:
    return sum(line["subtotal"] for line in change.live_lines.values())
