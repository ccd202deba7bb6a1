"""Read the menu from a spreadsheet: every row is checked, and every fault named with its row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tableorder import sheets
from tableorder.auth.queries import StoreView
from tableorder.errors import N_, Invalid
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
from tableorder.menu.errors import EncodingUnknown, ImportUnreadable
from tableorder.menu.naming_forms import Line, Lost, Resolver
from tableorder.menu.portable import KINDS, Document, Entry, Values, entries_of
from tableorder.menu.portable_schemas import ROWS, usual_values
from tableorder.menu.reading_forms import Rows
from tableorder.menu.sheet_forms import Entries
from tableorder.sheets import RowFault
from tableorder.web import LARGEST_ID

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
ROW_FAULTS = {
    RowFault.LETTERS: N_(
        "The letters of this row cannot be read. Please type them anew,"
        " or save the file as “CSV UTF-8”."
    ),
    RowFault.QUOTES: N_("This row cannot be read. Please look at its quotation marks."),
    RowFault.UNCLOSED: N_(
        "From this row on nothing can be read. Please look at its quotation marks."
    ),
}

_number = re.compile(r"(.+)#([0-9]{1,10})")


def read_sheet(data: bytes, *, store: StoreView, menu: Values, words: Words) -> Document:
    """Read what can be read of a CSV; raises EncodingUnknown, ImportUnreadable, or Invalid.

    `menu` is the store's own: rows may name what is in it and not in the sheet.
    """
    decoded = sheets.decode(data)
    if decoded is None:
        raise EncodingUnknown
    text, encoding = decoded
    rows = sheets.read_rows(text, most=MOST_ROWS + 1)
    if not 1 < len(rows) <= MOST_ROWS:
        raise ImportUnreadable
    document = _Reader(store, entries_of(menu), words).read(rows)
    return replace(document, encoding=encoding)


class _Reader:
    """Reads one sheet of one store."""

    def __init__(self, store: StoreView, own: Entries, words: Words) -> None:
        self._store, self._own, self._words = store, own, words
        self._cells = Cells(store.currency, words)
        self._rows = Rows()
        self._lost: list[Lost] = []

    def read(self, rows: Sequence[sheets.Row]) -> Document:
        columns = self._head(rows[0])
        for number, row in enumerate(rows, 1):
            if row.fault:
                code = f"ROW_{row.fault.upper()}"
                self._rows.fault(f"rows.{number}", code, ROW_FAULTS[row.fault])
        if not columns:
            raise Invalid(self._rows.faults)
        lines = [
            line
            for number, row in enumerate(rows[1:], 2)
            if (row.fault or any(map(str.strip, row.cells)))
            and (line := self._line(number, row, columns))
        ]
        resolver = Resolver(self._store, self._own, lines=lines, lost=self._lost)
        entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
        for line in lines:
            resolver.resolve(line, self._rows)
            entries[line.kind].append(self._entry(line))
        languages = frozenset(code.partition(".")[2] for code in columns if "." in code)
        faults, unread = self._rows.faults, self._rows.unread
        return Document(entries, self._store.code, languages, usual_values(), faults, unread)

    def _head(self, row: sheets.Row) -> list[str]:
        """Return the columns' codes; none where there are other columns than ours."""
        if row.fault:
            return []
        own, headings = self._store.languages[0], [sheets.original(text) for text in row.cells]
        codes = [heading_code(self._words, t, own=own) if t.strip() else "" for t in headings]
        for text, code in zip(headings, codes, strict=True):
            currency = currency_of(text)
            if code is None:
                self._rows.fault("columns", "COLUMN_UNKNOWN", COLUMN_UNKNOWN, column=text[:100])
            elif code and codes.count(code) > 1:
                self._rows.fault("columns", "COLUMN_TWICE", COLUMN_TWICE, column=text[:100])
            elif currency not in (None, self._store.currency):
                params = {"found": currency, "own": self._store.currency}
                self._rows.fault("columns", "OTHER_CURRENCY", OTHER_CURRENCY, **params)
        if f"name.{own}" not in codes:
            name = next(column for column in COLUMNS if column.name == "name")
            heading = self._cells.heading(name, own)
            self._rows.fault("columns", "COLUMN_MISSING", COLUMN_MISSING, column=heading)
        return [] if self._rows.faults else [code or "" for code in codes]

    def _line(self, number: int, row: sheets.Row, columns: Sequence[str]) -> Line | None:
        path = f"rows.{number}"
        cells = {
            code: sheets.original(text.strip())
            for code, text in zip(columns, row.cells, strict=False)
        }
        if not row.fault and any(text.strip() for text in row.cells[len(columns) :]):
            self._rows.fault(path, "TOO_LONG", TOO_LONG)
        kind = self._words.find("kind", cells["kind"]) if cells.get("kind") else "items"
        if kind is None and not row.fault:
            expected = ", ".join(self._words.tell("kind", one) for one in KIND_WORDS)
            self._rows.fault(f"{path}.kind", "LITERAL_ERROR", KIND_UNKNOWN, expected=expected)
        if kind is None or row.fault:
            self._lose(path, kind, row.fault, cells)
            return None
        found = _number.fullmatch(cells.get("id", ""))
        is_own = found and found[1] == self._store.code and int(found[2]) <= LARGEST_ID
        key = int(found[2]) if found and is_own else LARGEST_ID - number
        fields = self._fields(path, kind, cells)
        return Line(path, kind, key, cells.get("id", ""), fields)

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
                    self._rows.fault(f"{path}.{name}", "NOT_HERE", NOT_HERE)
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

    def _lose(
        self, path: str, kind: str | None, fault: RowFault | None, cells: dict[str, str]
    ) -> None:
        """Remember what is known of a row that cannot be read: others may name it."""
        names = [cells.get("id", ""), cells.get(f"name.{self._store.languages[0]}", "")]
        is_clear = fault in (None, RowFault.LETTERS) and not any(map(sheets.is_torn, names))
        lost = Lost(None if fault is RowFault.UNCLOSED else kind, names if is_clear else None)
        self._lost.append(lost)
        self._rows.unread.add(path)
        if "choices" in lost.kinds:
            self._rows.unread.add("choices")

    def _entry(self, line: Line) -> Entry:
        """Return the row as the schema has it, without what is not sound."""
        given = {name: value for name, value in line.fields.items() if name != "group_id"}
        values = self._rows.read(ROWS[line.kind], given, line.path) or {}
        if "group_id" in line.fields:
            values["group_id"] = line.fields["group_id"]
        return Entry(line.kind, line.key, values, line.path)
