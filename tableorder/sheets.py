"""Tables for spreadsheets: CSV that Excel opens in the right letters and takes for no formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Tells spreadsheets that a text is UTF-8."""

DELIMITERS = ",;\t"
_formula = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_made_inert = re.compile("'+[=+\\-@\t\r＝＋－＠]")


def inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; `original` gives it back."""
    return f"'{text}" if _formula.match(text) else text


def original(text: str) -> str:
    """Return the text that `inert` was given."""
    return text[1:] if _made_inert.match(text) else text


def write_rows(rows: Iterable[Iterable[str]]) -> str:
    """Write rows as CSV with the line ends that RFC 4180 asks for."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def decode(data: bytes) -> tuple[str, str] | None:
    """Return a table's text and its encoding, UTF-8 or Korean Windows' own; None for neither."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else (text, encoding)
    return None


class RowBroken(ValueError):
    """A row, counted from 1, whose quotation marks nobody can make sense of."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def read_rows(text: str) -> list[Sequence[str]]:
    """Read the rows of a CSV, whichever delimiter its first line uses; raises RowBroken."""
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    rows: list[Sequence[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise RowBroken(len(rows) + 1) from None
    return rows
