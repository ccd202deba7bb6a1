"""What is kept no longer goes; everything else stays."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from tableorder import clock
from tableorder.auth.models import SignIn
from tableorder.db import db, transaction
from tableorder.stream import log
from tableorder.stream.models import Event
from tests import factories


def test_old_events_and_expired_sign_ins_go(app: Flask) -> None:
    with app.app_context():
        store = factories.make_store()
        factories.staff_token(store, factories.make_account(store))
        with transaction(store.id) as session:
            for _ in range(3):
                log.append(session, store.id, "store_updated", {})
            session.execute(
                sa.update(Event)
                .where(Event.seq < 3)
                .values(created_at=clock.utc_now() - timedelta(hours=49))
            )
            session.execute(sa.update(SignIn).values(expires_at=clock.utc_now()))
        factories.staff_token(store, factories.make_account(store, "second"))
    result = app.test_cli_runner().invoke(args=["housekeeping"])
    assert result.exit_code == 0, result.output
    assert "Removed 2 old events and 1 expired sign-ins." in result.output
    with app.app_context():
        assert db.session.execute(sa.select(Event.seq)).scalars().all() == [3]
        assert len(db.session.execute(sa.select(SignIn.jti)).all()) == 1
