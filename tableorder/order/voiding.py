"""Take away what was ordered: lower a line, cancel a line or an order, delete an order.

What was not served yet stays on the kitchen's screens as a void until somebody there has
acknowledged it: a dish that waits is not to be made, one that is done must not leave the pass. A
change recomputes the total in the same transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tableorder.auth.guarding import check_guarded
from tableorder.auth.queries import Crew
from tableorder.db import transaction
from tableorder.errors import NotFound
from tableorder.menu.pricing import give_back_stock
from tableorder.order import rules
from tableorder.order.changing import (
    Change,
    Who,
    begin,
    check_changeable,
    check_present,
    check_version,
)
from tableorder.order.errors import QuantityRaised, ReasonMissing
from tableorder.order.models import Order, OrderItem
from tableorder.order.queries import ItemData, OptionData, OrderData
from tableorder.order.rules import ItemStatus, Status
from tableorder.table.queries import GuestView

GUARDED = "void_after_cooking"


@dataclass(frozen=True, slots=True)
class Taking:
    """Why something is taken away, and whether it returns to the counted stock.

    `return_stock` is what staff chose; None leaves it to where the order stands.
    """

    reason: str = ""
    return_stock: bool | None = None


def lower_quantities(
    who: Who,
    order_id: int,
    quantities: Mapping[int, int],
    *,
    version: int | None = None,
    taking: Taking = Taking(),
) -> OrderData:
    """Set lines (item id → new quantity, 0 cancels it) and return the order with its new total.

    With no line left the order is cancelled; with none left to cook it is cooked. Raises NotFound,
    Stale, InvalidTransition, QuantityRaised and PinRequired; then nothing changes.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id)
        check_version(change, version)
        return _lower_in(change, quantities, taking)


def cancel_line(
    who: Crew,
    order_id: int,
    item_id: int,
    *,
    version: int | None = None,
    taking: Taking = Taking(),
) -> OrderData:
    """Cancel a whole line and return the order; one that is cancelled already stays so.

    Raises what `lower_quantities` raises.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id, deleted_ok=True)
        if change.line(item_id)["status"] == ItemStatus.CANCELLED:
            return change.order
        check_version(change, version)
        return _lower_in(change, {item_id: 0}, taking)


def cancel_order(
    who: Who, order_id: int, *, version: int | None = None, taking: Taking = Taking()
) -> OrderData:
    """Cancel an order and return it; one that is cancelled already stays so.

    Staff say why; guests may do it while the order is pending. Raises NotFound, Stale,
    ReasonMissing, InvalidTransition and PinRequired.
    """
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id)
        if change.status is Status.CANCELLED:
            return change.order
        check_version(change, version)
        if not isinstance(who, GuestView) and not taking.reason:
            raise ReasonMissing
        check_changeable(change)
        return cancel_in(change, taking)


def cancel_in(change: Change, taking: Taking = Taking()) -> OrderData:
    """Cancel an order that is under way inside the caller's transaction; raises PinRequired."""
    _check_guarded(change)
    _take_all(change, taking)
    detail = {"from": change.order["status"], "to": Status.CANCELLED.value}
    change.record("status", detail, taking.reason)
    return change.write(status=Status.CANCELLED.value)


def delete_order(
    who: Crew, order_id: int, *, taking: Taking, version: int | None = None
) -> OrderData:
    """Take an order off the board and out of the total at once; the history keeps it, marked.

    Deleting it again changes nothing. Raises NotFound, Stale, ReasonMissing, InvalidTransition
    for history, and PinRequired.
    """
    if not taking.reason:
        raise ReasonMissing
    with transaction(who.store.id) as session:
        change = begin(session, who, order_id, deleted_ok=True)
        if change.order["deleted"]:
            return change.order
        check_version(change, version)
        check_present(change)
        _check_guarded(change)
        if change.status is not Status.CANCELLED:
            _take_all(change, taking)
        change.record("deleted", reason=taking.reason)
        return change.write(deleted_at=change.now)


def _check_guarded(change: Change) -> None:
    if rules.is_begun(change.status):
        check_guarded(change.who, GUARDED)


def _lower_in(change: Change, quantities: Mapping[int, int], taking: Taking) -> OrderData:
    """Check and write lower quantities inside the caller's transaction."""
    check_changeable(change)
    lines = change.live_lines
    counts = {line["id"]: 0 for line in change.order["items"]}
    counts |= {key: line["quantity"] for key, line in lines.items()}
    if not counts.keys() >= quantities.keys():
        raise NotFound
    if any(new > counts[key] for key, new in quantities.items()):
        raise QuantityRaised
    lowered = {key: new for key, new in quantities.items() if new < counts[key]}
    if not lowered:
        return change.order
    _check_guarded(change)
    for key, new in lowered.items():
        _lower_line(change, lines[key], new, taking.reason)
    _take(change, {key: counts[key] - new for key, new in lowered.items()}, taking)
    cancelled = [key for key, new in lowered.items() if new == 0]
    total = sum(_unit(line) * lowered.get(key, counts[key]) for key, line in lines.items())
    lines_off = dict.fromkeys(cancelled, ItemStatus.CANCELLED)
    return change.settle(lines_off, reason=taking.reason, total=total)


def _lower_line(change: Change, line: ItemData, new: int, reason: str) -> None:
    """Store a lowered line; a cancelled one keeps its quantity, so that it can still be read."""
    detail = {"item_id": line["id"], "name": line["name"], "from": line["quantity"], "to": new}
    change.record("quantity", detail, reason)
    if new:
        change.write_lines([line["id"]], quantity=new, subtotal=_unit(line) * new)
    else:
        change.write_lines([line["id"]], status=ItemStatus.CANCELLED.value, subtotal=0)


def _take_all(change: Change, taking: Taking) -> None:
    _take(change, {key: line["quantity"] for key, line in change.live_lines.items()}, taking)


def _take(change: Change, gone: Mapping[int, int], taking: Taking) -> None:
    """Return to the stock what is gone, and leave word of it for the kitchen (id → portions)."""
    if rules.returns_stock(change.status, taking.return_stock):
        _give_back(change, gone)
    if change.order["held"] or change.status is Status.COMPLETED:
        return
    for key, count in gone.items():
        change.write_lines([key], void_quantity=OrderItem.void_quantity + count)


def _give_back(change: Change, gone: Mapping[int, int]) -> None:
    items: Counter[int] = Counter()
    choices: Counter[int] = Counter()
    for key, count in gone.items():
        line = change.line(key)
        items[line["menu_id"]] += count
        for option, times in _all_options(line["options"], count):
            if option["menu_id"]:
                items[option["menu_id"]] += times
            else:
                choices[option["choice_id"]] += times
    query = sa.select(Order.business_day).where(Order.id == change.order["id"])
    day = change.session.execute(query).scalar_one()
    give_back_stock(change.session, change.who.store, items=items, choices=choices, taken_on=day)


def _all_options(options: Sequence[OptionData], times: int) -> Iterator[tuple[OptionData, int]]:
    """Give each option, those of a set's parts too, with how many of it there are in all."""
    for option in options:
        count = option["quantity"] * times
        yield option, count
        yield from _all_options(option["options"], count)


def _unit(line: ItemData) -> int:
    """Return the price of one portion with its options, as it was ordered."""
    return line["subtotal"] // line["quantity"]
