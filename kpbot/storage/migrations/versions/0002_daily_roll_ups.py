"""Daily roll-ups of shares, filled from the shares that are there"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The sum of different powers of two is their union. 32: claimed, and taken back.
FILL = """
INSERT INTO share_days (day, post_id, kinds, counting, items)
SELECT day, post_id, kinds, counting, COUNT(*)
FROM (
    SELECT day, post_id, item_id,
           SUM(DISTINCT bit) AS kinds,
           SUM(DISTINCT CASE WHEN counts AND bit < 32 THEN bit ELSE 0 END) AS counting
    FROM (
        SELECT shares.day, shares.post_id, shares.item_id, shares.counts,
               CASE WHEN shares.withdrawn_at IS NULL
                    THEN CASE evidence.kind
                         WHEN 'claimed' THEN 1 WHEN 'observed' THEN 2 WHEN 'reached' THEN 4
                         WHEN 'imported' THEN 8 WHEN 'spot-checked' THEN 16 ELSE 0 END
                    ELSE CASE evidence.kind WHEN 'claimed' THEN 32 ELSE 0 END
               END AS bit
        FROM shares
        JOIN evidence ON evidence.day = shares.day AND evidence.post_id = shares.post_id
             AND evidence.item_id = shares.item_id AND evidence.destination = shares.destination
    ) AS known
    GROUP BY day, post_id, item_id
) AS item
WHERE kinds > 0
GROUP BY day, post_id, kinds, counting
"""


def upgrade() -> None:
    op.create_table(
        "share_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kinds", sa.Integer(), nullable=False),
        sa.Column("counting", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("day", "post_id", "kinds", "counting", name=op.f("pk_share_days")),
        sqlite_with_rowid=False,
    )
    op.execute(FILL)


def downgrade() -> None:
    op.drop_table("share_days")
