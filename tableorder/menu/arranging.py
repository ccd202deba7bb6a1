"""Arrange the menu: where every heading and every dish stands, at once or not at all.

An arrangement lists the store's categories as they are read, each parent before its children, with
each one's own items. What is sent is compared with what is there: whoever arranged an older menu
is told so, and nothing moves.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.menu.errors import ArrangementOutdated
from tableorder.menu.events import append_menu_updated
from tableorder.menu.journal import changing
from tableorder.menu.models import Category, MenuItem
from tableorder.menu.watching import Seen


@dataclass(frozen=True, slots=True)
class Place:
    """A category where it stands: below which other one, and its own items in order."""

    category_id: int
    parent_id: int | None
    item_ids: tuple[int, ...]


Arrangement = tuple[Place, ...]
Rows = dict[int, tuple[int | None, int]]
"""Row → what it stands under (category or parent), and its position."""


def get_arrangement(store_id: int) -> Arrangement:
    """Return how the store's menu is arranged now."""
    return _arrangement(*_read(db.session(), store_id))


def mark_of(arrangement: Arrangement) -> str:
    """Return a short mark that tells this arrangement from others."""
    told = ";".join(f"{p.category_id},{p.parent_id}:{p.item_ids}" for p in arrangement)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def arrange_menu(store: StoreView, wanted: Arrangement, *, mark: str, seen: Seen = None) -> None:
    """Put every category and item where `wanted` has it.

    Raises ArrangementOutdated unless `mark` is that of the present arrangement and both hold the
    same categories and items; with `seen`, what `watching` raises. Events name the items
    that went to another category.
    """
    with changing(store, "arranged", seen=seen) as session:
        categories, items = _read(session, store.id)
        present = _arrangement(categories, items)
        if mark != mark_of(present) or _ids(wanted) != _ids(present):
            raise ArrangementOutdated
        if wanted == present:
            return
        parents = [(place.category_id, place.parent_id) for place in wanted]
        homes = [(item, place.category_id) for place in wanted for item in place.item_ids]
        _write(session, Category.parent_id, categories, parents)
        _write(session, MenuItem.category_id, items, homes)
        moved = [item for item, category in homes if items[item][0] != category]
        append_menu_updated(session, store, item_ids=_concerned(wanted, present, moved))


def with_items(arrangement: Arrangement, ids: Sequence[int]) -> Arrangement:
    """Return the arrangement with the items of one category in this order."""
    return tuple(
        replace(place, item_ids=tuple(ids)) if {*place.item_ids} == {*ids} else place
        for place in arrangement
    )


def with_categories(arrangement: Arrangement, ids: Sequence[int]) -> Arrangement:
    """Return the arrangement with the categories below one parent, or the first, in this order."""
    places = {place.category_id: place for place in arrangement}
    below: dict[int | None, list[int]] = defaultdict(list)
    for place in arrangement:
        below[place.parent_id].append(place.category_id)
    below[places[ids[0]].parent_id] = [*ids]
    order = (one for top in below[None] for one in (top, *below[top]))
    return tuple(places[category_id] for category_id in order)


def _read(session: Session, store_id: int) -> tuple[Rows, Rows]:
    """Read where the store's categories and items stand, each in the order of its positions."""
    found: list[Rows] = []
    for under in (Category.parent_id, MenuItem.category_id):
        model: Any = under.class_
        query = (
            sa.select(model.id, under, model.position)
            .where(model.store_id == store_id)
            .order_by(model.position, model.id)
        )
        found.append({row_id: (over, place) for row_id, over, place in session.execute(query)})
    categories, items = found
    return categories, items


def _arrangement(categories: Rows, items: Rows) -> Arrangement:
    own: dict[int | None, list[int]] = defaultdict(list)
    below: dict[int | None, list[int]] = defaultdict(list)
    for item_id, (category_id, _) in items.items():
        own[category_id].append(item_id)
    for category_id, (parent_id, _) in categories.items():
        below[parent_id].append(category_id)
    order = (one for top in below[None] for one in (top, *below[top]))
    return tuple(Place(one, categories[one][0], tuple(own[one])) for one in order)


def _ids(arrangement: Arrangement) -> tuple[list[int], list[int]]:
    categories = sorted(place.category_id for place in arrangement)
    return categories, sorted(item for place in arrangement for item in place.item_ids)


def _write(session: Session, under: Any, rows: Rows, wanted: Iterable[tuple[int, Any]]) -> None:
    """Write what each row stands under, and its position, where one of them differs."""
    changes = [
        {"id": row_id, under.key: over, "position": position}
        for position, (row_id, over) in enumerate(wanted)
        if rows[row_id] != (over, position)
    ]
    if changes:
        session.execute(sa.update(under.class_), changes)


def _concerned(wanted: Arrangement, present: Arrangement, moved: Sequence[int]) -> list[int]:
    """Return the items whose headings are other ones now: hours and hiding come from these."""
    before = {place.category_id: place.parent_id for place in present}
    places = (place for place in wanted if before[place.category_id] != place.parent_id)
    return [*moved, *(item for place in places for item in place.item_ids)]
