"""Use cases of tables, sessions and guests' devices. Hashing happens before a transaction opens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tableorder import clock, ids, security
from tableorder.auth import limits
from tableorder.auth.devices import add_device, device_token
from tableorder.auth.rules import is_store_code
from tableorder.db import transaction
from tableorder.security import Token
from tableorder.stream import log
from tableorder.table.errors import TablesExist, WrongPin
from tableorder.table.models import Table, TableSession
from tableorder.table.queries import (
    GuestView,
    OpenSessionData,
    TableView,
    find_open_session,
    find_pairing,
    get_open_session,
    get_table,
    list_tables,
)

PIN_DIGITS = 4
CODE_DIGITS = 4
NOTED_EVERY = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Paired:
    """A tablet that now stands for a table; `secret` earns it new tokens until it is unpaired."""

    device_id: int
    table: TableView
    token: Token
    secret: str


def create_tables(
    store_id: int, numbers: Collection[int], *, pin: str | None = None
) -> list[tuple[int, str]]:
    """Create tables and return their numbers and PINs, each its own random one unless given.

    Raises TablesExist, and creates none, when one of the numbers is taken.
    """
    pins, rows = new_tables(store_id, numbers, pin=pin)
    with transaction(store_id) as session:
        insert_tables(session, store_id, rows)
    return list(pins.items())


def new_tables(
    store_id: int,
    numbers: Collection[int],
    *,
    pin: str | None = None,
    label: str = "",
    zone: str = "",
    seats: int | None = None,
) -> tuple[dict[int, str], list[dict[str, Any]]]:
    """Make the rows of new tables, hashing included, and the PIN of each number."""
    pins = {number: pin or ids.random_digits(PIN_DIGITS) for number in sorted(set(numbers))}
    hashes = {secret: security.hash_secret(secret) for secret in set(pins.values())}
    now = clock.utc_now()
    rows = [
        {
            "store_id": store_id,
            "number": number,
            "label": label,
            "zone": zone,
            "seats": seats,
            "key": ids.random_key(),
            "pin_hash": hashes[secret],
            "created_at": now,
        }
        for number, secret in pins.items()
    ]
    return pins, rows


def insert_tables(session: Session, store_id: int, rows: list[dict[str, Any]]) -> None:
    """Insert the rows of `new_tables` inside the caller's transaction; raises TablesExist."""
    numbers = {row["number"] for row in rows}
    taken = [table.number for table in list_tables(store_id) if table.number in numbers]
    if taken:
        raise TablesExist(numbers=", ".join(map(str, taken)), details={"numbers": taken})
    session.execute(sa.insert(Table), rows)


def open_session(session: Session, table: TableView, *, opened_by: str, now: datetime) -> int:
    """Open a session at a free table inside the caller's transaction and return its id.

    `opened_by` is staff, tablet or phone. Whoever reads the table's lines follows the session's.
    """
    values = {
        "store_id": table.store_id,
        "table_id": table.id,
        "opened_by": opened_by,
        "code": ids.random_digits(CODE_DIGITS),
        "opened_at": now,
        "used_at": now,
    }
    query = sa.insert(TableSession).values(**values).returning(TableSession.id)
    session_id = session.execute(query).scalar_one()
    tell_session(
        session,
        table,
        session_id,
        audience=log.table_audience(table.id),
        effect={"follow": log.session_audience(session_id)},
    )
    return session_id


def tell_session(
    session: Session,
    table: TableView,
    session_id: int,
    *,
    audience: str,
    effect: log.Effect | None = None,
    moved_from: TableView | None = None,
    is_theirs: bool = True,
) -> OpenSessionData:
    """Log an open session whole in the caller's transaction; told again, the last word holds.

    `moved_from` is the table that the party has just left for this one. With `is_theirs` false,
    guests of another party hear it too, and the code stays out of it.
    """
    data = get_open_session(table, session_id)
    if not is_theirs:
        data["code"] = ""
    came = {"from": {"id": moved_from.id, "number": moved_from.number}} if moved_from else {}
    log.append(
        session,
        table.store_id,
        "session_moved" if moved_from else "session_opened",
        {"session": {**data, **came}},
        audience=audience,
        effect=effect,
    )
    return data


def start_session(tablet: GuestView) -> int:
    """Return the session of a tablet's table, opening one when the table is free."""
    with transaction(tablet.store.id) as session:
        table = get_table(tablet.store.id, tablet.table_id)
        found = find_open_session(table.id)
        return found or open_session(session, table, opened_by="tablet", now=clock.utc_now())


def note_use(guest: GuestView, *, now: datetime) -> None:
    """Remember that the guest's party is here; written at most every 2 minutes."""
    if guest.used_at is None or now - guest.used_at < NOTED_EVERY:
        return
    with transaction(guest.store.id) as session:
        session.execute(
            sa.update(TableSession)
            .where(TableSession.id == guest.session_id, TableSession.used_at <= now - NOTED_EVERY)
            .values(used_at=now)
            .execution_options(synchronize_session=False)
        )


def pair_tablet(*, store_code: str, number: int, pin: str, address: str | None) -> Paired:
    """Pair a tablet with a table; raises WrongPin whatever is wrong, or TooManyRequests."""
    attempt = limits.begin_attempt(f"table:{store_code}/{number}", address)
    found = find_pairing(store_code, number) if is_store_code(store_code) else None
    if not security.verify_secret(found.pin_hash if found else None, pin) or found is None:
        raise WrongPin
    attempt.take_back()
    table, secret, now = found.table, ids.random_key(32), clock.utc_now()
    with transaction(table.store_id) as session:
        device_id = add_device(
            session,
            store_id=table.store_id,
            kind="tablet",
            table_id=table.id,
            secret_hash=security.digest(secret),
            secret_expires_at=security.device_secret_expiry(now),
            now=now,
        )
    return Paired(device_id, table, device_token("table", device_id, table.store_id), secret)
