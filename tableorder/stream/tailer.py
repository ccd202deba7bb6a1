"""The one loop of a process that reads new lines of the log and hands them to the hub.

It looks when a commit of this process wakes it, and a few times a second for the lines of others.
Each line is encoded once. The loop outlives a failing database, and holds no connection between
two looks.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from tableorder.db import db
from tableorder.stream import log, sse
from tableorder.stream.hub import Hub, Parcel
from tableorder.stream.log import Line

LOOK_EVERY = 0.25
RETRY_AFTER = 1.0
PAGE = 500

logger = logging.getLogger(__name__)


def run(app: Flask, hub: Hub) -> None:
    """Look for new lines until the hub closes."""
    while hub.wait(LOOK_EVERY):
        try:
            with app.app_context():
                look(hub)
        except Exception as error:  # noqa: BLE001 -- whatever it was, screens must go on afterwards
            _tell_failure(hub, error)
            hub.pause(RETRY_AFTER)
        else:
            _tell_recovery(hub)


def look(hub: Hub) -> None:
    """Hand on what the stores with readers have appended since the last look."""
    positions = hub.positions()
    for store_id, newest in log.last_seqs(positions).items():
        _catch_up(hub, store_id, position=positions[store_id], newest=newest)


def _catch_up(hub: Hub, store_id: int, *, position: int, newest: int) -> None:
    while position != newest:
        lines = log.list_after(store_id, position, limit=PAGE)
        if not log.is_next(position, lines):
            # Restored from a backup, or away for longer than the log is kept.
            hub.restart(store_id, newest)
            return
        hub.publish(store_id, encode(lines))
        time.sleep(0)  # the readers' turn: their queues hold no more than two pages
        position = lines[-1].seq
        newest = max(newest, position)


def encode(lines: Sequence[Line]) -> list[Parcel]:
    """Make each line's one copy of bytes; a control line has none."""
    return [Parcel(line.seq, line.audience, frame_of(line), line.effect) for line in lines]


def frame_of(line: Line) -> bytes:
    """Frame a line; empty for one that is never sent."""
    return b"" if line.name == log.CONTROL else sse.event(line.seq, line.name, line.data)


@event.listens_for(db.session, "after_commit")
def _wake_after_commit(session: Session) -> None:
    if session.info.pop("appended", False):
        hub: Hub = current_app.extensions["hub"]
        hub.wake()


def _tell_failure(hub: Hub, error: Exception) -> None:
    if not hub.is_failing:
        logger.error("events cannot be read; trying again until they can", exc_info=error)
    hub.is_failing = True


def _tell_recovery(hub: Hub) -> None:
    if hub.is_failing:
        logger.warning("events can be read again")
    hub.is_failing = False
