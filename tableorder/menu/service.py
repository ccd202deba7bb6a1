"""Change the menu: each use case is one transaction that also raises the version and tells guests.

Ids of another store are answered like ids that do not exist. Past orders are never touched: they
hold copies. Pictures are encoded and written before the transaction; the files of old ones stay
until `sweeping` finds that nothing shows them any more, since copies of an item share them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from tableorder.auth.queries import StoreView
from tableorder.menu.choices import check_nesting
from tableorder.menu.editing import (
    Positioned,
    Values,
    ask_groups,
    check_parent,
    check_references,
    check_station,
    count_children,
    insert,
    item_row,
    items_under,
    put_in_order,
    require_no_part,
    require_own_language,
    require_row,
    require_version,
    update,
)
from tableorder.menu.errors import CategoryNotEmpty
from tableorder.menu.events import append_menu_updated
from tableorder.menu.journal import changing
from tableorder.menu.models import Category, MenuItem
from tableorder.menu.pictures import NewPicture, written
from tableorder.menu.selling import settle_stock


def create_category(store: StoreView, values: Values) -> int:
    """Add a category at the end of its level and return its id."""
    require_own_language(store, values)
    with changing(store, "category_added") as session:
        check_parent(session, store, None, values.get("parent_id"))
        check_station(session, store, values)
        category_id = insert(session, Category, store, values)
        append_menu_updated(session, store, item_ids=())
    return category_id


def change_category(
    store: StoreView, category_id: int, values: Values, *, version: int | None = None
) -> None:
    """Change some fields of a category; with `version`, only of that menu, else MenuChanged."""
    require_own_language(store, values)
    with changing(store, "category_changed") as session:
        require_version(session, store, version)
        require_row(session, Category, store, category_id)
        check_parent(session, store, category_id, values.get("parent_id"))
        check_station(session, store, values)
        update(session, Category, category_id, values)
        append_menu_updated(session, store, item_ids=items_under(session, category_id))


def delete_category(store: StoreView, category_id: int) -> None:
    """Delete an empty category; raises CategoryNotEmpty while it holds anything."""
    with changing(store, "category_deleted") as session:
        require_row(session, Category, store, category_id)
        items = len(items_under(session, category_id))
        children = count_children(session, category_id)
        if items or children:
            raise CategoryNotEmpty(items=items, children=children)
        session.execute(sa.delete(Category).where(Category.id == category_id))
        append_menu_updated(session, store, item_ids=())


def create_item(store: StoreView, values: Values) -> int:
    """Add an item at the end of its category, with its `image` if one is new; return its id."""
    require_own_language(store, values)
    with _pictured(values) as kept, changing(store, "item_added") as session:
        check_references(session, store, kept)
        item_id = insert(session, MenuItem, store, item_row(store, kept, is_new=True))
        ask_groups(session, item_id, values.get("option_group_ids", ()))
        append_menu_updated(session, store, item_ids=[item_id])
    return item_id


def change_item(
    store: StoreView, item_id: int, values: Values, *, version: int | None = None
) -> None:
    """Change some fields of an item; with `version`, only of that menu, else MenuChanged.

    `image` is a NewPicture, or None to take the picture away.
    """
    require_own_language(store, values)
    with _pictured(values) as kept, changing(store, "item_changed") as session:
        require_version(session, store, version)
        require_row(session, MenuItem, store, item_id)
        check_references(session, store, kept)
        row = item_row(store, kept)
        if settle_stock(session, store, item_id) is not None and "daily_stock" in row:
            row.setdefault("stock_day", store.business_day(row["updated_at"]))
        update(session, MenuItem, item_id, row)
        if "option_group_ids" in values:
            ask_groups(session, item_id, values["option_group_ids"])
            check_nesting(session, store, path="option_group_ids")
        append_menu_updated(session, store, item_ids=[item_id])


def delete_item(store: StoreView, item_id: int) -> None:
    """Delete an item; raises ItemInSet while it is part of a set."""
    with changing(store, "item_deleted") as session:
        require_row(session, MenuItem, store, item_id)
        require_no_part(session, store, item_id)
        session.execute(sa.delete(MenuItem).where(MenuItem.id == item_id))
        append_menu_updated(session, store, item_ids=[item_id])


def set_item_picture(store: StoreView, item_id: int, picture: NewPicture | None) -> None:
    """Give an item a picture or, with None, take it away."""
    kind = "items_pictured" if picture else "items_unpictured"
    with _pictured({"image": picture}) as row, changing(store, kind) as session:
        require_row(session, MenuItem, store, item_id)
        update(session, MenuItem, item_id, row)
        append_menu_updated(session, store, item_ids=[item_id])


def set_positions(store: StoreView, model: Positioned, ids: Sequence[int]) -> None:
    """Put these rows of the store in this order."""
    with changing(store, "arranged") as session:
        put_in_order(session, model, store, ids)
        append_menu_updated(session, store, item_ids=())


@contextmanager
def _pictured(values: Values) -> Iterator[Values]:
    """Give the values with what an item keeps of a new picture, whose files are written first."""
    if "image" not in values:
        yield values
        return
    with written(values["image"]) as image:
        yield {**values, "image": image}
