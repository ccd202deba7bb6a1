"""A restaurant's evening in plain Python: what the domain promises, without database or web.

Every method does what a request asks for, or raises `Refused` and changes nothing. Ids come from
the server's answers; nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NoReturn

STEPS = {
    "full": ("pending", "confirmed", "preparing", "ready", "completed"),
    "short": ("pending", "preparing", "completed"),
}
COOKED = {"full": "ready", "short": "completed"}


class Refused(Exception):
    """The request is answered with this status and code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(status, code)
        self.status, self.code = status, code


def refuse(status: int, code: str) -> NoReturn:
    raise Refused(status, code)


@dataclass(frozen=True)
class Dish:
    """What can be ordered; `stock` tells whether it is counted."""

    id: int
    price: int
    station: int | None
    is_counted: bool = False


@dataclass
class Line:
    """A line of an order."""

    id: int
    dish: Dish
    quantity: int
    status: str = "waiting"
    was_done: bool = False
    void: int = 0

    @property
    def subtotal(self) -> int:
        return 0 if self.status == "cancelled" else self.dish.price * self.quantity

    def view(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "menu_id": self.dish.id,
            "station_id": self.dish.station,
            "quantity": self.quantity,
            "subtotal": self.subtotal,
            "status": self.status,
            "was_done": self.was_done,
            "void_quantity": self.void,
        }


@dataclass
class Order:
    """An order; `held` until staff accept it."""

    id: int
    session: int
    lines: list[Line]
    held: bool
    status: str = "pending"
    version: int = 1
    is_seen: bool = False
    is_rush: bool = False
    is_deleted: bool = False

    @property
    def live(self) -> list[Line]:
        return [line for line in self.lines if line.status != "cancelled"]

    @property
    def waiting(self) -> list[Line]:
        return [line for line in self.lines if line.status == "waiting"]

    @property
    def total(self) -> int:
        return sum(line.subtotal for line in self.lines)

    @property
    def is_over(self) -> bool:
        return self.is_deleted or self.status == "cancelled"

    @property
    def is_unfinished(self) -> bool:
        return not self.is_deleted and self.status not in {"completed", "cancelled"}

    @property
    def is_begun(self) -> bool:
        return self.status in {"preparing", "ready", "completed"}

    def line(self, item_id: int) -> Line:
        return next(line for line in self.lines if line.id == item_id)

    def view(self, table: int) -> dict[str, Any]:
        return {
            "id": self.id,
            "table": table,
            "session_id": self.session,
            "status": self.status,
            "version": self.version,
            "held": self.held,
            "is_seen": self.is_seen,
            "is_rush": self.is_rush,
            "deleted": self.is_deleted,
            "total": self.total,
            "items": [line.view() for line in self.lines],
        }


def read(order: Mapping[str, Any]) -> dict[str, Any]:
    """An answer's or an event's order in the shape of `Order.view`."""
    kept = ("id", "session_id", "status", "version", "held", "is_rush", "deleted", "total")
    lines = ("id", "menu_id", "station_id", "quantity", "subtotal", "status", "void_quantity")
    return {
        **{name: order[name] for name in kept},
        "table": order["table"]["id"],
        "is_seen": order["seen_at"] is not None,
        "items": [
            {**{name: line[name] for name in lines}, "was_done": line["done_at"] is not None}
            for line in order["items"]
        ],
    }


@dataclass
class Party:
    """A party's stay at a table."""

    id: int
    table: int
    opened_by: str
    is_open: bool = True
    calls: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Who:
    """Someone who asks: a person, a shared screen, a tablet at a table or a party's phone."""

    kind: str
    table: int | None = None
    session: int | None = None

    @property
    def is_guest(self) -> bool:
        return self.kind in {"tablet", "phone"}


