"""A plain model of what a cart costs, written from the rules' words and not from their code."""

from __future__ import annotations

from collections.abc import Sequence

from tableorder.menu.rules import CartLine
from tests.unit.menu.plans import Plan, PlannedChoice, PlannedGroup, PlannedItem, asked_by


def price_of(plan: Plan, line: CartLine) -> int | None:
    """What a line costs by itself; None when it cannot be ordered."""
    item = plan.items[line.menu_id]
    if not is_there(plan, item):
        return None
    taken = [(one, ()) for one in line.choice_ids]
    taken += [(part.choice_id, part.choice_ids) for part in line.parts]
    cost = _options(plan, [plan.groups[key] for key in item.groups], taken)
    used = uses(plan, line)
    if cost is None or any(count > left(plan, thing) for thing, count in used.items()):
        return None
    return max(0, item.price + cost) * line.quantity


def is_there(plan: Plan, item: PlannedItem) -> bool:
    """Whether guests see an item and may have it now."""
    at_hand = item.is_visible and item.is_open and not item.is_sold_out and item.stock != 0
    return at_hand and all(_can_be_answered(plan, plan.groups[key]) for key in item.groups)


def _can_be_answered(plan: Plan, group: PlannedGroup) -> bool:
    return sum(_times(plan, choice) for choice in group.choices) >= group.least


def _times(plan: Plan, choice: PlannedChoice) -> int:
    """How many times a choice can be had, as if nothing else were ordered; 99 is any number."""
    if not _can_be_had(plan, choice):
        return 0
    counted = plan.items[choice.part].stock if choice.part else choice.stock
    times = 99 * 99 if counted is None else counted
    for group in (plan.groups[key] for key in asked_by(plan, choice)):
        while sum(_times(plan, own) for own in group.choices) < times * group.least:
            times -= 1
    return times


def _can_be_had(plan: Plan, choice: PlannedChoice) -> bool:
    if choice.is_sold_out or choice.stock == 0:
        return False
    if choice.part:
        return is_there(plan, plan.items[choice.part])
    return all(_can_be_answered(plan, plan.groups[key]) for key in choice.groups)


def _options(
    plan: Plan, groups: list[PlannedGroup], taken: Sequence[tuple[int, tuple[int, ...]]]
) -> int | None:
    """What was taken adds to the price; None when it may not be taken together."""
    offered = {choice.id: choice for group in groups for choice in group.choices}
    if any(key not in offered or not _can_be_had(plan, offered[key]) for key, _ in taken):
        return None
    cost = 0
    for group in groups:
        mine = [(offered[key], own) for key, own in taken if offered[key] in group.choices]
        if not group.least <= len(mine) <= group.most:
            return None
        deltas = sorted((choice.delta for choice, _ in mine), reverse=True)
        cost += sum(deltas) - sum(delta for delta in deltas[: group.free] if delta > 0)
        for choice, own in mine:
            asked = [plan.groups[key] for key in asked_by(plan, choice)]
            inner = _options(plan, asked, [(key, ()) for key in own])
            if inner is None:
                return None
            cost += inner
    return cost


def uses(plan: Plan, line: CartLine) -> dict[tuple[str, int], int]:
    """How much of each thing a line takes: ("item", id) or ("choice", id) → count."""
    choices = {choice.id: choice for group in plan.groups.values() for choice in group.choices}
    found = {("item", line.menu_id): line.quantity}
    taken = [*line.choice_ids]
    for part in line.parts:
        taken += [part.choice_id, *part.choice_ids]
    for choice in (choices[key] for key in taken if key in choices):
        thing = ("item", choice.part) if choice.part else ("choice", choice.id)
        found[thing] = found.get(thing, 0) + line.quantity
    return found


def left(plan: Plan, thing: tuple[str, int]) -> float:
    """How much there is of a thing; without end where nobody counts."""
    kind, key = thing
    choices = {choice.id: choice for group in plan.groups.values() for choice in group.choices}
    stock = plan.items[key].stock if kind == "item" else choices[key].stock
    return float("inf") if stock is None else stock
