"""Read the menu from a spreadsheet: every row is checked, and every fault named with its row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tableorder import sheets
from tableorder.auth.queries import StoreView
from tableorder.errors import N_, FieldFault, Invalid
from tableorder.i18n import text_in
from tableorder.menu.cell_forms import (
    COLUMNS,
    KIND_WORDS,
    OWN_HEADINGS,
    UNSAID,
    Cells,
    Column,
    Words,
    currency_of,
    heading_code,
)
from tableorder.menu.editing import UNKNOWN
from tableorder.menu.errors import EncodingUnknown, ImportUnreadable
from tableorder.menu.planning import plan_import
from tableorder.menu.portable import KINDS, REFERENCES, Document, Entry, Values, entries_of
from tableorder.menu.portable_schemas import ROWS, usual_values
from tableorder.menu.sheet_forms import LEVEL, Entries, number_of, path_of
from tableorder.web import LARGEST_ID, check

MOST_ROWS = 20_000
NEEDED = {"category_id", "group_id"}
"""References that an empty cell cannot take away."""

COLUMN_UNKNOWN = N_("The column “%(column)s” is not known.")
COLUMN_TWICE = N_("The column “%(column)s” stands here twice.")
COLUMN_MISSING = N_("The column “%(column)s” is missing.")
OTHER_CURRENCY = N_("These prices are in %(found)s, but the store's are in %(own)s.")
KIND_UNKNOWN = N_("Must be one of: %(expected)s.")
NOT_HERE = N_("A row of this kind has nothing in this column.")
TOO_LONG = N_("This row has more cells than there are columns.")
ROW_BROKEN = N_("This row cannot be read. Please look at its quotation marks.")
AMBIGUOUS = N_("Several entries have this name: please write the number instead.")

_number = re.compile(r"(.+)#([0-9]{1,10})")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: the menu, and in which letters it was written."""

    document: Document
    encoding: str


@dataclass(slots=True)
class _Line:
    """A row of the sheet: its kind, key and number as written, and its cells as fields."""

    path: str
    kind: str
    key: int
    number: str
    fields: Values


def read_sheet(data: bytes, *, store: StoreView, menu: Values, words: Words) -> Sheet:
    """Read a CSV; raises EncodingUnknown, ImportUnreadable, or Invalid with every fault.

    `menu` is the store's own: rows may name what is in it and not in the sheet.
    """
    decoded = sheets.decode(data)
    if decoded is None:
        raise EncodingUnknown
    text, encoding = decoded
    try:
        rows = sheets.read_rows(text)
    except sheets.RowBroken as broken:
        fault = FieldFault(f"rows.{broken.number}", "ROW_BROKEN", ROW_BROKEN)
        raise Invalid([fault]) from None
    if not 1 < len(rows) <= MOST_ROWS:
        raise ImportUnreadable
    return Sheet(_Reader(store, entries_of(menu), words).read(rows), encoding)


