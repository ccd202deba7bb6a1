"""Keep a menu file between its preview and its import: one for each store, and not for long.

The name is random and the store's, so nobody reaches another's; no name of a sender is used.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from pathlib import Path
from typing import IO

from tableorder import pool
from tableorder.menu.errors import ImportExpired

FOLDER = "imports"
KEPT_SECONDS = 3600
_token = re.compile(r"[0-9a-f]{32}")


def keep(uploads: Path, store_id: int, source: IO[bytes]) -> str:
    """Keep a file in the store's place and return the token that opens it again."""
    token = secrets.token_hex(16)
    pool.run(_keep, uploads, store_id, token, source)
    return token


def reopen(uploads: Path, store_id: int, token: str) -> IO[bytes]:
    """Open a kept file; raises ImportExpired when it is there no more."""
    if not _token.fullmatch(token):
        raise ImportExpired
    try:
        return _path(uploads / FOLDER, store_id, token).open("rb")
    except FileNotFoundError:
        raise ImportExpired from None


def forget(uploads: Path, store_id: int) -> None:
    """Remove what is kept for a store."""
    for path in (uploads / FOLDER).glob(f"{store_id}-*"):
        path.unlink(missing_ok=True)


def remove_old(uploads: Path, *, before: float) -> None:
    """Remove what nobody has imported since `before`, in seconds of the epoch."""
    for path in (uploads / FOLDER).glob("*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _keep(uploads: Path, store_id: int, token: str, source: IO[bytes]) -> None:
    forget(uploads, store_id)
    remove_old(uploads, before=time.time() - KEPT_SECONDS)
    folder = uploads / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    source.seek(0)
    path = _path(folder, store_id, token)
    try:
        with path.open("xb") as target:
            shutil.copyfileobj(source, target)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _path(folder: Path, store_id: int, token: str) -> Path:
    return folder / f"{store_id}-{token}"
