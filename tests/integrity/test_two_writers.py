"""Another process at the same SQLite file: orders wait their turn, nothing else stands still."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import Any

import pytest

from tableorder.db import sqlite_module
from tableorder.settings import Settings
from tests.integrity.conftest import House
from tests.integrity.server import Server, answered, at_once

pytestmark = [
    pytest.mark.alone,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True, scope="module"),
]


@contextlib.contextmanager
def connected(database: Settings) -> Iterator[Any]:
    """A connection from this process, which is not the server's.

    By the application's own library: two of them in one process would drop each other's locks.
    """
    connection = sqlite_module.connect(
        database.db_file_path, isolation_level=None, timeout=10, check_same_thread=False
    )
    with contextlib.closing(connection):
        yield connection


def test_orders_wait_for_another_writer_while_readers_do_not(
    house: House, server: Server, database: Settings
) -> None:
    server.get("/api/orders", house.staff)
    with connected(database) as other, ThreadPoolExecutor(8) as guests:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE stores SET name = 'Elsewhere'")
        waiting = [
            guests.submit(server.order, house.guest, f"key-{n}", house.body) for n in range(8)
        ]
        held_until = time.monotonic() + 1
        while time.monotonic() < held_until:
            for path in ("/health", "/api/orders"):
                (answer,) = answered([server.call("GET", path, house.staff)])
                assert (answer.status, answer.seconds < 0.5) == (200, True), answer
        assert not [order for order in waiting if order.done()]
        other.execute("COMMIT")
        answers = answered([order.result() for order in waiting])
    assert {answer.status for answer in answers} == {201}
    assert [order.number for order in house.orders()] == list(range(1, 9))


def test_two_busy_writers_both_get_on(house: House, server: Server, database: Settings) -> None:
    over = Event()
    with connected(database) as other, ThreadPoolExecutor(1) as background:
        writing = background.submit(write_until, other, over)
        presses = [partial(server.order, house.guest, f"key-{n}", house.body) for n in range(20)]
        answers = answered(at_once(presses))
        over.set()
        assert writing.result() > 0
    assert {answer.status for answer in answers} == {201}
    assert max(answer.seconds for answer in answers) < 5


def test_a_reader_of_another_process_stops_no_order(
    house: House, server: Server, database: Settings
) -> None:
    with connected(database) as other:
        other.execute("BEGIN")
        count = "SELECT count(*) FROM orders"
        before = other.execute(count).fetchone()
        (answer,) = answered([server.order(house.guest, "key", house.body)])
        assert (answer.status, answer.seconds < 1) == (201, True)
        assert other.execute(count).fetchone() == before


def write_until(connection: Any, over: Event) -> int:
    """Write again and again, as a backup or a command would, and count the commits."""
    commits = 0
    while not over.is_set():
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE stores SET name = 'Elsewhere'")
        time.sleep(0.01)
        connection.execute("COMMIT")
        commits += 1
        time.sleep(0.002)
    return commits
