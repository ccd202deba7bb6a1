"""Remove the files of pictures that no dish shows any more, and of imports that nobody finished."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import gevent
import sqlalchemy as sa

from tableorder.db import db
from tableorder.menu import staging
from tableorder.menu.change_queries import pictures_kept
from tableorder.menu.models import MenuItem

SPARED = timedelta(days=1)
"""A younger file may belong to a dish that is being saved at this moment."""

_file = re.compile(r"([0-9a-f]{32})-[0-9]+\.(?:webp|tmp)")


def remove_orphan_pictures(folder: Path, *, now: datetime) -> int:
    """Delete our own files of pictures that no item of any store shows; return how many pictures.

    Those that an undone change would show again stay, files of other names are not ours and stay.
    """
    images = db.session.execute(sa.select(MenuItem.image).where(MenuItem.image.is_not(None)))
    shown = {image["name"] for image in images.scalars() if image} | pictures_kept()
    db.session.remove()
    before = (now - SPARED).timestamp()
    return int(gevent.get_hub().threadpool.apply(_sweep, (folder, shown, before)))


def _sweep(folder: Path, shown: set[str], before: float) -> int:
    staging.remove_old(folder, before=before)
    orphans = set()
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _file.fullmatch(path.name)
        if match and match[1] not in shown and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            orphans.add(match[1])
    return len(orphans)
