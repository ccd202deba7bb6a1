"""Whether a menu is sound as an import would leave it; each fault is named at its row of the file.

These are the rules of single edits, looked at once for all rows together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from tableorder.auth.queries import StoreView
from tableorder.errors import N_, FieldFault, Invalid
from tableorder.menu.choices import (
    DEFAULTS_CROSSED,
    NESTING_MESSAGES,
    NOTHING_OWN,
    OF_THE_ITEM,
    check_numbers,
)
from tableorder.menu.editing import TOO_DEEP
from tableorder.menu.matching import Target, name_in
from tableorder.menu.nesting import Asks, nesting_fault
from tableorder.menu.plans import Row
from tableorder.menu.portable import REFERENCES, Values
from tableorder.menu.stations import check_ages

REQUIRED = {
    "stations": ("name",),
    "categories": ("name",),
    "option_groups": ("name",),
    "choices": ("group_id",),
    "items": ("name", "category_id", "price"),
}
STANDING = (("categories", "parent_id"), ("items", "category_id"), ("choices", "menu_id"))
"""References without which a row cannot stand, by its kind."""

ASKING = {"menu_id", "option_group_ids"}
"""Fields that decide which groups ask which."""

MOST_CHOICES = 50
MISSING = N_("This field is required.")
STILL_NEEDED = N_("The file leaves something out that other rows still need: %(name)s.")
CHOICES_MISSING = N_("A group needs between 1 and %(most)s choices.")

Menu = Mapping[str, Mapping[Target, Values]]
"""All rows as they will be, by kind."""


def faults_in(
    store: StoreView, menu: Menu, *, rows: Sequence[Row], removed: Sequence[Row]
) -> Iterator[FieldFault]:
    """Yield every fault of the menu to which these rows lead."""
    for row in rows:
        yield from _row_faults(store, row)
    yield from _category_faults(menu, rows)
    yield from _group_faults(menu, rows)
    yield from _nesting_faults(menu, rows)
    yield from _gaps(store, menu, removed)
    for row in rows:
        if row.kind == "stations":
            yield from _refused(row, check_ages)


def _row_faults(store: StoreView, row: Row) -> Iterator[FieldFault]:
    missing = [n for n in REQUIRED[row.kind] if row.after.get(n) in (None, "", {})]
    if row.before is None:
        yield from (FieldFault(f"{row.path}.{name}", "MISSING", MISSING) for name in missing)
    if row.after.get("menu_id"):
        for name, nothing in NOTHING_OWN.items():
            if row.after[name] != nothing:
                yield FieldFault(f"{row.path}.{name}", "OF_THE_ITEM", OF_THE_ITEM)
        return
    own, texts = store.languages[0], row.after.get("name")
    is_named_anew = not {"name", "menu_id"}.isdisjoint(row.changed) or row.before is None
    is_said = row.before is not None or "name" not in missing
    if isinstance(texts, dict) and is_named_anew and is_said and own not in texts:
        yield FieldFault(f"{row.path}.name.{own}", "MISSING", MISSING)


def _category_faults(menu: Menu, rows: Sequence[Row]) -> Iterator[FieldFault]:
    categories = menu["categories"]
    parents = {values.get("parent_id") for values in categories.values()}
    for row in rows:
        parent = row.after.get("parent_id")
        if row.kind != "categories" or parent is None:
            continue
        is_third_level = categories.get(parent, {}).get("parent_id") is not None
        if parent == row.target or row.target in parents or is_third_level:
            yield FieldFault(f"{row.path}.parent_id", "TOO_DEEP", TOO_DEEP)


def _group_faults(menu: Menu, rows: Sequence[Row]) -> Iterator[FieldFault]:
    choices: dict[Any, list[Values]] = defaultdict(list)
    for values in menu["choices"].values():
        choices[values.get("group_id")].append(values)
    for row in rows:
        if row.kind != "option_groups":
            continue
        yield from _refused(row, check_numbers)
        own = choices[row.target]
        if not 1 <= len(own) <= MOST_CHOICES:
            path = f"{row.path}.choices"
            yield FieldFault(path, "CHOICES_MISSING", CHOICES_MISSING, most=MOST_CHOICES)
        if sum(choice["is_default"] for choice in own) > row.after["max_select"]:
            yield FieldFault(f"{row.path}.max_select", "SELECTS_CROSSED", DEFAULTS_CROSSED)


def _nesting_faults(menu: Menu, rows: Sequence[Row]) -> Iterator[FieldFault]:
    asks: dict[Any, set[Target]] = defaultdict(set)
    for choice in menu["choices"].values():
        part = menu["items"].get(choice.get("menu_id") or 0, {})
        inner = (*choice["option_group_ids"], *part.get("option_group_ids", ()))
        if inner:
            asks[choice.get("group_id")].update(inner)
    fault = nesting_fault(cast("Asks", asks))
    changed = [row for row in rows if not ASKING.isdisjoint(row.changed)]
    if fault and changed:
        path = f"{changed[-1].path}.option_group_ids"
        yield FieldFault(path, fault.value, NESTING_MESSAGES[fault])


def _gaps(store: StoreView, menu: Menu, removed: Sequence[Row]) -> Iterator[FieldFault]:
    """Find rows that go although others, which stay, cannot do without them."""
    needed = {
        (REFERENCES[name], values.get(name))
        for kind, name in STANDING
        for values in menu[kind].values()
    }
    for row in removed:
        if (row.kind, row.target) in needed:
            params = {"name": name_in(row.before or {}, store.languages)}
            yield FieldFault(row.kind, "STILL_NEEDED", STILL_NEEDED, **params)


def _refused(row: Row, check: Callable[[Values], None]) -> Iterator[FieldFault]:
    """Yield what a check refuses about a row, at the row's place in the file."""
    try:
        check(row.after)
    except Invalid as refusal:
        for fault in refusal.fields:
            yield FieldFault(f"{row.path}.{fault.path}", fault.code, fault.message, **fault.params)
