"""Read a store's shared screens, as plain view objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tableorder.auth.models import Device
from tableorder.db import db
from tableorder.errors import NotFound


@dataclass(frozen=True, slots=True)
class ScreenState:
    """A screen: paired, or waiting until `code_expires_at` for its code to be typed."""

    id: int
    name: str
    is_paired: bool
    created_at: datetime
    code_expires_at: datetime | None


def list_screens(store_id: int) -> list[ScreenState]:
    """List the store's screens by name, those that wait for their code too."""
    return _list(Device.store_id == store_id)


def get_screen(store_id: int, screen_id: int) -> ScreenState:
    """Return one of the store's screens; raises NotFound."""
    found = _list(Device.store_id == store_id, Device.id == screen_id)
    if not found:
        raise NotFound
    return found[0]


def _list(*conditions: sa.ColumnElement[bool]) -> list[ScreenState]:
    query = (
        sa.select(
            Device.id,
            Device.name,
            Device.secret_hash.is_not(None),
            Device.created_at,
            Device.code_expires_at,
        )
        .where(Device.kind == "screen", Device.ended_at.is_(None), *conditions)
        .order_by(Device.name, Device.id)
    )
    return [
        ScreenState(screen_id, name, bool(is_paired), created_at, expires_at)
        for screen_id, name, is_paired, created_at, expires_at in db.session.execute(query)
    ]
