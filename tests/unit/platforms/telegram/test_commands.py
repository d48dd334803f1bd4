"""The lists that Telegram shows at «/»."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from handlers import ROUTES
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind
from kpbot.platforms.telegram.commands import IN_GROUPS, IN_PRIVATE, OF_COORDINATORS
from kpbot.platforms.telegram.deep_links import OPENS
from kpbot.storage import groups
from kpbot.storage.database import Database
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import flood

DESK = -1001500000009


async def registered(rig: Rig, count: int) -> None:
    async with rig.running():
        await rig.api.until(lambda: len(rig.api.calls_of("setMyCommands")) >= count)


@pytest.mark.parametrize("name", sorted({*IN_GROUPS, *IN_PRIVATE, *OF_COORDINATORS} | OPENS))
def test_what_is_offered_is_understood(name: str) -> None:
    assert name in {command for route in ROUTES for command in route.commands}


async def test_by_place_and_in_both_languages(rig: Rig, database: Database, clock: MovableClock) -> None:
    async with database.write() as db:
        await groups.add(db, Chat("telegram", str(DESK)), "县科协", "zh-CN", clock.now())
        known = await groups.load(db, [("telegram", str(DESK))])
        await groups.update_group(db, known[("telegram", str(DESK))].id, kind=GroupKind.COORDINATORS)
    await registered(rig, 9)
    scopes = ("all_group_chats", "all_private_chats", f"chat:{DESK}")
    assert set(rig.api.methods.commands) == {(scope, code) for scope in scopes for code in ("", "zh", "en")}
    offered = rig.api.methods.commands[("all_group_chats", "")]
    assert {"command": "today", "description": "今日三条"} in offered
    assert {"command": "today", "description": "Today's three"} in rig.api.methods.commands[("all_group_chats", "en")]
    at_the_desk = {c["command"] for c in rig.api.methods.commands[(f"chat:{DESK}", "zh")]}
    assert {"digest", "add", "review", "import"} <= at_the_desk


async def test_a_refusal_does_no_harm(rig: Rig) -> None:
    rig.api.faults["setMyCommands"] = [flood(60)]
    rig.api.world.says(5001, 5001, "/today")
    with capture_logs() as logged:
        async with rig.running():
            await rig.api.until(lambda: len(rig.api.calls_of("setMyCommands")) >= 4)
            await rig.api.confirmed()
    assert [line["event"] for line in logged if line["log_level"] == "warning"] == ["commands were not registered"]
    assert len(rig.taken) == 1
