"""Tables for spreadsheets: CSV that Excel opens in the right letters and takes for no formula."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

BOM = "\ufeff"
"""Tells spreadsheets that a text is UTF-8."""

DELIMITERS = ",;\t"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TORN = "\udcff"
_torn = re.compile("[\udc80-\udcff]")
_formula = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_pairs = re.compile("[\U00010000-\U0010ffff]")
"""Letters that are two in UTF-16, and become two question marks."""

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


def lossy(text: str, encoding: str) -> str:
    """Return a text as spreadsheets save it: with question marks for what an encoding lacks."""
    return _pairs.sub("??", text).encode(encoding, "replace").decode(encoding)


def decode(data: bytes) -> tuple[str, str] | None:
    """Return a table's text and its encoding; None for what is no text.

    It is UTF-16 where a mark says so, else UTF-8 or Korean Windows' CP949: that in which fewer
    bytes mean nothing. `is_torn` finds where such bytes stand.
    """
    encoding = "utf-16"
    if not data.startswith(_UTF_16):
        counts = {name: _meaningless(data, name) for name in ("utf-8-sig", "cp949")}
        encoding = min(counts, key=lambda name: counts[name])
        if counts[encoding] * 2 > len(data):
            return None
    if encoding == "utf-8-sig":
        text = data.decode(encoding, "surrogateescape")
    else:
        # Neither has this sign by itself, and to mark with it is many times faster.
        text = data.decode(encoding, "replace").replace("\ufffd", _TORN)
    return None if "\0" in text else (text, encoding)


def is_torn(text: str) -> bool:
    """Tell whether some of a decoded text could not be read."""
    return bool(_torn.search(text))


class RowFault(StrEnum):
    """Why a row cannot be read: its letters, its quotation marks, or one that never closes."""

    LETTERS = "letters"
    QUOTES = "quotes"
    UNCLOSED = "unclosed"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; with a fault, its cells are what may be made of it."""

    cells: list[str]
    fault: RowFault | None = None


def read_rows(text: str, *, most: int) -> list[Row]:
    """Read the rows of a CSV, `most` at most, whichever delimiter its first line uses.

    After a quotation mark that does not close on its line nothing can be told apart: that row is
    the last one.
    """
    lines, is_whole = _Lines(text), not is_torn(text)
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    rows: list[Row] = []
    while len(rows) < most:
        begin = reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error:
            if reader.line_num > begin + 1:
                return [*rows, Row([], RowFault.UNCLOSED)]
            cells = [cell.strip(' "') for cell in lines.last.strip().split(delimiter)]
            rows.append(Row(cells, RowFault.QUOTES))
            continue
        if cells is None:
            break
        is_readable = is_whole or not any(map(is_torn, cells))
        rows.append(Row(cells, None if is_readable else RowFault.LETTERS))
    return rows


class _Lines:
    """The lines of a text, one after the other; remembers the last one that was given."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.last = ""

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.last = line
            yield line


def _meaningless(data: bytes, encoding: str) -> int:
    """Count the bytes that mean nothing in an encoding."""
    text = data.removeprefix(codecs.BOM_UTF8)
    return len(text) - len(text.decode(encoding, "ignore").encode(encoding.removesuffix("-sig")))
