"""The write transaction: alone, whole or not at all."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.db import db, transaction


def add_store(session, code: str) -> None:
    session.add(Store(code=code, name=code, languages=["ko"], created_at=clock.utc_now()))


def codes() -> list[str]:
    return list(db.session.execute(sa.select(Store.code).order_by(Store.code)).scalars())


def test_commits_at_the_end(app: Flask) -> None:
    with app.app_context():
        with transaction() as session:
            add_store(session, "one")
        db.session.remove()
        assert codes() == ["one"]


def test_an_error_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(KeyError), transaction() as session:
            add_store(session, "one")
            session.flush()
            raise KeyError
        assert codes() == []


def test_does_not_nest(app: Flask) -> None:
    with app.app_context(), transaction(), pytest.raises(RuntimeError), transaction():
        pass


def test_sees_what_was_committed_since_a_read_began(app: Flask) -> None:
    with app.app_context():
        assert codes() == []
        with app.app_context(), transaction() as other:
            add_store(other, "other")
        with transaction() as session:
            add_store(session, "mine")
        assert codes() == ["mine", "other"]
