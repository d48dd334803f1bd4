"""The job that reminds, as days go by, and the presses under its messages."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, update

from kpbot.domain.events import EventState
from kpbot.domain.people import GroupKind
from kpbot.domain.places import Facility
from kpbot.services.reminders import MOST_AT_ONCE, remind
from kpbot.settings import ReminderSettings
from kpbot.storage import leaves, people, places, upkeeps
from kpbot.storage.ids import new_id
from kpbot.storage.tables import accounts, events, facilities, groups, outbox, reminders, stations
from tests.fakes.stage import Heard, Stage

ZONE = ZoneInfo("Asia/Shanghai")
DUE = date(2026, 11, 23)  # a Monday
OVERDUE = date(2026, 12, 7)


@pytest.fixture
async def board(stage: Stage) -> Facility:
    """A board last changed on 23 September: due on 23 November, overdue on 7 December. No stations."""
    return await put_board(stage)


async def put_board(stage: Stage, name: str = "宣传栏", last: date = date(2026, 9, 23)) -> Facility:
    async with stage.database.write() as db:
        await db.execute(update(stations).values(ended=date(2026, 1, 2)))
        made = await places.add_facility(db, stage.village.id, "board", name, date(2026, 1, 1))
        await upkeeps.add(db, made.id, None, None, last, stage.clock.now(), late=False)
    return made


async def morning(stage: Stage, day: date, at: time = time(10), zone: str = ZONE.key) -> list[Heard]:
    """Run the job on a local day; returns what it owes."""
    moment = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    stage.clock.move_to(moment)
    async with stage.database.write() as db:
        await remind(db, stage.settings, moment, zone)
    return await stage.heard()


async def days_until(stage: Stage, first: date, last: date) -> dict[date, list[Heard]]:
    found = {}
    for n in range((last - first).days + 1):
        if heard := await morning(stage, first + timedelta(n)):
            found[first + timedelta(n)] = heard
    return found


async def ledger(stage: Stage) -> list[tuple[date, str]]:
    async with stage.database.read() as db:
        query = select(reminders.c.day, reminders.c.audience).order_by(reminders.c.day, reminders.c.id)
        return [(row.day, row.audience) for row in await db.execute(query)]


async def shy(stage: Stage, *names: str) -> None:
    """These persons never opened the bot."""
    async with stage.database.write() as db:
        await db.execute(update(accounts).where(accounts.c.user.in_(names)).values(private_chat=""))


async def test_due_overdue_county_city_and_then_silence(stage: Stage, board: Facility) -> None:
    said = await days_until(stage, DUE - timedelta(3), date(2027, 1, 31))
    assert {day: [one.chat for one in heard] for day, heard in said.items()} == {DUE: ["~李"], OVERDUE: ["~李"]}
    assert said[DUE][0].text.split("\n")[1] == "槐树村 宣传栏：该更新了（上次 9月23日）"
    assert "已经过期，请更新（上次 2026年9月23日）" in said[OVERDUE][0].text
    assert list(said[DUE][0].buttons) == ["已更换", "三天后再提醒", "暂停"]
    assert await ledger(stage) == [
        (DUE, "officer"),
        (OVERDUE, "officer"),
        (date(2026, 12, 10), "county"),
        (date(2026, 12, 15), "city"),
    ]


async def test_running_twice_says_nothing_twice(stage: Stage, board: Facility) -> None:
    assert len(await morning(stage, DUE)) == 1
    assert await morning(stage, DUE) == []
    assert await ledger(stage) == [(DUE, "officer")]


async def test_only_on_working_days(stage: Stage, board: Facility) -> None:
    assert await morning(stage, date(2026, 11, 28)) == []  # a Saturday
    assert len(await morning(stage, date(2026, 11, 30))) == 1


async def test_quiet_hours_are_kept(stage: Stage, board: Facility) -> None:
    stage.settings = stage.settings.model_copy(update={"reminders": ReminderSettings(at="22:00")})
    assert len(await morning(stage, DUE - timedelta(1), time(22))) == 1  # on Sunday night for Monday morning
    async with stage.database.read() as db:
        row = (await db.execute(select(outbox.c.due_at, outbox.c.expires_at))).one()
    assert row.due_at.astimezone(ZONE) == datetime(2026, 11, 23, 8, 0, tzinfo=ZONE)
    assert row.expires_at.astimezone(ZONE) <= datetime(2026, 11, 23, 21, 0, tzinfo=ZONE)
    assert await morning(stage, date(2026, 11, 27), time(22)) == []  # Friday night: Saturday is off


async def test_a_press_records_updates_the_message_and_silences(stage: Stage, board: Facility) -> None:
    (reminder,) = await morning(stage, DUE)
    done = await stage.press("李", "~", reminder.buttons["已更换"], message="m9")
    assert done[0].text.startswith("已记：槐树村 宣传栏，11月23日")
    assert done[0].outgoing.edits == "m9"
    assert await days_until(stage, DUE, date(2027, 1, 22)) == {}
    assert list(await days_until(stage, date(2027, 1, 23), date(2027, 1, 26))) == [date(2027, 1, 25)]


async def test_a_record_by_a_coordinator_silences_too(stage: Stage, board: Facility) -> None:
    await morning(stage, DUE)
    await stage.say("赵", "coordinators", "/board 槐树村")
    assert await days_until(stage, DUE, date(2027, 1, 20)) == {}
    assert await ledger(stage) == [(DUE, "officer")]


async def test_a_withdrawn_record_goes_on_where_it_stopped(stage: Stage, board: Facility) -> None:
    await morning(stage, DUE)
    heard = await stage.say("李", "~", "/board")
    await stage.press("李", "~", heard[0].buttons["撤回"])
    assert list(await days_until(stage, DUE, OVERDUE)) == [OVERDUE]


async def test_snoozing_is_a_promise_and_has_an_end(stage: Stage, board: Facility) -> None:
    (first,) = await morning(stage, DUE)
    snoozed = await stage.press("李", "~", first.buttons["三天后再提醒"])
    assert [one.outgoing.toast != "" for one in snoozed] == [True, False]
    assert "11月26日再提醒" in snoozed[1].text
    assert list(snoozed[1].buttons) == ["已更换"]  # it may be done before the three days are over
    ((day, (second,)),) = (await days_until(stage, DUE, date(2026, 11, 27))).items()
    assert day == date(2026, 11, 26)
    await stage.press("李", "~", second.buttons["三天后再提醒"])
    ((day, (third,)),) = (await days_until(stage, date(2026, 11, 27), date(2026, 11, 30))).items()
    assert day == date(2026, 11, 30)
    assert list(third.buttons) == ["已更换", "暂停"]
    refused = await stage.press("李", "~", first.buttons["三天后再提醒"])  # under the oldest message
    assert "已经推迟过两次" in refused[0].text
    assert list(await days_until(stage, date(2026, 12, 1), date(2026, 12, 20))) == [OVERDUE]


@pytest.mark.parametrize(
    ("label", "again"), [("暂停 1 个月", date(2026, 12, 23)), ("暂停 3 个月", date(2027, 2, 23)), ("一直暂停", None)]
)
async def test_pausing_asks_for_how_long(stage: Stage, board: Facility, label: str, again: date | None) -> None:
    (reminder,) = await morning(stage, DUE)
    asked = await stage.press("李", "~", reminder.buttons["暂停"])
    assert list(asked[1].buttons) == ["暂停 1 个月", "暂停 3 个月", "一直暂停"]
    paused = await stage.press("李", "~", asked[1].buttons[label])
    assert "已暂停" in paused[1].text
    said = list(await days_until(stage, DUE, date(2027, 2, 26)))
    assert said[:1] == ([again] if again else [])
    if again is None:
        await stage.press("李", "~", paused[1].buttons["恢复提醒"])
        assert list(await days_until(stage, date(2027, 3, 1), date(2027, 3, 1))) == [date(2027, 3, 1)]


async def test_one_combined_message_in_the_group_for_those_who_never_opened_the_bot(stage: Stage) -> None:
    await put_board(stage, "东栏")
    await put_board(stage, "西栏")
    async with stage.database.write() as db:
        hers = await places.add_facility(db, stage.school.id, "board", "校门口宣传栏", date(2026, 9, 23))
    await shy(stage, "李", "王")
    (message,) = await morning(stage, DUE)
    assert message.chat == "officers"
    assert message.text.split("\n") == [
        "各位信息员好，下面 3 处请负责的信息员看一下：",
        "1. 槐树村 东栏：该更新了（上次 9月23日）",
        "2. 槐树村 西栏：该更新了（上次 9月23日）",
        "3. 第一小学 校门口宣传栏：还没有更新记录，换过的话请告诉我一声",
    ]
    assert list(message.buttons)[:3] == ["1. 已更换", "1. 三天后再提醒", "1. 暂停"]
    assert len(message.outgoing.buttons) == 3
    assert all(len(data.encode()) <= 64 for data in message.buttons.values())

    refused = await stage.press("李", "officers", message.buttons["3. 已更换"])
    assert "那个单位" in refused[0].text
    toast, shown = await stage.press("李", "officers", message.buttons["2. 已更换"], message="m5")
    assert toast.outgoing.toast
    assert shown.outgoing.edits == "m5"
    assert "2. ✅ 槐树村 西栏：11月23日已更换" in shown.text
    assert next(iter(shown.buttons)) == "1. 已更换"
    assert len(shown.outgoing.buttons) == 2
    _, shown = await stage.press("王", "officers", message.buttons["3. 三天后再提醒"], message="m5")
    assert "2. ✅" in shown.text  # what the first press did is still there
    assert "3. ⏰ 第一小学 校门口宣传栏：11月26日再提醒" in shown.text
    assert "3. 已更换" in shown.buttons
    async with stage.database.read() as db:
        until = (await db.execute(select(facilities.c.snoozed_until).where(facilities.c.id == hers.id))).scalar_one()
    assert until == date(2026, 11, 26)


async def test_who_opened_the_bot_is_told_privately_and_the_group_left_in_peace(stage: Stage, board: Facility) -> None:
    await stage.officer("周", stage.village)
    await shy(stage, "周")
    assert [one.chat for one in await morning(stage, DUE)] == ["~李"]


async def test_a_paused_group_hears_nothing(stage: Stage, board: Facility) -> None:
    await shy(stage, "李")
    async with stage.database.write() as db:
        await db.execute(update(groups).where(groups.c.kind == GroupKind.OFFICERS).values(state="paused"))
    assert await days_until(stage, DUE, date(2026, 12, 20)) == {}
    assert await ledger(stage) == []


async def test_on_leave_nobody_is_reminded_and_it_goes_up_when_overdue(stage: Stage, board: Facility) -> None:
    async with stage.database.write() as db:
        await leaves.put(db, stage.posts["李"], date(2026, 11, 1), date(2026, 12, 31))
    assert await days_until(stage, DUE, date(2026, 12, 11)) == {}
    assert await ledger(stage) == [(OVERDUE, "county"), (date(2026, 12, 10), "city")]


async def test_whom_nobody_can_reach_is_no_reason_to_stay_silent(stage: Stage, board: Facility) -> None:
    await shy(stage, "李")
    async with stage.database.write() as db:
        await db.execute(update(groups).values(state="gone"))
    assert await days_until(stage, DUE, OVERDUE) == {}
    assert await ledger(stage) == [(OVERDUE, "county")]


async def test_more_than_people_will_read_follows_on_the_next_working_day(stage: Stage) -> None:
    for n in range(MOST_AT_ONCE + 3):
        await put_board(stage, f"{n}号栏")
    (first,) = await morning(stage, DUE)
    assert await morning(stage, DUE) == []
    (second,) = await morning(stage, DUE + timedelta(1))
    assert [len(one.outgoing.buttons) for one in (first, second)] == [MOST_AT_ONCE, 3]
    assert await morning(stage, DUE + timedelta(2)) == []


async def hold_event(stage: Stage, day: date) -> None:
    row = {
        "id": new_id(),
        "station_id": stage.station.id,
        "post_id": stage.posts["李"],
        "title": "讲座",
        "day": day,
        "state": EventState.REPORTED,
        "reported_at": stage.clock.now(),
    }
    async with stage.database.write() as db:
        await db.execute(insert(events), row)


async def test_a_station_without_an_event_is_reminded_in_the_last_days_of_the_month(stage: Stage) -> None:
    said = await days_until(stage, date(2026, 12, 1), date(2026, 12, 28))
    assert list(said) == [date(2026, 12, 22), date(2026, 12, 28)]
    text = said[date(2026, 12, 22)][0].text
    assert "槐树村e站：这个月还没有活动记录" in text
    assert "/report" in text
    (_, (second,)) = said.popitem()
    assert list(second.buttons) == ["上报活动", "三天后再提醒", "暂停"]
    asked = await stage.press("李", "~", second.buttons["暂停"])
    assert list(asked[1].buttons) == ["暂停 1 个月", "暂停 3 个月"]
    forged = await stage.press("李", "~", second.buttons["暂停"].replace("pause", "done"))
    assert "过期" in forged[0].text
    await stage.press("李", "~", second.buttons["三天后再提醒"])
    assert list(await days_until(stage, date(2026, 12, 29), date(2026, 12, 31))) == [date(2026, 12, 31)]


async def test_an_event_reported_meanwhile_shows_at_the_next_press(stage: Stage) -> None:
    async with stage.database.write() as db:
        await places.add_facility(db, stage.village.id, "board", "宣传栏", date(2026, 1, 1))
    (message,) = await morning(stage, date(2026, 12, 22))
    assert "槐树村e站：这个月还没有活动记录" in message.text
    await hold_event(stage, date(2026, 12, 22))
    done = next(data for label, data in message.buttons.items() if label.endswith("已更换"))
    shown = (await stage.press("李", "~", done, message="m1"))[-1]
    assert "✅ 槐树村 宣传栏：12月22日已更换" in shown.text
    assert "槐树村e站：12月22日办了活动" in shown.text
    assert "还没有活动记录" not in shown.text
    assert shown.buttons == {}


async def test_a_renewal_before_the_snooze_is_over_is_one_press(stage: Stage, board: Facility) -> None:
    (reminder,) = await morning(stage, DUE)
    snoozed = await stage.press("李", "~", reminder.buttons["三天后再提醒"])
    stage.clock.move_to(stage.clock.now() + timedelta(days=1))
    done = await stage.press("李", "~", snoozed[1].buttons["已更换"])
    assert done[0].text.startswith("已记：槐树村 宣传栏，11月24日")
    assert await days_until(stage, date(2026, 11, 25), date(2027, 1, 20)) == {}


async def test_an_event_of_the_month_silences_its_station(stage: Stage) -> None:
    await hold_event(stage, date(2026, 12, 3))
    assert await days_until(stage, date(2026, 12, 1), date(2026, 12, 31)) == {}


async def test_another_time_zone_has_its_own_morning(stage: Stage, board: Facility) -> None:
    async with stage.database.write() as db:
        await places.update_region(db, stage.county.id, time_zone="Asia/Kathmandu")
    assert await morning(stage, DUE) == []
    assert len(await morning(stage, DUE, zone="Asia/Kathmandu")) == 1


async def test_an_english_reader_reads_english(stage: Stage, board: Facility) -> None:
    async with stage.database.write() as db:
        await people.update_person(db, stage.persons["李"], language="en")
    (message,) = await morning(stage, DUE)
    assert "time to renew it (last on 23 September)" in message.text


async def test_platforms_without_edits_or_toasts_get_one_answer(stage: Stage, board: Facility) -> None:
    plain = Stage(stage.database, stage.clock, capabilities=replace(stage.capabilities, edits=False, toasts=False))
    (reminder,) = await morning(stage, DUE)
    plain.posts, plain._heard = stage.posts, stage._heard
    heard = await plain.press("李", "~", reminder.buttons["三天后再提醒"])
    assert [one.text for one in heard] == ["好的，三天后再提醒。"]
