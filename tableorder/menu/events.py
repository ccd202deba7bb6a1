"""The menu's events: something about it changed, for everyone who reads it; stations, for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock
from tableorder.auth.models import Store
from tableorder.auth.queries import StoreView
from tableorder.menu.availability import Off
from tableorder.menu.models import Choice, ChoiceOptionGroup, MenuItemOptionGroup
from tableorder.menu.queries import list_stations
from tableorder.menu.selling import load_offer
from tableorder.stream import log


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
    if not item_ids:
        return []
    concerned = sorted({*item_ids, *_sets_of(session, item_ids)})
    offer = load_offer(session, store, concerned, now=clock.utc_now())
    sold = {item_id: offer.find(item_id) for item_id in concerned}
    return [
        {
            "id": item_id,
            "is_sold_out": item is not None and item.off is Off.SOLD_OUT,
            "is_available": item is not None and item.off is None,
        }
        for item_id, item in sold.items()
    ]


def _sets_of(session: Session, item_ids: Sequence[int]) -> Sequence[int]:
    """List the items of which one of these is a part, at either level."""
    groups = sa.select(Choice.group_id).where(Choice.menu_item_id.in_(item_ids))
    outer = (
        sa.select(Choice.group_id)
        .join(ChoiceOptionGroup, ChoiceOptionGroup.choice_id == Choice.id)
        .where(ChoiceOptionGroup.option_group_id.in_(groups))
    )
    link = MenuItemOptionGroup
    query = sa.select(link.menu_item_id).where(
        sa.or_(link.option_group_id.in_(groups), link.option_group_id.in_(outer))
    )
    return session.execute(query).scalars().all()
