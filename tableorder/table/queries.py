"""Read tables, sessions and the devices of guests, as plain view objects."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

import sqlalchemy as sa

from tableorder import clock
from tableorder.auth.models import Device, Store
from tableorder.auth.queries import STORE_COLUMNS, StoreView, store_view
from tableorder.db import AnyRow, UtcDateTime, db
from tableorder.errors import NotFound
from tableorder.table.models import Table, TableSession


@dataclass(frozen=True, slots=True)
class TableView:
    """A numbered place of a store."""

    id: int
    store_id: int
    number: int
    label: str
    zone: str
    seats: int | None
    key: str
    is_paused: bool
    pause_message: str


@dataclass(frozen=True, slots=True)
class GuestView:
    """A guest's device and the session it acts for.

    A tablet acts for the session now open at its table, if any; a phone for the one that it was
    admitted to, `is_closed` once that has ended. `used_at` is when the session was last used, None
    without one.
    """

    device_id: int
    kind: str
    is_admitted: bool
    table_id: int
    table_number: int
    table_label: str
    session_id: int | None
    is_closed: bool
    used_at: datetime | None
    store: StoreView

    @property
    def actor(self) -> str:
        """Name this device in records."""
        return f"device:{self.device_id}"

    @property
    def subject(self) -> str:
        """Name whose tokens and streams these are."""
        return self.actor


TABLE_COLUMNS = (
    Table.id,
    Table.store_id,
    Table.number,
    Table.label,
    Table.zone,
    Table.seats,
    Table.key,
    Table.is_paused,
    Table.pause_message,
)


_table = sa.select(*TABLE_COLUMNS).where(
    Table.store_id == sa.bindparam("store"), Table.id == sa.bindparam("table")
)
_open_session = sa.select(TableSession.id).where(
    TableSession.table_id == sa.bindparam("table"), TableSession.closed_at.is_(None)
)


def _guest_query(*conditions: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    # A phone follows its session, also to another table; a tablet its table's open session.
    is_own = sa.case(
        (Device.kind == "phone", TableSession.id == Device.session_id),
        else_=sa.and_(TableSession.table_id == Device.table_id, TableSession.closed_at.is_(None)),
    )
    own_table = sa.case((Device.kind == "phone", TableSession.table_id), else_=Device.table_id)
    return (
        sa.select(
            Device.id,
            Device.kind,
            Device.is_admitted,
            Table.id,
            Table.number,
            Table.label,
            TableSession.id,
            TableSession.closed_at.is_not(None),
            TableSession.used_at,
            *STORE_COLUMNS,
        )
        .select_from(Device)
        .join(Store, Store.id == Device.store_id)
        .outerjoin(TableSession, is_own)
        .join(Table, Table.id == own_table)
        .where(Device.kind != "screen", Device.ended_at.is_(None), *conditions)
    )


def _guest_view(row: AnyRow | None) -> GuestView | None:
    if row is None:
        return None
    device, kind, admitted, table, number, label, session, closed, used_at = row[:9]
    return GuestView(
        device, kind, admitted, table, number, label, session, bool(session and closed), used_at,
        store_view(row),
    )  # fmt: skip


_guest_by_id = _guest_query(Device.id == sa.bindparam("device"))


def find_guest(device_id: int) -> GuestView | None:
    """Find a guest's device that was not unpaired, with its table and session."""
    return _guest_view(db.session.connection().execute(_guest_by_id, {"device": device_id}).first())


def find_tablet(secret_hash: str) -> GuestView | None:
    """Find a paired tablet by the hash of its long-lived secret, while that is valid."""
    query = _guest_query(
        Device.secret_hash == secret_hash,
        Device.secret_expires_at > sa.bindparam("now", clock.utc_now(), UtcDateTime),
    )
    return _guest_view(db.session.execute(query).first())


