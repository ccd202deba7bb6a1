"""What there is in a restaurant of an evening: dishes, orders with their lines, parties, calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn


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
    sender: Who
    status: str = "pending"
    version: int = 1
    is_seen: bool = False
    is_rush: bool = False
    is_deleted: bool = False
    is_part: bool = False

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
class Call:
    """A guest asks for somebody."""

    id: int
    session: int
    table: int
    reason: str
    status: str = "open"
    is_seen: bool = False

    def view(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "table": self.table,
            "session_id": self.session,
            "reason": self.reason,
            "status": self.status,
            "is_seen": self.is_seen,
        }


def read_call(call: Mapping[str, Any]) -> dict[str, Any]:
    """An answer's or an event's call in the shape of `Call.view`."""
    return {
        **{name: call[name] for name in ("id", "session_id", "reason", "status")},
        "table": call["table"]["id"],
        "is_seen": call["acknowledged_at"] is not None,
    }


@dataclass
class Party:
    """A party's stay at a table."""

    id: int
    table: int
    opened_by: str
    is_open: bool = True


@dataclass
class Merge:
    """A merge of two parties, with what it moved."""

    table: int
    source: Party
    target: Party
    at: int
    orders: list[Order]
    phones: list[Who]
    calls: list[Call]
    finished: list[Call]
    newest: int
    is_undone: bool = False

    def was_sent_since(self, order: Order) -> bool:
        """Whether a phone that came along has sent it since; a part was sent by nobody."""
        return order.sender in self.phones and order.id > self.newest and not order.is_part


@dataclass(eq=False)
class Who:
    """Someone who asks: a person, a shared screen, a table's tablet, or a phone of a party."""

    kind: str
    table: int | None = None
    session: int | None = None

    @property
    def is_guest(self) -> bool:
        return self.kind in {"tablet", "phone"}


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
