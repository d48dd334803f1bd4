from datetime import UTC, date, datetime

from kpbot.domain.places import Level, UnitKind
from kpbot.domain.reminders import Audience, Sent
from kpbot.storage import digests, places, reminders, upkeeps
from kpbot.storage.database import Database

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


async def test_the_latest_record_counts_and_withdrawn_ones_do_not(database: Database) -> None:
    async with database.write() as db:
        city = await places.add_region(db, "市", Level.CITY, None)
        county = await places.add_region(db, "县", Level.COUNTY, city)
        unit = await places.add_unit(db, county, "槐树村", UnitKind.VILLAGE)
        board = await places.add_facility(db, unit.id, "board", "宣传栏", date(2026, 1, 1))
        screen = await places.add_facility(db, unit.id, "screen", "槐树村大屏", date(2026, 1, 1))
        early = await upkeeps.add(db, board.id, None, None, date(2026, 9, 1), NOW, late=True)
        late = await upkeeps.add(db, board.id, None, None, date(2026, 10, 1), NOW, late=False)
        found = {one.facility.id: one for one in await upkeeps.kept_within(db, city.path)}
        assert (found[board.id].last, found[screen.id].last) == (date(2026, 10, 1), None)
        assert [found[i].label for i in (board.id, screen.id)] == ["槐树村 宣传栏", "槐树村大屏"]
        await upkeeps.change(db, late.id, withdrawn_at=NOW)
        assert (await upkeeps.kept(db, [board.id]))[board.id].last == date(2026, 9, 1)
        assert await upkeeps.on_day(db, board.id, date(2026, 10, 1)) is None
        assert await upkeeps.get(db, early.id) == early
        assert [one.facility.id for one in await upkeeps.kept_of(db, [unit.id], ["screen"])] == [screen.id]
        await places.update_facility(db, board.id, ended=MONDAY)
        assert [one.facility.id for one in await upkeeps.kept_within(db, county.path)] == [screen.id]


async def test_a_subject_and_audience_have_one_reminder_a_day(database: Database) -> None:
    board, station = (reminders.FACILITY, 1), (reminders.STATION, 1)
    officer = Sent(MONDAY, Audience.OFFICER)
    async with database.write() as db:
        assert await reminders.record(db, [(board, officer), (station, officer)], NOW) == 2
        assert await reminders.record(db, [(board, Sent(MONDAY, Audience.OFFICER, asked=True))], NOW) == 0
        assert await reminders.record(db, [(board, Sent(MONDAY, Audience.COUNTY))], NOW) == 1
        assert await reminders.sent(db, [board, station, (reminders.FACILITY, 2)], MONDAY) == {
            board: [officer, Sent(MONDAY, Audience.COUNTY)],
            station: [officer],
        }
        assert await reminders.sent(db, [board], date(2026, 11, 24)) == {}


async def test_thousands_of_subjects_are_asked_about_at_once(database: Database) -> None:
    keys = [(reminders.FACILITY, number) for number in range(1, 3501)]
    async with database.write() as db:
        await reminders.record(db, [(key, Sent(MONDAY, Audience.OFFICER)) for key in keys], NOW)
        assert (await reminders.sent(db, keys, MONDAY)).keys() == set(keys)


async def test_what_a_desk_was_told_is_remembered_for_that_desk(database: Database) -> None:
    async with database.write() as db:
        await digests.tell(db, "7", {("gone", 1), ("provisional", 2027)}, MONDAY, NOW)
        await digests.tell(db, "7", {("gone", 1)}, MONDAY, NOW)
        assert await digests.told(db, "7", date(2026, 11, 1)) == {("gone", 1), ("provisional", 2027)}
        assert await digests.told(db, "7", MONDAY) == set()
        assert await digests.told(db, "8", date(2026, 11, 1)) == set()
