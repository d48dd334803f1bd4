"""What a check finds in real databases of both kinds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from kpbot.domain.content import Source
from kpbot.domain.messages import Chat
from kpbot.services import installation
from kpbot.services.catalog import Catalog
from kpbot.services.checking import records
from kpbot.services.checking.facts import TroubledSource, WorkFacts
from kpbot.storage import checking, groups, job_slots, sources
from kpbot.storage.database import Database, Db, insert
from kpbot.storage.ids import new_id
from kpbot.storage.migrate import Schema
from kpbot.storage.sources import SourceState
from kpbot.storage.tables import items, outbox
from kpbot.storage.tables import regions as regions_table
from kpbot.texts import say

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)


async def test_the_database_is_there_and_its_clock_is_ours(database: Database) -> None:
    found = await records.database(database)
    assert (found.refused, found.schema) == ("", Schema.CURRENT)
    assert found.engine == ("SQLite" if database.is_sqlite else "PostgreSQL")
    if database.is_sqlite:
        assert found.ahead is None
    else:
        assert found.ahead is not None
        assert abs(found.ahead) < timedelta(seconds=2)


@pytest.mark.parametrize(
    ("statement", "schema"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", Schema.OLD),
        ("UPDATE alembic_version SET version_num = '0999'", Schema.UNKNOWN),
        ("DELETE FROM alembic_version", Schema.EMPTY),
    ],
)
async def test_a_schema_that_is_not_this_versions(database: Database, statement: str, schema: Schema) -> None:
    async with database.write() as db:
        await db.execute(text(statement))
    assert (await records.database(database)).schema is schema


async def test_a_database_that_is_away() -> None:
    away = Database("postgresql://kp:hunter2@127.0.0.1:1/kp")
    assert (await records.database(away)).refused
    await away.close()


async def test_jobs_and_outbox_in_figures(database: Database) -> None:
    async with database.write() as db:
        assert await records.work(db, NOW) == WorkFacts(NOW)
        for number, (state, settled) in enumerate(
            [("unknown", 1), ("unknown", 8), ("failed", 0), ("failed", 6), ("failed", 9), ("sent", 0), ("due", None)]
        ):
            await _message(db, number, state, settled)
        await job_slots.take(db, "tally", NOW - timedelta(minutes=2))
        await job_slots.take(db, "push Asia/Shanghai 09:00", NOW - timedelta(minutes=5))
        found = await records.work(db, NOW)
    assert found == WorkFacts(NOW, NOW - timedelta(minutes=2), NOW - timedelta(hours=1), unknown=1, failed=2)


async def test_messages_that_are_tried_again_and_again(database: Database) -> None:
    async with database.write() as db:
        for number, (attempts, minutes, error) in enumerate([(2, 9, "once"), (3, 2, "long ago"), (9, 5, "just now")]):
            await _message(db, number, "due", None)
            due = {"attempts": attempts, "due_at": NOW + timedelta(minutes=minutes), "error": error}
            await db.execute(outbox.update().where(outbox.c.key == f"k{number}").values(due))
        found = await records.work(db, NOW)
    assert (found.struggling, found.refusal) == (2, "just now")


async def _message(db: Db, number: int, state: str, settled_days_ago: int | None) -> None:
    row = {"key": f"k{number}", "platform": "rehearsal", "chat": "c", "priority": 1, "state": state}
    settled = None if settled_days_ago is None else NOW - timedelta(days=settled_days_ago)
    times = {"due_at": NOW - timedelta(hours=1), "expires_at": NOW, "settled_at": settled}
    await db.execute(insert(db, outbox).values(**row, **times))


async def test_groups_by_what_is_wrong_with_them(database: Database) -> None:
    async with database.write() as db:
        assert (await records.places(db)).groups == 0
        for number, zone in ((1, "Asia/Shanghai"), (2, "Asia/Shanghai"), (3, "Asia/Nowhere")):
            path = "/1/" if number == 1 else f"/1/{number}/"
            level = "city" if number == 1 else "county"
            row = {"id": number, "parent_id": None if number == 1 else 1, "name": f"r{number}", "level": level}
            await db.execute(insert(db, regions_table).values(path=path, time_zone=zone, **row))
        await _group(db, "a", "officers", 2)
        await _group(db, "b", "officers", 3)
        await _group(db, "c", "coordinators", 3)
        await _group(db, "d", "coordinators", 1)
        await _group(db, "e", None, None)
        await _group(db, "f", "officers", 2, state="gone")
        await _group(db, "g", None, None, state="gone")
        found = await records.places(db)
    assert found.groups == 4
    assert (found.gone, found.unbound, found.leaderless, found.zones) == (("f",), ("e",), ("r2",), ("Asia/Nowhere",))


async def _group(db: Db, title: str, kind: str | None, region: int | None, state: str = "active") -> None:
    chat = Chat("rehearsal", title)
    await groups.add(db, chat, title, "zh-CN", NOW)
    added = (await groups.load(db, [(chat.platform, chat.id)]))[chat.platform, chat.id]
    await groups.update_group(db, added.id, kind=kind, region_id=region, state=state)


async def test_sources_and_reserve_in_figures(database: Database) -> None:
    catalog = Catalog(
        sources={
            source.key: source
            for source in (
                Source("reserve", "储备", "reserve", enabled=True, reserve=True),
                Source("fine", "好的", "syndication", "https://a.example", enabled=True),
                Source("slow", "慢的", "syndication", "https://b.example", enabled=True),
                Source("once", "偶尔慢的", "syndication", "https://c.example", enabled=True),
                Source("gone", "没有了的", "syndication", "https://d.example", enabled=True),
                Source("off", "停用的", "syndication", "https://e.example"),
            )
        }
    )
    gone = {"host": "d.example"}
    async with database.write() as db:
        for state in (
            SourceState(
                "slow",
                "https://b.example",
                errors=3,
                failing_since=NOW,
                error="timeout",
                error_details={"host": "b.example", "seconds": 20},
            ),
            SourceState(
                "once",
                "https://c.example",
                errors=2,
                error="timeout",
                error_details={"host": "c.example", "seconds": 20},
            ),
            SourceState(
                "gone", "https://d.example", failing_since=NOW, errors=1, error="gone", error_details=gone, gone=True
            ),
            SourceState("off", "https://e.example", errors=9, error="gone", error_details=gone, gone=True),
        ):
            await sources.save(db, state)
        for number, state_of in enumerate(("ready", "ready", "review", "rejected")):
            await _item(db, "reserve", number, state_of)
        await _item(db, "fine", 9, "review")
        found = await records.content(db, catalog, "en", NOW, ZoneInfo("Asia/Shanghai"))
    assert (found.sources, found.feeds, found.reserve, found.approved, found.waiting) == (5, 4, True, 2, 1)
    slow = say("en", "feed-error-timeout", host="b.example", seconds=20)
    assert found.troubled == (
        TroubledSource("慢的", trouble("failing", "慢的", slow)),
        TroubledSource("没有了的", trouble("gone", "没有了的", say("en", "feed-error-gone", host="d.example"))),
    )


def trouble(kind: str, name: str, reason: str) -> str:
    day = NOW.astimezone(ZoneInfo("Asia/Shanghai"))
    return say("en", f"trouble-{kind}", name=name, month=day.month, day=day.day, days=0, reason=reason)


async def _item(db: Db, source: str, number: int, state: str) -> None:
    row = {"source": source, "identity": str(number), "canonical": "", "fingerprint": "", "state": state}
    await db.execute(insert(db, items).values(id=new_id(), gathered_at=NOW, **row))


async def test_a_database_and_its_folder_know_each_other(database: Database, tmp_path: Path) -> None:
    ours, wrong = tmp_path / "ours", tmp_path / "wrong"
    ours.mkdir()
    wrong.mkdir()
    async with database.write() as db:
        name = await installation.name(db, ours)
        assert installation.marked(ours) == name
        assert await installation.name(db, wrong) == name
    assert installation.marked(wrong) == ""  # not marked by itself: somebody has to look
    installation.mark(wrong, name)
    assert installation.marked(wrong) == name


async def test_a_database_without_a_name_takes_that_of_its_folder(database: Database, tmp_path: Path) -> None:
    installation.mark(tmp_path, "abc")
    async with database.write() as db:
        assert await installation.known(db) == ""
        assert await installation.name(db, tmp_path) == "abc"
        assert await installation.known(db) == "abc"


@pytest.mark.parametrize("days", [0, 1])
async def test_the_last_slot_may_be_one_that_is_not_finished(database: Database, days: int) -> None:
    slot = NOW + timedelta(days=days)
    async with database.write() as db:
        assert await checking.last_slot(db) is None
        await job_slots.lease(db, "gather", slot, NOW, timedelta(minutes=10))
        assert await checking.last_slot(db) == slot
    assert slot.date() >= date(2026, 11, 23)
