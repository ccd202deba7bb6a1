"""A menu's spreadsheet, column by column: which field of which kind of row, and how it is written.

`COLUMNS` is the one description; writing and reading a sheet follow from it. A cell that cannot be
read goes on as its text: the schema says why. Words may come in any language of the interface, or
as the codes of the API.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import force_locale, gettext

from tableorder.errors import N_
from tableorder.forms import read_whole
from tableorder.i18n import INTERFACE, LANGUAGES
from tableorder.menu.amount_forms import amount_text, read_amount, read_number
from tableorder.menu.vocabulary import ALLERGENS, LABELS

APART = " | "
UNSAID: Any = object()
"""What an empty cell gives where it says nothing."""

KIND_WORDS = {
    "stations": N_("Station"),
    "categories": N_("Category"),
    "items": N_("Dish"),
    "option_groups": N_("Option group"),
    "choices": N_("Choice"),
}
DAY_WORDS = {
    "0": N_("Mon"), "1": N_("Tue"), "2": N_("Wed"), "3": N_("Thu"), "4": N_("Fri"),
    "5": N_("Sat"), "6": N_("Sun"),
}  # fmt: skip
FLAG_WORDS = {"true": N_("yes"), "false": N_("no")}

_span = re.compile(r"(.*?)\s*([0-9]{1,2}:[0-9]{2})\s*[-–~]\s*([0-9]{1,2}:[0-9]{2})")
_currency = re.compile(r"\s*\(([A-Z]{3})\)$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name and heading, how its cells are written, and the field by kind of row.

    `blank` is what an empty cell means. A text has a column for each language.
    """

    name: str
    label: str
    cell: str
    fields: Mapping[str, str]
    blank: Any = UNSAID
    is_text: bool = False


def _same(name: str, *kinds: str) -> dict[str, str]:
    return dict.fromkeys(kinds, name)


NAMED = ("categories", "items", "option_groups", "choices")
COLUMNS = (
    Column("parent", N_("Belongs to"), "reference",
           {"categories": "parent_id", "items": "category_id", "choices": "group_id"}, None),
    Column("name", N_("Name"), "text", _same("name", "stations", *NAMED), "", is_text=True),
    Column("dish", N_("Stands for the dish"), "reference", {"choices": "menu_id"}, None),
    Column("price", N_("Price"), "amount", {"items": "price", "choices": "price_delta"}),
    Column("is_free_confirmed", N_("Free is meant"), "flag", _same("is_free_confirmed", "items")),
    Column("description", N_("Description"), "text", _same("description", "items"), "",
           is_text=True),
    Column("origin", N_("Origin"), "text", _same("origin", "items"), "", is_text=True),
    Column("is_visible", N_("Guests see it"), "flag", _same("is_visible", "categories", "items")),
    Column("is_sold_out", N_("Sold out"), "flag", _same("is_sold_out", "items", "choices")),
    Column("sold_out_until", N_("Sold again from"), "plain",
           _same("sold_out_until", "items", "choices"), None),
    Column("stock", N_("How many are left"), "number", _same("stock", "items", "choices"), None),
    Column("daily_stock", N_("New each day"), "week", _same("daily_stock", "items"), []),
    Column("hours", N_("Hours"), "hours", _same("hours", "categories", "items"), []),
    Column("labels", N_("Labels"), "label", _same("labels", "items"), []),
    Column("spicy", N_("Heat"), "number", _same("spicy", "items")),
    Column("allergens", N_("Allergens"), "allergen", _same("allergens", "items"), []),
    Column("option_groups", N_("Option groups"), "references",
           _same("option_group_ids", "items", "choices"), []),
    Column("min_select", N_("At least"), "number", _same("min_select", "option_groups")),
    Column("max_select", N_("At most"), "number", _same("max_select", "option_groups")),
    Column("free_quantity", N_("Free"), "number", _same("free_quantity", "option_groups")),
    Column("is_default", N_("Taken already"), "flag", _same("is_default", "choices")),
    Column("station", N_("Station"), "reference", _same("station_id", "categories", "items"), None),
    Column("warn_after", N_("First sign (minutes)"), "number", _same("warn_after", "stations")),
    Column("late_after", N_("Second sign (minutes)"), "number", _same("late_after", "stations")),
)  # fmt: skip
OWN_HEADINGS = {"kind": N_("Kind"), "id": N_("Number")}
"""Columns that every row has."""
IMAGE_WORDS = {"another": N_("another one")}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a sheet: by group and code in the reader's language, and back from any."""

    told: Mapping[tuple[str, str], str]
    known: Mapping[tuple[str, str], str]

    def tell(self, group: str, code: str) -> str:
        """Return the word for a code."""
        return self.told[group, code]

    def find(self, group: str, word: str) -> str | None:
        """Return the code that a word stands for."""
        return self.known.get((group, folded(word)))


