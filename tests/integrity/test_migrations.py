"""Migrations make what the models say, and no rebuild of a table costs a row elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import check, upgrade

from tableorder.db import db
from tableorder.menu.models import MenuItem
from tests import factories
from tests.actors import line, staff_of, tablet_at
from tests.conftest import MIGRATIONS

HEAD = '''"""A migration of this test."""

import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{last}"
branch_labels = depends_on = None


def upgrade():
'''
REBUILD = """
    for table in ("accounts", "menu_items", "option_groups", "orders", "order_items"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("mark", sa.Integer(), server_default="7"))
"""
LOSE = """
    with op.batch_alter_table("menu_items", recreate="always") as batch:
        batch.add_column(sa.Column("mark", sa.Integer()))
    op.execute("DELETE FROM categories")
"""

on_sqlite = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""PostgreSQL alters tables where they stand; SQLite makes them anew."""


@pytest.fixture
def migrations(app: Flask, tmp_path: Path) -> Path:
    """The project's migrations in a folder to which a test adds its own."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def before(app: Flask) -> dict[str, int]:
    """The rows of a small restaurant, counted in each table."""
    with app.app_context():
        store = factories.make_store()
        sizes, choices = factories.make_group(store, {"regular": 0, "large": 500})
        item = factories.make_item(store, groups=(sizes,))
        staff_of(app.test_client(), store)
        guest = tablet_at(app.test_client(), store, factories.make_table(store))
        meal = line(item, choice_ids=[choices["large"]])
        assert guest.order(meal, total=9500).status_code == 201
        return count_rows()


def count_rows() -> dict[str, int]:
    names = [name for name in db.metadata.tables if name != "alembic_version"]
    found = {
        name: db.session.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one()
        for name in names
    }
    db.session.remove()
    return found


def add(migrations: Path, body: str) -> None:
    last = max(file.name.split("_")[0] for file in (migrations / "versions").glob("[0-9]*.py"))
    text = HEAD.format(last=last) + body
    (migrations / "versions" / "9999_test.py").write_text(text, encoding="utf-8")


def version() -> str:
    query = sa.text("SELECT version_num FROM alembic_version")
    found = db.session.execute(query).scalar_one()
    db.session.remove()
    return found


def test_models_and_migrations_say_the_same(app: Flask) -> None:
    with app.app_context():
        check(MIGRATIONS)


@on_sqlite
def test_no_row_gets_the_id_of_one_that_was_deleted(app: Flask) -> None:
    """A rebuild forgets it unless told: `table_kwargs={"sqlite_autoincrement": True}`."""
    query = sa.text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
    with app.app_context():
        found = set(db.session.execute(query).scalars())
        tables = db.metadata.tables.values()
        assert found == {t.name for t in tables if t.dialect_options["sqlite"]["autoincrement"]}
        store = factories.make_store()
        cake = factories.make_item(store, "cake")
        db.session.execute(sa.delete(MenuItem).where(MenuItem.id == cake))
        db.session.commit()
        assert factories.make_item(store, "pie") > cake


@on_sqlite
def test_a_rebuilt_parent_keeps_its_children(
    app: Flask, migrations: Path, before: dict[str, int]
) -> None:
    full = {name for name, count in before.items() if count}
    assert {"sign_ins", "choices", "order_items", "order_item_options", "order_changes"} <= full
    add(migrations, REBUILD)
    with app.app_context():
        upgrade(str(migrations))
        assert version() == "9999"
        assert count_rows() == before
        assert db.session.execute(sa.text("SELECT mark FROM menu_items")).scalars().all() == [7]


@on_sqlite
def test_a_migration_that_breaks_references_leaves_everything_as_it_was(
    app: Flask, migrations: Path, before: dict[str, int], caplog: pytest.LogCaptureFixture
) -> None:
    add(migrations, LOSE)
    with app.app_context():
        last = version()
        with pytest.raises(SystemExit):
            upgrade(str(migrations))
        assert "would break references in: menu_items" in caplog.text
        db.session.remove()
        assert version() == last
        assert count_rows() == before
        assert "mark" not in {c["name"] for c in sa.inspect(db.engine).get_columns("menu_items")}


@on_sqlite
def test_foreign_keys_are_on_again_afterwards(app: Flask, migrations: Path) -> None:
    add(migrations, REBUILD)
    with app.app_context():
        upgrade(str(migrations))
        statement = sa.text("UPDATE tables SET store_id = 999")
        factories.make_table(factories.make_store())
        with pytest.raises(sa.exc.IntegrityError):
            db.session.execute(statement)
        db.session.rollback()
