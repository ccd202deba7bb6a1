"""One change of one order: who may make it, what it writes, how it is recorded and told.

The use cases beside this module say what becomes of an order. Nothing here opens a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import Crew
from tableorder.errors import NotFound
from tableorder.i18n import localize
from tableorder.order import queries, rules
from tableorder.order.errors import InvalidTransition, OrderHeld, Stale
from tableorder.order.events import append_order_event
from tableorder.order.models import Order, OrderItem
from tableorder.order.queries import ItemData, OrderData
from tableorder.order.records import record_change
from tableorder.order.rules import ItemStatus, Status
from tableorder.table.models import TableSession
from tableorder.table.queries import GuestView

Who = GuestView | Crew


@dataclass(slots=True)
class Change:
    """One change of one order on its way: who makes it, when, and the order as it was."""

    session: Session
    who: Who
    order: OrderData
    now: datetime

    @property
    def status(self) -> Status:
        """Return where the order stood."""
        return Status(self.order["status"])

    @property
    def live_lines(self) -> dict[int, ItemData]:
        """Return the lines that were not cancelled, by id."""
        lines = self.order["items"]
        return {line["id"]: line for line in lines if line["status"] != ItemStatus.CANCELLED}

    def line(self, item_id: int) -> ItemData:
        """Return a line as it was; raises NotFound."""
        found = next((line for line in self.order["items"] if line["id"] == item_id), None)
        if found is None:
            raise NotFound
        return found

    def record(self, kind: str, detail: dict[str, Any] | None = None, reason: str = "") -> None:
        """Add a step to the order's record."""
        record_change(
            self.session,
            self.order["id"],
            self.who,
            kind,
            now=self.now,
            detail=detail,
            reason=reason,
        )

    def write_lines(self, ids: Iterable[int], **values: Any) -> None:
        """Store new values of some of the order's lines."""
        self.session.execute(
            sa.update(OrderItem)
            .where(OrderItem.order_id == self.order["id"], OrderItem.id.in_(list(ids)))
            .values(**values)
            .execution_options(synchronize_session=False)
        )

    def write(self, **values: Any) -> OrderData:
        """Store new values of the order and log the event.

        Any step of staff means that it was seen, unless `values` say otherwise.
        """
        if not isinstance(self.who, GuestView) and self.order["seen_at"] is None:
            values.setdefault("seen_at", self.now)
        self.session.execute(
            sa.update(Order)
            .where(Order.id == self.order["id"])
            .values(**values, version=Order.version + 1, updated_at=self.now)
            .execution_options(synchronize_session=False)
        )
        order = queries.get_order(self.who.store.id, self.order["id"])
        name = "order_deleted" if order["deleted"] else "order_updated"
        append_order_event(self.session, self.who.store.id, name, order)
        return order

    def settle(
        self, changed: Mapping[int, ItemStatus], *, reason: str = "", **values: Any
    ) -> OrderData:
        """Bring the order to where its lines stand now, each step recorded, and write it.

        `changed` are the new statuses of the lines that were written, by id; `reason` is why the
        order is cancelled, if nothing of it is left.
        """
        flow = self.who.store.order_flow
        lines = {line["id"]: ItemStatus(line["status"]) for line in self.order["items"]}
        wanted = rules.status_after(self.status, {**lines, **changed}.values(), flow)
        for old, new in pairwise([self.status, *rules.steps_between(self.status, wanted, flow)]):
            why = reason if new is Status.CANCELLED else ""
            self.record("status", {"from": old.value, "to": new.value}, why)
        return self.write(status=wanted.value, **values)


def begin(session: Session, who: Who, order_id: int, *, deleted_ok: bool = False) -> Change:
    """Begin a change of an order; raises NotFound for what is not theirs, or is deleted."""
    order = queries.get_order(who.store.id, order_id)
    is_theirs = not isinstance(who, GuestView) or order["session_id"] == who.session_id
    if not is_theirs or (order["deleted"] and not deleted_ok):
        raise NotFound
    return Change(session, who, order, clock.utc_now())


def check_version(change: Change, version: int | None) -> None:
    """Refuse a change of an order that is not as its sender knows it any more."""
    if version is not None and version != change.order["version"]:
        raise Stale(localize(change.order))


def check_present(change: Change) -> None:
    """Refuse to change what a closed table session left behind: history is read-only."""
    closed_at = sa.select(TableSession.closed_at).where(
        TableSession.id == change.order["session_id"]
    )
    if change.session.execute(closed_at).scalar_one() is not None:
        raise InvalidTransition


def check_changeable(change: Change) -> None:
    """Refuse to cancel or lower what is deleted, or stands too far for whoever asks."""
    guest = isinstance(change.who, GuestView)
    allowed = rules.guest_may_change if guest else rules.staff_may_change
    if change.order["deleted"] or not allowed(change.status):
        raise InvalidTransition


def check_cookable(change: Change) -> None:
    """Refuse to cook what is not to be cooked: cancelled, deleted, history, or still held."""
    if change.order["deleted"] or change.status is Status.CANCELLED:
        raise InvalidTransition
    check_present(change)
    if change.order["held"]:
        raise OrderHeld
