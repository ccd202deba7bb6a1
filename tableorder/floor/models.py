"""The calls of guests: they ask for water, the bill, help; staff acknowledge and finish."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tableorder.db import Base, Texts, UtcDateTime


class Call(Base):
    """A guest asks for somebody; a party has one open call for each reason at most.

    `reason` is the key and `name` the words of the store's reason at that moment; `actor_name` is
    who last acknowledged or finished it.
    """

    __tablename__ = "calls"
    __table_args__ = (
        sa.Index(
            "uq_calls_open",
            "session_id",
            "reason",
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
        sa.CheckConstraint("status IN ('open', 'acknowledged', 'done')", name="status"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), index=True)
    table_id: Mapped[int] = mapped_column(sa.ForeignKey("tables.id"), index=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("table_sessions.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str] = mapped_column(sa.String(32))
    name: Mapped[Texts]
    status: Mapped[str] = mapped_column(sa.String(12), default="open")
    actor_name: Mapped[str] = mapped_column(sa.String(60), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
