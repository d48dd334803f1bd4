"""QQ knows everybody by another id in each group: who joined in private is told there how to be recognised."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind
from kpbot.services.codes import CodeKind, make_code
from kpbot.storage import groups, tables
from tests.fakes.everywhere import FRIDAY, LI, MONDAY, SUN, ZHAO, County
from tests.fakes.qq.rig import QqRig
from tests.fakes.qq.server import QqServer, qq_server
from tests.fakes.qq.world import GRANTED, REFUSED

NEW = "GROUP-NEW"


@pytest.fixture
async def server(clock: MovableClock) -> AsyncIterator[QqServer]:
    clock.move_to(FRIDAY)
    async with qq_server(clock) as server:
        server.world.push[NEW] = GRANTED
        yield server


@pytest.fixture
async def county(server: QqServer, database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[County]:
    made = await County(QqRig(server), database_url, clock, tmp_path).build()
    async with made.running():
        yield made
    await made.app.database.close()


async def code(county: County, kind: CodeKind, group: GroupKind | None = None) -> str:
    unit = None if group else county.village
    async with county.app.database.write() as db:
        return await make_code(db, kind, county.region, unit, group, None, county.clock.now())


async def said(county: County, server: QqServer, member: str, chat: str, text: str) -> list[str]:
    """What the bot answers in that group."""
    await county.app.delivery.drain()
    before = len(server.messages(chat))
    await server.brings(county.app.asgi(), server.world.says(member, chat, text))
    await county.app.delivery.drain()
    return [message.text for message in server.messages(chat)[before:]]


async def linked(county: County, server: QqServer, who: str, member: str, chat: str) -> None:
    await county.says(who, "/link", f"~{who}")
    given = (await county.sees(who, "关联码：", f"~{who}")).words
    assert "在群里 @我 发也行" in given
    await said(county, server, member, chat, f"/link {given.split('关联码：')[1][:9]}")
    await county.presses(who, "是", f"~{who}")
    await county.sees(who, "关联好了", f"~{who}")


@pytest.mark.parametrize(
    "text",
    [
        "/share 1",
        "已分享 1 2",
        "1 3",
        "/me",
        "/report 健康讲座 62人 今天下午",
        "/events",
        "/help",
        "/away 3天",
        "/digest",
        "/bind ABCD2345",
        "绑定 ABCD2345",
        "我的",
        "怎么登记",
    ],
)
async def test_a_stranger_is_told_how_to_be_recognised(county: County, server: QqServer, text: str) -> None:
    await county.push()
    text = text.replace("ABCD2345", await code(county, CodeKind.GROUP, GroupKind.OFFICERS))
    (answer,) = await said(county, server, "MEMBER-ELSE", "GROUP-OFFICERS", text)
    assert "我在这个群里还认不出您" in answer
    assert "发“关联”取一个码，回到这里 @我 发：/link 码" in answer


async def test_other_words_of_strangers_get_no_answer(county: County, server: QqServer) -> None:
    await county.push()
    async with county.app.database.write() as db:
        await groups.add(db, Chat("qq", "GROUP-PUBLIC"), "", "zh-CN", county.clock.now())
    for place, text in [("GROUP-OFFICERS", "谢谢"), ("GROUP-PUBLIC", "1"), ("GROUP-COORDINATORS", "1 3")]:
        assert await said(county, server, "MEMBER-ELSE", place, text) == []
    chat = Chat("qq", "GROUP-PUBLIC")
    async with county.app.database.write() as db:
        group = (await groups.load(db, [(chat.platform, chat.id)]))[chat.platform, chat.id]
        await groups.update_group(db, group.id, kind=GroupKind.PUBLIC, region_id=county.region.id)
    (answer,) = await said(county, server, "MEMBER-ELSE", chat.id, "/help")
    assert "认不出" not in answer  # most people there are nobody's officers


async def test_once_linked_the_group_knows_the_officer(county: County, server: QqServer) -> None:
    await county.push()
    await linked(county, server, LI, "MEMBER-ELSE", "GROUP-OFFICERS")
    (answer,) = await said(county, server, "MEMBER-ELSE", "GROUP-OFFICERS", "已分享 1 2")
    assert "已记 2/3" in answer
    assert {row.post_id for row in await county.rows(tables.shares)} == {county.posts[LI]}


async def test_who_has_joined_in_private_hears_how_to_come_into_groups(county: County) -> None:
    await county.says(SUN, f"/join {await code(county, CodeKind.UNIT)}", f"~{SUN}")
    await county.presses(SUN, "同意", f"~{SUN}")
    await county.sees(SUN, "怎么称呼", f"~{SUN}")
    await county.says(SUN, "孙老师", f"~{SUN}")
    await county.sees(ZHAO, "孙老师", "coordinators")
    await county.presses(ZHAO, "确认", "coordinators")
    assert "到那个群里 @我 发：/link 码" in (await county.sees(SUN, "好消息", f"~{SUN}")).words


async def test_a_group_of_which_no_name_is_told_is_called_by_its_place(county: County, server: QqServer) -> None:
    await said(county, server, "MEMBER-NEW", NEW, "/help")
    await linked(county, server, ZHAO, "MEMBER-NEW", NEW)
    asked = [one.text for one in server.messages("USER-ZHAO") if "和您关联吗" in one.text]
    assert "要把 QQ 群里刚才发码的那个账号和您关联吗" in asked[-1]
    assert "4 个账号：QQ（4 个）。" in (await county.sees(ZHAO, "关联好了", f"~{ZHAO}")).words
    group_code = await code(county, CodeKind.GROUP, GroupKind.OFFICERS)
    assert "绑定好了" in (await said(county, server, "MEMBER-NEW", NEW, f"/bind {group_code}"))[-1]
    assert {row.chat: row.title for row in await county.rows(tables.groups)}[NEW] == "青禾县信息员群"
    public_code = await code(county, CodeKind.GROUP, GroupKind.PUBLIC)
    await said(county, server, "MEMBER-NEW", NEW, f"/bind {public_code}")
    await said(county, server, "MEMBER-NEW", NEW, "1")
    assert {row.chat: row.title for row in await county.rows(tables.groups)}[NEW] == "青禾县公众群"


async def test_words_said_to_the_bot_need_no_slash(county: County, server: QqServer) -> None:
    await county.push()
    officers = "GROUP-OFFICERS"
    (answer,) = await said(county, server, "MEMBER-OFFICERS-LI", officers, "今日")
    assert "今日三条" in answer
    group_code = await code(county, CodeKind.GROUP, GroupKind.OFFICERS)
    await said(county, server, "MEMBER-OFFICERS-ZHAO", NEW, "帮助")
    await linked(county, server, ZHAO, "MEMBER-NEW", NEW)
    assert "绑定好了" in (await said(county, server, "MEMBER-NEW", NEW, f"绑定 {group_code}"))[-1]
    overheard = server.world.says("MEMBER-OFFICERS-LI", officers, "今日", at=False)
    before = len(server.messages(officers))
    await server.brings(county.app.asgi(), overheard)
    await county.app.delivery.drain()
    assert len(server.messages(officers)) == before


async def test_coordinators_are_told_of_a_silent_group_by_that_name(county: County, server: QqServer) -> None:
    server.world.push["GROUP-OFFICERS"] = REFUSED
    await county.push()
    await county.app.delivery.drain()
    await county.app.schedule.run_due(MONDAY + timedelta(minutes=10), county.clock.move_to)
    assert "请人在群里 @我 说句话" in (await county.sees(ZHAO, "officers：要等群里有人", "coordinators")).words
