"""Run migrations with Flask-Migrate's configuration.

SQLite rebuilds a table to alter it. With foreign keys on, dropping the old copy would delete the
rows that refer to it and still exit 0; so they are off while migrating and checked afterwards.
"""

import logging

import sqlalchemy as sa
from alembic import context
from flask import current_app

logger = logging.getLogger("alembic.env")
migrate = current_app.extensions["migrate"]
target_metadata = migrate.db.metadata


def process_revision_directives(_context, _revision, directives):
    """Write no empty revision."""
    script = directives[0]
    if getattr(context.config.cmd_opts, "autogenerate", False) and script.upgrade_ops.is_empty():
        directives[:] = []
        logger.info("No changes in schema detected.")


def render_item(kind, item, _autogen_context):
    """Write our column types as what they store, so that old migrations need none of our code."""
    if kind == "type" and isinstance(item, sa.TypeDecorator) and isinstance(item.impl, sa.DateTime):
        return "sa.DateTime()"
    return False


def run_migrations():
    """Migrate in one transaction; on SQLite raise when a row lost what it refers to."""
    options = {
        **migrate.configure_args,
        "process_revision_directives": process_revision_directives,
        "render_item": render_item,
        "transactional_ddl": True,  # we begin transactions ourselves, also on SQLite
    }
    with migrate.db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            set_foreign_keys(connection, on=False)
        context.configure(connection=connection, target_metadata=target_metadata, **options)
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                check_foreign_keys(connection)
        if sqlite:
            set_foreign_keys(connection, on=True)


def set_foreign_keys(connection, *, on):
    """Switch foreign keys outside any transaction: inside one the pragma does nothing."""
    connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def check_foreign_keys(connection):
    """Raise when rows refer to rows that are gone; the migration is then rolled back."""
    broken = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
    if broken:
        tables = sorted({row[0] for row in broken})
        raise RuntimeError(f"migration would break references in: {', '.join(tables)}")


run_migrations()