class Evening:
    """Everything that is to be known of a store between its opening and its closing."""

    def __init__(self, flow: str, tables: Iterable[int], stations: list[int], stock: int) -> None:
        self.flow = flow
        self.tables = list(tables)
        self.stations = stations
        self.stock = stock
        self.parties: dict[int, Party] = {}
        self.orders: dict[int, Order] = {}

    # What stands.

    def party_at(self, table: int | None) -> Party | None:
        return next((p for p in self.parties.values() if p.table == table and p.is_open), None)

    def orders_of(self, session: int | None) -> list[Order]:
        return [order for order in self.orders.values() if order.session == session]

    def session_of(self, who: Who) -> int | None:
        if who.kind == "phone":
            return who.session
        party = self.party_at(who.table)
        return party.id if party else None

    def is_open(self, order: Order) -> bool:
        return self.parties[order.session].is_open

    def total_at(self, table: int) -> int:
        party = self.party_at(table)
        return sum(o.total for o in self.orders_of(party and party.id) if not o.is_over)

    def view(self, order: Order) -> dict[str, Any]:
        return order.view(self.parties[order.session].table)

    def station_of(self, line: Line) -> int:
        station = line.dish.station
        return station if station in self.stations else self.stations[0]

    # Who may ask for what.

    def admit(self, who: Who) -> None:
        """A phone is out once its party has left."""
        if who.kind == "phone" and not self.parties[who.session or 0].is_open:
            refuse(410, "SESSION_CLOSED")

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

    # Parties.

    def seat(self, session: int, table: int, opened_by: str) -> None:
        self.parties[session] = Party(session, table, opened_by)

    def check_free(self, table: int) -> None:
        if self.party_at(table):
            refuse(409, "TABLE_OCCUPIED")

    def close(self, table: int, decisions: Mapping[int, str]) -> None:
        party = self.party_at(table)
        if party is None:
            refuse(409, "TABLE_FREE")
        unfinished = [order for order in self.orders_of(party.id) if order.is_unfinished]
        if any(order.id not in decisions for order in unfinished):
            refuse(409, "UNFINISHED_ORDERS")
        for order in unfinished:
            if decisions[order.id] == "complete":
                self._step(order, "completed")
            else:
                self._cancel(order, None)
            self._write(order)
        party.is_open = False
        party.calls.clear()

    # Orders.

    def check_order(self, who: Who, wish: Mapping[Dish, int]) -> None:
        if who.kind == "phone" and not self.parties[who.session or 0].is_open:
            refuse(410, "SESSION_CLOSED")
        if sum(count for dish, count in wish.items() if dish.is_counted) > self.stock:
            refuse(422, "ORDER_REFUSED")

    def is_held(self, who: Who, session: int) -> bool:
        """What a phone orders for a party that only phones vouch for waits for the staff."""
        party = self.parties[session]
        is_proven = any(not order.held for order in self.orders_of(session))
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
        if not self.is_open(order):
            refuse(409, "INVALID_TRANSITION")
        voided = [line for line in order.lines if line.void and self._is_at(line, station)]
        for line in voided:
            line.void = 0
        if voided:
            self._write(order)

    # How it is done.

    def _is_at(self, line: Line, station: int | None) -> bool:
        return station is None or self.station_of(line) == station

    def _turn(self, order: Order, lines: list[Line], status: str) -> None:
        for line in lines:
            line.status, line.was_done = status, status == "done"
        if lines:
            self._settle(order)
            self._write(order)

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
        """What was not begun goes back by itself; what waited is to be told to the kitchen."""
        goes_back = not order.is_begun if return_stock is None else return_stock
        for key, count in gone.items():
            line = order.line(key)
            if line.dish.is_counted and goes_back:
                self.stock += count
            if line.status == "waiting" and not order.held:
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


def fault_of(order: Order) -> str | None:
    """Why an order stands where none may stand, or None."""
    statuses = {line.status for line in order.live}
    rules: dict[str, Callable[[], bool]] = {
        "pending": lambda: statuses == {"waiting"},
        "confirmed": lambda: statuses == {"waiting"},
        "preparing": lambda: "waiting" in statuses,
        "ready": lambda: statuses == {"done"},
        "completed": lambda: statuses == {"done"},
        "cancelled": lambda: True,
    }
    if not rules[order.status]():
        return f"{order.status} with lines {statuses}"
    if order.held and order.status not in {"pending", "cancelled"}:
        return f"{order.status} and held"
    return None
