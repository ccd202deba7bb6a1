"""What an installation does by itself from time to time, and when it last did.

One process does a job when several run: it claims the job's row first.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tableorder.db import Base, UtcDateTime


class Job(Base):
    """A job by its name, with the moment of its last run."""

    __tablename__ = "jobs"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
