"""What WeCom does, with the whole application: three attempts, no order, a token that dies among sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.services import one_to_one
from kpbot.storage import outbox, tables
from kpbot.storage.outbox import Owed, Priority
from tests.fakes.everywhere import FRIDAY, LI, County
from tests.fakes.wecom.rig import WecomRig, wecom_rig


@pytest.fixture
async def rig(clock: MovableClock, tmp_path: Path) -> AsyncIterator[WecomRig]:
    async with wecom_rig(clock, tmp_path) as rig:
        yield rig


@pytest.fixture
async def county(rig: WecomRig, database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    """李 has today's three."""
    clock.move_to(FRIDAY)
    made = await County(rig, database_url, clock, tmp_path).build()
    async with made.running():
        async with made.app.database.write() as db:
            await one_to_one.note_places(db, ["wecom"], "zh-CN", FRIDAY)
        await made.push()
        await made.says(LI, "今日", "~李")
        await made.sees(LI, "已分享 1", "~李")
        yield made
    await made.app.database.close()


def press(rig: WecomRig, label: str) -> dict[str, object]:
    holder = next(m for m in reversed(rig.world.in_chat(rig.chat("~李"))) if label in m.buttons)
    code = f"code-of-{label}"
    rig.world.codes[code] = holder
    return {
        "Event": "template_card_event",
        "EventKey": holder.buttons[label],
        "TaskId": holder.task,
        "CardType": "button_interaction",
        "ResponseCode": code,
    }


async def test_presses_that_come_three_times_and_in_no_order_are_one_share_each(county: County, rig: WecomRig) -> None:
    calls = [rig.call(LI, "event", **press(rig, f"已分享 {n}")) for n in (1, 2, 3)]
    before = await rig.count("~李")
    answers = await asyncio.gather(*(rig.post(call) for call in (*reversed(calls), *calls, *calls)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await county.rows(tables.shares)) == 3
    assert len(await county.rows(tables.evidence)) == 3
    seen = await county.sees(LI, "/3（", "~李")  # of presses at one moment the card may show any
    assert "已分享 1" in seen.choices
    assert await rig.count("~李") == before  # the card says it, not a message for each


async def test_a_report_that_comes_three_times_is_one_draft(county: County, rig: WecomRig) -> None:
    call = rig.call(LI, "text", Content="/report 健康讲座 62人 今天下午")
    for _ in range(3):
        assert (await rig.post(call)).status_code == 200
    await county.sees(LI, "62", "~李")
    assert sum("62" in message.words for message in rig.world.in_chat(rig.chat("~李"))) == 1
    assert list(await county.rows(tables.events)) == []


async def test_a_forged_press_leaves_no_trace(county: County, rig: WecomRig) -> None:
    call = rig.call(LI, "event", **press(rig, "已分享 1"))
    touched = (tables.inbox, tables.shares, tables.access_tokens)
    before = [await county.rows(table) for table in touched]
    forged = {**call.query, "nonce": "1"}
    answer = await rig.post(type(call)(forged, call.body))
    assert answer.status_code == 403
    county.clock.move_to(county.clock.now().replace(hour=20))
    assert (await rig.post(call)).status_code == 403  # it is old by now
    assert before == [await county.rows(table) for table in touched]


async def test_a_token_that_dies_among_many_sends_is_fetched_once_and_nothing_is_lost(
    county: County, rig: WecomRig
) -> None:
    now, fetched = county.clock.now(), rig.world.fetched
    rig.world.members |= {f"m{n}" for n in range(40)}
    rig.world.revoke()
    chats = [Chat("wecom", f"m{n}", private=True) for n in range(40)]
    owed = [Owed(f"x{c.id}", c, Outgoing(text="通知"), Priority.NOTICE, now, now.replace(hour=23)) for c in chats]
    async with county.app.database.write() as db:
        await outbox.owe(db, owed)
    county.app.delivery.wake()
    async with asyncio.timeout(20):
        for chat in chats:
            while not rig.world.in_chat(chat.id):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    assert [len(rig.world.in_chat(chat.id)) for chat in chats] == [1] * 40
    assert rig.world.fetched == fetched + 1


async def test_a_burst_is_confirmed_and_none_is_lost(county: County, rig: WecomRig) -> None:
    said = [rig.call(f"路人{n}", "text", Content="/help") for n in range(300)]
    answers: list[httpx.Response] = await asyncio.gather(*map(rig.post, said))
    assert [answer.status_code for answer in answers] == [200] * 300
    keys = {row.key for row in await county.rows(tables.inbox)}
    assert len(keys) >= 300
