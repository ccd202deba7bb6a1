"""hours of categories, daily stock, choices sold out for a day, load control

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-26 15:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHECKS = {
    "order_gap": "order_gap BETWEEN 0 AND 240",
    "order_limit": "order_limit BETWEEN 0 AND 999",
}


def new_columns():
    """Make the columns anew: one belongs to one table only."""
    return {
        "categories": (sa.Column("hours", sa.JSON(), server_default="[]", nullable=False),),
        "menu_items": (
            sa.Column("daily_stock", sa.JSON(), server_default="[]", nullable=False),
            sa.Column("stock_day", sa.Date(), nullable=True),
        ),
        "choices": (sa.Column("sold_out_until", sa.Date(), nullable=True),),
        "stations": (
            sa.Column("is_paused", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("pause_message", sa.String(length=200), server_default="", nullable=False),
        ),
        "stores": (
            sa.Column("last_orders", sa.JSON(), server_default="[]", nullable=False),
            sa.Column("order_gap", sa.Integer(), server_default="0", nullable=False),
            sa.Column("order_limit", sa.Integer(), server_default="0", nullable=False),
        ),
    }


def upgrade():
    for table, columns in new_columns().items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.add_column(column)
            if table == "stores":
                for name, rule in CHECKS.items():
                    batch_op.create_check_constraint(op.f(f"ck_stores_{name}"), rule)
        # The defaults were for old rows: new rows say what they hold.
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                if column.server_default is not None:
                    batch_op.alter_column(column.name, server_default=None)


def downgrade():
    for table, columns in reversed(new_columns().items()):
        with op.batch_alter_table(table, schema=None) as batch_op:
            if table == "stores":
                for name in CHECKS:
                    batch_op.drop_constraint(op.f(f"ck_stores_{name}"), type_="check")
            for column in reversed(columns):
                batch_op.drop_column(column.name)
