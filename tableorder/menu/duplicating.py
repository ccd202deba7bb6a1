"""Copy an item, or a category with all that stands in it. A copy is hidden until someone shows it.

Pictures are shared: their files stay for as long as any item shows them. Option groups are shared
as between any two items that ask the same.
"""

from __future__ import annotations

import re
from itertools import count

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import Texts, table_of
from tableorder.menu.editing import Values, insertion_place, require_row
from tableorder.menu.events import append_menu_updated
from tableorder.menu.journal import changing
from tableorder.menu.models import Category, MenuItem, MenuItemOptionGroup

Model = type[MenuItem | Category]
LONGEST_NAME = 100
_marked = re.compile(r" \([0-9]+\)$")


def duplicate_item(store: StoreView, item_id: int) -> int:
    """Copy an item with all its fields, options and picture, after it, and return the copy's id."""
    with changing(store, "item_copied") as session:
        require_row(session, MenuItem, store, item_id)
        changes = _marked_off(session, store, MenuItem, item_id)
        copy = _copy_item(session, item_id, changes)
        append_menu_updated(session, store, item_ids=())
    return copy


def duplicate_category(store: StoreView, category_id: int) -> int:
    """Copy a category with its items and the categories below it, after it; return its id.

    The copy is hidden as a whole; what is in it is as visible as what it was copied from.
    """
    with changing(store, "category_copied") as session:
        require_row(session, Category, store, category_id)
        changes = _marked_off(session, store, Category, category_id)
        copy = _copy_row(session, Category, category_id, changes)
        _copy_items(session, store, category_id, copy)
        children = sa.select(Category.id).where(Category.parent_id == category_id)
        children = children.order_by(Category.position, Category.id)
        for child in session.execute(children).scalars().all():
            place = session.execute(insertion_place(Category, store)).scalar_one()
            below = _copy_row(session, Category, child, {"parent_id": copy, "position": place})
            _copy_items(session, store, child, below)
        append_menu_updated(session, store, item_ids=())
    return copy


def _copy_items(session: Session, store: StoreView, category_id: int, copy: int) -> None:
    items = sa.select(MenuItem.id).where(MenuItem.category_id == category_id)
    ids = session.execute(items.order_by(MenuItem.position, MenuItem.id)).scalars().all()
    first = session.execute(insertion_place(MenuItem, store)).scalar_one()
    for place, item_id in enumerate(ids, first):
        _copy_item(session, item_id, {"category_id": copy, "position": place})


def _copy_item(session: Session, item_id: int, changes: Values) -> int:
    now = {"updated_at": clock.utc_now()}
    copy = _copy_row(session, MenuItem, item_id, {**now, **changes})
    link = table_of(MenuItemOptionGroup)
    columns = (sa.literal(copy), link.c.option_group_id, link.c.position)
    asked = sa.select(*columns).where(link.c.menu_item_id == item_id)
    names = ["menu_item_id", "option_group_id", "position"]
    session.execute(sa.insert(link).from_select(names, asked))
    return copy


def _copy_row(session: Session, model: Model, row_id: int, changes: Values) -> int:
    table = table_of(model)
    row = session.execute(sa.select(table).where(table.c.id == row_id)).mappings().one()
    values = {**{name: row[name] for name in row if name != "id"}, **changes}
    return int(session.execute(sa.insert(table).values(values).returning(table.c.id)).scalar_one())


def _marked_off(session: Session, store: StoreView, model: Model, row_id: int) -> Values:
    """Return what tells a copy from the original: a name of its own, a place after it, hidden."""
    return {
        "name": _numbered(session, store, model, row_id),
        "position": _place_after(session, store, model, row_id),
        "is_visible": False,
    }


def _place_after(session: Session, store: StoreView, model: Model, row_id: int) -> int:
    """Make room after a row, also among rows of the same position, and return that position."""
    query = sa.select(model.position).where(model.id == row_id)
    position = session.execute(query).scalar_one()
    is_later = sa.or_(
        model.position > position, sa.and_(model.position == position, model.id > row_id)
    )
    later = sa.update(model).where(model.store_id == store.id, is_later)
    session.execute(
        later.values(position=model.position + 2),
        execution_options={"synchronize_session": False},
    )
    return position + 1


def _numbered(session: Session, store: StoreView, model: Model, row_id: int) -> Texts:
    """Return a row's name with the least number, from 2, that no other one's name has."""
    query = sa.select(model.id, model.name).where(model.store_id == store.id)
    names: dict[int, Texts] = {row.id: row.name for row in session.execute(query)}
    bare = {code: _marked.sub("", text) for code, text in names[row_id].items()}
    taken = {text for texts in names.values() for text in texts.values()}
    marked = (_mark(bare, number) for number in count(2))
    return next(name for name in marked if taken.isdisjoint(name.values()))


def _mark(name: Texts, number: int) -> Texts:
    end = f" ({number})"
    return {code: f"{text[: LONGEST_NAME - len(end)]}{end}" for code, text in name.items()}
