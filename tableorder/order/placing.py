"""Place an order: once for each key, at the price that the guest saw, whole or not at all.

Everything happens inside one transaction under the store's lock, so orders are numbered in the
order of their commits and two guests never get the same last portion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.auth.queries import StaffView, StoreView
from tableorder.db import transaction
from tableorder.errors import Gone
from tableorder.menu.pricing import price_cart, take_stock
from tableorder.menu.rules import CartLine, LineFault, PricedLine
from tableorder.order import queries
from tableorder.order.errors import KeyReused, NotTakingOrders, OrderRefused, PriceChanged
from tableorder.order.events import append_order_event
from tableorder.order.models import Order, OrderChange, OrderCounter, OrderItem, OrderItemOption
from tableorder.order.queries import OrderData
from tableorder.table.queries import GuestView, TableView, find_open_session, get_table
from tableorder.table.service import open_session


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the cart, the total that was seen, and the key that makes it happen once.

    `session_id` is the table session that the page believed in, None when it named none.
    """

    lines: Sequence[CartLine]
    note: str
    expected_total: int
    session_id: int | None
    key: str
    body_hash: str


def place_order(who: GuestView | StaffView, wish: Wish, *, table_id: int) -> tuple[OrderData, bool]:
    """Place an order at a table and return it, with True when its key had already made it.

    Raises KeyReused, Gone, NotTakingOrders, OrderRefused and PriceChanged; then nothing is written.
    """
    store = who.store
    with transaction(store.id) as session:
        known = _find_known(session, who, wish, table_id)
        if known is not None:
            return queries.get_order(store.id, known), True
        now = clock.utc_now()
        table = get_table(store.id, table_id)
        session_id = _session_for(session, who, wish, table, now)
        lines = _priced(session, store, wish, now)
        order_id = _write(session, who, wish, lines, table=table, session_id=session_id, now=now)
        order = queries.get_order(store.id, order_id)
        append_order_event(session, store.id, "order_created", order)
        return order, False


def actor_name(who: GuestView | StaffView) -> str:
    """Return what records call whoever acts: a user name, or a table's number."""
    return who.username if isinstance(who, StaffView) else str(who.table_number)


def _find_known(
    session: Session, who: GuestView | StaffView, wish: Wish, table_id: int
) -> int | None:
    """Find the order that this key made; raises KeyReused when it was for another body.

    A page names its session. A program that names none may repeat after the session was closed, so
    its key is looked for in all sessions of the table; there another body is simply another order.
    """
    query = (
        sa.select(Order.id, Order.body_hash, Order.key_scope)
        .where(Order.store_id == who.store.id, Order.idempotency_key == wish.key)
        .order_by(Order.id.desc())
    )
    scope = _known_scope(who, wish)
    rows = session.execute(
        query.where(Order.key_scope == scope)
        if isinstance(who, StaffView) or who.kind == "phone"
        else query.where(
            Order.table_id == table_id,
            Order.key_scope == scope if wish.session_id else Order.key_scope.startswith("session:"),
        )
    ).all()
    for row in rows:
        if row.body_hash == wish.body_hash:
            return int(row.id)
        if row.key_scope == scope:
            raise KeyReused
    return None


def _known_scope(who: GuestView | StaffView, wish: Wish) -> str:
    if isinstance(who, StaffView):
        return who.actor
    session_id = who.session_id if who.kind == "phone" else wish.session_id or who.session_id
    return f"session:{session_id}"


def _session_for(
    session: Session, who: GuestView | StaffView, wish: Wish, table: TableView, now: datetime
) -> int:
    """Return the session to order for; opens one for a tablet or staff at a free table."""
    open_id = find_open_session(table.id)
    if isinstance(who, GuestView) and who.kind == "phone" and open_id != who.session_id:
        raise Gone
    if wish.session_id is not None and wish.session_id != open_id:
        raise Gone
    if open_id is not None:
        return open_id
    opened_by = "staff" if isinstance(who, StaffView) else "tablet"
    return open_session(session, table, opened_by=opened_by, now=now)


