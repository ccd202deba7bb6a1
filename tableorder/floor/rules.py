"""How people write the numbers of tables, and how a call goes on. Pure: standard library only."""

from __future__ import annotations

import re
from enum import StrEnum

LONGEST = 200
LATE_AFTER = 10
"""Minutes after which an order has waited too long, unless its station says otherwise."""

_PART = re.compile(r"\s*([0-9]{1,4})\s*(?:[-~–]\s*([0-9]{1,4})\s*)?")


class CallStatus(StrEnum):
    """Where a call stands, in the order in which it goes on."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"


def call_goes_on(status: CallStatus, wanted: CallStatus) -> bool:
    """Tell whether a call may go from `status` to `wanted`: forward, over a step or not."""
    steps = list(CallStatus)
    return steps.index(wanted) > steps.index(status)


def floor_state(*, is_taken: bool, orders: int, calls: int, waits: int) -> str:
    """Say the most urgent that is going on at a table; `waits` are its oldest order's minutes.

    As static/js/stores/floorView.js says it of the same table a moment later.
    """
    if calls:
        return "calling"
    if waits >= LATE_AFTER:
        return "late"
    if orders:
        return "ordering"
    return "seated" if is_taken else "free"


INCLUDED_TAX = {"KRW": 10}
"""The percentage of tax that prices of a country hold, by its currency where that tells it."""


def tax_share(total: int, currency: str) -> int | None:
    """Return how much of `total` is tax, rounded half up; None where the rate is not known."""
    rate = INCLUDED_TAX.get(currency)
    return None if rate is None else (2 * total * rate + 100 + rate) // (2 * (100 + rate))


def read_numbers(text: str) -> list[int]:
    """Read `5`, `1-20` or `1-8, 11`; what cannot be read gives no numbers at all."""
    if len(text) > LONGEST:
        return []
    found: list[int] = []
    for part in text.split(","):
        match = _PART.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if last < first:
            return []
        found += range(first, last + 1)
    return sorted(set(found))
