"""A store with an owner and a table, seen from its doors."""

import pytest
import sqlalchemy as sa

from tableorder import clock
from tableorder.db import db
from tableorder.table.models import TableSession
from tableorder.table.queries import list_tables
from tests.actors import Browser
from tests.factories import make_account, make_store, make_table


@pytest.fixture
def store(app):
    with app.app_context():
        store = make_store()
        make_account(store)
        make_table(store)
        return store


@pytest.fixture
def browser(app, store):
    return Browser(app)


@pytest.fixture
def key(app, store):
    """The key on the printed code of table 1."""
    with app.app_context():
        return list_tables(store.id)[0].key


@pytest.fixture
def close(app, store):
    """Close every open session, as staff would."""

    def close_all():
        with app.app_context():
            db.session.execute(sa.update(TableSession).values(closed_at=clock.utc_now()))
            db.session.commit()

    return close_all
