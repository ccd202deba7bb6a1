"""What may be chosen of an item, and what it costs with that: the one validator of a cart's lines.

Pure: standard library only. Amounts are integers in the currency's smallest unit. What is sold at a
moment is `offer`'s to say; the pages' scripts tell these rules again in `stores/line.js`, and a
test holds both to the same answers.

Of a group with a free quantity the dearest selections cost nothing, up to that number, whatever the
order in which they were made; what costs nothing or less anyway takes no free place. A set's part
answers for itself: each has its own free selections.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tableorder.menu.availability import Off
from tableorder.menu.sold import SoldGroup, SoldItem, Texts


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
class CartPart:
    """A choice that is taken once, together with choices of its own."""

    choice_id: int
    choice_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CartLine:
    """What a guest asks for; a repeated choice id is a quantity of it.

    `parts` are the choices that are taken with choices of their own; a choice stands here or in
    `choice_ids`, once for each time it is taken.
    """

    menu_id: int
    quantity: int
    choice_ids: tuple[int, ...] = ()
    note: str = ""
    parts: tuple[CartPart, ...] = ()


@dataclass(frozen=True, slots=True)
class PricedOption:
    """A chosen option with what it adds to the price of one; `options` are one portion's own.

    `stock` is what there is of it, None where nobody counts: of the item `menu_id` when it stands
    for one, else of the choice itself.
    """

    choice_id: int
    menu_id: int | None
    group_name: Texts
    choice_name: Texts
    price_delta: int
    quantity: int
    stock: int | None
    options: tuple[PricedOption, ...] = ()


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line that can be ordered; `subtotal` is for the whole quantity.

    `stock` is what there is of the item, None where nobody counts; `station_id` is where it is
    cooked.
    """

    menu_id: int
    name: Texts
    price: int
    options: tuple[PricedOption, ...]
    quantity: int
    subtotal: int
    note: str
    stock: int | None
    station_id: int | None = None


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line that cannot be ordered: its index in the cart, why, and what the reason names."""

    index: int
    menu_id: int
    code: Refusal
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Portion:
    """How much of one counted thing a line takes: of an item, else of a choice."""

    is_item: bool
    id: int
    name: Texts
    quantity: int
    stock: int


def station_of(station_id: int | None, stations: Sequence[int]) -> int | None:
    """Return which of the store's `stations` cooks a line that was ordered for `station_id`.

    A line without a station, or of one that is gone, is the first one's. None in a store without
    stations.
    """
    return station_id if station_id in stations else next(iter(stations), None)


class _Faulty(Exception):
    """Ends the look at a line: why it cannot be ordered, and what the reason names."""

    def __init__(self, code: Refusal, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def price_line(item: SoldItem | None, line: CartLine, *, index: int) -> PricedLine | LineFault:
    """Price one line of a cart from the store's own values, or say why it cannot be ordered.

    `item` is None for an item that is hidden, another store's or no more.
    """
    try:
        return _priced(item, line)
    except _Faulty as fault:
        named = {"item": item.name} if item else {}
        return LineFault(index, line.menu_id, fault.code, {**named, **fault.params})


def unit_price(price: int, options: Sequence[PricedOption]) -> int:
    """Return what one costs with its options; it never falls below 0."""
    return max(0, price + _sum(options))


def portions(line: PricedLine) -> list[Portion]:
    """List what a line takes of everything that is counted, parts and their options too."""
    found: dict[tuple[bool, int], Portion] = {}
    for portion in _all_portions(line):
        key = (portion.is_item, portion.id)
        known = found.get(key)
        found[key] = (
            replace(known, quantity=known.quantity + portion.quantity) if known else portion
        )
    return [*found.values()]


_ITEM_OFF = {
    Off.SOLD_OUT: Refusal.ITEM_SOLD_OUT,
    Off.HOURS: Refusal.ITEM_NOT_SOLD_NOW,
    Off.PAUSED: Refusal.ITEM_NOT_SOLD_NOW,
}


def _priced(item: SoldItem | None, line: CartLine) -> PricedLine:
    if item is None:
        raise _Faulty(Refusal.ITEM_NOT_FOUND)
    if item.off:
        raise _Faulty(_ITEM_OFF[item.off])
    options = _options(item.groups, line.choice_ids, line.parts)
    priced = PricedLine(
        menu_id=item.id,
        name=item.name,
        price=item.price,
        options=options,
        quantity=line.quantity,
        subtotal=unit_price(item.price, options) * line.quantity,
        note=line.note,
        stock=item.stock,
        station_id=item.station_id,
    )
    for portion in portions(priced):
        if portion.quantity > portion.stock:
            raise _Faulty(Refusal.OUT_OF_STOCK, item=portion.name, count=portion.stock)
    return priced


def _options(
    groups: Sequence[SoldGroup], choice_ids: Sequence[int], parts: Sequence[CartPart]
) -> tuple[PricedOption, ...]:
    """Price what was chosen of `groups`, in their order; raises _Faulty."""
    # Each time a choice was taken, with the choices of its own.
    taken: dict[int, list[tuple[int, ...]]] = {}
    for choice_id in choice_ids:
        taken.setdefault(choice_id, []).append(())
    for part in parts:
        taken.setdefault(part.choice_id, []).append(tuple(sorted(part.choice_ids)))
    if not taken.keys() <= {choice.id for group in groups for choice in group.choices}:
        raise _Faulty(Refusal.CHOICE_INVALID)
    return tuple(option for group in groups for option in _of_group(group, taken))


def _of_group(
    group: SoldGroup, taken: Mapping[int, Sequence[tuple[int, ...]]]
) -> Iterator[PricedOption]:
    chosen = [choice for choice in group.choices if choice.id in taken]
    for choice in chosen:
        if choice.off:
            raise _Faulty(Refusal.CHOICE_SOLD_OUT, choice=choice.name)
    count = sum(len(taken[choice.id]) for choice in chosen)
    if count < group.min_select:
        raise _Faulty(Refusal.GROUP_TOO_FEW, group=group.name, count=group.min_select)
    if count > group.max_select:
        raise _Faulty(Refusal.GROUP_TOO_MANY, group=group.name, count=group.max_select)
    free = _free_places(group, {choice.id: len(taken[choice.id]) for choice in chosen})
    for choice in chosen:
        # What is free of a choice stands before what is paid, in an order of its own.
        servings = sorted(taken[choice.id])
        for own, is_free, quantity in _alike(servings, free.get(choice.id, 0)):
            yield PricedOption(
                choice_id=choice.id,
                menu_id=choice.menu_id,
                group_name=group.name,
                choice_name=choice.name,
                price_delta=0 if is_free else choice.price_delta,
                quantity=quantity,
                stock=choice.stock,
                options=_options(choice.groups, own, ()),
            )


def _free_places(group: SoldGroup, counts: Mapping[int, int]) -> dict[int, int]:
    """Return how many of each choice cost nothing: the dearest ones, the earlier among equals."""
    left, free = group.free_quantity, {}
    for choice in sorted(group.choices, key=lambda choice: -choice.price_delta):
        if left > 0 and choice.price_delta > 0 and choice.id in counts:
            free[choice.id] = min(left, counts[choice.id])
            left -= free[choice.id]
    return free


def _alike(
    servings: Sequence[tuple[int, ...]], free: int
) -> Iterator[tuple[tuple[int, ...], bool, int]]:
    """Count the servings of one choice that are alike, in their own choices and in being free."""
    counted = Counter((own, place < free) for place, own in enumerate(servings))
    return ((own, is_free, count) for (own, is_free), count in counted.items())


def _sum(options: Sequence[PricedOption]) -> int:
    return sum(option.quantity * (option.price_delta + _sum(option.options)) for option in options)


def _all_portions(line: PricedLine) -> Iterator[Portion]:
    if line.stock is not None:
        yield Portion(True, line.menu_id, line.name, line.quantity, line.stock)
    yield from _option_portions(line.options, line.quantity)


def _option_portions(options: Sequence[PricedOption], times: int) -> Iterator[Portion]:
    for option in options:
        quantity = option.quantity * times
        if option.stock is not None:
            counted = option.menu_id or option.choice_id
            is_item = option.menu_id is not None
            yield Portion(is_item, counted, option.choice_name, quantity, option.stock)
        yield from _option_portions(option.options, quantity)
