"""Tables of stores, the people who work in them, their sign-ins, and guests' devices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tableorder.auth.vocabulary import CALL_REASONS, GUARDED_ACTIONS
from tableorder.db import Base, UtcDateTime


class Store(Base):
    """One restaurant. Its row is the lock under which its orders and events are numbered.

    `pause_message` tells guests why no orders are taken. `last_orders` holds the time after which
    no orders are taken for each weekday ("HH:MM" or None, Monday first; an empty list never),
    `order_gap` the least minutes between two orders of a table, `order_limit` the most portions of
    an order; 0 is no limit. `guarded_actions` ask for a person's PIN
    on a shared screen. `call_reasons` lists what guests may call for: {"key", "name"}, the name as
    a language map.
    """

    __tablename__ = "stores"
    __table_args__ = (
        sa.CheckConstraint("admission IN ('open', 'code', 'staff')", name="admission"),
        sa.CheckConstraint("order_flow IN ('full', 'short')", name="order_flow"),
        sa.CheckConstraint("day_starts_at BETWEEN 0 AND 1439", name="day_starts_at"),
        sa.CheckConstraint("order_gap BETWEEN 0 AND 240", name="order_gap"),
        sa.CheckConstraint("order_limit BETWEEN 0 AND 999", name="order_limit"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    timezone: Mapped[str] = mapped_column(sa.String(64), default="Asia/Seoul")
    currency: Mapped[str] = mapped_column(sa.String(3), default="KRW")
    languages: Mapped[list[str]]
    admission: Mapped[str] = mapped_column(sa.String(8), default="code")
    order_flow: Mapped[str] = mapped_column(sa.String(8), default="full")
    day_starts_at: Mapped[int] = mapped_column(default=300)
    is_taking_orders: Mapped[bool] = mapped_column(default=True)
    pause_message: Mapped[str] = mapped_column(sa.String(200), default="")
    last_orders: Mapped[list[str | None]] = mapped_column(sa.JSON, default=list)
    order_gap: Mapped[int] = mapped_column(default=0)
    order_limit: Mapped[int] = mapped_column(default=0)
    guarded_actions: Mapped[list[str]] = mapped_column(default=lambda: list(GUARDED_ACTIONS))
    call_reasons: Mapped[list[dict[str, Any]]] = mapped_column(
        sa.JSON, default=lambda: list(CALL_REASONS)
    )
    menu_version: Mapped[int] = mapped_column(default=1)
    last_seq: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Account(Base):
    """A person who works in a store; the PIN speaks for them on a shared screen."""

    __tablename__ = "accounts"
    __table_args__ = (
        sa.UniqueConstraint("store_id", "username"),
        sa.CheckConstraint("role IN ('owner', 'manager', 'staff')", name="role"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"))
    username: Mapped[str] = mapped_column(sa.String(40))
    role: Mapped[str] = mapped_column(sa.String(8))
    password_hash: Mapped[str] = mapped_column(sa.String(255))
    pin_hash: Mapped[str | None] = mapped_column(sa.String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignIn(Base):
    """A living sign-in of an account; its tokens end at once when the row goes."""

    __tablename__ = "sign_ins"

    jti: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Device(Base):
    """A tablet paired with a table, a phone admitted to a session, or a paired screen.

    `secret_hash` is the hash of a tablet's or screen's long-lived cookie. `code_hash` is that of
    the one-time code that pairs a screen, which has a `name`. A row with `ended_at` earns nothing
    any more; it stays, so that its id is never given to another device.
    """

    __tablename__ = "devices"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('tablet', 'phone', 'screen')", name="kind"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    name: Mapped[str] = mapped_column(sa.String(40), default="")
    table_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tables.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("table_sessions.id"), index=True)
    secret_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    secret_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    code_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    code_expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_admitted: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
