"""Daily roll-ups say what the shares say, whatever happened to these, and whoever wrote them at the same time."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from kpbot.domain.shares import Evidence
from kpbot.storage import archive, roll_ups
from kpbot.storage import shares as share_rows
from kpbot.storage.database import Database, Db, insert_new
from kpbot.storage.forgetting import drop_references
from kpbot.storage.tables import corrections, evidence, items, share_days, shares
from kpbot.storage.writes import Writes

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
POSTS, ITEMS, PLACES = (7, 1 << 62), (1, 2, 3, 4), ("wechat", "qq")
C, O, R, I, S = Evidence  # noqa: E741  # claimed, observed, reached, imported, spot-checked

Kinds = frozenset[Evidence]
Known = dict[tuple[date, int], tuple[Counter[Kinds], Counter[Kinds], bool]]


def key(day: date, post: int, item: int, place: str = "wechat") -> dict[str, Any]:
    return {"day": day, "post_id": post, "item_id": item, "destination": place}


async def write(db: Db, *of: tuple[dict[str, Any], bool, Iterable[Evidence]]) -> None:
    """Shares as a batch writes them: key, whether it counts, kinds."""
    writes = Writes()
    for where, counts, kinds in of:
        writes.shares.append(
            {**where, "counts": counts, "at": NOW, "entered_by": None, "flags": "", "withdrawn_at": None}
        )
        writes.evidence += [{**where, "kind": kind.value, "reference": "a", "at": NOW} for kind in kinds]
    await writes.flush(db, NOW + timedelta(minutes=1))


async def recounted(db: Db) -> Known:
    """Of each post's day, from the rows alone: counting items and all by kinds, and whether something was said."""
    kinds: dict[tuple[Any, ...], set[Evidence]] = {}
    for row in await db.execute(select(evidence)):
        kinds.setdefault((row.day, row.post_id, row.item_id, row.destination), set()).add(Evidence(row.kind))
    days: dict[tuple[date, int], tuple[dict[int, set[Evidence]], dict[int, set[Evidence]]]] = {}
    said = set()
    for row in await db.execute(select(shares)):
        found = kinds.get((row.day, row.post_id, row.item_id, row.destination), set())
        counting, every = days.setdefault((row.day, row.post_id), ({}, {}))
        if C in found:
            said.add((row.day, row.post_id))
        if row.withdrawn_at is None and found:
            every.setdefault(row.item_id, set()).update(found)
            if row.counts:
                counting.setdefault(row.item_id, set()).update(found)
    return {
        pair: (Counter(map(frozenset, counting.values())), Counter(map(frozenset, every.values())), pair in said)
        for pair, (counting, every) in days.items()
    }


async def hold(db: Db, accepted: Kinds = frozenset(Evidence), need: int = 1) -> None:
    """Every way to read the roll-ups against the rows."""
    expected = await recounted(db)
    for day in (MONDAY, TUESDAY):
        found = await roll_ups.of_day(db, POSTS, day)
        for post in POSTS:
            counting, _, said = expected.get((day, post), (Counter(), Counter(), False))
            of_post = found.get(post, roll_ups.DayOfPost())
            assert (of_post.counting, of_post.said) == (counting, said)
    for only_counting in (True, False):
        met = Counter(
            post
            for (_, post), known in expected.items()
            if sum(n for kinds, n in (known[0] if only_counting else known[1]).items() if kinds & accepted) >= need
        )
        assert await roll_ups.days_met(db, MONDAY, TUESDAY, accepted, need, counting=only_counting) == met
    assert await roll_ups.differing(db, MONDAY, TUESDAY) == 0


