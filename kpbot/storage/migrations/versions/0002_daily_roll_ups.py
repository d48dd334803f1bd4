"""Daily roll-ups of shares, filled from the shares that are there"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The sum of different powers of two is their union; each union has its letter.
FILL = """
INSERT INTO share_days (day, post_id, counting, shared, said)
SELECT day, post_id,
       STRING_AGG(SUBSTR('abcdefghijklmnopqrstuvwxyzABCDE', CAST(counting AS INT), 1), ''),
       STRING_AGG(SUBSTR('abcdefghijklmnopqrstuvwxyzABCDE', CAST(shared AS INT), 1), ''),
       MAX(said) = 1
FROM (
    SELECT day, post_id, item_id,
           SUM(DISTINCT CASE WHEN stands AND counts THEN bit ELSE 0 END) AS counting,
           SUM(DISTINCT CASE WHEN stands THEN bit ELSE 0 END) AS shared,
           MAX(CASE WHEN bit = 1 THEN 1 ELSE 0 END) AS said
    FROM (
        SELECT shares.day, shares.post_id, shares.item_id, shares.counts, shares.withdrawn_at IS NULL AS stands,
               CASE evidence.kind WHEN 'claimed' THEN 1 WHEN 'observed' THEN 2 WHEN 'reached' THEN 4
                                  WHEN 'imported' THEN 8 WHEN 'spot-checked' THEN 16 ELSE 0 END AS bit
        FROM shares
        JOIN evidence ON evidence.day = shares.day AND evidence.post_id = shares.post_id
             AND evidence.item_id = shares.item_id AND evidence.destination = shares.destination
    ) AS known
    GROUP BY day, post_id, item_id
) AS item
GROUP BY day, post_id
"""


def upgrade() -> None:
    op.create_table(
        "share_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counting", sa.Text(), server_default="", nullable=False),
        sa.Column("shared", sa.Text(), server_default="", nullable=False),
        sa.Column("said", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.PrimaryKeyConstraint("day", "post_id", name=op.f("pk_share_days")),
        sqlite_with_rowid=False,
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(FILL.replace("STRING_AGG", "GROUP_CONCAT") if sqlite else FILL)


def downgrade() -> None:
    op.drop_table("share_days")
