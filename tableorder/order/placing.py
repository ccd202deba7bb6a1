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
from tableorder.auth.models import Device
from tableorder.auth.queries import Crew, StoreView
from tableorder.db import AnyRow, table_of, transaction
from tableorder.errors import Gone
from tableorder.menu.pricing import price_cart, take_stock
from tableorder.menu.rules import CartLine, LineFault, PricedLine
from tableorder.order import queries
from tableorder.order.carrying import CARRIED, Place
from tableorder.order.errors import (
    KeyReused,
    OrderRefused,
    PriceChanged,
)
from tableorder.order.events import append_order_event
from tableorder.order.models import Order, OrderChange
from tableorder.order.queries import OrderData
from tableorder.order.records import OrderHeader, option_data, record_change, write_order
from tableorder.order.rules import Status
from tableorder.order.taking import check_taking
from tableorder.table.models import TableSession
from tableorder.table.party_queries import list_kin
from tableorder.table.queries import (
    GuestView,
    find_open_session,
    get_table,
)
from tableorder.table.service import open_session

_orders = table_of(Order)
_known = (
    sa.select(
        _orders.c.id,
        _orders.c.body_hash,
        _orders.c.key_scope,
        _orders.c.session_id,
        _orders.c.table_id,
    )
    .where(
        _orders.c.store_id == sa.bindparam("store"),
        _orders.c.idempotency_key == sa.bindparam("key"),
    )
    .order_by(_orders.c.id.desc())
)
_sessions = table_of(TableSession)
_devices = table_of(Device)
_party = (
    sa.select(_sessions.c.id, _sessions.c.table_id)
    .join(_devices, _devices.c.session_id == _sessions.c.id)
    .where(
        _devices.c.id == sa.bindparam("device"),
        _devices.c.ended_at.is_(None),
        _sessions.c.closed_at.is_(None),
    )
)
_unproven = sa.select(_sessions.c.id).where(
    _sessions.c.id == sa.bindparam("session"),
    _sessions.c.opened_by == "phone",
    sa.or_(
        ~sa.exists().where(_orders.c.session_id == _sessions.c.id, _orders.c.held.is_(False)),
        sa.exists().where(
            _orders.c.session_id == _sessions.c.id,
            _orders.c.held,
            _orders.c.status == Status.PENDING.value,
            _orders.c.deleted_at.is_(None),
        ),
    ),
)


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
        known = _find_known(session, who, wish)
        if known is not None:
            return queries.get_order(store.id, known), True
        now = clock.utc_now()
        place = _place_for(session, who, wish, table_id, now)
        check_taking(
            session, who, place.table, session_id=place.session_id, lines=wish.lines, now=now
        )
        lines = _priced(session, store, wish, now)
        held = _is_held(session, who, place.session_id)
        header = _header(who, wish, place, held=held, now=now)
        order = write_order(session, header, lines, table_number=place.table.number)
        record_change(session, order["id"], who, "created", now=now)
        append_order_event(session, store.id, "order_created", order)
        return order, False


def _find_known(session: Session, who: GuestView | Crew, wish: Wish) -> int | None:
    """Find the order that this key made; raises KeyReused when it was for another body."""
    rows = session.connection().execute(_known, {"store": who.store.id, "key": wish.key}).all()
    theirs = [row for row in rows if _is_theirs(who, wish, row)]
    if rows and not theirs and isinstance(who, GuestView):
        theirs = _remembered(session, who, wish, rows)
    for row in theirs:
        if row.body_hash == wish.body_hash:
            return int(row.id)
    if theirs:
        raise KeyReused
    return None


def _is_theirs(who: GuestView | Crew, wish: Wish, row: AnyRow) -> bool:
    """Tell whether an order's key is that of whoever asks: an account's, or their party's.

    It stays that of the session for which the order was sent, and goes with the order to another.
    """
    if not isinstance(who, GuestView):
        return bool(row.key_scope == who.actor)
    if who.kind == "tablet" and wish.session_id not in {None, who.session_id}:
        return False
    own = {row.key_scope, f"session:{row.session_id}"}
    return row.key_scope.startswith("session:") and f"session:{who.session_id}" in own


def _remembered(
    session: Session, who: GuestView, wish: Wish, rows: Sequence[AnyRow]
) -> list[AnyRow]:
    """Return the orders of this key that a device asks for again after its party went on.

    It names the session for which they were sent, or nothing of the wish differs; and it sent them
    itself, or is the tablet of a table where they were: a key made elsewhere is another one.
    """
    asked = [
        row
        for row in rows
        if row.key_scope == f"session:{wish.session_id}"
        or (row.body_hash == wish.body_hash and row.key_scope.startswith("session:"))
    ]
    query = sa.select(
        OrderChange.order_id, OrderChange.actor, OrderChange.kind, OrderChange.detail
    ).where(
        OrderChange.order_id.in_([row.id for row in asked]),
        OrderChange.kind.in_(("created", *CARRIED)),
    )
    sent, been = set(), {row.id for row in asked if row.table_id == who.table_id}
    for order_id, actor, kind, detail in session.execute(query):
        if kind in CARRIED and detail["from"]["id"] == who.table_id:
            been.add(order_id)
        elif kind == "created" and actor == who.actor:
            sent.add(order_id)
    known = sent | been if who.kind == "tablet" else sent
    return [row for row in asked if row.id in known]


def _place_for(
    session: Session, who: GuestView | Crew, wish: Wish, table_id: int, now: datetime
) -> Place:
    """Return where to order for; opens a session for a tablet or staff at a free table."""
    if isinstance(who, GuestView) and who.kind == "phone":
        return _party_of(session, who, wish)
    table = get_table(who.store.id, table_id)
    open_id = find_open_session(table.id)
    if wish.session_id is not None and wish.session_id != open_id:
        raise Gone
    opened_by = "staff" if not isinstance(who, GuestView) else "tablet"
    return Place(open_id or open_session(session, table, opened_by=opened_by, now=now), table)


def _party_of(session: Session, phone: GuestView, wish: Wish) -> Place:
    """Return where a phone's party sits by now: it may have moved since the phone asked."""
    row = session.connection().execute(_party, {"device": phone.device_id}).first()
    if row is None:
        raise Gone
    if wish.session_id not in {None, row.id} and wish.session_id not in list_kin(row.id):
        raise Gone
    return Place(row.id, get_table(phone.store.id, row.table_id))


def _is_held(session: Session, who: GuestView | Crew, session_id: int) -> bool:
    """Tell whether staff accept this order first.

    They do when a phone brought the party in, until one of its orders was accepted and none waits
    for that any more: one sent while it was merged with another party proves nothing.
    """
    if not isinstance(who, GuestView) or who.store.admission != "code":
        return False
    return session.connection().execute(_unproven, {"session": session_id}).first() is not None


def _priced(session: Session, store: StoreView, wish: Wish, now: datetime) -> list[PricedLine]:
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
                        "options": [option_data(option) for option in line.options],
                        "subtotal": line.subtotal,
                    }
                    for index, line in enumerate(lines)
                ],
            }
        )


def _header(
    who: GuestView | Crew, wish: Wish, place: Place, *, held: bool, now: datetime
) -> OrderHeader:
    return OrderHeader(
        store_id=who.store.id,
        table_id=place.table.id,
        session_id=place.session_id,
        business_day=who.store.business_day(now),
        note=wish.note,
        currency=who.store.currency,
        key_scope=who.actor if not isinstance(who, GuestView) else f"session:{place.session_id}",
        idempotency_key=wish.key,
        body_hash=wish.body_hash,
        held=held,
        created_at=now,
        updated_at=now,
    )
