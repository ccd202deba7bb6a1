"""Read option groups with their choices as plain view objects, in all languages."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from tableorder.db import Texts, db
from tableorder.errors import NotFound
from tableorder.menu.models import Choice, ChoiceOptionGroup, OptionGroup


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One answer of an option group; `menu_id` is the item that it stands for in a set."""

    id: int
    group_id: int
    menu_id: int | None
    name: Texts
    price_delta: int
    is_default: bool
    is_sold_out: bool
    sold_out_until: date | None
    stock: int | None
    position: int
    option_group_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """An option group with its choices in order."""

    id: int
    name: Texts
    min_select: int
    max_select: int
    free_quantity: int
    position: int
    choices: tuple[ChoiceView, ...]


CHOICE_COLUMNS = (
    Choice.id,
    Choice.group_id,
    Choice.menu_item_id,
    Choice.name,
    Choice.price_delta,
    Choice.is_default,
    Choice.is_sold_out,
    Choice.sold_out_until,
    Choice.stock,
    Choice.position,
)
GROUP_COLUMNS = (
    OptionGroup.id,
    OptionGroup.name,
    OptionGroup.min_select,
    OptionGroup.max_select,
    OptionGroup.free_quantity,
    OptionGroup.position,
)


def list_groups(store_id: int) -> list[GroupView]:
    """List the store's option groups by position."""
    return _groups(store_id)


def get_group(store_id: int, group_id: int) -> GroupView:
    """Return an option group of the store; raises NotFound, also for another store's."""
    found = _groups(store_id, OptionGroup.id == group_id)
    if not found:
        raise NotFound
    return found[0]


def get_choice(store_id: int, choice_id: int) -> ChoiceView:
    """Return a choice of the store; raises NotFound, also for another store's."""
    of_store = sa.select(Choice.group_id).where(Choice.id == choice_id).scalar_subquery()
    found = _groups(store_id, OptionGroup.id == of_store)
    choices = (choice for group in found for choice in group.choices)
    choice = next((choice for choice in choices if choice.id == choice_id), None)
    if choice is None:
        raise NotFound
    return choice


def _groups(store_id: int, *conditions: sa.ColumnElement[bool]) -> list[GroupView]:
    of_store = (OptionGroup.store_id == store_id, *conditions)
    choices: dict[int, list[ChoiceView]] = defaultdict(list)
    asked = _asked_by_choices(*of_store)
    query = (
        sa.select(*CHOICE_COLUMNS)
        .join(OptionGroup, OptionGroup.id == Choice.group_id)
        .where(*of_store)
        .order_by(Choice.group_id, Choice.position, Choice.id)
    )
    for row in db.session.execute(query):
        values: list[Any] = [*row, tuple(asked[row.id])]
        choices[row.group_id].append(ChoiceView(*values))
    heads = (
        sa.select(*GROUP_COLUMNS).where(*of_store).order_by(OptionGroup.position, OptionGroup.id)
    )
    return [GroupView(*row, tuple(choices[row.id])) for row in db.session.execute(heads)]


def _asked_by_choices(*of_store: sa.ColumnElement[bool]) -> dict[int, list[int]]:
    link = ChoiceOptionGroup
    query = (
        sa.select(link.choice_id, link.option_group_id)
        .join(Choice, Choice.id == link.choice_id)
        .join(OptionGroup, OptionGroup.id == Choice.group_id)
        .where(*of_store)
        .order_by(link.choice_id, link.position, link.option_group_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for choice, group in db.session.execute(query):
        found[choice].append(group)
    return found
