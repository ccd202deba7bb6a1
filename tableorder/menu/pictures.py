"""The folder of pictures: random names, whole files or none, and only our own names served."""

from __future__ import annotations

import errno
import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tableorder.errors import DiskFull
from tableorder.menu.images import Encoded
from tableorder.menu.tree import PICTURE_WIDTHS

FILE_NAME = re.compile(r"[0-9a-f]{32}-(320|640|1280)\.webp")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

log = logging.getLogger(__name__)


class NewPicture(NamedTuple):
    """A picture that is still to be written, and the folder that takes it."""

    encoded: Encoded
    folder: Path


def save(folder: Path, encoded: Encoded) -> dict[str, Any]:
    """Write a picture's files under a new random name; return what an item keeps of it.

    Each is written beside its place and renamed, so that nobody reads half a file. Raises DiskFull;
    on any failure nothing stays behind.
    """
    image = {
        "name": secrets.token_hex(16),
        "width": encoded.width,
        "height": encoded.height,
        "placeholder": encoded.placeholder,
        "source": encoded.source,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for width, data in encoded.files.items():
            _write(_path(folder, image, width), data)
    except OSError as error:
        remove(folder, image)
        if error.errno in NO_ROOM:
            raise DiskFull from error
        raise
    except BaseException:
        remove(folder, image)
        raise
    return image


@contextmanager
def written(new: NewPicture | None) -> Iterator[dict[str, Any] | None]:
    """Write a picture's files before a change that keeps them; if that fails, they go again.

    Gives what an item keeps of it, None of none.
    """
    image = save(new.folder, new.encoded) if new else None
    try:
        yield image
    except BaseException:
        if new:
            remove(new.folder, image)
        raise


def read(folder: Path, image: Mapping[str, Any]) -> dict[int, bytes] | None:
    """Return a picture's files by width; None when one of them is gone."""
    try:
        return {w: _path(folder, image, w).read_bytes() for w in PICTURE_WIDTHS.values()}
    except FileNotFoundError:
        return None


def remove(folder: Path, image: Mapping[str, Any] | None) -> None:
    """Delete a picture's files as far as they are there; what cannot be deleted is logged."""
    if image is None:
        return
    for width in PICTURE_WIDTHS.values():
        path = _path(folder, image, width)
        for leftover in (path, _draft(path)):
            try:
                leftover.unlink(missing_ok=True)
            except OSError:
                log.warning("a picture's file could not be deleted", exc_info=True)


def _path(folder: Path, image: Mapping[str, Any], width: int) -> Path:
    return folder / f"{image['name']}-{width}.webp"


def _draft(path: Path) -> Path:
    return path.with_suffix(".tmp")


def _write(path: Path, data: bytes) -> None:
    draft = _draft(path)
    draft.write_bytes(data)
    draft.replace(path)
