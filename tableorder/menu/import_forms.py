"""Read a menu file, whichever it is: an archive, its JSON alone, or a spreadsheet."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO

from tableorder.auth.queries import StoreView
from tableorder.errors import FieldFault, Invalid
from tableorder.menu.bundle import LARGEST_MENU, Bundle
from tableorder.menu.cell_forms import Words
from tableorder.menu.errors import ImportTooLarge, ImportUnreadable
from tableorder.menu.portable import Document, Values, entries_of
from tableorder.menu.portable_schemas import MenuFile, usual_values
from tableorder.menu.sheet_reading_forms import OTHER_CURRENCY, read_sheet
from tableorder.settings import Settings
from tableorder.web import check


@dataclass(frozen=True, slots=True)
class Incoming:
    """A menu file that was read: `encoding` is a spreadsheet's, `bundle` holds the pictures."""

    document: Document
    encoding: str | None = None
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
        """Read a file; raises ImportUnreadable and its like, or Invalid with every fault."""
        start = file.read(4)
        file.seek(0)
        if start == b"PK\x03\x04":
            return self._read_archive(file)
        data = file.read(LARGEST_MENU + 1)
        if len(data) > LARGEST_MENU:
            raise ImportTooLarge(megabytes=LARGEST_MENU // 2**20)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            menu = self._read_json(data)
            # Without an archive there are no pictures: those of the dishes stay.
            for item in menu.get("items", ()):
                if item.get("image"):
                    del item["image"]
            return Incoming(self._document(menu))
        sheet = read_sheet(data, store=self.store, menu=self.menu, words=self.words)
        return Incoming(sheet.document, sheet.encoding)

    def _read_archive(self, file: IO[bytes]) -> Incoming:
        bundle = Bundle(file, key=self.key, largest_picture=self.settings.max_file_size)
        menu = self._read_json(bundle.read_menu())
        bundle.settle_pictures(menu.get("items", []), allowed=self.settings.allowed_mime_types)
        return Incoming(self._document(menu), bundle=bundle)

    def _read_json(self, data: bytes) -> Values:
        try:
            raw = json.loads(data)
        except (ValueError, RecursionError):
            raise ImportUnreadable from None
        file = check(MenuFile, raw)
        if file.currency != self.store.currency:
            params = {"found": file.currency, "own": self.store.currency}
            raise Invalid([FieldFault("currency", "OTHER_CURRENCY", OTHER_CURRENCY, **params)])
        return file.model_dump(mode="json", exclude_unset=True, by_alias=True)

    def _document(self, menu: Values) -> Document:
        return Document(entries_of(menu), menu.get("store"), None, usual_values())
