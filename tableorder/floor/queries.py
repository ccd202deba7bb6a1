"""Read the state of the dining room."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict

import sqlalchemy as sa

from tableorder import clock
from tableorder.auth.models import Device
from tableorder.db import AnyRow, db
from tableorder.floor.models import Call
from tableorder.order.models import Order
from tableorder.order.queries import OrderData, list_where
from tableorder.order.rules import UNFINISHED, Status
from tableorder.table.models import Table, TableSession
from tableorder.table.queries import WaitingData, list_waiting


class SessionData(TypedDict):
    """The party that sits at a table.

    `code` admits phones where the store asks for one; `waiting` are those that staff admit.
    """

    id: int
    code: str
    opened_at: str | None
    waiting: list[WaitingData]


class TableNameData(TypedDict):
    """Which table."""

    id: int
    number: int


class DeviceData(TypedDict):
    """A paired tablet, or a phone in an open session."""

    id: int
    kind: str
    table: TableNameData
    created_at: str | None


class TableData(TypedDict):
    """A table as the board shows it; `total` counts what is neither cancelled nor deleted."""

    id: int
    number: int
    label: str
    zone: str
    seats: int | None
    is_paused: bool
    pause_message: str
    status: Literal["free", "seated", "ordering"]
    session: SessionData | None
    total: int
    orders: int
    calls: int


def list_tables(store_id: int) -> list[TableData]:
    """List the store's tables by number, with their party, its orders, total and open calls."""
    counts = (
        sa.select(
            Order.session_id,
            sa.func.count(Order.id).label("orders"),
            sa.func.sum(
                sa.case((Order.status != Status.CANCELLED.value, Order.total), else_=0)
            ).label("total"),
        )
        .where(
            Order.session_id.in_(
                sa.select(TableSession.id).where(
                    TableSession.store_id == store_id, TableSession.closed_at.is_(None)
                )
            ),
            Order.deleted_at.is_(None),
        )
        .group_by(Order.session_id)
        .subquery()
    )
    calls = (
        sa.select(Call.session_id, sa.func.count(Call.id).label("calls"))
        .where(Call.store_id == store_id, Call.done_at.is_(None))
        .group_by(Call.session_id)
        .subquery()
    )
    waiting = list_waiting(store_id)
    is_open = sa.and_(TableSession.table_id == Table.id, TableSession.closed_at.is_(None))
    rows = db.session.execute(
        sa.select(
            Table.id,
            Table.number,
            Table.label,
            Table.zone,
            Table.seats,
            Table.is_paused,
            Table.pause_message,
            TableSession.id.label("session_id"),
            TableSession.code,
            TableSession.opened_at,
            counts.c.orders,
            counts.c.total,
            calls.c.calls,
        )
        .outerjoin(TableSession, is_open)
        .outerjoin(counts, counts.c.session_id == TableSession.id)
        .outerjoin(calls, calls.c.session_id == TableSession.id)
        .where(Table.store_id == store_id)
        .order_by(Table.number)
    )
    return [_table_data(row, waiting) for row in rows]


def _table_data(row: AnyRow, waiting: dict[int, list[WaitingData]]) -> TableData:
    return TableData(
        id=row.id,
        number=row.number,
        label=row.label,
        zone=row.zone,
        seats=row.seats,
        is_paused=row.is_paused,
        pause_message=row.pause_message,
        status="free" if row.session_id is None else "ordering" if row.orders else "seated",
        session=_party(row.session_id, row.code, row.opened_at, waiting),
        total=int(row.total or 0),
        orders=row.orders or 0,
        calls=row.calls or 0,
    )


def list_devices(store_id: int, *kinds: str) -> list[DeviceData]:
    """List the store's tablets, and the phones of open sessions, by table."""
    rows = db.session.execute(
        sa.select(Device.id, Device.kind, Table.id, Table.number, Device.created_at)
        .outerjoin(TableSession, TableSession.id == Device.session_id)
        .join(Table, Table.id == sa.func.coalesce(TableSession.table_id, Device.table_id))
        .where(
            Device.store_id == store_id,
            Device.kind.in_(kinds or ("tablet", "phone")),
            Device.ended_at.is_(None),
            TableSession.closed_at.is_(None),
        )
        .order_by(Table.number, Device.id)
    )
    return [
        DeviceData(
            id=device,
            kind=kind,
            table=TableNameData(id=table, number=number),
            created_at=clock.iso(created_at),
        )
        for device, kind, table, number, created_at in rows
    ]


def has_sessions(table_id: int) -> bool:
    """Tell whether a party ever sat at the table."""
    query = sa.select(TableSession.id).where(TableSession.table_id == table_id).limit(1)
    return db.session.execute(query).first() is not None


def _party(
    session_id: int | None, code: str, opened_at: datetime, waiting: dict[int, list[WaitingData]]
) -> SessionData | None:
    if session_id is None:
        return None
    phones = waiting.get(session_id, [])
    return SessionData(id=session_id, code=code, opened_at=clock.iso(opened_at), waiting=phones)


def list_unfinished(session_id: int) -> list[OrderData]:
    """List the orders of a table session that are still under way."""
    return list_where(
        Order.session_id == session_id,
        Order.deleted_at.is_(None),
        Order.status.in_([status.value for status in UNFINISHED]),
    )
