"""Guessing is slowed, for accounts that exist and for those that do not."""

from threading import Thread

import pytest
import time_machine
from flask import Flask
from pydantic import SecretStr

from tableorder import create_app
from tableorder.auth import limits
from tableorder.db import db
from tableorder.errors import TooManyRequests
from tests.actors import Browser
from tests.factories import PASSWORD, PIN, make_account, make_store, make_table

START = "2026-03-01 03:00:00Z"


@pytest.fixture
def app(settings):
    strict = {
        "login_free_failures_per_account": 2,
        "login_free_failures_per_address": 5,
        "orders_per_minute": 3,
    }
    app: Flask = create_app(settings.model_copy(update=strict))
    yield app
    app.extensions["hub"].close()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def store(app):
    with app.app_context():
        store = make_store()
        for name in ("owner", "second"):
            make_account(store, name)
        make_table(store)
        return store


@pytest.fixture
def traveller():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def login(app, *, username="owner", password=PASSWORD, address="192.0.2.1", store_code="cafe"):
    body = {"store_code": store_code, "username": username, "password": password}
    return app.test_client().post(
        "/api/auth/login", json=body, environ_base={"REMOTE_ADDR": address}
    )


def fail(app, times, **changes):
    return [login(app, **{"password": "wrong", **changes}).status_code for _ in range(times)]


@pytest.mark.parametrize("username", ["owner", "nobody"])
def test_after_the_free_failures_a_delay_grows(app, store, traveller, username):
    assert fail(app, 3, username=username) == [401, 401, 401]
    delays = []
    for _ in range(4):
        refused = login(app, username=username)
        assert refused.status_code == 429
        assert refused.json["error"]["code"] == "TOO_MANY_REQUESTS"
        delays.append(int(refused.headers["Retry-After"]))
        traveller.shift(delays[-1] + 0.1)
        assert fail(app, 1, username=username, address=f"192.0.2.{len(delays) + 1}") == [401]
    assert delays == [1, 2, 4, 8]


def test_the_right_password_is_refused_during_the_delay_and_taken_after_it(app, store, traveller):
    fail(app, 3)
    assert login(app).status_code == 429
    traveller.shift(1.1)
    assert login(app).status_code == 200


def test_successes_are_not_counted(app, store, traveller):
    assert [login(app).status_code for _ in range(12)] == [200] * 12
    assert fail(app, 2) == [401, 401]


def test_a_success_does_not_clear_what_its_address_failed_before(app, store, traveller):
    assert fail(app, 2) == [401, 401]
    assert fail(app, 2, username="a1") == [401, 401]
    assert fail(app, 1, username="a2") == [401]
    assert login(app, username="second").status_code == 200
    assert fail(app, 1, username="a3") == [401]
    assert login(app, username="second").status_code == 429


def test_an_address_is_slowed_whatever_accounts_it_tries(app, store, traveller):
    assert [fail(app, 1, username=f"name{n}") for n in range(6)] == [[401]] * 6
    assert login(app).status_code == 429
    assert login(app, address="192.0.2.2").status_code == 200


def test_failures_are_forgotten_after_the_window(app, store, traveller):
    fail(app, 3)
    traveller.shift(901)
    assert fail(app, 3) == [401, 401, 401]


def test_many_guesses_at_the_same_moment_do_not_slip_past(app, store):
    answers = []
    threads = [Thread(target=lambda: answers.extend(fail(app, 1))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(401) <= 4
    assert answers.count(429) == 12 - answers.count(401)


def test_pins_are_limited_alike_also_of_tables_that_do_not_exist(app, store, traveller):
    for number in (1, 99):
        traveller.shift(1000)
        body = {"store_code": "cafe", "table_number": number, "pin": "9999"}
        client = app.test_client()
        codes = [client.post("/api/auth/table", json=body).status_code for _ in range(4)]
        assert codes == [401, 401, 401, 429]
    body = {"store_code": "cafe", "table_number": 1, "pin": PIN}
    assert client.post("/api/auth/table", json=body).status_code == 200


def test_the_pages_say_how_long_to_wait(app, store, traveller):
    browser = Browser(app)
    for _ in range(3):
        browser.sign_in(store, password="wrong")
    answer = browser.sign_in(store)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "1"
    assert 'role="alert"' in answer.text
    for _ in range(3):
        browser.pair(store, pin="9999")
    assert browser.pair(store).status_code == 429


def test_orders_are_counted_for_each_device_and_minute(app, store, traveller):
    with app.app_context():
        for _ in range(3):
            limits.count_order("device:1")
        limits.count_order("device:2")
        with pytest.raises(TooManyRequests) as raised:
            limits.count_order("device:1")
        assert raised.value.retry_after == 60
        traveller.shift(61)
        limits.count_order("device:1")


def test_a_table_takes_only_so_many_phones_a_minute(app, store, traveller):
    with app.app_context():
        for _ in range(limits.JOINS_PER_MINUTE):
            limits.count_join(1)
        limits.count_join(2)
        with pytest.raises(TooManyRequests):
            limits.count_join(1)


def test_without_its_redis_a_process_counts_for_itself_and_serves_on(settings):
    strict = {"redis_url": SecretStr("redis://127.0.0.1:1/0"), "login_free_failures_per_account": 2}
    app = create_app(settings.model_copy(update=strict))
    limits._spare.cache_clear()
    with app.app_context():
        make_account(make_store())
    try:
        assert login(app, address="192.0.2.77").status_code == 200
        assert fail(app, 3, address="192.0.2.77") == [401, 401, 401]
        assert login(app, address="192.0.2.77").status_code == 429
    finally:
        app.extensions["hub"].close()
        with app.app_context():
            db.engine.dispose()
