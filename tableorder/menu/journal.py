"""The last change of a store's menu, kept with what it changed, so that it can be undone.

`changing()` is the transaction of a use case whose change can be undone: it compares the menu's
rows before and after and keeps what differs, in the same transaction. That sees whatever wrote it,
cascades of the database too. One change is kept for each store: the next takes its place.

Undoable is what is kept through forms, lists and imports: stations, categories, option groups and
their choices, items with their options and pictures, the order. Not kept are marks and counts of
the moment (`marking`, stock that is sold), which have their own way back, and undoing itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import AnyRow, table_of, transaction
from tableorder.menu.models import (
    Category,
    Choice,
    ChoiceOptionGroup,
    MenuChange,
    MenuItem,
    MenuItemOptionGroup,
    OptionGroup,
    Station,
)
from tableorder.menu.selling import settle_stocks
from tableorder.menu.watching import Seen, watching
from tableorder.stream import log

MODELS = (
    Station, Category, OptionGroup, MenuItem, Choice, MenuItemOptionGroup, ChoiceOptionGroup,
)  # fmt: skip
TABLES = {model.__tablename__: table_of(model) for model in MODELS}
"""The menu's tables, each after those that it refers to."""

SUBJECTS = {
    **dict.fromkeys(("arranged", "imported", "translated"), ""),
    **{f"{one}_{what}": table
       for one, table in (("item", "menu_items"), ("category", "categories"),
                          ("group", "option_groups"), ("station", "stations"))
       for what in ("added", "changed", "deleted", "copied")},
    **{f"items_{what}": "menu_items"
       for what in ("pictured", "unpictured", "repriced", "marked",
                    "hidden", "shown", "moved", "deleted")},
}  # fmt: skip
"""The kinds of changes, each with the table of the rows that it is about."""
MOST_NAMED = 3

Key = tuple[int, ...]
Values = dict[str, Any]
Snapshot = dict[str, dict[Key, AnyRow]]


@dataclass(frozen=True, slots=True)
class Touch:
    """A row that a change touched: what was in it before, and what after, None where it was not.

    Of a row that stayed, only the columns that differ. Values are as JSON has them.
    """

    table: str
    key: Key
    before: Values | None
    after: Values | None


@contextmanager
def changing(store: StoreView, kind: str, *, seen: Seen = None) -> Iterator[Session]:
    """Open the write transaction of a change of the menu and keep what it changed.

    `kind` is one of SUBJECTS; `seen` is what `watching` asks for. Counts that a new day filled
    up are written before: they are no part of the change.
    """
    with transaction(store.id) as session:
        settle_stocks(session, store)
        before = take_snapshot(session, store.id)
        with watching(store, seen):
            yield session
        after = take_snapshot(session, store.id)
        touches = list(_differences(before, after))
        if touches:
            _keep(session, store, kind, touches, after, before)


def take_snapshot(session: Session, store_id: int) -> Snapshot:
    """Read all rows of a store's menu, JSON as it is stored: few of many rows are looked at."""
    return {
        name: {tuple(row[: len(table.primary_key)]): row for row in session.execute(query)}
        for name, table in TABLES.items()
        for query in (_of_store(table, store_id),)
    }


def told(table: sa.Table, row: AnyRow) -> Values:
    """Return a row as JSON has it."""
    return {column.name: _plain(column, value) for column, value in zip(table.c, row, strict=True)}


def _plain(column: sa.Column[Any], value: Any) -> Any:
    if isinstance(column.type, sa.JSON) and value is not None:
        return json.loads(value)
    return value.isoformat() if isinstance(value, date) else value


def read_back(table: sa.Table, values: Mapping[str, Any]) -> Values:
    """Return what `told` told, as the columns take it."""
    kinds = {"updated_at": datetime, "sold_out_until": date, "stock_day": date}
    return {
        name: kinds[name].fromisoformat(value) if name in kinds and value else value
        for name, value in values.items()
        if name in table.c
    }


def _of_store(table: sa.Table, store_id: int) -> sa.Select[Any]:
    """Select a table's rows of one store; the columns of a primary key stand first."""
    query = sa.select(*(_stored(column) for column in table.c))
    if "store_id" in table.c:
        return query.where(table.c.store_id == store_id)
    groups = TABLES["option_groups"]
    owned = sa.select(groups.c.id).where(groups.c.store_id == store_id)
    group = table.c.group_id if "group_id" in table.c else table.c.option_group_id
    return query.where(group.in_(owned))


def _stored(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    is_json = isinstance(column.type, sa.JSON)
    return sa.cast(column, sa.Text).label(column.name) if is_json else column


def _differences(before: Snapshot, after: Snapshot) -> Iterator[Touch]:
    for name, table in TABLES.items():
        old, new = before[name], after[name]
        for key in [*old, *(key for key in new if key not in old)]:
            was, is_ = old.get(key), new.get(key)
            if was != is_:
                yield from _touch(table, key, was, is_)


def _touch(table: sa.Table, key: Key, was: AnyRow | None, is_: AnyRow | None) -> Iterator[Touch]:
    before = None if was is None else told(table, was)
    after = None if is_ is None else told(table, is_)
    if before is not None and after is not None:
        names = [n for n in before if before[n] != after[n] and n != "updated_at"]
        if not names:
            return
        before, after = ({name: values[name] for name in names} for values in (before, after))
    yield Touch(table.name, key, before, after)


def _keep(
    session: Session, store: StoreView, kind: str, touches: list[Touch], *snapshots: Snapshot
) -> None:
    """Keep a change in place of the one before."""
    now = clock.utc_now()
    subjects = [*dict.fromkeys(_subjects(kind, touches, snapshots))]
    if not kind.startswith("items_"):
        del subjects[1:]  # about one row, with what hangs on it
    names = [_name(snapshots, SUBJECTS[kind], key) for key in subjects[:MOST_NAMED]]
    session.execute(sa.delete(MenuChange).where(MenuChange.store_id == store.id))
    values = {
        "store_id": store.id,
        "kind": kind,
        "names": names,
        "count": len(subjects),
        "touches": [[t.table, t.key, t.before, t.after] for t in touches],
        "seq": log.last_seq(store.id),
        "day": store.business_day(now),
        "at": now,
    }
    session.execute(sa.insert(MenuChange).values(values))


def _subjects(kind: str, touches: list[Touch], snapshots: tuple[Snapshot, ...]) -> Iterator[Key]:
    """Give the rows that the change was about; others only made room for them."""
    about = SUBJECTS[kind]
    for touch in touches:
        if touch.after and touch.before and touch.after.keys() == {"position"}:
            continue
        if touch.table == about:
            yield touch.key
        elif touch.table == "menu_item_option_groups" and about == "menu_items":
            yield touch.key[:1]
        elif touch.table.startswith("choice") and about == "option_groups":
            for choice in _rows(snapshots, "choices", touch.key[:1])[:1]:
                yield (choice.group_id,)


def _name(snapshots: tuple[Snapshot, ...], table: str, key: Key) -> Any:
    return told(TABLES[table], _rows(snapshots, table, key)[0])["name"]


def _rows(snapshots: tuple[Snapshot, ...], table: str, key: Key) -> list[AnyRow]:
    return [rows[table][key] for rows in snapshots if key in rows[table]]