def find_table(*, key: str) -> TableView | None:
    """Find a table by the key of its printed code."""
    row = db.session.execute(sa.select(*TABLE_COLUMNS).where(Table.key == key)).first()
    return TableView(*row) if row else None


def get_table(store_id: int, table_id: int) -> TableView:
    """Return a table of the store by id; raises NotFound, also for another store's."""
    row = db.session.connection().execute(_table, {"store": store_id, "table": table_id}).first()
    if row is None:
        raise NotFound
    return TableView(*row)


def list_tables(store_id: int) -> list[TableView]:
    """List the store's tables by number."""
    query = sa.select(*TABLE_COLUMNS).where(Table.store_id == store_id).order_by(Table.number)
    return [TableView(*row) for row in db.session.execute(query)]


def find_open_session(table_id: int) -> int | None:
    """Find the id of the session that is open at a table."""
    return db.session.connection().execute(_open_session, {"table": table_id}).scalar()


@dataclass(frozen=True, slots=True)
class SessionView:
    """One party's stay at a table."""

    id: int
    table_id: int
    opened_by: str
    code: str
    opened_at: datetime
    closed_at: datetime | None


class WaitingData(TypedDict):
    """A phone that waits until staff admit it."""

    id: int
    since: str | None


class OpenSessionData(TypedDict):
    """An open session as events carry it."""

    id: int
    table: dict[str, int]
    code: str
    opened_at: str | None
    waiting: list[WaitingData]


@dataclass(frozen=True, slots=True)
class PairingView:
    """What pairing a tablet is checked against."""

    table: TableView
    pin_hash: str


def get_session(store_id: int, session_id: int) -> SessionView:
    """Return a table session of the store by id; raises NotFound."""
    query = sa.select(
        TableSession.id,
        TableSession.table_id,
        TableSession.opened_by,
        TableSession.code,
        TableSession.opened_at,
        TableSession.closed_at,
    ).where(TableSession.store_id == store_id, TableSession.id == session_id)
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return SessionView(*row)


def get_open_session(table: TableView, session_id: int) -> OpenSessionData:
    """Return a session at a table as events carry it, with the phones that wait to join."""
    view = get_session(table.store_id, session_id)
    return OpenSessionData(
        id=session_id,
        table={"id": table.id, "number": table.number},
        code=view.code,
        opened_at=clock.iso(view.opened_at),
        waiting=list_waiting(table.store_id).get(session_id, []),
    )


def find_code(guest: GuestView) -> str | None:
    """Find the code that lets more phones into the session, where the store asks for one."""
    if guest.store.admission != "code" or guest.session_id is None or not guest.is_admitted:
        return None
    return get_session(guest.store.id, guest.session_id).code


def list_waiting(store_id: int) -> dict[int, list[WaitingData]]:
    """List the phones that wait to be admitted to open sessions, by session id, oldest first."""
    query = (
        sa.select(TableSession.id, Device.id, Device.created_at)
        .select_from(Device)
        .join(TableSession, TableSession.id == Device.session_id)
        .where(
            Device.store_id == store_id,
            Device.is_admitted.is_(False),
            Device.ended_at.is_(None),
            TableSession.closed_at.is_(None),
        )
        .order_by(Device.id)
    )
    found: dict[int, list[WaitingData]] = defaultdict(list)
    for session_id, device, since in db.session.execute(query):
        found[session_id].append(WaitingData(id=device, since=clock.iso(since)))
    return found


def find_pairing(store_code: str, number: int) -> PairingView | None:
    """Find the table of a store, with the hash of the PIN that pairs tablets with it."""
    query = (
        sa.select(*TABLE_COLUMNS, Table.pin_hash)
        .join(Store, Store.id == Table.store_id)
        .where(Store.code == store_code, Table.number == number)
    )
    row = db.session.execute(query).first()
    if row is None:
        return None
    *table, pin_hash = list(row)
    return PairingView(TableView(*table), pin_hash)