_DAYS, _KINDS = st.sampled_from((MONDAY, TUESDAY)), st.frozensets(st.sampled_from(Evidence), min_size=1)
_WHERE = st.tuples(_DAYS, st.sampled_from(POSTS), st.sampled_from(ITEMS), st.sampled_from(PLACES))
_DONE = st.one_of(
    st.tuples(st.just("share"), st.lists(st.tuples(_WHERE, st.booleans(), _KINDS), min_size=1, max_size=6)),
    st.tuples(st.just("withdraw"), st.tuples(_WHERE, st.booleans())),
    st.tuples(st.just("redirect"), st.tuples(_WHERE, st.sampled_from(PLACES))),
    st.tuples(st.just("evidence"), st.tuples(_WHERE, _KINDS)),
    st.tuples(st.just("forget"), st.sampled_from(POSTS)),
)


async def do(db: Db, act: str, how: Any) -> None:
    if act == "share":
        await write(db, *((key(*where), counts, kinds) for where, counts, kinds in how))
    elif act == "withdraw":
        (day, post, item, place), everywhere = how
        await share_rows.withdraw(db, day, post, item, NOW, 1, None if everywhere else place)
    elif act == "redirect":
        (day, post, item, place), to = how
        await share_rows.redirect(db, day, post, item, place, to, NOW, 1)
    elif act == "evidence":
        where, kinds = how
        rows = [{**key(*where), "kind": kind.value, "reference": "b", "at": NOW} for kind in kinds]
        await Writes(evidence=rows).flush(db, NOW)
    else:
        await drop_references(db, [how])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(_DONE, max_size=12), accepted=_KINDS, need=st.integers(1, 3))
async def test_whatever_is_done_roll_ups_equal_a_recount(
    database: Database, done: list[tuple[str, Any]], accepted: Kinds, need: int
) -> None:
    async with database.write() as db:
        for table in (shares, evidence, share_days, corrections):
            await db.execute(delete(table))
        known = {"source": "s", "canonical": "", "fingerprint": "", "gathered_at": NOW}
        await insert_new(db, items, [{"id": n, "identity": str(n), **known} for n in ITEMS])
        for act, how in done:
            await do(db, act, how)
        await hold(db, accepted, need)
        kept = {tuple(row) for row in await db.execute(select(share_days))}
        await roll_ups.rebuild(db, MONDAY, TUESDAY)
        await hold(db, accepted, need)
        anew = {roll_ups._sorted(row) for row in await db.execute(select(share_days))}
        assert anew == {roll_ups._sorted(row) for row in kept}


async def test_each_union_of_kinds_has_its_letter(database: Database) -> None:
    """What is in people's databases can be read for ever."""
    unions = [frozenset(kind for n, kind in enumerate(Evidence) if number >> n & 1) for number in range(1, 32)]
    async with database.write() as db:
        await write(db, *((key(MONDAY, 7, number), True, kinds) for number, kinds in enumerate(unions)))
        row = (await db.execute(select(share_days))).one()
    assert "".join(sorted(row.shared)) == "ABCDEabcdefghijklmnopqrstuvwxyz"
    assert [roll_ups._kinds(letter) for letter in "abcdefghijklmnopqrstuvwxyzABCDE"] == unions
    assert (row.counting, row.said) == (row.shared, True)


async def test_the_views_differ_where_an_item_counts_at_one_destination_only(database: Database) -> None:
    async with database.write() as db:
        await write(db, (key(MONDAY, 7, 1), True, {R}), (key(MONDAY, 7, 1, "qq"), False, {C}))
        assert await roll_ups.days_met(db, MONDAY, MONDAY, {C}, 1) == {}
        assert await roll_ups.days_met(db, MONDAY, MONDAY, {C}, 1, counting=False) == {7: 1}
        assert await roll_ups.days_met(db, MONDAY, MONDAY, {R}, 1) == {7: 1}
        assert (await roll_ups.of_day(db, [7], MONDAY))[7].counting == {frozenset({R}): 1}


