"""What others changed of a row while its form was open, in the words of the menu's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext

from tableorder.auth.queries import StaffView
from tableorder.i18n import LANGUAGES, localize
from tableorder.menu.admin import today
from tableorder.menu.cell_forms import COLUMNS, Cells, make_words
from tableorder.menu.portable import REFERENCES, entries_of, export_menu
from tableorder.menu.queries import get_menu
from tableorder.menu.sheet_forms import reference_texts

TEXTS = ("name.", "description.", "origin.")


def tell_changes(
    who: StaffView, answer: Mapping[str, Any], names: tuple[str, ...]
) -> list[dict[str, str]]:
    """Return the heading and the present text of what others changed; `answer` is the row now."""
    store = who.store
    entries = entries_of(export_menu(store, get_menu(store.id), today=today(who)))
    cells = Cells(store.currency, make_words(), reference_texts(store, entries))
    columns = {field: column for column in COLUMNS for field in column.fields.values()}
    return [{"label": label, "text": text} for label, text in _told(cells, columns, answer, names)]


def _told(
    cells: Cells, columns: Mapping[str, Any], answer: Mapping[str, Any], names: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for key in dict.fromkeys(name if name.startswith(TEXTS) else _field(name) for name in names):
        name, _, language = key.partition(".")
        if name not in answer or language not in {"", *LANGUAGES}:
            continue  # a form's memory is whatever came back
        if name == "choices":
            texts = (localize(choice["name"]) for choice in answer["choices"] if choice["name"])
            yield gettext("Choices"), ", ".join(texts)
        elif language:
            yield cells.heading(columns[name], language), answer[name].get(language, "")
        elif name in columns:
            column, kind = columns[name], REFERENCES.get(name, "")
            value = [*answer[name]] if isinstance(answer[name], tuple) else answer[name]
            yield cells.heading(column), cells.write(column.cell, value, kind=kind)


def _field(name: str) -> str:
    return name.partition(".")[0]
