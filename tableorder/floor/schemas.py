"""Requests and answers of the floor's routes."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tableorder.auth.schemas import Approval
from tableorder.order.schemas import Id, Note, OrderOut
from tableorder.table.schemas import WaitingAnswer
from tableorder.web import Answer, PlainText, Request

Number = Annotated[int, Field(ge=1, le=9999)]
Line = Annotated[PlainText, Field(max_length=40)]
Seats = Annotated[int, Field(ge=1, le=999)]
MOST_AT_ONCE = 200


class Closing(Request):
    """What becomes of each unfinished order: order id → decision.

    `approval` stands behind it where a shared screen asks; `session_id` is the party meant, so
    that a board which is out of date never closes the next one.
    """

    orders: dict[str, Literal["complete", "cancel"]] = Field(default={}, max_length=1000)
    session_id: Id | None = None
    approval: Approval | None = None


class Move(Request):
    """The free table to which a party moves; `session_id` is the party meant."""

    to: Id
    session_id: Id | None = None


class MovedLine(Request):
    """How many portions of a line go."""

    item_id: Id
    quantity: int = Field(ge=1, le=99)


class MoveLines(Request):
    """The lines that go to another table, each once."""

    to: Id
    lines: list[MovedLine] = Field(min_length=1, max_length=100)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len(self.portions()) < len(self.lines):
            raise PydanticCustomError("repeated", "a line stands here twice")
        return self

    def portions(self) -> dict[int, int]:
        """Return how many portions of each line go, by its id."""
        return {line.item_id: line.quantity for line in self.lines}


class Merge(Request):
    """The table whose party another one joins."""

    into: Id


class Pause(Request):
    """Whether guests of a table order nothing for the time being, and what they are told."""

    is_paused: bool
    message: Note = ""


class NewTables(Request):
    """Tables to add: one `number` or several `numbers`."""

    number: Number | None = None
    numbers: Annotated[list[Number], Field(min_length=1, max_length=MOST_AT_ONCE)] | None = None
    label: Line = ""
    zone: Line = ""
    seats: Seats | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.number is None) == (self.numbers is None):
            raise PydanticCustomError("number_or_numbers", "one of number and numbers")
        return self

    def wanted(self) -> list[int]:
        """Return the numbers to add."""
        return self.numbers or [self.number or 0]


class TableChange(Request):
    """What changes of a table; what is left out stays."""

    label: Line = ""
    zone: Line = ""
    seats: Seats | None = None
    pin: Annotated[str, Field(pattern=r"^[0-9]{4,8}$")] | None = None


class NewTableOut(Answer):
    """An added table with the PIN that pairs tablets; it is told this once."""

    id: int
    number: int
    pin: str


class NewTableList(Answer):
    """The tables that were added."""

    tables: list[NewTableOut]


class TableFacts(Answer):
    """A table as managers keep it."""

    id: int
    number: int
    label: str
    zone: str
    seats: int | None


class TableName(Answer):
    """Which table."""

    id: int
    number: int


class DeviceOut(Answer):
    """A paired tablet, or a phone in an open session."""

    id: int
    kind: Literal["tablet", "phone"]
    table: TableName
    created_at: str


class DeviceList(Answer):
    """The devices that act for guests now."""

    devices: list[DeviceOut]


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
    seats: int | None
    is_paused: bool
    pause_message: str
    status: Literal["free", "seated", "ordering"]
    session: SessionOut | None
    total: int
    orders: int
    calls: int


class BillParty(Answer):
    """The party that pays."""

    id: int
    opened_at: str


class BillOut(Answer):
    """A party's bill: its orders, without what was cancelled or deleted.

    `tax` is what `total` holds of it, null where the currency does not tell its rate.
    """

    table: TableName
    session: BillParty
    orders: list[OrderOut]
    currency: str
    total: int
    tax: int | None


class TwoTables(Answer):
    """The table that was named, and the other one."""

    tables: list[TableOut]


class TableList(Answer):
    """All tables, with the number of the event that the list is up to."""

    tables: list[TableOut]
    seq: int
