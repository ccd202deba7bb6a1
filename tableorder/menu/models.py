"""Tables of the menu. Texts are language maps; prices are in the currency's smallest unit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tableorder.db import Base, Money, Texts, UtcDateTime


class Station(Base):
    """A place of the kitchen with a screen of its own: grill, bar.

    Orders that wait longer than `warn_after` or `late_after` minutes are pointed out there. What a
    paused one cooks cannot be ordered; `pause_message` tells guests why.
    """

    __tablename__ = "stations"
    __table_args__ = (
        sa.CheckConstraint("warn_after >= 1 AND late_after > warn_after", name="ages"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(40))
    warn_after: Mapped[int] = mapped_column(default=5)
    late_after: Mapped[int] = mapped_column(default=10)
    is_paused: Mapped[bool] = mapped_column(default=False)
    pause_message: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[int] = mapped_column(default=0)


class Category(Base):
    """A heading of the menu; one with a parent is of the second level.

    Its station cooks the items that name none; without one, the parent's does. Its items are sold
    within their own `hours`, its own, and its parent's (as in MenuItem).
    """

    __tablename__ = "categories"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("categories.id"), index=True)
    station_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("stations.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[Texts]
    position: Mapped[int] = mapped_column(default=0)
    is_visible: Mapped[bool] = mapped_column(default=True)
    hours: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)


class MenuItem(Base):
    """What can be ordered.

    `sold_out_until` is the first business day on which it is sold again, None "until changed".
    `stock` was counted for business day `stock_day`; `daily_stock` is what there is anew on each
    weekday (7 counts, Monday first; None fills nothing up; an empty list never does).
    `hours` lists when it is sold: {"days": [0-6, Monday is 0], "from": "HH:MM", "to": "HH:MM"},
    local time, across midnight when `to` is not after `from`; an empty list is always.
    `image` holds the picture's file stem, its size, the data URI of a blurred miniature (or None)
    and a hash of what it was made from: {"name", "width", "height", "placeholder", "source"}.
    `is_free_confirmed`: someone has said that a price of 0 is meant.
    """

    __tablename__ = "menu_items"
    __table_args__ = (
        sa.CheckConstraint("price BETWEEN 0 AND 100000000", name="price"),
        sa.CheckConstraint("stock IS NULL OR stock >= 0", name="stock"),
        sa.CheckConstraint("spicy BETWEEN 0 AND 3", name="spicy"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), index=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("categories.id"), index=True)
    station_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("stations.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[Texts]
    description: Mapped[Texts]
    origin: Mapped[Texts]
    price: Mapped[int] = mapped_column(Money)
    is_free_confirmed: Mapped[bool] = mapped_column(default=False)
    image: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    is_visible: Mapped[bool] = mapped_column(default=True)
    is_sold_out: Mapped[bool] = mapped_column(default=False)
    sold_out_until: Mapped[date | None]
    stock: Mapped[int | None]
    stock_day: Mapped[date | None]
    daily_stock: Mapped[list[int | None]] = mapped_column(sa.JSON, default=list)
    hours: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    labels: Mapped[list[str]]
    spicy: Mapped[int] = mapped_column(default=0)
    allergens: Mapped[list[str]]
    position: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OptionGroup(Base):
    """A question with choices; shared by any number of items and choices.

    The `free_quantity` dearest of the choices that are taken cost nothing.
    """

    __tablename__ = "option_groups"
    __table_args__ = (
        sa.CheckConstraint("min_select >= 0 AND max_select >= min_select", name="selects"),
        sa.CheckConstraint("free_quantity BETWEEN 0 AND max_select", name="free_quantity"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), index=True)
    name: Mapped[Texts]
    min_select: Mapped[int] = mapped_column(default=0)
    max_select: Mapped[int] = mapped_column(default=1)
    free_quantity: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)


class Choice(Base):
    """One answer of an option group; `price_delta` may be negative.

    One that stands for a menu item is a part of a set: name, count and hours are that item's, and
    it asks what the item asks. `is_default` is taken already when the group is shown;
    `sold_out_until` is as in MenuItem.
    """

    __tablename__ = "choices"
    __table_args__ = (
        sa.CheckConstraint("stock IS NULL OR stock >= 0", name="stock"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("option_groups.id", ondelete="CASCADE"), index=True
    )
    menu_item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("menu_items.id"), index=True)
    name: Mapped[Texts]
    price_delta: Mapped[int] = mapped_column(Money, default=0)
    is_default: Mapped[bool] = mapped_column(default=False)
    is_sold_out: Mapped[bool] = mapped_column(default=False)
    sold_out_until: Mapped[date | None]
    stock: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)


class MenuChange(Base):
    """The last change of a store's menu, with what it takes to undo it.

    `kind` and the first `names` of the `count` rows that it is about tell it to people. `touches`
    lists the rows that it touched: [table, primary key, values before, values after].
    `seq` is the store's last event before it, `day` the business day on which it was made.
    """

    __tablename__ = "menu_changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(sa.ForeignKey("stores.id"), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    names: Mapped[list[Any]] = mapped_column(sa.JSON)
    count: Mapped[int]
    touches: Mapped[list[Any]] = mapped_column(sa.JSON)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MenuItemOptionGroup(Base):
    """Which groups an item asks, in which order."""

    __tablename__ = "menu_item_option_groups"

    menu_item_id: Mapped[int] = mapped_column(
        sa.ForeignKey("menu_items.id", ondelete="CASCADE"), primary_key=True
    )
    option_group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("option_groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)


class ChoiceOptionGroup(Base):
    """Which groups a choice asks by itself, in which order: a side dish has its own size."""

    __tablename__ = "choice_option_groups"

    choice_id: Mapped[int] = mapped_column(
        sa.ForeignKey("choices.id", ondelete="CASCADE"), primary_key=True
    )
    option_group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("option_groups.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)
