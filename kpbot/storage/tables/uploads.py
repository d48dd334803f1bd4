"""Sheets that people sent or an operator loaded, until they are applied."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, text

from kpbot.storage.tables.columns import Id, Reference, flag, key, metadata, number, time, words

uploads = Table(
    "uploads",
    metadata,
    key(),
    Column("platform", String(20), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    flag("private"),
    Column("message", String(128), nullable=False, server_default=""),
    Column("ref", Reference, nullable=False),
    words("name"),
    Column("size", Integer),
    Column("person_id", Id, nullable=False),
    words("language"),
    words("kind"),
    words("state"),
    words("rows", "[]"),  # the cells that are of use; never the file, never a column of phones or ID numbers
    words("columns", "{}"),
    words("details", "{}"),
    words("reason"),
    number("attempts"),
    time("received_at"),
    time("next_at", nullable=True),
    time("settled_at", nullable=True),
    Index(
        "ix_uploads_waiting",
        "next_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
)

column_maps = Table(
    "column_maps",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("headings", String(64), primary_key=True),  # a hash of the sheet's headings
    words("columns", "{}"),
    Column("made_by", Id),
    time("made_at"),
)
