"""The schema. Times are UTC, days are local days of the region; see docs/architecture.md for the picture."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from kpbot.storage.database import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives a self-counting key only to INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


def _key(name: str = "id") -> Column[int]:
    return Column(name, Id, primary_key=True, autoincrement=False)


def _ref(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(target), nullable=nullable, index=index)


def _text(name: str, default: str = "") -> Column[str]:
    return Column(name, Text, nullable=False, default=default, server_default=default)


def _flag(name: str, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=default, server_default=text("true" if default else "false"))


def _time(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, UtcDateTime, nullable=nullable)


def _number(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, default=default, server_default=str(default))


regions = Table(
    "regions",
    metadata,
    _key(),
    _ref("parent_id", "regions.id", nullable=True),
    _text("name"),
    _text("level"),
    Column("path", String(120), nullable=False, unique=True),
    _text("time_zone", "Asia/Shanghai"),
    _text("push_time"),
    UniqueConstraint("parent_id", "name"),
)

units = Table(
    "units",
    metadata,
    _key(),
    _ref("region_id", "regions.id"),
    _text("name"),
    _text("kind"),
    _flag("demonstration"),
    UniqueConstraint("region_id", "name"),
)

stations = Table(
    "stations",
    metadata,
    _key(),
    _ref("unit_id", "units.id"),
    _text("name"),
    Column("since", Date, nullable=False),
    Column("paused_until", Date),
    Column("snoozed_until", Date),
    Column("ended", Date),
    UniqueConstraint("unit_id", "name"),
)

facilities = Table(
    "facilities",
    metadata,
    _key(),
    _ref("unit_id", "units.id"),
    _text("kind"),
    _text("name"),
    Column("since", Date, nullable=False),
    Column("paused_until", Date),
    Column("snoozed_until", Date),
    Column("ended", Date),
    UniqueConstraint("unit_id", "kind", "name"),
)

persons = Table(
    "persons",
    metadata,
    _key(),
    _text("name"),
    _text("language"),
    _text("destination", "wechat"),
    _time("consented_at", nullable=True),
    _time("forgotten_at", nullable=True),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("user", String(128), primary_key=True),
    _ref("person_id", "persons.id", index=True),
    _text("private_chat"),
)

posts = Table(
    "posts",
    metadata,
    _key(),
    _ref("person_id", "persons.id", index=True),
    _text("role"),
    _ref("region_id", "regions.id"),
    _ref("unit_id", "units.id", nullable=True, index=True),
    _text("state"),
    Column("since", Date, nullable=False),
    Column("until", Date),
    _time("asked_at"),
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
    _key(),
    Column("platform", String(20), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    _text("title"),
    Column("kind", String(20)),
    _ref("region_id", "regions.id", nullable=True, index=True),
    _ref("unit_id", "units.id", nullable=True),
    _text("language", "zh-CN"),
    _text("state", "active"),
    _text("state_reason"),
    _flag("push", True),
    _time("added_at"),
    UniqueConstraint("platform", "chat", "thread"),
)

codes = Table(
    "codes",
    metadata,
    Column("digest", String(64), primary_key=True),
    _text("kind"),
    _ref("region_id", "regions.id"),
    _ref("unit_id", "units.id", nullable=True),
    _text("group_kind"),
    _time("made_at"),
    _time("expires_at"),
    Column("made_by", Id),
    _time("used_at", nullable=True),
    Column("used_by", Id),
    _time("revoked_at", nullable=True),
    Column("replaces", Id),  # the post to hand over
)

source_states = Table(
    "source_states",
    metadata,
    Column("source", String(80), primary_key=True),
    _text("declared"),
    _text("address"),
    _text("etag"),
    _text("last_modified"),
    _time("validated_at", nullable=True),
    _time("asked_at", nullable=True),
    _time("succeeded_at", nullable=True),
    _time("next_at", nullable=True),
    _number("errors"),
    _text("error"),
    _text("error_details", "{}"),
    _flag("gone"),
    _flag("trouble_told"),
)

items = Table(
    "items",
    metadata,
    _key(),
    Column("source", String(80), nullable=False),
    Column("identity", String(500), nullable=False),
    _text("title"),
    _text("summary"),
    _text("body"),
    _text("link"),
    Column("canonical", String(2000), nullable=False, index=True),
    Column("fingerprint", String(64), nullable=False, index=True),
    _text("topic"),
    _text("state"),
    _time("gathered_at"),
    _time("published", nullable=True),
    _text("season"),
    _flag("village"),
    Column("slug", String(120), nullable=True, unique=True),
    _text("illustration"),
    _text("review_reason"),
    _flag("counts"),
    Column("approved_by", Id),
    UniqueConstraint("source", "identity"),
    Index("ix_items_state", "state", "gathered_at"),
)

editions = Table(
    "editions",
    metadata,
    _key(),
    _ref("region_id", "regions.id"),
    Column("audience", String(20), nullable=False, server_default="general"),
    Column("day", Date, nullable=False),
    _text("state"),
    _time("made_at"),
    Column("approved_by", Id),
    _time("decided_at", nullable=True),
    _text("swapped_out", "[]"),
    _flag("provisional"),
    UniqueConstraint("region_id", "audience", "day"),
    Index("ix_editions_day", "day"),
)

edition_items = Table(
    "edition_items",
    metadata,
    Column("edition_id", Id, ForeignKey("editions.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _ref("item_id", "items.id", index=True),
    _text("reasons", "[]"),
)

pushes = Table(
    "pushes",
    metadata,
    _key(),
    # Without foreign keys, here and in the outbox: checking them is half the time of a push to 100,000 groups, and both
    # are written from the rows they point to (storage/fan_out).
    Column("edition_id", Id, index=True),
    Column("group_id", Id, nullable=False),
    Column("day", Date, nullable=False),
    _time("at"),
    _text("state"),
    _number("items"),
    _number("sharers"),
    _number("shown"),
    UniqueConstraint("group_id", "day"),
    Index("ix_pushes_day", "day"),
)

shares = Table(
    "shares",
    metadata,
    Column("day", Date, primary_key=True),
    Column("post_id", Id, primary_key=True),
    Column("item_id", Id, primary_key=True),
    Column("destination", String(20), primary_key=True),
    _flag("counts"),
    _time("at"),
    Column("entered_by", Id),
    _text("flags"),
    _time("withdrawn_at", nullable=True),
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
    _time("at"),
    sqlite_with_rowid=False,
)

share_days = Table(
    "share_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("post_id", Id, primary_key=True),
    _text("counting"),
    _text("shared"),
    _flag("said"),
    sqlite_with_rowid=False,
)

corrections = Table(
    "corrections",
    metadata,
    _key(),
    _time("at"),
    Column("person_id", Id, nullable=False),
    Column("post_id", Id, index=True),
    _text("subject"),
    _text("before"),
    _text("after"),
)

events = Table(
    "events",
    metadata,
    _key(),
    _ref("station_id", "stations.id"),
    Column("post_id", Id, nullable=False),
    Column("entered_by", Id),
    _text("title"),
    _text("kind"),
    Column("day", Date, nullable=False),
    _text("part"),
    Column("headcount", Integer),
    _flag("approximate"),
    _text("state"),
    _text("note"),
    _time("reported_at"),
    _flag("late"),
    Column("decided_by", Id),
    _time("decided_at", nullable=True),
    Index("ix_events_station", "station_id", "day"),
    Index("ix_events_day", "day"),
)

upkeeps = Table(
    "upkeeps",
    metadata,
    _key(),
    _ref("facility_id", "facilities.id"),
    Column("post_id", Id),
    Column("entered_by", Id),
    Column("day", Date, nullable=False),
    _time("at"),
    _flag("late"),
    _time("withdrawn_at", nullable=True),
    Index("ix_upkeeps_facility", "facility_id", "day"),
)

photos = Table(
    "photos",
    metadata,
    _key(),
    Column("owner_kind", String(20), nullable=False),
    Column("owner_id", Id, nullable=False),
    Column("platform", String(20), nullable=False),
    Column("ref", String(500), nullable=False),
    Column("chat", String(128), nullable=False, server_default=""),  # where it was sent, to say if it is no good
    Column("thread", String(64), nullable=False, server_default=""),
    _flag("private"),
    _text("language"),
    Column("album", String(128), nullable=False, server_default=""),
    _text("state"),
    _text("file"),
    _text("reason"),
    _number("attempts"),
    _time("received_at"),
    _time("next_at", nullable=True),
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
    _key(),
    Column("subject_kind", String(20), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("audience", String(20), nullable=False),
    Column("day", Date, nullable=False),
    _flag("asked"),
    _time("at"),
    UniqueConstraint("subject_kind", "subject_id", "audience", "day"),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    _key(),
    _ref("region_id", "regions.id"),
    _text("medium"),
    Column("day", Date, nullable=False),
    _number("minutes"),
    _text("title"),
    Column("entered_by", Id),
    _time("at"),
    Index("ix_broadcasts_region", "region_id", "day"),
)

assessments = Table(
    "assessments",
    metadata,
    _key(),
    _ref("region_id", "regions.id"),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    _time("made_at"),
    _text("results", "{}"),
    Column("signed_by", Id),
    _time("signed_at", nullable=True),
)

digests = Table(
    "digests",
    metadata,
    _key(),
    _ref("group_id", "groups.id"),
    Column("day", Date, nullable=False),
    _time("at"),
    UniqueConstraint("group_id", "day"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("chat", String(128), primary_key=True),
    Column("thread", String(64), primary_key=True, server_default=""),
    Column("sender", String(128), primary_key=True),
    _text("route"),
    _text("step"),
    _text("data", "{}"),
    _time("updated_at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("key", String(200), primary_key=True),
    _time("received_at"),
    _text("error"),
    _text("payload"),
    Index("ix_inbox_received", "received_at"),
    sqlite_with_rowid=False,
)

bodies = Table("bodies", metadata, _key(), _text("payload"), _time("made_at"))

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("platform", String(20), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    _flag("private"),
    Column("payload", Text),
    Column("body_id", Id),
    Column("priority", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    _time("due_at"),
    _time("first_due_at", nullable=True),  # of one that was tried: `due_at` moves with each postponement
    _time("expires_at"),
    _time("lease_until", nullable=True),
    Column("owner", String(40), nullable=False, server_default=""),
    _number("attempts"),
    _flag("doubted"),
    _text("message"),
    _text("error"),
    _time("settled_at", nullable=True),
    Index(
        "ix_outbox_claim",
        "platform",
        "priority",
        "id",
        sqlite_where=text("state = 'due'"),
        postgresql_where=text("state = 'due'"),
    ),
    Index(
        "ix_outbox_doubted",
        "platform",
        "priority",
        "id",
        sqlite_where=text("state = 'due' AND doubted = 1"),
        postgresql_where=text("state = 'due' AND doubted"),
    ),
    Index(
        "ix_outbox_expiry",
        "expires_at",
        sqlite_where=text("state = 'due'"),
        postgresql_where=text("state = 'due'"),
    ),
    Index(
        "ix_outbox_open",
        "platform",
        "chat",
        "priority",
        "id",
        sqlite_where=text("state IN ('due', 'sending')"),
        postgresql_where=text("state IN ('due', 'sending')"),
    ),
    Index(
        "ix_outbox_lease",
        "lease_until",
        sqlite_where=text("state = 'sending'"),
        postgresql_where=text("state = 'sending'"),
    ),
    Index(
        "ix_outbox_done",
        "settled_at",
        sqlite_where=text("settled_at IS NOT NULL"),
        postgresql_where=text("settled_at IS NOT NULL"),
    ),
    Index(
        "ix_outbox_message",  # which of ours somebody replied to
        "platform",
        "chat",
        "message",
        sqlite_where=text("message <> ''"),
        postgresql_where=text("message <> ''"),
    ),
)

job_slots = Table(
    "job_slots",
    metadata,
    Column("job", String(80), primary_key=True),
    Column("slot", UtcDateTime, primary_key=True),
    _flag("done"),
    _time("lease_until", nullable=True),
    _text("error"),
)

audit = Table(
    "audit",
    metadata,
    _key(),
    _time("at"),
    Column("person_id", Id),
    _text("act"),
    _text("subject"),
    _text("details", "{}"),
    Index("ix_audit_at", "at"),
)

facts = Table("facts", metadata, Column("name", String(80), primary_key=True), _text("value"))

room_people = Table(
    "room_people",
    metadata,
    Column("id", String(40), primary_key=True),
    _text("name"),
    _text("about"),
    _text("about_en"),
    _number("rank"),
)

room_chats = Table(
    "room_chats",
    metadata,
    Column("id", String(60), primary_key=True),
    _text("name"),
    _text("kind"),
    _text("members"),
    _text("about"),
    _text("about_en"),
    _number("rank"),
)

room_messages = Table(
    "room_messages",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("chat", String(60), nullable=False),
    Column("sender", String(40), nullable=False),
    _text("sent_key"),
    _time("at"),
    _text("payload", "{}"),
    _flag("edited"),
    _text("reactions"),
    Index("ix_room_messages_chat", "chat", "id"),
    Index("ix_room_messages_sent", "sender", "sent_key"),
)