class _Reader:
    """Reads one sheet of one store and collects its faults."""

    def __init__(self, store: StoreView, own: Entries, words: Words) -> None:
        self._store, self._own, self._words = store, own, words
        self._cells = Cells(store.currency, words)
        self._faults: list[FieldFault] = []

    def read(self, rows: Sequence[Sequence[str]]) -> Document:
        columns = self._head([sheets.original(text) for text in rows[0]])
        lines = [
            line
            for number, row in enumerate(rows[1:], 2)
            if any(text.strip() for text in row) and (line := self._line(number, row, columns))
        ]
        resolver = _Resolver(self._store, self._own, lines)
        entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        for line in lines:
            self._faults += resolver.resolve(line)
            entries[line.kind].append(self._checked(line))
        languages = frozenset(code.partition(".")[2] for code in columns if "." in code)
        document = Document(entries, self._store.code, languages, usual_values())
        if self._faults:
            faults = [*self._faults, *self._further(document)]
            raise Invalid(sorted(faults, key=lambda fault: _row_of(fault.path)))
        return document

    def _further(self, document: Document) -> list[FieldFault]:
        """Return what is wrong with the rows that could be read, looked at together."""
        bad = {_row_of(fault.path) for fault in self._faults}
        try:
            plan_import(self._store, self._own, document, replace=False)
        except Invalid as refusal:
            return [fault for fault in refusal.fields if _row_of(fault.path) not in bad]
        return []

    def _head(self, headings: Sequence[str]) -> list[str]:
        """Return the columns' codes; raises Invalid when there are other columns than ours."""
        own = self._store.languages[0]
        codes = [heading_code(self._words, t, own=own) if t.strip() else "" for t in headings]
        for text, code in zip(headings, codes, strict=True):
            currency = currency_of(text)
            if code is None:
                self._fault("columns", "COLUMN_UNKNOWN", COLUMN_UNKNOWN, column=text[:100])
            elif code and codes.count(code) > 1:
                self._fault("columns", "COLUMN_TWICE", COLUMN_TWICE, column=text[:100])
            elif currency not in (None, self._store.currency):
                params = {"found": currency, "own": self._store.currency}
                self._fault("columns", "OTHER_CURRENCY", OTHER_CURRENCY, **params)
        if f"name.{own}" not in codes:
            name = next(column for column in COLUMNS if column.name == "name")
            heading = self._cells.heading(name, own)
            self._fault("columns", "COLUMN_MISSING", COLUMN_MISSING, column=heading)
        if self._faults:
            raise Invalid(self._faults)
        return [code or "" for code in codes]

    def _line(self, number: int, row: Sequence[str], columns: Sequence[str]) -> _Line | None:
        path = f"rows.{number}"
        cells = {
            code: sheets.original(text.strip()) for code, text in zip(columns, row, strict=False)
        }
        if any(text.strip() for text in row[len(columns) :]):
            self._fault(path, "TOO_LONG", TOO_LONG)
        kind = self._words.find("kind", cells["kind"]) if cells.get("kind") else "items"
        if kind is None:
            expected = ", ".join(self._words.tell("kind", one) for one in KIND_WORDS)
            self._fault(f"{path}.kind", "LITERAL_ERROR", KIND_UNKNOWN, expected=expected)
            return None
        found = _number.fullmatch(cells.get("id", ""))
        is_own = found and found[1] == self._store.code and int(found[2]) <= LARGEST_ID
        key = int(found[2]) if found and is_own else LARGEST_ID - number
        fields = self._fields(path, kind, cells)
        return _Line(path, kind, key, cells.get("id", ""), fields)

    def _fields(self, path: str, kind: str, cells: dict[str, str]) -> Values:
        fields: Values = {}
        by_name = {column.name: column for column in COLUMNS}
        for code, text in cells.items():
            name, _, language = code.partition(".")
            if not name or name in OWN_HEADINGS:
                continue
            column = by_name[name]
            field = column.fields.get(kind)
            if field is None:
                if text:
                    self._fault(f"{path}.{name}", "NOT_HERE", NOT_HERE)
            elif column.is_text and kind != "stations":
                fields.setdefault(field, {})[language] = text
            elif column.is_text:
                fields |= {field: text} if language == self._store.languages[0] else {}
            else:
                fields |= self._value(column, field, text)
        return fields

    def _value(self, column: Column, field: str, text: str) -> Values:
        value = self._cells.read(column.cell, text) if text else column.blank
        is_unsaid = value is UNSAID or (value is None and field in NEEDED)
        return {} if is_unsaid else {field: value}

    def _checked(self, line: _Line) -> Entry:
        """Return the row as the schema has it; its faults are noted."""
        given = {name: value for name, value in line.fields.items() if name != "group_id"}
        try:
            row = check(ROWS[line.kind], given)
        except Invalid as refusal:
            for fault in refusal.fields:
                self._fault(f"{line.path}.{fault.path}", fault.code, fault.message, **fault.params)
            known = {name: line.fields[name] for name in REFERENCES if name in line.fields}
            return Entry(line.kind, line.key, known, line.path)
        values = row.model_dump(mode="json", exclude_unset=True, by_alias=True)
        if "group_id" in line.fields:
            values["group_id"] = line.fields["group_id"]
        return Entry(line.kind, line.key, values, line.path)

    def _fault(self, path: str, code: str, message: str, **params: Any) -> None:
        self._faults.append(FieldFault(path, code, message, **params))


def _row_of(path: str) -> int:
    """Return the number of the row that a fault's path leads to, 0 where it leads to none."""
    number = path.split(".")[1]
    return int(number) if number.isdigit() else 0


class _Resolver:
    """Finds the rows that texts name: in the sheet first, then in the store."""

    def __init__(self, store: StoreView, own: Entries, lines: Sequence[_Line]) -> None:
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

    def resolve(self, line: _Line) -> Iterator[FieldFault]:
        """Put keys in the place of a row's references; yields a fault where one leads nowhere."""
        for name in REFERENCES.keys() & line.fields.keys():
            value = line.fields[name]
            if value is None:
                continue
            texts = value if isinstance(value, list) else [value]
            keys = [self._find(REFERENCES[name], text) for text in texts]
            if all(len(found) == 1 for found in keys):
                found = [found[0] for found in keys]
                line.fields[name] = found if isinstance(value, list) else found[0]
                continue
            del line.fields[name]
            is_unknown = any(not found for found in keys)
            code, message = ("NOT_FOUND", UNKNOWN) if is_unknown else ("AMBIGUOUS", AMBIGUOUS)
            yield FieldFault(f"{line.path}.{name}", code, message)

    def _find(self, kind: str, text: str) -> list[int]:
        return self._sheet.find(kind, text) or self._store.find(kind, text)


def _name_of(line: _Line, store: StoreView) -> str:
    name = line.fields.get("name") or ""
    return text_in(name, *store.languages) if isinstance(name, dict) else str(name)


class _Names:
    """Rows by what names them: number, full path, or the last part of it."""

    def __init__(self) -> None:
        self._known: tuple[dict[tuple[str, str], list[int]], ...] = ({}, {}, {})

    def add(self, kind: str, key: int, number: str, path: str) -> None:
        """Know a row."""
        last = path.rsplit(LEVEL, maxsplit=1)[-1]
        for known, name in zip(self._known, (number, path, last), strict=True):
            if name:
                known.setdefault((kind, _composed(name)), []).append(key)

    def find(self, kind: str, text: str) -> list[int]:
        """Return the keys of all rows that a text may mean."""
        name = (kind, _composed(text))
        return next((known[name] for known in self._known if name in known), [])


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())
