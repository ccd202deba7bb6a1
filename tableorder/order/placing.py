"""Place an order: once for each key, at the price that the guest saw, whole or not at all.

Everything happens inside one transaction under the store's lock, so orders are numbered in the
order of their commits and two guests never get the same last portion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.auth.queries import Crew, StoreView
from tableorder.db import table_of, transaction
from tableorder.errors import Gone
from tableorder.menu.pricing import price_cart, take_stock
from tableorder.menu.rules import CartLine, LineFault, PricedLine
from tableorder.order import queries
from tableorder.order.errors import KeyReused, NotTakingOrders, OrderRefused, PriceChanged
from tableorder.order.events import append_order_event
from tableorder.order.models import Order
from tableorder.order.queries import OrderData
from tableorder.order.records import OrderHeader, record_change, write_order
from tableorder.table.models import TableSession
from tableorder.table.queries import GuestView, TableView, find_open_session, get_table
from tableorder.table.service import open_session

_orders = table_of(Order)
_known = (
    sa.select(_orders.c.id, _orders.c.body_hash, _orders.c.key_scope, _orders.c.table_id)
    .where(
        _orders.c.store_id == sa.bindparam("store"),
        _orders.c.idempotency_key == sa.bindparam("key"),
    )
    .order_by(_orders.c.id.desc())
)
_sessions = table_of(TableSession)
_unproven = sa.select(_sessions.c.id).where(
    _sessions.c.id == sa.bindparam("session"),
    _sessions.c.opened_by == "phone",
    ~sa.exists().where(_orders.c.session_id == _sessions.c.id, _orders.c.held.is_(False)),
)
_stores = table_of(Store)
_taking = sa.select(_stores.c.is_taking_orders).where(_stores.c.id == sa.bindparam("store"))


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


def place_order(who: GuestView | Crew, wish: Wish, *, table_id: int) -> tuple[OrderData, bool]:
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
        held = _is_held(session, who, session_id)
        header = _header(who, wish, table=table, session_id=session_id, held=held, now=now)
        order = write_order(session, header, lines, table_number=table.number)
        record_change(session, order["id"], who, "created", now=now)
        append_order_event(session, store.id, "order_created", order)
        return order, False


def _find_known(session: Session, who: GuestView | Crew, wish: Wish, table_id: int) -> int | None:
    """Find the order that this key made; raises KeyReused when it was for another body.

    A page names its session. A program that names none may repeat after the session was closed, so
    its key is looked for in all sessions of the table; there another body is simply another order.
    """
    scope = _known_scope(who, wish)
    is_program = isinstance(who, GuestView) and who.kind == "tablet" and wish.session_id is None
    rows = session.connection().execute(_known, {"store": who.store.id, "key": wish.key}).all()
    for row in rows:
        is_here = row.table_id == table_id
        theirs = row.key_scope == scope and (is_here or not isinstance(who, GuestView))
        at_table = is_here and row.key_scope.startswith("session:")
        if row.body_hash == wish.body_hash and (theirs or (is_program and at_table)):
            return int(row.id)
        if theirs:
            raise KeyReused
    return None


def _known_scope(who: GuestView | Crew, wish: Wish) -> str:
    if not isinstance(who, GuestView):
        return who.actor
    session_id = who.session_id if who.kind == "phone" else wish.session_id or who.session_id
    return f"session:{session_id}"


def _session_for(
    session: Session, who: GuestView | Crew, wish: Wish, table: TableView, now: datetime
) -> int:
    """Return the session to order for; opens one for a tablet or staff at a free table."""
    open_id = find_open_session(table.id)
    if isinstance(who, GuestView) and who.kind == "phone" and open_id != who.session_id:
        raise Gone
    if wish.session_id is not None and wish.session_id != open_id:
        raise Gone
    if open_id is not None:
        return open_id
    opened_by = "staff" if not isinstance(who, GuestView) else "tablet"
    return open_session(session, table, opened_by=opened_by, now=now)


def _is_held(session: Session, who: GuestView | Crew, session_id: int) -> bool:
    """Tell whether staff accept this order first.

    They do when a phone brought the party in and none of its orders was accepted yet.
    """
    if not isinstance(who, GuestView) or who.store.admission != "code":
        return False
    return session.connection().execute(_unproven, {"session": session_id}).first() is not None


def _priced(session: Session, store: StoreView, wish: Wish, now: datetime) -> list[PricedLine]:
    if not session.connection().execute(_taking, {"store": store.id}).scalar_one():
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


def _header(
    who: GuestView | Crew,
    wish: Wish,
    *,
    table: TableView,
    session_id: int,
    held: bool,
    now: datetime,
) -> OrderHeader:
    return OrderHeader(
        store_id=who.store.id,
        table_id=table.id,
        session_id=session_id,
        business_day=who.store.business_day(now),
        note=wish.note,
        currency=who.store.currency,
        key_scope=who.actor if not isinstance(who, GuestView) else f"session:{session_id}",
        idempotency_key=wish.key,
        body_hash=wish.body_hash,
        held=held,
        created_at=now,
        updated_at=now,
    )
