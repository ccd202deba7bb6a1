"""Requests and answers of the history routes."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from tableorder.order.schemas import ChangeOut, OrderOut, StatusName
from tableorder.web import Answer, PlainText

HistoryStatus = Literal[StatusName, "deleted"]
"""Where an order ended; one that was deleted stands nowhere else."""


class HistoryFilters(BaseModel):
    """Which orders; `from` and `to` are business days, both included."""

    table: int | None = Field(default=None, ge=1, le=9999)
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")
    status: HistoryStatus | None = None
    number: int | None = Field(default=None, ge=1, le=2**31 - 1)
    item: PlainText | None = Field(default=None, max_length=100)


class HistoryQuery(HistoryFilters):
    """Which orders, a page at a time; `cursor` is the `next_cursor` of the page before."""

    cursor: int | None = Field(default=None, ge=1, le=2**31 - 1)


class VisitOut(Answer):
    """The stay of the party that ordered."""

    opened_at: str
    closed_at: str | None


class HistoryOrder(OrderOut):
    """An order with everything that became of it."""

    business_day: str
    session: VisitOut
    changes: list[ChangeOut]


class HistoryPage(Answer):
    """A page of the history, newest first; `next_cursor` is None at its end."""

    orders: list[HistoryOrder]
    next_cursor: str | None
