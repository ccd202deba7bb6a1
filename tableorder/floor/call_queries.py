"""Read what guests may call for, and the calls that wait."""

from __future__ import annotations

from typing import TypedDict

import sqlalchemy as sa

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.db import AnyRow, Texts, db
from tableorder.errors import NotFound
from tableorder.floor.models import Call
from tableorder.floor.queries import TableNameData
from tableorder.table.models import Table


class ReasonData(TypedDict):
    """What guests may call for."""

    key: str
    name: Texts


class CallData(TypedDict):
    """A call as events carry it; answers tell its name in one language."""

    id: int
    table: TableNameData
    session_id: int
    reason: str
    name: Texts
    status: str
    created_at: str | None
    acknowledged_at: str | None
    done_at: str | None


_calls = (
    sa.select(
        Call.id,
        Call.table_id,
        Table.number.label("table_number"),
        Call.session_id,
        Call.reason,
        Call.name,
        Call.status,
        Call.created_at,
        Call.acknowledged_at,
        Call.done_at,
    )
    .join(Table, Table.id == Call.table_id)
    .order_by(Call.id)
)


def list_call_reasons(store_id: int) -> list[ReasonData]:
    """List what the store's guests may call for, in its order."""
    query = sa.select(Store.call_reasons).where(Store.id == store_id)
    reasons: list[ReasonData] = db.session.execute(query).scalar_one()
    return reasons


def list_open_calls(store_id: int, *, session_id: int | None = None) -> list[CallData]:
    """List the calls of a store, or of one table session, that are not finished, oldest first."""
    query = _calls.where(Call.store_id == store_id, Call.done_at.is_(None))
    if session_id is not None:
        query = query.where(Call.session_id == session_id)
    return [_call_data(row) for row in db.session.execute(query)]


def get_call(store_id: int, call_id: int) -> CallData:
    """Return a call of the store; raises NotFound, also for another store's."""
    row = db.session.execute(_calls.where(Call.store_id == store_id, Call.id == call_id)).first()
    if row is None:
        raise NotFound
    return _call_data(row)


def _call_data(row: AnyRow) -> CallData:
    return CallData(
        id=row.id,
        table=TableNameData(id=row.table_id, number=row.table_number),
        session_id=row.session_id,
        reason=row.reason,
        name=row.name,
        status=row.status,
        created_at=clock.iso(row.created_at),
        acknowledged_at=clock.iso(row.acknowledged_at),
        done_at=clock.iso(row.done_at),
    )
