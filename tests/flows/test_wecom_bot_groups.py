"""A group of WeCom with the smart bot, from the first word said there until it gets the day's three."""

from __future__ import annotations

from pathlib import Path

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind
from kpbot.services.codes import CodeKind, make_code
from kpbot.storage import groups
from tests.fakes.everywhere import FRIDAY, ZHAO, County
from tests.fakes.wecom.bot_rig import wecom_bot_rig


async def test_a_group_is_bound_by_a_word_to_the_bot_and_pushed_to(
    database_url: str, clock: MovableClock, tmp_path: Path
) -> None:
    clock.move_to(FRIDAY)
    async with wecom_bot_rig(clock, tmp_path) as rig:
        county = await County(rig, database_url, clock, tmp_path).build()
        async with county.running():
            async with county.app.database.write() as db:
                now, kind = clock.now(), GroupKind.PUBLIC
                code = await make_code(db, CodeKind.GROUP, county.region, None, kind, None, now)
            await county.says(ZHAO, f"/bind {code}", "public")
            await county.sees(ZHAO, "绑定好了", "public")
            async with county.app.database.read() as db:
                chat = Chat("wecom-bot", rig.chat("public"))
                bound = (await groups.load(db, [(chat.platform, chat.id)]))[chat.platform, chat.id]
            assert (bound.kind, bound.region_id) == (GroupKind.PUBLIC, county.region.id)
            await county.push()
            await county.sees(ZHAO, "今日三条", "public")
        await county.app.database.close()
