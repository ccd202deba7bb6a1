"""Append to and read the store's numbered log.

`append` joins the caller's transaction and never commits: an event and its cause are stored
together or not at all. The number comes from the store's locked row, so it rises in commit order.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from tableorder import clock
from tableorder.db import db, table_of
from tableorder.stream.models import Event

KEPT = timedelta(hours=48)
CONTROL = "control"
STAFF = "staff"
EVERYONE = "all"

_stores = sa.table("stores", sa.column("id"), sa.column("last_seq"))
_insert = sa.insert(table_of(Event))
_next_seq = (
    sa.update(_stores)
    .where(_stores.c.id == sa.bindparam("store"))
    .values(last_seq=_stores.c.last_seq + 1)
    .returning(_stores.c.last_seq)
)


class Effect(TypedDict, total=False):
    """What a line does to open streams once it was delivered.

    `follow`, `unfollow`: subscribers that received the line add or drop this audience.
    `end`: streams of this subject end, for example `account:12`, `device:34`, `phones:88`.
    """

    follow: str
    unfollow: str
    end: str


@dataclass(frozen=True, slots=True)
class Line:
    """A stored line of the log, `data` still as JSON text."""

    seq: int
    name: str
    audience: str
    data: str
    effect: Effect | None


def session_audience(session_id: int) -> str:
    """Name the readers of one table session."""
    return f"session:{session_id}"


def table_audience(table_id: int) -> str:
    """Name the readers at one table."""
    return f"table:{table_id}"


def append(
    session: Session,
    store_id: int,
    name: str,
    data: Mapping[str, Any],
    *,
    audience: str = STAFF,
    effect: Effect | None = None,
) -> int:
    """Add one line to the store's log inside the caller's transaction and return its number."""
    seq = int(session.connection().execute(_next_seq, {"store": store_id}).scalar_one())
    session.connection().execute(
        _insert,
        {
            "store_id": store_id,
            "seq": seq,
            "name": name,
            "audience": audience,
            "data": json.dumps(data, ensure_ascii=False, separators=(",", ":")),
            "effect": effect,
            "created_at": clock.utc_now(),
        },
    )
    session.info["appended"] = True
    return seq


def end_streams(session: Session, store_id: int, subject: str) -> None:
    """End every open stream of `subject` (`account:12`, `device:34`) when this commits."""
    append(session, store_id, CONTROL, {}, effect={"end": subject})


def last_seq(store_id: int) -> int:
    """Return the number of the store's newest line; read it before the rows of a snapshot."""
    query = sa.select(_stores.c.last_seq).where(_stores.c.id == store_id)
    return int(db.session.execute(query).scalar_one())


def newest_seq(store_id: int) -> int:
    """Return `last_seq` as of now: a read transaction that is open could still see an older one."""
    db.session.rollback()
    return last_seq(store_id)


def last_seqs(store_ids: Collection[int]) -> dict[int, int]:
    """Return `last_seq` of several stores at once, by store id."""
    if not store_ids:
        return {}
    query = sa.select(_stores.c.id, _stores.c.last_seq).where(_stores.c.id.in_(store_ids))
    return {store_id: int(seq) for store_id, seq in db.session.execute(query)}


def is_next(seq: int, lines: Sequence[Line]) -> bool:
    """Tell whether `lines` are the ones right after `seq`: a log without loss has no gap."""
    return bool(lines) and lines[-1].seq - seq == len(lines)


def list_after(store_id: int, seq: int, *, limit: int = 500) -> Sequence[Line]:
    """List up to `limit` lines that follow `seq`, in order."""
    query = (
        sa.select(Event.seq, Event.name, Event.audience, Event.data, Event.effect)
        .where(Event.store_id == store_id, Event.seq > seq)
        .order_by(Event.seq)
        .limit(limit)
    )
    return [Line(*row) for row in db.session.execute(query)]


def has_line_after(store_id: int, seq: int, name: str) -> bool:
    """Tell whether a line of this name followed `seq`."""
    query = sa.select(Event.seq).where(
        Event.store_id == store_id, Event.seq > seq, Event.name == name
    )
    return db.session.execute(query.limit(1)).first() is not None


def was_told(
    store_id: InstrumentedAttribute[int], session_id: InstrumentedAttribute[int], *, since: datetime
) -> sa.Exists:
    """Make the condition that a line was appended for a table session's readers since then."""
    audience = sa.literal("session:") + sa.cast(session_id, sa.String)
    return sa.exists().where(
        Event.store_id == store_id, Event.audience == audience, Event.created_at > since
    )


def delete_old(session: Session, *, now: datetime, batch: int = 500) -> int:
    """Delete up to `batch` lines older than 48 h and return how many went."""
    old = sa.select(Event.store_id, Event.seq).where(Event.created_at < now - KEPT).limit(batch)
    rows = session.execute(old).all()
    for store_id, seq in rows:
        session.execute(sa.delete(Event).where(Event.store_id == store_id, Event.seq == seq))
    return len(rows)
