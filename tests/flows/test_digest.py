"""The coordinators' digest: what it says on which morning, to whom, and that it says so once."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from kpbot.domain.content import Source
from kpbot.domain.events import EventState
from kpbot.domain.messages import Chat, Outgoing
from kpbot.domain.people import GroupKind, PostRole, PostState
from kpbot.domain.places import Level
from kpbot.domain.reminders import Audience, Sent
from kpbot.domain.shares import DayVerdict, Evidence, Unknown
from kpbot.services.catalog import Catalog
from kpbot.services.days import officer_day
from kpbot.services.digests import send_digests
from kpbot.services.reminders import remind
from kpbot.storage import (
    digests,
    editions,
    leaves,
    outbox,
    people,
    places,
    pushes,
    reminders,
    roll_ups,
    sources,
    upkeeps,
)
from kpbot.storage.database import insert_new
from kpbot.storage.ids import new_id
from kpbot.storage.outbox import Owed, Priority, State
from kpbot.storage.pushes import PushState
from kpbot.storage.sources import SourceState
from kpbot.storage.tables import accounts, events, evidence, groups, items, shares
from kpbot.storage.tables import outbox as outbox_table
from kpbot.storage.tables import pushes as pushes_table
from tests.fakes.stage import Heard, Stage

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def moment(day: date, at: time = time(8, 30)) -> datetime:
    return datetime.combine(day, at, ZONE).astimezone(UTC)


async def morning(stage: Stage, day: date, at: time = time(8, 30)) -> list[Heard]:
    """Run the job on a local day; returns what it owes."""
    stage.clock.move_to(moment(day, at))
    async with stage.database.write() as db:
        await send_digests(db, stage.settings, stage.catalog, moment(day, at), ZONE.key)
    return await stage.heard()


async def push(
    stage: Stage, day: date, state: PushState = PushState.OWED, items: int = 3, became: State = State.SENT
) -> None:
    """A push of the officers' group, and what became of it."""
    group = stage.groups["officers"]
    at = moment(day, time(9))
    async with stage.database.write() as db:
        row = {"id": new_id(), "group_id": group, "day": day, "at": at, "state": state, "items": items}
        await insert_new(db, pushes_table, [row])
        if state is PushState.OWED:
            key = pushes.key(group, day)
            chat = Chat("stage", "officers")
            await outbox.owe(db, [Owed(key, chat, Outgoing(text="三条"), Priority.PUSH, at, at + timedelta(hours=9))])
            await db.execute(update(outbox_table).where(outbox_table.c.key == key).values(state=became, settled_at=at))
    await stage.heard()


async def share(stage: Stage, who: str, day: date, count: int, kind: Evidence = Evidence.CLAIMED) -> None:
    async with stage.database.write() as db:
        for number in range(1, count + 1):
            row = {"id": number, "source": "s", "identity": str(number), "canonical": "", "fingerprint": ""}
            await insert_new(db, items, [row | {"gathered_at": moment(day)}])
            key = {"day": day, "post_id": stage.posts[who], "item_id": number, "destination": "wechat"}
            await db.execute(insert(shares), {**key, "counts": True, "at": moment(day)})
            await db.execute(insert(evidence), {**key, "kind": kind, "reference": "", "at": moment(day)})
        await roll_ups.recount(db, [(day, stage.posts[who])])


async def overdue_board(stage: Stage) -> None:
    async with stage.database.write() as db:
        made = await places.add_facility(db, stage.village.id, "board", "宣传栏", date(2026, 1, 1))
        await upkeeps.add(db, made.id, None, None, date(2026, 7, 1), stage.clock.now(), late=False)
        key = (reminders.FACILITY, made.id)
        await reminders.record(db, [(key, Sent(date(2026, 11, 20), Audience.COUNTY))], stage.clock.now())


async def city_desk(stage: Stage) -> None:
    await stage.group("city desk", GroupKind.COORDINATORS, stage.city)


async def test_a_quiet_day_is_one_line(stage: Stage) -> None:
    await push(stage, MONDAY)
    await share(stage, "李", MONDAY, 3)
    await share(stage, "王", MONDAY, 3, Evidence.OBSERVED)
    (digest,) = await morning(stage, TUESDAY)
    assert digest.chat == "coordinators"
    assert digest.outgoing.title == "科普简报（11月23日）"
    assert digest.text == "没有需要您办的事。推送 1 次，全部送达。分享：够三条的 2 人，不够的 0 人，不清楚的 0 人。"
    assert digest.buttons == {}


async def test_the_first_one_covers_every_push_so_far(stage: Stage) -> None:
    await push(stage, date(2026, 11, 21))
    await push(stage, date(2026, 11, 22))
    (digest,) = await morning(stage, MONDAY)
    assert digest.outgoing.title == "科普简报（11月21日至11月22日）"
    (digest,) = await morning(stage, TUESDAY)
    assert digest.outgoing.title == "科普简报（11月23日）"


