"""What is reported, and what follows from it."""

from __future__ import annotations

from sqlalchemy import Column, Date, Index, Integer, String, Table, UniqueConstraint, text

from kpbot.storage.tables.columns import Id, Reference, flag, key, metadata, number, ref, time, words

events = Table(
    "events",
    metadata,
    key(),
    ref("station_id", "stations.id"),
    Column("post_id", Id, nullable=False),
    Column("entered_by", Id),
    words("title"),
    words("kind"),
    Column("day", Date, nullable=False),
    words("part"),
    Column("headcount", Integer),
    flag("approximate"),
    words("state"),
    words("note"),
    time("reported_at"),
    flag("late"),
    Column("decided_by", Id),
    time("decided_at", nullable=True),
    Index("ix_events_station", "station_id", "day"),
    Index("ix_events_day", "day"),
    Index("ix_events_reported", "reported_at"),
)

upkeeps = Table(
    "upkeeps",
    metadata,
    key(),
    ref("facility_id", "facilities.id"),
    Column("post_id", Id),
    Column("entered_by", Id),
    Column("day", Date, nullable=False),
    time("at"),
    flag("late"),
    time("withdrawn_at", nullable=True),
    Index("ix_upkeeps_facility", "facility_id", "day"),
    Index("ix_upkeeps_at", "at"),
)

photos = Table(
    "photos",
    metadata,
    key(),
    Column("owner_kind", String(20), nullable=False),
    Column("owner_id", Id, nullable=False),
    Column("platform", String(20), nullable=False),
    Column("ref", Reference, nullable=False),
    Column("chat", String(128), nullable=False, server_default=""),  # where it was sent, to say if it is no good
    Column("thread", String(64), nullable=False, server_default=""),
    flag("private"),
    words("language"),
    Column("album", String(128), nullable=False, server_default=""),
    words("state"),
    words("file"),
    words("reason"),
    number("attempts"),
    time("received_at"),
    time("next_at", nullable=True),
    UniqueConstraint("owner_kind", "owner_id", "platform", "ref"),
    Index(
        "ix_photos_waiting",
        "next_at",
        sqlite_where=text("state IN ('waiting', 'dropped')"),
        postgresql_where=text("state IN ('waiting', 'dropped')"),
    ),
    Index(
        "ix_photos_album",
        "platform",
        "album",
        sqlite_where=text("album <> ''"),
        postgresql_where=text("album <> ''"),
    ),
)

reminders = Table(
    "reminders",
    metadata,
    key(),
    Column("subject_kind", String(20), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("audience", String(20), nullable=False),
    Column("day", Date, nullable=False),
    flag("asked"),
    time("at"),
    UniqueConstraint("subject_kind", "subject_id", "audience", "day"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    key(),
    ref("region_id", "regions.id"),
    words("medium"),
    Column("day", Date, nullable=False),
    number("minutes"),
    words("title"),
    Column("entered_by", Id),
    time("at"),
    Index("ix_broadcasts_region", "region_id", "day"),
)

assessments = Table(
    "assessments",
    metadata,
    key(),
    ref("region_id", "regions.id"),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    time("made_at"),
    words("results", "{}"),
    Column("signed_by", Id),
    time("signed_at", nullable=True),
)

private_digests = Table(
    "private_digests",
    metadata,
    key(),
    ref("post_id", "posts.id"),
    Column("day", Date, nullable=False),
    time("at"),
    UniqueConstraint("post_id", "day"),
)

digests = Table(
    "digests",
    metadata,
    key(),
    ref("group_id", "groups.id"),
    Column("day", Date, nullable=False),
    time("at"),
    UniqueConstraint("group_id", "day"),
)
