"""Officers' own links and their openings, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from kpbot.domain.content import Item, ItemState, Topic
from kpbot.domain.shares import Evidence
from kpbot.domain.short_codes import is_code
from kpbot.storage import items, link_opens, places, roll_ups, short_links
from kpbot.storage import shares as stored
from kpbot.storage.database import Database, insert
from kpbot.storage.tables import evidence, link_salts, shares
from kpbot.storage.tables import link_opens as opens_table
from tests.fakes.stage import Stage

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
UNTIL = NOW + timedelta(days=30)
ITEM = Item(1, "reserve", "a", "甲", "摘要", "正文", "https://x.example/a", "https://x.example/a", "f", Topic.HEALTH,
            ItemState.READY, NOW, counts=True)  # fmt: skip


@pytest.fixture
async def post(stage: Stage) -> int:
    """李's, in a county with links on, with three items."""
    async with stage.database.write() as db:
        await items.keep(
            db, [replace(ITEM, id=n, identity=f"{n}", canonical=f"https://x.example/{n}") for n in (1, 2, 3)]
        )
        await places.update_region(db, stage.county.id, short_links=True)
    return stage.posts["李"]


async def take(database: Database, post: int, *wanted: int, to: str = "wechat", day: date = DAY) -> dict[int, str]:
    async with database.write() as db:
        return await short_links.take(db, post, wanted, to, day, UNTIL + (day - DAY))


async def opened(database: Database, *opens: tuple[str, str], day: date = DAY, now: datetime = NOW) -> int:
    async with database.write() as db:
        return await link_opens.record(db, opens, day, now)


async def rows(database: Database, table: Any) -> list[Any]:
    async with database.read() as db:
        return list(await db.execute(select(table)))


async def test_links_are_made_at_once_and_renewed_under_the_same_codes(database: Database, post: int) -> None:
    first = await take(database, post, 1, 2, 3)
    assert set(first) == {1, 2, 3}
    assert len({*first.values()}) == 3
    assert all(map(is_code, first.values()))
    assert await take(database, post, 3, 2, 1, day=DAY + timedelta(days=1)) == first
    async with database.read() as db:
        lines = await short_links.of_posts(db, [post])
    assert {(line.day, line.expires_at) for line in lines} == {(DAY + timedelta(days=1), UNTIL + timedelta(days=1))}
    assert await take(database, post) == {}


async def test_another_destination_or_officer_has_other_links(database: Database, stage: Stage, post: int) -> None:
    one = await take(database, post, 1)
    assert (await take(database, post, 1, to="qq"))[1] != one[1]
    assert (await take(database, stage.posts["王"], 1))[1] != one[1]


async def test_a_code_leads_to_its_item(database: Database, stage: Stage, post: int) -> None:
    code = (await take(database, post, 1))[1]
    async with database.read() as db:
        found = await short_links.targets(db, [code, "mmmmmmmmmmmm"])
        assert await short_links.items_of(db, [code, "mmmmmmmmmmmm"]) == {code: 1}
        assert await short_links.items_of(db, []) == {}
    assert set(found) == {code}
    target = found[code]
    assert (target.state, target.link, target.slug, target.expires_at) == (ItemState.READY, ITEM.link, "", UNTIL)
    assert target.counts


@pytest.mark.parametrize(("on", "counts"), [("city", True), ("county", True), ("nowhere", False)])
async def test_a_link_counts_where_its_region_or_one_above_says_so(
    database: Database, stage: Stage, post: int, on: str, counts: bool
) -> None:
    async with database.write() as db:
        await places.update_region(db, stage.county.id, short_links=on == "county")
        await places.update_region(db, stage.city.id, short_links=on == "city")
    code = (await take(database, post, 1))[1]
    async with database.read() as db:
        assert (await short_links.targets(db, [code]))[code].counts is counts


async def test_two_visitors_of_a_day_are_evidence_and_make_the_share(database: Database, post: int) -> None:
    code = (await take(database, post, 1))[1]
    assert await opened(database, (code, "v1")) == 0
    assert await opened(database, (code, "v1"), (code, "v1")) == 0
    assert await rows(database, shares) == []
    assert await opened(database, (code, "v2"), now=NOW + timedelta(hours=1)) == 1
    (share,) = await rows(database, shares)
    assert (share.day, share.post_id, share.item_id, share.destination) == (DAY, post, 1, "wechat")
    assert (share.counts, share.withdrawn_at, share.flags) == (True, None, "")
    (ground,) = await rows(database, evidence)
    assert (ground.kind, ground.reference, ground.at) == (Evidence.REACHED.value, "", NOW + timedelta(hours=1))
    async with database.read() as db:
        known = await roll_ups.of_day(db, [post], DAY)
        assert not (await short_links.targets(db, [code]))[code].counts  # nothing more to be learnt
        assert await roll_ups.differing(db, DAY, DAY) == 0
    assert known[post].counting == {frozenset({Evidence.REACHED}): 1}
    assert known[post].said is False
    assert await opened(database, (code, "v3")) == 0
    assert len(await rows(database, evidence)) == 1


async def test_visitors_of_different_days_do_not_add_up(database: Database, post: int) -> None:
    code = (await take(database, post, 1))[1]
    assert await opened(database, (code, "v1")) == 0
    assert await opened(database, (code, "v2"), day=DAY + timedelta(days=1)) == 0
    assert await opened(database, (code, "v3"), day=DAY + timedelta(days=1)) == 1
    assert [row.day for row in await rows(database, evidence)] == [DAY]  # of the share, not of the opening


