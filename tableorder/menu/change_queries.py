"""Read which change of the menu was the last: that one can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tableorder.db import db
from tableorder.menu.models import MenuChange


@dataclass(frozen=True, slots=True)
class ChangeView:
    """The last change of a menu: its kind, the names of some rows that it is about, their count."""

    id: int
    kind: str
    names: list[Any]
    count: int
    at: datetime


def find_change(store_id: int) -> ChangeView | None:
    """Return the last change of a store's menu, unless there was none or it is undone."""
    columns = (MenuChange.id, MenuChange.kind, MenuChange.names, MenuChange.count, MenuChange.at)
    row = db.session.execute(sa.select(*columns).where(MenuChange.store_id == store_id)).first()
    return ChangeView(*row) if row else None


def pictures_kept() -> set[str]:
    """Return the names of the pictures that an undone change would show again, of all stores."""
    kept = db.session.execute(sa.select(MenuChange.touches)).scalars()
    before = (touch[2] for touches in kept for touch in touches if touch[0] == "menu_items")
    images = ((values or {}).get("image") for values in before)
    return {image["name"] for image in images if image}
