"""Guests call staff, and staff answer: one open call for each reason of a party.

All of it happens under the store's lock, so that two phones which press at once make one call.
Calls follow their party to another table, and end with it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.auth.queries import Crew, StaffView
from tableorder.db import transaction
from tableorder.errors import N_, FieldFault, Forbidden, Gone, Invalid, NotFound
from tableorder.floor.call_queries import (
    CallData,
    ReasonData,
    get_call,
    list_call_reasons,
    list_open_calls,
)
from tableorder.floor.errors import CallOver, NobodySeated, ReasonUnknown
from tableorder.floor.models import Call
from tableorder.floor.rules import CallStatus, call_goes_on
from tableorder.order.carrying import Place
from tableorder.stream import log
from tableorder.table.queries import GuestView, find_open_session, get_session


def call_staff(
    who: GuestView, reason: str, *, session_id: int | None = None
) -> tuple[CallData, bool]:
    """Call staff for one of the store's reasons; return the call, and whether it is a new one.

    While the party has an open call for it, that one is returned. `session_id` is the party that a
    page believed in. Raises Gone, NobodySeated and ReasonUnknown; then nothing is written.
    """
    store_id = who.store.id
    with transaction(store_id) as session:
        party, table_id = _party_of(who)
        if session_id not in {None, party}:
            raise Gone
        waiting = list_open_calls(store_id, session_id=party)
        known = next((call for call in waiting if call["reason"] == reason), None)
        if known:
            return known, False
        names = {one["key"]: one["name"] for one in list_call_reasons(store_id)}
        if reason not in names:
            raise ReasonUnknown
        row = {
            "store_id": store_id,
            "table_id": table_id,
            "session_id": party,
            "reason": reason,
            "name": names[reason],
            "created_at": clock.utc_now(),
        }
        call_id = session.execute(sa.insert(Call).values(**row).returning(Call.id)).scalar_one()
        return _tell(session, store_id, "call_created", call_id), True


def answer_call(who: GuestView | Crew, call_id: int, status: CallStatus) -> CallData:
    """Bring a call forward and return it; asking for the status it has changes nothing.

    Guests may only finish what their own party called for: they need it no more. Raises NotFound,
    Forbidden and CallOver.
    """
    with transaction(who.store.id) as session:
        call = get_call(who.store.id, call_id)
        if isinstance(who, GuestView):
            if call["session_id"] != who.session_id:
                raise NotFound
            if status is not CallStatus.DONE:
                raise Forbidden
        if call["status"] == status:
            return call
        if not call_goes_on(CallStatus(call["status"]), status):
            raise CallOver
        return _advance(session, who.store.id, call, status, now=clock.utc_now(), who=who)


def finish_calls(
    session: Session, store_id: int, session_id: int, *, now: datetime, who: Crew | None = None
) -> None:
    """Finish every call of a party that leaves, inside the caller's transaction."""
    for call in list_open_calls(store_id, session_id=session_id):
        _advance(session, store_id, call, CallStatus.DONE, now=now, who=who)


def carry_calls(
    session: Session, *, source: Place, target: Place, only: Collection[int] | None = None
) -> list[int]:
    """Let a party's open calls follow it, inside the caller's transaction; return their ids.

    `only` names the calls that go, all unless given. What the target calls for already is finished
    instead, for a reason has one open call.
    """
    store_id, is_same = target.table.store_id, source.session_id == target.session_id
    asked = {one["reason"] for one in list_open_calls(store_id, session_id=target.session_id)}
    carried = []
    for call in list_open_calls(store_id, session_id=source.session_id):
        if only is not None and call["id"] not in only:
            continue
        if call["reason"] in asked and not is_same:
            _advance(session, store_id, call, CallStatus.DONE, now=clock.utc_now())
            continue
        place = {"session_id": target.session_id, "table_id": target.table.id}
        _write(session, store_id, call["id"], **place)
        carried.append(call["id"])
    return carried


def reopen_calls(session: Session, store_id: int, call_ids: Collection[int]) -> None:
    """Let calls wait again as they did, inside the caller's transaction: finishing them is undone.

    Their party has no open call for the same reasons.
    """
    for call_id in call_ids:
        seen = get_call(store_id, call_id)["acknowledged_at"] is not None
        status = CallStatus.ACKNOWLEDGED if seen else CallStatus.OPEN
        _write(session, store_id, call_id, status=status.value, done_at=None)


def set_call_reasons(who: StaffView, reasons: Sequence[ReasonData]) -> None:
    """Replace what the store's guests may call for; calls that wait keep their words.

    Each name needs the store's own language; raises Invalid.
    """
    own = who.store.languages[0]
    faults = [
        FieldFault(f"reasons.{index}.name.{own}", "MISSING", N_("This field is required."))
        for index, reason in enumerate(reasons)
        if not reason["name"].get(own)
    ]
    if faults:
        raise Invalid(faults)
    with transaction(who.store.id) as session:
        session.execute(
            sa.update(Store)
            .where(Store.id == who.store.id)
            .values(call_reasons=list(reasons))
            .execution_options(synchronize_session=False)
        )
        data = {"store": {"call_reasons": list(reasons)}}
        log.append(session, who.store.id, "store_updated", data, audience=log.EVERYONE)


def _party_of(who: GuestView) -> tuple[int, int]:
    """Return the session and the table that a device acts for, as they are under the lock."""
    if who.kind == "tablet":
        session_id = find_open_session(who.table_id)
        if session_id is None:
            raise NobodySeated
        return session_id, who.table_id
    party = get_session(who.store.id, who.session_id or 0)
    if party.closed_at is not None:
        raise Gone
    return party.id, party.table_id


def _advance(
    session: Session,
    store_id: int,
    call: CallData,
    status: CallStatus,
    *,
    now: datetime,
    who: GuestView | Crew | None = None,
) -> CallData:
    """Write a step forward; staff who finish a call have seen it."""
    values: dict[str, Any] = {"status": status.value}
    if who is not None and not isinstance(who, GuestView):
        values["actor_name"] = who.username
        if call["acknowledged_at"] is None:
            values["acknowledged_at"] = now
    if status is CallStatus.DONE:
        values["done_at"] = now
    return _write(session, store_id, call["id"], **values)


def _write(session: Session, store_id: int, call_id: int, **values: Any) -> CallData:
    session.execute(
        sa.update(Call)
        .where(Call.id == call_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return _tell(session, store_id, "call_updated", call_id)


def _tell(session: Session, store_id: int, name: str, call_id: int) -> CallData:
    """Log a call whole, for staff and for the party that it belongs to now."""
    call = get_call(store_id, call_id)
    audience = log.session_audience(call["session_id"])
    log.append(session, store_id, name, {"call": call}, audience=audience)
    return call
