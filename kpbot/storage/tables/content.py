"""Sources, items, the editions made of them, and their pushes."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint, text

from kpbot.storage.tables.columns import Id, flag, key, metadata, number, ref, time, words

source_states = Table(
    "source_states",
    metadata,
    Column("source", String(80), primary_key=True),
    words("declared"),
    words("address"),
    words("etag"),
    words("last_modified"),
    time("validated_at", nullable=True),
    time("asked_at", nullable=True),
    time("succeeded_at", nullable=True),
    time("next_at", nullable=True),
    number("errors"),
    words("error"),
    words("error_details", "{}"),
    flag("gone"),
    flag("trouble_told"),
    time("began_at", nullable=True),
    time("failing_since", nullable=True),
    time("told_at", nullable=True),
)

items = Table(
    "items",
    metadata,
    key(),
    Column("source", String(80), nullable=False),
    Column("identity", String(500), nullable=False),
    words("title"),
    words("summary"),
    words("body"),
    words("link"),
    Column("canonical", String(2000), nullable=False, index=True),
    Column("fingerprint", String(64), nullable=False, index=True),
    words("topic"),
    words("state"),
    time("gathered_at"),
    time("published", nullable=True),
    words("season"),
    flag("village"),
    Column("slug", String(120), nullable=True, unique=True),
    words("illustration"),
    words("review_reason"),
    flag("counts"),
    Column("approved_by", Id),
    Column("edited_by", Id),  # a coordinator wrote title or summary: what the publisher changes later does not undo it
    Column("not_before", Date),
    words("publisher"),  # who said it, where that is not its source
    words("scope"),  # path of the region whose editions it is for; empty: everybody's
    UniqueConstraint("source", "identity"),
    Index("ix_items_state", "state", "gathered_at"),
)

editions = Table(
    "editions",
    metadata,
    key(),
    ref("region_id", "regions.id"),
    Column("audience", String(20), nullable=False, server_default="general"),
    Column("day", Date, nullable=False),
    words("state"),
    time("made_at"),
    Column("approved_by", Id),
    time("decided_at", nullable=True),
    words("swapped_out", "[]"),
    flag("provisional"),
    UniqueConstraint("region_id", "audience", "day"),
    Index("ix_editions_day", "day"),
)

edition_items = Table(
    "edition_items",
    metadata,
    Column("edition_id", Id, ForeignKey("editions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    ref("item_id", "items.id", index=True),
    words("reasons", "[]"),
)

pushes = Table(
    "pushes",
    metadata,
    key(),
    # Without foreign keys, here and in the outbox: checking them is half the time of a push to 100,000 groups, and both
    # are written from the rows they point to (storage/fan_out).
    Column("edition_id", Id, index=True),
    Column("group_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    time("at"),
    words("state"),
    number("items"),
    number("sharers"),
    number("shown"),
    UniqueConstraint("group_id", "day"),
    Index("ix_pushes_day", "day"),
)

item_pictures = Table(
    "item_pictures",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    words("link"),
    words("state"),
    words("file"),
    words("reason"),
    number("attempts"),
    time("next_at", nullable=True),
    Index(
        "ix_item_pictures_waiting",
        "next_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

additions = Table(
    "additions",
    metadata,
    key(),
    Column("platform", String(20), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    flag("private"),
    Column("message", String(128), nullable=False, server_default=""),
    Column("person_id", Id, nullable=False),
    words("language"),
    words("scope"),  # path of the region whose coordinator asked
    words("address"),
    words("state"),
    words("reason"),
    Column("item_id", Id),
    number("attempts"),
    time("asked_at"),
    time("next_at", nullable=True),
    Index(
        "ix_additions_waiting",
        "next_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)