async def test_taken_again_it_stands_for_the_share_of_that_day(database: Database, post: int) -> None:
    tuesday = DAY + timedelta(days=1)
    code = (await take(database, post, 1))[1]
    assert await opened(database, (code, "v1"), (code, "v2")) == 1
    await take(database, post, 1, day=tuesday)
    async with database.read() as db:
        assert (await short_links.targets(db, [code]))[code].counts
    assert await opened(database, (code, "w1"), (code, "w2"), day=tuesday) == 1
    assert sorted(row.day for row in await rows(database, evidence)) == [DAY, tuesday]


async def test_a_share_that_was_said_gets_one_more_ground(database: Database, post: int) -> None:
    code = (await take(database, post, 1))[1]
    key = {"day": DAY, "post_id": post, "item_id": 1, "destination": "wechat"}
    async with database.write() as db:
        await db.execute(insert(db, shares), {**key, "counts": True, "at": NOW, "flags": "burst"})
        await db.execute(insert(db, evidence), {**key, "kind": "claimed", "at": NOW})
        await roll_ups.recount(db, [(DAY, post)])
    assert await opened(database, (code, "v1"), (code, "v2")) == 1
    (share,) = await rows(database, shares)
    assert share.flags == "burst"
    async with database.read() as db:
        known = await roll_ups.of_day(db, [post], DAY)
    assert known[post].counting == {frozenset({Evidence.CLAIMED, Evidence.REACHED}): 1}


async def test_a_withdrawn_share_stays_withdrawn(database: Database, stage: Stage, post: int) -> None:
    code = (await take(database, post, 1))[1]
    await opened(database, (code, "v1"), (code, "v2"))
    async with database.write() as db:
        assert await stored.withdraw(db, DAY, post, 1, NOW, stage.persons["李"]) == 1
    await take(database, post, 2)
    other = (await take(database, post, 2))[2]
    async with database.write() as db:
        key = {"day": DAY, "post_id": post, "item_id": 2, "destination": "wechat"}
        await db.execute(insert(db, shares), {**key, "counts": True, "at": NOW, "withdrawn_at": NOW})
    await opened(database, (other, "v1"), (other, "v2"))
    await opened(database, (code, "v3"), (code, "v4"))
    assert [row.withdrawn_at for row in await rows(database, shares)] == [NOW, NOW]
    async with database.read() as db:
        assert (await roll_ups.of_day(db, [post], DAY))[post].counting == {}
        assert await roll_ups.differing(db, DAY, DAY) == 0


async def waits(database: Database, task: asyncio.Task[int]) -> None:
    """Until the task waits for a lock of another transaction, or is done because it did not have to."""
    query = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    while not task.done():
        async with database.read() as db:
            if (await db.execute(query)).scalar_one():
                return


async def test_two_workers_with_a_visitor_each_see_both(database: Database, database_url: str, post: int) -> None:
    other = Database(database_url)
    code = (await take(database, post, 1))[1]
    async with database.write() as db:
        assert await link_opens.record(db, [(code, "v1")], DAY, NOW) == 0
        second = asyncio.create_task(opened(other, (code, "v2")))
        if not database.is_sqlite:  # which has one writer at a time
            await waits(database, second)
    assert await second == 1
    await other.close()


async def test_openings_of_what_is_no_link_come_to_nothing(database: Database, post: int) -> None:
    assert await opened(database, ("mmmmmmmmmmmm", "v1"), ("mmmmmmmmmmmm", "v2")) == 0
    assert await rows(database, shares) == []


async def test_workers_share_a_salt_that_does_not_outlive_its_day(database: Database, database_url: str) -> None:
    other = Database(database_url)

    async def salt(of: Database, day: date) -> bytes:
        async with of.write() as db:
            return await link_opens.salt_of(db, day)

    monday = await asyncio.gather(*(salt(of, DAY) for of in (database, other, database, other)))
    assert len(set(monday)) == 1
    assert len(monday[0]) == 32
    assert await salt(other, DAY + timedelta(days=1)) not in monday
    assert [row.day for row in await rows(database, link_salts)] == [DAY + timedelta(days=1)]
    await other.close()


async def test_what_has_served_its_time_goes(database: Database, post: int) -> None:
    code = (await take(database, post, 1))[1]
    await take(database, post, 2, day=DAY + timedelta(days=60))
    async with database.write() as db:
        await link_opens.salt_of(db, DAY)
    await opened(database, (code, "v1"))
    async with database.write() as db:
        assert await link_opens.purge(db, DAY) == 0
        assert await short_links.purge(db, UNTIL + timedelta(days=29)) == 0
    assert len(await rows(database, link_salts)) == 1
    async with database.write() as db:
        assert await link_opens.purge(db, DAY + timedelta(days=1)) == 1
        assert await short_links.purge(db, UNTIL + timedelta(days=31)) == 1
        assert [line.title for line in await short_links.of_posts(db, [post])] == ["甲"]
    assert await rows(database, link_salts) == []


async def test_links_of_a_post_go_with_their_openings(database: Database, stage: Stage, post: int) -> None:
    code = (await take(database, post, 1))[1]
    kept = (await take(database, stage.posts["王"], 1))[1]
    await opened(database, (code, "v1"), (kept, "v1"))
    async with database.write() as db:
        assert await short_links.drop(db, [post]) == 1
    assert [row.code for row in await rows(database, opens_table)] == [kept]
