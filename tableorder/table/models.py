"""Tables of the dining room and of the parties that sit there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tableorder.db import Base, UtcDateTime


class Table(Base):
    """A numbered place. `key` is what its printed code says: which table, never who may order.

    Guests order nothing at a paused one; `pause_message` tells them why.
    """

    __tablename__ = "tables"
    __table_args__ = (
        sa.UniqueConstraint("store_id", "number"),
        sa.CheckConstraint("number BETWEEN 1 AND 9999", name="number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(sa.String(40), default="")
    zone: Mapped[str] = mapped_column(sa.String(40), default="")
    seats: Mapped[int | None]
    key: Mapped[str] = mapped_column(sa.String(43), unique=True)
    pin_hash: Mapped[str] = mapped_column(sa.String(255))
    is_paused: Mapped[bool] = mapped_column(default=False)
    pause_message: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TableSession(Base):
    """One party's stay, from opening until staff close it; at most one is open at a table.

    `opened_by` is staff, tablet or phone; `code` admits phones where the store asks for one, and
    `code_tries` counts the wrong ones since it was made. `used_at` is when it was opened or came
    to its table, or a guest was last busy there, as often as that is noted. One that was merged
    into another is closed, and `merged_into` names the other.
    """

    __tablename__ = "table_sessions"
    __table_args__ = (
        sa.Index(
            "uq_table_sessions_open",
            "table_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        sa.CheckConstraint("opened_by IN ('staff', 'tablet', 'phone')", name="opened_by"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), index=True)
    table_id: Mapped[int] = mapped_column(sa.ForeignKey("tables.id"), index=True)
    opened_by: Mapped[str] = mapped_column(sa.String(8))
    code: Mapped[str] = mapped_column(sa.String(4))
    code_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into: Mapped[int | None] = mapped_column(sa.ForeignKey("table_sessions.id"), index=True)


class SessionMerge(Base):
    """A merge of two parties, with what it moved, so that it can be undone for a moment.

    `moved` lists ids: {"orders": […], "devices": […], "calls": […], "finished_calls": […],
    "newest_order": 7}. The finished calls are those that the other party had open as well; orders
    with a higher id than the newest were sent after the merge.
    """

    __tablename__ = "session_merges"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), index=True)
    source_id: Mapped[int] = mapped_column(
        sa.ForeignKey("table_sessions.id", ondelete="CASCADE"), index=True
    )
    target_id: Mapped[int] = mapped_column(
        sa.ForeignKey("table_sessions.id", ondelete="CASCADE"), index=True
    )
    source_table_id: Mapped[int] = mapped_column(sa.ForeignKey("tables.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(sa.String(32))
    moved: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
