"""Everything that becomes of an order after it was placed; each step is recorded and told.

Placing is `placing.py`'s. A change recomputes the total in the same transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import Crew
from tableorder.db import transaction
from tableorder.errors import Forbidden, NotFound
from tableorder.i18n import localize
from tableorder.menu.pricing import give_back_stock
from tableorder.order import queries, rules
from tableorder.order.errors import (
    InvalidTransition,
    OrderHeld,
    QuantityRaised,
    ReasonMissing,
    Stale,
)
from tableorder.order.events import append_order_event
from tableorder.order.models import Order, OrderItem
from tableorder.order.queries import ItemData, OrderData
from tableorder.order.records import record_change
from tableorder.order.rules import ItemStatus, Status
from tableorder.table.models import TableSession
from tableorder.table.queries import GuestView

Who = GuestView | Crew


@dataclass(slots=True)
class _Change:
    """One change of one order on its way: who does it, when, and the order as it was."""

    session: Session
    who: Who
    order: OrderData
    now: datetime

    @property
    def status(self) -> Status:
        return Status(self.order["status"])

    def record(self, kind: str, detail: dict[str, Any] | None = None, reason: str = "") -> None:
        record_change(
            self.session,
            self.order["id"],
            self.who,
            kind,
            now=self.now,
            detail=detail,
            reason=reason,
        )

    def write(self, **values: Any) -> OrderData:
        """Store new values of the order and log the event; any step means that it was seen."""
        if not isinstance(self.who, GuestView) and self.order["seen_at"] is None:
            values["seen_at"] = self.now
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


def set_status(
    who: Who, order_id: int, status: Status, *, version: int | None = None, reason: str = ""
) -> OrderData:
    """Bring an order one step forward, or cancel it, and return it.

    Asking for the status already held changes nothing. Staff cancel with a reason; guests may only
    cancel, while the order is pending. Raises NotFound, Forbidden, Stale, InvalidTransition and
    ReasonMissing.
    """
    with transaction(who.store.id) as session:
        change = _begin(session, who, order_id)
        if change.status is status:
            return change.order
        _check_version(change, version)
        if status is Status.CANCELLED:
            if not isinstance(who, GuestView) and not reason:
                raise ReasonMissing
            return cancel_in(change, reason)
        if isinstance(who, GuestView):
            raise Forbidden
        if change.order["held"]:
            raise OrderHeld
        if not rules.may_follow(change.status, status, who.store.order_flow):
            raise InvalidTransition
        return advance_in(change, status)


def lower_quantities(
    who: Who, order_id: int, quantities: Mapping[int, int], *, version: int | None = None
) -> OrderData:
    """Set lines (item id → new quantity, 0 cancels it) and return the order with its new total.

    With no line left the order is cancelled. Raises NotFound, Stale, InvalidTransition and
    QuantityRaised; then nothing changes.
    """
    with transaction(who.store.id) as session:
        change = _begin(session, who, order_id)
        _check_version(change, version)
        _check_changeable(change)
        lines = {item["id"]: item for item in change.order["items"] if _is_live(item)}
        if not lines.keys() >= quantities.keys():
            raise NotFound
        lowered = {key: new for key, new in quantities.items() if new != lines[key]["quantity"]}
        if any(new > lines[key]["quantity"] for key, new in lowered.items()):
            raise QuantityRaised
        if not lowered:
            return change.order
        return _lower(change, lines, lowered)


def delete_order(who: Crew, order_id: int, *, reason: str) -> OrderData:
    """Take an order off the board and out of the total at once; the history keeps it, marked.

    Deleting it again changes nothing. Raises NotFound and ReasonMissing.
    """
    if not reason:
        raise ReasonMissing
    with transaction(who.store.id) as session:
        change = _begin(session, who, order_id, deleted_ok=True)
        if change.order["deleted"]:
            return change.order
        _check_present(change)
        _give_back(change, change.order["items"])
        change.record("deleted", reason=reason)
        return change.write(deleted_at=change.now)


def mark_seen(who: Crew, order_id: int) -> OrderData:
    """Record that someone in the store has seen the order; a second time changes nothing."""
    with transaction(who.store.id) as session:
        change = _begin(session, who, order_id)
        if change.order["seen_at"] is not None:
            return change.order
        change.record("seen")
        return change.write()


def accept_order(who: Crew, order_id: int) -> OrderData:
    """Accept a held order and return it; one that is not held is returned as it is.

    Raises NotFound, and InvalidTransition when it was cancelled meanwhile.
    """
    with transaction(who.store.id) as session:
        change = _begin(session, who, order_id)
        if not change.order["held"]:
            return change.order
        _check_changeable(change)
        change.record("accepted")
        return change.write(held=False)


def finish_order(session: Session, who: Crew, order_id: int, *, complete: bool) -> OrderData:
    """Complete (from any status) or cancel an unfinished order while its table is closed.

    Joins the caller's transaction.
    """
    change = _begin(session, who, order_id)
    if change.status not in rules.UNFINISHED:
        return change.order
    return advance_in(change, Status.COMPLETED) if complete else cancel_in(change)


def advance_in(change: _Change, status: Status) -> OrderData:
    """Write a step forward inside the caller's transaction."""
    if status in rules.COOKED:
        _set_items(change, ItemStatus.DONE)
    change.record("status", {"from": change.order["status"], "to": status.value})
    return change.write(status=status.value, held=False)


