"""What is sold at a moment, as the rules see it: items with the options that they ask.

Pure: plain values, made by `offer` and judged by `rules`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tableorder.menu.availability import Off

Texts = Mapping[str, str]


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


def is_answerable(groups: Sequence[SoldGroup]) -> bool:
    """Tell whether every group that has to be answered has a choice that can be had now.

    One is enough: a choice may be taken several times.
    """
    return all(
        any(choice.off is None for choice in group.choices) for group in groups if group.min_select
    )
