"""Forwardable cards on Telegram: the whole application and a Bot API server, on both databases."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from kpbot.clock import MovableClock
from tests.fakes.bot_api.county import LI, OFFICERS, SITE, WANG, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.bot_api.world import Message
from tests.fakes.qr import read
from tests.unit.services.cards.test_drawing import code_of

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00


@pytest.fixture(params=["polling", "webhook"])
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    """By polling there is no public address: items can be read nowhere, and are on the card."""
    clock.move_to(FRIDAY - timedelta(minutes=1))
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, request.param).build()
        yield made
        await made.app.database.close()


def pictures(county: County, chat: int) -> list[Message]:
    return [message for message in county.api.messages(chat) if message.photo]


async def ask(county: County, user: int, text: str, many: int) -> list[Message]:
    """The cards somebody has, once there are so many."""
    county.api.world.says(user, user, text)
    await county.people_did()
    await county.api.until(lambda: len(pictures(county, user)) >= many)
    return pictures(county, user)


async def test_a_card_is_a_photo_with_the_link_below(county: County) -> None:
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        assert len(push.buttons) == 6
        county.api.world.says(LI, LI, "/today")
        await county.people_did()
        await county.press(LI, await county.said(LI, "11月23日"), "卡片 1")
        await county.api.until(lambda: pictures(county, LI))
        cards = await ask(county, LI, "/card 2 3", 3)
        theirs = await ask(county, WANG, "/card", 3)
    assert {message.chat for message in cards} == {LI}
    assert {message.photo for message in cards} == {message.photo for message in theirs}
    for message in cards:
        with Image.open(io.BytesIO(message.photo)) as card:
            assert (card.width, len(message.photo) < 300_000) == (1080, True)
            if county.mode == "webhook":
                link = message.text.splitlines()[-1]
                assert link.startswith(f"{SITE}/i/")
                assert read(code_of(card.convert("RGB"))) == link


async def test_the_button_under_a_text_to_copy(county: County) -> None:
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        county.api.world.says(LI, LI, "/copy 2")
        await county.people_did()
        text = await county.said(LI, "来源：")
        assert list(text.buttons) == ["转发卡片"]
        await county.press(LI, text, "转发卡片")
        await county.api.until(lambda: pictures(county, LI))
    (card,) = pictures(county, LI)
    assert ("长按图片" in card.text) or county.mode == "polling"
