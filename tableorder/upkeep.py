"""What an installation does by itself from time to time, and when it last did.

One loop a worker looks whether a job is due. When several workers run, one does it: it claims the
job's row first. The loop outlives a failing database and holds no connection between two looks;
whoever serves starts it, so that commands and tests do nothing unasked. Knows no feature.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from tableorder import clock
from tableorder.db import Base, UtcDateTime, db, transaction

LOOK_EVERY = 5.0
STOPPING_SECONDS = 1.0

log = logging.getLogger(__name__)


class Job(Base):
    """A job by its name, with the moment of its last run."""

    __tablename__ = "jobs"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Task(NamedTuple):
    """A job: `run` is called with the present moment, inside an application context."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


class Upkeep:
    """The loop that does what is due; `start` it where requests are served."""

    def __init__(self, app: Flask, tasks: Sequence[Task], *, look_every: float = LOOK_EVERY):
        self._app, self._tasks, self._look_every = app, tasks, look_every
        self._failing: set[str] = set()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look, in a thread of its own (a greenlet under gevent)."""
        self._thread = threading.Thread(target=self._loop, name="upkeep", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a job that is under way ends with the process, between two transactions."""
        self._stopped.set()
        if self._thread:
            self._thread.join(STOPPING_SECONDS)

    def look(self) -> None:
        """Do each job that is due, unless another process does it."""
        for task in self._tasks:
            if self._stopped.is_set():
                return
            try:
                with self._app.app_context():
                    self._attend(task)
            except Exception as error:  # noqa: BLE001 -- whatever it was, the others go on
                self._tell_failure(task, error)
            else:
                self._failing.discard(task.name)

    def _loop(self) -> None:
        while not self._stopped.wait(self._look_every):
            self.look()

    def _attend(self, task: Task) -> None:
        now = clock.utc_now()
        if claim(task, now):
            db.session.remove()
            task.run(now)

    def _tell_failure(self, task: Task, error: Exception) -> None:
        """Log a failure, but not again and again what fails all the time."""
        if task.name not in self._failing:
            log.error("%s failed; it is tried again in time", task.name, exc_info=error)
        self._failing.add(task.name)


def claim(task: Task, now: datetime) -> bool:
    """Take a job upon this process if it is due, and tell whether it was."""
    if not _is_due(task, now):
        return False
    try:
        with transaction() as session:
            taken = sa.update(Job).where(Job.name == task.name, _due(task, now)).values(run_at=now)
            if session.execute(taken.returning(Job.name)).first():
                return True
            if session.execute(sa.select(Job.name).where(Job.name == task.name)).first():
                return False
            session.execute(sa.insert(Job).values(name=task.name, run_at=now))
            return True
    except IntegrityError:
        return False  # another process was the first ever to do it


def _is_due(task: Task, now: datetime) -> bool:
    """Look without writing: most looks end here."""
    query = sa.select(_due(task, now)).where(Job.name == task.name)
    return db.session.execute(query).scalar() is not False


def _due(task: Task, now: datetime) -> sa.ColumnElement[bool]:
    """Tell in SQL whether a job's time has come; a clock that was set back must not stop it.

    A run that lies a little ahead is another process's, which asked for the time a moment later.
    """
    return sa.or_(Job.run_at <= now - task.every, Job.run_at > now + task.every)
