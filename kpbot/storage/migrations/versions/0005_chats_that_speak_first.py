"""Chats that speak first, numbered choices, access tokens, codes that link accounts.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kpbot.storage.database import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_tokens",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_access_tokens")),
    )
    op.create_table(
        "menus",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("thread", sa.String(length=64), server_default="", nullable=False),
        sa.Column("choices", sa.Text(), server_default="[]", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("together", sa.Integer(), server_default="1", nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "thread", name=op.f("pk_menus")),
    )
    op.create_table(
        "reply_windows",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("chat", sa.String(length=128), nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("most", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", name=op.f("pk_reply_windows")),
    )
    op.create_table(
        "link_codes",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("platform", sa.String(length=20), server_default="", nullable=False),
        sa.Column("chat", sa.String(length=128), server_default="", nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("by_platform", sa.String(length=20), server_default="", nullable=False),
        sa.Column("by_user", sa.String(length=128), server_default="", nullable=False),
        sa.Column("by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("by_chat", sa.String(length=128), server_default="", nullable=False),
        sa.Column("by_thread", sa.String(length=64), server_default="", nullable=False),
        sa.Column("by_private", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("agreed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_link_codes_person_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_link_codes")),
    )
    op.create_index(op.f("ix_link_codes_person_id"), "link_codes", ["person_id"], unique=False)

    op.create_table(
        "private_digests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_private_digests_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_digests")),
        sa.UniqueConstraint("post_id", "day", name=op.f("uq_private_digests_post_id_day")),
    )
    op.add_column("accounts", sa.Column("used_at", UtcDateTime(), nullable=True))

    op.create_index("ix_conversations_sender", "conversations", ["platform", "sender"], unique=False)

    op.create_index("ix_events_reported", "events", ["reported_at"], unique=False)

    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["platform", "chat"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )

    op.create_index("ix_upkeeps_at", "upkeeps", ["at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":  # SQLite minds no length
        for table in ("photos", "uploads"):
            op.alter_column(table, "ref", type_=sa.String(2000))
