"""`kpbot spot-check show`: what was drawn, what was answered, and the lot drawn again."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from kpbot.domain.people import PostRole, PostState
from kpbot.domain.places import UnitKind
from kpbot.domain.spot_checks import Answer
from kpbot.services.rhythm import load_tree
from kpbot.services.spot_checks import draw
from kpbot.settings import Settings
from kpbot.storage import people, places, spot_checks
from kpbot.storage.database import Database, insert_new
from kpbot.storage.tables import items, shares
from tests.unit.commands.conftest import Kpbot

TUESDAY, MONDAY = date(2026, 11, 17), date(2026, 11, 23)
AT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


async def _drawn() -> None:
    """Three of five officers' shares were drawn, and the first was seen."""
    database = Database("sqlite:///var/kpbot.db")
    async with database.write() as db:
        county = next(one for one in await places.all_regions(db) if one.name == "青禾县")
        unit = await places.add_unit(db, county, "槐树村", UnitKind.VILLAGE)
        item = {"id": 1, "source": "s", "identity": "1", "title": "冬天防滑", "canonical": "c", "fingerprint": "f"}
        item |= {"topic": "health", "state": "ready", "gathered_at": AT - timedelta(days=9)}
        await insert_new(db, items, [item])
        for number in range(5):
            person = await people.add_person(db, f"员{number}", "", None)
            held = (person, PostRole.OFFICER, county.id, unit.id, PostState.ACTIVE, date(2026, 1, 1), AT)
            key = {"day": TUESDAY, "post_id": await people.add_post(db, *held), "item_id": 1, "destination": "qq"}
            rest = {"counts": True, "at": AT - timedelta(days=6), "entered_by": None, "flags": "", "withdrawn_at": None}
            await insert_new(db, shares, [{**key, **rest}])
        drawn = await draw(db, Settings(), await load_tree(db), county, MONDAY, AT, 3)
        await spot_checks.ask(db, county.id, MONDAY, drawn, AT)
        first = (await spot_checks.of_week(db, county.id, MONDAY))[0]
        await spot_checks.answer(db, first, Answer.SEEN, person, AT)
    await database.close()


async def _recalled() -> None:
    database = Database("sqlite:///var/kpbot.db")
    async with database.write() as db:
        await db.execute(update(items).values(state="recalled"))
    await database.close()


def test_shown_and_drawn_again(installed: Kpbot) -> None:
    asyncio.run(_drawn())
    ended = installed("spot-check", "show", "--region", "青禾县", "--week", "2026-W47")
    assert ended.code == 0, ended.err
    head, *lines, verdict = ended.out.splitlines()
    assert "2026-W47" in head
    assert "2026-11-16" in head
    assert len(lines) == 3
    assert lines[0].split("\t")[1:3] == ["2026-11-17", "槐树村"]
    assert [len(line.split("\t")) for line in lines] == [8, 7, 7]  # only the first has somebody who answered
    assert "3" in verdict
    asyncio.run(_recalled())
    other = installed("spot-check", "show", "--region", "青禾县", "--week", "2026-w47").out.splitlines()
    assert other[:-1] == [head, *lines]
    assert other[-1] != verdict


def test_nothing_was_asked(installed: Kpbot) -> None:
    ended = installed("spot-check", "show", "--region", "白水县")
    assert (ended.code, len(ended.out.splitlines())) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--region", "没有的县"], 1),
        (["--region", "县"], 1),
        (["--region", "青禾县", "--week", "2026-47"], 2),
        (["--region", "青禾县", "--week", "2026-W60"], 2),
        ([], 2),
    ],
)
def test_refused_in_words(installed: Kpbot, arguments: list[str], code: int) -> None:
    ended = installed("spot-check", "show", *arguments)
    assert ended.code == code
    assert ended.err
    assert "Traceback" not in ended.err
