"""Two of the staff and three guests do at random what people do, and the server keeps its word.

Every answer is compared with a plain model; at the end the boards, which have followed the stream,
the guests' pages, the history and the stock must all show what the model says.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from werkzeug.test import TestResponse

from tests.actors import line as wish_for
from tests.evening.house import House
from tests.evening.looking import compare
from tests.evening.model import Line, Order, Party, Refused, Who, fault_of, read

START = "2026-05-01T18:00:00+09:00"
STEP = 3
"""Seconds that pass between two requests."""

STAFF = st.sampled_from(["person", "screen"])
GUESTS = st.sampled_from(["tablet 1", "tablet 2", "phone"])
ANYONE = st.sampled_from(["person", "screen", "tablet 1", "tablet 2", "phone"])
STATUSES = st.sampled_from(["pending", "confirmed", "preparing", "ready", "completed"])
CHOICE = st.sampled_from([None, True, False])
PICK = st.integers(0, 7)
TABLE = st.integers(0, 3)
STATION = st.sampled_from([None, 0, 1])
WISH = st.dictionaries(st.integers(0, 2), st.integers(1, 3), min_size=1)

has_orders = precondition(lambda self: self.model.orders)


class Evenings(RuleBasedStateMachine):
    """Each run is an evening in a store of its own."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(START, tick=False)
        self.time = self.clock.start()
        self.is_agreed = True

    @initialize(flow=st.sampled_from(["full", "short"]))
    def open_the_doors(self, flow: str) -> None:
        self.house = House(self.app, flow)
        self.model = self.house.model
        self.snapshots = [self.house.snapshot()]
        self.somebody_orders("tablet 1", 0, {0: 2, 2: 1})
        self.a_phone_comes(2)
        self.somebody_orders("phone", 2, {1: 1})

    def teardown(self) -> None:
        try:
            if self.is_agreed and hasattr(self, "house"):
                compare(self.house, self.snapshots)
        finally:
            self.clock.stop()

    # Asking, and comparing with the model.

    def send(self, name: str, method: str, path: str, body: Any = None) -> TestResponse:
        self.time.shift(STEP)
        return self.house.people[name].send(method, path, body or {})

    def tell(self, name: str, order: Order, what: str, **body: Any) -> TestResponse:
        return self.send(name, "POST", f"/api/orders/{order.id}/{what}", body)

    def patch(self, name: str, order: Order, **body: Any) -> TestResponse:
        return self.send(name, "PATCH", f"/api/orders/{order.id}", body)

    def expect(
        self,
        answer: TestResponse,
        order: Order | None,
        act: Callable[..., None],
        *args: Any,
        **kwargs: Any,
    ) -> bool:
        """Let the model do the same and compare; tell whether it was done."""
        self.is_agreed = False
        refusal = refusal_of(act, *args, **kwargs)
        if refusal:
            assert (answer.status_code, answer.json["error"]["code"]) == refusal.args
        else:
            assert answer.status_code in {200, 201}, answer.json
        if order is not None and refusal is None:
            assert read(answer.json) == self.model.view(order)
        self.is_agreed = True
        return refusal is None

    def an_order(self, pick: int) -> Order:
        """One of the newest orders: of those under way rather, of those that are over too."""
        newest = sorted(self.model.orders.values(), key=lambda order: -order.id)
        over = [o for o in newest if o.is_over or not self.model.is_open(o)]
        chosen = [order for order in newest if order not in over][:5] + over[:2]
        return chosen[pick % len(chosen)]

    def a_line(self, order: Order, pick: int) -> Line:
        return order.lines[pick % len(order.lines)]

    def station(self, place: int | None) -> int | None:
        return None if place is None else self.house.stations[place]

    # Parties come and go.

    @rule(name=STAFF, place=TABLE)
    def staff_open_a_table(self, name: str, place: int) -> None:
        table = self.house.tables[place]
        answer = self.send(name, "POST", f"/api/tables/{table}/open")
        if self.expect(answer, None, self.model.check_free, table):
            self.model.seat(answer.json["session"]["id"], table, "staff")

    @rule(name=st.sampled_from(["tablet 1", "tablet 2"]))
    def a_tablet_starts(self, name: str) -> None:
        answer = self.send(name, "POST", "/api/session")
        self.seated(answer.json["session"]["id"], self.house.names[name].table, "tablet")

    @rule(place=TABLE)
    def a_phone_comes(self, place: int) -> None:
        table = self.house.tables[place]
        answer = self.house.join(table)
        assert answer.status_code == 200, answer.json
        session = answer.json["session"]["id"]
        self.seated(session, table, "phone")
        self.house.admit_phone(session, answer.json["access_token"])

    def seated(self, session: int, table: int, opened_by: str) -> Party:
        """The party that sits at a table, made known when it has just come."""
        party = self.model.party_at(table)
        if party is None:
            assert session not in self.model.parties
            self.model.seat(session, table, opened_by)
        assert self.model.party_at(table).id == session
        return self.model.parties[session]

    @rule(name=STAFF, place=TABLE, decisions=st.lists(st.sampled_from(["complete", "cancel", ""])))
    def staff_close_a_table(self, name: str, place: int, decisions: list[str]) -> None:
        table = self.house.tables[place]
        party = self.model.party_at(table)
        unfinished = [o for o in self.model.orders_of(party and party.id) if o.is_unfinished]
        decided = [*decisions, *["complete"] * len(unfinished)]
        chosen = {o.id: word for o, word in zip(unfinished, decided, strict=False) if word}
        body = {"orders": {str(key): word for key, word in chosen.items()}}
        answer = self.send(name, "POST", f"/api/tables/{table}/close", body)
        self.expect(answer, None, self.model.close, table, chosen)

    # Guests and staff order, and take away.

    @rule(name=ANYONE, place=TABLE, wish=WISH)
    def staff_or_guests_order(self, name: str, place: int, wish: dict[int, int]) -> None:
        self.somebody_orders(name, place, wish)

    @rule(name=GUESTS, place=TABLE, wish=WISH)
    def somebody_orders(self, name: str, place: int, wish: dict[int, int]) -> None:
        who = self.house.names[name]
        table = self.table_of(who) if who.is_guest else self.house.tables[place]
        wanted = {self.house.dishes[index]: quantity for index, quantity in wish.items()}
        total = sum(dish.price * quantity for dish, quantity in wanted.items())
        lines = [wish_for(dish.id, quantity) for dish, quantity in wanted.items()]
        more = {} if who.is_guest else {"table_id": table}
        self.time.shift(STEP)
        answer = self.house.people[name].order(*lines, total=total, **more)
        if not self.expect(answer, None, self.model.check_order, who, wanted):
            return
        kind = "tablet" if who.is_guest else "staff"
        party = self.seated(answer.json["session_id"], table, kind)
        entries = zip(answer.json["items"], wanted.items(), strict=True)
        ordered = [Line(entry["id"], dish, quantity) for entry, (dish, quantity) in entries]
        held = self.model.is_held(who, party.id)
        order = Order(answer.json["id"], party.id, ordered, held)
        self.expect(answer, order, self.model.add, order)

    def table_of(self, who: Who) -> int:
        return who.table or self.model.parties[who.session].table

    @has_orders
    @rule(name=ANYONE, pick=PICK, goes_back=CHOICE)
    def somebody_cancels(self, name: str, pick: int, goes_back: bool | None) -> None:
        order, who = self.an_order(pick), self.house.names[name]
        more = self.choice(who, goes_back)
        answer = self.patch(name, order, status="cancelled", reason="mistake", **more)
        self.expect(answer, order, self.model.cancel, who, order, more.get("return_stock"))

    @has_orders
    @rule(name=ANYONE, pick=PICK, line=PICK, quantity=st.integers(0, 3), goes_back=CHOICE)
    def somebody_lowers(
        self, name: str, pick: int, line: int, quantity: int, goes_back: bool | None
    ) -> None:
        order, who = self.an_order(pick), self.house.names[name]
        wanted = {self.a_line(order, line).id: quantity}
        items = [{"id": key, "quantity": count} for key, count in wanted.items()]
        more = self.choice(who, goes_back)
        answer = self.patch(name, order, items=items, **more)
        self.expect(answer, order, self.model.lower, who, order, wanted, more.get("return_stock"))

    def choice(self, who: Who, goes_back: bool | None) -> dict[str, Any]:
        """What staff choose about the stock; guests do not."""
        return {} if who.is_guest or goes_back is None else {"return_stock": goes_back}

    @has_orders
    @rule(name=STAFF, pick=PICK, line=PICK, goes_back=CHOICE)
    def staff_cancel_a_line(self, name: str, pick: int, line: int, goes_back: bool | None) -> None:
        order, who = self.an_order(pick), self.house.names[name]
        chosen = self.a_line(order, line)
        more = self.choice(who, goes_back)
        answer = self.mark(name, order, chosen, "cancelled", **more)
        self.expect(answer, order, self.model.cancel_line, who, order, chosen, goes_back)

    @has_orders
    @rule(name=STAFF, pick=PICK, goes_back=CHOICE)
    def staff_delete(self, name: str, pick: int, goes_back: bool | None) -> None:
        order, who = self.an_order(pick), self.house.names[name]
        body = {"reason": "mistake", **self.choice(who, goes_back)}
        answer = self.send(name, "DELETE", f"/api/orders/{order.id}", body)
        self.expect(answer, order, self.model.delete, who, order, goes_back)

    # The staff bring orders forward.

    @has_orders
    @rule(name=ANYONE, pick=PICK, status=STATUSES)
    def somebody_advances(self, name: str, pick: int, status: str) -> None:
        order, who = self.an_order(pick), self.house.names[name]
        answer = self.patch(name, order, status=status)
        self.expect(answer, order, self.model.advance, who, order, status)

    @has_orders
    @rule(name=STAFF, pick=PICK)
    def staff_take_the_next_step(self, name: str, pick: int) -> None:
        order = self.an_order(pick)
        status = self.model.next_status(order)
        if status:
            self.expect(
                self.patch(name, order, status=status),
                order, self.model.advance, self.house.names[name], order, status,
            )  # fmt: skip

    @has_orders
    @rule(name=STAFF, pick=PICK)
    def staff_see_it(self, name: str, pick: int) -> None:
        order = self.an_order(pick)
        self.expect(
            self.tell(name, order, "seen"), order, self.model.see, self.house.names[name], order
        )

    @has_orders
    @rule(name=STAFF, pick=PICK)
    def staff_accept(self, name: str, pick: int) -> None:
        order = self.an_order(pick)
        answer = self.tell(name, order, "accept")
        self.expect(answer, order, self.model.accept, self.house.names[name], order)

    # The kitchen cooks.

    def mark(self, name: str, order: Order, line: Line, status: str, **more: Any) -> TestResponse:
        path = f"/api/orders/{order.id}/items/{line.id}"
        return self.send(name, "PATCH", path, {"status": status, **more})

    @has_orders
    @rule(name=STAFF, pick=PICK, line=PICK, status=st.sampled_from(["done", "done", "waiting"]))
    def staff_mark_a_line(self, name: str, pick: int, line: int, status: str) -> None:
        order = self.an_order(pick)
        chosen = self.a_line(order, line)
        answer = self.mark(name, order, chosen, status)
        self.expect(answer, order, self.model.mark, order, chosen, status)

    @has_orders
    @rule(name=STAFF, pick=PICK, place=STATION)
    def staff_bump(self, name: str, pick: int, place: int | None) -> None:
        order, station = self.an_order(pick), self.station(place)
        answer = self.tell(name, order, "bump", station_id=station)
        self.expect(answer, order, self.model.bump, order, station)

    @has_orders
    @rule(name=STAFF, pick=PICK, line=st.none() | PICK)
    def staff_recall(self, name: str, pick: int, line: int | None) -> None:
        order = self.an_order(pick)
        lines = None if line is None else [self.a_line(order, line)]
        body = {} if lines is None else {"item_ids": [line.id for line in lines]}
        self.expect(
            self.tell(name, order, "recall", **body), order, self.model.recall, order, lines
        )

    @has_orders
    @rule(name=STAFF, pick=PICK, is_rush=st.booleans())
    def staff_mark_a_rush(self, name: str, pick: int, is_rush: bool) -> None:
        order = self.an_order(pick)
        answer = self.tell(name, order, "rush", is_rush=is_rush)
        self.expect(answer, order, self.model.rush, order, is_rush=is_rush)

    @has_orders
    @rule(name=STAFF, pick=PICK, place=STATION)
    def staff_acknowledge_voids(self, name: str, pick: int, place: int | None) -> None:
        order, station = self.an_order(pick), self.station(place)
        answer = self.tell(name, order, "void-seen", station_id=station)
        self.expect(answer, order, self.model.void_seen, order, station)

    # Boards open in the middle, and everybody looks.

    @rule()
    def another_board_opens(self) -> None:
        self.snapshots[1:] = [self.house.snapshot()]

    @invariant()
    def every_status_is_legal(self) -> None:
        if hasattr(self, "model"):
            faults = {order.id: fault_of(order) for order in self.model.orders.values()}
            assert not {key: fault for key, fault in faults.items() if fault}


def refusal_of(act: Callable[..., None], *args: Any, **kwargs: Any) -> Refused | None:
    """Let the model do something; return why it refuses."""
    try:
        act(*args, **kwargs)
    except Refused as refusal:
        return refusal
    return None


PROFILE = settings(
    max_examples=60,
    stateful_step_count=50,
    derandomize="CI" in os.environ,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_evening_goes_as_the_model_says(app: Flask) -> None:
    machine = type("Evening", (Evenings,), {"app": app})
    run_state_machine_as_test(machine, settings=PROFILE)
