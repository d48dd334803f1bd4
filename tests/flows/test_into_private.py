"""What is not for a group says how to get into the private chat: by the link under it, or by the bot's profile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpbot.clock import MovableClock
from kpbot.storage.database import Database
from tests.fakes.stage import CAPABILITIES, Stage


@pytest.mark.parametrize(("links", "way"), [(True, "点下面的按钮打开私聊"), (False, "点我的头像 → 发消息")])
async def test_the_way_is_that_of_the_platform(database: Database, clock: MovableClock, links: bool, way: str) -> None:
    can = replace(CAPABILITIES, private_links=links)
    stage = await Stage(database, clock, capabilities=can).build()
    for who, said, opens in (("路人", "/join ABCDEFGH", "join"), ("李", "/mydata", "mydata")):
        (heard,) = await stage.say(who, "public", said)
        assert way in heard.text
        assert heard.outgoing.opens == opens


async def test_a_press_is_sent_there_too(stage: Stage) -> None:
    (heard,) = await stage.press("李", "officers", "forgetme:yes")
    assert "点我的头像 → 发消息" in heard.text
    assert heard.outgoing.opens == "help"
