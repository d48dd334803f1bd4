"""Codes in the database: found by their digest only, used once, revoked once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from kpbot.domain.codes import CodeKind, digest
from kpbot.domain.people import GroupKind
from kpbot.domain.places import Level, Region, Unit, UnitKind
from kpbot.services.codes import make_code
from kpbot.storage import audit, codes, places
from kpbot.storage.database import Database, Db
from kpbot.storage.tables import codes as table

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


async def county(db: Db) -> tuple[Region, Unit]:
    region = await places.add_region(db, "青禾县", Level.COUNTY, None)
    return region, await places.add_unit(db, region, "槐树村", UnitKind.VILLAGE)


async def test_the_code_itself_is_not_stored(database: Database) -> None:
    async with database.write() as db:
        region, unit = await county(db)
        code = await make_code(db, CodeKind.UNIT, region, unit, None, 7, NOW)
        stored = (await db.execute(select(table))).mappings().one()
        assert code not in " ".join(map(str, stored.values()))
        found = await codes.find(db, digest(code))
        [entry] = await audit.of_person(db, 7)
    assert (entry.act, code in f"{entry}") == ("code.make", False)
    assert found
    assert (found.place, found.made_by, found.code.expires_at) == ("青禾县/槐树村", 7, NOW + timedelta(days=30))


async def test_found_by_the_whole_digest_or_its_beginning_and_no_less(database: Database) -> None:
    async with database.write() as db:
        region, unit = await county(db)
        name = digest(await make_code(db, CodeKind.UNIT, region, unit, None, None, NOW))
        assert await codes.find(db, name[: codes.PREFIX])
        for wrong in ("", name[:8], "%" * codes.PREFIX, "_" * codes.PREFIX, name[: codes.PREFIX - 1] + "%"):
            assert await codes.find(db, wrong) is None


async def test_used_once_and_revoked_once(database: Database) -> None:
    async with database.write() as db:
        region, _unit = await county(db)
        name = digest(await make_code(db, CodeKind.COORDINATOR, region, None, None, None, NOW))
        assert await codes.use(db, name, 1, NOW)
        assert not await codes.use(db, name, 2, NOW)
        other = digest(await make_code(db, CodeKind.GROUP, region, None, GroupKind.PUBLIC, None, NOW))
        assert await codes.revoke(db, other, NOW)
        assert not await codes.revoke(db, other, NOW)
        assert not await codes.use(db, other, 1, NOW)


async def test_listed_while_they_let_people_in(database: Database) -> None:
    async with database.write() as db:
        region, unit = await county(db)
        first = digest(await make_code(db, CodeKind.UNIT, region, unit, None, None, NOW))
        second = digest(await make_code(db, CodeKind.UNIT, region, unit, None, None, NOW + timedelta(days=1)))
        await make_code(db, CodeKind.COORDINATOR, region, None, None, None, NOW)
        listed = await codes.unit_codes_within(db, region.path, NOW)
        assert [code.digest for code in listed] == [second, first]
        later = await codes.unit_codes_within(db, region.path, NOW + timedelta(days=30, hours=1))
        assert [code.digest for code in later] == [second]
        await codes.revoke(db, second, NOW)
        assert [code.digest for code in await codes.unit_codes_within(db, region.path, NOW)] == [first]
        assert await codes.unit_codes_within(db, "/1/", NOW) == []


async def test_combinations_that_make_no_sense(database: Database) -> None:
    async with database.write() as db:
        region, unit = await county(db)
        other = await places.add_region(db, "白石县", Level.COUNTY, None)
        for kind, where, of, group in (
            (CodeKind.UNIT, region, None, None),
            (CodeKind.UNIT, region, unit, GroupKind.PUBLIC),
            (CodeKind.UNIT, other, unit, None),
            (CodeKind.COORDINATOR, region, unit, None),
            (CodeKind.GROUP, region, None, None),
            (CodeKind.GROUP, region, unit, GroupKind.COORDINATORS),
        ):
            with pytest.raises(ValueError, match=r"code|group|unit"):
                await make_code(db, kind, where, of, group, None, NOW)
        assert (await db.execute(select(table))).all() == []
