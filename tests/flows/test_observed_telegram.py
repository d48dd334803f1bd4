"""What officers post in Telegram groups: by polling, where items come in full; by webhook, where they have pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kpbot.clock import MovableClock
from kpbot.domain.people import GroupKind
from kpbot.storage import tables
from tests.fakes.bot_api.county import LI, NEWCOMER, OFFICERS, WANG, ZHAO, County
from tests.fakes.bot_api.server import bot_api

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00
PUBLIC = -1001500000003


@pytest.fixture(params=["polling", "webhook"])
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    clock.move_to(FRIDAY - timedelta(minutes=1))
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, request.param).build()
        await made._group(PUBLIC, "青禾县科普爱好者", GroupKind.PUBLIC)
        yield made
        await made.app.database.close()


async def kept(county: County) -> set[tuple[int, str, str]]:
    return {(row.post_id, row.kind, row.reference) for row in await county.rows(tables.evidence)}


async def test_a_forward_of_the_push_is_seen(county: County) -> None:
    world, api = county.api.world, county.api
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        for user in (NEWCOMER, ZHAO):
            world.forwards(user, PUBLIC, push, api.me)
        posing = {**api.me, "id": 77}
        world.forwards(LI, PUBLIC, push, posing, message_thread_id=3)
        await county.people_did()
        in_full = county.mode == "polling"
        # Whoever poses as the bot passes on links all the same, where there are links.
        assert len(await kept(county)) == (0 if in_full else 1)
        update = world.forwards(WANG, PUBLIC, push, api.me)
        await county.people_did()
        await api.until(lambda: world.reactions.get((PUBLIC, update["message"]["message_id"])))
        before = len(api.calls_of("setMessageReaction"))
        world.forwards(WANG, OFFICERS, push, api.me)
        world.edits(update, "改过的话")
        await county.people_did()
    rows = [row for row in await county.rows(tables.evidence) if row.post_id == county.posts[WANG]]
    group = next(row.id for row in await county.rows(tables.groups) if row.chat == str(PUBLIC))
    expected = f"{group}:{update['message']['message_id']}"
    assert [(row.kind, row.reference, row.destination) for row in rows] == [("observed", expected, "other")] * 3
    assert len(api.calls_of("setMessageReaction")) == before


async def test_a_link_under_words_and_one_in_a_caption(county: County) -> None:
    """By webhook: there items have pages of their own."""
    if county.mode != "webhook":
        return
    world = county.api.world
    async with county.running():
        await county.push(FRIDAY, MONDAY_PUSH)
        push = await county.said(OFFICERS, "11月23日")
        first, second, third = (entity.url for entity in push.entities if entity.kind == "a")
        under = [{"type": "text_link", "offset": 0, "length": 2, "url": f"{first}?utm_source=tg"}]
        world.says(LI, PUBLIC, "看看这个", entities=under)
        world.sends_photo(LI, PUBLIC, b"x", caption="好看", caption_entities=[{**under[0], "url": second}])
        world.says(LI, PUBLIC, f"请看{third}，有用")
        world.says(NEWCOMER, PUBLIC, f"请看{third}，有用", entities=under)
        await county.people_did()
        await county.api.until(lambda: len(world.reactions) == 3)
    rows = await county.rows(tables.evidence)
    assert {row.post_id for row in rows} == {county.posts[LI]}
    assert len({row.item_id for row in rows}) == 3
