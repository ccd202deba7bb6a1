"""wrong codes are counted

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-23 23:14:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("table_sessions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("code_tries", sa.Integer(), server_default="0", nullable=False)
        )


def downgrade():
    with op.batch_alter_table("table_sessions", schema=None) as batch_op:
        batch_op.drop_column("code_tries")
