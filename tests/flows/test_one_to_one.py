"""A county without groups, on a platform that has none: officers fetch the day's three in the private chat."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from kpbot.domain.people import GroupKind
from kpbot.domain.shares import DayVerdict, Unknown
from kpbot.services import one_to_one
from kpbot.services.days import officer_day
from kpbot.storage import groups, people
from kpbot.storage.tables import groups as groups_table
from kpbot.storage.tables import outbox
from tests.fakes.stage import PLATFORM, Stage

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00
DAY = date(2026, 11, 23)


async def without_groups(stage: Stage) -> None:
    """The county's groups are gone; its coordinators' group stays to see what it is told."""
    async with stage.database.write() as db:
        for name in ("officers", "public"):
            await groups.update_group(db, stage.groups[name], region_id=None, kind=None)


async def pushed(stage: Stage) -> None:
    await without_groups(stage)
    await stage.stock()
    for _ in range(2):  # the second time changes nothing
        async with stage.database.write() as db:
            await one_to_one.note_places(db, [PLATFORM], "zh-CN", FRIDAY)
    await stage.prepare(FRIDAY)
    await stage.push(MONDAY)
    stage.clock.move_to(MONDAY)


async def verdicts(stage: Stage) -> dict[str, tuple[DayVerdict, Unknown | None]]:
    async with stage.database.read() as db:
        held = [post for name in ("李", "王") if (post := await people.post(db, stage.posts[name]))]
        found = await officer_day(db, stage.settings, held, DAY)
    return {name: (found[stage.posts[name]].verdict, found[stage.posts[name]].reason) for name in ("李", "王")}


async def test_the_county_is_noted_once_and_nothing_is_sent_there(stage: Stage) -> None:
    await pushed(stage)
    async with stage.database.read() as db:
        noted = [group for group in await groups.all_groups(db) if group.kind is GroupKind.PRIVATE]
        sent = (await db.execute(select(outbox.c.chat).where(outbox.c.key.startswith("push:")))).scalars().all()
    assert [(group.platform, group.region_id, group.title) for group in noted] == [
        (PLATFORM, stage.county.id, "私聊领取")
    ]
    assert list(sent) == []


async def test_an_officer_asks_for_the_three_and_shares_them(stage: Stage) -> None:
    await pushed(stage)
    [answer] = await stage.say("李", "~", "今日")
    assert len(answer.outgoing.cards) == 3
    await stage.say("李", "~", "/share 1 2 3")
    assert await verdicts(stage) == {
        "李": (DayVerdict.MET, None),
        "王": (DayVerdict.NOT_KNOWN, Unknown.SILENT),
    }


async def test_before_the_push_there_is_nothing_to_fetch(stage: Stage) -> None:
    await without_groups(stage)
    await stage.stock()
    async with stage.database.write() as db:
        await one_to_one.note_places(db, [PLATFORM], "zh-CN", FRIDAY)
    await stage.prepare(FRIDAY)
    [answer] = await stage.say("李", "~", "今日")
    assert answer.outgoing.cards == ()


async def test_what_is_recalled_is_corrected_where_it_is_fetched_and_its_sharers_are_told(stage: Stage) -> None:
    await pushed(stage)
    [answer] = await stage.say("李", "~", "今日")
    title = answer.outgoing.cards[0].title
    await stage.say("李", "~", "/share 1")
    asked = await stage.say("赵", "coordinators", "/recall")
    choose = next(data for one in asked for label, data in one.buttons.items() if title in label)
    sure = await stage.press("赵", "coordinators", choose)
    heard = await stage.press("赵", "coordinators", next(iter(sure[0].buttons.values())))
    assert [one.chat for one in heard if one.chat.startswith("private:")] == []
    assert any(one.chat == "~李" and title in one.text for one in heard)
    [again] = await stage.say("王", "~", "今日")
    assert "撤回" in again.outgoing.cards[0].summary


async def test_groups_there_go_on_as_before(stage: Stage) -> None:
    async with stage.database.write() as db:
        await one_to_one.note_places(db, [PLATFORM], "zh-CN", FRIDAY)
    await stage.stock()
    await stage.prepare(FRIDAY)
    heard = await stage.push(MONDAY)
    assert {one.chat for one in heard if not one.outgoing.edits} == {"officers", "public"}
    async with stage.database.read() as db:
        kinds = (await db.execute(select(groups_table.c.kind))).scalars().all()
    assert sorted(kinds) == sorted([*map(str, GroupKind)])
