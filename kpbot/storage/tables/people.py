"""People, the posts they hold, and the groups they are in."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table, UniqueConstraint

from kpbot.storage.tables.columns import Id, flag, key, metadata, ref, time, words

persons = Table(
    "persons",
    metadata,
    key(),
    words("name"),
    words("language"),
    words("destination", "wechat"),
    time("consented_at", nullable=True),
    time("forgotten_at", nullable=True),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("user", String(128), primary_key=True),
    ref("person_id", "persons.id", index=True),
    words("private_chat"),
    time("used_at", nullable=True),  # when the private chat was last used; of persons with several accounts
)

posts = Table(
    "posts",
    metadata,
    key(),
    ref("person_id", "persons.id", index=True),
    words("role"),
    ref("region_id", "regions.id"),
    ref("unit_id", "units.id", nullable=True, index=True),
    words("state"),
    Column("since", Date, nullable=False),
    Column("until", Date),
    time("asked_at"),
    Column("decided_by", Id),
    Column("replaces", Id),  # the post that ends when this one is confirmed: a handover
    Index("ix_posts_region", "region_id", "role"),
)

leaves = Table(
    "leaves",
    metadata,
    Column("post_id", Id, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("since", Date, primary_key=True),
    Column("until", Date, nullable=False),
)

groups = Table(
    "groups",
    metadata,
    key(),
    Column("platform", String(20), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    words("title"),
    Column("kind", String(20)),
    ref("region_id", "regions.id", nullable=True, index=True),
    ref("unit_id", "units.id", nullable=True),
    words("language", "zh-CN"),
    words("state", "active"),
    words("state_reason"),
    flag("push", True),
    time("added_at"),
    UniqueConstraint("platform", "chat", "thread"),
)

codes = Table(
    "codes",
    metadata,
    Column("digest", String(64), primary_key=True),
    words("kind"),
    ref("region_id", "regions.id"),
    ref("unit_id", "units.id", nullable=True),
    words("group_kind"),
    time("made_at"),
    time("expires_at"),
    Column("made_by", Id),
    time("used_at", nullable=True),
    Column("used_by", Id),
    time("revoked_at", nullable=True),
    Column("replaces", Id),  # the post to hand over
    Column("post_id", Id, index=True),  # the post whose person it is for: somebody the roster names
)

# A code that a person got in a private chat, and the account from which it was said.
link_codes = Table(
    "link_codes",
    metadata,
    Column("digest", String(64), primary_key=True),
    ref("person_id", "persons.id", index=True),
    Column("platform", String(20), nullable=False, server_default=""),
    Column("chat", String(128), nullable=False, server_default=""),
    time("made_at"),
    time("expires_at"),
    time("used_at", nullable=True),
    Column("by_platform", String(20), nullable=False, server_default=""),
    Column("by_user", String(128), nullable=False, server_default=""),
    words("by_name"),
    Column("by_chat", String(128), nullable=False, server_default=""),
    Column("by_thread", String(64), nullable=False, server_default=""),
    flag("by_private"),
    time("agreed_at", nullable=True),  # whose account it is wants it, or has nothing to lose
)
