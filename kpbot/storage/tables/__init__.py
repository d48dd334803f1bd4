"""The schema. Times are UTC, days are local days of the region; see docs/architecture.md for the picture."""

from kpbot.storage.tables.columns import Id, metadata
from kpbot.storage.tables.content import edition_items, editions, items, pushes, source_states
from kpbot.storage.tables.messages import bodies, conversations, inbox, outbox
from kpbot.storage.tables.people import accounts, codes, groups, leaves, persons, posts
from kpbot.storage.tables.places import facilities, regions, stations, units
from kpbot.storage.tables.records import assessments, broadcasts, digests, events, photos, reminders, upkeeps
from kpbot.storage.tables.room import room_chats, room_messages, room_people
from kpbot.storage.tables.running import audit, facts, job_slots
from kpbot.storage.tables.shares import corrections, evidence, share_days, shares

__all__ = [
    "Id",
    "accounts",
    "assessments",
    "audit",
    "bodies",
    "broadcasts",
    "codes",
    "conversations",
    "corrections",
    "digests",
    "edition_items",
    "editions",
    "events",
    "evidence",
    "facilities",
    "facts",
    "groups",
    "inbox",
    "items",
    "job_slots",
    "leaves",
    "metadata",
    "outbox",
    "persons",
    "photos",
    "posts",
    "pushes",
    "regions",
    "reminders",
    "room_chats",
    "room_messages",
    "room_people",
    "share_days",
    "shares",
    "source_states",
    "stations",
    "units",
    "upkeeps",
]
