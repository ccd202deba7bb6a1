"""Carry out an import: all of it in one transaction, or nothing.

Reading and planning happen before, outside of it, for one version of the menu; another version is
planned anew. Pictures are written before the transaction and taken back when it fails. Inside are
whole tables' worth of rows a statement, and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock, pool
from tableorder.auth.queries import StoreView, get_store
from tableorder.db import table_of
from tableorder.errors import FieldFault, Invalid
from tableorder.menu import pictures
from tableorder.menu.editing import require_version
from tableorder.menu.errors import PICTURE_UNUSABLE, MenuChanged
from tableorder.menu.events import append_menu_updated, append_stations_updated
from tableorder.menu.images import Encoded
from tableorder.menu.journal import changing
from tableorder.menu.matching import New, Target
from tableorder.menu.models import (
    Category,
    Choice,
    ChoiceOptionGroup,
    MenuItem,
    MenuItemOptionGroup,
    OptionGroup,
    Station,
)
from tableorder.menu.planning import plan_import
from tableorder.menu.plans import Plan, Row
from tableorder.menu.portable import KINDS, Document, Entry, Values, as_of, entries_of, export_menu
from tableorder.menu.queries import get_menu

TABLES = {
    "stations": table_of(Station),
    "categories": table_of(Category),
    "option_groups": table_of(OptionGroup),
    "items": table_of(MenuItem),
    "choices": table_of(Choice),
}
ASKING = {
    "items": (table_of(MenuItemOptionGroup), "menu_item_id"),
    "choices": (table_of(ChoiceOptionGroup), "choice_id"),
}
"""Where it stands which groups a row asks, and the column that names the row."""

NOT_COLUMNS = {"option_group_ids", "image"}
COLUMN_NAMES = {"menu_id": "menu_item_id"}
AVAILABILITY = {
    "category_id", "is_visible", "is_sold_out", "sold_out_until", "stock", "daily_stock", "hours",
}  # fmt: skip
"""What decides whether an item can be had."""
MOST_NAMED = 200
"""Items that an event names at most: with more, all readers fetch the menu anyway."""

TRIES = 3

Image = dict[str, Any]
Load = Callable[[Values], Encoded]
"""Gives the encoded picture that a file's item names; may wait."""


def read_menu(store: StoreView) -> tuple[StoreView, Values]:
    """Return the store as it is now, and its whole menu as data that can leave it."""
    store = get_store(store.id)  # before the menu: a change between the two is then noticed
    today = store.business_day(clock.utc_now())
    return store, export_menu(store, get_menu(store.id), today=today)


def preview(store: StoreView, document: Document, *, replace: bool, counts: bool = False) -> Plan:
    """Return what importing the document would change; raises Invalid with every fault."""
    store, menu = read_menu(store)
    return pool.run(_plan, store, menu, document, replace=replace, counts=counts)


def import_menu(
    store: StoreView,
    document: Document,
    *,
    replace: bool,
    counts: bool = False,
    load: Load,
    folder: Path,
    version: int | None = None,
) -> Plan:
    """Make the menu as the document tells it, and return what that changed.

    With `version`, raises MenuChanged unless the menu still has it. Raises Invalid, also for every
    picture that cannot be used, and what writing files raises; then nothing has changed.
    """
    for attempt in range(TRIES):
        plan = preview(store, document, replace=replace, counts=counts)
        if version not in (None, plan.version):
            raise MenuChanged
        try:
            if not plan.is_empty:
                _carry_out(store, plan, load=load, folder=folder)
            return plan
        except MenuChanged:
            if attempt == TRIES - 1 or version is not None:
                raise
    raise MenuChanged


def _plan(
    store: StoreView, menu: Values, document: Document, *, replace: bool, counts: bool
) -> Plan:
    current: dict[str, list[Entry]] = entries_of(menu)
    wanted = as_of(document, store.business_day(clock.utc_now()))
    return plan_import(store, current, wanted, replace=replace, counts=counts)


def _carry_out(store: StoreView, plan: Plan, *, load: Load, folder: Path) -> None:
    saved: dict[Target, Image] = {}
    try:
        _save_pictures(plan, saved, load=load, folder=folder)
        writer = Writer(store, plan, saved)
        with changing(store, "imported") as session:
            require_plan_version(session, store, plan)
            writer.write(session)
    except BaseException:
        for image in saved.values():
            pictures.remove(folder, image)
        raise


def _save_pictures(plan: Plan, saved: dict[Target, Image], *, load: Load, folder: Path) -> None:
    """Write the pictures of all rows and note them; raises Invalid at those that cannot be used."""
    faults = []
    for row in plan.rows:
        if "image" not in row.changed or not row.after["image"]:
            continue
        try:
            encoded = load(row.after["image"])
        except PICTURE_UNUSABLE as error:
            path = f"{row.path}.image"
            faults.append(FieldFault(path, error.code, error.message, **error.params))
        else:
            saved[row.target] = pictures.save(folder, encoded)
    if faults:
        raise Invalid(faults)


def require_plan_version(session: Session, store: StoreView, plan: Plan) -> None:
    """Raise MenuChanged unless the menu is still the one that a plan was made for."""
    require_version(session, store, plan.version)
    stations = sa.select(Station.id).where(Station.store_id == store.id)
    if set(session.execute(stations).scalars()) != plan.stations:
        raise MenuChanged


