"""Checks and single writes of which the use cases of option groups are made.

Everything here runs inside the caller's transaction and never opens one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.errors import N_, FieldFault, Invalid
from tableorder.menu.editing import (
    UNKNOWN,
    Values,
    mark_end,
    require_all,
    require_own_language,
    update,
)
from tableorder.menu.models import (
    Choice,
    ChoiceOptionGroup,
    MenuItem,
    MenuItemOptionGroup,
    OptionGroup,
)
from tableorder.menu.nesting import Nesting, nesting_fault

NESTING_MESSAGES = {
    Nesting.CIRCULAR: N_("This would contain itself. Please choose something else."),
    Nesting.TOO_DEEP: N_("Options may ask for options of their own once, not twice."),
}
DEFAULTS_CROSSED = N_("Must not be below the number of choices that are taken by default.")
OF_THE_ITEM = N_("This comes from the item that the choice stands for. Leave it empty.")
LINKS = {"menu_id", "option_group_ids"}
"""Fields of a choice that lead to other rows."""
NOTHING_OWN: Values = {"name": {}, "stock": None, "option_group_ids": []}
"""What a part of a set has only from its item."""


def check_numbers(values: Values) -> None:
    """Refuse a largest number below the least, or below that of the free ones."""
    most = values.get("max_select", 1)
    if values.get("min_select", 0) > most:
        raise _crossed(N_("Must not be below the least number."))
    if values.get("free_quantity", 0) > most:
        raise _crossed(N_("Must not be below the number of free ones."))


def check_defaults(session: Session, group_id: int) -> None:
    """Refuse more choices that are taken by default than may be taken."""
    query = (
        sa.select(sa.func.count(Choice.id))
        .join(OptionGroup, OptionGroup.id == Choice.group_id)
        .where(OptionGroup.id == group_id, Choice.is_default)
        .having(sa.func.count(Choice.id) > sa.func.max(OptionGroup.max_select))
    )
    if session.execute(query).first():
        raise _crossed(DEFAULTS_CROSSED)


def numbers_of(session: Session, group_id: int) -> Values:
    """Return how many of a group's choices may be taken."""
    columns = (OptionGroup.min_select, OptionGroup.max_select, OptionGroup.free_quantity)
    query = sa.select(*columns).where(OptionGroup.id == group_id)
    return session.execute(query).one()._asdict()


def set_choices(
    session: Session, store: StoreView, group_id: int, choices: Sequence[Values]
) -> None:
    """Make the group's choices exactly these, in this order; those with an id stay who they are."""
    query = sa.select(Choice.id, Choice.name, Choice.menu_item_id).where(
        Choice.group_id == group_id
    )
    old = {row.id: row for row in session.execute(query)}
    _check_ids(choices, old)
    _check_links(session, store, choices)
    session.execute(sa.delete(Choice).where(Choice.id.in_(old.keys() - _ids(choices))))
    today = store.business_day(clock.utc_now())
    for position, choice in enumerate(choices):
        known = old.get(choice.get("id") or 0)
        kept = {"name": known.name, "menu_id": known.menu_item_id} if known else {"name": {}}
        part = choice.get("menu_id", kept.get("menu_id"))
        if part:
            _check_part(choice, f"choices.{position}")
        else:
            require_own_language(store, {**kept, **choice}, f"choices.{position}.name")
        _write_choice(session, choice, group_id=group_id, position=position, part=part, today=today)
    check_defaults(session, group_id)
    check_nesting(session, store, path="choices")


def check_nesting(session: Session, store: StoreView, *, path: str) -> None:
    """Refuse groups that ask themselves, or that ask deeper than once; the fault is at `path`."""
    of_store = OptionGroup.store_id == store.id
    by_itself = (
        sa.select(Choice.group_id, ChoiceOptionGroup.option_group_id)
        .join(ChoiceOptionGroup, ChoiceOptionGroup.choice_id == Choice.id)
        .join(OptionGroup, OptionGroup.id == Choice.group_id)
        .where(of_store)
    )
    link = MenuItemOptionGroup
    as_item = (
        sa.select(Choice.group_id, link.option_group_id)
        .join(link, link.menu_item_id == Choice.menu_item_id)
        .join(OptionGroup, OptionGroup.id == Choice.group_id)
        .where(of_store)
    )
    asks: dict[int, set[int]] = defaultdict(set)
    for group, inner in session.execute(sa.union(by_itself, as_item)):
        asks[group].add(inner)
    fault = nesting_fault(asks)
    if fault:
        raise Invalid([FieldFault(path, fault.value, NESTING_MESSAGES[fault])])


def _crossed(message: str) -> Invalid:
    return Invalid([FieldFault("max_select", "SELECTS_CROSSED", message)])


def _ids(choices: Sequence[Values]) -> set[int | None]:
    return {choice.get("id") for choice in choices}


def _check_ids(choices: Sequence[Values], old: Collection[int]) -> None:
    kept = [choice["id"] for choice in choices if choice.get("id")]
    faults = [
        FieldFault(f"choices.{index}.id", "NOT_FOUND", UNKNOWN)
        for index, choice in enumerate(choices)
        if choice.get("id") and (choice["id"] not in old or kept.count(choice["id"]) > 1)
    ]
    if faults:
        raise Invalid(faults)


def _check_links(session: Session, store: StoreView, choices: Sequence[Values]) -> None:
    for index, choice in enumerate(choices):
        parts = [choice["menu_id"]] if choice.get("menu_id") else []
        require_all(session, MenuItem, store, parts, path=f"choices.{index}.menu_id")
        groups, path = choice.get("option_group_ids", ()), f"choices.{index}.option_group_ids"
        require_all(session, OptionGroup, store, groups, path=path)


def _check_part(choice: Values, path: str) -> None:
    """Refuse what a part of a set has from its item."""
    own = [name for name, none in NOTHING_OWN.items() if choice.get(name, none) != none]
    if own:
        raise Invalid([FieldFault(f"{path}.{name}", "OF_THE_ITEM", OF_THE_ITEM) for name in own])


def _write_choice(
    session: Session,
    choice: Values,
    *,
    group_id: int,
    position: int,
    part: int | None,
    today: date,
) -> None:
    values = {**choice, **NOTHING_OWN} if part else choice
    row = {key: value for key, value in values.items() if key not in {"id", *LINKS}}
    row |= {"group_id": group_id, "position": position, "menu_item_id": part}
    choice_id = choice.get("id")
    row |= mark_end(Choice, row, today=today, is_new=not choice_id)
    if choice_id:
        update(session, Choice, choice_id, row)
    else:
        inserted = sa.insert(Choice).values(row).returning(Choice.id)
        choice_id = session.execute(inserted).scalar_one()
    if "option_group_ids" in values:
        _ask_groups(session, choice_id, values["option_group_ids"])


def _ask_groups(session: Session, choice_id: int, group_ids: Sequence[int]) -> None:
    """Let the choice ask exactly these groups, in this order."""
    link = ChoiceOptionGroup
    session.execute(sa.delete(link).where(link.choice_id == choice_id))
    rows = [
        {"choice_id": choice_id, "option_group_id": group_id, "position": position}
        for position, group_id in enumerate(group_ids)
    ]
    if rows:
        session.execute(sa.insert(link), rows)
