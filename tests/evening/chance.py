"""Somebody does something at random, and the model does the same: their answers must agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import time_machine
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition
from werkzeug.test import TestResponse

from tests.evening.house import House
from tests.evening.looking import compare
from tests.evening.things import Line, Order, Refused, Who, read

START = "2026-05-01T18:00:00+09:00"
STEP = 1
"""Seconds that pass between two requests."""

STAFF = st.sampled_from(["person", "screen"])
GUESTS = st.sampled_from(["tablet 1", "tablet 2", "phone"])
ANYONE = st.one_of(STAFF, GUESTS)
PICK = st.integers(0, 7)
"""One of what can be done with, as people mostly do; the last number: one of all others."""
OTHERS = 7

T = TypeVar("T")
has_orders = precondition(lambda self: self.model.orders)


class Chance(RuleBasedStateMachine):
    """What every rule needs; `app` is the application that is asked."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(START, tick=False)
        self.time = self.travel.start()
        self.is_agreed = False

    def teardown(self) -> None:
        try:
            if self.is_agreed:
                compare(self.house)
        finally:
            self.travel.stop()

    def begin(self, flow: str) -> None:
        self.house = House(self.app, flow)
        self.model = self.house.model
        self.is_agreed = True

    def send(self, name: str, method: str, path: str, body: Any = None) -> TestResponse:
        return self.ask(name, self.house.people[name].send, method, path, body or {})

    def ask(
        self, name: str, call: Callable[..., TestResponse], *args: Any, **kw: Any
    ) -> TestResponse:
        """Let somebody call, some time after the last call."""
        self.time.shift(STEP)
        self.model.now += STEP
        answer = call(*args, **kw)
        self.house.note(name, answer)
        return answer

    def expect(
        self,
        answer: TestResponse,
        order: Order | None,
        act: Callable[..., None],
        *args: Any,
        **kw: Any,
    ) -> bool:
        """Let the model do the same, and compare; tell whether it was done."""
        self.is_agreed = False
        refusal = refusal_of(act, *args, **kw)
        if refusal:
            assert (answer.status_code, answer.json["error"]["code"]) == refusal.args
        else:
            assert answer.status_code in {200, 201, 204}, answer.json
            assert order is None or read(answer.json) == self.model.view(order)
        self.is_agreed = True
        return refusal is None

    def who(self, name: str) -> Who:
        return self.house.names[name]

    def acting(self, name: str, *, has_pin: bool) -> tuple[Who, dict[str, Any]]:
        """Who acts, and what the request says of that: on a screen a PIN speaks for a person."""
        if name != "screen" or not has_pin:
            return self.who(name), {}
        return self.who("person"), {"approval": self.house.approval}

    def pick(self, place: int, likely: Sequence[T], others: Sequence[T]) -> T:
        """Choose by a number of PICK."""
        chosen = others if (place == OTHERS and others) or not likely else likely
        return chosen[place % len(chosen)]

    def an_order(self, place: int, name: str = "person") -> Order:
        """One of the newest orders: rather of those under way, and for guests of their own."""
        who, model = self.who(name), self.model
        newest = sorted(model.orders.values(), key=lambda order: -order.id)
        if who.is_guest:
            likely = [order for order in newest if order.session == model.session_of(who)]
        else:
            likely = [order for order in newest if model.is_open(order) and not order.is_over]
        others = [order for order in newest if order not in likely]
        return self.pick(place, likely[:5], others[:5])

    def a_table(self, place: int, *, is_taken: bool) -> int:
        """Rather a taken one, or rather a free one."""
        tables, at = self.house.tables, self.model.party_at
        likely = [table for table in tables if (at(table) is not None) is is_taken]
        return self.pick(place, likely, tables)

    def a_line(self, order: Order, pick: int) -> Line:
        return order.lines[pick % len(order.lines)]


def refusal_of(act: Callable[..., None], *args: Any, **kw: Any) -> Refused | None:
    """Let the model do something; return why it refuses."""
    try:
        act(*args, **kw)
    except Refused as refusal:
        return refusal
    return None
