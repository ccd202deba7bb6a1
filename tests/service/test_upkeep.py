"""Jobs are done when they are due, by one process, whatever fails around them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from tableorder.db import db
from tableorder.housekeeping import TASKS
from tableorder.upkeep import Job, Task, Upkeep, claim

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOURLY = Task("hourly", timedelta(hours=1), lambda now: None)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def test_a_job_is_due_at_first_and_then_when_its_time_has_come(app: Flask) -> None:
    with app.app_context():
        asked = [at(0), at(0.1), at(0.9), at(1), at(1.5), at(4), at(4.5), at(5)]
        assert [claim(HOURLY, moment) for moment in asked] == [1, 0, 0, 1, 0, 1, 0, 1]


def test_a_clock_that_was_set_back_stops_no_job(app: Flask) -> None:
    with app.app_context():
        asked = [at(9), at(8.5), at(0), at(0.5), at(1)]
        assert [claim(HOURLY, moment) for moment in asked] == [1, 0, 1, 0, 1]


def test_each_job_has_its_own_time(app: Flask) -> None:
    daily = Task("daily", timedelta(days=1), lambda now: None)
    with app.app_context():
        assert [claim(task, at(hours)) for hours in (0, 2) for task in (HOURLY, daily)] == [
            True,
            True,
            True,
            False,
        ]


def test_of_several_processes_one_does_it(app: Flask) -> None:
    done: list[datetime] = []
    task = Task("once", timedelta(hours=1), done.append)
    start = threading.Barrier(6)

    def work() -> None:
        start.wait()
        Upkeep(app, [task]).look()

    for _ in range(2):
        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == 1
    with app.app_context():
        assert db.session.execute(sa.select(Job.name)).scalars().all() == ["once"]


@pytest.fixture
def upkeep_of(app: Flask):
    """An upkeep that looks all the time, and ends with the test."""
    made: list[Upkeep] = []

    def make(*tasks: Task) -> Upkeep:
        made.append(Upkeep(app, tasks, look_every=0.01))
        return made[-1]

    yield make
    for upkeep in made:
        upkeep.stop()


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_it_goes_on_after_a_failure_and_tells_it_once(upkeep_of, caplog) -> None:
    done: list[datetime] = []

    def fail(now: datetime) -> None:
        raise OperationalError("no", {}, Exception("database is down"))

    always = timedelta(0)
    upkeep_of(Task("broken", always, fail), Task("sound", always, done.append)).start()
    wait_for(lambda: len(done) >= 3)
    told = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.message for record in told] == ["broken failed; it is tried again in time"]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_it_outlives_a_database_that_is_gone(app: Flask, upkeep_of) -> None:
    done: list[datetime] = []
    with app.app_context():
        db.session.execute(sa.text("ALTER TABLE jobs RENAME TO hidden"))
        db.session.commit()
        upkeep = upkeep_of(Task("patient", timedelta(0), done.append))
        upkeep.start()
        time.sleep(0.1)
        assert done == []
        db.session.execute(sa.text("ALTER TABLE hidden RENAME TO jobs"))
        db.session.commit()
    wait_for(lambda: bool(done))


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_it_stops_at_once(upkeep_of) -> None:
    upkeep = upkeep_of(HOURLY)
    upkeep.start()
    before = time.monotonic()
    upkeep.stop()
    assert time.monotonic() - before < 0.5
    assert not any(thread.name == "upkeep" for thread in threading.enumerate())


def test_nothing_starts_by_itself(app: Flask) -> None:
    assert {task.name for task in TASKS} >= {"housekeeping"}
    assert not any(thread.name == "upkeep" for thread in threading.enumerate())
