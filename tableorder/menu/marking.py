"""What staff do while the store is open: mark sold out, count, pause a station.

Each use case is one transaction, told to guests at once, as in `service`.
"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import transaction
from tableorder.errors import N_, FieldFault, Invalid, NotFound
from tableorder.menu.editing import Values, require_row, update
from tableorder.menu.events import append_menu_updated, append_stations_updated
from tableorder.menu.models import Choice, MenuItem, OptionGroup, Station
from tableorder.menu.selling import settle_stock

TOMORROW = timedelta(days=1)


def set_item_sold_out(
    store: StoreView, item_id: int, *, is_sold_out: bool, until_tomorrow: bool = False
) -> None:
    """Mark an item sold out, until that is changed or the next business day, or available again.

    What is made available again with a count of 0 is no longer counted: it is there.
    """
    marks = sold_out_marks(store, is_sold_out=is_sold_out, until_tomorrow=until_tomorrow)
    with transaction(store.id) as session:
        require_row(session, MenuItem, store, item_id)
        stock = settle_stock(session, store, item_id)
        update(session, MenuItem, item_id, _counted(marks, stock))
        append_menu_updated(session, store, item_ids=[item_id])


def set_item_stock(store: StoreView, item_id: int, stock: int | None) -> None:
    """Set what there is of an item today; None counts it no longer."""
    with transaction(store.id) as session:
        require_row(session, MenuItem, store, item_id)
        today = store.business_day(clock.utc_now())
        update(session, MenuItem, item_id, {"stock": stock, "stock_day": today})
        append_menu_updated(session, store, item_ids=[item_id])


def set_choice_sold_out(
    store: StoreView, choice_id: int, *, is_sold_out: bool, until_tomorrow: bool = False
) -> None:
    """Mark a choice sold out, or available again (as for an item)."""
    marks = sold_out_marks(store, is_sold_out=is_sold_out, until_tomorrow=until_tomorrow)
    with transaction(store.id) as session:
        stock = _stock_of_choice(session, store, choice_id)
        update(session, Choice, choice_id, _counted(marks, stock))
        append_menu_updated(session, store, item_ids=())


def pause_station(store: StoreView, station_id: int, *, is_paused: bool, message: str = "") -> None:
    """Pause a station, whose dishes nobody can order then, or let it go on."""
    with transaction(store.id) as session:
        require_row(session, Station, store, station_id)
        values = {"is_paused": is_paused, "pause_message": message if is_paused else ""}
        update(session, Station, station_id, values)
        append_stations_updated(session, store)
        append_menu_updated(session, store, item_ids=())


def sold_out_marks(store: StoreView, *, is_sold_out: bool, until_tomorrow: bool) -> Values:
    """Return the columns that tell whether something is sold out; refuse an end of what is not."""
    if until_tomorrow and not is_sold_out:
        message = N_("Only what is sold out has an end.")
        raise Invalid([FieldFault("until", "NOT_SOLD_OUT", message)])
    until = store.business_day(clock.utc_now()) + TOMORROW if until_tomorrow else None
    return {"is_sold_out": is_sold_out, "sold_out_until": until}


def _counted(marks: Values, stock: int | None) -> Values:
    """Count no longer what is there again although its count says that none is left."""
    return marks if marks["is_sold_out"] or stock != 0 else {**marks, "stock": None}


def _stock_of_choice(session: Session, store: StoreView, choice_id: int) -> int | None:
    of_store = sa.select(OptionGroup.id).where(OptionGroup.store_id == store.id)
    query = sa.select(Choice.stock).where(Choice.id == choice_id, Choice.group_id.in_(of_store))
    row = session.execute(query).first()
    if row is None:
        raise NotFound
    stock: int | None = row.stock
    return stock
