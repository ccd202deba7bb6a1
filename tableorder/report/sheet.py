"""The history as a table for spreadsheets: a row for each line of an order.

Sales add up to the sum that the history page shows: a line of an order that was cancelled or
deleted sells nothing, whatever it came to. A text that a spreadsheet would take for a formula is
made harmless. Pure text: which words stand at the top is the edge's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision

from tableorder.errors import N_
from tableorder.sheets import inert

COLUMNS = (
    N_("Business day"),
    N_("Order number"),
    N_("Table"),
    N_("Order time"),
    N_("Order status"),
    N_("Dish"),
    N_("Chosen options"),
    N_("Quantity"),
    N_("Price"),
    N_("Amount"),
    N_("Sales"),
    N_("Currency"),
    N_("Dish status"),
    N_("Request for the dish"),
    N_("Request for the whole order"),
    N_("Reason"),
    N_("By"),
    N_("Seated at"),
    N_("Left at"),
    N_("Order ID"),
)
WORDS = {
    "pending": N_("Received"),
    "confirmed": N_("Accepted"),
    "preparing": N_("Cooking"),
    "ready": N_("Ready"),
    "completed": N_("Served"),
    "cancelled": N_("Cancelled"),
    "deleted": N_("Deleted"),
    "waiting": N_("Waiting"),
    "done": N_("Done"),
}

Order = Mapping[str, Any]
"""An order of the history with its texts in one language."""


def rows_of(order: Order, *, timezone: str, words: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield a row for each line of an order; `words` tells statuses in the reader's language."""
    zone = ZoneInfo(timezone)
    is_sold = not order["deleted"] and order["status"] != "cancelled"
    end = _end_of(order)
    for line in order["items"]:
        yield [
            order["business_day"],
            order["number"],
            str(order["table"]["number"]),
            _local(order["created_at"], zone),
            words["deleted" if order["deleted"] else order["status"]],
            inert(line["name"]),
            inert(", ".join(map(_option, line["options"]))),
            str(line["quantity"]),
            _money(line["price"], order["currency"]),
            _money(line["subtotal"], order["currency"]),
            _money(line["subtotal"] if is_sold else 0, order["currency"]),
            order["currency"],
            words[line["status"]],
            inert(line["note"]),
            inert(order["note"]),
            inert(end.get("reason", "")),
            inert(end.get("actor_name", "")),
            _local(order["session"]["opened_at"], zone),
            _local(order["session"]["closed_at"], zone),
            str(order["id"]),
        ]


def _option(option: Mapping[str, Any]) -> str:
    times = f" ×{option['quantity']}" if option["quantity"] > 1 else ""
    own = f"{option['group']}: {option['choice']}{times}"
    return ", ".join([own, *map(_option, option["options"])])


def _end_of(order: Order) -> Mapping[str, Any]:
    """Return the step that cancelled or deleted an order, or an empty one."""
    ends = [
        change
        for change in order["changes"]
        if change["kind"] == "deleted" or change["detail"].get("to") == "cancelled"
    ]
    return ends[-1] if ends else {}


def _money(amount: int, currency: str) -> str:
    """Write an amount as a plain number in the currency's own unit."""
    return str(Decimal(amount).scaleb(-get_currency_precision(currency)))


def _local(moment: str | None, zone: ZoneInfo) -> str:
    if moment is None:
        return ""
    return datetime.fromisoformat(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
