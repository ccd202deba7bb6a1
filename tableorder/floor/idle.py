"""End the sessions that nobody uses: a tablet was tapped in passing, a party left again.

A session with an order is never ended by itself, not even when that was cancelled: staff decide.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from tableorder.auth.models import Device
from tableorder.db import db, transaction
from tableorder.floor.closing import end_session
from tableorder.order.carrying import Place
from tableorder.order.models import Order
from tableorder.stream import log
from tableorder.table.models import TableSession
from tableorder.table.queries import get_table

IDLE = timedelta(minutes=60)


def close_idle_sessions(now: datetime) -> int:
    """Close the sessions without an order that have been idle for an hour; return how many.

    Idle means that since then nobody opened, joined or used one, it did not come to its table, and
    its guests were told nothing: neither did the last of its orders go to another table.
    """
    found = db.session.execute(_idle(now)).all()
    return sum(_close(row.store_id, row.id, now) for row in found)


def _close(store_id: int, session_id: int, now: datetime) -> bool:
    """Close a session, unless something has happened there since it was found."""
    with transaction(store_id) as session:
        row = session.execute(_idle(now).where(TableSession.id == session_id)).first()
        if row is None:
            return False
        end_session(session, Place(session_id, get_table(store_id, row.table_id)), now=now)
        return True


def _idle(now: datetime) -> sa.Select[int, int, int]:
    since = now - IDLE
    happened = (
        sa.exists().where(Order.session_id == TableSession.id),
        sa.exists().where(Device.session_id == TableSession.id, Device.created_at > since),
        log.was_told(TableSession.store_id, TableSession.id, since=since),
    )
    return sa.select(TableSession.store_id, TableSession.id, TableSession.table_id).where(
        TableSession.closed_at.is_(None), TableSession.used_at <= since, ~sa.or_(*happened)
    )
