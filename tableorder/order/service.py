"""Bring orders forward: a step, acknowledged, accepted, finished when the party leaves.

Placing is `placing.py`'s, cooking line by line `cooking.py`'s, taking away `voiding.py`'s.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from tableorder.auth.queries import Crew
from tableorder.db import transaction
from tableorder.errors import Forbidden
from tableorder.order import rules
from tableorder.order.changing import (
    Change,
    Who,
    begin,
    check_changeable,
    check_present,
    check_version,
)
from tableorder.order.errors import InvalidTransition, OrderHeld
from tableorder.order.queries import OrderData
from tableorder.order.rules import ItemStatus, Status
from tableorder.order.voiding import cancel_in
from tableorder.table.queries import GuestView


def advance_order(
    who: Who, order_id: int, status: Status, *, version: int | None = None
) -> OrderData:
    """Bring an order one step forward and return it.

    Asking for the status already held changes nothing. Raises NotFound, Forbidden, Stale and
    InvalidTransition.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id)
        if change.status is status:
            return change.order
        check_version(change, version)
        if isinstance(who, GuestView):
            raise Forbidden
        if change.order["held"]:
            raise OrderHeld
        if not rules.may_follow(change.status, status, who.store.order_flow):
            raise InvalidTransition
        return advance_in(change, status)


def mark_seen(who: Crew, order_id: int) -> OrderData:
    """Record that someone in the store has seen the order; a second time changes nothing."""
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id)
        if change.order["seen_at"] is not None:
            return change.order
        check_present(change)
        change.record("seen")
        return change.write()


def accept_order(who: Crew, order_id: int) -> OrderData:
    """Accept a held order and return it; one that is not held is returned as it is.

    Raises NotFound, and InvalidTransition when it was cancelled meanwhile.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id)
        if not change.order["held"]:
            return change.order
        check_changeable(change)
        change.record("accepted")
        return change.write(held=False)


def finish_order(session: Session, who: Crew, order_id: int, *, complete: bool) -> OrderData:
    """Complete (from any status) or cancel an unfinished order while its table is closed.

    Joins the caller's transaction; raises PinRequired.
    """
    change = begin(session, who, order_id)
    if change.status not in rules.UNFINISHED:
        return change.order
    return advance_in(change, Status.COMPLETED) if complete else cancel_in(change)


def advance_in(change: Change, status: Status) -> OrderData:
    """Write a step forward inside the caller's transaction."""
    if status in rules.COOKED:
        lines = change.live_lines
        waiting = [key for key in lines if lines[key]["status"] == ItemStatus.WAITING]
        change.write_lines(waiting, status=ItemStatus.DONE.value, done_at=change.now)
    change.record("status", {"from": change.order["status"], "to": status.value})
    return change.write(status=status.value, held=False)
