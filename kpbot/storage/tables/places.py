"""Places: regions, units, and what stands there."""

from __future__ import annotations

from sqlalchemy import Column, Date, String, Table, UniqueConstraint

from kpbot.storage.tables.columns import flag, key, metadata, ref, words

regions = Table(
    "regions",
    metadata,
    key(),
    ref("parent_id", "regions.id", nullable=True),
    words("name"),
    words("level"),
    Column("path", String(120), nullable=False, unique=True),
    words("time_zone", "Asia/Shanghai"),
    words("push_time"),
    flag("short_links"),
    UniqueConstraint("parent_id", "name"),
)

units = Table(
    "units",
    metadata,
    key(),
    ref("region_id", "regions.id"),
    words("name"),
    words("kind"),
    flag("demonstration"),
    UniqueConstraint("region_id", "name"),
)

stations = Table(
    "stations",
    metadata,
    key(),
    ref("unit_id", "units.id"),
    words("name"),
    Column("since", Date, nullable=False),
    Column("paused_until", Date),
    Column("snoozed_until", Date),
    Column("ended", Date),
    UniqueConstraint("unit_id", "name"),
)

facilities = Table(
    "facilities",
    metadata,
    key(),
    ref("unit_id", "units.id"),
    words("kind"),
    words("name"),
    Column("since", Date, nullable=False),
    Column("paused_until", Date),
    Column("snoozed_until", Date),
    Column("ended", Date),
    UniqueConstraint("unit_id", "kind", "name"),
)
