"""Any menu and any cart: what Hypothesis makes up, as plain data, and the real menu made of it.

A plan's second half of groups asks nothing further ("leaves"); the first half's choices may ask
leaves, or stand for items that ask leaves alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tableorder.auth.queries import StoreView
from tableorder.menu.option_queries import ChoiceView, GroupView
from tableorder.menu.queries import CategoryView, ItemView, Menu
from tableorder.menu.rules import CartLine, CartPart

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=ZoneInfo("Asia/Seoul"))  # a Wednesday
OPEN = [{"days": [2], "from": "11:00", "to": "12:01"}]
CLOSED = [{"days": [2], "from": "11:00", "to": "12:00"}]
CATEGORY = 1


@dataclass
class PlannedChoice:
    id: int
    delta: int
    is_sold_out: bool
    stock: int | None
    part: int | None = None
    groups: list[int] = field(default_factory=list)


@dataclass
class PlannedGroup:
    id: int
    least: int
    most: int
    free: int
    choices: list[PlannedChoice]


@dataclass
class PlannedItem:
    id: int
    price: int
    is_visible: bool
    is_sold_out: bool
    stock: int | None
    is_open: bool
    groups: list[int]


@dataclass
class Plan:
    items: dict[int, PlannedItem]
    groups: dict[int, PlannedGroup]


amounts = st.sampled_from([-5000, -300, 0, 0, 100, 500, 500, 1000, 100_000_000])
counts = st.sampled_from([None] * 8 + [0, 1, 3, 50])
seldom = st.sampled_from([False] * 7 + [True])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any menu of a few items and groups that may be nested once."""
    ids = iter(range(1, 1000))
    leaves = {group.id: group for group in draw(_groups(ids, 3))}
    parts = {item.id: item for item in draw(_items(ids, [*leaves], 3))}
    outer = {group.id: group for group in draw(_groups(ids, 3))}
    for choice in (choice for group in outer.values() for choice in group.choices):
        kind = draw(st.sampled_from(["plain", "plain", "part", "asks"]))
        if kind == "part" and parts:
            choice.part, choice.stock = draw(st.sampled_from([*parts])), None
        elif kind == "asks" and leaves:
            choice.groups = draw(st.lists(st.sampled_from([*leaves]), max_size=2, unique=True))
    sets = {item.id: item for item in draw(_items(ids, [*outer, *leaves], 3, least=1))}
    return Plan(parts | sets, leaves | outer)


@st.composite
def _groups(draw: st.DrawFn, ids: Any, most: int) -> list[PlannedGroup]:
    return [draw(_group(ids)) for _ in range(draw(st.integers(0, most)))]


@st.composite
def _group(draw: st.DrawFn, ids: Any) -> PlannedGroup:
    most = draw(st.integers(1, 4))
    choices = [
        PlannedChoice(next(ids), draw(amounts), draw(seldom), draw(counts))
        for _ in range(draw(st.integers(1, 4)))
    ]
    least, free = draw(st.integers(0, min(most, 2))), draw(st.integers(0, most))
    return PlannedGroup(next(ids), least, most, free, choices)


@st.composite
def _items(
    draw: st.DrawFn, ids: Any, groups: list[int], most: int, *, least: int = 0
) -> list[PlannedItem]:
    asked = st.lists(st.sampled_from(groups), max_size=2, unique=True) if groups else st.just([])
    return [
        PlannedItem(
            id=next(ids),
            price=draw(st.sampled_from([0, 100, 9000, 100_000_000])),
            is_visible=not draw(seldom),
            is_sold_out=draw(seldom),
            stock=draw(counts),
            is_open=not draw(seldom),
            groups=draw(asked),
        )
        for _ in range(draw(st.integers(least, most)))
    ]


@st.composite
def carts(draw: st.DrawFn, plan: Plan, *, size: int = 3) -> list[CartLine]:
    """Any cart: mostly what the menu has, mostly as often as it may be taken."""
    return [draw(_line(plan)) for _ in range(draw(st.integers(1, size)))]


