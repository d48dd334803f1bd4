"""The rehearsal room."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from kpbot.storage.tables.columns import Id, flag, metadata, number, time, words

room_people = Table(
    "room_people",
    metadata,
    Column("id", String(40), primary_key=True),
    words("name"),
    words("about"),
    words("about_en"),
    number("rank"),
)

room_chats = Table(
    "room_chats",
    metadata,
    Column("id", String(60), primary_key=True),
    words("name"),
    words("kind"),
    words("members"),
    words("about"),
    words("about_en"),
    number("rank"),
)

room_messages = Table(
    "room_messages",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("chat", String(60), nullable=False),
    Column("sender", String(40), nullable=False),
    words("sent_key"),
    time("at"),
    words("payload", "{}"),
    flag("edited"),
    words("reactions"),
    Index("ix_room_messages_chat", "chat", "id"),
    Index("ix_room_messages_sent", "sender", "sent_key"),
)
