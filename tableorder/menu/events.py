"""The menu's events: something about it changed, for everyone who reads it; stations, for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.auth.queries import StoreView
from tableorder.menu import rules
from tableorder.menu.models import Category, MenuItem
from tableorder.menu.queries import list_stations
from tableorder.stream import log

_parent = aliased(Category)


def append_menu_updated(session: Session, store: StoreView, *, item_ids: Sequence[int]) -> int:
    """Raise the menu's version and log the change; name the items whose availability it concerns.

    Returns the new version. Joins the caller's transaction.
    """
    version = session.execute(
        sa.update(Store)
        .where(Store.id == store.id)
        .values(menu_version=Store.menu_version + 1)
        .returning(Store.menu_version)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    data = {"version": version, "items": _availability(session, store, item_ids)}
    log.append(session, store.id, "menu_updated", data, audience=log.EVERYONE)
    return int(version)


def append_stations_updated(session: Session, store: StoreView) -> None:
    """Log the stations as they are now. Joins the caller's transaction."""
    stations = [asdict(station) for station in list_stations(store.id)]
    log.append(session, store.id, "store_updated", {"store": {"stations": stations}})


def _availability(
    session: Session, store: StoreView, item_ids: Sequence[int]
) -> list[dict[str, object]]:
    now = clock.utc_now()
    today, local = store.business_day(now), now.astimezone(ZoneInfo(store.timezone))
    rows = session.execute(
        sa.select(
            MenuItem.id,
            sa.and_(MenuItem.is_visible, Category.is_visible, _parent.is_visible.is_not(False)),
            MenuItem.is_sold_out,
            MenuItem.sold_out_until,
            MenuItem.stock,
            MenuItem.hours,
        )
        .join(Category, Category.id == MenuItem.category_id)
        .outerjoin(_parent, _parent.id == Category.parent_id)
        .where(MenuItem.store_id == store.id, MenuItem.id.in_(item_ids))
    )
    found = []
    for item, visible, flag, until, stock, hours in rows:
        sold_out = rules.is_sold_out(flag=flag, until=until, today=today, stock=stock)
        available = bool(visible) and not sold_out and rules.is_sold_at(hours, local)
        found.append({"id": item, "is_sold_out": sold_out, "is_available": available})
    return found