def make_words() -> Words:
    """Collect the words in the reader's language and all others; needs a request."""
    groups: dict[str, Mapping[str, str]] = {
        "kind": KIND_WORDS,
        "day": DAY_WORDS,
        "flag": FLAG_WORDS,
        "label": {str(code): word for code, word in LABELS.items()},
        "allergen": {str(code): word for code, word in ALLERGENS.items()},
        "heading": OWN_HEADINGS | {column.name: column.label for column in COLUMNS},
        "image": IMAGE_WORDS,
    }
    pairs = [(group, code, text) for group, texts in groups.items() for code, text in texts.items()]
    told = {(group, code): gettext(text) for group, code, text in pairs}
    told["heading", "image"] = gettext("Picture")  # no column of a sheet, but a field that changes
    known = {(group, folded(code)): code for group, code, _ in pairs}
    for language in INTERFACE:
        with force_locale(language):
            known |= {(group, folded(gettext(text))): code for group, code, text in pairs}
    return Words(told, known)


def folded(text: str) -> str:
    """Return a word so that different ways of writing it are the same."""
    return unicodedata.normalize("NFC", " ".join(text.split())).casefold()


@dataclass(frozen=True, slots=True)
class Cells:
    """Writes and reads the cells of one sheet; `references` has the texts of rows by kind and key.

    References are read as their texts: what they lead to is known when all rows are.
    """

    currency: str
    words: Words
    references: Mapping[tuple[str, Any], str] = field(default_factory=dict)

    def heading(self, column: Column, language: str = "") -> str:
        """Return the heading of a column."""
        word = self.words.tell("heading", column.name)
        note = LANGUAGES[language] if language else self.currency if column.cell == "amount" else ""
        return f"{word} ({note})" if note else word

    def write(self, cell: str, value: Any, *, kind: str = "") -> str:
        """Return the text of a cell; `kind` is that of the rows which a reference leads to."""
        writers: dict[str, Callable[[Any], str]] = {
            "amount": lambda amount: amount_text(amount, self.currency),
            "flag": lambda flag: self.words.tell("flag", str(flag).lower()),
            "hours": lambda spans: APART.join(map(self._span, spans)),
            "week": self._week,
            "label": lambda codes: self._list("label", codes),
            "allergen": lambda codes: self._list("allergen", codes),
            "reference": lambda key: self.references[kind, key],
            "references": lambda keys: APART.join(self.references[kind, key] for key in keys),
        }
        return "" if value is None else writers.get(cell, str)(value)

    def read(self, cell: str, text: str) -> Any:
        """Return what a cell that is not empty holds."""
        readers: dict[str, Callable[[str], Any]] = {
            "amount": lambda told: read_amount(told, self.currency),
            "number": read_number,
            "flag": lambda told: {"true": True, "false": False}.get(self._code("flag", told), told),
            "hours": lambda told: [self._read_span(part) for part in told.split("|")],
            "week": self._read_week,
            "label": lambda told: [self._code("label", part) for part in _parts(told)],
            "allergen": lambda told: [self._code("allergen", part) for part in _parts(told)],
            "references": lambda told: [part.strip() for part in told.split("|")],
        }
        return readers.get(cell, str)(text)

    def _code(self, group: str, word: str) -> str:
        return self.words.find(group, word) or word

    def _list(self, group: str, codes: Iterable[str]) -> str:
        return ", ".join(self.words.tell(group, code) for code in codes)

    def _span(self, span: Mapping[str, Any]) -> str:
        days = " ".join(self.words.tell("day", str(day)) for day in span["days"])
        return f"{days} {span['from']}-{span['to']}"

    def _read_span(self, text: str) -> Any:
        found = _span.fullmatch(text.strip())
        if not found:
            return text
        days = self._days(found[1]) or [*range(7)]
        return {"days": days, "from": found[2].rjust(5, "0"), "to": found[3].rjust(5, "0")}

    def _week(self, counts: Sequence[int | None]) -> str:
        told = ((str(day), count) for day, count in enumerate(counts) if count is not None)
        return APART.join(f"{self.words.tell('day', day)} {count}" for day, count in told)

    def _read_week(self, text: str) -> Any:
        week: list[Any] = [None] * 7
        for part in text.split("|"):
            words, _, count = part.strip().rpartition(" ")
            days = self._days(words)
            if not days or not set(days) <= {*range(7)}:
                return text
            for day in days:
                week[day] = read_number(count)
        return week

    def _days(self, text: str) -> list[Any]:
        words = re.split(r"[\s,·]+", text.strip()) if text.strip() else []
        return [read_whole(self._code("day", word)) for word in words]


def currency_of(heading: str) -> str | None:
    """Return the currency that a heading names, if it names one."""
    found = _currency.search(heading)
    return found[1] if found else None


def heading_code(words: Words, heading: str, *, own: str) -> str | None:
    """Return the column that a heading names: `price`, or `name.ko` for a text in a language.

    A text of which it says no language is in the store's `own`, as in a price list made by hand.
    """
    word, _, note = _currency.sub("", heading).strip().rpartition("(")
    languages = {folded(name): code for code, name in LANGUAGES.items()}
    languages |= {code: code for code in LANGUAGES}
    language = languages.get(folded(note.removesuffix(")")))
    texts = {column.name for column in COLUMNS if column.is_text}
    if word and language:
        code = words.find("heading", word)
        return f"{code}.{language}" if code in texts else None
    name, _, language = heading.strip().partition(".")
    if language in LANGUAGES and name in texts:
        return f"{name}.{language}"
    code = words.find("heading", _currency.sub("", heading))
    return f"{code}.{own}" if code in texts else code


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,|、]", text) if part.strip()]
