"""Use cases of shared screens: a board or kitchen display that is paired once by a one-time code.

A code is short, so it lives for minutes only, is kept as a hash, works once, and guesses at it are
counted. A screen that was disconnected never comes back: its place is taken by a new one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from tableorder import clock, ids, security
from tableorder.auth import limits
from tableorder.auth.devices import add_device, device_token, end_device
from tableorder.auth.errors import ScreenPaired, WrongScreenCode
from tableorder.auth.models import Device
from tableorder.auth.queries import ScreenView, StaffView, find_store
from tableorder.auth.rules import is_store_code
from tableorder.auth.screen_queries import get_screen
from tableorder.db import transaction
from tableorder.security import Token

CODE_DIGITS = 8
CODE_LIFETIME = timedelta(minutes=10)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ScreenCode:
    """The one-time code of a screen, told this once."""

    id: int
    name: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PairedScreen:
    """A screen that now belongs to a store; `secret` earns it new tokens until it is unpaired."""

    screen: ScreenView
    token: Token
    secret: str


def add_screen(who: StaffView, name: str) -> ScreenCode:
    """Add a screen that waits for its code to be typed, and return the code."""
    code, now = ids.random_digits(CODE_DIGITS), clock.utc_now()
    with transaction(who.store.id) as session:
        device_id = add_device(
            session,
            store_id=who.store.id,
            kind="screen",
            now=now,
            name=name,
            code_hash=_hash(who.store.id, code),
            code_expires_at=now + CODE_LIFETIME,
        )
    _note("screen added", device_id)
    return ScreenCode(device_id, name, code, now + CODE_LIFETIME)


def renew_code(who: StaffView, screen_id: int) -> ScreenCode:
    """Give a waiting screen another code and return it; raises NotFound or ScreenPaired."""
    code, until = ids.random_digits(CODE_DIGITS), clock.utc_now() + CODE_LIFETIME
    with transaction(who.store.id) as session:
        screen = get_screen(who.store.id, screen_id)
        if screen.is_paired:
            raise ScreenPaired
        session.execute(
            sa.update(Device)
            .where(Device.id == screen_id)
            .values(code_hash=_hash(who.store.id, code), code_expires_at=until)
        )
    return ScreenCode(screen_id, screen.name, code, until)


def pair_screen(*, store_code: str, code: str, address: str | None) -> PairedScreen:
    """Pair a screen by its code; raises WrongScreenCode whatever is wrong, or TooManyRequests."""
    attempt = limits.begin_guess(f"screen:{store_code}", address)
    store = find_store(code=store_code) if is_store_code(store_code) else None
    if store is None:
        raise WrongScreenCode
    secret, now = ids.random_key(32), clock.utc_now()
    with transaction(store.id) as session:
        query = (
            sa.update(Device)
            .where(
                Device.code_hash == _hash(store.id, code),
                Device.code_expires_at > now,
                Device.ended_at.is_(None),
            )
            .values(
                code_hash=None,
                code_expires_at=None,
                secret_hash=security.digest(secret),
                secret_expires_at=security.device_secret_expiry(now),
            )
            .returning(Device.id, Device.name)
        )
        row = session.execute(query).first()
    if row is None:
        raise WrongScreenCode
    attempt.take_back()
    _note("screen paired", row.id)
    screen = ScreenView(row.id, row.name, store)
    return PairedScreen(screen, device_token("staff", row.id, store.id), secret)


def remove_screen(store_id: int, screen_id: int) -> None:
    """Disconnect a screen: its secret, its tokens and its streams end. Raises NotFound."""
    with transaction(store_id) as session:
        get_screen(store_id, screen_id)
        end_device(session, store_id, screen_id, now=clock.utc_now())
    _note("screen removed", screen_id)


def _hash(store_id: int, code: str) -> str:
    return security.digest(f"screen:{store_id}:{code}")


def _note(what: str, screen_id: int) -> None:
    logger.info(what, extra={"fields": {"screen": screen_id}})
