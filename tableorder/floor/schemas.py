"""Requests and answers of the floor's routes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tableorder.table.schemas import WaitingAnswer
from tableorder.web import Answer, Request


class Closing(Request):
    """What becomes of each unfinished order: order id → decision."""

    orders: dict[str, Literal["complete", "cancel"]] = Field(default={}, max_length=1000)


class SessionOut(Answer):
    """The party at a table."""

    id: int
    code: str
    opened_at: str
    waiting: list[WaitingAnswer]


class TableOut(Answer):
    """A table as the board shows it; `total` is in the currency's smallest unit."""

    id: int
    number: int
    label: str
    zone: str
    status: Literal["free", "seated", "ordering"]
    session: SessionOut | None
    total: int
    orders: int
    calls: int


class TableList(Answer):
    """All tables, with the number of the event that the list is up to."""

    tables: list[TableOut]
    seq: int
