"""What keeps an installation going."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from kpbot.storage.database import UtcDateTime
from kpbot.storage.tables.columns import Id, flag, key, metadata, time, words

job_slots = Table(
    "job_slots",
    metadata,
    Column("job", String(80), primary_key=True),
    Column("slot", UtcDateTime, primary_key=True),
    flag("done"),
    time("lease_until", nullable=True),
    words("error"),
)

audit = Table(
    "audit",
    metadata,
    key(),
    time("at"),
    Column("person_id", Id),
    words("act"),
    words("subject"),
    words("details", "{}"),
    Index("ix_audit_at", "at"),
)

facts = Table("facts", metadata, Column("name", String(80), primary_key=True), words("value"))

# What platforms gave us to speak with, for all workers; never in an archive.
access_tokens = Table(
    "access_tokens",
    metadata,
    Column("name", String(80), primary_key=True),
    words("value"),
    time("expires_at", nullable=True),
    time("lease_until", nullable=True),  # somebody is fetching a new one
)
