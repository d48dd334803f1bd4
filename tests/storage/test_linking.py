"""Of two who are at a code at once one is faster; and no table is forgotten when two persons become one."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger

from kpbot.domain.link_codes import Asker
from kpbot.domain.messages import Chat
from kpbot.storage import link_codes, merging, people
from kpbot.storage.database import Database
from kpbot.storage.tables import metadata

# Moved row by row, since the post is in the key; and what goes with the person.
BY_ITSELF = {
    "shares.entered_by",  # only where the person coordinated
    "shares.post_id",
    "evidence.post_id",
    "share_days.post_id",
    "leaves.post_id",
    "private_digests.post_id",
    "short_links.post_id",
    "spot_checks.post_id",
    "link_codes.person_id",
}


def test_every_column_that_names_a_person_or_a_post_is_moved() -> None:
    naming = {
        str(column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, BigInteger)
        if column.name in ("person_id", "post_id", "replaces") or column.name.endswith("_by")
    }
    moved = {str(column) for column in (*merging._PERSONS, *merging._POSTS)}
    assert naming - moved == BY_ITSELF
    assert moved <= naming


NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)
CODE = "ab" * 32


async def made(database: Database) -> None:
    async with database.write() as db:
        person = await people.add_person(db, "李", "zh-CN", NOW)
        await link_codes.add(db, CODE, person, Chat("stage", "~李", private=True), NOW, LATER)


async def test_a_code_is_said_agreed_to_and_settled_once(database: Database) -> None:
    await made(database)

    async def say(user: str) -> bool:
        async with database.write() as db:
            by = Asker(user, "", Chat("elsewhere", f"~{user}", private=True))
            return await link_codes.use(db, CODE, by, NOW, LATER, agreed=False)

    async def agree() -> bool:
        async with database.write() as db:
            return await link_codes.agree(db, CODE, NOW, LATER)

    async def settle() -> bool:
        async with database.write() as db:
            return await link_codes.settle(db, CODE)

    assert sorted(await asyncio.gather(say("甲"), say("乙"), say("丙"))) == [False, False, True]
    assert sorted(await asyncio.gather(agree(), agree())) == [False, True]
    assert sorted(await asyncio.gather(settle(), settle())) == [False, True]


async def test_codes_that_are_long_over_go_when_another_is_made(database: Database) -> None:
    await made(database)
    async with database.write() as db:
        other = await people.add_person(db, "王", "zh-CN", NOW)
        week = NOW + timedelta(days=7)
        await link_codes.add(db, "cd" * 32, other, Chat("stage", "~王", private=True), week, week)
        assert await link_codes.find(db, CODE) is None
