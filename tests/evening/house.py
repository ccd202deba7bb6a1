"""The store of an evening, the people in it, and the boards that follow it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tableorder import clock
from tableorder.auth.models import Account
from tableorder.db import db
from tableorder.floor.idle import close_idle_sessions
from tableorder.stream import log
from tableorder.table.queries import list_tables
from tests import factories
from tests.actors import Actor, Guest, alone, screen_of, staff_of, tablet_at
from tests.evening.model import Evening
from tests.evening.things import Dish, Who

REPLAY = Path(__file__).with_name("replay.mjs")
STOCK = 14
LAG = 3
"""Events."""
_stores = count(1)


@dataclass
class House:
    """Four tables, two with a tablet; a grill and a bar; galbi of which there is not enough."""

    app: Flask
    flow: str
    people: dict[str, Actor] = field(default_factory=dict)
    wishes: dict[int, tuple[str, Callable[[], TestResponse]]] = field(default_factory=dict)
    acts: list[tuple[int, str, Any]] = field(default_factory=list)
    openings: list[dict[str, Any]] = field(default_factory=list)

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
            self.approval = self._approval()
            db.session.remove()
        self.model = Evening(self.flow, self.stations, STOCK)
        self.names = {
            "person": Who("person"),
            "screen": Who("screen"),
            "tablet 1": Who("tablet", table=self.tables[0]),
            "tablet 2": Who("tablet", table=self.tables[1]),
        }
        self.open_board()

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def _approval(self) -> dict[str, Any]:
        """What a person types on the shared screen to stand behind what it does."""
        account = factories.make_account(self.store, "minji", role="staff")
        pin = factories.quick_hash(factories.PIN)
        db.session.execute(sa.update(Account).where(Account.id == account).values(pin_hash=pin))
        db.session.commit()
        return {"account_id": account, "pin": factories.PIN}

    def close_idle(self) -> None:
        """Do what the server does each minute."""
        with self.app.app_context():
            close_idle_sessions(clock.utc_now())
            db.session.remove()

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

    def join(self, table: int) -> TestResponse:
        """Let a phone scan the code of a table; where a party sits it knows that one's code."""
        with self.app.app_context():
            key = next(one.key for one in list_tables(self.store.id) if one.id == table)
            db.session.remove()
        session = next(t for t in self.look("tables") if t["id"] == table)["session"]
        body = {"table_key": key, **({"code": session["code"]} if session else {})}
        return alone(self.client.post, "/api/session", json=body)

    def admit_phone(self, session: int, token: str) -> None:
        """From now on this is the phone; what it was before stays away."""
        self.people["phone"] = Guest(self.client, token)
        self.names["phone"] = Who("phone", session=session)
        self.model.phones.append(self.names["phone"])

    def look(self, what: str) -> list[dict[str, Any]]:
        """The store's tables, orders or calls as the staff see them."""
        return self.people["person"].get(f"/api/{what}").json[what]

    # Boards.

    def open_board(self) -> None:
        """One board stays open all the evening, another was opened last."""
        self.opened_at = self.model.now
        self.openings[1:] = [self._opening()]

    def _opening(self) -> dict[str, Any]:
        seq = self.seq
        board = {what: self.look(what) for what in ("tables", "orders", "calls", "stations")}
        return {**board, "seq": seq}

    @property
    def seq(self) -> int:
        with self.app.app_context():
            seq = log.last_seq(self.store.id)
            db.session.remove()
        return seq

    def note(self, name: str, answer: TestResponse) -> None:
        """A person's board shows the order that it was answered with at once."""
        if name == "person" and "version" in (answer.json or {}):
            event = "order_deleted" if answer.json["deleted"] else "order_updated"
            self.acts.append((self.seq, event, {"order": answer.json}))

    def boards(self) -> list[dict[str, Any]]:
        """What the real boards and the kitchen's screens show by now; none without Node.

        One only watched. Two belong to the person, and their streams were slow or fast: they heard
        of what the person did some events late, or before it was answered. The last opens now.
        """
        if shutil.which("node") is None:
            return []
        first, last, now = self.openings[0], self.openings[-1], self._opening()
        boards = [
            {"snapshot": first, "news": self._news(first["seq"])},
            {"snapshot": first, "news": self._news(first["seq"], late=LAG)},
            {"snapshot": last, "news": self._news(last["seq"], late=-LAG)},
            {"snapshot": now, "news": []},
        ]
        done = subprocess.run(
            ["node", str(REPLAY)],
            input=json.dumps({"boards": boards, "now": clock.iso(clock.utc_now())}),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return json.loads(done.stdout)

    def _news(self, since: int, late: int | None = None) -> list[tuple[str, Any, int | None]]:
        """What a board hears after `since`: the log, and between it the answers to own acts."""
        with self.app.app_context():
            lines = log.list_after(self.store.id, since, limit=100_000)
            db.session.remove()
        assert log.is_next(since, lines) or not lines
        heard = [(line.seq, line.name, json.loads(line.data), line.seq) for line in lines]
        if late is not None:
            own = [(seq, name, data) for seq, name, data in self.acts if seq > since]
            heard += [(seq - late, name, data, None) for seq, name, data in own]
        return [news[1:] for news in sorted(heard, key=lambda news: (news[0], news[3] is None))]