async def test_it_is_sent_once_a_day_and_on_working_days(stage: Stage) -> None:
    assert len(await morning(stage, TUESDAY)) == 1
    assert await morning(stage, TUESDAY) == []
    assert await morning(stage, date(2026, 11, 28)) == []  # a Saturday
    (after_the_weekend,) = await morning(stage, date(2026, 11, 30))
    assert after_the_weekend.outgoing.title == "科普简报（11月24日至11月29日）"


async def test_figures_say_what_they_rest_on_and_why_a_day_is_not_known(stage: Stage) -> None:
    await push(stage, MONDAY)
    await share(stage, "李", MONDAY, 2)
    await stage.officer("周", stage.school, PostState.PENDING)
    (digest,) = await morning(stage, TUESDAY)
    assert digest.text.split("\n") == [
        "有 1 位新的科普信息员等您确认：周。",
        "分享：够三条的 0 人，不够的 1 人，不清楚的 1 人。",
        "不清楚的原因：没有回应 1。",
        "分享的依据（每条只按最可靠的一种计一次）：本人说的 2。",
    ]
    listed = await stage.press("赵", "coordinators", digest.buttons["看待确认的人"])
    assert any("周" in one.text for one in listed)


async def test_what_waits_for_a_word(stage: Stage) -> None:
    await push(stage, MONDAY)
    await share(stage, "李", MONDAY, 3)
    await share(stage, "王", MONDAY, 3)
    await overdue_board(stage)
    async with stage.database.write() as db:
        await editions.add(db, stage.county.id, "general", date(2026, 11, 25), [], moment(TUESDAY), provisional=False)
        row = {
            "id": new_id(),
            "station_id": stage.station.id,
            "post_id": stage.posts["李"],
            "title": "健康讲座",
            "day": MONDAY,
            "headcount": 62,
            "state": EventState.REPORTED,
            "reported_at": moment(MONDAY),
        }
        await db.execute(insert(events), row)
        await db.execute(update(groups).where(groups.c.chat == "public").values(state="gone"))
    # The board was passed up on Friday; the last digest went out that morning.
    async with stage.database.write() as db:
        await digests.add(db, stage.groups["coordinators"], date(2026, 11, 20), moment(date(2026, 11, 20)))
    (digest,) = await morning(stage, TUESDAY)
    needs = digest.text.split("\n")[:4]
    assert needs == [
        "11月25日的今日三条等您审核，请看群里的预览消息。",
        "有 1 场活动等您审阅：槐树村e站 健康讲座。",
        "有 1 处该办的过了期还没办，请您过问一下：槐树村 宣传栏。",
        "我已不在这 1 个群里了，请重新拉我进群：public。",
    ]
    assert list(digest.buttons.values()) == ["digest:approve", "digest:events", "digest:escalated"]
    listed = await stage.press("赵", "coordinators", "digest:escalated")
    assert "🔴 槐树村 宣传栏" in listed[0].text
    waiting = await stage.press("赵", "coordinators", "digest:events")
    assert any("健康讲座" in one.text for one in waiting)
    (next_day,) = await morning(stage, date(2026, 11, 25))
    assert "宣传栏" not in next_day.text  # said once, not every morning
    assert "群里了" not in next_day.text
    assert "健康讲座" in next_day.text  # still waits for a word


async def test_pushes_that_failed_were_missed_or_short(stage: Stage) -> None:
    await push(stage, date(2026, 11, 20), became=State.FAILED)
    await push(stage, date(2026, 11, 21), PushState.MISSED, 0)
    await push(stage, date(2026, 11, 22), items=2)
    async with stage.database.write() as db:
        await digests.add(db, stage.groups["coordinators"], date(2026, 11, 20), moment(date(2026, 11, 20)))
    (digest,) = await morning(stage, MONDAY)
    assert digest.text.split("\n") == [
        "有 1 个群没收到今日三条，请看看我在群里还能不能发言：officers。",
        "11月21日系统没有运行，今日三条没有推送。这一天的分享，三条不够的按“不清楚”计。",
        "11月22日没有凑够三条。这一天的分享，三条不够的按“不清楚”计。",
        "分享（3 天合计）：够三条的 0 人次，不够的 0 人次，不清楚的 6 人次。",
        "不清楚的原因：当天不足三条 2，系统停过 2，没有推送 2。",
    ]


