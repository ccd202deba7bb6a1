"""Fill in what a menu's texts lack in some languages, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import Texts
from tableorder.menu.editing import update
from tableorder.menu.errors import TextsTaken
from tableorder.menu.events import append_menu_updated
from tableorder.menu.journal import changing
from tableorder.menu.models import Category, Choice, MenuItem, OptionGroup

MODELS: dict[str, type[Category | Choice | MenuItem | OptionGroup]] = {
    "category": Category,
    "item": MenuItem,
    "option_group": OptionGroup,
    "choice": Choice,
}
TEXTS = ("name", "description", "origin")

Row = Mapping[str, Any]
Place = tuple[str, int, str, str]
"""Where a text stands: kind and id of its row, field, language."""


def fill_in(store: StoreView, rows: Sequence[Row], *, seen: Mapping[Place, str]) -> None:
    """Write texts in languages that rows lack.

    Each row has `kind`, `id`, and by field the texts. Where someone wrote another text meanwhile,
    nothing is saved: raises TextsTaken, unless `seen` holds that text. Rows that are no more, or
    another store's, are passed over.
    """
    with changing(store, "translated") as session:
        present = [_present(session, store, row) for row in rows]
        taken: dict[Place, str] = {}
        for row, texts in zip(rows, present, strict=True):
            taken |= _taken(row, texts, seen)
        if taken:
            raise TextsTaken(taken)
        written = [_write(session, row, now) for row, now in zip(rows, present, strict=True)]
        if any(written):
            append_menu_updated(session, store, item_ids=())


def _present(session: Session, store: StoreView, row: Row) -> dict[str, Texts]:
    """Return what a row has now in the fields that are filled in; nothing of one that is not."""
    model = MODELS[row["kind"]]
    fields = [name for name in TEXTS if row.get(name)]
    query = sa.select(*(getattr(model, name) for name in fields))
    found = session.execute(query.where(_own(model, store, row["id"]))).first()
    return dict(zip(fields, found, strict=True)) if found else {}


def _taken(row: Row, present: Mapping[str, Texts], seen: Mapping[Place, str]) -> dict[Place, str]:
    return {
        place: texts[code]
        for name, texts in present.items()
        for code, text in row[name].items()
        for place in [(row["kind"], row["id"], name, code)]
        if texts.get(code) and texts[code] not in {text, seen.get(place)}
    }


def _write(session: Session, row: Row, present: Mapping[str, Texts]) -> bool:
    """Write the texts of one row; return whether any is another than before."""
    changes: dict[str, Any] = {
        name: {**texts, **row[name]}
        for name, texts in present.items()
        if not row[name].items() <= texts.items()
    }
    if changes and row["kind"] == "item":
        changes["updated_at"] = clock.utc_now()
    update(session, MODELS[row["kind"]], row["id"], changes)
    return bool(changes)


def _own(model: Any, store: StoreView, row_id: int) -> sa.ColumnElement[bool]:
    if model is Choice:
        groups = sa.select(OptionGroup.id).where(OptionGroup.store_id == store.id)
        return sa.and_(Choice.id == row_id, Choice.group_id.in_(groups))
    return sa.and_(model.id == row_id, model.store_id == store.id)
