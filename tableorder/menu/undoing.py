"""Undo the last change of the menu: its rows hold again what they held before, or nothing changes.

Rows come back under their own ids. A row that was changed again since refuses the whole. Counts are
not put back over what guests took meanwhile: what they took is taken from the former count too,
which has to be enough for it, a count that a new day filled up stays, and one that nobody kept
meanwhile comes back only if nobody has ordered since. An undone change cannot be done again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import AnyRow, transaction
from tableorder.menu.editing import items_under
from tableorder.menu.errors import ChangeGone, ChangeOutdated
from tableorder.menu.events import append_menu_updated, append_stations_updated
from tableorder.menu.journal import TABLES, Snapshot, Touch, Values, read_back, take_snapshot, told
from tableorder.menu.models import MenuChange
from tableorder.menu.selling import settle_stocks
from tableorder.menu.watching import Seen, watching
from tableorder.stream import log

COUNTS = frozenset({"stock", "stock_day"})
OF_THE_MOMENT = COUNTS | {"updated_at", "is_paused", "pause_message"}
"""What may differ in a row that was added, which goes all the same."""
MOST_NAMED = 200
"""Items that an event names at most: with more, all readers fetch the menu anyway."""


def undo_change(store: StoreView, change_id: int, *, seen: Seen = None) -> None:
    """Undo the last change of the store's menu; with `seen`, as `watching` says.

    Raises ChangeGone if another one came after it, and ChangeOutdated if what it left is no more.
    """
    with transaction(store.id) as session, watching(store, seen):
        query = sa.select(MenuChange).where(
            MenuChange.store_id == store.id, MenuChange.id == change_id
        )
        change = session.execute(query).scalar_one_or_none()
        if change is None:
            raise ChangeGone
        settle_stocks(session, store)
        touches = [Touch(name, tuple(key), old, new) for name, key, old, new in change.touches]
        present = take_snapshot(session, store.id)
        _require_as_left(touches, present)
        concerned = _concerned(session, touches)
        _Writer(session, change, present).write(touches)
        session.execute(sa.delete(MenuChange).where(MenuChange.id == change_id))
        named = {*concerned, *_concerned(session, touches)}
        item_ids = sorted(named) if len(named) <= MOST_NAMED else ()
        append_menu_updated(session, store, item_ids=item_ids)
        if any(touch.table == "stations" for touch in touches):
            append_stations_updated(session, store)


def _require_as_left(touches: Iterable[Touch], present: Snapshot) -> None:
    """Refuse unless every row still holds what the change left there."""
    for touch in touches:
        row = present[touch.table].get(touch.key)
        ignored = OF_THE_MOMENT if touch.before is None else COUNTS
        if not _is_as_left(touch, row, ignored):
            raise ChangeOutdated


def _is_as_left(touch: Touch, row: AnyRow | None, ignored: frozenset[str]) -> bool:
    if touch.after is None or row is None:
        return touch.after is None and row is None
    now = told(TABLES[touch.table], row)
    return all(now[name] == value for name, value in touch.after.items() if name not in ignored)


def _concerned(session: Session, touches: Iterable[Touch]) -> set[int]:
    """Return the items whose availability the touched rows decide, as they stand now."""
    found: set[int] = set()
    for touch in touches:
        if touch.table in {"menu_items", "menu_item_option_groups"}:
            found.add(touch.key[0])
        elif touch.table == "categories":
            found.update(items_under(session, touch.key[0]))
    return found


class _Writer:
    """Writes back what a change touched: what went comes first, what came goes last."""

    def __init__(self, session: Session, change: MenuChange, present: Snapshot) -> None:
        self._session, self._change, self._present = session, change, present

    def write(self, touches: Sequence[Touch]) -> None:
        for name, table in TABLES.items():
            went = [touch for touch in touches if touch.table == name and touch.after is None]
            self._insert(table, [touch.before for touch in went if touch.before])
        for name, table in TABLES.items():
            here = [touch for touch in touches if touch.table == name]
            self._update(table, [touch for touch in here if touch.before and touch.after])
        for name, table in reversed(TABLES.items()):
            came = [touch for touch in touches if touch.table == name and touch.before is None]
            self._delete(table, came)

    def _insert(self, table: sa.Table, rows: Sequence[Values]) -> None:
        # Categories of the first level come first: the others refer to them.
        for level in (True, False):
            new = [read_back(table, row) for row in rows if (row.get("parent_id") is None) == level]
            if new:
                self._session.execute(sa.insert(table), new)

    def _update(self, table: sa.Table, touches: Sequence[Touch]) -> None:
        alike: dict[frozenset[str], list[Values]] = defaultdict(list)
        for touch in touches:
            values = self._former(touch)
            if "updated_at" in table.c:
                values["updated_at"] = clock.utc_now()
            if values:
                keys = {f"key_{place}": part for place, part in enumerate(touch.key)}
                alike[frozenset(values)].append({**values, **keys})
        for names, rows in alike.items():
            query = sa.update(table).where(*self._by_key(table))
            columns = {name: sa.bindparam(name, type_=table.c[name].type) for name in names}
            self._session.execute(query.values(columns), rows)

    def _delete(self, table: sa.Table, touches: Sequence[Touch]) -> None:
        # Categories of the second level go first: they refer to the others.
        for level in (False, True):
            keys = [
                {f"key_{place}": part for place, part in enumerate(touch.key)}
                for touch in touches
                if ((touch.after or {}).get("parent_id") is None) == level
            ]
            if keys:
                self._session.execute(sa.delete(table).where(*self._by_key(table)), keys)

    def _by_key(self, table: sa.Table) -> list[sa.ColumnElement[bool]]:
        columns = enumerate(table.primary_key.columns)
        return [column == sa.bindparam(f"key_{place}") for place, column in columns]

    def _former(self, touch: Touch) -> Values:
        """Return what a row that stayed gets back."""
        table, before, after = TABLES[touch.table], touch.before or {}, touch.after or {}
        values = {name: value for name, value in before.items() if name not in COUNTS}
        if not COUNTS.isdisjoint(before):
            now = told(table, self._present[touch.table][touch.key])
            values |= self._former_count(before, after, now)
        return read_back(table, values)

    def _former_count(self, before: Values, after: Values, now: Values) -> Values:
        """Return the count that comes back; raises ChangeOutdated where nobody can know it."""
        is_of_another_day = now.get("daily_stock") and now["stock_day"] != str(self._change.day)
        if is_of_another_day:
            return {}
        day = {"stock_day": before["stock_day"]} if "stock_day" in before else {}
        if "stock" not in before:
            return day
        former, left, stock = before["stock"], after["stock"], now["stock"]
        if (left is None) != (stock is None):
            raise ChangeOutdated
        if former and left is None and self._was_ordered_since():
            raise ChangeOutdated
        taken = 0 if left is None else left - stock
        if former is not None and taken > former:
            raise ChangeOutdated
        return {"stock": None if former is None else former - taken, **day}

    def _was_ordered_since(self) -> bool:
        change = self._change
        return log.has_line_after(change.store_id, change.seq, "order_created")
