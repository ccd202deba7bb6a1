"""Read a menu file, whichever it is: an archive, its JSON alone, or a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from tableorder.auth.queries import StoreView
from tableorder.errors import FieldFault
from tableorder.menu.bundle import LARGEST_MENU, Bundle
from tableorder.menu.cell_forms import Words
from tableorder.menu.errors import ImportTooLarge, ImportUnreadable
from tableorder.menu.portable import SECTIONS, Document, Values, entries_of
from tableorder.menu.portable_schemas import ROWS, MenuFile, usual_values
from tableorder.menu.reading_forms import Rows
from tableorder.menu.sheet_reading_forms import OTHER_CURRENCY, read_sheet
from tableorder.settings import Settings


@dataclass(frozen=True, slots=True)
class Incoming:
    """A menu file that was read; `bundle` holds its pictures."""

    document: Document
    bundle: Bundle | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read a file for a store; made within a request, used in the pool."""

    store: StoreView
    menu: Values
    words: Words
    settings: Settings
    key: bytes

    def read(self, file: IO[bytes]) -> Incoming:
        """Read what can be read of a file; raises ImportUnreadable and its like, or Invalid."""
        start = file.read(4)
        file.seek(0)
        if start == b"PK\x03\x04":
            return self._read_archive(file)
        data = file.read(LARGEST_MENU + 1)
        if len(data) > LARGEST_MENU:
            raise ImportTooLarge(megabytes=LARGEST_MENU // 2**20)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            return Incoming(self._document(data))
        return Incoming(read_sheet(data, store=self.store, menu=self.menu, words=self.words))

    def _read_archive(self, file: IO[bytes]) -> Incoming:
        bundle = Bundle(file, key=self.key, largest_picture=self.settings.max_file_size)
        return Incoming(self._document(bundle.read_menu(), bundle), bundle=bundle)

    def _document(self, data: bytes, bundle: Bundle | None = None) -> Document:
        """Return what can be read of a menu file's JSON, with every fault of the rest."""
        try:
            menu = json.loads(data)
        except (ValueError, RecursionError):
            raise ImportUnreadable from None
        if not isinstance(menu, dict):
            raise ImportUnreadable
        rows = Rows()
        rows.read(MenuFile, menu, "")
        if (currency := menu.get("currency", self.store.currency)) != self.store.currency:
            params = {"found": currency, "own": self.store.currency}
            rows.fault("currency", "OTHER_CURRENCY", OTHER_CURRENCY, **params)
        sections = {
            kind: [
                rows.read(ROWS[kind], row, f"{kind}.{index}")
                for index, row in enumerate(menu.get(kind, ()))
            ]
            for kind in SECTIONS
        }
        rows.faults += self._settle_pictures(sections["items"], bundle)
        return Document(
            entries_of(sections), menu.get("store"), None, usual_values(), rows.faults, rows.unread
        )

    def _settle_pictures(
        self, items: Sequence[Values | None], bundle: Bundle | None
    ) -> list[FieldFault]:
        if bundle:
            return bundle.settle_pictures(items, allowed=self.settings.allowed_mime_types)
        # Without an archive there are no pictures: those of the dishes stay.
        for item in items:
            if item and item.get("image"):
                del item["image"]
        return []
