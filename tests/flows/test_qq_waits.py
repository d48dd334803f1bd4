"""The whole application and QQ's own rules: groups that refuse pushes, five minutes, buttons that say numbers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.storage import tables
from kpbot.storage.outbox import State
from tests.fakes.everywhere import FRIDAY, LI, MONDAY, WANG, County
from tests.fakes.qq.rig import QqRig
from tests.fakes.qq.server import QqServer, qq_server
from tests.fakes.qq.world import GRANTED, REFUSED

OFFICERS = "GROUP-OFFICERS"


@pytest.fixture
async def server(clock: MovableClock) -> AsyncIterator[QqServer]:
    clock.move_to(FRIDAY)
    async with qq_server(clock) as server:
        yield server


@pytest.fixture
async def county(server: QqServer, database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    rig = QqRig(server)
    rig.settings = {"qq": {**server.settings, "keyboards": True}}
    server.world.push[OFFICERS] = REFUSED
    made = await County(rig, database_url, clock, tmp_path).build()
    async with made.running():
        yield made
    await made.app.database.close()


async def states(county: County) -> list[str]:
    await county.app.delivery.drain()
    return [row.state for row in await county.rows(tables.outbox) if row.chat == OFFICERS]


async def test_the_groups_first_word_of_the_day_brings_the_three(county: County, server: QqServer) -> None:
    await county.push()
    assert await states(county) == [State.WAITING]
    assert server.messages(OFFICERS) == []
    await county.says(LI, "大家早")
    await county.sees(LI, "11月23日")
    (message,) = server.messages(OFFICERS)
    assert not message.pushed


async def test_a_word_that_was_not_meant_for_the_bot_is_enough(county: County, server: QqServer) -> None:
    await county.push()
    await states(county)
    await server.brings(county.app.asgi(), server.world.says("M9", OFFICERS, "谁去开会？", at=False))
    await county.sees(LI, "11月23日")
    assert (await states(county)) == [State.SENT]


async def test_an_administrator_who_allows_pushes_gets_what_waited(county: County, server: QqServer) -> None:
    await county.push()
    await states(county)
    server.world.push[OFFICERS] = GRANTED
    await server.brings(county.app.asgi(), server.world.happens("GROUP_MSG_RECEIVE", OFFICERS))
    await county.sees(LI, "11月23日")
    (message,) = server.messages(OFFICERS)
    assert message.pushed


async def test_what_nobody_asked_for_is_over_with_its_day(county: County, server: QqServer) -> None:
    await county.push()
    await states(county)
    county.clock.move_to(MONDAY + timedelta(days=1))
    await county.says(LI, "/help")
    await states(county)
    assert server.messages(OFFICERS)
    assert "11月23日" not in "".join(message.text for message in server.messages(OFFICERS))


async def test_a_press_counts_as_its_number_does(county: County, server: QqServer) -> None:
    server.world.keyboards = True
    server.world.push[OFFICERS] = GRANTED
    await county.push()
    await county.sees(LI, "11月23日")
    await states(county)
    (message,) = server.messages(OFFICERS)
    data = next(data for label, data in message.buttons.items() if label == "1 已分享 1")
    press = server.world.presses("MEMBER-OFFICERS-LI", OFFICERS, data)
    for _ in range(2):  # QQ brings it twice
        assert (await server.brings(county.app.asgi(), press)).json() == {"op": 12}
    await server.until(lambda: server.world.acknowledged)
    assert len(await county.rows(tables.shares)) == 1
    await states(county)  # an answer goes out before the next message opens a window of its own
    await county.says(LI, "2")
    assert len(await county.rows(tables.shares)) == 2
    answer = server.messages(OFFICERS)[1]
    assert answer.asked["event_id"].startswith("INTERACTION_CREATE:")


async def test_two_people_say_the_same_number_at_two_workers_at_once(county: County, server: QqServer) -> None:
    server.world.push[OFFICERS] = GRANTED
    await county.push()
    await county.sees(LI, "11月23日")
    await states(county)
    other = App(county.settings, county._platforms, clock=county.clock, catalog=county.app.catalog)
    await other.start(virtual=True)
    said = [server.world.says(county.rig.user(who, "officers"), OFFICERS, "1") for who in (LI, WANG)]
    brought = [(app, one) for one in said for app in (county.app, other)]  # QQ brings each twice
    sites = {app: app.asgi() for app in (county.app, other)}
    responses = await asyncio.gather(*(server.brings(sites[app], one) for app, one in brought))
    assert [one.json() for one in responses] == [{"op": 12}] * 4
    await states(county)
    await other.delivery.drain()
    shares = await county.rows(tables.shares)
    assert {row.post_id for row in shares} == {county.posts[LI], county.posts[WANG]}
    assert len(shares) == 2
    turns = [(one.asked["msg_id"], one.asked["msg_seq"]) for one in server.messages(OFFICERS) if "msg_seq" in one.asked]
    assert turns
    assert len(turns) == len(set(turns))
    await other.stop()
