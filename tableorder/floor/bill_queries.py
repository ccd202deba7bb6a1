"""Read what a party has to pay so far."""

from __future__ import annotations

from typing import TypedDict

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.floor.queries import TableNameData
from tableorder.floor.rules import tax_share
from tableorder.order.queries import OrderData, list_session_orders
from tableorder.order.rules import ItemStatus, Status
from tableorder.table.queries import TableView, get_session


class BillPartyData(TypedDict):
    """The party that pays."""

    id: int
    opened_at: str | None


class BillData(TypedDict):
    """A party's bill: its orders, oldest first, without what was cancelled or deleted.

    `tax` is what `total` holds of it, None where the currency does not tell its rate.
    """

    table: TableNameData
    session: BillPartyData
    orders: list[OrderData]
    currency: str
    total: int
    tax: int | None


def get_bill(store: StoreView, table: TableView, session_id: int) -> BillData:
    """Return the bill of the party that sits at a table."""
    party = get_session(store.id, session_id)
    orders = [
        _to_pay(order)
        for order in list_session_orders(session_id)
        if order["status"] != Status.CANCELLED
    ]
    total = sum(order["total"] for order in orders)
    return BillData(
        table=TableNameData(id=table.id, number=table.number),
        session=BillPartyData(id=party.id, opened_at=clock.iso(party.opened_at)),
        orders=orders,
        currency=store.currency,
        total=total,
        tax=tax_share(total, store.currency),
    )


def _to_pay(order: OrderData) -> OrderData:
    lines = [line for line in order["items"] if line["status"] != ItemStatus.CANCELLED]
    return {**order, "items": lines}