async def test_escalation_goes_to_the_county_and_then_to_the_city(stage: Stage) -> None:
    """From a board falling due to the city's digest, with the clock running through both jobs."""
    await city_desk(stage)
    async with stage.database.write() as db:
        made = await places.add_facility(db, stage.village.id, "board", "宣传栏", date(2026, 1, 1))
        await upkeeps.add(db, made.id, None, None, date(2026, 9, 23), stage.clock.now(), late=False)
    told: list[tuple[date, str]] = []
    day = MONDAY
    while day < date(2026, 12, 24):
        heard = await morning(stage, day)
        told += [(day, one.chat) for one in heard if "槐树村 宣传栏" in one.text]
        stage.clock.move_to(moment(day, time(10)))
        async with stage.database.write() as db:
            await remind(db, stage.settings, moment(day, time(10)), ZONE.key)
        await stage.heard()
        day += timedelta(1)
    assert told == [(date(2026, 12, 11), "coordinators"), (date(2026, 12, 16), "city desk")]


async def test_what_was_done_meanwhile_is_not_passed_up(stage: Stage) -> None:
    await overdue_board(stage)
    async with stage.database.write() as db:
        await digests.add(db, stage.groups["coordinators"], date(2026, 11, 20), moment(date(2026, 11, 20)))
    await stage.say("李", "~", "/board")
    (digest,) = await morning(stage, MONDAY)
    assert "宣传栏" not in digest.text


async def test_a_city_does_not_hear_what_its_counties_are_asked(stage: Stage) -> None:
    await city_desk(stage)
    await stage.officer("周", stage.school, PostState.PENDING)
    async with stage.database.write() as db:
        other = await places.add_region(db, "无群县", Level.COUNTY, stage.city)
        far = await places.add_unit(db, other, "远村", stage.village.kind)
    await stage.officer("吴", far, PostState.PENDING)
    heard = {one.chat: one.text.split("\n")[0] for one in await morning(stage, MONDAY)}
    assert heard["coordinators"] == "有 1 位新的科普信息员等您确认：周。"
    assert heard["city desk"] == "有 1 位新的科普信息员等您确认：吴。"


async def test_who_cannot_be_reached_is_named_once(stage: Stage) -> None:
    async with stage.database.write() as db:
        await db.execute(update(accounts).where(accounts.c.user == "王").values(private_chat=""))
        await db.execute(update(groups).where(groups.c.chat == "officers").values(kind=GroupKind.PUBLIC))
    (digest,) = await morning(stage, MONDAY)
    assert "有 1 位信息员收不到提醒" in digest.text
    assert "王" in digest.text
    (digest,) = await morning(stage, TUESDAY)
    assert "收不到提醒" not in digest.text


def troubled_source(stage: Stage, key: str, **state: Any) -> SourceState:
    """An enabled source 县科普网 or the like, and how the visits to it went."""
    address = f"https://{key}.example/feed"
    source = Source(key, f"{key}来源", "syndication", address, enabled=True)
    stage.catalog = Catalog({**stage.catalog.sources, key: source})
    return SourceState(key, declared=address, began_at=moment(date(2026, 1, 1)), **state)


async def test_sources_in_trouble_and_lost_messages(stage: Stage) -> None:
    at = moment(MONDAY)
    details = {"host": "kpzg.example", "seconds": 20}
    failing = {"error": "timeout", "error_details": details, "failing_since": at - timedelta(days=5)}
    states = [
        troubled_source(stage, "kpzg", errors=9, **failing),
        troubled_source(stage, "fine", errors=1, **failing),
        troubled_source(stage, "gone", errors=1, gone=True, **failing | {"error": "gone"}),
        troubled_source(stage, "silent", validated_at=at),
    ]
    async with stage.database.write() as db:
        for state in states:
            await sources.save(db, state)
        for chat, private in (("officers", False), ("~李", True), ("elsewhere", False)):
            message = Owed(chat, Chat("stage", chat, "", private), Outgoing(text="x"), Priority.NOTICE, at, at)
            await outbox.owe(db, [message])
        await db.execute(update(outbox_table).values(state=State.FAILED, settled_at=moment(MONDAY, time(12))))
    await stage.heard()
    (digest,) = await morning(stage, TUESDAY)
    lines = digest.text.split("\n")
    assert lines[0].startswith("“gone来源”已停止访问（11月18日起）。")
    assert lines[1].startswith("“silent来源”能打开，但从1月1日起没有新内容")
    assert lines[2].startswith("“kpzg来源”从11月18日起取不到内容。kpzg.example 太慢，20 秒内没有取完。")
    assert lines[3] == "另有 2 条消息没能送达。"
    assert "fine" not in digest.text
    (digest,) = await morning(stage, date(2026, 11, 25))
    assert "来源" not in digest.text, "once said is enough"
    stage.__post_init__()  # people ask who knows these sources
    asked = (await stage.say("赵", "coordinators", "/digest"))[-1]
    assert "kpzg来源" in asked.text, "but who asks is told"


