"""Events and pictures as both engines keep them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from kpbot.domain.events import EventState
from kpbot.domain.messages import Button, Chat, Outgoing, Photo
from kpbot.domain.places import Level
from kpbot.storage import claims, events, outbox, photos, places
from kpbot.storage.claims import Settled
from kpbot.storage.database import Db
from kpbot.storage.events import Facts
from kpbot.storage.photos import PhotoState
from kpbot.storage.tables import corrections
from tests.fakes.stage import Stage

AT = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
DAY = date(2026, 11, 20)
CHAT = Chat("stage", "officers", "topic")


def facts(stage: Stage, title: str = "健康讲座", headcount: int = 62, day: date = DAY) -> Facts:
    return Facts(stage.station.id, title, "lecture", day, "afternoon", headcount, True)


async def add(db: Db, stage: Stage, **values: object) -> events.Event:
    told = replace(facts(stage), **values)  # type: ignore[arg-type]
    event = await events.get(db, await events.add(db, told, stage.posts["李"], None, AT, late=False))
    assert event is not None
    return event


async def test_an_event_reads_as_it_was_written(stage: Stage) -> None:
    async with stage.database.write() as db:
        event = await add(db, stage)
        assert event.facts == facts(stage)
        assert (event.station, event.unit_id, event.region_path) == ("槐树村e站", stage.village.id, stage.county.path)
        assert (event.state, event.reported_at, event.late) == (EventState.REPORTED, AT, False)
        assert await events.get(db, 1) is None


async def test_a_change_keeps_what_was_said_and_asks_again(stage: Stage) -> None:
    async with stage.database.write() as db:
        event = await add(db, stage)
        await events.decide(db, event, EventState.ACCEPTED, 5, AT)
        accepted = await events.get(db, event.id)
        assert accepted is not None
        assert (accepted.state, accepted.decided_by, accepted.decided_at) == (EventState.ACCEPTED, 5, AT)
        assert await events.revision(db, event) == 0
        await events.change(db, accepted, facts(stage, headcount=80, day=date(2026, 11, 19)), AT, 9)
        changed = await events.get(db, event.id)
        assert changed is not None
        assert (changed.state, changed.headcount, changed.decided_by) == (EventState.REPORTED, 80, None)
        assert await events.revision(db, event) == 1
        kept = (await db.execute(select(corrections))).one()
        assert (kept.subject, kept.person_id) == (f"event:{event.id}", 9)
        assert kept.before == '{"day": "2026-11-20", "headcount": 62, "state": "accepted"}'


async def test_a_change_that_changes_nothing_leaves_no_trace(stage: Stage) -> None:
    async with stage.database.write() as db:
        event = await add(db, stage)
        await events.change(db, event, event.facts, AT, 9)
        assert await events.revision(db, event) == 0


async def test_what_waits_in_a_region_and_below(stage: Stage) -> None:
    async with stage.database.write() as db:
        elsewhere = await places.add_region(db, "白河县", Level.COUNTY, stage.city)
        first = await add(db, stage)
        second = await add(db, stage, title="展览")
        done = await add(db, stage, title="竞赛")
        await events.decide(db, done, EventState.RETURNED, 5, AT, "为什么")
        for paths in ([stage.county.path], [stage.city.path], [elsewhere.path, stage.county.path]):
            count, found = await events.waiting(db, paths, 1)
            assert (count, [e.id for e in found]) == (2, [first.id])
        assert await events.waiting(db, [elsewhere.path], 5) == (0, [])
        assert await events.waiting(db, [], 5) == (0, [])
        assert [e.id for e in await events.on_day(db, stage.station.id, DAY)] == [first.id, second.id, done.id]


async def test_the_month_of_each_station(stage: Stage) -> None:
    """Returned and withdrawn ones do not count, nor do those of other months; stations without any are there."""
    async with stage.database.write() as db:
        other = await places.add_station(db, stage.school.id, "第一小学e站", date(2026, 1, 1))
        await add(db, stage)
        await add(db, stage, title="小讲座", headcount=49)
        await add(db, stage, title="别的月", day=date(2026, 10, 31))
        await events.withdraw(db, await add(db, stage, title="撤回的"), AT, 9)
        await events.decide(db, await add(db, stage, title="退回的"), EventState.RETURNED, 5, AT)
        month = (date(2026, 11, 1), date(2026, 11, 30))
        found = await events.months(db, *month, 50, paths=[stage.city.path])
        counts = {one.station_id: (one.events, one.counting) for one in found}
        assert counts == {stage.station.id: (2, 1), other.id: (0, 0)}
        own = await events.months(db, *month, 49, unit_ids=[stage.village.id])
        assert [(one.station, one.events, one.counting) for one in own] == [("槐树村e站", 2, 2)]


async def test_what_somebody_replied_to(stage: Stage) -> None:
    said = Outgoing(text="该办活动了", buttons=((Button("上报", "rep:start:7"),),))
    async with stage.database.write() as db:
        await outbox.owe(db, [outbox.Owed("a", CHAT, said, outbox.Priority.NOTICE, AT, AT + timedelta(days=1))])
        (claimed,) = await claims.claim(db, "stage", "me", AT, timedelta(minutes=1), 5)
        await claims.settle(db, [Settled(claimed.id, outbox.State.SENT, "m1")], "me", AT)
        assert await events.replied_to(db, "stage", "officers", "m1") == said
        assert await events.replied_to(db, "stage", "public", "m1") is None
        assert await events.replied_to(db, "stage", "officers", "") is None


async def attach(db: Db, owner: tuple[str, int], *refs: str, album: str = "") -> int:
    return await photos.attach(db, owner, CHAT, [Photo(ref) for ref in refs], AT, language="en", album=album)


async def test_pictures_change_hands_without_doubles(stage: Stage) -> None:
    draft, event = (photos.DRAFT, 1), (photos.EVENT, 2)
    async with stage.database.write() as db:
        assert await attach(db, draft, "a", "b", "a", "", "x" * 501) == 2
        assert await attach(db, draft, "b") == 0
        assert await attach(db, event, "b") == 1
        await photos.give(db, draft, event)
        assert (await photos.count(db, event), await photos.count(db, draft)) == (2, 0)
        assert len(await photos.of(db, event)) == 2
        assert await photos.of(db, draft) == []


async def test_a_picture_is_claimed_once_and_settled_once(stage: Stage) -> None:
    async with stage.database.write() as db:
        await attach(db, (photos.EVENT, 2), "a", "b")
        (first,) = await photos.claim(db, AT, AT + timedelta(minutes=5), 1)
        assert (first.ref, first.chat, first.language, first.attempts) == ("a", CHAT, "en", 1)
        (second,) = await photos.claim(db, AT, AT + timedelta(minutes=5), 5)
        assert second.ref == "b"
        (again, _) = await photos.claim(db, AT + timedelta(minutes=5), AT + timedelta(minutes=10), 5)
        assert (again.id, again.attempts) == (first.id, 2)
        assert await photos.settle(db, first.id, PhotoState.STORED, file="photos/2026/1.jpg")
        assert not await photos.settle(db, first.id, PhotoState.REFUSED, reason="type")
        kept = await photos.of(db, (photos.EVENT, 2))
        assert [(one.state, one.file) for one in kept] == [
            (PhotoState.STORED, "photos/2026/1.jpg"),
            (PhotoState.WAITING, ""),
        ]


async def test_what_is_dropped_waits_until_nobody_fetches_it(stage: Stage) -> None:
    draft = (photos.DRAFT, 1)
    async with stage.database.write() as db:
        await attach(db, draft, "a", "b", "c", album="A")
        await photos.claim(db, AT, AT + timedelta(minutes=5), 1)
        await photos.settle(db, (await photos.of(db, draft))[1].id, PhotoState.STORED, file="f")
        await photos.drop(db, draft)
        assert len(await photos.dropped(db, AT, 9)) == 2
        gone = await photos.dropped(db, AT + timedelta(minutes=5), 9)
        assert len(gone) == 3
        assert await photos.owners_of_album(db, "stage", "officers", "A") == [draft]
        await photos.remove(db, [photo_id for photo_id, _ in gone])
        assert await photos.owners_of_album(db, "stage", "officers", "A") == []
        assert await photos.owners_of_album(db, "stage", "officers", "") == []
