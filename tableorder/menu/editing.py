"""Checks and single writes of which the menu's use cases are made.

Everything here runs inside the caller's transaction and never opens one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.auth.queries import StoreView
from tableorder.errors import N_, FieldFault, Invalid, NotFound
from tableorder.i18n import text_in
from tableorder.menu.errors import ItemInSet, MenuChanged
from tableorder.menu.models import (
    Category,
    Choice,
    MenuItem,
    MenuItemOptionGroup,
    OptionGroup,
    Station,
)

Values = Mapping[str, Any]
Positioned = type[Category | MenuItem | OptionGroup | Station]

UNKNOWN = N_("There is no such entry.")
TOO_DEEP = N_("Categories have two levels: choose one of the first level, not itself.")


def require_own_language(store: StoreView, values: Values, path: str = "name") -> None:
    """Refuse a name that lacks the store's own language; no name at all is no change."""
    own = store.languages[0]
    if "name" in values and not values["name"].get(own):
        raise Invalid([FieldFault(f"{path}.{own}", "MISSING", N_("This field is required."))])


def require_row(session: Session, model: Positioned, store: StoreView, row_id: int) -> None:
    """Raise NotFound unless the row exists and is the store's."""
    query = sa.select(model.id).where(model.store_id == store.id, model.id == row_id)
    if session.execute(query).first() is None:
        raise NotFound


def require_version(session: Session, store: StoreView, version: int | None) -> None:
    """Raise MenuChanged unless the menu has this version; None is any."""
    query = sa.select(Store.menu_version).where(Store.id == store.id)
    if version not in (None, session.execute(query).scalar_one()):
        raise MenuChanged


def put_in_order(session: Session, model: Positioned, store: StoreView, ids: Sequence[int]) -> None:
    """Put these rows of the store in this order; the fault names those that are not the store's."""
    require_all(session, model, store, ids, path="ids")
    session.execute(
        sa.update(model),
        [{"id": row_id, "position": position} for position, row_id in enumerate(ids)],
    )


def require_all(
    session: Session, model: Positioned, store: StoreView, ids: Sequence[int], *, path: str
) -> None:
    """Refuse ids of rows that are not the store's; the faults name their places under `path`."""
    query = sa.select(model.id).where(model.store_id == store.id, model.id.in_(ids))
    known = set(session.execute(query).scalars())
    faults = [
        FieldFault(f"{path}.{index}", "NOT_FOUND", UNKNOWN)
        for index, row_id in enumerate(ids)
        if row_id not in known
    ]
    if faults:
        raise Invalid(faults)


def check_references(session: Session, store: StoreView, values: Values) -> None:
    """Refuse a category, station or option groups that are not the store's."""
    if "category_id" in values:
        _require_reference(session, Category, store, values["category_id"], path="category_id")
    check_station(session, store, values)
    groups = values.get("option_group_ids", ())
    require_all(session, OptionGroup, store, groups, path="option_group_ids")


def check_station(session: Session, store: StoreView, values: Values) -> None:
    """Refuse a station that is not the store's; None is the one that follows from the menu."""
    if values.get("station_id") is not None:
        _require_reference(session, Station, store, values["station_id"], path="station_id")


def _require_reference(
    session: Session, model: Positioned, store: StoreView, row_id: int, *, path: str
) -> None:
    query = sa.select(model.id).where(model.store_id == store.id, model.id == row_id)
    if session.execute(query).first() is None:
        raise Invalid([FieldFault(path, "NOT_FOUND", UNKNOWN)])


def check_parent(
    session: Session, store: StoreView, category_id: int | None, parent_id: int | None
) -> None:
    """Refuse a parent that is unknown, the category itself, or would make a third level."""
    if parent_id is None:
        return
    query = sa.select(Category.parent_id).where(
        Category.store_id == store.id, Category.id == parent_id
    )
    parent = session.execute(query).first()
    if parent is None:
        raise Invalid([FieldFault("parent_id", "NOT_FOUND", UNKNOWN)])
    has_children = category_id and count_children(session, category_id)
    if parent_id == category_id or parent.parent_id is not None or has_children:
        raise Invalid([FieldFault("parent_id", "TOO_DEEP", TOO_DEEP)])