def cancel_in(change: _Change, reason: str = "") -> OrderData:
    """Cancel an order inside the caller's transaction."""
    _check_changeable(change)
    _give_back(change, change.order["items"])
    detail = {"from": change.order["status"], "to": Status.CANCELLED.value}
    change.record("status", detail, reason)
    return change.write(status=Status.CANCELLED.value)


def _begin(session: Session, who: Who, order_id: int, *, deleted_ok: bool = False) -> _Change:
    order = queries.get_order(who.store.id, order_id)
    is_theirs = not isinstance(who, GuestView) or order["session_id"] == who.session_id
    if not is_theirs or (order["deleted"] and not deleted_ok):
        raise NotFound
    return _Change(session, who, order, clock.utc_now())


def _check_version(change: _Change, version: int | None) -> None:
    if version is not None and version != change.order["version"]:
        raise Stale(localize(change.order))


def _check_present(change: _Change) -> None:
    """Refuse to change what a closed table session left behind: history is read-only."""
    closed_at = sa.select(TableSession.closed_at).where(
        TableSession.id == change.order["session_id"]
    )
    if change.session.execute(closed_at).scalar_one() is not None:
        raise InvalidTransition


def _check_changeable(change: _Change) -> None:
    guest = isinstance(change.who, GuestView)
    allowed = rules.guest_may_change if guest else rules.staff_may_change
    if not allowed(change.status):
        raise InvalidTransition


def _lower(change: _Change, lines: Mapping[int, ItemData], lowered: Mapping[int, int]) -> OrderData:
    returned = []
    for key, new in lowered.items():
        line = lines[key]
        unit = line["subtotal"] // line["quantity"]
        change.record("quantity", {"item_id": key, "from": line["quantity"], "to": new})
        returned.append(cast("ItemData", {**line, "quantity": line["quantity"] - new}))
        _write_quantity(change.session, line, new, unit)
    _give_back(change, returned)
    remaining = {key: lowered.get(key, line["quantity"]) for key, line in lines.items()}
    total = sum(
        line["subtotal"] // line["quantity"] * remaining[key] for key, line in lines.items()
    )
    if not any(remaining.values()):
        detail = {"from": change.order["status"], "to": Status.CANCELLED.value}
        change.record("status", detail)
        return change.write(total=total, status=Status.CANCELLED.value)
    return change.write(total=total)


def _write_quantity(session: Session, line: ItemData, new: int, unit: int) -> None:
    """Store a lowered line; a cancelled one keeps its quantity, so that it can still be read."""
    values: dict[str, Any] = {"quantity": new, "subtotal": unit * new}
    if new == 0:
        values = {"status": ItemStatus.CANCELLED.value, "subtotal": 0}
    session.execute(
        sa.update(OrderItem)
        .where(OrderItem.id == line["id"])
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _set_items(change: _Change, status: ItemStatus) -> None:
    waiting = (OrderItem.order_id == change.order["id"], OrderItem.status == ItemStatus.WAITING)
    change.session.execute(
        sa.update(OrderItem)
        .where(*waiting)
        .values(status=status.value)
        .execution_options(synchronize_session=False)
    )


def _is_live(item: ItemData) -> bool:
    return item["status"] != ItemStatus.CANCELLED


def _give_back(change: _Change, items: list[ItemData]) -> None:
    """Return to the counted stock what was not begun to be cooked."""
    if change.status not in rules.GIVES_BACK_STOCK:
        return
    item_counts: Counter[int] = Counter()
    choice_counts: Counter[int] = Counter()
    for item in filter(_is_live, items):
        item_counts[item["menu_id"]] += item["quantity"]
        for option in item["options"]:
            choice_counts[option["choice_id"]] += option["quantity"] * item["quantity"]
    give_back_stock(change.session, change.who.store, items=item_counts, choices=choice_counts)
