"""Let phones in: by a table's printed code, by its session's own code, or by a tap of the staff.

A wrong code is counted in the session's row under the store's lock, so that many guesses at the
same moment are counted one by one; the refusal is raised once that is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock, ids
from tableorder.auth import limits
from tableorder.auth.devices import add_device, device_token, end_device
from tableorder.auth.models import Device
from tableorder.auth.queries import Crew, get_store
from tableorder.db import transaction
from tableorder.errors import AppError, NotFound
from tableorder.security import Token
from tableorder.stream import log
from tableorder.table.errors import AdmissionRefused, CodeMissing, CodeUnknown, WrongCode
from tableorder.table.models import TableSession
from tableorder.table.queries import (
    OpenSessionData,
    TableView,
    find_open_session,
    find_table,
    get_table,
    list_waiting,
)
from tableorder.table.service import (
    CODE_DIGITS,
    open_session,
    tell_session,
)

CODE_TRIES = 5
MOST_WAITING = 20
"""Phones that wait at one table at most: no party is larger, and the board stays readable."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A phone that joined the session of a table."""

    device_id: int
    session_id: int
    table: TableView
    token: Token


def join_table(key: str, *, code: str | None = None, address: str | None = None) -> Joined:
    """Let a phone join the table of a printed code, opening a session when the table is free.

    It waits to be admitted where staff do that; where the store asks for the open session's code,
    `code` is it. Raises CodeUnknown, AdmissionRefused, CodeMissing, WrongCode or TooManyRequests.
    """
    table = find_table(key=key)
    if table is None:
        raise CodeUnknown
    limits.count_join(table.id)
    guess = limits.begin_guess(f"code:{table.id}", address) if code else None
    joined = _join(table, code)
    if guess and not isinstance(joined, WrongCode):
        guess.take_back()
    if isinstance(joined, AppError):
        raise joined
    device_id, session_id = joined
    return Joined(device_id, session_id, table, device_token("table", device_id, table.store_id))


def _join(table: TableView, code: str | None) -> tuple[int, int] | AppError:
    """Add the phone's device and return its id and its session's, or why it stays out."""
    now = clock.utc_now()
    with transaction(table.store_id) as session:
        admission = get_store(table.store_id).admission
        session_id = find_open_session(table.id)
        if session_id and len(list_waiting(table.store_id).get(session_id, ())) >= MOST_WAITING:
            return AdmissionRefused()
        if session_id and admission == "code":
            refusal = _check_code(session, table, session_id, code)
            if refusal:
                return refusal
        session_id = session_id or open_session(session, table, opened_by="phone", now=now)
        device_id = add_device(
            session,
            store_id=table.store_id,
            kind="phone",
            session_id=session_id,
            is_admitted=admission != "staff",
            now=now,
        )
        if admission == "staff":
            tell_session(session, table, session_id, audience=log.STAFF)
        return device_id, session_id


def admit_phone(who: Crew, device_id: int) -> OpenSessionData:
    """Admit a phone that waits, and return its session; raises NotFound when it waits no more."""
    with transaction(who.store.id) as session:
        table, session_id = _waiting_at(session, who.store.id, device_id)
        session.execute(
            sa.update(Device)
            .where(Device.id == device_id)
            .values(is_admitted=True)
            .execution_options(synchronize_session=False)
        )
        # Its next stream has a guest's rights.
        log.end_streams(session, who.store.id, f"device:{device_id}")
        return tell_session(session, table, session_id, audience=log.STAFF)


def refuse_phone(who: Crew, device_id: int) -> OpenSessionData:
    """Send a phone away that waits, and return its session; raises NotFound as `admit_phone`."""
    with transaction(who.store.id) as session:
        table, session_id = _waiting_at(session, who.store.id, device_id)
        end_device(session, who.store.id, device_id, now=clock.utc_now())
        return tell_session(session, table, session_id, audience=log.STAFF)


def _waiting_at(session: Session, store_id: int, device_id: int) -> tuple[TableView, int]:
    """Return the table and the session where this phone waits; raises NotFound."""
    query = sa.select(TableSession.table_id, TableSession.id).join(
        Device, Device.session_id == TableSession.id
    )
    row = session.execute(
        query.where(
            Device.id == device_id,
            Device.store_id == store_id,
            Device.is_admitted.is_(False),
            Device.ended_at.is_(None),
            TableSession.closed_at.is_(None),
        )
    ).first()
    if row is None:
        raise NotFound
    return get_table(store_id, row[0]), row[1]


def _check_code(
    session: Session, table: TableView, session_id: int, code: str | None
) -> AppError | None:
    """Return why this code lets nobody in; after some wrong ones the session gets a new code."""
    if code is None:
        return CodeMissing()
    query = sa.select(TableSession.code, TableSession.code_tries)
    right, tries = session.execute(query.where(TableSession.id == session_id)).one()
    if code == right:
        return None
    is_last = tries + 1 >= CODE_TRIES
    values = {"code": _other_code(right), "code_tries": 0} if is_last else {"code_tries": tries + 1}
    session.execute(
        sa.update(TableSession)
        .where(TableSession.id == session_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if is_last:
        audience = log.session_audience(session_id)
        tell_session(session, table, session_id, audience=audience)
    return WrongCode()


def _other_code(code: str) -> str:
    """Return a random code that is not `code`."""
    fresh = ids.random_digits(CODE_DIGITS)
    return fresh if fresh != code else _other_code(code)