async def test_a_year_without_announced_holidays_works_and_is_mentioned_now_and_then(stage: Stage) -> None:
    mentioned = []
    day = date(2026, 12, 21)
    while day < date(2027, 2, 20):
        for one in await morning(stage, day):
            if "放假安排还没有录入" in one.text:
                mentioned.append(day)
        day += timedelta(1)
    assert mentioned == [date(2026, 12, 25), date(2027, 1, 25)]


async def test_on_request_for_coordinators_only(stage: Stage) -> None:
    await push(stage, date(2026, 11, 22))
    heard = await stage.say("赵", "coordinators", "/digest")
    assert heard[0].outgoing.title == "科普简报（11月22日）"
    assert "不清楚的 2 人" in heard[0].text
    assert (await stage.say("赵", "~", "简报"))[0].text == heard[0].text
    in_public = await stage.say("赵", "officers", "/digest")
    assert [one.chat for one in in_public if "不清楚" in one.text] == ["~赵"]
    refused = await stage.say("李", "~", "/digest")
    assert "协调员" in refused[0].text


async def test_a_paused_desk_hears_nothing(stage: Stage) -> None:
    async with stage.database.write() as db:
        await db.execute(update(groups).where(groups.c.chat == "coordinators").values(state="paused"))
    assert await morning(stage, TUESDAY) == []


@pytest.mark.parametrize(
    ("state", "became", "count", "shared", "verdict", "reason"),
    [
        (PushState.OWED, State.SENT, 3, 3, DayVerdict.MET, None),
        (PushState.OWED, State.SENT, 3, 1, DayVerdict.NOT_MET, None),
        (PushState.OWED, State.SENT, 3, 0, DayVerdict.NOT_KNOWN, Unknown.SILENT),
        (PushState.OWED, State.SENT, 2, 2, DayVerdict.NOT_KNOWN, Unknown.SHORT_EDITION),
        (PushState.EMPTY, State.SENT, 0, 0, DayVerdict.NOT_KNOWN, Unknown.SHORT_EDITION),
        (PushState.OWED, State.UNKNOWN, 3, 1, DayVerdict.NOT_KNOWN, Unknown.NO_PUSH),
        (PushState.HELD, State.SENT, 0, 1, DayVerdict.NOT_KNOWN, Unknown.NO_PUSH),
        (PushState.MISSED, State.SENT, 0, 1, DayVerdict.NOT_KNOWN, Unknown.BOT_DOWN),
        (PushState.MISSED, State.SENT, 0, 3, DayVerdict.MET, None),
    ],
)
async def test_an_officers_day(
    stage: Stage,
    state: PushState,
    became: State,
    count: int,
    shared: int,
    verdict: DayVerdict,
    reason: Unknown | None,
) -> None:
    await push(stage, MONDAY, state, count, became)
    await share(stage, "李", MONDAY, shared)
    async with stage.database.read() as db:
        post = await people.post(db, stage.posts["李"])
        assert post
        result = (await officer_day(db, stage.settings, [post], MONDAY))[post.id]
    assert (result.verdict, result.reason, result.items) == (verdict, reason, shared)


async def test_a_withdrawn_claim_is_still_a_word_said(stage: Stage) -> None:
    await push(stage, MONDAY)
    await share(stage, "李", MONDAY, 1)
    async with stage.database.write() as db:
        await db.execute(update(shares).values(withdrawn_at=moment(MONDAY, time(12))))
        await roll_ups.rebuild(db, MONDAY, MONDAY)
        await leaves.put(db, stage.posts["王"], MONDAY, TUESDAY)
        held = [post for post, _ in await people.posts_within(db, stage.county.path, PostRole.OFFICER)]
        found = await officer_day(db, stage.settings, held, MONDAY)
    assert found[stage.posts["李"]].verdict is DayVerdict.NOT_MET
    assert found[stage.posts["王"]].reason is Unknown.ON_LEAVE


async def test_only_the_groups_around_an_officer_say_what_was_pushed(stage: Stage) -> None:
    await stage.group("school group", GroupKind.OFFICERS, stage.county, stage.school)
    async with stage.database.write() as db:
        row = {"id": new_id(), "group_id": stage.groups["school group"], "day": MONDAY, "at": moment(MONDAY)}
        await insert_new(db, pushes_table, [row | {"state": PushState.OWED, "items": 3}])
        held = [post for post, _ in await people.posts_within(db, stage.county.path, PostRole.OFFICER)]
        found = await officer_day(db, stage.settings, held, MONDAY)
    assert found[stage.posts["王"]].reason is Unknown.SILENT
    assert found[stage.posts["李"]].reason is Unknown.NO_PUSH
