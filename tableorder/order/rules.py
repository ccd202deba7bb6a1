"""The order's states: what may follow what, and who may do it.

Pure: standard library only.
"""

from __future__ import annotations

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
GIVES_BACK_STOCK = (Status.PENDING, Status.CONFIRMED)
COOKED = (Status.READY, Status.COMPLETED)

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


def guest_may_change(status: Status) -> bool:
    """Tell whether the guest who ordered may still cancel or lower the order."""
    return status is Status.PENDING


def staff_may_change(status: Status) -> bool:
    """Tell whether staff may still cancel or lower lines of the order."""
    return status in UNFINISHED


def write_number(number: int) -> str:
    """Write an order number as it is called out: 001 … 999, 1000."""
    return f"{number:0{FIRST_NUMBER_WIDTH}d}"
