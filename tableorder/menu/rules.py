"""What an item costs with its options, what may be chosen, and when it is sold.

Pure: standard library only; the time is an argument. Amounts are integers in the currency's
smallest unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

Texts = Mapping[str, str]


class Refusal(StrEnum):
    """Why a line cannot be ordered."""

    ITEM_NOT_FOUND = "ITEM_NOT_FOUND"
    ITEM_SOLD_OUT = "ITEM_SOLD_OUT"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    ITEM_NOT_SOLD_NOW = "ITEM_NOT_SOLD_NOW"
    CHOICE_SOLD_OUT = "CHOICE_SOLD_OUT"
    CHOICE_INVALID = "CHOICE_INVALID"
    GROUP_TOO_FEW = "GROUP_TOO_FEW"
    GROUP_TOO_MANY = "GROUP_TOO_MANY"


@dataclass(frozen=True, slots=True)
class SoldChoice:
    """A choice as it is sold at this moment."""

    id: int
    name: Texts
    price_delta: int
    is_sold_out: bool
    stock: int | None


@dataclass(frozen=True, slots=True)
class SoldGroup:
    """An option group as it is asked at this moment."""

    id: int
    name: Texts
    min_select: int
    max_select: int
    choices: tuple[SoldChoice, ...]


@dataclass(frozen=True, slots=True)
class SoldItem:
    """An item as it is sold at this moment; `is_sold_out` has the business day in it.

    `station_id` is where it is cooked: its own station or its category's.
    """

    id: int
    name: Texts
    price: int
    is_sold_out: bool
    stock: int | None
    hours: Sequence[Mapping[str, Any]]
    groups: tuple[SoldGroup, ...]
    station_id: int | None = None


@dataclass(frozen=True, slots=True)
class CartLine:
    """What a guest asks for; a repeated choice id is a quantity of it."""

    menu_id: int
    quantity: int
    choice_ids: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PricedOption:
    """A chosen option with what it adds to the price of one; `is_counted` takes from a stock."""

    choice_id: int
    group_name: Texts
    choice_name: Texts
    price_delta: int
    quantity: int
    is_counted: bool


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line that can be ordered; `subtotal` is for the whole quantity.

    `is_counted` says that the item carries a stock.
    """

    menu_id: int
    name: Texts
    price: int
    options: tuple[PricedOption, ...]
    quantity: int
    subtotal: int
    note: str
    is_counted: bool
    station_id: int | None = None


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that cannot be ordered: its index in the cart, why, and what the reason names."""

    index: int
    menu_id: int
    code: Refusal
    params: Mapping[str, Any] = field(default_factory=dict)


def station_of(station_id: int | None, stations: Sequence[int]) -> int | None:
    """Return which of the store's `stations` cooks a line that was ordered for `station_id`.

    A line without a station, or of one that is gone, is the first one's. None in a store without
    stations.
    """
    return station_id if station_id in stations else next(iter(stations), None)


def is_sold_out(*, flag: bool, until: date | None, today: date, stock: int | None) -> bool:
    """Tell whether an item counts as sold out on business day `today`."""
    return (flag and (until is None or today < until)) or stock == 0


def is_sold_at(hours: Sequence[Mapping[str, Any]], local: datetime) -> bool:
    """Tell whether something with these `hours` is sold at the store's local time.

    No hours mean always. A range whose end is not after its start runs across midnight and belongs
    to the weekday on which it began.
    """
    return not hours or any(_covers(span, local) for span in hours)


def _covers(span: Mapping[str, Any], local: datetime) -> bool:
    begin, end = time.fromisoformat(span["from"]), time.fromisoformat(span["to"])
    today, yesterday = local.weekday(), (local.weekday() - 1) % 7
    now = local.time()
    if begin < end:
        return today in span["days"] and begin <= now < end
    return (today in span["days"] and now >= begin) or (yesterday in span["days"] and now < end)


def subtotal(price: int, deltas: int, quantity: int) -> int:
    """Return what a line costs; it never falls below 0."""
    return max(0, price + deltas) * quantity


def price_line(
    item: SoldItem | None, line: CartLine, *, index: int, local: datetime
) -> PricedLine | LineFault:
    """Price one line of a cart from the store's own values, or say why it cannot be ordered.

    `item` is None for an item that is hidden, another store's or no more; `local` is the store's
    local time.
    """
    fault = _item_fault(item, line, local)
    if fault or item is None:
        return LineFault(index, line.menu_id, fault or Refusal.ITEM_NOT_FOUND, _named(item))
    chosen = Counter(line.choice_ids)
    choice_fault = _choice_fault(item, chosen)
    if choice_fault:
        code, params = choice_fault
        return LineFault(index, line.menu_id, code, {**_named(item), **params})
    options = _options(item, chosen)
    deltas = sum(option.price_delta * option.quantity for option in options)
    return PricedLine(
        menu_id=item.id,
        name=item.name,
        price=item.price,
        options=options,
        quantity=line.quantity,
        subtotal=subtotal(item.price, deltas, line.quantity),
        note=line.note,
        is_counted=item.stock is not None,
        station_id=item.station_id,
    )


def _named(item: SoldItem | None) -> dict[str, Any]:
    return {"item": item.name} if item else {}


def _item_fault(item: SoldItem | None, line: CartLine, local: datetime) -> Refusal | None:
    if item is None:
        return Refusal.ITEM_NOT_FOUND
    if item.is_sold_out:
        return Refusal.ITEM_SOLD_OUT
    if item.stock is not None and item.stock < line.quantity:
        return Refusal.OUT_OF_STOCK
    return None if is_sold_at(item.hours, local) else Refusal.ITEM_NOT_SOLD_NOW


def _choice_fault(
    item: SoldItem, chosen: Mapping[int, int]
) -> tuple[Refusal, dict[str, Any]] | None:
    offered = {choice.id for group in item.groups for choice in group.choices}
    if not offered >= chosen.keys():
        return Refusal.CHOICE_INVALID, {}
    for group in item.groups:
        for choice in group.choices:
            if choice.id in chosen and choice.is_sold_out:
                return Refusal.CHOICE_SOLD_OUT, {"choice": choice.name}
        count = sum(chosen.get(choice.id, 0) for choice in group.choices)
        if count < group.min_select:
            return Refusal.GROUP_TOO_FEW, {"group": group.name, "count": group.min_select}
        if count > group.max_select:
            return Refusal.GROUP_TOO_MANY, {"group": group.name, "count": group.max_select}
    return None


def _options(item: SoldItem, chosen: Mapping[int, int]) -> tuple[PricedOption, ...]:
    return tuple(
        PricedOption(
            choice_id=choice.id,
            group_name=group.name,
            choice_name=choice.name,
            price_delta=choice.price_delta,
            quantity=chosen[choice.id],
            is_counted=choice.stock is not None,
        )
        for group in item.groups
        for choice in group.choices
        if choice.id in chosen
    )
