"""What people said, and what the bot owes them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from kpbot.storage.tables.columns import Id, flag, key, metadata, number, time, words

conversations = Table(
    "conversations",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("chat", String(128), primary_key=True),
    Column("thread", String(64), primary_key=True, server_default=""),
    Column("sender", String(128), primary_key=True),
    words("route"),
    words("step"),
    words("data", "{}"),
    time("updated_at"),
    Index("ix_conversations_sender", "platform", "sender"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("key", String(200), primary_key=True),
    time("received_at"),
    words("error"),
    words("payload"),
    Index("ix_inbox_received", "received_at"),
    sqlite_with_rowid=False,
)

# The numbered choices that were last shown in a chat of a platform without buttons.
menus = Table(
    "menus",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("chat", String(128), primary_key=True),
    Column("thread", String(64), primary_key=True, server_default=""),
    words("choices", "[]"),
    words("message"),  # the platform's id of what showed them, where it is known
    number("together", 1),  # messages with choices that came one upon another, before anybody there said a word
    time("shown_at"),
)

# How much the bot may still say in chats that have to speak first.
reply_windows = Table(
    "reply_windows",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("chat", String(128), primary_key=True),
    words("message"),  # that opened it
    time("until"),
    number("most"),
    number("used"),
)

bodies = Table("bodies", metadata, key(), words("payload"), time("made_at"))

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("platform", String(20), nullable=False),
    Column("chat", String(128), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    flag("private"),
    Column("payload", Text),
    Column("body_id", Id),
    Column("priority", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    time("due_at"),
    time("first_due_at", nullable=True),  # of one that was tried: `due_at` moves with each postponement
    time("expires_at"),
    time("lease_until", nullable=True),
    Column("owner", String(40), nullable=False, server_default=""),
    number("attempts"),
    flag("doubted"),
    words("message"),
    words("error"),
    time("settled_at", nullable=True),
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
        "ix_outbox_waiting",  # until somebody writes in that chat
        "platform",
        "chat",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
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
