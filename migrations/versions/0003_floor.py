"""stations, voids, merged sessions, calls, screens, upkeep

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-26 10:50:00

"""

import json

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GUARDED_ACTIONS = ["void_after_cooking", "close_unfinished"]
CALL_REASONS = [
    {"key": "water", "name": {"ko": "물", "en": "Water", "ja": "お水", "zh": "加水"}},
    {
        "key": "cutlery",
        "name": {"ko": "수저·앞접시", "en": "Cutlery", "ja": "取り皿・箸", "zh": "餐具"},
    },
    {"key": "bill", "name": {"ko": "계산", "en": "Bill", "ja": "お会計", "zh": "结账"}},
    {
        "key": "help",
        "name": {"ko": "직원 호출", "en": "Help", "ja": "スタッフを呼ぶ", "zh": "呼叫服务员"},
    },
]
FALSE = sa.false()


def upgrade():
    _upgrade_stores()
    _upgrade_menu()
    _upgrade_orders()
    _upgrade_tables()
    _create_calls()
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("run_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_jobs")),
    )


def _upgrade_stores():
    guarded = json.dumps(GUARDED_ACTIONS)
    reasons = json.dumps(CALL_REASONS, ensure_ascii=False)
    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("pause_message", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("guarded_actions", sa.JSON(), server_default=guarded, nullable=False)
        )
        batch_op.add_column(
            sa.Column("call_reasons", sa.JSON(), server_default=reasons, nullable=False)
        )
    _drop_defaults("stores", "pause_message", "guarded_actions", "call_reasons")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pin_hash", sa.String(length=255), nullable=True))
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("name", sa.String(length=40), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("code_hash", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("code_expires_at", sa.DateTime(), nullable=True))
        batch_op.create_unique_constraint(op.f("uq_devices_code_hash"), ["code_hash"])
    _drop_defaults("devices", "name")


def _upgrade_menu():
    op.create_table(
        "stations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("warn_after", sa.Integer(), nullable=False),
        sa.Column("late_after", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "warn_after >= 1 AND late_after > warn_after", name=op.f("ck_stations_ages")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_stations_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_stations_store_id"), "stations", ["store_id"])
    for table in ("categories", "menu_items"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("station_id", sa.Integer(), nullable=True))
            batch_op.create_index(op.f(f"ix_{table}_station_id"), ["station_id"])
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_station_id"),
                "stations",
                ["station_id"],
                ["id"],
                ondelete="SET NULL",
            )


def _upgrade_orders():
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_rush", sa.Boolean(), server_default=FALSE, nullable=False)
        )
    _drop_defaults("orders", "is_rush")
    with op.batch_alter_table("order_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("station_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("done_at", sa.DateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("void_quantity", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.create_check_constraint(op.f("ck_order_items_void_quantity"), "void_quantity >= 0")
    _drop_defaults("order_items", "void_quantity")


def _upgrade_tables():
    with op.batch_alter_table("tables", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_paused", sa.Boolean(), server_default=FALSE, nullable=False)
        )
        batch_op.add_column(
            sa.Column("pause_message", sa.String(length=200), server_default="", nullable=False)
        )
    _drop_defaults("tables", "is_paused", "pause_message")
    with op.batch_alter_table("table_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into", sa.Integer(), nullable=True))
        batch_op.create_index(op.f("ix_table_sessions_merged_into"), ["merged_into"])
        batch_op.create_foreign_key(
            op.f("fk_table_sessions_merged_into"), "table_sessions", ["merged_into"], ["id"]
        )
    op.create_table(
        "session_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("source_table_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["table_sessions.id"],
            name=op.f("fk_session_merges_source_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_table_id"], ["tables.id"], name=op.f("fk_session_merges_source_table_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_session_merges_store_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["table_sessions.id"],
            name=op.f("fk_session_merges_target_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_merges")),
        sqlite_autoincrement=True,
    )
    for column in ("store_id", "source_id", "target_id", "source_table_id"):
        op.create_index(op.f(f"ix_session_merges_{column}"), "session_merges", [column])


def _create_calls():
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("actor_name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'acknowledged', 'done')", name=op.f("ck_calls_status")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["table_sessions.id"],
            name=op.f("fk_calls_session_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_calls_store_id")),
        sa.ForeignKeyConstraint(["table_id"], ["tables.id"], name=op.f("fk_calls_table_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sqlite_autoincrement=True,
    )
    for column in ("store_id", "table_id", "session_id"):
        op.create_index(op.f(f"ix_calls_{column}"), "calls", [column])
    op.create_index(
        "uq_calls_open",
        "calls",
        ["session_id", "reason"],
        unique=True,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def _drop_defaults(table, *columns):
    """Take away the defaults that old rows needed: new rows say what they hold."""
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.alter_column(column, server_default=None)


def downgrade():
    op.drop_table("jobs")
    op.drop_table("calls")
    op.drop_table("session_merges")
    with op.batch_alter_table("table_sessions", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_table_sessions_merged_into"), type_="foreignkey")
        batch_op.drop_index(op.f("ix_table_sessions_merged_into"))
        batch_op.drop_column("merged_into")
    with op.batch_alter_table("tables", schema=None) as batch_op:
        batch_op.drop_column("pause_message")
        batch_op.drop_column("is_paused")
    with op.batch_alter_table("order_items", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_order_items_void_quantity"), type_="check")
        batch_op.drop_column("void_quantity")
        batch_op.drop_column("done_at")
        batch_op.drop_column("station_id")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_column("is_rush")
    for table in ("menu_items", "categories"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"fk_{table}_station_id"), type_="foreignkey")
            batch_op.drop_index(op.f(f"ix_{table}_station_id"))
            batch_op.drop_column("station_id")
    op.drop_table("stations")
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_devices_code_hash"), type_="unique")
        batch_op.drop_column("code_expires_at")
        batch_op.drop_column("code_hash")
        batch_op.drop_column("name")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("pin_hash")
    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.drop_column("call_reasons")
        batch_op.drop_column("guarded_actions")
        batch_op.drop_column("pause_message")
