"""The floor as the server paints it: each table's state at a glance, by zone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tableorder import clock
from tableorder.db import transaction
from tableorder.floor.rules import floor_state
from tableorder.order.models import Order
from tests import factories
from tests.actors import Browser, line, staff_of, tablet_at

FREE = {"is_taken": False, "orders": 0, "calls": 0, "waits": 0}


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "free"),
        ({"is_taken": True}, "seated"),
        ({"is_taken": True, "orders": 1}, "ordering"),
        ({"is_taken": True, "orders": 1, "waits": 9}, "ordering"),
        ({"is_taken": True, "orders": 1, "waits": 10}, "late"),
        ({"is_taken": True, "calls": 1}, "calling"),
        ({"is_taken": True, "orders": 1, "waits": 60, "calls": 1}, "calling"),
    ],
)
def test_the_most_urgent_is_said(facts: dict, state: str) -> None:
    assert floor_state(**{**FREE, **facts}) == state


@pytest.fixture
def page(app: Flask) -> str:
    """Six tables, each in another state, in two zones and in none."""
    with app.app_context():
        store = factories.make_store()
        factories.make_account(store)
        client = app.test_client()
        staff = staff_of(client, store)
        manager = staff_of(client, store, "manager")
        tables = {number: factories.make_table(store, number) for number in range(1, 7)}
        zones = {1: "Hall", 2: "Terrace", 3: "Hall", 4: "Terrace", 5: "Hall"}
        for number, zone in zones.items():
            manager.send("PATCH", f"/api/tables/{tables[number]}", {"zone": zone})
        item = factories.make_item(store, price=9000)
        staff.send("POST", f"/api/tables/{tables[2]}/open")
        for number in (3, 4, 5):
            body = {"items": [line(item)], "expected_total": 9000, "table_id": tables[number]}
            order = staff.send("POST", "/api/orders", body, Idempotency_Key=f"{number}").json
        with transaction(store.id) as session:
            late = clock.utc_now() - timedelta(minutes=11)
            session.execute(sa.update(Order).where(Order.id == order["id"]).values(created_at=late))
        tablet_at(client, store, tables[4]).call("bill")
        staff.send("PUT", f"/api/tables/{tables[6]}/pause", {"is_paused": True})
        owner = Browser(app)
        owner.sign_in(store)
        return owner.get("/tables", Accept_Language="en").text


def test_each_table_stands_in_its_zone_with_its_state(page: str) -> None:
    zones = re.split(r'<section class="floor-zone" aria-label="', page)[1:]
    found = {
        zone.partition('"')[0]: re.findall(
            r'data-state="(\w+)".*?>Table (\d)<.*?stateWord">([^<]+)<', zone, re.DOTALL
        )
        for zone in zones
    }
    assert found == {
        "Hall": [
            ("free", "1", "Vacant"),
            ("ordering", "3", "Ordering"),
            ("late", "5", "Waiting too long"),
        ],
        "Terrace": [("seated", "2", "Seated"), ("calling", "4", "Calling")],
        "Tables without a zone": [("free", "6", "Vacant")],
    }
    assert page.count("₩9,000") == 3
    paused = page.partition('id="table-6"')[2]
    assert re.search(r'class="spot-paused" x-show="isPaused" *>', paused)
