"""Sessions that nobody uses end by themselves, and no others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.floor.idle import close_idle_sessions
from tableorder.stream import log
from tests import factories
from tests.actors import Guest, Staff, line, phone_in, staff_of, tablet_at

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=clock.UTC)


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


@pytest.mark.parametrize(("minutes", "closed"), [(59, 0), (60, 1), (600, 1)])
def test_a_session_ends_an_hour_after_it_was_opened(
    house: House, minutes: int, closed: int
) -> None:
    house.sit_down(minutes_ago=minutes)
    assert close_idle_sessions(NOW) == closed
    assert house.seated() is not closed
    assert close_idle_sessions(NOW) == 0


@pytest.mark.parametrize("what", ["phone", "call"])
@pytest.mark.parametrize(("minutes", "closed"), [(59, 0), (61, 1)])
def test_who_joins_or_calls_keeps_it_open(
    house: House, what: str, minutes: int, closed: int
) -> None:
    session_id = house.sit_down(minutes_ago=300)
    with time_machine.travel(NOW - timedelta(minutes=minutes), tick=False):
        if what == "phone":
            phone_in(house.app.test_client(), house.store, session_id)
        else:
            house.tablet.send("POST", "/api/calls", {"reason": "water"})
    assert close_idle_sessions(NOW) == closed
    assert house.staff.get("/api/calls").json["calls"] == [] or not closed


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
    assert house.staff.get("/api/tables").json["tables"][0]["status"] == "free"
