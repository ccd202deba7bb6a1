"""The whole menu as plain data that can leave a store and come back, or enter another one.

Its rows are those of the editing API, without positions: the order of a list is its order. Every
row has a key, and rows refer to each other by these keys: within a store they are the rows' ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tableorder.auth.queries import StoreView
from tableorder.errors import FieldFault
from tableorder.menu.availability import is_marked
from tableorder.menu.queries import Menu, StationView
from tableorder.menu.tree import category_answer, group_answer, item_answer

FORMAT, VERSION = "tableorder-menu", 1
SECTIONS = ("stations", "categories", "option_groups", "items")
KINDS = ("stations", "categories", "option_groups", "items", "choices")
"""The kinds of rows, so that each comes after most of those that it refers to."""
REFERENCES = {
    "parent_id": "categories",
    "category_id": "categories",
    "station_id": "stations",
    "group_id": "option_groups",
    "option_group_ids": "option_groups",
    "menu_id": "items",
}
"""Fields that hold keys of other rows, one or a list, and of which kind these are."""

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a menu. `path` is where it stands in its file, for the faults that it has."""

    kind: str
    key: int
    values: Values
    path: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A menu from a file: entries by kind, each kind in its order.

    `store` is the code of the store whose ids the keys are. A table tells texts in `languages`
    alone, others stay as they are, and only with the letters of its `encoding`. `defaults` holds,
    by kind, what a new row has if the file does not say it. With `faults`, the entries are what
    could be read of the file, and `unread` names the places that could not.
    """

    entries: Mapping[str, list[Entry]]
    store: str | None = None
    languages: frozenset[str] | None = None
    defaults: Mapping[str, Values] = field(default_factory=dict)
    faults: Sequence[FieldFault] = ()
    unread: Collection[str] = ()
    encoding: str | None = None


def export_menu(store: StoreView, menu: Menu, *, today: date) -> Values:
    """Return the menu as it is written into a file; an item's `image` is as its row holds it.

    Counts and sold-out marks are those of business day `today`.
    """
    groups = [group_answer(view, today=today) for view in menu.groups.values()]
    items = [(view, item_answer(view, today=today)) for view in menu.items]
    return {
        "format": FORMAT,
        "version": VERSION,
        "store": store.code,
        "currency": store.currency,
        "languages": list(store.languages),
        "stations": [_station(view) for view in menu.stations],
        "categories": [_unplaced(category_answer(view)) for view in menu.categories],
        "option_groups": [*map(_unplaced, groups)],
        "items": [{**_unplaced(answer), "image": view.image} for view, answer in items],
    }


def entries_of(data: Mapping[str, Any]) -> dict[str, list[Entry]]:
    """List the rows of an exported menu by kind; the choices of groups are rows of their own.

    Rows without an id get keys below 0; a row that is None was there and could not be read.
    """
    found: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for section in SECTIONS:
        for index, row in enumerate(data.get(section) or ()):
            if row is None:
                continue
            entry = _entry(section, row, f"{section}.{index}", -1 - index)
            found[section].append(entry)
            found["choices"] += _choices(row, entry, -1 - len(found["choices"]))
    return found


def as_of(document: Document, today: date) -> Document:
    """Return a document in which sold-out marks that have run out on a business day are none."""
    entries = {
        kind: [_as_of(one, today) for one in rows] for kind, rows in document.entries.items()
    }
    return replace(document, entries=entries)


def source_of(image: Mapping[str, Any] | None) -> str | None:
    """Return what a picture was made from, which tells it from others; None for no picture."""
    return str(image.get("source") or image["name"]) if image else None


def keys_in(value: Any) -> list[int]:
    """List the keys that a reference holds."""
    return [key for key in (value if isinstance(value, list) else [value]) if key is not None]


def _as_of(entry: Entry, today: date) -> Entry:
    values = entry.values
    if "is_sold_out" not in values:
        return entry
    until = date.fromisoformat(values.get("sold_out_until") or date.max.isoformat())
    if is_marked(flag=values["is_sold_out"], until=until, today=today):
        return entry
    return replace(entry, values={**values, "is_sold_out": False, "sold_out_until": None})


def _station(view: StationView) -> Values:
    """Return a station without its pause, which is of the moment."""
    return {name: getattr(view, name) for name in ("id", "name", "warn_after", "late_after")}


def _choices(row: Values, group: Entry, first_key: int) -> Iterator[Entry]:
    for index, choice in enumerate(row.get("choices") or ()):
        values = {**choice, "group_id": group.key}
        yield _entry("choices", values, f"{group.path}.choices.{index}", first_key - index)


def _entry(kind: str, row: Values, path: str, key: int) -> Entry:
    values = {name: value for name, value in row.items() if name not in {"id", "choices"}}
    own_key = row.get("id")
    return Entry(kind, key if own_key is None else own_key, values, path)


def _unplaced(row: Values) -> Values:
    """Return a row without positions, with its lists as lists."""
    return {
        name: [_unplaced(one) if isinstance(one, dict) else one for one in value]
        if isinstance(value, list | tuple)
        else value
        for name, value in row.items()
        if name != "position"
    }
