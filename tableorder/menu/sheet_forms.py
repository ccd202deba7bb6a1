"""The menu as a spreadsheet: a row for each row of the menu, as `COLUMNS` says.

Rows name each other by their names, so that a sheet can be sorted and written by hand; where a
name is not enough, by number (`cafe#12`). Pictures are not in it and stay as they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tableorder import sheets
from tableorder.auth.queries import StoreView
from tableorder.i18n import text_in
from tableorder.menu.cell_forms import COLUMNS, OWN_HEADINGS, Cells, Column, Words
from tableorder.menu.matching import PLACES
from tableorder.menu.portable import KINDS, REFERENCES, Entry, Values, entries_of

LEVEL = " > "

Entries = Mapping[str, Sequence[Entry]]


def write_sheet(store: StoreView, menu: Values, words: Words) -> str:
    """Return the menu as CSV for spreadsheets, in the reader's words."""
    entries = entries_of(menu)
    cells = Cells(store.currency, words, reference_texts(store, entries))
    columns = [*columns_in(_languages(store, entries))]
    head = [words.tell("heading", name) for name in OWN_HEADINGS]
    rows = [[*head, *(cells.heading(column, language) for column, language in columns)]]
    for entry in _in_reading_order(entries):
        texts = (_cell(cells, store, entry, *column) for column in columns)
        rows.append([words.tell("kind", entry.kind), number_of(store, entry), *texts])
    return sheets.BOM + sheets.write_rows([sheets.inert(text) for text in row] for row in rows)


def columns_in(languages: Sequence[str]) -> Iterator[tuple[Column, str]]:
    """Yield the columns of a sheet: of texts, one for each language."""
    for column in COLUMNS:
        for language in languages if column.is_text else ("",):
            yield column, language


def number_of(store: StoreView, entry: Entry) -> str:
    """Return what names a row of the store beyond doubt."""
    return f"{store.code}#{entry.key}"


def path_of(store: StoreView, entry: Entry, categories: Mapping[int, Entry]) -> str:
    """Return a row's name in the store's language, a category's with that of its parent."""
    name = entry.values.get("name") or ""
    own = text_in(name, *store.languages) if isinstance(name, dict) else str(name)
    parent = categories.get(entry.values.get("parent_id") or 0)
    return f"{path_of(store, parent, {})}{LEVEL}{own}" if parent else own


def reference_texts(store: StoreView, entries: Entries) -> dict[tuple[str, int], str]:
    """Return how other rows name each row: by its name if that is clear, else by its number."""
    categories = {entry.key: entry for entry in entries["categories"]}
    found = {}
    for kind in KINDS:
        paths = {e.key: path_of(store, e, categories) for e in entries[kind]}
        counts = Counter(paths.values())
        for entry in entries[kind]:
            path = paths[entry.key]
            is_clear = counts[path] == 1 and path and not set(path) & set("|#")
            found[kind, entry.key] = path if is_clear else number_of(store, entry)
    return found


def _languages(store: StoreView, entries: Entries) -> list[str]:
    """List the languages of the store, and others that have texts."""
    texts = [
        entry.values.get(column.fields.get(kind, ""))
        for kind in KINDS
        for entry in entries[kind]
        for column in COLUMNS
        if column.is_text
    ]
    more = [language for text in texts if isinstance(text, dict) for language in text]
    return list(dict.fromkeys((*store.languages, *more)))


def _in_reading_order(entries: Entries) -> Iterator[Entry]:
    """Yield rows as people read a menu: what belongs to a row comes below it."""
    under: dict[tuple[str, Any], list[Entry]] = defaultdict(list)
    for kind, name in PLACES.items():
        for entry in entries[kind]:
            under[kind, entry.values[name]].append(entry)
    yield from entries["stations"]
    for top in under["categories", None]:
        for category in (top, *under["categories", top.key]):
            yield category
            yield from under["items", category.key]
    for group in entries["option_groups"]:
        yield group
        yield from under["choices", group.key]


def _cell(cells: Cells, store: StoreView, entry: Entry, column: Column, language: str) -> str:
    name = column.fields.get(entry.kind)
    if name is None:
        return ""
    value = entry.values[name]
    if column.is_text:
        # A station's name is in no language: it stands where the store's own does.
        texts = value if isinstance(value, dict) else {store.languages[0]: value}
        return str(texts.get(language, ""))
    return cells.write(column.cell, value, kind=REFERENCES.get(name, ""))
