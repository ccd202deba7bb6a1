"""Change many items of the menu at once: each use case is one transaction, told to guests once.

All or nothing: an item that cannot be changed is named, and no other one is changed either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import Texts, db
from tableorder.errors import N_, FieldFault, refuse
from tableorder.i18n import text_in
from tableorder.menu.editing import Values, check_references, insertion_place, require_all
from tableorder.menu.errors import ItemsInSets, MenuChanged
from tableorder.menu.events import append_menu_updated
from tableorder.menu.journal import changing
from tableorder.menu.marking import sold_out_marks
from tableorder.menu.models import Choice, MenuItem, OptionGroup
from tableorder.menu.price_rules import PriceChange, new_price
from tableorder.menu.selling import settle_stocks
from tableorder.menu.watching import Seen

LARGEST_PRICE = 100_000_000
UNSYNCHRONIZED = {"synchronize_session": False}
BELOW_ZERO = N_("%(name)s: the price would fall below 0.")
TOO_HIGH = N_("%(name)s: the price would be over the limit.")


@dataclass(frozen=True, slots=True)
class Repriced:
    """An item with its price before and after a change."""

    id: int
    name: Texts
    before: int
    after: int


def preview_prices(
    store: StoreView, ids: Sequence[int], change: PriceChange, *, seen: Sequence[int] | None = None
) -> list[Repriced]:
    """Return what `change_prices` would do, or raise what it would."""
    return _reprice(db.session(), store, ids, change, seen=seen)


def change_prices(
    store: StoreView, ids: Sequence[int], change: PriceChange, *, seen: Sequence[int] | None = None
) -> list[Repriced]:
    """Change the prices of these items, and return them with what they were.

    Raises Invalid with a fault for each that would fall below 0 or rise over the limit, and
    MenuChanged when they are not the prices that were `seen`, if that is said.
    """
    with changing(store, "items_repriced") as session:
        items = _reprice(session, store, ids, change, seen=seen)
        now = clock.utc_now()
        rows = [{"id": item.id, "price": item.after, "updated_at": now} for item in items]
        session.execute(sa.update(MenuItem), rows)
        _update(session, [item.id for item in items if item.after], {"is_free_confirmed": False})
        append_menu_updated(session, store, item_ids=())
    return items


def mark_items(
    store: StoreView, ids: Sequence[int], *, is_sold_out: bool, until_tomorrow: bool = False
) -> None:
    """Mark items sold out, until that is changed or the next business day, or available again.

    What is made available again with a count of 0 is no longer counted: it is there.
    """
    marks = sold_out_marks(store, is_sold_out=is_sold_out, until_tomorrow=until_tomorrow)
    with changing(store, "items_marked") as session:
        require_all(session, MenuItem, store, ids, path="ids")
        settle_stocks(session, store)
        _update(session, ids, marks)
        if not is_sold_out:
            none_left = sa.update(MenuItem).where(MenuItem.id.in_(ids), MenuItem.stock == 0)
            session.execute(none_left.values(stock=None), execution_options=UNSYNCHRONIZED)
        append_menu_updated(session, store, item_ids=ids)


def show_items(
    store: StoreView, ids: Sequence[int], *, is_visible: bool, seen: Seen = None
) -> None:
    """Show items to guests, or hide them; with `seen`, as `watching` says."""
    with changing(store, "items_shown" if is_visible else "items_hidden", seen=seen) as session:
        require_all(session, MenuItem, store, ids, path="ids")
        _update(session, ids, {"is_visible": is_visible})
        append_menu_updated(session, store, item_ids=ids)


def move_items(
    store: StoreView, ids: Sequence[int], category_id: int, *, seen: Seen = None
) -> None:
    """Move items to the end of a category, as they are named; with `seen`, as `watching` says."""
    with changing(store, "items_moved", seen=seen) as session:
        require_all(session, MenuItem, store, ids, path="ids")
        check_references(session, store, {"category_id": category_id})
        first = session.execute(insertion_place(MenuItem, store)).scalar_one()
        rows = [
            {"id": item_id, "category_id": category_id, "position": first + place}
            for place, item_id in enumerate(ids)
        ]
        session.execute(sa.update(MenuItem), rows)
        append_menu_updated(session, store, item_ids=ids)


def delete_items(store: StoreView, ids: Sequence[int]) -> None:
    """Delete items; raises ItemsInSets, which names all that are parts of sets."""
    with changing(store, "items_deleted") as session:
        require_all(session, MenuItem, store, ids, path="ids")
        _require_no_parts(session, store, ids)
        session.execute(sa.delete(MenuItem).where(MenuItem.id.in_(ids)))
        append_menu_updated(session, store, item_ids=ids)


def _update(session: Session, ids: Sequence[int], values: Values) -> None:
    query = sa.update(MenuItem).where(MenuItem.id.in_(ids))
    stamped = {**values, "updated_at": clock.utc_now()}
    session.execute(query.values(stamped), execution_options=UNSYNCHRONIZED)


def _reprice(
    session: Session,
    store: StoreView,
    ids: Sequence[int],
    change: PriceChange,
    *,
    seen: Sequence[int] | None,
) -> list[Repriced]:
    require_all(session, MenuItem, store, ids, path="ids")
    query = sa.select(MenuItem.id, MenuItem.name, MenuItem.price).where(MenuItem.id.in_(ids))
    rows = {row.id: row for row in session.execute(query)}
    items = [
        Repriced(row.id, row.name, row.price, new_price(row.price, change))
        for row in (rows[item_id] for item_id in ids)
    ]
    if seen is not None and [item.before for item in items] != list(seen):
        raise MenuChanged
    refuse([fault for place, item in enumerate(items) for fault in _faults(item, f"ids.{place}")])
    return items


def _faults(item: Repriced, path: str) -> list[FieldFault]:
    if item.after < 0:
        return [FieldFault(path, "PRICE_BELOW_ZERO", BELOW_ZERO, name=item.name)]
    if item.after > LARGEST_PRICE:
        return [FieldFault(path, "PRICE_TOO_HIGH", TOO_HIGH, name=item.name)]
    return []


def _require_no_parts(session: Session, store: StoreView, ids: Sequence[int]) -> None:
    query = (
        sa.select(MenuItem.id, MenuItem.name, OptionGroup.name.label("group"))
        .join(Choice, Choice.menu_item_id == MenuItem.id)
        .join(OptionGroup, OptionGroup.id == Choice.group_id)
        .where(MenuItem.id.in_(ids))
        .order_by(MenuItem.position, MenuItem.id, OptionGroup.position)
    )
    found: dict[int, list[Texts]] = defaultdict(list)
    names: dict[int, Texts] = {}
    for item_id, name, group in session.execute(query):
        names[item_id] = name
        found[item_id].append(group)
    if found:
        items = ", ".join(text_in(name, *store.languages) for name in names.values())
        details = [{"id": key, "name": names[key], "groups": found[key]} for key in found]
        raise ItemsInSets(items=items, details={"items": details})
