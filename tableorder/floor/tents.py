"""Table tents as a PDF: two to a sheet of A4, to be cut apart, folded three times and glued.

A strip becomes a prism that stands by itself: a flap for the glue, the face at the back (upside
down on the flat sheet), the face at the front, and the base, which says how it is done. Codes are
drawn as vectors and text is embedded with our own font, so any printer gives the same tents. What
the font lacks is left out. Drawing takes the thread pool: it touches no session and no request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import gevent
import segno

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import TTFFont

MOST = 500
"""Tents in one PDF at most; they take some 13 ms each."""

FONTS = Path(__file__).parent / "fonts"
WORDS, NUMBER = "words", "number"

# Millimetres on A4: 15 + 3 × 94 = 297, and 2 × 105 = 210.
STRIP, FLAP, PANEL = 105.0, 15.0, 94.0
SHEET = FLAP + 3 * PANEL
ON_A_SHEET = 2
MARGIN = 9.0
CODE = 48.0
NUMBER_LEFT, NUMBER_WIDTH = MARGIN, 36.0
CODE_LEFT, CODE_TOP = STRIP - MARGIN - CODE, 22.0
POINT = 25.4 / 72
SMALLEST = 6.0
INK, GREY = 20, 120

logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table it cuts

Matrix = Sequence[Iterable[int]]
"""A QR code's rows of modules, 1 for dark."""


class Tent(NamedTuple):
    """What stands on one table, and the link that its code holds."""

    number: int
    label: str
    link: str


class Saying(NamedTuple):
    """What a tent says in one language: the word over the number, and what to do."""

    table: str
    invitation: str


def draw_tents(
    store: str, tents: Sequence[Tent], *, sayings: Sequence[Saying], hints: Sequence[str]
) -> bytes:
    """Return a PDF with a tent for each table; `hints` tell whoever makes them what to do."""
    pool = gevent.get_hub().threadpool
    return bytes(pool.apply(_draw, (store, tents, sayings, hints)))


def _draw(
    store: str, tents: Sequence[Tent], sayings: Sequence[Saying], hints: Sequence[str]
) -> bytes:
    sheet = _Sheet()
    for place, tent in enumerate(tents):
        left = STRIP * (place % ON_A_SHEET)
        if left == 0:
            sheet.begin()
        code = segno.make_qr(tent.link, error="m").matrix
        sheet.at = left, FLAP + PANEL
        _face(sheet, store, tent, code, sayings)
        with sheet.pdf.rotation(180, left + STRIP / 2, FLAP + PANEL):
            _face(sheet, store, tent, code, sayings)
        sheet.at = left, FLAP + 2 * PANEL
        _base(sheet, tent, hints)
    return bytes(sheet.pdf.output())


def _face(sheet: _Sheet, store: str, tent: Tent, code: Matrix, sayings: Sequence[Saying]) -> None:
    """Draw what guests look at."""
    inner = STRIP - 2 * MARGIN
    sheet.line(store, top=9, size=15, width=inner)
    over = " · ".join(saying.table for saying in sayings)
    left, width = NUMBER_LEFT, NUMBER_WIDTH
    sheet.line(over, top=31, size=10, grey=GREY, left=left, width=width)
    sheet.line(str(tent.number), top=36, size=60, font=NUMBER, left=left, width=width)
    sheet.line(tent.label, top=60, size=13, left=left, width=width)
    sheet.code(code, left=CODE_LEFT, top=CODE_TOP, side=CODE)
    for place, saying in enumerate(sayings):
        size = 12 if place == 0 else 9
        sheet.line(saying.invitation, top=76 + 6.5 * place, size=size, width=inner)


def _base(sheet: _Sheet, tent: Tent, hints: Sequence[str]) -> None:
    """Draw what nobody sees once the tent stands: how to make it, and where its code leads."""
    for place, hint in enumerate((*hints, tent.link)):
        sheet.line(hint, top=30 + 6 * place, size=9, grey=GREY, width=STRIP - 2 * MARGIN)


class _Sheet:
    """The paper: lines of text and codes, placed from the corner `at` of a strip's panel."""

    def __init__(self) -> None:
        self.at = (0.0, 0.0)
        self.pdf = _empty_document()
        self.pdf.set_auto_page_break(auto=False)
        self.pdf.add_font(WORDS, "", FONTS / "TableOrderSans-SemiBold.otf")
        self.pdf.add_font(NUMBER, "", FONTS / "TableOrderSans-ExtraBold.otf")
        self.pdf.set_font(WORDS)
        self._known = frozenset(cast("TTFFont", self.pdf.fonts[WORDS]).cmap)

    def begin(self) -> None:
        """Take a new sheet, marked where it is cut (solid) and folded (dashed)."""
        self.pdf.add_page()
        self.pdf.set_draw_color(GREY)
        self.pdf.set_line_width(0.15)
        self.pdf.line(STRIP, 0, STRIP, SHEET)
        self.pdf.set_dash_pattern(dash=2, gap=2)
        for fold in (FLAP, FLAP + PANEL, FLAP + 2 * PANEL):
            self.pdf.line(0, fold, ON_A_SHEET * STRIP, fold)
        self.pdf.set_dash_pattern()

    def line(
        self,
        text: str,
        *,
        top: float,
        size: float,
        width: float,
        left: float = MARGIN,
        font: str = WORDS,
        grey: int = INK,
    ) -> None:
        """Write one line in the middle of its column, as small as it must be to fit."""
        told = "".join(sign for sign in text if ord(sign) in self._known).strip()
        if not told:
            return
        self.pdf.set_text_color(grey)
        self.pdf.set_font(font, size=size)
        size = max(SMALLEST, size * min(1, width / self.pdf.get_string_width(told)))
        self.pdf.set_font(font, size=size)
        told = self._fitting(told, width)
        x = self.at[0] + left + (width - self.pdf.get_string_width(told)) / 2
        # A line of text stands on its baseline, most of its height above it.
        self.pdf.text(x, self.at[1] + top + size * POINT * 0.85, told)

    def _fitting(self, text: str, width: float) -> str:
        """Cut a text that is too long even in the smallest size."""
        if self.pdf.get_string_width(text) <= width + 0.1:
            return text
        kept = text
        while kept and self.pdf.get_string_width(f"{kept}…") > width:
            kept = kept[:-1]
        return f"{kept}…"

    def code(self, matrix: Matrix, *, left: float, top: float, side: float) -> None:
        """Draw a QR code `side` millimetres wide; the paper around it is its quiet zone."""
        module = side / len(matrix)
        self.pdf.set_fill_color(0)
        for row, cells in enumerate(matrix):
            y = self.at[1] + top + row * module
            for start, length in _dark_runs(cells):
                x = self.at[0] + left + start * module
                self.pdf.rect(x, y, length * module, module, style="F")


def _empty_document() -> FPDF:
    """Return one; its library takes 0.3 s to load, which only those who print shall wait for."""
    document: FPDF = import_module("fpdf").FPDF(format="A4")
    return document


def _dark_runs(cells: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield where dark modules of a row begin, and how many stand side by side."""
    place = 0
    for dark, run in groupby(cells):
        length = len(list(run))
        if dark:
            yield place, length
        place += length
