"""A menu with its pictures as one archive: written from the folder, read without trusting it.

Nothing is ever unpacked to a path that an archive names. A picture that carries this
installation's seal was made here, so its files are taken back as they are; any other goes through
the pipeline of every upload.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any

from tableorder import pool, security
from tableorder.errors import AppError, FieldFault
from tableorder.menu import images, pictures
from tableorder.menu.errors import ArchiveEscapes, ArchiveRefused, ArchiveTooFull
from tableorder.menu.images import Encoded
from tableorder.menu.portable import Values, source_of
from tableorder.menu.tree import PICTURE_WIDTHS

MENU = "menu.json"
FOLDER = "pictures"
MOST_FILES = 20_000
LARGEST_MENU = 16 * 2**20
LARGEST_WHOLE = 512 * 2**20
MOST_FOREIGN = 1000
BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What the library raises for archives that are damaged, encrypted or of unknown kinds."""


def write_bundle(target: IO[bytes], menu: Values, *, folder: Path, key: bytes) -> None:
    """Write a menu and its pictures; one whose files are gone is left out."""
    with zipfile.ZipFile(target, "w") as archive:
        items = [_packed(archive, item, folder, key) for item in menu["items"]]
        text = json.dumps({**menu, "items": items}, ensure_ascii=False, indent=1)
        entry = zipfile.ZipInfo(MENU)
        archive.writestr(entry, text, compress_type=zipfile.ZIP_DEFLATED)


def _packed(archive: zipfile.ZipFile, item: Values, folder: Path, key: bytes) -> Values:
    image = item["image"]
    if image is None:
        return item
    files = pictures.read(folder, image)
    if files is None:
        return {name: value for name, value in item.items() if name != "image"}
    names = {}
    for size, width in PICTURE_WIDTHS.items():
        names[size] = f"{FOLDER}/{image['name']}-{width}.webp"
        if names[size] not in archive.NameToInfo:
            archive.writestr(zipfile.ZipInfo(names[size]), files[width])
    facts = {"width": image["width"], "height": image["height"]}
    facts |= {"placeholder": image.get("placeholder"), "source": source_of(image)}
    return {**item, "image": {**names, **facts, "seal": _seal(key, facts, files)}}


def _seal(key: bytes, facts: Mapping[str, Any], files: Mapping[int, bytes]) -> str:
    names = ("width", "height", "placeholder", "source")
    digests = [hashlib.sha256(files[width]).hexdigest() for width in sorted(files)]
    return security.seal(key, *(facts.get(name) for name in names), *digests)


class Bundle:
    """An archive that is open for reading; raises ArchiveRefused for what no menu needs."""

    def __init__(self, source: IO[bytes], *, key: bytes, largest_picture: int) -> None:
        self._key, self._largest_picture = key, largest_picture
        try:
            self._archive = zipfile.ZipFile(source)
        except BROKEN:
            raise ArchiveRefused from None
        self._check()

    def read_menu(self) -> bytes:
        """Return the menu's JSON."""
        return self._read(MENU, LARGEST_MENU)

    def settle_pictures(
        self, items: Sequence[Values | None], *, allowed: tuple[str, ...]
    ) -> list[FieldFault]:
        """Say of each item's picture what it was made from, and whether we made it ourselves.

        Returns the faults, at the items, of pictures that are absent or cannot be used; they are
        taken out. An item that is None could not be read.
        """
        faults: list[FieldFault] = []
        known: dict[str, str] = {}
        for index, item in enumerate(items):
            image = item and item.get("image")
            if not (item and image):
                continue
            try:
                if not self._is_sealed(image):
                    item["image"] = self._foreign(image, known, allowed)
            except AppError as error:
                path = f"items.{index}.image"
                faults.append(FieldFault(path, error.code, error.message, **error.params))
                del item["image"]
        if len(known) > MOST_FOREIGN:
            raise ArchiveTooFull
        return faults

    def load(self, image: Values, *, allowed: tuple[str, ...]) -> Encoded:
        """Return the encoded picture of an item; waits for the pool."""
        if "seal" in image:
            files = pool.run(self._files, image)
            facts = (image["width"], image["height"], image["placeholder"], image["source"])
            return Encoded(files, *facts)
        data = pool.run(self._read, image["large"], self._largest_picture)
        return images.encode_upload(data, allowed=allowed)

    def _check(self) -> None:
        entries = self._archive.infolist()
        if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > LARGEST_WHOLE:
            raise ArchiveTooFull
        for entry in entries:
            name = PurePosixPath(entry.filename.replace("\\", "/"))
            if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
                raise ArchiveEscapes(name=entry.filename[:100])

    def _read(self, name: str, limit: int) -> bytes:
        try:
            with self._archive.open(name) as file:
                data = file.read(limit + 1)
        except KeyError:
            raise ArchiveRefused from None
        except BROKEN:
            raise ArchiveRefused from None
        if len(data) > limit:
            raise ArchiveTooFull
        return data

    def _files(self, image: Values) -> dict[int, bytes]:
        return {
            width: self._read(image[size], self._largest_picture)
            for size, width in PICTURE_WIDTHS.items()
        }

    def _is_sealed(self, image: Values) -> bool:
        if not image.get("seal") or not all(image.get(size) for size in PICTURE_WIDTHS):
            return False
        seal = _seal(self._key, image, self._files(image))
        return hmac.compare_digest(seal.encode(), image["seal"].encode())

    def _foreign(self, image: Values, known: dict[str, str], allowed: tuple[str, ...]) -> Values:
        """Return the description of a picture that is to be made anew from its largest file."""
        name = image["large"]
        if name not in known:
            data = self._read(name, self._largest_picture)
            images.inspect(data, allowed=allowed)
            known[name] = hashlib.sha256(data).hexdigest()
        return {"large": name, "source": known[name]}
