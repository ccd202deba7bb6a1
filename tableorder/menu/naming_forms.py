"""Rows of a spreadsheet name each other by number or name: find the ones that are meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tableorder.auth.queries import StoreView
from tableorder.errors import N_
from tableorder.i18n import text_in
from tableorder.menu.editing import UNKNOWN
from tableorder.menu.portable import KINDS, REFERENCES, Values
from tableorder.menu.reading_forms import Rows
from tableorder.menu.sheet_forms import LEVEL, Entries, number_of, path_of

AMBIGUOUS = N_("Several entries have this name: please write the number instead.")


@dataclass(slots=True)
class Line:
    """A row of the sheet: its kind, key and number as written, and its cells as fields."""

    path: str
    kind: str
    key: int
    number: str
    fields: Values


@dataclass(frozen=True, slots=True)
class Lost:
    """A row that cannot be read, and what is known of it: kind, number and name, or less."""

    kind: str | None
    names: Collection[str] | None

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of which it may be."""
        return (self.kind,) if self.kind else KINDS


class Resolver:
    """Finds the rows that texts name: in the sheet first, then in the store."""

    def __init__(
        self, store: StoreView, own: Entries, *, lines: Sequence[Line], lost: Sequence[Lost]
    ) -> None:
        self._sheet, self._store = _Names(), _Names()
        names = {line.number: _name_of(line, store) for line in lines if line.kind == "categories"}
        for line in lines:
            parent = line.fields.get("parent_id")
            path = _name_of(line, store)
            full = f"{names.get(parent, parent)}{LEVEL}{path}" if parent else path
            self._sheet.add(line.kind, line.key, line.number, full)
        categories = {entry.key: entry for entry in own["categories"]}
        for kind in KINDS:
            for entry in own[kind]:
                path = path_of(store, entry, categories)
                self._store.add(kind, entry.key, number_of(store, entry), path)
        self._nameless = {kind for row in lost if row.names is None for kind in row.kinds}
        self._lost = {
            (kind, _composed(name))
            for row in lost
            for name in row.names or ()
            for kind in row.kinds
        }

    def resolve(self, line: Line, rows: Rows) -> None:
        """Put keys in the place of a row's references; a fault is noted where one leads nowhere."""
        for name in [name for name in REFERENCES if line.fields.get(name) is not None]:
            value = line.fields[name]
            texts = value if isinstance(value, list) else [value]
            keys = [self._find(REFERENCES[name], text) for text in texts]
            if all(len(found) == 1 for found in keys):
                found = [found[0] for found in keys]
                line.fields[name] = found if isinstance(value, list) else found[0]
                continue
            path = f"{line.path}.{name}"
            del line.fields[name]
            rows.unread.add(path)
            unknown = [text for text, found in zip(texts, keys, strict=True) if not found]
            if not unknown:
                rows.fault(path, "AMBIGUOUS", AMBIGUOUS)
            elif not all(self._may_be_lost(REFERENCES[name], text) for text in unknown):
                rows.fault(path, "NOT_FOUND", UNKNOWN)

    def _find(self, kind: str, text: str) -> list[int]:
        return self._sheet.find(kind, text) or self._store.find(kind, text)

    def _may_be_lost(self, kind: str, text: str) -> bool:
        """Tell whether a text may mean a row that cannot be read."""
        return kind in self._nameless or (kind, _composed(_last(text))) in self._lost


def _name_of(line: Line, store: StoreView) -> str:
    name = line.fields.get("name") or ""
    return text_in(name, *store.languages) if isinstance(name, dict) else str(name)


class _Names:
    """Rows by what names them: number, full path, or the last part of it."""

    def __init__(self) -> None:
        self._known: tuple[dict[tuple[str, str], list[int]], ...] = ({}, {}, {})

    def add(self, kind: str, key: int, number: str, path: str) -> None:
        """Know a row."""
        for known, name in zip(self._known, (number, path, _last(path)), strict=True):
            if name:
                known.setdefault((kind, _composed(name)), []).append(key)

    def find(self, kind: str, text: str) -> list[int]:
        """Return the keys of all rows that a text may mean."""
        name = (kind, _composed(text))
        return next((known[name] for known in self._known if name in known), [])


def _last(path: str) -> str:
    """Return a row's own name, without that of its parent."""
    return path.rsplit(LEVEL, maxsplit=1)[-1]


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())
