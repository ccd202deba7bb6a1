"""Fill in what a menu's texts lack in some languages, all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.menu.editing import update
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


def fill_in(store: StoreView, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add texts in languages that they lack, and return how many were added.

    Each row has `kind`, `id`, and by field the texts. What is there already stays as it is: someone
    may have written it meanwhile. Rows that are no more, or another store's, are passed over.
    """
    with changing(store, "translated") as session:
        added = sum(_fill_in(session, store, row) for row in rows)
        if added:
            append_menu_updated(session, store, item_ids=())
    return added


def _fill_in(session: Session, store: StoreView, row: Mapping[str, Any]) -> int:
    model = MODELS[row["kind"]]
    fields = [name for name in TEXTS if row.get(name)]
    query = sa.select(model.id, *(getattr(model, name) for name in fields))
    found = session.execute(query.where(_own(model, store, row["id"]))).first()
    changes: dict[str, Any] = {}
    added = 0
    for name, texts in zip(fields, found[1:] if found else (), strict=bool(found)):
        new = {code: text for code, text in row[name].items() if not texts.get(code)}
        if new:
            changes[name] = {**texts, **new}
            added += len(new)
    if changes and model is MenuItem:
        changes["updated_at"] = clock.utc_now()
    update(session, model, row["id"], changes)
    return added


def _own(model: Any, store: StoreView, row_id: int) -> sa.ColumnElement[bool]:
    if model is Choice:
        groups = sa.select(OptionGroup.id).where(OptionGroup.store_id == store.id)
        return sa.and_(Choice.id == row_id, Choice.group_id.in_(groups))
    return sa.and_(model.id == row_id, model.store_id == store.id)
