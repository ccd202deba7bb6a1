"""A restaurant's evening in plain Python: what the domain promises, without database or web.

Every method does what a request asks for, or raises `Refused` and changes nothing. Ids come from
the server's answers; nothing else does.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from tests.evening.floor import Floor
from tests.evening.things import Dish, Line, Order, Who, refuse

STEPS = {
    "full": ("pending", "confirmed", "preparing", "ready", "completed"),
    "short": ("pending", "preparing", "completed"),
}
COOKED = {"full": "ready", "short": "completed"}


class Evening(Floor):
    """All of it: the floor, and the orders with the kitchen."""

    def __init__(self, flow: str, stations: list[int], stock: int) -> None:
        super().__init__()
        self.flow = flow
        self.stations = stations
        self.stock = stock

    # Who may ask for what.

    def find(self, who: Who, order: Order, *, deleted_ok: bool = False) -> None:
        self.admit(who)
        is_theirs = not who.is_guest or order.session == self.session_of(who)
        if not is_theirs or (order.is_deleted and not deleted_ok):
            refuse(404, "NOT_FOUND")

    def check_cookable(self, order: Order) -> None:
        if order.is_over or not self.is_open(order) or order.held:
            refuse(409, "INVALID_TRANSITION")

    def check_changeable(self, who: Who, order: Order) -> None:
        if not (order.status == "pending" if who.is_guest else order.is_unfinished):
            refuse(409, "INVALID_TRANSITION")

    def check_pin(self, who: Who, order: Order) -> None:
        if who.kind == "screen" and order.is_begun:
            refuse(403, "PIN_REQUIRED")

    # Orders.

    def check_order(self, who: Who, wish: Mapping[Dish, int]) -> None:
        if who.kind == "phone" and not self.parties[who.session or 0].is_open:
            refuse(410, "SESSION_CLOSED")
        if who.is_guest and self.table_of(who) in self.paused:
            refuse(409, "NOT_TAKING_ORDERS")
        if sum(count for dish, count in wish.items() if dish.is_counted) > self.stock:
            refuse(422, "ORDER_REFUSED")

    def is_held(self, who: Who, session: int) -> bool:
        """What a phone orders for a party that only phones vouch for waits for the staff."""
        party = self.parties[session]
        theirs = self.orders_of(session)
        is_proven = any(not order.held for order in theirs) and not any(
            order.held and order.status == "pending" and not order.is_deleted for order in theirs
        )
        return who.is_guest and party.opened_by == "phone" and not is_proven

    def add(self, order: Order) -> None:
        self.stock -= sum(line.quantity for line in order.lines if line.dish.is_counted)
        self.orders[order.id] = order

    def advance(self, who: Who, order: Order, status: str) -> None:
        self.find(who, order)
        if order.status == status:
            return
        if who.is_guest:
            refuse(403, "FORBIDDEN")
        if order.held or status != self.next_status(order):
            refuse(409, "INVALID_TRANSITION")
        self._step(order, status)
        self._write(order)

    def next_status(self, order: Order) -> str | None:
        steps = STEPS[self.flow]
        return dict(pairwise(steps)).get(order.status)

    def cancel(self, who: Who, order: Order, return_stock: bool | None) -> None:
        self.find(who, order)
        if order.status == "cancelled":
            return
        self.check_changeable(who, order)
        self.check_pin(who, order)
        self._cancel(order, return_stock)
        self._write(order, who)

    def lower(
        self, who: Who, order: Order, quantities: Mapping[int, int], return_stock: bool | None
    ) -> None:
        self.find(who, order)
        self.check_changeable(who, order)
        self._lower(who, order, quantities, return_stock)

    def cancel_line(self, who: Who, order: Order, line: Line, return_stock: bool | None) -> None:
        if line.status == "cancelled":
            return
        if order.is_deleted:
            refuse(409, "INVALID_TRANSITION")
        self.check_changeable(who, order)
        self._lower(who, order, {line.id: 0}, return_stock)

    def delete(self, who: Who, order: Order, return_stock: bool | None) -> None:
        if order.is_deleted:
            return
        if not self.is_open(order):
            refuse(409, "INVALID_TRANSITION")
        self.check_pin(who, order)
        if order.status != "cancelled":
            self._take(order, {line.id: line.quantity for line in order.live}, return_stock)
        order.is_deleted = True
        self._write(order)

    def see(self, who: Who, order: Order) -> None:
        self.find(who, order)
        if order.is_seen:
            return
        if not self.is_open(order):
            refuse(409, "INVALID_TRANSITION")
        self._write(order)

    def accept(self, who: Who, order: Order) -> None:
        self.find(who, order)
        if not order.held:
            return
        self.check_changeable(who, order)
        order.held = False
        self._write(order)

    def finish(self, order: Order, decision: str) -> None:
        if decision == "complete":
            self._step(order, "completed")
        else:
            self._cancel(order, None)
        self._write(order)

    def settle(self, order: Order) -> None:
        self._settle(order)
        self._write(order)

    # The kitchen.

    def mark(self, order: Order, line: Line, status: str) -> None:
        self.check_cookable(order)
        if line.status == status:
            return
        if line.status == "cancelled":
            refuse(409, "INVALID_TRANSITION")
        self._turn(order, [line], status)

    def bump(self, order: Order, station: int | None) -> None:
        self.check_cookable(order)
        self._turn(order, [line for line in order.waiting if self._is_at(line, station)], "done")

    def recall(self, order: Order, lines: list[Line] | None) -> None:
        self.check_cookable(order)
        chosen = order.live if lines is None else lines
        if any(line.status == "cancelled" for line in chosen):
            refuse(409, "INVALID_TRANSITION")
        self._turn(order, [line for line in chosen if line.status == "done"], "waiting")

    def rush(self, order: Order, *, is_rush: bool) -> None:
        self.check_cookable(order)
        if order.is_rush is is_rush:
            return
        if not order.is_unfinished:
            refuse(409, "INVALID_TRANSITION")
        order.is_rush = is_rush
        self._write(order)

    def void_seen(self, order: Order, station: int | None) -> None:
        """Also of a party that left: the kitchen has to know."""
        voided = [line for line in order.lines if line.void and self._is_at(line, station)]
        for line in voided:
            line.void = 0
        if voided:
            self._write(order)

    # How it is done.

    def station_of(self, line: Line) -> int:
        station = line.dish.station
        return station if station in self.stations else self.stations[0]

    def _is_at(self, line: Line, station: int | None) -> bool:
        return station is None or self.station_of(line) == station

    def _turn(self, order: Order, lines: list[Line], status: str) -> None:
        for line in lines:
            line.status, line.was_done = status, status == "done"
        if lines:
            self.settle(order)

    def _step(self, order: Order, status: str) -> None:
        order.status, order.held = status, False
        if status in {"ready", "completed"}:
            for line in order.waiting:
                line.status, line.was_done = "done", True

    def _cancel(self, order: Order, return_stock: bool | None) -> None:
        self._take(order, {line.id: line.quantity for line in order.live}, return_stock)
        order.status = "cancelled"

    def _lower(
        self, who: Who, order: Order, quantities: Mapping[int, int], return_stock: bool | None
    ) -> None:
        now = {line.id: line.quantity for line in order.live}
        if any(new > now.get(key, 0) for key, new in quantities.items()):
            refuse(409, "QUANTITY_RAISED")
        gone = {key: now[key] - new for key, new in quantities.items() if new < now.get(key, 0)}
        if not gone:
            return
        self.check_pin(who, order)
        self._take(order, gone, return_stock)
        for key, count in gone.items():
            line = order.line(key)
            if count == line.quantity:
                line.status = "cancelled"
            else:
                line.quantity -= count
        self._settle(order)
        self._write(order, who)

    def _take(self, order: Order, gone: Mapping[int, int], return_stock: bool | None) -> None:
        """What was not begun goes back by itself; what was not served is told to the kitchen."""
        goes_back = not order.is_begun if return_stock is None else return_stock
        for key, count in gone.items():
            line = order.line(key)
            if line.dish.is_counted and goes_back:
                self.stock += count
            if order.status != "completed" and not order.held:
                line.void += count

    def _settle(self, order: Order) -> None:
        statuses = {line.status for line in order.live}
        if not statuses:
            order.status = "cancelled"
        elif statuses == {"done"}:
            if order.status not in {"ready", "completed"}:
                order.status = COOKED[self.flow]
        elif "done" in statuses or order.status in {"ready", "completed"}:
            order.status = "preparing"

    def _write(self, order: Order, who: Who | None = None) -> None:
        """Whatever the staff do to an order, they have seen it."""
        order.version += 1
        if who is None or not who.is_guest:
            order.is_seen = True
