"""Read stores and the people who work in them, as plain view objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from tableorder import clock
from tableorder.auth.models import Account, Device, SignIn, Store
from tableorder.db import AnyRow, UtcDateTime, db
from tableorder.errors import NotFound
from tableorder.walltime import moment_of


@dataclass(frozen=True, slots=True)
class StoreView:
    """What a request needs to know of its store; the first of `languages` is the store's own."""

    id: int
    code: str
    name: str
    timezone: str
    currency: str
    languages: tuple[str, ...]
    admission: str
    order_flow: str
    day_starts_at: int
    is_taking_orders: bool
    pause_message: str
    last_orders: tuple[str | None, ...]
    order_gap: int
    order_limit: int
    guarded_actions: tuple[str, ...]
    menu_version: int

    def business_day(self, moment: datetime) -> date:
        """Return the business day of `moment` in this store."""
        return clock.business_day(moment, timezone=self.timezone, day_starts_at=self.day_starts_at)

    def last_order(self, moment: datetime) -> datetime | None:
        """Return when the business day of `moment` takes its last order, in UTC; None for never.

        A time of day up to the business day's start is that of the night after it: at the start
        itself, orders are taken until the day ends.
        """
        day = self.business_day(moment)
        told = self.last_orders[day.weekday()] if self.last_orders else None
        if told is None:
            return None
        hours, minutes = map(int, told.split(":"))
        after_start = hours * 60 + minutes
        wall_day = day if after_start > self.day_starts_at else day + timedelta(days=1)
        return moment_of(datetime.combine(wall_day, time(hours, minutes)), ZoneInfo(self.timezone))

    def is_past_last_order(self, moment: datetime) -> bool:
        """Tell whether the business day of `moment` takes no orders any more."""
        last = self.last_order(moment)
        return last is not None and moment >= last

    def for_staff(self) -> StoreView:
        """Return the store without what limits its guests' orders only: staff may order still."""
        return replace(self, last_orders=(), order_gap=0, order_limit=0)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against."""

    account_id: int
    store_id: int
    password_hash: str


@dataclass(frozen=True, slots=True)
class StaffView:
    """An account that is signed in."""

    account_id: int
    username: str
    role: str
    jti: str
    store: StoreView

    @property
    def actor(self) -> str:
        """Name this person in records."""
        return f"account:{self.account_id}"

    @property
    def subject(self) -> str:
        """Name whose tokens and streams these are."""
        return self.actor


@dataclass(frozen=True, slots=True)
class ScreenView:
    """A shared screen of the store: a board or kitchen display, paired once by a one-time code.

    It has order and call rights only, and nobody's name stands behind it.
    """

    device_id: int
    username: str
    store: StoreView

    @property
    def role(self) -> str:
        """Return the least role of all."""
        return "screen"

    @property
    def actor(self) -> str:
        """Name this screen in records."""
        return f"screen:{self.device_id}"

    @property
    def subject(self) -> str:
        """Name whose tokens and streams these are."""
        return f"device:{self.device_id}"


Crew = StaffView | ScreenView
"""Whoever works in the store: a person, or a screen that several share."""

STORE_COLUMNS = (
    Store.id,
    Store.code,
    Store.name,
    Store.timezone,
    Store.currency,
    Store.languages,
    Store.admission,
    Store.order_flow,
    Store.day_starts_at,
    Store.is_taking_orders,
    Store.pause_message,
    Store.last_orders,
    Store.order_gap,
    Store.order_limit,
    Store.guarded_actions,
    Store.menu_version,
)


def store_view(row: AnyRow) -> StoreView:
    """Make a view of a row that ends with STORE_COLUMNS."""
    values: Sequence[Any] = row[-len(STORE_COLUMNS) :]
    frozen: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
    return StoreView(*frozen)


def find_store(*, code: str) -> StoreView | None:
    """Find a store by its readable code."""
    row = db.session.execute(sa.select(*STORE_COLUMNS).where(Store.code == code)).first()
    return store_view(row) if row else None


def get_store(store_id: int) -> StoreView:
    """Return a store by id; raises NotFound."""
    row = db.session.execute(sa.select(*STORE_COLUMNS).where(Store.id == store_id)).first()
    if row is None:
        raise NotFound
    return store_view(row)


def count_stores() -> int:
    """Count the stores of this installation."""
    return db.session.execute(sa.select(sa.func.count(Store.id))).scalar_one()


def find_staff(account_id: int, jti: str) -> StaffView | None:
    """Find the account that holds the living sign-in `jti`."""
    query = (
        sa.select(Account.id, Account.username, Account.role, SignIn.jti, *STORE_COLUMNS)
        .join(SignIn, SignIn.account_id == Account.id)
        .join(Store, Store.id == Account.store_id)
        .where(Account.id == account_id, SignIn.jti == jti)
    )
    row = db.session.execute(query).first()
    return StaffView(row[0], row[1], row[2], row[3], store_view(row)) if row else None


def find_screen(device_id: int) -> ScreenView | None:
    """Find a paired screen that was not unpaired."""
    return _screen(Device.id == device_id)


def find_paired_screen(secret_hash: str) -> ScreenView | None:
    """Find a paired screen by the hash of its long-lived secret, while that is valid."""
    now = sa.bindparam("now", clock.utc_now(), UtcDateTime)
    return _screen(Device.secret_hash == secret_hash, Device.secret_expires_at > now)


def _screen(*conditions: sa.ColumnElement[bool]) -> ScreenView | None:
    query = (
        sa.select(Device.id, Device.name, *STORE_COLUMNS)
        .join(Store, Store.id == Device.store_id)
        .where(
            Device.kind == "screen",
            Device.secret_hash.is_not(None),
            Device.ended_at.is_(None),
            *conditions,
        )
    )
    row = db.session.execute(query).first()
    return ScreenView(row[0], row[1], store_view(row)) if row else None


def find_credentials(store_code: str, username: str) -> Credentials | None:
    """Find what to check a sign-in against; `username` is in its normal spelling."""
    query = (
        sa.select(Account.id, Account.store_id, Account.password_hash)
        .join(Store, Store.id == Account.store_id)
        .where(Store.code == store_code, Account.username == username)
    )
    row = db.session.execute(query).first()
    return Credentials(*row) if row else None


def get_secret_expiry(device_id: int) -> datetime | None:
    """Return until when a device's secret earns tokens, None when it holds none."""
    query = sa.select(Device.secret_expires_at).where(Device.id == device_id)
    return db.session.execute(query).scalar()
