"""What is sold at a moment, as the rules see it: items with the options that they ask.

Pure: plain values, made by `offer` and judged by `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tableorder.menu.availability import Off

Texts = Mapping[str, str]

UNCOUNTED = 2**31
"""What stands for a count where nobody counts: more than anybody can order."""


@dataclass(frozen=True, slots=True)
class SoldChoice:
    """A choice as it is sold at this moment; `menu_id` is the item that it stands for, if any."""

    id: int
    name: Texts
    price_delta: int
    off: Off | None
    stock: int | None
    menu_id: int | None = None
    is_default: bool = False
    groups: tuple[SoldGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class SoldGroup:
    """An option group as it is asked at this moment."""

    id: int
    name: Texts
    min_select: int
    max_select: int
    free_quantity: int
    choices: tuple[SoldChoice, ...]


@dataclass(frozen=True, slots=True)
class SoldItem:
    """An item as it is sold at this moment; `station_id` is where it is cooked, set whole.

    `note` is what the staff say of a paused station.
    """

    id: int
    name: Texts
    price: int
    off: Off | None
    stock: int | None
    groups: tuple[SoldGroup, ...]
    station_id: int | None = None
    note: str = ""


def is_answerable(groups: Iterable[SoldGroup]) -> bool:
    """Tell whether each of these groups, by itself, has as many choices now as must be taken."""
    return all(_servings_in(group) >= group.min_select for group in groups)


def servings(choices: Iterable[SoldChoice]) -> int:
    """Return how often these can be taken together as far as counts go, whatever else is off.

    A choice may be taken several times: one that nobody counts is enough for any number.
    """
    return sum(map(_servings_of, choices))


def _servings_of(choice: SoldChoice) -> int:
    own = UNCOUNTED if choice.stock is None else choice.stock
    asked = (group for group in choice.groups if group.min_select)
    return min([own, *(_servings_in(group) // group.min_select for group in asked)])


def _servings_in(group: SoldGroup) -> int:
    return servings(choice for choice in group.choices if choice.off is None)
