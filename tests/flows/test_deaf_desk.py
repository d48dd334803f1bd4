"""A coordinators' group where nobody can answer reads, and is not asked."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import update

from kpbot.domain.messages import Capabilities
from kpbot.services import editions
from kpbot.services.desk import deaf_among, desks_of
from kpbot.storage.tables import accounts, groups
from tests.fakes.stage import PLATFORM, Stage

FRIDAY = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
PLATFORMS = {PLATFORM: Capabilities(buttons=True), "board": Capabilities(hears=False)}


async def moved_to_a_board(stage: Stage) -> None:
    async with stage.database.write() as db:
        here = groups.c.id == stage.groups["coordinators"]
        await db.execute(update(groups).where(here).values(platform="board"))


async def asked(stage: Stage) -> set[str]:
    async with stage.database.read() as db:
        desks = await desks_of(db, [stage.county.path], "zh-CN", deaf_among(PLATFORMS))
    return {chat.id for chat, _ in desks[stage.county.path].values()}


async def test_its_coordinators_are_asked_privately(stage: Stage) -> None:
    assert await asked(stage) == {"coordinators"}
    await moved_to_a_board(stage)
    assert await asked(stage) == {"~赵"}


async def test_without_anybody_else_the_group_is_told_all_the_same(stage: Stage) -> None:
    await moved_to_a_board(stage)
    async with stage.database.write() as db:
        await db.execute(update(accounts).values(private_chat=""))
    assert await asked(stage) == {"coordinators"}


async def test_a_preview_goes_where_it_can_be_approved(stage: Stage) -> None:
    await moved_to_a_board(stage)
    await stage.stock()
    async with stage.database.write() as db:
        await editions.prepare(db, stage.settings, stage.catalog, "Asia/Shanghai", FRIDAY, PLATFORMS)
    heard = await stage.heard()
    assert {one.chat for one in heard if "请审看" in one.outgoing.title} == {"~赵"}
