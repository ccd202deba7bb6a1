"""Tables of orders: what was asked for, as it was then, and everything that became of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tableorder.db import Base, Money, Texts, UtcDateTime


class OrderCounter(Base):
    """The last order number of a store's business day, raised under the store's lock."""

    __tablename__ = "order_counters"

    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), primary_key=True)
    business_day: Mapped[date] = mapped_column(primary_key=True)
    last_number: Mapped[int]


class Order(Base):
    """Sent once, never edited silently; `order_changes` holds every later step.

    `key_scope` says whose `idempotency_key` it is: `session:88` or `account:12`. `body_hash` tells
    a repeated body from another one under the same key. `held` waits for staff to accept it,
    `is_rush` goes first.
    """

    __tablename__ = "orders"
    __table_args__ = (
        sa.UniqueConstraint("store_id", "business_day", "number"),
        sa.UniqueConstraint("store_id", "idempotency_key", "key_scope"),
        sa.CheckConstraint(
            "status IN ('pending', 'confirmed', 'preparing', 'ready', 'completed', 'cancelled')",
            name="status",
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"))
    table_id: Mapped[int] = mapped_column(sa.ForeignKey("tables.id"), index=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("table_sessions.id"), index=True)
    business_day: Mapped[date]
    number: Mapped[int]
    status: Mapped[str] = mapped_column(sa.String(10), default="pending")
    version: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    total: Mapped[int] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(sa.String(3))
    held: Mapped[bool] = mapped_column(default=False)
    is_rush: Mapped[bool] = mapped_column(default=False)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    key_scope: Mapped[str] = mapped_column(sa.String(32))
    idempotency_key: Mapped[str] = mapped_column(sa.String(255))
    body_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OrderItem(Base):
    """A line: a snapshot of name, price and options in all the menu's languages.

    `menu_item_id` is the number the item had, not a reference: deleting it never touches orders;
    likewise `station_id`. `void_quantity` counts the portions that were taken away before they were
    served, until the kitchen has acknowledged that.
    """

    __tablename__ = "order_items"
    __table_args__ = (
        sa.CheckConstraint("status IN ('waiting', 'done', 'cancelled')", name="status"),
        sa.CheckConstraint("subtotal >= 0", name="subtotal"),
        sa.CheckConstraint("void_quantity >= 0", name="void_quantity"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.id", ondelete="CASCADE"), index=True
    )
    menu_item_id: Mapped[int]
    station_id: Mapped[int | None]
    position: Mapped[int]
    name: Mapped[Texts]
    price: Mapped[int] = mapped_column(Money)
    quantity: Mapped[int]
    subtotal: Mapped[int] = mapped_column(Money)
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    status: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_quantity: Mapped[int] = mapped_column(default=0)


class OrderItemOption(Base):
    """A chosen option of a line; one with a parent belongs to a part of a set.

    `menu_item_id` is the number of the item that the choice stood for, not a reference. Quantities
    are for one portion: of the line, or of the parent.
    """

    __tablename__ = "order_item_options"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("order_items.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("order_item_options.id", ondelete="CASCADE"), index=True
    )
    choice_id: Mapped[int]
    menu_item_id: Mapped[int | None]
    position: Mapped[int]
    group_name: Mapped[Texts]
    choice_name: Mapped[Texts]
    price_delta: Mapped[int] = mapped_column(Money)
    quantity: Mapped[int]


class OrderChange(Base):
    """One step of an order's life: who, when, what, why.

    `actor` is `account:12`, `screen:34`, `device:34` or `system`; `actor_name` what it was called
    then. `detail` holds old and new values.
    """

    __tablename__ = "order_changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(sa.String(32))
    actor_name: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(20))
    detail: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
