"""A coordinators' group where nobody can answer, or of a platform without an account, is not asked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from kpbot.domain.messages import Capabilities
from kpbot.services import editions
from kpbot.services.desk import desks_of, hearing_among
from kpbot.storage.tables import accounts, groups
from tests.fakes.stage import PLATFORM, Stage

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
PLATFORMS = {PLATFORM: Capabilities(buttons=True), "board": Capabilities(hears=False)}


NOBODY_ANSWERS = pytest.mark.parametrize("platform", ["board", "formerly"])


async def moved(stage: Stage, platform: str) -> None:
    """«formerly» had an account in the settings."""
    async with stage.database.write() as db:
        here = groups.c.id == stage.groups["coordinators"]
        await db.execute(update(groups).where(here).values(platform=platform))


async def asked(stage: Stage) -> set[str]:
    async with stage.database.read() as db:
        desks = await desks_of(db, [stage.county.path], "zh-CN", hearing_among(PLATFORMS))
    return {chat.id for chat, _ in desks[stage.county.path].values()}


@NOBODY_ANSWERS
async def test_its_coordinators_are_asked_privately(stage: Stage, platform: str) -> None:
    assert await asked(stage) == {"coordinators"}
    await moved(stage, platform)
    assert await asked(stage) == {"~赵"}


async def test_without_anybody_else_the_group_is_told_all_the_same(stage: Stage) -> None:
    await moved(stage, "board")
    async with stage.database.write() as db:
        await db.execute(update(accounts).values(private_chat=""))
    assert await asked(stage) == {"coordinators"}


@NOBODY_ANSWERS
async def test_a_preview_goes_where_it_can_be_approved(stage: Stage, platform: str) -> None:
    await moved(stage, platform)
    await stage.stock()
    async with stage.database.write() as db:
        await editions.prepare(db, stage.settings, stage.catalog, "Asia/Shanghai", FRIDAY, PLATFORMS)
    heard = await stage.heard()
    assert {one.chat for one in heard if "请审看" in one.outgoing.title} == {"~赵"}
