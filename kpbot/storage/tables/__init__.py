"""The schema. Times are UTC, days are local days of the region; see docs/architecture.md for the picture."""

from kpbot.storage.tables.columns import Id, metadata
from kpbot.storage.tables.content import (
    additions,
    edition_items,
    editions,
    item_pictures,
    items,
    pushes,
    source_states,
)
from kpbot.storage.tables.messages import bodies, conversations, inbox, menus, outbox, reply_windows
from kpbot.storage.tables.people import accounts, codes, groups, leaves, link_codes, persons, posts
from kpbot.storage.tables.places import facilities, regions, stations, units
from kpbot.storage.tables.records import (
    assessments,
    broadcasts,
    digests,
    events,
    photos,
    private_digests,
    reminders,
    upkeeps,
)
from kpbot.storage.tables.room import room_chats, room_messages, room_people
from kpbot.storage.tables.running import access_tokens, audit, facts, job_slots
from kpbot.storage.tables.shares import (
    corrections,
    evidence,
    link_opens,
    link_salts,
    share_days,
    shares,
    short_links,
    spot_checks,
)
from kpbot.storage.tables.uploads import column_maps, uploads

__all__ = [
    "Id",
    "access_tokens",
    "accounts",
    "additions",
    "assessments",
    "audit",
    "bodies",
    "broadcasts",
    "codes",
    "column_maps",
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
    "item_pictures",
    "items",
    "job_slots",
    "leaves",
    "link_codes",
    "link_opens",
    "link_salts",
    "menus",
    "metadata",
    "outbox",
    "persons",
    "photos",
    "posts",
    "private_digests",
    "pushes",
    "regions",
    "reminders",
    "reply_windows",
    "room_chats",
    "room_messages",
    "room_people",
    "share_days",
    "shares",
    "short_links",
    "source_states",
    "spot_checks",
    "stations",
    "units",
    "upkeeps",
    "uploads",
]
