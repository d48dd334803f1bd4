"""The choices each chat was last shown, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kpbot.storage import menus
from kpbot.storage.database import Database
from kpbot.storage.menus import Place, Shown

NOW = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
HERE, THERE, THREAD = ("x", "a", ""), ("x", "b", ""), ("x", "a", "7")


async def remember(database: Database, *shown: Shown, at: datetime = NOW) -> None:
    async with database.write() as db:
        await menus.remember(db, shown, at)


async def known(database: Database, *places: Place, since: datetime = NOW - timedelta(hours=1)) -> dict[Place, str]:
    async with database.read() as db:
        found = await menus.load(db, places or (HERE, THERE, THREAD), since)
    return {place: "".join(menu.choices) for place, menu in found.items()}


async def test_the_last_of_a_place_counts(database: Database) -> None:
    await remember(database, Shown(HERE, ("a",)), Shown(THERE, ("x", "y")), Shown(HERE, ("b", "c"), "m2"))
    assert await known(database) == {HERE: "bc", THERE: "xy"}
    await remember(database, Shown(THREAD, ("t",)), Shown(HERE, ("d",)))
    assert await known(database) == {HERE: "d", THERE: "xy", THREAD: "t"}
    assert await known(database, THERE) == {THERE: "xy"}
    assert await known(database, ("y", "a", "")) == {}


async def test_words_without_choices_end_them(database: Database) -> None:
    await remember(database, Shown(HERE, ("a",)), Shown(THERE, ("x",)))
    await remember(database, Shown(HERE, ("b",)), Shown(HERE, ()), Shown(THREAD, ()))
    assert await known(database) == {THERE: "x"}


async def test_a_change_counts_only_for_what_was_shown_last(database: Database) -> None:
    await remember(database, Shown(HERE, ("a",), "m1"), Shown(THERE, ("x",), "m1"))
    await remember(database, Shown(HERE, ("b",), "m1", changes="m1"), Shown(THERE, ("y",), "m0", changes="m0"))
    assert await known(database) == {HERE: "b", THERE: "x"}
    await remember(database, Shown(HERE, (), "m1", changes="m1"), Shown(THERE, (), "m0", changes="m0"))
    assert await known(database) == {THERE: "x"}


async def test_old_ones_count_no_more_and_are_forgotten(database: Database) -> None:
    await remember(database, Shown(HERE, ("a",)))
    await remember(database, Shown(THERE, ("x",)), at=NOW + timedelta(hours=2))
    assert await known(database, since=NOW) == {THERE: "x"}
    async with database.write() as db:
        await menus.purge(db, NOW + timedelta(hours=1))
    assert await known(database) == {THERE: "x"}