@st.composite
def _line(draw: st.DrawFn, plan: Plan) -> CartLine:
    item = plan.items[draw(st.sampled_from([*plan.items]))]
    choice_ids, parts = [], []
    for group in (plan.groups[key] for key in item.groups):
        for choice in draw(_taken(group)):
            own = asked_by(plan, choice)
            if own and draw(st.integers(0, 9)):
                inner = [one.id for key in own for one in draw(_taken(plan.groups[key]))]
                parts.append(CartPart(choice.id, tuple(inner)))
            else:
                choice_ids.append(choice.id)
    if draw(st.integers(0, 19)) == 0:
        choice_ids.append(draw(st.integers(1, 60)))
    quantity = draw(st.sampled_from([1, 1, 2, 99]))
    shuffled = draw(st.permutations(choice_ids))
    return CartLine(item.id, quantity, tuple(shuffled), parts=tuple(draw(st.permutations(parts))))


def _taken(group: PlannedGroup) -> st.SearchStrategy[list[PlannedChoice]]:
    within = st.lists(
        st.sampled_from(group.choices), min_size=group.least, max_size=max(group.most, 1)
    )
    return st.one_of(within, within, within, st.lists(st.sampled_from(group.choices), max_size=6))


def asked_by(plan: Plan, choice: PlannedChoice) -> list[int]:
    """The groups that a choice asks, by itself or as the item it stands for."""
    return plan.items[choice.part].groups if choice.part else choice.groups


def text(kind: str, number: int) -> dict[str, str]:
    return {"ko": f"{kind} {number}"}


def store() -> StoreView:
    """A store in Seoul."""
    values: dict[str, Any] = dict.fromkeys(StoreView.__dataclass_fields__)
    known = {"id": 1, "timezone": "Asia/Seoul", "languages": ("ko",), "day_starts_at": 300}
    more = {"is_taking_orders": True, "menu_version": 1, "currency": "KRW", "last_orders": ()}
    return StoreView(**values | known | more)


def menu_of(plan: Plan) -> Menu:
    """The menu as queries read it."""
    values: dict[str, Any] = dict.fromkeys(CategoryView.__dataclass_fields__)
    category = {"id": CATEGORY, "name": {"ko": "all"}, "is_visible": True, "hours": []}
    return Menu(
        [CategoryView(**values | category)],
        [_item_view(item) for item in plan.items.values()],
        {group.id: _group_view(group) for group in plan.groups.values()},
        [],
    )


def _item_view(item: PlannedItem) -> ItemView:
    values: dict[str, Any] = dict.fromkeys(ItemView.__dataclass_fields__)
    known = {
        "id": item.id,
        "category_id": CATEGORY,
        "name": text("item", item.id),
        "description": {},
        "origin": {},
        "price": item.price,
        "is_visible": item.is_visible,
        "is_sold_out": item.is_sold_out,
        "stock": item.stock,
        "hours": OPEN if item.is_open else CLOSED,
        "labels": [],
        "allergens": [],
        "option_group_ids": tuple(item.groups),
    }
    return ItemView(**values | known)


def _group_view(group: PlannedGroup) -> GroupView:
    return GroupView(
        id=group.id,
        name=text("group", group.id),
        min_select=group.least,
        max_select=group.most,
        free_quantity=group.free,
        position=0,
        choices=tuple(_choice_view(group, choice) for choice in group.choices),
    )


def _choice_view(group: PlannedGroup, choice: PlannedChoice) -> ChoiceView:
    values: dict[str, Any] = dict.fromkeys(ChoiceView.__dataclass_fields__)
    known = {
        "id": choice.id,
        "group_id": group.id,
        "menu_id": choice.part,
        "name": {} if choice.part else text("choice", choice.id),
        "price_delta": choice.delta,
        "is_default": False,
        "is_sold_out": choice.is_sold_out,
        "stock": choice.stock,
        "option_group_ids": tuple(choice.groups),
    }
    return ChoiceView(**values | known)
