"""Claims find the first row of a platform at once, stale ones are found without reading all that wait, and a
message that was postponed still says since when it has been waiting.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kpbot.storage.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DUE = sa.text("state = 'due'")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("first_due_at", UtcDateTime(), nullable=True))
    op.create_index("ix_outbox_claim", "outbox", ["platform", "priority", "id"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index(
        "ix_outbox_doubted",
        "outbox",
        ["platform", "priority", "id"],
        sqlite_where=sa.text("state = 'due' AND doubted = 1"),
        postgresql_where=sa.text("state = 'due' AND doubted"),
    )
    op.create_index("ix_outbox_expiry", "outbox", ["expires_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.drop_index("ix_outbox_due", "outbox")


def downgrade() -> None:
    op.create_index("ix_outbox_due", "outbox", ["priority", "id"], sqlite_where=DUE, postgresql_where=DUE)
    op.drop_index("ix_outbox_expiry", "outbox")
    op.drop_index("ix_outbox_doubted", "outbox")
    op.drop_index("ix_outbox_claim", "outbox")
    op.drop_column("outbox", "first_due_at")
