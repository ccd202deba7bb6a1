"""options: free quantities, defaults, parts of sets, choices that ask

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-26 12:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FALSE = sa.false()


def upgrade():
    with op.batch_alter_table("option_groups", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("free_quantity", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(
            op.f("ck_option_groups_free_quantity"), "free_quantity BETWEEN 0 AND max_select"
        )
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("menu_item_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_default", sa.Boolean(), server_default=FALSE, nullable=False)
        )
        batch_op.create_index(op.f("ix_choices_menu_item_id"), ["menu_item_id"])
        batch_op.create_foreign_key(
            op.f("fk_choices_menu_item_id"), "menu_items", ["menu_item_id"], ["id"]
        )
    with op.batch_alter_table("menu_items", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_free_confirmed", sa.Boolean(), server_default=FALSE, nullable=False)
        )
    with op.batch_alter_table("order_item_options", schema=None) as batch_op:
        batch_op.add_column(sa.Column("menu_item_id", sa.Integer(), nullable=True))
    _drop_default("option_groups", "free_quantity")
    _drop_default("choices", "is_default")
    _drop_default("menu_items", "is_free_confirmed")
    op.create_table(
        "choice_option_groups",
        sa.Column("choice_id", sa.Integer(), nullable=False),
        sa.Column("option_group_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["choice_id"],
            ["choices.id"],
            name=op.f("fk_choice_option_groups_choice_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["option_group_id"],
            ["option_groups.id"],
            name=op.f("fk_choice_option_groups_option_group_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "choice_id", "option_group_id", name=op.f("pk_choice_option_groups")
        ),
    )
    op.create_index(
        op.f("ix_choice_option_groups_option_group_id"),
        "choice_option_groups",
        ["option_group_id"],
    )


def _drop_default(table, column):
    """Take away the default that old rows needed: new rows say what they hold."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.alter_column(column, server_default=None)


def downgrade():
    op.drop_table("choice_option_groups")
    with op.batch_alter_table("order_item_options", schema=None) as batch_op:
        batch_op.drop_column("menu_item_id")
    with op.batch_alter_table("menu_items", schema=None) as batch_op:
        batch_op.drop_column("is_free_confirmed")
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_choices_menu_item_id"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_choices_menu_item_id"))
        batch_op.drop_column("is_default")
        batch_op.drop_column("menu_item_id")
    with op.batch_alter_table("option_groups", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_option_groups_free_quantity"), type_="check")
        batch_op.drop_column("free_quantity")