class Writer:
    """Writes one plan: what can be made ready is ready before its transaction begins."""

    _session: Session

    def __init__(self, store: StoreView, plan: Plan, saved: Mapping[Target, Image]) -> None:
        self._store, self._plan, self._saved = store, plan, saved
        self._now = clock.utc_now()
        self._ids: dict[Target, int] = {}
        self._ready = {(row.kind, row.target): self._columns(row) for row in plan.rows}

    def write(self, session: Session) -> None:
        """Write the plan in this transaction, and the events of it."""
        self._session = session
        for kind in KINDS:
            self._insert(kind)
            self._update(kind)
            self._put_in_order(kind)
        for kind in ASKING:
            self._ask_groups(kind)
        self._remove()
        append_menu_updated(self._session, self._store, item_ids=self._concerned())
        if any(row.kind == "stations" for row in (*self._plan.rows, *self._plan.removed)):
            append_stations_updated(self._session, self._store)

    def _insert(self, kind: str) -> None:
        table, places = TABLES[kind], self._places(kind)
        rows = self._plan.of(kind, is_new=True)
        # Categories of the first level come first: the others need their ids.
        for level in (True, False):
            new = [row for row in rows if (row.after.get("parent_id") is None) == level]
            if not new:
                continue
            values = [{**self._values(row), "position": places[row.target]} for row in new]
            insert = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
            ids = self._session.execute(insert, values).scalars()
            self._ids |= {row.target: row_id for row, row_id in zip(new, ids, strict=True)}

    def _update(self, kind: str) -> None:
        """Write what differs and nothing else: a count may have been sold from since the plan."""
        alike: dict[frozenset[str], list[Values]] = defaultdict(list)
        for row in self._plan.of(kind, is_new=False):
            values = self._values(row)
            if values:
                alike[frozenset(values)].append({**values, "row_id": row.target})
        for rows in alike.values():
            self._change(kind, rows)

    def _put_in_order(self, kind: str) -> None:
        rows = [
            {"row_id": target, "position": place}
            for target, place in self._places(kind).items()
            if isinstance(target, int)
        ]
        if rows:
            self._change(kind, rows)

    def _change(self, kind: str, rows: list[Values]) -> None:
        table = TABLES[kind]
        columns: dict[str, Any] = {name: sa.bindparam(name) for name in rows[0] if name != "row_id"}
        by_id = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
        self._session.execute(by_id.values(columns), rows)

    def _places(self, kind: str) -> dict[Target, int]:
        return {target: place for place, target in enumerate(self._plan.orders.get(kind, ()))}

    def _values(self, row: Row) -> Values:
        """Return what is written of a row, with the ids of rows that are new themselves."""
        values = self._ready[row.kind, row.target]
        new = {name: self._ids[v] for name, v in values.items() if isinstance(v, New)}
        return {**values, **new} if new else values

    def _columns(self, row: Row) -> Values:
        is_new = row.before is None
        values = {
            COLUMN_NAMES.get(name, name): row.after[name]
            for name in (row.after if is_new else row.changed)
            if name not in NOT_COLUMNS
        }
        if is_new and row.kind != "choices":
            values["store_id"] = self._store.id
        if "is_sold_out" in values:
            # The end of a mark that has run out stands there still.
            values["sold_out_until"] = row.after.get("sold_out_until")
        if values.get("sold_out_until"):
            values["sold_out_until"] = date.fromisoformat(values["sold_out_until"])
        return values | self._item_columns(row) if row.kind == "items" else values

    def _item_columns(self, row: Row) -> Values:
        values: Values = {"updated_at": self._now}
        if row.before is None or "image" in row.changed:
            values["image"] = self._saved.get(row.target)
        today = self._store.business_day(self._now)
        if "stock" in row.changed:
            values["stock_day"] = today
        elif row.before is None:
            # One that only says what comes each day has that from today on.
            values["stock_day"] = None
        elif "daily_stock" in row.changed:
            # What there is today stays, whatever comes each day from now on.
            values["stock_day"] = today
        return values

    def _ask_groups(self, kind: str) -> None:
        """Let rows ask the groups that they are to ask, in their order."""
        table, name = ASKING[kind]
        asking = [row for row in self._plan.rows if row.kind == kind]
        rows = [row for row in asking if "option_group_ids" in row.changed]
        ids = [row.target for row in rows if isinstance(row.target, int)]
        self._session.execute(sa.delete(table).where(table.c[name].in_(ids)))
        asked = [
            {name: self._id(row.target), "option_group_id": self._id(group), "position": position}
            for row in rows
            for position, group in enumerate(row.after["option_group_ids"])
        ]
        if asked:
            self._session.execute(sa.insert(table), asked)

    def _remove(self) -> None:
        for kind in ("choices", "option_groups", "items", "categories", "stations"):
            ids = [row.target for row in self._plan.removed if row.kind == kind]
            if ids:
                table = TABLES[kind]
                self._session.execute(sa.delete(table).where(table.c.id.in_(ids)))

    def _concerned(self) -> Sequence[int]:
        """Return the items whose availability may be another one now."""
        changed = [
            row for row in self._plan.rows
            if row.kind == "items" and not AVAILABILITY.isdisjoint(row.changed)
        ]  # fmt: skip
        return [self._id(row.target) for row in changed] if len(changed) <= MOST_NAMED else []

    def _id(self, target: Target) -> int:
        return target if isinstance(target, int) else self._ids[target]
