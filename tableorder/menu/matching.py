"""Find out which rows of the store a file's rows are: by the store's own ids, else by name.

A row that is neither is a new one. Names are those in the store's own language; rows of the same
name are taken in their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from tableorder.i18n import text_in
from tableorder.menu.portable import KINDS, REFERENCES, Document, Entry

PLACES = {"categories": "parent_id", "items": "category_id", "choices": "group_id"}
"""What a row stands under; within it, it is known by its name."""

Rows = Mapping[int, Entry]
Current = Mapping[str, Rows]
"""The store's rows by kind and id."""


class New(NamedTuple):
    """A row that is not there yet, known by its key in the file."""

    kind: str
    key: int


Target = int | New
"""What a file's row is in the store: the id of one that is there, or itself."""
Targets = dict[tuple[str, int], Target]


def match(current: Current, wanted: Document, *, languages: Sequence[str], is_own: bool) -> Targets:
    """Return what each row of the file is, by kind and key; its references must lead somewhere.

    `is_own` says that the file's keys are this store's ids.
    """
    targets: Targets = {}
    for kind in KINDS:
        free = dict(current[kind])
        # A category's place is known once its parent is.
        entries = sorted(
            wanted.entries.get(kind, ()), key=lambda e: bool(e.values.get("parent_id"))
        )
        if is_own:
            for entry in entries:
                _take(targets, entry, entry.key if entry.key in free else None, free)
        _by_place_and_name(targets, entries, free, languages)
        _by_name(targets, entries, free, languages)
        for entry in entries:
            targets.setdefault((kind, entry.key), New(kind, entry.key))
    return targets


def translate(targets: Targets, name: str, value: Any) -> Any:
    """Return a field's value with the file's keys replaced by what they stand for."""
    kind = REFERENCES.get(name)
    if kind is None or value is None:
        return value
    if isinstance(value, list):
        return [targets.get((kind, key), New(kind, key)) for key in value]
    return targets.get((kind, value), New(kind, value))


def name_in(values: Mapping[str, Any], languages: Sequence[str]) -> str:
    """Return a row's name in the first of these languages that has it."""
    name = values.get("name") or ""
    return text_in(name, *languages) if isinstance(name, dict) else str(name)


def _take(targets: Targets, entry: Entry, row_id: int | None, free: dict[int, Entry]) -> None:
    if row_id is not None and (entry.kind, entry.key) not in targets:
        targets[entry.kind, entry.key] = row_id
        del free[row_id]


def _by_place_and_name(
    targets: Targets, entries: list[Entry], free: dict[int, Entry], languages: Sequence[str]
) -> None:
    rows: dict[Hashable, list[int]] = defaultdict(list)
    for row_id, row in free.items():
        place = row.values.get(PLACES.get(row.kind, ""))
        rows[place, _identity(row.values, languages)].append(row_id)
    for entry in entries:
        field = PLACES.get(entry.kind)
        if (entry.kind, entry.key) in targets or (field and field not in entry.values):
            continue
        place = translate(targets, field, entry.values[field]) if field else None
        part = translate(targets, "menu_id", entry.values.get("menu_id"))
        found = rows.get((place, _identity({**entry.values, "menu_id": part}, languages)))
        if found:
            _take(targets, entry, found.pop(0), free)


def _by_name(
    targets: Targets, entries: list[Entry], free: dict[int, Entry], languages: Sequence[str]
) -> None:
    """Know a row that has moved by its name, where only one of each side has it."""
    rows, left = defaultdict(list), defaultdict(list)
    for row_id, row in free.items():
        rows[name_in(row.values, languages)].append(row_id)
    for entry in entries:
        if entry.kind in {"categories", "items"} and (entry.kind, entry.key) not in targets:
            left[name_in(entry.values, languages)].append(entry)
    for name, named in left.items():
        if name and len(named) == len(rows[name]) == 1:
            _take(targets, named[0], rows[name][0], free)


def _identity(values: Mapping[str, Any], languages: Sequence[str]) -> Hashable:
    """Return what tells a row from its neighbours: its name, or the item that it stands for."""
    return values.get("menu_id") or name_in(values, languages)
