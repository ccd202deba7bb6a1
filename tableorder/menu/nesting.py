"""How deep options may ask for options: once. Pure: standard library only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

Asks = Mapping[int, Collection[int]]
"""Option group → the groups that its choices ask, by themselves or as the items they stand for."""


class Nesting(StrEnum):
    """Why groups cannot ask each other like this."""

    CIRCULAR = "CIRCULAR"
    TOO_DEEP = "TOO_DEEP"


def nesting_fault(asks: Asks) -> Nesting | None:
    """Find what is wrong with how groups ask each other; a set within itself is circular too."""
    deep = [group for group, inner in asks.items() if any(asks.get(key) for key in inner)]
    if not deep:
        return None
    is_circular = any(group in _reached(asks, group) for group in deep)
    return Nesting.CIRCULAR if is_circular else Nesting.TOO_DEEP


def _reached(asks: Asks, start: int) -> set[int]:
    """Return the groups that are asked, sooner or later, once `start` is."""
    found: set[int] = set()
    coming = [*asks.get(start, ())]
    while coming:
        group = coming.pop()
        if group not in found:
            found.add(group)
            coming += asks.get(group, ())
    return found
