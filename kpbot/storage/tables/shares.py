"""Shares and what they rest on."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, String, Table, UniqueConstraint

from kpbot.storage.tables.columns import Id, flag, key, metadata, ref, time, words

shares = Table(
    "shares",
    metadata,
    Column("day", Date, primary_key=True),
    Column("post_id", Id, primary_key=True),
    Column("item_id", Id, primary_key=True),
    Column("destination", String(20), primary_key=True),
    flag("counts"),
    time("at"),
    Column("entered_by", Id),
    words("flags"),
    time("withdrawn_at", nullable=True),
    Index("ix_shares_post", "post_id", "day"),
    sqlite_with_rowid=False,
)

evidence = Table(
    "evidence",
    metadata,
    Column("day", Date, primary_key=True),
    Column("post_id", Id, primary_key=True),
    Column("item_id", Id, primary_key=True),
    Column("destination", String(20), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("reference", String(500), primary_key=True, server_default=""),
    time("at"),
    sqlite_with_rowid=False,
)

share_days = Table(
    "share_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("post_id", Id, primary_key=True),
    words("counting"),
    words("shared"),
    flag("said"),
    sqlite_with_rowid=False,
)

corrections = Table(
    "corrections",
    metadata,
    key(),
    time("at"),
    Column("person_id", Id, nullable=False),
    Column("post_id", Id, index=True),
    words("subject"),
    words("before"),
    words("after"),
)

short_links = Table(
    "short_links",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("post_id", Id, nullable=False),
    ref("item_id", "items.id"),
    Column("destination", String(20), nullable=False),
    Column("day", Date, nullable=False),  # on which the officer last took it: the day of the share it is evidence of
    time("expires_at"),
    UniqueConstraint("post_id", "item_id", "destination"),
    Index("ix_short_links_expires", "expires_at"),
)

link_opens = Table(
    "link_opens",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("visitor", String(32), primary_key=True),  # a hash under a salt that lives for a day, of nothing stored
    Column("day", Date, nullable=False),
    Index("ix_link_opens_day", "day"),
    sqlite_with_rowid=False,
)

link_salts = Table("link_salts", metadata, Column("day", Date, primary_key=True), words("salt"))

spot_checks = Table(
    "spot_checks",
    metadata,
    key(),
    ref("region_id", "regions.id"),
    Column("week", Date, nullable=False),  # the Monday of the week in which it is asked
    Column("day", Date, nullable=False),
    Column("post_id", Id, nullable=False),
    Column("item_id", Id, nullable=False),
    Column("destination", String(20), nullable=False),
    time("asked_at"),
    words("answer"),
    Column("answered_by", Id),
    time("answered_at", nullable=True),
    UniqueConstraint("region_id", "week", "day", "post_id", "item_id", "destination"),
)
