"""when a party was last busy

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-26 23:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("table_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("used_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE table_sessions SET used_at = opened_at")
    with op.batch_alter_table("table_sessions", schema=None) as batch_op:
        batch_op.alter_column("used_at", nullable=False)


def downgrade():
    with op.batch_alter_table("table_sessions", schema=None) as batch_op:
        batch_op.drop_column("used_at")
