"""A store with an owner and a table, seen from outside."""

import pytest

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
