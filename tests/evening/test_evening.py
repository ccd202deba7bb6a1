"""Two of the staff and three guests do at random what people do, and the server keeps its word.

Every answer is compared with a plain model; in the end the boards, which have followed the stream,
the guests' pages, the history and the stock must all show what the model says.
"""

from __future__ import annotations

import os

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.evening.chance import PICK, STAFF, has_orders
from tests.evening.ordering import STATION, Ordering
from tests.evening.things import fault_of

PROFILE = settings(
    max_examples=60,
    stateful_step_count=60,
    derandomize="CI" in os.environ,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Evening(Ordering):
    """The kitchen cooks, boards are opened, and all of it begins with two parties."""

    @initialize(flow=st.sampled_from(["full", "short"]))
    def open_the_doors(self, flow: str) -> None:
        self.begin(flow)
        self.somebody_orders("tablet 1", 0, {0: 3, 2: 1})
        self.somebody_lowers("tablet 1", 0, 0, 2, None)
        self.a_phone_comes(2)
        self.somebody_orders("phone", 0, {0: 1, 1: 2})
        self.a_guest_calls("tablet 1", "water")
        self.a_guest_calls("phone", "water")

    @has_orders
    @rule(name=STAFF, place=PICK, line=PICK, status=st.sampled_from(["done", "done", "waiting"]))
    def staff_mark_a_line(self, name: str, place: int, line: int, status: str) -> None:
        order = self.an_order(place)
        chosen = self.a_line(order, line)
        answer = self.mark(name, order, chosen, status)
        self.expect(answer, order, self.model.mark, order, chosen, status)

    @has_orders
    @rule(name=STAFF, place=PICK, part=STATION)
    def staff_bump(self, name: str, place: int, part: int | None) -> None:
        order, station = self.an_order(place), self.station(part)
        answer = self.tell(name, order, "bump", station_id=station)
        self.expect(answer, order, self.model.bump, order, station)

    @has_orders
    @rule(name=STAFF, place=PICK, line=st.none() | PICK)
    def staff_recall(self, name: str, place: int, line: int | None) -> None:
        order = self.an_order(place)
        lines = None if line is None else [self.a_line(order, line)]
        body = {} if lines is None else {"item_ids": [line.id for line in lines]}
        answer = self.tell(name, order, "recall", **body)
        self.expect(answer, order, self.model.recall, order, lines)

    @has_orders
    @rule(name=STAFF, place=PICK, is_rush=st.booleans())
    def staff_mark_a_rush(self, name: str, place: int, is_rush: bool) -> None:
        order = self.an_order(place)
        answer = self.tell(name, order, "rush", is_rush=is_rush)
        self.expect(answer, order, self.model.rush, order, is_rush=is_rush)

    @has_orders
    @rule(name=STAFF, place=PICK, part=STATION)
    def staff_acknowledge_voids(self, name: str, place: int, part: int | None) -> None:
        order, station = self.an_order(place), self.station(part)
        answer = self.tell(name, order, "void-seen", station_id=station)
        self.expect(answer, order, self.model.void_seen, order, station)

    def station(self, part: int | None) -> int | None:
        return None if part is None else self.house.stations[part]

    @precondition(lambda self: self.model.now > self.house.opened_at + 20)
    @rule()
    def another_board_opens(self) -> None:
        self.house.open_board()

    @invariant()
    def every_order_stands_where_one_may_stand(self) -> None:
        if self.is_agreed:
            faults = map(fault_of, self.model.orders.values())
            assert list(filter(None, faults)) == []


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_evening_goes_as_the_model_says(app: Flask) -> None:
    machine = type("Evening", (Evening,), {"app": app})
    run_state_machine_as_test(machine, settings=PROFILE)
