"""Whether an order is taken now: not while paused, too late, too soon after another, or too large.

Runs inside the caller's transaction. Limits are for guests: staff who order for a table know why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.auth.queries import Crew, StoreView
from tableorder.db import db, table_of
from tableorder.menu.rules import CartLine
from tableorder.order.errors import (
    NotTakingOrders,
    OrdersPaused,
    OrderTooLarge,
    PastLastOrder,
    TablePaused,
    TooSoon,
)
from tableorder.order.models import Order
from tableorder.order.rules import Status
from tableorder.table.queries import GuestView, TableView

MINUTE = timedelta(minutes=1)

_stores = table_of(Store)
_taking = sa.select(_stores.c.is_taking_orders, _stores.c.pause_message).where(
    _stores.c.id == sa.bindparam("store")
)


def find_latest_time(session_id: int) -> datetime | None:
    """Find when guests of a table session sent their latest order, but for those taken back.

    What staff take by hand lets no guest wait.
    """
    query = sa.select(sa.func.max(Order.created_at)).where(
        Order.session_id == session_id,
        Order.key_scope.like("session:%"),
        Order.status != Status.CANCELLED,
        Order.deleted_at.is_(None),
    )
    return db.session.execute(query).scalar()


def check_taking(
    session: Session,
    who: GuestView | Crew,
    table: TableView,
    *,
    session_id: int,
    lines: Sequence[CartLine],
    now: datetime,
) -> None:
    """Refuse an order that is not taken now; raises NotTakingOrders with the reason."""
    is_taking, note = session.connection().execute(_taking, {"store": who.store.id}).one()
    if not is_taking:
        raise OrdersPaused(note) if note else NotTakingOrders()
    if not isinstance(who, GuestView):
        return
    if table.is_paused:
        raise OrdersPaused(table.pause_message) if table.pause_message else TablePaused()
    if who.store.is_past_last_order(now):
        raise PastLastOrder
    most = who.store.order_limit
    if most and sum(line.quantity for line in lines) > most:
        raise OrderTooLarge(most)
    _check_gap(who.store, session_id, now)


def _check_gap(store: StoreView, session_id: int, now: datetime) -> None:
    if not store.order_gap:
        return
    latest = find_latest_time(session_id)
    until = latest and latest + timedelta(minutes=store.order_gap)
    if until and now < until:
        raise TooSoon(minutes=-((now - until) // MINUTE), until=clock.iso(until))
