"""Keep the kitchen's stations; each change is told to the staff's open screens.

A deleted station's categories and items name none any more, and the orders that wait there belong
to the store's first one: they keep the number, which is no reference.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from tableorder.auth.queries import StoreView
from tableorder.errors import N_, FieldFault, Invalid, require_as_seen
from tableorder.menu.editing import Values, insert, put_in_order, require_row, update
from tableorder.menu.events import append_stations_updated
from tableorder.menu.journal import changing
from tableorder.menu.models import Station
from tableorder.menu.queries import StationView, get_station


def create_station(store: StoreView, values: Values) -> int:
    """Add a station after the others and return its id."""
    ages = {"warn_after": 5, "late_after": 10}
    with changing(store, "station_added") as session:
        check_ages({**ages, **values})
        station_id = insert(session, Station, store, values)
        append_stations_updated(session, store)
    return station_id


def change_station(
    store: StoreView, station_id: int, values: Values, *, seen: StationView | None = None
) -> None:
    """Change some fields of a station; with `seen`, only if it is as it was seen: RowChanged."""
    with changing(store, "station_changed") as session:
        now = get_station(store.id, station_id)
        require_as_seen(seen, now, values)
        check_ages({"warn_after": now.warn_after, "late_after": now.late_after, **values})
        update(session, Station, station_id, values)
        append_stations_updated(session, store)


def delete_station(store: StoreView, station_id: int) -> None:
    """Delete a station; what it cooked falls to the first of the others."""
    with changing(store, "station_deleted") as session:
        require_row(session, Station, store, station_id)
        session.execute(sa.delete(Station).where(Station.id == station_id))
        append_stations_updated(session, store)


def order_stations(store: StoreView, ids: Sequence[int]) -> None:
    """Put stations in this order."""
    with changing(store, "arranged") as session:
        put_in_order(session, Station, store, ids)
        append_stations_updated(session, store)


def check_ages(values: Values) -> None:
    """Refuse a second sign that comes before the first."""
    if values["late_after"] <= values["warn_after"]:
        message = N_("Must be more than the minutes of the first sign.")
        raise Invalid([FieldFault("late_after", "AGES_CROSSED", message)])
