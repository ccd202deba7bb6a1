"""The store of an evening, the people in it, and the boards that follow it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tableorder.db import db
from tableorder.stream import log
from tableorder.table.queries import list_tables
from tests import factories
from tests.actors import Actor, Guest, Staff, alone, screen_of, staff_of, tablet_at
from tests.evening.model import Dish, Evening, Who

REPLAY = Path(__file__).with_name("replay.mjs")
STOCK = 14
_stores = count(1)


@dataclass
class House:
    """Four tables, two with a tablet; a grill and a bar; galbi of which there is not enough."""

    app: Flask
    flow: str
    people: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with self.app.app_context():
            code = f"evening-{next(_stores)}"
            self.store = factories.make_store(code, admission="code", order_flow=self.flow)
            self.tables = [factories.make_table(self.store, number) for number in range(1, 5)]
            self.stations = [
                factories.make_station(self.store, name, position=place)
                for place, name in enumerate(("Grill", "Bar"))
            ]
            self.dishes = self._cook_book()
            self.people = {
                "person": staff_of(self.client, self.store, "owner"),
                "screen": screen_of(self.client, self.store),
                "tablet 1": tablet_at(self.client, self.store, self.tables[0]),
                "tablet 2": tablet_at(self.client, self.store, self.tables[1]),
            }
            db.session.remove()
        self.model = Evening(self.flow, self.tables, self.stations, STOCK)
        self.names = {
            "person": Who("person"),
            "screen": Who("screen"),
            "tablet 1": Who("tablet", table=self.tables[0]),
            "tablet 2": Who("tablet", table=self.tables[1]),
        }

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def owner(self) -> Staff:
        return self.people["person"]

    def _cook_book(self) -> list[Dish]:
        grill, bar = self.stations
        return [
            self._dish("galbi", 9000, grill, stock=STOCK),
            self._dish("stew", 7000, None),
            self._dish("beer", 3000, bar),
        ]

    def _dish(self, name: str, price: int, station: int | None, **more: int) -> Dish:
        row = {"price": price, "station_id": station, **more}
        return Dish(factories.make_item(self.store, name, **row), price, station, bool(more))

    def admit_phone(self, session: int, token: str) -> None:
        self.people["phone"] = Guest(self.client, token)
        self.names["phone"] = Who("phone", session=session)

    def join(self, table: int) -> TestResponse:
        """Let a phone scan the code of a table; where a party sits it knows that one's code."""
        with self.app.app_context():
            key = next(one.key for one in list_tables(self.store.id) if one.id == table)
        session = next(t for t in self.look()["tables"] if t["id"] == table)["session"]
        body = {"table_key": key, **({"code": session["code"]} if session else {})}
        return alone(self.client.post, "/api/session", json=body)

    def look(self) -> dict[str, Any]:
        """The tables as the staff see them."""
        return self.owner.get("/api/tables").json

    def snapshot(self) -> dict[str, Any]:
        """What a board that opens now begins with."""
        tables = self.look()
        return {"tables": tables["tables"], "orders": self.owner.orders(), "seq": tables["seq"]}

    def events_after(self, seq: int) -> list[tuple[str, Any, int]]:
        with self.app.app_context():
            lines = log.list_after(self.store.id, seq, limit=100_000)
            db.session.remove()
        assert [line.seq for line in lines] == list(range(seq + 1, seq + 1 + len(lines)))
        return [(line.name, json.loads(line.data), line.seq) for line in lines]

    def boards(self, snapshots: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the real board shows that began with each snapshot; none without Node."""
        if shutil.which("node") is None:
            return []
        boards = [{"snapshot": one, "events": self.events_after(one["seq"])} for one in snapshots]
        done = subprocess.run(
            ["node", str(REPLAY)],
            input=json.dumps({"boards": boards}),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return json.loads(done.stdout)
