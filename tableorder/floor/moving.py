"""Let a party go on at another table: its orders, phones and calls follow, nothing is lost.

What open streams may hear changes with the same lines: the tablets of the old table let go of the
party, those of the new one follow it, and its phones' streams end, to come back with present
rights. So nobody who left a table hears of the next party there.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import Crew
from tableorder.db import transaction
from tableorder.floor.calling import carry_calls
from tableorder.floor.closing import find_party
from tableorder.floor.errors import SameTable, TableOccupied
from tableorder.order.carrying import Place, carry_orders
from tableorder.order.splitting import carry_lines
from tableorder.stream import log
from tableorder.table.models import TableSession
from tableorder.table.queries import TableView, find_open_session, get_table
from tableorder.table.service import open_session, tell_session


def move_party(who: Crew, table_id: int, *, to: int, party: int | None = None) -> None:
    """Move the party of a table to a free one; `party` is the session meant, where known.

    Raises NotFound, SameTable, TableFree, PartyChanged and TableOccupied; then nothing changes.
    """
    with transaction(who.store.id) as session:
        source, target = get_pair(who, table_id, to, party=party)
        if find_open_session(target.id) is not None:
            raise TableOccupied
        session.execute(
            sa.update(TableSession)
            .where(TableSession.id == source.session_id)
            .values(table_id=target.id, used_at=clock.utc_now())
            .execution_options(synchronize_session=False)
        )
        goal = Place(source.session_id, target)
        # The tablets of the new table first: they are to hear of the orders.
        _tell_move(session, source, goal, effect={"follow": goal.audience}, at=target)
        carry_orders(session, who, source=source, target=goal, kind="moved")
        carry_calls(session, source=source, target=goal)
        effect: log.Effect = {"unfollow": goal.audience, "end": f"phones:{goal.session_id}"}
        _tell_move(session, source, goal, effect=effect, at=source.table)


def move_lines(who: Crew, table_id: int, *, to: int, portions: Mapping[int, int]) -> None:
    """Move lines (item id → portions) of a table's orders to another table, opened if it is free.

    Raises NotFound, SameTable, TableFree, LineCancelled and TooManyPortions; then nothing changes.
    """
    with transaction(who.store.id) as session:
        source, table = get_pair(who, table_id, to)
        session_id = find_open_session(table.id) or open_session(
            session, table, opened_by="staff", now=clock.utc_now()
        )
        target = Place(session_id, table)
        carry_lines(session, who, source=source, target=target, portions=portions)


def get_pair(
    who: Crew, table_id: int, other_id: int, *, party: int | None = None
) -> tuple[Place, TableView]:
    """Return where the party of a table sits, and another table.

    Raises NotFound, SameTable, TableFree when nobody sits there, PartyChanged when another does.
    """
    source, target = get_table(who.store.id, table_id), get_table(who.store.id, other_id)
    if source.id == target.id:
        raise SameTable
    return get_place(source, party), target


def get_place(table: TableView, party: int | None = None) -> Place:
    """Return where the party of a table sits; raises TableFree and PartyChanged."""
    return Place(find_party(table, party), table)


def _tell_move(
    session: Session, source: Place, goal: Place, *, effect: log.Effect, at: TableView
) -> None:
    tell_session(
        session,
        goal.table,
        goal.session_id,
        audience=log.table_audience(at.id),
        effect=effect,
        moved_from=source.table,
    )
