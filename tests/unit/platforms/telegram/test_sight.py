"""What the bot sees in a group: told there once, and to `kpbot check`."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.domain.people import GroupKind
from kpbot.domain.places import Level
from kpbot.platforms.telegram import diagnosis
from kpbot.storage import groups, places
from kpbot.storage.database import Database
from kpbot.storage.tables import outbox
from kpbot.texts import LANGUAGES, say
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import RESET, flood, status
from tests.fakes.bot_api.world import standing
from tests.unit.platforms.telegram.conftest import Rigging

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
    rig.api.faults["getMe"] = [status(401), status(502), flood(43_837)]
    assert await findings(rig) == {"telegram-token": "broken"}
    assert await findings(rig) == {"telegram-away": "broken"}
    assert await findings(rig) == {"telegram-told-to-wait": "note"}
    rig.api.faults["getMe"] = [RESET] * 9
    (away,) = await rig.telegram.findings()
    assert away.values == {"reason": "httpx.ReadError"}


@pytest.mark.parametrize(
    ("public_url", "set_to", "code"),
    [
        ("", "", "telegram-webhook-address"),
        ("http://kp.example.org", "", "telegram-webhook-address"),
        ("https://kp.example.org", "", "telegram-webhook-missing"),
        ("https://kp.example.org", "https://other.example.org/secret", "telegram-webhook-other"),
        ("https://kp.example.org", "https://kp.example.org/platforms/telegram/callback", "telegram-waiting"),
    ],
)
async def test_the_webhook(rigging: Rigging, public_url: str, set_to: str, code: str) -> None:
    rig = await rigging(public_url, mode="webhook")
    rig.api.methods.webhook = {"url": set_to}
    _, webhook = await rig.telegram.findings()
    assert webhook.code == code
    assert all("secret" not in say(language, f"check-{code}", **webhook.values) for language in LANGUAGES)


async def test_groups_that_were_not_looked_at_are_counted(
    rig: Rig, database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diagnosis, "MOST_GROUPS", 1)
    for number in range(3):
        await bound(database, clock, GROUP - number)
    *_, last = await rig.telegram.findings()
    assert (last.code, last.values) == ("telegram-groups-unseen", {"seen": 1, "count": 2})


async def test_every_finding_can_be_said(rig: Rig) -> None:
    values: dict[str, str | int] = {"bot": "b", "reason": "r", "count": 1, "title": "t"}
    values |= {"host": "h", "wanted": "w", "seconds": 1, "seen": 1}
    codes = (
        "account token away waiting webhook-missing webhook-left webhook-error group group-sees-little "
        "group-silenced group-gone groups-unseen told-to-wait webhook-address webhook-other"
    )
    for code in codes.split():
        assert all(say(language, f"check-telegram-{code}", **values) for language in LANGUAGES)
