"""Add, change and remove tables; what the board shows of them reaches it as `table_updated`.

Who sits there and what they order is not decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock, ids, security
from tableorder.auth.devices import end_device
from tableorder.auth.models import Device
from tableorder.auth.queries import StaffView
from tableorder.db import transaction
from tableorder.errors import require_as_seen
from tableorder.floor.errors import TableUsed
from tableorder.floor.queries import has_sessions, list_tables
from tableorder.stream import log
from tableorder.table.models import Table
from tableorder.table.queries import TableView, get_table
from tableorder.table.service import PIN_DIGITS, insert_tables, new_tables


class AddedTable(NamedTuple):
    """A new table and the PIN that pairs tablets with it."""

    id: int
    number: int
    pin: str


def add_tables(
    who: StaffView,
    numbers: Collection[int],
    *,
    label: str = "",
    zone: str = "",
    seats: int | None = None,
) -> list[AddedTable]:
    """Add tables with a random PIN each; raises TablesExist, then none is added."""
    store_id = who.store.id
    pins, rows = new_tables(store_id, numbers, label=label, zone=zone, seats=seats)
    with transaction(store_id) as session:
        insert_tables(session, store_id, rows)
        query = sa.select(Table.number, Table.id).where(
            Table.store_id == store_id, Table.number.in_(pins)
        )
        known = dict(session.execute(query).all())
        _tell(session, store_id, set(known.values()))
    return [AddedTable(known[number], number, pin) for number, pin in pins.items()]


def change_table(
    who: StaffView, table_id: int, changes: Mapping[str, Any], *, seen: TableView | None = None
) -> None:
    """Change `label`, `zone`, `seats` or `pin` of a table; raises NotFound.

    With `seen`, raises RowChanged unless what changes is as it was seen.
    """
    values = {name: value for name, value in changes.items() if name != "pin"}
    if changes.get("pin"):
        values["pin_hash"] = security.hash_secret(changes["pin"])
    with transaction(who.store.id) as session:
        require_as_seen(seen, get_table(who.store.id, table_id), values)
        if values:
            session.execute(sa.update(Table).where(Table.id == table_id).values(**values))
            _tell(session, who.store.id, {table_id})


def pause_table(who: StaffView, table_id: int, *, is_paused: bool, message: str = "") -> None:
    """Let guests of a table order nothing until it goes on; raises NotFound.

    `message` tells them why. Staff may order there all the same. The guests' pages follow.
    """
    values = {"is_paused": is_paused, "pause_message": message if is_paused else ""}
    with transaction(who.store.id) as session:
        get_table(who.store.id, table_id)
        session.execute(sa.update(Table).where(Table.id == table_id).values(**values))
        _tell(session, who.store.id, {table_id}, audience=log.table_audience(table_id))


def renew_pin(who: StaffView, table_id: int) -> str:
    """Give a table a new PIN and return it; tablets that are paired stay so. Raises NotFound."""
    pin = ids.random_digits(PIN_DIGITS)
    change_table(who, table_id, {"pin": pin})
    return pin


def rotate_key(who: StaffView, table_id: int) -> None:
    """Replace the key of a table's printed code; raises NotFound."""
    with transaction(who.store.id) as session:
        get_table(who.store.id, table_id)
        session.execute(sa.update(Table).where(Table.id == table_id).values(key=ids.random_key()))


def delete_table(who: StaffView, table_id: int) -> None:
    """Delete a table that was never used, unpairing its tablets; raises NotFound, TableUsed."""
    with transaction(who.store.id) as session:
        table = get_table(who.store.id, table_id)
        if has_sessions(table_id):
            raise TableUsed
        paired = sa.select(Device.id).where(Device.table_id == table_id)
        for device_id in session.execute(paired).scalars().all():
            end_device(session, who.store.id, device_id, now=clock.utc_now())
        session.execute(sa.update(Device).where(Device.table_id == table_id).values(table_id=None))
        session.execute(sa.delete(Table).where(Table.id == table_id))
        gone = {"id": table.id, "number": table.number, "deleted": True}
        log.append(session, who.store.id, "table_updated", {"table": gone})


def _tell(
    session: Session, store_id: int, table_ids: Collection[int], *, audience: str = log.STAFF
) -> None:
    for table in list_tables(store_id):
        if table["id"] in table_ids:
            data = {"table": table}
            log.append(session, store_id, "table_updated", data, audience=audience)
