"""the last change of each menu, to be undone

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-26 23:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "menu_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("touches", sa.JSON(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_menu_changes_store_id"),
        sa.PrimaryKeyConstraint("id", name="pk_menu_changes"),
        sa.UniqueConstraint("store_id", name="uq_menu_changes_store_id"),
        sqlite_autoincrement=True,
    )


def downgrade():
    op.drop_table("menu_changes")
