"""The store's numbered log, the source of every live screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tableorder.db import Base, UtcDateTime


class Event(Base):
    """One line of the log.

    `audience` is `staff`, `session:<id>`, `table:<id>` or `all`; staff read every line. `data` is
    the JSON sent. `effect` changes open streams when the line passes: see `stream.log.Effect`.
    A line with the name `control` is never sent.
    """

    __tablename__ = "events"

    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(sa.String(20))
    audience: Mapped[str] = mapped_column(sa.String(32))
    data: Mapped[str] = mapped_column(sa.Text)
    effect: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
