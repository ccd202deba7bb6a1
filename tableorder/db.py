"""The database: declarative base, column types, engine options and the one write transaction.

Reads use `db.session` freely. Writes happen inside `transaction()` only, which is short: no
network, sleep, file, hashing or hub call inside it. SQLite runs in WAL mode with
`synchronous=FULL`: with NORMAL a power cut loses acknowledged orders.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry

from tableorder.errors import Unavailable
from tableorder.settings import Settings

try:
    import pysqlite3.dbapi2 as sqlite_module
except ImportError:  # no wheel for this platform: Python's own, `doctor` names its version
    import sqlite3 as sqlite_module

BUSY_TIMEOUT_MS = 50
LONGEST_WAIT = 5.0

AnyRow = sa.Row[*tuple[Any, ...]]
"""A row of columns whose types the reader knows by their names."""

Texts = dict[str, str]
"""One text in several languages: language code → text."""


class Base(DeclarativeBase):
    """Parent of every model; constraints are named by one convention: migrations can drop them."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={Texts: sa.JSON, list[str]: sa.JSON, dict[str, Any]: sa.JSON},
    )


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment: stored in UTC, aware when read; SQLite by itself forgets the zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Refuse naive moments and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment must be aware")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the stored UTC value its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


Money = sa.BigInteger
"""An integer amount in the currency's smallest unit."""

db = SQLAlchemy(
    model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False}
)
_write_slot = threading.BoundedSemaphore(1)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def init_app(app: Flask, settings: Settings) -> None:
    """Connect the application to its database."""
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)


def table_of(model: type[Base]) -> sa.Table:
    """Return a model's table; statements on tables skip the work of making objects."""
    return cast("sa.Table", model.__table__)


def sqlite_version() -> str:
    """Return the version of the SQLite library in use."""
    return str(sqlite_module.sqlite_version)


def engine_options(settings: Settings) -> dict[str, Any]:
    """Return the engine's keyword arguments for the chosen database."""
    shared: dict[str, Any] = {"json_serializer": _write_json}
    if settings.uses_sqlite:
        module: ModuleType = sqlite_module
        # Readers never wait for each other, so the pool may grow with the open requests.
        return {
            **shared,
            "module": module,
            "pool_size": 20,
            "max_overflow": 200,
            "pool_timeout": 5,
            "pool_use_lifo": True,  # the connection used last has the database's pages at hand
        }
    return {
        **shared,
        "pool_size": settings.db_pool_min_size,
        "max_overflow": settings.db_pool_max_size - settings.db_pool_min_size,
        "pool_timeout": settings.db_connection_timeout,
        "pool_recycle": settings.db_idle_timeout,
        "pool_pre_ping": True,
    }


def _write_json(value: Any) -> str:
    """Write JSON with its letters as they are, so that Korean can be searched in it."""
    return _json.encode(value)


@event.listens_for(sa.Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite_module.Connection):
        return
    connection.isolation_level = None  # the driver would begin late and deferred; see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


@event.listens_for(sa.Engine, "begin")
def _begin_sqlite(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get("begin_mode", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def transaction(store_id: int | None = None) -> Iterator[Session]:
    """Open the one write transaction of a use case; commit at its end, roll back on any error.

    It ends a read transaction left open, then takes the write lock before the first statement:
    `BEGIN IMMEDIATE` on SQLite, on PostgreSQL the row of store `store_id`, so that the writers of
    one store follow each other. Raises Unavailable when the lock cannot be had within 5 s and
    RuntimeError when called inside itself.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("transaction() does not nest")
    session.rollback()
    sqlite = db.engine.dialect.name == "sqlite"
    if sqlite and not _write_slot.acquire(timeout=LONGEST_WAIT):
        raise Unavailable
    session.info["writing"] = True
    try:
        _take_lock(session, store_id, sqlite=sqlite)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False
        if sqlite:
            _write_slot.release()


def _take_lock(session: Session, store_id: int | None, *, sqlite: bool) -> None:
    if sqlite:
        _begin_immediate(session)
    elif store_id is not None:
        session.execute(
            sa.text("SELECT id FROM stores WHERE id = :id FOR UPDATE"), {"id": store_id}
        )


def _begin_immediate(session: Session) -> None:
    """Begin with SQLite's write lock; while another process holds it, wait cooperatively."""
    deadline = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            session.connection(execution_options={"begin_mode": "IMMEDIATE"})
            return
        except OperationalError as error:
            session.rollback()
            if time.monotonic() > deadline:
                raise Unavailable from error
            time.sleep(0.02)
