"""Pictures and documents from the outbox to the chat: the whole application on Telegram, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from kpbot.clock import MovableClock
from kpbot.domain.messages import Attachment, Button, Chat, Outgoing
from kpbot.platforms.telegram.limits import NAME
from kpbot.services import stored
from kpbot.storage import outbox, tables
from kpbot.storage.outbox import Owed, Priority, State
from tests.fakes.bot_api.county import DESK, OFFICERS, County
from tests.fakes.bot_api.server import bot_api

PICTURE = b"\xff\xd8\xff" + b"x" * 3000
HERE, THERE = Chat(NAME, str(OFFICERS)), Chat(NAME, str(DESK))


@pytest.fixture
async def county(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path).build()
        yield made
        await made.app.database.close()


async def owe(county: County, key: str, chat: Chat, said: Outgoing) -> None:
    now = county.clock.now()
    async with county.app.database.write() as db:
        await outbox.owe(db, [Owed(key, chat, said, Priority.ANSWER, now, now + timedelta(hours=1))])
    county.app.delivery.wake()


async def test_what_is_owed_with_a_file_arrives_with_it_and_is_edited_by_its_key(county: County) -> None:
    now = county.clock.now()
    picture = await stored.keep(county.folder, "three.jpg", PICTURE, now)
    paper = await stored.keep(county.folder, "codes.docx", b"PK codes", now)
    buttons = ((Button("已分享 1", "share:1:1"),),)
    async with county.running():
        await owe(county, "a", HERE, Outgoing(text="今日三条", picture=picture, buttons=buttons))
        shown = await county.said(OFFICERS, "今日三条")
        assert (shown.photo, bool(shown.buttons)) == (PICTURE, True)
        await owe(county, "b", THERE, Outgoing(text="邀请码", document=Attachment(paper, "邀请码.docx")))
        sent = await county.said(DESK, "邀请码")
        assert (sent.document, sent.name) == (b"PK codes", "邀请码.docx")
        await owe(county, "c", HERE, Outgoing(text="今天已有 2 位", picture=picture, buttons=buttons, edits="key:a"))
        await county.api.until(lambda: shown.edits)
    assert (shown.text, shown.photo, bool(shown.buttons)) == ("今天已有 2 位", PICTURE, True)


async def test_a_file_that_is_gone_fails_for_good_and_holds_nothing_up(county: County) -> None:
    async with county.running():
        await owe(county, "a", HERE, Outgoing(text="x", document=Attachment("files/2026-11/gone.docx", "x.docx")))
        await owe(county, "b", HERE, Outgoing(text="后面的话"))
        await county.said(OFFICERS, "后面的话")
    rows = {row.key: row for row in await county.rows(tables.outbox)}
    assert (rows["a"].state, rows["b"].state) == (State.FAILED, State.SENT)
    assert "files/2026-11/gone.docx" in rows["a"].error
    assert [message.text for message in county.api.messages(OFFICERS)] == ["后面的话"]
