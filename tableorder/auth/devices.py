"""Devices of a store, whatever they stand for: tablets and phones of guests, screens of the staff.

A device that ended earns nothing any more: its secret, tokens and streams end with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock, ids, security
from tableorder.auth.models import Device
from tableorder.auth.queries import get_secret_expiry
from tableorder.db import transaction
from tableorder.errors import NotFound
from tableorder.security import Kind, Token
from tableorder.stream import log

EXTENDED_EVERY = timedelta(days=1)


def add_device(session: Session, *, store_id: int, kind: str, now: datetime, **values: Any) -> int:
    """Add a device inside the caller's transaction and return its id."""
    query = sa.insert(Device).values(store_id=store_id, kind=kind, created_at=now, **values)
    return session.execute(query.returning(Device.id)).scalar_one()


def end_device(session: Session, store_id: int, device_id: int, *, now: datetime) -> bool:
    """End a device with its secret, tokens and streams; tell whether it was a living one."""
    query = (
        sa.update(Device)
        .where(Device.id == device_id, Device.store_id == store_id, Device.ended_at.is_(None))
        .values(
            ended_at=now,
            secret_hash=None,
            secret_expires_at=None,
            code_hash=None,
            code_expires_at=None,
        )
        .returning(Device.id)
    )
    if session.execute(query).scalar() is None:
        return False
    log.end_streams(session, store_id, f"device:{device_id}")
    return True


def unpair_device(store_id: int, device_id: int) -> None:
    """End a device: its secret, its tokens and its streams; raises NotFound."""
    with transaction(store_id) as session:
        if not end_device(session, store_id, device_id, now=clock.utc_now()):
            raise NotFound


def extend_secret(store_id: int, device_id: int) -> None:
    """Let a device's secret live its whole time again; writes at most once a day."""
    until = security.device_secret_expiry(clock.utc_now())
    present = get_secret_expiry(device_id)
    if present is None or until - present < EXTENDED_EVERY:
        return
    with transaction(store_id) as session:
        session.execute(
            sa.update(Device)
            .where(Device.id == device_id, Device.ended_at.is_(None))
            .values(secret_expires_at=until)
        )


def device_token(kind: Kind, device_id: int, store_id: int) -> Token:
    """Sign a token for a device: `table` for a tablet or phone of guests, `staff` for a screen."""
    subject = f"device:{device_id}"
    return security.issue_token(kind, subject=subject, store_id=store_id, jti=ids.random_key())
