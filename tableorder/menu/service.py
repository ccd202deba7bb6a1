"""Change the menu: each use case is one transaction that also raises the version and tells guests.

Ids of another store are answered like ids that do not exist. Past orders are never touched: they
hold copies. Pictures are encoded and written before the transaction, and old ones deleted after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa

from tableorder.auth.queries import StoreView
from tableorder.db import transaction
from tableorder.errors import NotFound
from tableorder.menu import pictures
from tableorder.menu.editing import (
    Positioned,
    Values,
    ask_groups,
    check_group,
    check_parent,
    check_references,
    check_selects,
    check_station,
    count_children,
    image_of,
    insert,
    item_row,
    items_under,
    put_in_order,
    require_own_language,
    require_row,
    set_choices,
    set_sold_out,
    update,
    without,
)
from tableorder.menu.errors import CategoryNotEmpty
from tableorder.menu.events import append_menu_updated
from tableorder.menu.images import Encoded
from tableorder.menu.models import Category, Choice, MenuItem, OptionGroup


def create_category(store: StoreView, values: Values) -> int:
    """Add a category at the end of its level and return its id."""
    require_own_language(store, values)
    with transaction(store.id) as session:
        check_parent(session, store, None, values.get("parent_id"))
        check_station(session, store, values)
        category_id = insert(session, Category, store, values)
        append_menu_updated(session, store, item_ids=())
    return category_id


def change_category(store: StoreView, category_id: int, values: Values) -> None:
    """Change some fields of a category."""
    require_own_language(store, values)
    with transaction(store.id) as session:
        require_row(session, Category, store, category_id)
        check_parent(session, store, category_id, values.get("parent_id"))
        check_station(session, store, values)
        update(session, Category, category_id, values)
        append_menu_updated(session, store, item_ids=items_under(session, category_id))


def delete_category(store: StoreView, category_id: int) -> None:
    """Delete an empty category; raises CategoryNotEmpty while it holds anything."""
    with transaction(store.id) as session:
        require_row(session, Category, store, category_id)
        items = len(items_under(session, category_id))
        children = count_children(session, category_id)
        if items or children:
            raise CategoryNotEmpty(items=items, children=children)
        session.execute(sa.delete(Category).where(Category.id == category_id))
        append_menu_updated(session, store, item_ids=())


def create_item(store: StoreView, values: Values) -> int:
    """Add an item at the end of its category and return its id."""
    require_own_language(store, values)
    with transaction(store.id) as session:
        check_references(session, store, values)
        item_id = insert(session, MenuItem, store, item_row(values, is_new=True))
        ask_groups(session, item_id, values.get("option_group_ids", ()))
        append_menu_updated(session, store, item_ids=[item_id])
    return item_id


def change_item(store: StoreView, item_id: int, values: Values) -> None:
    """Change some fields of an item."""
    require_own_language(store, values)
    with transaction(store.id) as session:
        require_row(session, MenuItem, store, item_id)
        check_references(session, store, values)
        update(session, MenuItem, item_id, item_row(values))
        if "option_group_ids" in values:
            ask_groups(session, item_id, values["option_group_ids"])
        append_menu_updated(session, store, item_ids=[item_id])


def set_item_sold_out(store: StoreView, item_id: int, *, is_sold_out: bool) -> None:
    """Mark an item sold out until that is changed, or available again.

    What is made available again with a count of 0 is no longer counted: it is there.
    """
    with transaction(store.id) as session:
        require_row(session, MenuItem, store, item_id)
        set_sold_out(session, MenuItem, item_id, is_sold_out=is_sold_out)
        update(session, MenuItem, item_id, {"sold_out_until": None})
        append_menu_updated(session, store, item_ids=[item_id])


def delete_item(store: StoreView, item_id: int, *, folder: Path) -> None:
    """Delete an item and its picture."""
    with transaction(store.id) as session:
        image = image_of(session, store, item_id)
        session.execute(sa.delete(MenuItem).where(MenuItem.id == item_id))
        append_menu_updated(session, store, item_ids=[item_id])
    pictures.remove(folder, image)


def set_item_picture(
    store: StoreView, item_id: int, encoded: Encoded | None, *, folder: Path
) -> None:
    """Give an item a picture or, with None, take it away; the old files go after the commit."""
    image = pictures.save(folder, encoded) if encoded else None
    try:
        with transaction(store.id) as session:
            old = image_of(session, store, item_id)
            update(session, MenuItem, item_id, {"image": image})
            append_menu_updated(session, store, item_ids=[item_id])
    except BaseException:
        pictures.remove(folder, image)
        raise
    pictures.remove(folder, old)


def create_group(store: StoreView, values: Values) -> int:
    """Add an option group with its choices and return its id."""
    check_group(store, values)
    check_selects(values)
    with transaction(store.id) as session:
        group_id = insert(session, OptionGroup, store, without(values, "choices"))
        set_choices(session, group_id, values["choices"])
        append_menu_updated(session, store, item_ids=())
    return group_id


def change_group(store: StoreView, group_id: int, values: Values) -> None:
    """Change some fields of an option group; `choices` replaces the whole list."""
    check_group(store, values)
    with transaction(store.id) as session:
        require_row(session, OptionGroup, store, group_id)
        columns = (OptionGroup.min_select, OptionGroup.max_select)
        query = sa.select(*columns).where(OptionGroup.id == group_id)
        check_selects({**session.execute(query).one()._asdict(), **values})
        update(session, OptionGroup, group_id, without(values, "choices"))
        if "choices" in values:
            set_choices(session, group_id, values["choices"])
        append_menu_updated(session, store, item_ids=())


def delete_group(store: StoreView, group_id: int) -> None:
    """Delete an option group; the items that asked it ask it no more."""
    with transaction(store.id) as session:
        require_row(session, OptionGroup, store, group_id)
        session.execute(sa.delete(OptionGroup).where(OptionGroup.id == group_id))
        append_menu_updated(session, store, item_ids=())


def set_choice_sold_out(store: StoreView, choice_id: int, *, is_sold_out: bool) -> None:
    """Mark a choice sold out until that is changed, or available again (as for an item)."""
    of_store = sa.select(OptionGroup.id).where(OptionGroup.store_id == store.id)
    query = sa.select(Choice.id).where(Choice.id == choice_id, Choice.group_id.in_(of_store))
    with transaction(store.id) as session:
        if session.execute(query).first() is None:
            raise NotFound
        set_sold_out(session, Choice, choice_id, is_sold_out=is_sold_out)
        append_menu_updated(session, store, item_ids=())


def set_positions(store: StoreView, model: Positioned, ids: Sequence[int]) -> None:
    """Put these rows of the store in this order."""
    with transaction(store.id) as session:
        put_in_order(session, model, store, ids)
        append_menu_updated(session, store, item_ids=())
