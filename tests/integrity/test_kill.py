"""The power goes in the middle of a burst: whatever was acknowledged is there afterwards, whole."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa

from tableorder.db import db
from tests.integrity.conftest import House
from tests.integrity.server import Answer, Server, answered

pytestmark = pytest.mark.alone

GUESTS = 16
ENOUGH = 60


class Burst:
    """Guests who order without end until the server is gone."""

    def __init__(self, house: House, server: Server) -> None:
        self.house, self.server = house, server
        self.asked: list[str] = []
        self.acknowledged: dict[str, dict[str, Any]] = {}
        self.refused: list[Answer] = []
        self._over = Event()
        self._pool = ThreadPoolExecutor(GUESTS)
        self._guests = [self._pool.submit(self._order_on, n) for n in range(GUESTS)]

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + 30
        while len(self.acknowledged) < count:
            assert time.monotonic() < end, (len(self.acknowledged), self.refused[:3])
            time.sleep(0.005)

    def end(self) -> None:
        self._over.set()
        self._pool.shutdown()
        for guest in self._guests:
            guest.result()

    def _order_on(self, guest: int) -> None:
        for key in self._keys(guest):
            self.asked.append(key)
            answer = self.server.order(self.house.guest, key, self.house.body)
            if answer is None:
                return
            if answer.status == 201:
                self.acknowledged[key] = answer.json
            else:
                self.refused.append(answer)

    def _keys(self, guest: int) -> Iterator[str]:
        turn = 0
        while not self._over.is_set():
            yield f"guest-{guest}-{turn}"
            turn += 1


@pytest.fixture
def burst(house: House, server: Server) -> Burst:
    """A burst whose server was killed in the middle and started again on the same files."""
    burst = Burst(house, server)
    try:
        burst.wait_for(ENOUGH)
        server.kill()
    finally:
        burst.end()
    assert burst.refused == []
    assert len(burst.asked) > len(burst.acknowledged) >= ENOUGH, "nobody was interrupted"
    server.start()
    return burst


def test_acknowledged_orders_outlive_the_kill_and_retries_make_none_twice(
    house: House, server: Server, burst: Burst
) -> None:
    check_database(house)
    check_orders_are_whole(house, server)
    on_the_board = {order["id"]: order for order in board(house, server)}
    for order in burst.acknowledged.values():
        assert on_the_board[order["id"]] == order
    retried = [server.order(house.guest, key, house.body) for key in burst.asked]
    for key, answer in zip(burst.asked, answered(retried), strict=True):
        known = burst.acknowledged.get(key)
        assert answer.status == 200 if known else answer.status in {200, 201}
        assert answer.json == known or not known
    assert len(house.orders()) == len(burst.asked) == len(set(burst.asked))
    check_orders_are_whole(house, server)


def check_orders_are_whole(house: House, server: Server) -> None:
    """Every order, acknowledged or not, is numbered, complete, recorded and told once."""
    rows = house.orders()
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    ids = [row.id for row in rows]
    assert house.created_events() == ids
    assert house.created_records() == sorted(ids)
    shown = board(house, server)
    assert sorted(order["id"] for order in shown) == sorted(ids)
    for order in shown:
        meal, drink = order["items"]
        assert [option["choice"] for option in meal["options"]] == ["large"]
        assert (meal["quantity"], meal["subtotal"], meal["note"]) == (2, 19000, "맵게")
        assert (drink["quantity"], drink["subtotal"], drink["options"]) == (1, 2000, [])
        assert (order["total"], order["note"]) == (21000, "빨리")


def check_database(house: House) -> None:
    with house.app.app_context():
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(sa.text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []


def board(house: House, server: Server) -> list[dict[str, Any]]:
    return server.get("/api/orders", house.staff)["orders"]
