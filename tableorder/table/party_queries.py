"""Read where a party is now: it may have been merged into another, and parted from it again."""

from __future__ import annotations

import sqlalchemy as sa

from tableorder.db import db
from tableorder.errors import Gone, NotFound
from tableorder.table.models import SessionMerge, TableSession
from tableorder.table.queries import OpenSessionData, get_open_session, get_table


def find_party(store_id: int, session_id: int) -> OpenSessionData:
    """Return the open session that a party is in now: its own, or the one that it was merged into.

    Raises NotFound, and Gone when the party has left.
    """
    query = sa.select(
        TableSession.table_id, TableSession.closed_at, TableSession.merged_into
    ).where(TableSession.store_id == store_id, TableSession.id == session_id)
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    table_id, closed_at, merged_into = row
    if merged_into is not None:
        return find_party(store_id, merged_into)
    if closed_at is not None:
        raise Gone
    return get_open_session(get_table(store_id, table_id), session_id)


def list_kin(session_id: int) -> list[int]:
    """List the sessions whose devices now act for this one: merged into it, or split off again.

    What such a device kept for its former session is meant for this one.
    """
    found: list[int] = []
    asked = [session_id]
    while asked:
        wanted = asked.pop()
        query = sa.select(SessionMerge.source_id).where(
            SessionMerge.target_id == wanted, SessionMerge.undone_at.is_(None)
        )
        fresh = set(db.session.execute(query).scalars()) - {session_id, *found}
        found += fresh
        asked += fresh
    undone = sa.select(SessionMerge.target_id).where(
        SessionMerge.source_id == session_id, SessionMerge.undone_at.is_not(None)
    )
    return sorted({*found, *db.session.execute(undone).scalars()})
