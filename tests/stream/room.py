"""A dining room of three tables, whose parties move about while everybody listens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from tableorder.db import transaction
from tableorder.stream import log
from tests import factories
from tests.actors import Actor, Guest, line, phone_in, staff_of, tablet_at
from tests.stream.listener import Heard, Listener

Listen = Callable[..., Listener]
BELL = "bell"


class Room:
    """Three tables with tablets, a party at the first and the second, each with a phone."""

    def __init__(self, app: Flask, listen: Listen) -> None:
        self.listen, self.client = listen, app.test_client()
        self.places: dict[Listener, int] = {}
        self.store = factories.make_store(admission="code")
        self.tables = [factories.make_table(self.store, number) for number in (1, 2, 3)]
        self.dish = factories.make_item(self.store, price=1000)
        self.staff = staff_of(self.client, self.store)
        self.tablets = [tablet_at(self.client, self.store, table) for table in self.tables]
        self.parties = [self.open(1), self.open(2)]
        self.phones = [phone_in(self.client, self.store, party) for party in self.parties]

    def do(self, verb: str, table: int, **body: int) -> None:
        named: dict[str, Any] = {name: self.tables[to - 1] for name, to in body.items()}
        path = f"/api/tables/{self.tables[table - 1]}/{verb}"
        answer = self.staff.send("POST", path, named)
        if answer.status_code == 409:
            orders = answer.json["error"]["details"]["orders"]
            named = {"orders": {str(order["id"]): "complete" for order in orders}}
            answer = self.staff.send("POST", path, named)
        assert answer.status_code == 200, answer.json

    def open(self, table: int) -> int:
        path = f"/api/tables/{self.tables[table - 1]}/open"
        return int(self.staff.send("POST", path).json["session"]["id"])

    def order(self, guest: Guest) -> int:
        answer = guest.order(line(self.dish), total=1000)
        assert answer.status_code == 201, answer.json
        return int(answer.json["id"])

    def stream(self, who: Actor, **wish: Any) -> Listener:
        token = who.headers["Authorization"].removeprefix("Bearer ")
        return self.listen(token, **wish)

    def ring(self, *streams: Listener) -> list[list[Heard]]:
        """Let everybody hear a line, and return what each stream has heard since the last one.

        A stream that has ended hears no bell.
        """
        with transaction(self.store.id) as session:
            seq = log.append(session, self.store.id, BELL, {}, audience=log.EVERYONE)
        return [self._heard(stream, seq) for stream in streams]

    def _heard(self, stream: Listener, bell: int) -> list[Heard]:
        start = self.places.get(stream, 0)
        stream.wait_until(lambda: stream.has_ended or bell in stream.seqs)
        self.places[stream] = len(stream.events)
        return [event for event in stream.events[start:] if event.name != BELL]


def names(events: list[Heard]) -> list[str]:
    return [event.name for event in events]


def parties(events: list[Heard]) -> set[int]:
    """The sessions of which these events tell."""
    told = [event.data for event in events]
    return {
        one["session"]["id"] if "session" in one else one["order"]["session_id"] for one in told
    }
