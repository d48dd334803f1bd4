"""Spot-checks from the lot to the answer: asked once, answered in place, corrected, and never a verdict."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from kpbot.domain.people import GroupKind
from kpbot.services import digests, spot_checks
from kpbot.settings import Settings, SpotCheckSettings
from kpbot.storage import audit, own_corrections, posts, roll_ups
from kpbot.storage.database import insert_new
from kpbot.storage.tables import accounts, corrections, evidence, groups, items, shares
from kpbot.storage.tables import outbox as outbox_table
from kpbot.storage.tables import spot_checks as checks
from tests.fakes.stage import Heard, Stage

ZONE = "Asia/Shanghai"
MONDAY = date(2026, 11, 23)
ASKED = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)  # 10:30 in Shanghai
LAST_WEEK = datetime(2026, 11, 17, 1, 30, tzinfo=UTC)


def item(number: int, title: str) -> dict[str, Any]:
    return {
        "id": number,
        "source": "reserve",
        "identity": str(number),
        "title": title,
        "canonical": f"slug:{number}",
        "fingerprint": str(number),
        "topic": "health",
        "state": "ready",
        "gathered_at": LAST_WEEK,
        "counts": True,
    }


async def share(stage: Stage, who: str, number: int = 1, destination: str = "wechat", day: int = 17) -> dict[str, Any]:
    """A share of last week, claimed."""
    key: dict[str, Any] = {
        "day": date(2026, 11, day),
        "post_id": stage.posts[who],
        "item_id": number,
        "destination": destination,
    }
    row = {**key, "counts": True, "at": LAST_WEEK, "entered_by": None, "flags": "", "withdrawn_at": None}
    async with stage.database.write() as db:
        await insert_new(db, items, [item(number, f"第{number}条科普")])
        await insert_new(db, shares, [row])
        await insert_new(db, evidence, [{**key, "kind": "claimed", "reference": "", "at": LAST_WEEK}])
        await roll_ups.recount(db, [(key["day"], key["post_id"])])
    return key


async def ask(stage: Stage, at: datetime = ASKED, **rules: Any) -> list[Heard]:
    stage.clock.move_to(at)
    async with stage.database.write() as db:
        await spot_checks.ask(db, Settings(spot_checks=SpotCheckSettings(**rules)), ZONE, at, stage.platforms)
    return await stage.heard()


async def rows(stage: Stage, table: Any) -> list[Any]:
    async with stage.database.read() as db:
        return list((await db.execute(select(table))).mappings())


async def kinds(stage: Stage, who: str) -> set[str]:
    async with stage.database.read() as db:
        found = await roll_ups.of_day(db, [stage.posts[who]], date(2026, 11, 17))
        assert await roll_ups.differing(db, date(2026, 11, 1), date(2026, 11, 30)) == 0
    return {kind.value for one in found[stage.posts[who]].counting for kind in one}


async def test_read_aloud(stage: Stage) -> None:
    await share(stage, "李")
    await share(stage, "王", 2, "weibo")
    (asked,) = await ask(stage)
    assert asked.chat == "coordinators"
    out = asked.outgoing
    assert out.title == "每周抽查 · 青禾县（11月16日至11月22日）"
    assert out.text == (
        "从上一整周的分享里随机抽到 2 条，请您有空时到群里、微博上看一眼，看到什么选什么。\n\n"
        "1. 11月17日（周二） · 槐树村 · 李 · 微信群 · 《第1条科普》\n"
        "2. 11月17日（周二） · 第一小学 · 王 · 微博 · 《第2条科普》\n\n选错了可以再选，本周之内都能改。"
    )
    assert "没看到”不等于没做" in out.footer
    assert [[button.label for button in row] for row in out.buttons] == [
        ["1 看到了", "1 没看到", "1 说不准"],
        ["2 看到了", "2 没看到", "2 说不准"],
    ]


async def test_asked_once_a_week_on_the_first_working_day(stage: Stage) -> None:
    await share(stage, "李")
    assert await ask(stage, datetime(2026, 11, 22, 2, 30, tzinfo=UTC)) == []  # Sunday; its week would look further back
    assert len(await ask(stage)) == 1
    assert await ask(stage) == []
    assert await ask(stage, ASKED + timedelta(days=1)) == []
    assert len(await rows(stage, checks)) == 1
    assert await ask(stage, ASKED + timedelta(days=7)) == []  # nothing was shared in that week


async def test_asked_later_in_the_week_where_nobody_ran_on_monday(stage: Stage) -> None:
    await share(stage, "李")
    assert len(await ask(stage, ASKED + timedelta(days=2))) == 1
    assert [row["week"] for row in await rows(stage, checks)] == [MONDAY]


async def test_off_is_off(stage: Stage) -> None:
    await share(stage, "李")
    assert await ask(stage, each_week=0) == []


async def test_what_is_never_drawn(stage: Stage) -> None:
    gone = await share(stage, "李")
    await share(stage, "李", 2, "moments")
    await share(stage, "李", 3, "other")
    await share(stage, "李", 4, day=23)  # of this week
    recalled = await share(stage, "王", 5)
    await share(stage, "王", 6)
    async with stage.database.write() as db:
        await db.execute(update(shares).where(shares.c.item_id == gone["item_id"]).values(withdrawn_at=LAST_WEEK))
        await db.execute(update(items).where(items.c.id == recalled["item_id"]).values(state="recalled"))
    await ask(stage, each_week=9)
    assert [row["item_id"] for row in await rows(stage, checks)] == [6]


async def test_who_left_is_not_asked_about(stage: Stage) -> None:
    await share(stage, "李")
    await share(stage, "王", 2)
    async with stage.database.write() as db:
        await posts.end(db, stage.posts["李"], date(2026, 11, 20))
    await ask(stage)
    assert [row["post_id"] for row in await rows(stage, checks)] == [stage.posts["王"]]


async def test_seen_not_seen_and_corrected(stage: Stage) -> None:
    await share(stage, "李")
    (asked,) = await ask(stage)
    await stage.deliver()
    message = f"sent:{asked.key}"
    toast, changed = await stage.press("赵", "coordinators", asked.buttons["1 看到了"], message)
    assert toast.outgoing.toast
    assert toast.text == "第 1 条记下了：看到了。"
    assert changed.outgoing.edits == message
    assert "\n    答：看到了（赵）\n" in changed.text
    assert "都答过了" in changed.text
    assert await kinds(stage, "李") == {"claimed", "spot-checked"}

    again = await stage.press("赵", "coordinators", asked.buttons["1 看到了"], message)
    assert [one.text for one in again] == ["第 1 条已经记的是“看到了”。"]

    _, changed = await stage.press("赵", "coordinators", asked.buttons["1 没看到"], message)
    assert "答：没看到（赵）" in changed.text
    assert await kinds(stage, "李") == {"claimed"}
    (correction,) = await rows(stage, corrections)
    assert correction["person_id"] == stage.persons["赵"]
    assert [row["answer"] for row in await rows(stage, checks)] == ["not-seen"]

    await stage.press("赵", "coordinators", asked.buttons["1 看到了"], message)
    assert await kinds(stage, "李") == {"claimed", "spot-checked"}
    async with stage.database.read() as db:
        log = [one.act for one in await audit.of_person(db, stage.persons["赵"])]
        made = await own_corrections.of_person(db, stage.persons["赵"])
    assert log == ["spot.answer"] * 3
    assert [(one.name, one.after["answer"]) for one in made] == [("第1条科普", "seen"), ("第1条科普", "not-seen")]
    said = "\n".join(one.text for one in await stage.say("赵", "~", "/mydata"))
    assert "第1条科普：看到了 → 没看到" in said


async def test_not_seen_takes_nothing_away_and_nobody_is_told(stage: Stage) -> None:
    await share(stage, "李")
    (asked,) = await ask(stage)
    heard = await stage.press("赵", "coordinators", asked.buttons["1 没看到"])
    assert {one.chat for one in heard} == {"coordinators"}
    assert await kinds(stage, "李") == {"claimed"}
    assert [row["withdrawn_at"] for row in await rows(stage, shares)] == [None]


async def test_every_chat_of_the_desk_shows_the_answer(stage: Stage) -> None:
    await share(stage, "李")
    await stage.group("second", GroupKind.COORDINATORS, stage.county)
    asked = await ask(stage)
    assert sorted(one.chat for one in asked) == ["coordinators", "second"]
    await stage.deliver()
    here = next(one for one in asked if one.chat == "second")
    heard = await stage.press("赵", "second", here.buttons["1 说不准"], f"sent:{here.key}")
    edits = {one.chat: one for one in heard if one.outgoing.edits}
    assert set(edits) == {"coordinators", "second"}
    assert all("答：说不准（赵）" in one.text for one in edits.values())


async def test_too_late(stage: Stage) -> None:
    await share(stage, "李")
    (asked,) = await ask(stage)
    stage.clock.move_to(datetime(2026, 11, 29, 15, 59, tzinfo=UTC))  # Sunday 23:59
    assert len(await stage.press("赵", "coordinators", asked.buttons["1 没看到"])) == 2
    stage.clock.move_to(datetime(2026, 11, 29, 16, 0, tzinfo=UTC))
    (late,) = await stage.press("赵", "coordinators", asked.buttons["1 看到了"])
    assert late.text == "这一周的抽查已经结束，答案不再改了。每周第一个工作日会抽新的。"
    assert [row["answer"] for row in await rows(stage, checks)] == ["not-seen"]


@pytest.mark.parametrize("who", ["李", "路人"])
async def test_only_coordinators_of_the_place_answer(stage: Stage, who: str) -> None:
    await share(stage, "李")
    (asked,) = await ask(stage)
    heard = await stage.forge(who, "officers", asked.buttons["1 看到了"])
    assert all("协调员" in one.text or "登记" in one.text for one in heard)
    assert [row["answer"] for row in await rows(stage, checks)] == [""]


async def test_nobody_answers_about_their_own_share(stage: Stage) -> None:
    await stage.officer("赵", stage.village)
    await share(stage, "赵")
    (asked,) = await ask(stage)
    (said,) = await stage.press("赵", "coordinators", asked.buttons["1 看到了"])
    assert said.outgoing.toast
    assert said.text == "这一条是您自己的分享，请别的协调员来看；没有别人的话，空着就行。"
    assert [row["answer"] for row in await rows(stage, checks)] == [""]


@pytest.mark.parametrize(
    "data", ["spot:", "spot:1:seen", "spot:x:seen", "spot:1:maybe", "spot:9223372036854775808:seen"]
)
async def test_made_up_presses(stage: Stage, data: str) -> None:
    (heard,) = await stage.forge("赵", "coordinators", data)
    assert heard.outgoing.toast


async def test_without_a_group_the_nearest_above_is_asked_and_without_anybody_nothing_is_drawn(stage: Stage) -> None:
    await share(stage, "李")
    async with stage.database.write() as db:
        await db.execute(update(groups).where(groups.c.chat == "coordinators").values(region_id=stage.city.id))
    (asked,) = await ask(stage)
    assert asked.chat == "coordinators"
    assert asked.outgoing.title.startswith("每周抽查 · 青禾县")


async def test_nobody_to_ask(stage: Stage) -> None:
    await share(stage, "李")
    async with stage.database.write() as db:
        await db.execute(update(groups).where(groups.c.chat == "coordinators").values(state="gone"))
        await db.execute(update(accounts).values(private_chat=""))
    assert await ask(stage) == []
    assert await rows(stage, checks) == []


async def test_the_digest_says_it_once(stage: Stage) -> None:
    await share(stage, "李")
    await ask(stage)
    said = []
    for day in (24, 25, 26):
        stage.clock.move_to(at := datetime(2026, 11, day, 0, 30, tzinfo=UTC))
        async with stage.database.write() as db:
            await digests.send_digests(db, stage.settings, stage.catalog, at, ZONE)
        (digest,) = await stage.heard()
        said.append("本周抽查还有 1 条没有人答" in digest.text)
        if said[-1]:
            (shown,) = await stage.press("赵", "coordinators", digest.buttons["看本周抽查"])
            assert shown.outgoing.title.startswith("每周抽查 · 青禾县")
            assert "1 看到了" in shown.buttons
    assert said == [False, True, False]


async def test_nothing_in_the_digest_once_it_was_answered(stage: Stage) -> None:
    await share(stage, "李")
    (asked,) = await ask(stage)
    await stage.press("赵", "coordinators", asked.buttons["1 说不准"])
    stage.clock.move_to(at := datetime(2026, 11, 25, 0, 30, tzinfo=UTC))
    async with stage.database.write() as db:
        await digests.send_digests(db, stage.settings, stage.catalog, at, ZONE)
    heard = await stage.heard()
    assert "抽查还有" not in heard[-1].text


async def shown(stage: Stage, **rules: Any) -> spot_checks.Shown:
    async with stage.database.read() as db:
        return await spot_checks.show(db, Settings(spot_checks=SpotCheckSettings(**rules)), stage.county, MONDAY)


async def test_drawn_again_it_is_the_same(stage: Stage) -> None:
    for number in range(1, 30):
        name = f"员{number}"
        await stage.officer(name, stage.village)
        await share(stage, name, number, ("wechat", "qq")[number % 2])
    await ask(stage)
    found = await shown(stage, each_week=7)  # what was set later does not matter
    assert (len(found.asked), found.missing, found.other) == (3, 0, 0)
    first = found.asked[0].share
    async with stage.database.write() as db:  # withdrawn later, it stood when it was asked
        await db.execute(
            update(shares).where(shares.c.post_id == first.post_id).values(withdrawn_at=ASKED + timedelta(hours=1))
        )
    found = await shown(stage)
    assert (found.missing, found.other) == (0, 0)
    async with stage.database.write() as db:
        await db.execute(update(items).where(items.c.id == first.item_id).values(state="recalled"))
    found = await shown(stage)
    assert (found.missing, found.other) == (1, 1)
    other = await shown(stage, seed="x")
    assert other.missing > 0


async def test_forgotten_with_the_officer(stage: Stage) -> None:
    await share(stage, "李")
    (asked,) = await ask(stage)
    await stage.deliver()
    assert "11月17日 《第1条科普》 微信群：还没有人答" in "\n".join(
        one.text for one in await stage.say("李", "~", "/mydata")
    )
    heard = await stage.say("李", "~", "/forgetme")
    await stage.press("李", "~", next(iter(heard[0].buttons.values())))
    async with stage.database.read() as db:
        query = select(outbox_table.c.payload).where(outbox_table.c.key == asked.key)
        assert (await db.execute(query)).scalar_one() == "{}"
