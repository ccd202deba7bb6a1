"""Carry orders along when their party moves, is merged with another, or parts from it again.

Nothing of an order changes but where it belongs; each is recorded and told, to those it comes to
and to those it leaves. Everything here joins the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import Crew
from tableorder.order import queries
from tableorder.order.events import append_order_event
from tableorder.order.models import Order, OrderChange
from tableorder.order.queries import OrderData
from tableorder.order.records import record_change
from tableorder.stream import log
from tableorder.table.queries import TableView

CARRIED = ("moved", "merged", "unmerged", "lines_moved")
"""What records call it; their `from` and `to` are tables."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a party sits: its session, at a table."""

    session_id: int
    table: TableView

    @property
    def name(self) -> dict[str, int]:
        """Name the table as records and events do."""
        return {"id": self.table.id, "number": self.table.number}

    @property
    def audience(self) -> str:
        """Name the readers of this party."""
        return log.session_audience(self.session_id)


def carry_orders(
    session: Session,
    who: Crew,
    *,
    source: Place,
    target: Place,
    kind: str,
    only: Collection[int] | None = None,
) -> list[int]:
    """Let a party's orders, deleted ones too, go from one place to another; return their ids.

    `kind` is what their records call it; `only` names the orders that go, all unless given.
    """
    now = clock.utc_now()
    ids = _orders_of(session, source.session_id, only)
    session.execute(
        sa.update(Order)
        .where(Order.id.in_(ids))
        .values(
            session_id=target.session_id,
            table_id=target.table.id,
            version=Order.version + 1,
            updated_at=now,
        )
        .execution_options(synchronize_session=False)
    )
    detail = {"from": source.name, "to": target.name}
    for order_id in ids:
        record_change(session, order_id, who, kind, now=now, detail=detail)
    for order in queries.list_where(Order.id.in_(ids)):
        tell_carried(session, who, order, source=source)
    return ids


def tell_carried(session: Session, who: Crew, order: OrderData, *, source: Place) -> None:
    """Log an order that has come from `source`, to its new party and to that which it left."""
    name = "order_deleted" if order["deleted"] else "order_updated"
    append_order_event(session, who.store.id, name, order)
    if order["session_id"] != source.session_id:
        append_order_event(session, who.store.id, name, order, audience=source.audience)


def newest_order(session: Session, store_id: int) -> int:
    """Return the id of the store's newest order, 0 while there is none; later ones are higher."""
    query = sa.select(sa.func.max(Order.id)).where(Order.store_id == store_id)
    return session.execute(query).scalar_one() or 0


def list_sent_by(
    session: Session, session_id: int, device_ids: Collection[int], *, after: int
) -> list[int]:
    """List the ids, higher than `after`, of a session's orders that one of these devices sent.

    What was parted from another order was not sent, though it shares the record of that one.
    """
    query = (
        sa.select(Order.id)
        .join(OrderChange, OrderChange.order_id == Order.id)
        .where(
            Order.session_id == session_id,
            Order.id > after,
            Order.key_scope.not_like("order:%"),
            OrderChange.kind == "created",
            OrderChange.actor.in_([f"device:{device_id}" for device_id in device_ids]),
        )
    )
    return list(session.execute(query).scalars())


def _orders_of(session: Session, session_id: int, only: Collection[int] | None) -> list[int]:
    query = sa.select(Order.id).where(Order.session_id == session_id).order_by(Order.id)
    if only is not None:
        query = query.where(Order.id.in_(only))
    return list(session.execute(query).scalars())