def _priced(session: Session, store: StoreView, wish: Wish, now: datetime) -> list[PricedLine]:
    taking = sa.select(Store.is_taking_orders).where(Store.id == store.id)
    if not session.execute(taking).scalar_one():
        raise NotTakingOrders
    results = price_cart(session, store, wish.lines, now=now)
    faults = [result for result in results if isinstance(result, LineFault)]
    if faults:
        raise OrderRefused(faults)
    lines = [result for result in results if isinstance(result, PricedLine)]
    _check_total(lines, wish.expected_total)
    short = take_stock(session, store, lines)
    if short:
        raise OrderRefused(short)
    return lines


def _check_total(lines: Sequence[PricedLine], expected: int) -> None:
    total = sum(line.subtotal for line in lines)
    if total != expected:
        raise PriceChanged(
            details={
                "total": total,
                "lines": [
                    {
                        "index": index,
                        "menu_id": line.menu_id,
                        "price": line.price,
                        "deltas": {str(o.choice_id): o.price_delta for o in line.options},
                        "subtotal": line.subtotal,
                    }
                    for index, line in enumerate(lines)
                ],
            }
        )


def _write(
    session: Session,
    who: GuestView | StaffView,
    wish: Wish,
    lines: Sequence[PricedLine],
    *,
    table: TableView,
    session_id: int,
    now: datetime,
) -> int:
    day = who.store.business_day(now)
    scope = who.actor if isinstance(who, StaffView) else f"session:{session_id}"
    order_id = _insert(
        session,
        Order,
        store_id=who.store.id,
        table_id=table.id,
        session_id=session_id,
        business_day=day,
        number=_take_number(session, who.store.id, day),
        note=wish.note,
        total=sum(line.subtotal for line in lines),
        currency=who.store.currency,
        key_scope=scope,
        idempotency_key=wish.key,
        body_hash=wish.body_hash,
        created_at=now,
        updated_at=now,
    )
    for position, line in enumerate(lines):
        _write_line(session, order_id, position, line)
    record_change(session, order_id, who, "created", now=now)
    return order_id


def _write_line(session: Session, order_id: int, position: int, line: PricedLine) -> None:
    item_id = _insert(
        session,
        OrderItem,
        order_id=order_id,
        menu_item_id=line.menu_id,
        position=position,
        name=dict(line.name),
        price=line.price,
        quantity=line.quantity,
        subtotal=line.subtotal,
        note=line.note,
    )
    options = [
        {
            "order_item_id": item_id,
            "choice_id": option.choice_id,
            "position": place,
            "group_name": dict(option.group_name),
            "choice_name": dict(option.choice_name),
            "price_delta": option.price_delta,
            "quantity": option.quantity,
        }
        for place, option in enumerate(line.options)
    ]
    if options:
        session.execute(sa.insert(OrderItemOption), options)


def record_change(
    session: Session,
    order_id: int,
    who: GuestView | StaffView,
    kind: str,
    *,
    now: datetime,
    detail: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add a step to an order's record: who, when, what, why."""
    session.execute(
        sa.insert(OrderChange),
        {
            "order_id": order_id,
            "at": now,
            "actor": who.actor,
            "actor_name": actor_name(who),
            "kind": kind,
            "detail": detail or {},
            "reason": reason,
        },
    )


def _take_number(session: Session, store_id: int, day: date) -> int:
    """Return the next number of the business day; the store's lock keeps others out."""
    mine = (OrderCounter.store_id == store_id, OrderCounter.business_day == day)
    raised = sa.update(OrderCounter).where(*mine).values(last_number=OrderCounter.last_number + 1)
    number = session.execute(
        raised.returning(OrderCounter.last_number).execution_options(synchronize_session=False)
    ).scalar()
    if number is None:
        number = 1
        row = {"store_id": store_id, "business_day": day, "last_number": number}
        session.execute(sa.insert(OrderCounter), row)
    return int(number)


def _insert(session: Session, model: type[Order | OrderItem], **values: Any) -> int:
    return int(session.execute(sa.insert(model).returning(model.id), values).scalar_one())