def count_children(session: Session, category_id: int) -> int:
    """Count the categories of the second level under this one."""
    query = sa.select(sa.func.count(Category.id)).where(Category.parent_id == category_id)
    return session.execute(query).scalar_one()


def items_under(session: Session, category_id: int) -> list[int]:
    """List the ids of the items of a category and of its children."""
    query = (
        sa.select(MenuItem.id)
        .join(Category, Category.id == MenuItem.category_id)
        .where(sa.or_(Category.id == category_id, Category.parent_id == category_id))
    )
    return list(session.execute(query).scalars())


def ask_groups(session: Session, item_id: int, group_ids: Sequence[int]) -> None:
    """Let the item ask exactly these groups, in this order."""
    link = MenuItemOptionGroup
    session.execute(sa.delete(link).where(link.menu_item_id == item_id))
    for position, group_id in enumerate(group_ids):
        row = {"menu_item_id": item_id, "option_group_id": group_id, "position": position}
        session.execute(sa.insert(link).values(row))


def require_no_part(session: Session, store: StoreView, item_id: int) -> None:
    """Refuse to delete an item that is part of a set; raises ItemInSet."""
    of_groups = sa.select(Choice.group_id).where(Choice.menu_item_id == item_id)
    query = sa.select(OptionGroup.name).where(OptionGroup.id.in_(of_groups))
    names = [text_in(name, *store.languages) for name in session.execute(query).scalars()]
    if names:
        raise ItemInSet(groups=", ".join(names))


def item_row(store: StoreView, values: Values, *, is_new: bool = False) -> dict[str, Any]:
    """Return the columns of an item; a new one has its texts and lists empty, not absent."""
    empty: Values = (
        {"description": {}, "origin": {}, "labels": [], "allergens": []} if is_new else {}
    )
    now = clock.utc_now()
    row = {**empty, **without(values, "option_group_ids"), "updated_at": now}
    today = store.business_day(now)
    if "stock" in row:
        row["stock_day"] = today
    row |= mark_end(MenuItem, row, today=today, is_new=is_new)
    if row.get("price"):
        row["is_free_confirmed"] = False
    return row


def mark_end(
    model: type[MenuItem | Choice], values: Values, *, today: date, is_new: bool
) -> dict[str, Any]:
    """Return the end of a sold-out mark that is taken away, or set without saying until when.

    A mark that still holds on business day `today` keeps its end; one that has run out is set anew,
    until changed.
    """
    if values.get("is_sold_out") is False:
        return {"sold_out_until": None}
    if "is_sold_out" not in values or "sold_out_until" in values or is_new:
        return {}
    holds = sa.and_(model.is_sold_out, model.sold_out_until > today)
    return {"sold_out_until": sa.case((holds, model.sold_out_until), else_=sa.null())}


def without(values: Values, name: str) -> dict[str, Any]:
    """Return the values but one."""
    return {key: value for key, value in values.items() if key != name}


def insertion_place(model: Positioned, store: StoreView) -> sa.Select[int]:
    """Select the position after all other rows of the store."""
    query = sa.select(sa.func.coalesce(sa.func.max(model.position), -1) + 1)
    return query.where(model.store_id == store.id)


def insert(session: Session, model: Positioned, store: StoreView, values: Values) -> int:
    """Insert a row after all others of its store and return its id."""
    last = insertion_place(model, store)
    row = {**values, "store_id": store.id, "position": last.scalar_subquery()}
    return session.execute(sa.insert(model).values(row).returning(model.id)).scalar_one()


def update(session: Session, model: Positioned | type[Choice], row_id: int, row: Values) -> None:
    """Write these columns of one row."""
    if row:
        session.execute(
            sa.update(model)
            .where(model.id == row_id)
            .values(row)
            .execution_options(synchronize_session=False)
        )
