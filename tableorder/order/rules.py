"""The order's states and its lines': what may follow what, and who may do it.

Pure: standard library only.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Status(StrEnum):
    """Where an order stands."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    PREPARING = "preparing"
    READY = "ready"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class ItemStatus(StrEnum):
    """Where a line of an order stands."""

    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


FULL_FLOW = (
    Status.PENDING,
    Status.CONFIRMED,
    Status.PREPARING,
    Status.READY,
    Status.COMPLETED,
)
SHORT_FLOW = (Status.PENDING, Status.PREPARING, Status.COMPLETED)
FLOWS = {"full": FULL_FLOW, "short": SHORT_FLOW}

UNFINISHED = FULL_FLOW[:-1]
UNTOUCHED = (Status.PENDING, Status.CONFIRMED)
COOKED = (Status.READY, Status.COMPLETED)
COOKED_AT = {"full": Status.READY, "short": Status.COMPLETED}
"""Where an order gets to with its last done line."""

FIRST_NUMBER_WIDTH = 3


def next_status(status: Status, flow: str) -> Status | None:
    """Return the one step forward from `status`, or None at the end.

    A store may change its flow while orders are under way: one that stands on a step which the
    new flow leaves out goes on to the next that it has.
    """
    if status not in UNFINISHED:
        return None
    place = FULL_FLOW.index(status)
    return next(step for step in FLOWS[flow] if FULL_FLOW.index(step) > place)


def may_follow(status: Status, wanted: Status, flow: str) -> bool:
    """Tell whether staff may bring an order from `status` to `wanted`."""
    if wanted is Status.CANCELLED:
        return status in UNFINISHED
    return wanted is next_status(status, flow)


def steps_between(status: Status, wanted: Status, flow: str) -> list[Status]:
    """Return the steps from `status`, which is left out, to `wanted`; cancelling is one step."""
    if wanted is Status.CANCELLED:
        return [wanted]
    steps = [step for step in FULL_FLOW if step in FLOWS[flow] or step is wanted]
    after = FULL_FLOW.index(status) + 1
    return [step for step in steps if after <= FULL_FLOW.index(step) <= FULL_FLOW.index(wanted)]


def status_after(status: Status, lines: Iterable[ItemStatus], flow: str) -> Status:
    """Return where an order that stands at `status` gets to once its lines stand so.

    Its first done line means that it is being cooked, its last that it is cooked: ready, or
    completed in the short flow. A line that waits again brings it back, no line left cancels it.
    """
    live = set(lines) - {ItemStatus.CANCELLED}
    if not live:
        return Status.CANCELLED
    if live == {ItemStatus.DONE}:
        return status if status in COOKED else COOKED_AT[flow]
    if ItemStatus.DONE in live or status in COOKED:
        return Status.PREPARING
    return status


def is_begun(status: Status) -> bool:
    """Tell whether the kitchen has begun with the order: taking something away wastes food."""
    return status is Status.PREPARING or status in COOKED


def returns_stock(status: Status, chosen: bool | None) -> bool:
    """Tell whether what is taken away goes back to the counted stock.

    Staff choose; unless they do, it goes back until the order is being cooked. What a cancelled
    order used was decided about when it was cancelled.
    """
    if status is Status.CANCELLED:
        return False
    return status in UNTOUCHED if chosen is None else chosen


def guest_may_change(status: Status) -> bool:
    """Tell whether the guest who ordered may still cancel or lower the order."""
    return status is Status.PENDING


def staff_may_change(status: Status) -> bool:
    """Tell whether staff may still cancel or lower lines of the order."""
    return status in UNFINISHED


def write_number(number: int) -> str:
    """Write an order number as it is called out: 001 … 999, 1000."""
    return f"{number:0{FIRST_NUMBER_WIDTH}d}"


def is_guests_key(key_scope: str) -> bool:
    """Tell whether a key is a table session's: then guests sent the order, not staff."""
    return key_scope.startswith("session:")
