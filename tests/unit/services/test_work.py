"""What the nightly job forgets."""

from datetime import timedelta

from sqlalchemy import select

from kpbot.services.rhythm import Beat
from kpbot.services.work import Work
from kpbot.storage.tables import conversations
from tests.fakes.stage import Stage


async def test_talks_nobody_went_on_with_are_forgotten(stage: Stage) -> None:
    await stage.say("李", "~", "/report")
    stage.clock.move_to(stage.clock.now() + timedelta(days=2, minutes=1))
    await stage.officer("孙", stage.village)
    await stage.say("孙", "~", "/report")
    work = Work(stage.database, stage.settings, stage.catalog, stage.clock, {}, {})
    now = stage.clock.now()
    async with stage.database.write() as db:
        before = set((await db.execute(select(conversations.c.sender))).scalars())
        await work.tidy(db, Beat("Asia/Shanghai", "03:30"), now, now)
        after = set((await db.execute(select(conversations.c.sender))).scalars())
    assert (before, after) == ({"李", "孙"}, {"孙"})
