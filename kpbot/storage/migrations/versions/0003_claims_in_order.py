"""Claims find the first row of a platform at once, stale ones are found without reading all that wait, and a
message that was postponed still says since when it has been waiting. Pushes to many groups check no foreign keys.

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
DONE = sa.text("settled_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("first_due_at", UtcDateTime(), nullable=True))
        outbox.drop_constraint("fk_outbox_body_id", type_="foreignkey")
    with op.batch_alter_table("pushes") as pushes:
        pushes.drop_constraint("fk_pushes_edition_id", type_="foreignkey")
        pushes.drop_constraint("fk_pushes_group_id", type_="foreignkey")
    op.create_index("ix_outbox_claim", "outbox", ["platform", "priority", "id"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index(
        "ix_outbox_doubted",
        "outbox",
        ["platform", "priority", "id"],
        sqlite_where=sa.text("state = 'due' AND doubted = 1"),
        postgresql_where=sa.text("state = 'due' AND doubted"),
    )
    op.create_index("ix_outbox_expiry", "outbox", ["expires_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index("ix_outbox_done", "outbox", ["settled_at"], sqlite_where=DONE, postgresql_where=DONE)
    op.drop_index("ix_outbox_settled", "outbox")
    op.drop_index("ix_outbox_due", "outbox")


def downgrade() -> None:
    op.create_index("ix_outbox_due", "outbox", ["priority", "id"], sqlite_where=DUE, postgresql_where=DUE)
    op.drop_index("ix_outbox_expiry", "outbox")
    op.drop_index("ix_outbox_doubted", "outbox")
    op.drop_index("ix_outbox_claim", "outbox")
    op.create_index("ix_outbox_settled", "outbox", ["settled_at"])
    op.drop_index("ix_outbox_done", "outbox")
    with op.batch_alter_table("pushes") as pushes:
        pushes.create_foreign_key("fk_pushes_group_id", "groups", ["group_id"], ["id"])
        pushes.create_foreign_key("fk_pushes_edition_id", "editions", ["edition_id"], ["id"])
    with op.batch_alter_table("outbox") as outbox:
        outbox.create_foreign_key("fk_outbox_body_id", "bodies", ["body_id"], ["id"])
        outbox.drop_column("first_due_at")
