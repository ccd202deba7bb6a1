"""Keep an installation tidy: old events and expired sign-ins go, in short batches.

Each batch is a write transaction of its own, so that orders get in between. Nothing that was ever
ordered is touched here.
"""

from __future__ import annotations

import click
import sqlalchemy as sa
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from tableorder import clock, upkeep
from tableorder.auth.models import SignIn
from tableorder.db import transaction
from tableorder.stream import log

__all__ = ["housekeeping_command", "upkeep"]

BATCH = 500


@click.command("housekeeping")
@with_appcontext
def housekeeping_command() -> None:
    """Remove what is kept no longer: events after 48 h, expired sign-ins."""
    events, sign_ins = delete_old_events(), delete_expired_sign_ins()
    click.echo(f"지난 이벤트 {events}개, 만료된 로그인 {sign_ins}개를 지웠습니다.")
    click.echo(f"Removed {events} old events and {sign_ins} expired sign-ins.")


def delete_old_events() -> int:
    """Delete the log's lines that no stream can be asked for any more; return how many."""
    total = 0
    while True:
        with transaction() as session:
            gone = log.delete_old(session, now=clock.utc_now(), batch=BATCH)
        total += gone
        if gone < BATCH:
            return total


def delete_expired_sign_ins() -> int:
    """Delete the sign-ins whose tokens have run out; return how many."""
    total = 0
    while True:
        with transaction() as session:
            gone = _delete_sign_ins(session)
        total += gone
        if gone < BATCH:
            return total


def _delete_sign_ins(session: Session) -> int:
    expired = sa.select(SignIn.jti).where(SignIn.expires_at < clock.utc_now()).limit(BATCH)
    keys = session.execute(expired).scalars().all()
    session.execute(sa.delete(SignIn).where(SignIn.jti.in_(keys)))
    return len(keys)
