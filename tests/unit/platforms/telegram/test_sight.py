"""What the bot sees in a group: told there once, and to `kpbot check`."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.domain.people import GroupKind
from kpbot.domain.places import Level
from kpbot.storage import groups, places
from kpbot.storage.database import Database
from kpbot.storage.tables import outbox
from kpbot.texts import LANGUAGES, say
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import status
from tests.fakes.bot_api.world import standing

GROUP = -1001500000001


async def told(database: Database) -> list[str]:
    async with database.read() as db:
        rows = (await db.execute(select(outbox.c.payload).order_by(outbox.c.id))).scalars()
        return [Outgoing.from_json(str(row)).text for row in rows]


@pytest.mark.parametrize(
    ("old", "new", "privacy", "tells"),
    [
        ("left", "member", True, True),
        ("left", "member", False, False),
        ("left", "administrator", True, False),
        ("administrator", "member", True, True),
        ("member", "administrator", True, False),
        ("administrator", "kicked", True, False),
        ("member", "restricted", True, False),
    ],
)
async def test_a_group_is_told_when_the_bot_sees_little(
    rig: Rig, database: Database, old: str, new: str, privacy: bool, tells: bool
) -> None:
    rig.api.me["can_read_all_group_messages"] = not privacy
    rig.api.world.membership(GROUP, rig.api.me, old, new)
    async with rig.running():
        await rig.api.confirmed()
    said = await told(database)
    assert len(said) == tells
    assert all("@kepu_bot" in text for text in said)


async def test_it_is_told_once_however_often_the_update_comes(rig: Rig, database: Database) -> None:
    rig.api.world.membership(GROUP, rig.api.me, "left", "member")
    again = list(rig.api.world.pending)
    async with rig.running():
        await rig.api.confirmed()
        rig.api.world.pending += again
        await rig.telegram._take_all(rig.take, again)
    assert len(await told(database)) == 1


async def bound(database: Database, clock: MovableClock, chat: int, kind: GroupKind = GroupKind.OFFICERS) -> None:
    async with database.write() as db:
        region = await places.add_region(db, "青禾县", Level.COUNTY, None)
        await groups.add(db, Chat("telegram", str(chat)), f"群{-chat}", "zh-CN", clock.now())
        known = await groups.load(db, [("telegram", str(chat))])
        await groups.update_group(db, known[("telegram", str(chat))].id, kind=kind, region_id=region.id)


async def findings(rig: Rig) -> dict[str, str]:
    return {found.code: found.level.value for found in await rig.telegram.findings()}


async def test_all_is_well(rig: Rig, database: Database, clock: MovableClock) -> None:
    await bound(database, clock, GROUP)
    rig.api.world.members[(GROUP, rig.api.me["id"])] = standing("administrator", rig.api.me)
    assert await findings(rig) == {
        "telegram-account": "fine",
        "telegram-waiting": "fine",
        "telegram-group": "fine",
    }


@pytest.mark.parametrize(
    ("status_there", "code", "level"),
    [
        ("member", "telegram-group-sees-little", "note"),
        ("restricted", "telegram-group-silenced", "broken"),
        ("kicked", "telegram-group-gone", "broken"),
    ],
)
async def test_rights_in_a_group(
    rig: Rig, database: Database, clock: MovableClock, status_there: str, code: str, level: str
) -> None:
    await bound(database, clock, GROUP)
    rig.api.world.members[(GROUP, rig.api.me["id"])] = standing(status_there, rig.api.me)
    assert (await findings(rig))[code] == level


async def test_a_group_that_refuses(rig: Rig, database: Database, clock: MovableClock) -> None:
    await bound(database, clock, GROUP)
    rig.api.methods.gone[GROUP] = "bot was kicked from the supergroup chat"
    assert (await findings(rig))["telegram-group-gone"] == "broken"


async def test_the_account(rig: Rig) -> None:
    rig.api.methods.webhook = {"url": "https://elsewhere.example.org"}
    assert (await findings(rig))["telegram-webhook-left"] == "broken"
    rig.api.faults["getMe"] = [status(401), status(502)]
    assert await findings(rig) == {"telegram-token": "broken"}
    assert await findings(rig) == {"telegram-away": "broken"}


async def test_every_finding_can_be_said(rig: Rig) -> None:
    values: dict[str, str | int] = {"bot": "b", "reason": "r", "count": 1, "title": "t"}
    codes = (
        "account token away waiting webhook-missing webhook-left webhook-error group group-sees-little "
        "group-silenced group-gone"
    )
    for code in codes.split():
        assert all(say(language, f"check-telegram-{code}", **values) for language in LANGUAGES)
