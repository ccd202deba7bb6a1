"""Make one party of two, and two of them again while it may have been a mistake.

The merged session is closed and names the one that it became. For a moment the merge can be
undone: what came along goes back, and so does what its own phones have ordered since.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.models import Device
from tableorder.auth.queries import Crew
from tableorder.db import transaction
from tableorder.floor.call_queries import list_open_calls
from tableorder.floor.calling import carry_calls, reopen_calls
from tableorder.floor.closing import end_session
from tableorder.floor.errors import MergeOver, TableOccupied
from tableorder.floor.moving import get_pair, get_place
from tableorder.order.carrying import Place, carry_orders, list_sent_by, newest_order
from tableorder.stream import log
from tableorder.table.models import SessionMerge, TableSession
from tableorder.table.queries import find_open_session, get_session, get_table
from tableorder.table.service import tell_session

UNDONE_WITHIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class _Merge:
    """A merge that can still be undone."""

    id: int
    source: Place
    target: Place
    moved: dict[str, Any]


def merge_parties(who: Crew, table_id: int, *, into: int) -> None:
    """Merge the party of a table into that of another; its table is free then.

    Raises NotFound, SameTable and TableFree; then nothing changes.
    """
    with transaction(who.store.id) as session:
        now = clock.utc_now()
        source, table = get_pair(who, table_id, into)
        target = get_place(table)
        calls = {call["id"] for call in list_open_calls(who.store.id, session_id=source.session_id)}
        moved: dict[str, Any] = {
            "orders": carry_orders(session, who, source=source, target=target, kind="merged"),
            "devices": _carry_phones(session, source=source, target=target),
            "calls": carry_calls(session, source=source, target=target),
        }
        moved["finished_calls"] = sorted(calls - set(moved["calls"]))
        moved["newest_order"] = newest_order(session, who.store.id)
        session.execute(
            sa.insert(SessionMerge).values(
                store_id=who.store.id,
                source_id=source.session_id,
                target_id=target.session_id,
                source_table_id=source.table.id,
                at=now,
                actor=who.actor,
                moved=moved,
            )
        )
        end_session(session, source, now=now, merged_into=target)
        # The board shows which phones wait to join; those of the other party came or went.
        tell_session(session, target.table, target.session_id, audience=log.STAFF)


def unmerge_parties(who: Crew, table_id: int) -> int:
    """Undo the last merge of a table's party and return the table of the other one.

    Orders that the party's own phones have sent since go back with it. Raises NotFound, MergeOver
    when there is nothing to undo any more, and TableOccupied; then nothing changes.
    """
    with transaction(who.store.id) as session:
        now = clock.utc_now()
        merge = _get_merge(session, who, table_id, now=now)
        source, target, phones = merge.source, merge.target, merge.moved["devices"]
        _reopen(session, merge, now=now)
        _carry_phones(session, source=target, target=source, only=phones)
        # The tablets of the party's own table first: they are to hear of the orders.
        tell_session(
            session,
            source.table,
            source.session_id,
            audience=log.table_audience(source.table.id),
            effect={"follow": source.audience},
        )
        newest = merge.moved["newest_order"]
        sent = list_sent_by(session, target.session_id, phones, after=newest)
        orders = {*merge.moved["orders"], *sent}
        carry_orders(session, who, source=target, target=source, kind="unmerged", only=orders)
        carry_calls(session, source=target, target=source, only=merge.moved["calls"])
        reopen_calls(session, who.store.id, merge.moved["finished_calls"])
        tell_session(
            session,
            source.table,
            source.session_id,
            audience=target.audience,
            effect={"end": f"phones:{target.session_id}"},
            moved_from=target.table,
            is_theirs=False,
        )
        tell_session(session, source.table, source.session_id, audience=log.STAFF)
        tell_session(session, target.table, target.session_id, audience=log.STAFF)
        return target.table.id


def _get_merge(session: Session, who: Crew, table_id: int, *, now: datetime) -> _Merge:
    """Return the merge by which a table was left last; raises NotFound, MergeOver, TableOccupied.

    It is over, too, once the other party has left or was merged itself.
    """
    table = get_table(who.store.id, table_id)
    query = (
        sa.select(SessionMerge)
        .where(SessionMerge.source_table_id == table.id)
        .order_by(SessionMerge.id.desc())
        .limit(1)
    )
    row = session.execute(query).scalar()
    if row is None or row.undone_at is not None or row.at < now - UNDONE_WITHIN:
        raise MergeOver
    target = get_session(who.store.id, row.target_id)
    if target.closed_at is not None:
        raise MergeOver
    if find_open_session(table.id) is not None:
        raise TableOccupied
    goal = Place(target.id, get_table(who.store.id, target.table_id))
    return _Merge(row.id, Place(row.source_id, table), goal, row.moved)


def _reopen(session: Session, merge: _Merge, *, now: datetime) -> None:
    session.execute(
        sa.update(TableSession)
        .where(TableSession.id == merge.source.session_id)
        .values(closed_at=None, merged_into=None, used_at=now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        sa.update(SessionMerge)
        .where(SessionMerge.id == merge.id)
        .values(undone_at=now)
        .execution_options(synchronize_session=False)
    )


def _carry_phones(
    session: Session, *, source: Place, target: Place, only: Collection[int] | None = None
) -> list[int]:
    """Let a party's phones act for another party, and return their ids."""
    query = (
        sa.update(Device)
        .where(Device.session_id == source.session_id, Device.ended_at.is_(None))
        .values(session_id=target.session_id)
        .returning(Device.id)
        .execution_options(synchronize_session=False)
    )
    if only is not None:
        query = query.where(Device.id.in_(only))
    return list(session.execute(query).scalars())
