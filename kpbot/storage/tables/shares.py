"""Shares and what they rest on."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, String, Table

from kpbot.storage.tables.columns import Id, flag, key, metadata, time, words

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
