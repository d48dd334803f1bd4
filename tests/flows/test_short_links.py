"""Officers' own links in the text to copy: where they are on, for whom, and what becomes of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from kpbot.clock import MovableClock
from kpbot.domain.content import ItemState
from kpbot.services.rhythm import Beat, Tree
from kpbot.services.short_links import turned_on
from kpbot.services.work import Work
from kpbot.settings import LinkSettings, Settings, WebSettings
from kpbot.storage import items, link_opens, places, short_links
from kpbot.storage.database import Database
from kpbot.storage.tables import edition_items, editions, link_salts
from kpbot.storage.tables import link_opens as opens_table
from kpbot.storage.tables import short_links as links_table
from tests.fakes.stage import CAPABILITIES, Heard, Stage

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in Shanghai
MONDAY_PUSH = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 09:00
PUBLIC = "https://kp.example.cn"
COUNTING = "（链接只统计打开次数，不记录是谁打开的）"


@pytest.fixture
async def stage(database: Database, clock: MovableClock) -> Stage:
    """A county with links on, on the morning of Monday, after the push."""
    settings = Settings(web=WebSettings(public_url=PUBLIC), links=LinkSettings(valid_days=10))
    made = await Stage(database, clock, settings).build()
    async with database.write() as db:
        await places.update_region(db, made.county.id, short_links=True)
    await made.stock()
    clock.move_to(FRIDAY)
    await made.prepare(FRIDAY)
    await made.push(MONDAY_PUSH)
    return made


def links(heard: list[Heard]) -> list[str]:
    return [code for one in heard for code in re.findall(rf"{PUBLIC}/s/([a-z2-9]{{12}})$", one.text, re.MULTILINE)]


async def edition(stage: Stage) -> int:
    async with stage.database.read() as db:
        query = select(editions.c.id).where(editions.c.audience == "general", editions.c.day == date(2026, 11, 23))
        return int((await db.execute(query)).scalars().first() or 0)


async def turn_off(stage: Stage) -> None:
    async with stage.database.write() as db:
        await places.update_region(db, stage.county.id, short_links=False)


async def test_the_text_to_copy_has_the_officers_own_links(stage: Stage) -> None:
    texts = await stage.say("李", "~", "/copy")
    assert len(texts) == 3
    codes = links(texts)
    assert len(set(codes)) == 3
    for heard in texts:
        assert heard.chat == "~李"
        assert heard.text.count(COUNTING) == 1
        assert "/i/" not in heard.text
        assert "来源：" in heard.text
    assert links(await stage.say("李", "~", "/copy")) == codes
    assert links(await stage.say("王", "~", "/copy 2")) != codes[1:2]


async def test_another_destination_has_other_links(stage: Stage) -> None:
    first = links(await stage.say("李", "~", "/copy"))
    await stage.press("李", "~", "to:weibo")
    other = links(await stage.say("李", "~", "/copy"))
    assert len({*first, *other}) == 6
    async with stage.database.read() as db:
        found = {line.code: line.destination for line in await short_links.of_posts(db, [stage.posts["李"]])}
    assert {found[code] for code in first} == {"wechat"}
    assert {found[code] for code in other} == {"weibo"}


async def test_taken_on_another_day_they_are_renewed(stage: Stage, clock: MovableClock) -> None:
    first = links(await stage.say("李", "~", "/copy"))
    clock.move_to(clock.now() + timedelta(days=1))
    number = await edition(stage)
    assert links(await stage.press("李", "~", f"copy:{number}")) == first
    async with stage.database.read() as db:
        lines = await short_links.of_posts(db, [stage.posts["李"]])
    assert {line.day for line in lines} == {date(2026, 11, 24)}
    assert {line.expires_at for line in lines} == {clock.now() + timedelta(days=10)}


async def test_in_the_group_there_are_none(stage: Stage) -> None:
    said = await stage.press("李", "officers", f"copy:{await edition(stage)}")
    assert [one.chat for one in said if links([one])] == ["~李"] * 3
    shown = await stage.say("李", "officers", "/today")
    assert links(shown) == []
    assert not any("/s/" in str(one.outgoing) for one in shown)


async def test_off_by_default(stage: Stage) -> None:
    await turn_off(stage)
    texts = await stage.say("李", "~", "/copy")
    assert len(texts) == 3
    assert links(texts) == []
    assert not any(COUNTING in one.text for one in texts)
    assert all(f"{PUBLIC}/i/" in one.text for one in texts)


async def test_on_for_a_region_is_on_below_it(stage: Stage) -> None:
    await turn_off(stage)
    async with stage.database.write() as db:
        await places.update_region(db, stage.city.id, short_links=True)
        regions = {region.id: region for region in await places.all_regions(db)}
    assert len(links(await stage.say("李", "~", "/copy"))) == 3
    on = turned_on(Tree(regions), regions[stage.county.id])
    assert on is not None
    assert on.id == stage.city.id


@pytest.mark.parametrize("who", ["赵", "路人"])
async def test_who_is_no_officer_gets_the_item_itself(stage: Stage, who: str) -> None:
    assert links(await stage.press(who, "~", f"copy:{await edition(stage)}")) == []


async def test_on_behalf_of_an_officer_there_are_none(stage: Stage) -> None:
    (said,) = await stage.say("赵", "~", "/for 李 /copy")
    assert "不能代办" in said.text
    async with stage.database.read() as db:
        assert await short_links.of_posts(db, [stage.posts["李"]]) == []


async def test_without_an_address_or_a_private_chat_there_are_none(
    stage: Stage, database: Database, clock: MovableClock
) -> None:
    bare = replace(stage, settings=Settings())
    texts = await bare.say("李", "~", "/copy")
    assert len(texts) == 3
    assert links(texts) == []
    lonely = replace(stage, capabilities=replace(CAPABILITIES, private_chats=False))
    await lonely.press("陌生人", "officers", f"copy:{await edition(stage)}")
    async with database.read() as db:
        assert list(await db.execute(select(links_table))) == []


async def recall(stage: Stage, *positions: int) -> None:
    async with stage.database.write() as db:
        query = select(edition_items.c.item_id).where(
            edition_items.c.edition_id == await edition(stage), edition_items.c.position.in_(positions)
        )
        await items.set_state(db, list((await db.execute(query)).scalars()), ItemState.RECALLED)


async def test_a_link_that_is_pasted_is_the_items(stage: Stage) -> None:
    code = links(await stage.say("李", "~", "/copy"))[0]
    (said,) = await stage.say("王", "~", f"/share {PUBLIC}/s/{code}?from=groupmessage 微博")
    assert said.text == "已记 1/3（微博）"
    (unknown,) = await stage.say("王", "~", f"/share {PUBLIC}/s/mmmmmmmmmmmm")
    assert "没有找到" in unknown.text


async def test_what_was_recalled_is_not_copied_and_if_all_was_it_is_said(stage: Stage) -> None:
    await recall(stage, 1)
    assert len(await stage.say("李", "~", "/copy")) == 2
    (said,) = await stage.say("李", "~", "/copy 1")
    assert said.text == "这一条已经撤回，请不要再转发，所以没有文字可以复制。"
    await recall(stage, 2, 3)
    (said,) = await stage.say("李", "~", "/copy")
    assert said.text == "这几条都已经撤回，请不要再转发，所以没有文字可以复制。"
    (toast,) = await stage.press("李", "officers", f"copy:{await edition(stage)}")
    assert toast.outgoing.toast
    assert "都已经撤回" in toast.text


async def test_two_readers_are_seen_in_ones_own_data_and_everything_goes(stage: Stage, clock: MovableClock) -> None:
    code = links(await stage.say("李", "~", "/copy"))[0]
    async with stage.database.write() as db:
        assert await link_opens.record(db, [(code, "v1"), (code, "v2")], date(2026, 11, 23), clock.now()) == 1
    told = "\n".join(one.text for one in await stage.say("李", "~", "/mydata"))
    assert "【短链接】3 个" in told
    assert f"/s/{code}" in told
    assert "【分享】1 条" in told
    assert "有人打开" in told
    ask = await stage.say("李", "~", "/forgetme")
    assert "短链接以后打不开" in ask[0].text
    await stage.press("李", "~", "forgetme:yes")
    async with stage.database.read() as db:
        assert list(await db.execute(select(links_table))) == []
        assert list(await db.execute(select(opens_table))) == []


async def test_what_was_taken_back_does_not_come_back_by_another_way(stage: Stage, clock: MovableClock) -> None:
    code = links(await stage.say("李", "~", "/copy 1"))[0]
    await stage.press("李", "~", "to:weibo")
    await stage.say("李", "~", "/share 1")
    (mine,) = await stage.say("李", "~", "/me")
    (one,) = await stage.press("李", "~", next(iter(mine.buttons.values())))
    await stage.press("李", "~", one.buttons["撤回这条"])
    opens = [(code, "v1"), (code, "v2")]
    async with stage.database.write() as db:
        assert await link_opens.record(db, opens, date(2026, 11, 23), clock.now()) == 0
    await stage.say("李", "~", "/share 1")  # said again: it stands, and then the other place may too
    async with stage.database.write() as db:
        assert await link_opens.record(db, opens, date(2026, 11, 23), clock.now()) == 1


async def test_tidying_forgets_what_has_served_its_time(stage: Stage, clock: MovableClock) -> None:
    code = links(await stage.say("李", "~", "/copy"))[0]
    work = Work(stage.database, stage.settings, stage.catalog, clock, {}, {})

    async def tidied(now: datetime) -> tuple[int, int, int]:
        async with stage.database.write() as db:
            await work.tidy(db, Beat("Asia/Shanghai", "03:30"), now, now)
            found = [len(list(await db.execute(select(one)))) for one in (links_table, opens_table, link_salts)]
            return found[0], found[1], found[2]

    async with stage.database.write() as db:
        await link_opens.salt_of(db, date(2026, 11, 23))
        await link_opens.record(db, [(code, "v1")], date(2026, 11, 23), clock.now())
    assert await tidied(datetime(2026, 11, 23, 15, 59, tzinfo=UTC)) == (3, 1, 1)
    assert await tidied(datetime(2026, 11, 23, 16, 1, tzinfo=UTC)) == (3, 0, 0)
    assert await tidied(clock.now() + timedelta(days=41)) == (0, 0, 0)
