"""Sessions that nobody uses end by themselves, and no others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.floor.idle import close_idle_sessions
from tableorder.stream import log
from tableorder.table.models import TableSession
from tests import factories
from tests.actors import Guest, Staff, line, phone_in, staff_of, tablet_at

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=clock.UTC)
USES = ("GET /menu", "GET /orders", "POST /api/session/use")
READ = ("/api/session", "/api/orders", "/api/calls", "/api/menus", "/api/sse/orders", "/menu")


@dataclass
class House:
    app: Flask
    store: StoreView
    table: int
    dish: int
    tablet: Guest
    staff: Staff

    def sit_down(self, *, minutes_ago: int) -> int:
        with time_machine.travel(NOW - timedelta(minutes=minutes_ago), tick=False):
            started = self.tablet.send("POST", "/api/session", {})
        return int(started.json["session"]["id"])

    def seated(self) -> bool:
        return bool(self.tablet.get("/api/session").json["session"])

    def tables(self) -> list[dict[str, Any]]:
        return list(self.staff.get("/api/tables").json["tables"])


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with app.app_context():
        with time_machine.travel(NOW - timedelta(hours=11), tick=False):
            store = factories.make_store()
            table, client = factories.make_table(store), app.test_client()
            house = House(
                app,
                store,
                table,
                factories.make_item(store, price=1000),
                tablet_at(client, store, table),
                staff_of(client, store),
            )
        with time_machine.travel(NOW, tick=False):
            yield house


def used_at(session_id: int) -> datetime | None:
    db.session.rollback()
    query = sa.select(TableSession.used_at).where(TableSession.id == session_id)
    return db.session.execute(query).scalar()


@pytest.mark.parametrize(("minutes", "closed"), [(59, 0), (60, 1), (600, 1)])
def test_a_session_ends_an_hour_after_it_was_opened(
    house: House, minutes: int, closed: int
) -> None:
    house.sit_down(minutes_ago=minutes)
    assert close_idle_sessions(NOW) == closed
    assert house.seated() is not closed
    assert close_idle_sessions(NOW) == 0


@pytest.mark.parametrize("what", ["joins", "calls", "starts", "orders in vain", *USES])
@pytest.mark.parametrize(("minutes", "closed"), [(59, 0), (61, 1)])
def test_who_does_anything_keeps_it_open(
    house: House, what: str, minutes: int, closed: int
) -> None:
    session_id = house.sit_down(minutes_ago=300)
    with time_machine.travel(NOW - timedelta(minutes=minutes), tick=False):
        if what == "joins":
            phone_in(house.app.test_client(), house.store, session_id)
        elif what == "calls":
            house.tablet.call()
        elif what == "starts":
            house.tablet.send("POST", "/api/session", {})
        elif what == "orders in vain":
            assert house.tablet.order(line(house.dish), total=1).status_code == 409
        else:
            assert house.tablet.send(*what.split()).status_code in {200, 204}
    assert close_idle_sessions(NOW) == closed
    assert house.staff.calls() == [] or not closed


@pytest.mark.parametrize("path", READ)
def test_what_a_page_reads_by_itself_is_no_use(house: House, path: str) -> None:
    house.sit_down(minutes_ago=61)
    with time_machine.travel(NOW - timedelta(minutes=1), tick=False):
        method, headers = "HEAD" if "sse" in path else "GET", {"X_Acting_As": "table"}
        assert house.tablet.send(method, path, **headers).status_code == 200
    assert close_idle_sessions(NOW) == 1


def test_a_use_is_written_once_in_a_while(house: House) -> None:
    session_id = house.sit_down(minutes_ago=60)
    for minutes, noted in ((59, 60), (58, 58), (57, 58), (56, 56)):
        with time_machine.travel(NOW - timedelta(minutes=minutes), tick=False):
            house.tablet.get("/menu")
        assert used_at(session_id) == NOW - timedelta(minutes=noted)


@pytest.mark.parametrize("who", ["waits", "is out"])
def test_a_phone_that_is_not_in_does_not_keep_it_open(house: House, who: str) -> None:
    session_id = house.sit_down(minutes_ago=300)
    with time_machine.travel(NOW - timedelta(minutes=200), tick=False):
        values = {"session_id": session_id, "is_admitted": who != "waits"}
        device = factories.make_device(house.store, "phone", **values)
        phone = Guest(house.app.test_client(), factories.table_token(house.store, device))
        if who == "is out":
            house.staff.close(house.table)
            house.tablet.send("POST", "/api/session", {})
    with time_machine.travel(NOW - timedelta(minutes=1), tick=False):
        phone.get("/menu")
    assert close_idle_sessions(NOW) == 1


@pytest.mark.parametrize("what", ["moved", "unmerged"])
@pytest.mark.parametrize(("minutes", "closed"), [(59, 0), (61, 1)])
def test_a_party_that_came_to_a_table_counts_from_then(
    house: House, what: str, minutes: int, closed: int
) -> None:
    other = factories.make_table(house.store, 2)
    session_id = house.sit_down(minutes_ago=300)
    path = f"/api/tables/{house.table}"
    with time_machine.travel(NOW - timedelta(minutes=minutes), tick=False):
        if what == "moved":
            answers = [house.staff.send("POST", f"{path}/move", {"to": other})]
        else:
            house.staff.order(line(house.dish), total=1000, table_id=other)
            merged = house.staff.send("POST", f"{path}/merge", {"into": other})
            answers = [merged, house.staff.send("POST", f"{path}/unmerge", {})]
    assert {answer.status_code for answer in answers} == {200}
    assert close_idle_sessions(NOW) == closed
    left = [table["session"]["id"] for table in house.tables() if table["session"]]
    assert (session_id in left) is not bool(closed)


@pytest.mark.parametrize(("minutes", "closed"), [(59, 0), (61, 1)])
def test_an_hour_counts_from_when_the_last_order_went_away(
    house: House, minutes: int, closed: int
) -> None:
    house.sit_down(minutes_ago=300)
    other = factories.make_table(house.store, 2)
    with time_machine.travel(NOW - timedelta(minutes=minutes), tick=False):
        order = house.tablet.order(line(house.dish), total=1000).json
        went = {"item_id": order["items"][0]["id"], "quantity": 1}
        path = f"/api/tables/{house.table}/move-lines"
        assert house.staff.send("POST", path, {"to": other, "lines": [went]}).status_code == 200
    assert close_idle_sessions(NOW) == closed
    assert house.seated() is not bool(closed)


@pytest.mark.parametrize("fate", ["pending", "cancelled", "deleted"])
def test_a_session_with_an_order_is_never_ended_by_itself(house: House, fate: str) -> None:
    house.sit_down(minutes_ago=300)
    with time_machine.travel(NOW - timedelta(minutes=299), tick=False):
        order = house.tablet.order(line(house.dish), total=1000).json
    if fate == "cancelled":
        house.staff.cancel(order)
    if fate == "deleted":
        house.staff.delete(order)
    assert close_idle_sessions(NOW) == 0
    assert house.seated()


def test_it_is_told_as_any_closing_and_phones_are_out(house: House) -> None:
    session_id = house.sit_down(minutes_ago=300)
    with time_machine.travel(NOW - timedelta(minutes=200), tick=False):
        phone = phone_in(house.app.test_client(), house.store, session_id)
    house.app.test_cli_runner().invoke(args=["housekeeping"])
    told = log.list_after(house.store.id, 0)[-1]
    assert (told.name, told.audience) == ("session_closed", f"table:{house.table}")
    assert told.effect == {"end": f"phones:{session_id}", "unfollow": f"session:{session_id}"}
    assert json.loads(told.data)["session"]["closed_at"] == clock.iso(NOW)
    assert phone.get("/api/session").status_code == 410
    assert house.tables()[0]["status"] == "free"