async def test_what_was_changed_by_hand_is_found_and_mended(database: Database) -> None:
    async with database.write() as db:
        assert await roll_ups.span(db) is None
        for post in (7, 8, 9):
            await write(db, (key(MONDAY, post, 1), True, {C}), (key(MONDAY, post, 2), True, {C, O}))
        await write(db, (key(TUESDAY, 7, 1), True, {C}))
        await db.execute(update(share_days).where(share_days.c.post_id == 7).values(counting="ca"))
        assert await roll_ups.differing(db, MONDAY, MONDAY) == 0, "the order of letters says nothing"
        await db.execute(update(share_days).where(share_days.c.post_id == 7).values(counting="cc"))
        await db.execute(delete(share_days).where(share_days.c.post_id == 8))
        await db.execute(share_days.insert(), {"day": MONDAY, "post_id": 10, "counting": "a", "shared": "a"})
        assert await roll_ups.differing(db, MONDAY, MONDAY) == 3
        assert await roll_ups.span(db) == (MONDAY, TUESDAY)
        await roll_ups.rebuild(db, MONDAY, MONDAY)
        assert await roll_ups.differing(db, MONDAY, MONDAY) == 0
        assert await roll_ups.differing(db, MONDAY, TUESDAY) == 1, "of Tuesday nothing was mended"


async def test_an_older_database_gets_its_roll_ups_with_the_upgrade(database: Database) -> None:
    async with database.write() as db:
        await archive.clear(db, [])
        await archive.upgrade(db, "0001")
        rows = random.Random(1)
        known = [
            key(day, post, item, to) for day in (MONDAY, TUESDAY) for post in POSTS for item in ITEMS for to in PLACES
        ]
        for where in rows.sample(known, 24):
            gone = NOW if rows.random() < 0.3 else None
            await db.execute(shares.insert(), {**where, "counts": rows.random() < 0.7, "at": NOW, "withdrawn_at": gone})
            for kind in rows.sample(list(Evidence), rows.randint(0, 3)):
                await db.execute(evidence.insert(), {**where, "kind": kind.value, "reference": "", "at": NOW})
        await archive.upgrade(db)
        assert len((await db.execute(select(share_days))).all()) == 4
        for accepted in (frozenset({C}), frozenset({O, R}), frozenset(Evidence)):
            await hold(db, accepted, 2)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
class TestOnPostgresql:
    async def test_the_second_of_two_workers_counts_what_the_first_wrote(
        self, database: Database, database_url: str
    ) -> None:
        other = Database(database_url)

        async def second() -> None:
            async with other.write() as db:
                await write(db, (key(MONDAY, 7, 2), True, {C}))

        async with database.write() as db:
            await write(db, (key(MONDAY, 7, 1), True, {C}))
            waiting = asyncio.create_task(second())
            await self.until_somebody_waits(database)
        await waiting
        async with database.read() as db:
            assert (await roll_ups.of_day(db, [7], MONDAY))[7].counting == {frozenset({C}): 2}
        await other.close()

    async def until_somebody_waits(self, database: Database) -> None:
        waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        async with asyncio.timeout(30), database.read() as db:
            await db.execution_options(isolation_level="AUTOCOMMIT")
            while not (await db.execute(waits)).scalar_one():  # noqa: ASYNC110  # PostgreSQL tells nobody who waits
                await asyncio.sleep(0.01)

    async def test_many_workers_at_the_same_posts(self, database: Database) -> None:
        async def worker(number: int) -> None:
            draw = random.Random(number)
            for turn in range(8):
                posts = draw.sample(range(1, 9), 4)
                async with database.write() as db:
                    of = [(key(MONDAY, post, 100 * number + turn), True, {C}) for post in posts]
                    await write(db, *of)

        async def mend() -> None:
            for _ in range(5):
                async with database.write() as db:
                    await roll_ups.rebuild(db, MONDAY, MONDAY)

        async with asyncio.timeout(60):
            await asyncio.gather(*map(worker, range(6)), mend())
        async with database.read() as db:
            assert await roll_ups.differing(db, MONDAY, MONDAY) == 0
            found = await roll_ups.of_day(db, range(1, 9), MONDAY)
        assert sum(sum(of.counting.values()) for of in found.values()) == 6 * 8 * 4
