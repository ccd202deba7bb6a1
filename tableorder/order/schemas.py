"""Requests and answers of the order routes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from pydantic_core import PydanticCustomError

from tableorder.auth.schemas import Approval
from tableorder.web import Answer, Request, one_line

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Note = Annotated[str, AfterValidator(one_line), StringConstraints(max_length=200)]
"""What a person typed, perhaps on several lines: it is kept on one."""
Reason = Note
Version = Annotated[int | None, Field(ge=1)]
StatusName = Literal["pending", "confirmed", "preparing", "ready", "completed", "cancelled"]


class NewOrderPart(Request):
    """A choice with choices of its own: a part of a set, or an option that asks for options."""

    choice_id: Id
    choice_ids: list[Id] = Field(default=[], max_length=100)


class NewOrderLine(Request):
    """A line of a new order; a repeated choice id is a quantity of it.

    Each time that a choice is taken it stands either in `choice_ids` or, with choices of its own,
    in `parts`.
    """

    menu_id: Id
    quantity: int = Field(ge=1, le=99)
    choice_ids: list[Id] = Field(default=[], max_length=200)
    parts: list[NewOrderPart] = Field(default=[], max_length=100)
    note: Note = ""


class NewOrder(Request):
    """An order to place; `expected_total` is what the guest saw, in the smallest unit."""

    items: list[NewOrderLine] = Field(min_length=1, max_length=100)
    note: Note = ""
    expected_total: int = Field(ge=0, le=10**12)
    session_id: Id | None = None
    table_id: Id | None = None


class OrderHeaders(BaseModel):
    """What names a wish to order, so that a retry is never a second order."""

    idempotency_key: str = Field(
        alias="Idempotency-Key",
        pattern=r"^[\x20-\x7e]{1,255}$",
        description="Made once for each wish to order, and sent again when no answer came.",
    )


class ChangeHeaders(BaseModel):
    """Stands in for `version` in the body."""

    if_match: str | None = Field(
        None, alias="If-Match", description="The order's version that the sender knows."
    )


class ItemQuantity(Request):
    """The quantity that a line shall have; 0 cancels it."""

    id: Id
    quantity: int = Field(ge=0, le=99)


def _each_once(lines: list[ItemQuantity]) -> list[ItemQuantity]:
    if len({line.id for line in lines}) < len(lines):
        raise PydanticCustomError("repeated", "a line stands here twice")
    return lines


class Removal(Request):
    """Why something is taken away, and whether it goes back to the counted stock.

    Staff alone choose `return_stock`; by default it goes back until the order is being cooked.
    `approval` stands behind what a shared screen asks for.
    """

    reason: Reason = ""
    return_stock: bool | None = None
    approval: Approval | None = None


class OrderPatch(Removal):
    """A new status, or lower quantities; `version` is the one that the sender knows."""

    status: StatusName | None = None
    items: (
        Annotated[
            list[ItemQuantity], AfterValidator(_each_once), Field(min_length=1, max_length=100)
        ]
        | None
    ) = None
    version: Version = None


class ItemPatch(Removal):
    """What becomes of one line: done, waiting again, or cancelled as a whole."""

    status: Literal["done", "waiting", "cancelled"]
    version: Version = None


class Deletion(Removal):
    """Why an order is deleted; `version` is the one that the sender knows."""

    reason: Annotated[Reason, StringConstraints(min_length=1)]
    version: Version = None


class AtStation(Request):
    """One station's part of an order, or all of it; `version` is the one that the sender knows."""

    station_id: Id | None = None
    version: Version = None


ItemIds = Annotated[list[Id], Field(min_length=1, max_length=100)]


class SeenVoids(AtStation):
    """The lines of which was taken away what somebody has seen now, or all."""

    item_ids: ItemIds | None = None


class Recall(Request):
    """The done lines that shall wait again, or all."""

    item_ids: ItemIds | None = None
    version: Version = None


class Rush(Request):
    """Whether an order goes first."""

    is_rush: bool
    version: Version = None


class OrderFilter(BaseModel):
    """What to list: `table` is a table's number."""

    table: int | None = Field(default=None, ge=1, le=9999)
    status: StatusName | None = None


class OptionOut(Answer):
    """A chosen option, with how many there are in one portion of the line or part that has it.

    `price_delta` is what was charged for each; `menu_id` is the item that it stood for in a set,
    and `options` are one portion's own.
    """

    choice_id: int
    menu_id: int | None
    group: str
    choice: str
    price_delta: int
    quantity: int
    options: list[OptionOut]


class OrderItemOut(Answer):
    """A line of an order.

    `void_quantity` counts the portions taken away that the kitchen has not acknowledged yet.
    """

    id: int
    menu_id: int
    name: str
    price: int
    options: list[OptionOut]
    quantity: int
    subtotal: int
    note: str
    status: Literal["waiting", "done", "cancelled"]
    station_id: int | None
    done_at: str | None
    void_quantity: int


class TableRef(Answer):
    """Which table."""

    id: int
    number: int


class OrderOut(Answer):
    """An order; amounts are in the currency's smallest unit.

    It is `by_guest` if it was sent from the table, not taken by staff, and `closed` once its party
    left.
    """

    id: int
    number: str
    status: StatusName
    version: int
    table: TableRef
    session_id: int
    items: list[OrderItemOut]
    note: str
    total: int
    currency: str
    held: bool
    by_guest: bool
    is_rush: bool
    seen_at: str | None
    deleted: bool
    closed: bool
    created_at: str
    updated_at: str


class OrderList(Answer):
    """Orders, with the number of the event that the list is up to."""

    orders: list[OrderOut]
    seq: int


class ChangeOut(Answer):
    """One step of an order's life."""

    at: str
    actor: str
    actor_name: str
    kind: str
    detail: dict[str, Any]
    reason: str


class ChangeList(Answer):
    """The steps of an order's life, oldest first."""

    changes: list[ChangeOut]
