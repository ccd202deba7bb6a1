"""Tell people what an import would change: rows by name, fields as a spreadsheet writes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask_babel import gettext

from tableorder.auth.queries import StoreView
from tableorder.errors import FieldFault
from tableorder.menu.cell_forms import COLUMNS, KIND_WORDS, OWN_HEADINGS, Cells, Words
from tableorder.menu.matching import name_in
from tableorder.menu.plans import Plan, Row
from tableorder.menu.portable import REFERENCES, Values, entries_of
from tableorder.menu.sheet_forms import reference_texts

Names = dict[tuple[str, Any], str]


def tell_plan(store: StoreView, menu: Values, plan: Plan, words: Words) -> dict[str, Any]:
    """Return what is added, changed, removed, put into another order and left."""
    names: Names = {**reference_texts(store, entries_of(menu))}
    names |= {(row.kind, row.target): name_in(row.after, store.languages) for row in plan.rows}
    named = partial(_named, store, names)
    cells = Cells(store.currency, words, names)
    return {
        "added": [named(row) for row in plan.rows if row.before is None],
        "changed": [
            {**named(row), "fields": [*_fields(row, cells)]}
            for row in plan.rows
            if row.before is not None
        ],
        "removed": [named(row) for row in plan.removed],
        "reordered": list(plan.orders),
        "left": plan.left,
    }


def tell_fault(fault: FieldFault, words: Words) -> dict[str, str]:
    """Return where a fault is and what it says: `rows.12.price` is in row 12, column “Price”."""
    parts = fault.path.split(".")
    row = parts[1] if parts[0] == "rows" and len(parts) > 1 else ""
    headings = {field: column.name for column in COLUMNS for field in column.fields.values()}
    headings |= {name: name for name in OWN_HEADINGS}
    name = next((headings[part] for part in parts[2 if row else 0 :] if part in headings), None)
    place = words.tell("kind", fault.path) if fault.path in KIND_WORDS else fault.path
    return {
        "row": row,
        "place": "" if row else place,
        "column": words.tell("heading", name) if name else "",
        "message": gettext(fault.message, **fault.params),
    }


def _named(store: StoreView, names: Names, row: Row) -> dict[str, Any]:
    values = row.after or row.before or {}
    # A part of a set has no name of its own.
    part = names.get(("items", values.get("menu_id")), "")
    return {
        "kind": row.kind,
        "id": row.target if isinstance(row.target, int) else None,
        "name": name_in(values, store.languages) or part,
    }


def _fields(row: Row, cells: Cells) -> Iterator[dict[str, str]]:
    """Yield each field that differs, a text's once for each language that does."""
    before = row.before or {}
    for name in row.changed:
        old, new = before.get(name), row.after[name]
        if name == "image":
            yield _field(name, cells.words.tell("heading", name), *_pictures(old, new, cells.words))
            continue
        column = next(one for one in COLUMNS if one.fields.get(row.kind) == name)
        if column.is_text and isinstance(new, dict):
            for language in dict.fromkeys([*(old or {}), *new]):
                texts = [text.get(language, "") for text in (old or {}, new)]
                if texts[0] != texts[1]:
                    yield _field(f"{name}.{language}", cells.heading(column, language), *texts)
            continue
        kind = REFERENCES.get(name, "")
        texts = [cells.write(column.cell, value, kind=kind) for value in (old, new)]
        yield _field(name, cells.heading(column), *texts)


def _pictures(old: Values | None, new: Values | None, words: Words) -> tuple[str, str]:
    before, after = (words.tell("flag", "true" if image else "false") for image in (old, new))
    return before, words.tell("image", "another") if old and new else after


def _field(name: str, label: str, before: str, after: str) -> dict[str, str]:
    return {"name": name, "label": label, "before": before, "after": after}
