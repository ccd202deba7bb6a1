"""ids of deleted rows are given to no other row

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-26 23:55:00

SQLite forgot so for the tables that earlier migrations had rebuilt: a new dish got the number of a
deleted one, and stood in carts, links and undone changes that had meant the other.
"""

from alembic import op

# revision identifiers, used by Alembic.
revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    "stores",
    "stations",
    "categories",
    "menu_items",
    "option_groups",
    "choices",
    "tables",
    "table_sessions",
    "devices",
    "orders",
    "order_items",
)


def upgrade():
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in TABLES:
        with op.batch_alter_table(
            table, recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass


def downgrade():
    """Leave the tables as they are: the models before say the same."""
