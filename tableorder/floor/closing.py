"""Open a table for a party, and close it when the party leaves.

Closing is one transaction: every unfinished order is decided, the session ends, its orders become
history, its calls are finished, phones are out, tablets return to their start screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.guarding import check_guarded
from tableorder.auth.queries import Crew
from tableorder.db import transaction
from tableorder.errors import NotFound
from tableorder.floor.calling import finish_calls
from tableorder.floor.errors import PartyChanged, TableFree, TableOccupied, UnfinishedOrders
from tableorder.floor.queries import list_unfinished
from tableorder.i18n import localize
from tableorder.order.carrying import Place
from tableorder.order.models import Order
from tableorder.order.service import finish_order
from tableorder.stream import log
from tableorder.table.models import TableSession
from tableorder.table.queries import TableView, find_open_session, get_table
from tableorder.table.service import open_session

Decision = Literal["complete", "cancel"]


def open_table(who: Crew, table_id: int) -> int:
    """Seat a party at a free table and return its session; raises NotFound and TableOccupied."""
    with transaction(who.store.id) as session:
        table = get_table(who.store.id, table_id)
        if find_open_session(table.id) is not None:
            raise TableOccupied
        return open_session(session, table, opened_by="staff", now=clock.utc_now())


def close_table(
    who: Crew,
    table_id: int,
    decisions: Mapping[int, Decision],
    *,
    party: int | None = None,
) -> None:
    """Close the table's session with a decision for each unfinished order (order id → decision).

    `party` is the session that is meant, where the caller knows it. Raises NotFound, TableFree,
    PartyChanged, UnfinishedOrders and PinRequired; then nothing changes.
    """
    with transaction(who.store.id) as session:
        table = get_table(who.store.id, table_id)
        session_id = find_party(table, party)
        unfinished = list_unfinished(session_id)
        undecided = [order for order in unfinished if order["id"] not in decisions]
        if undecided:
            raise UnfinishedOrders(localize(undecided))
        _check_theirs(session, session_id, decisions)
        if unfinished:
            check_guarded(who, "close_unfinished")
        for order in unfinished:
            finish_order(session, who, order["id"], complete=decisions[order["id"]] == "complete")
        end_session(session, Place(session_id, table), now=clock.utc_now(), who=who)


def find_party(table: TableView, party: int | None = None) -> int:
    """Return the session that is open at a table, which must be `party` where that is named.

    Raises TableFree and PartyChanged.
    """
    session_id = find_open_session(table.id)
    if session_id is None:
        raise TableFree
    if party not in {None, session_id}:
        raise PartyChanged
    return session_id


def _check_theirs(session: Session, session_id: int, decisions: Mapping[int, Decision]) -> None:
    """Refuse decisions about orders that are not this party's."""
    query = sa.select(Order.id).where(Order.session_id == session_id)
    if not decisions.keys() <= set(session.execute(query).scalars()):
        raise NotFound


def end_session(
    session: Session,
    place: Place,
    *,
    now: datetime,
    who: Crew | None = None,
    merged_into: Place | None = None,
) -> None:
    """End a party's session in the caller's transaction: phones are out, tablets let go of it.

    One that is merged into another says so; its phones, which act for that one, hear it there.
    """
    finish_calls(session, place.table.store_id, place.session_id, now=now, who=who)
    target = merged_into.session_id if merged_into else None
    opened_at = session.execute(
        sa.update(TableSession)
        .where(TableSession.id == place.session_id)
        .values(closed_at=now, merged_into=target)
        .returning(TableSession.opened_at)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    data = {
        "id": place.session_id,
        "table": place.name,
        "opened_at": clock.iso(opened_at),
        "closed_at": clock.iso(now),
        "merged_into": target,
    }
    store_id, told = place.table.store_id, {"session": data}
    if merged_into:
        log.append(session, store_id, "session_closed", told, audience=merged_into.audience)
    log.append(
        session,
        store_id,
        "session_closed",
        told,
        audience=log.table_audience(place.table.id),
        effect={"end": f"phones:{place.session_id}", "unfollow": place.audience},
    )
