"""One county, all three of WeCom in one installation: the smart bot in its groups, the app, a group with a webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat
from kpbot.domain.people import GroupKind
from kpbot.platforms import wecom
from kpbot.ports import Clock, Platform
from kpbot.services import bound_groups
from kpbot.services.bound_groups import Binding
from kpbot.services.place_paths import places_at
from kpbot.settings import Settings
from kpbot.storage import tables
from kpbot.storage.database import Database
from tests.fakes.everywhere import FRIDAY, LI, WANG, ZHAO, County
from tests.fakes.wecom.bot_rig import WecomBotRig
from tests.fakes.wecom.bot_server import bot_server
from tests.fakes.wecom.rig import WecomGroupRig, WecomRig
from tests.fakes.wecom.server import qyapi


class Enterprise(WecomBotRig):
    """The smart bot as a rig; what is done on the other two is done with theirs."""

    app: WecomRig
    hooks: WecomGroupRig

    def join(self, app: WecomRig, hooks: WecomGroupRig) -> Enterprise:
        self.app, self.hooks = app, hooks
        parts = [self.settings, app.settings, hooks.settings]
        self.settings = {"wecom": {name: given for part in parts for name, given in part["wecom"].items()}}
        return self

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return wecom.platforms(settings, database, clock)

    async def start(self, app: App) -> None:
        await super().start(app)
        await self.app.start(app)
        await self.hooks.start(app)


@dataclass
class Together:
    county: County
    app: WecomRig
    hooks: WecomGroupRig


@pytest.fixture
async def together(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Together]:
    clock.move_to(FRIDAY)
    async with bot_server(clock.now) as server, qyapi() as first, qyapi() as second:
        app, hooks = WecomRig(first), WecomGroupRig(second)
        county = await County(Enterprise(server).join(app, hooks), database_url, clock, tmp_path).build()
        async with county.app.database.write() as db:
            (place,) = await places_at(db, "演示市/青禾县/第一小学", units=True)
            wanted = Binding(place, GroupKind.PUBLIC, "")
            await bound_groups.bind(db, Chat("wecom-group", "public"), "public", wanted, "zh-CN", FRIDAY)
        async with county.running():
            yield Together(county, app, hooks)
        await county.app.database.close()


async def link(there: Together) -> None:
    """李, officer on the bot, uses the app too."""
    county = there.county
    await county.says(LI, "/link", f"~{LI}")
    code = (await county.sees(LI, "关联码", f"~{LI}")).words.split("关联码：")[1][:9]
    await there.app.say(LI, f"~{LI}", f"/link {code}")
    await there.app.see(f"~{LI}", "收到")
    await county.presses(LI, "是", f"~{LI}")
    await county.sees(LI, "关联好了", f"~{LI}")


async def test_each_gets_the_three_once_and_a_share_counts_once(together: Together) -> None:
    county, app = together.county, together.app
    await link(together)
    await county.push()
    seen = await county.sees(LI, "11月23日", "officers")
    pushed = await together.hooks.see("public", "11月23日")
    titles = [line for line in pushed.words.splitlines() if line[:3] in ("1. ", "2. ", "3. ")]
    assert len(titles) == 3
    assert all(title in seen.words for title in titles)
    assert not pushed.choices
    assert await together.hooks.count("public") == 1
    await app.say(LI, f"~{LI}", "今日")
    await app.see(f"~{LI}", "已分享 1")
    await county.presses(LI, "已分享 1", "officers")
    await app.press(LI, f"~{LI}", "已分享 1")
    await app.see(f"~{LI}", "1/3")
    await app.press(LI, f"~{LI}", "已分享 2")
    await app.see(f"~{LI}", "2/3")
    await county.presses(WANG, "已分享 2", "officers")
    await county.sees(WANG, "1/3", "officers")
    assert sorted(row.post_id for row in await county.rows(tables.shares)) == sorted(
        [county.posts[LI]] * 2 + [county.posts[WANG]]
    )


async def test_a_digest_is_one_message_in_the_coordinators_group(together: Together) -> None:
    county = together.county
    await county.push()
    await county.sees(ZHAO, "11月23日", "officers")
    before = await together.hooks.count("public")
    await county.digest()
    await county.sees(ZHAO, "科普简报（11月23日）", "coordinators")
    said = [one for one in county.rig.server.said if "科普简报（11月23日）" in one.words]  # type: ignore[attr-defined]
    assert {one.chat for one in said} == {county.rig.chat("coordinators")}
    assert await together.hooks.count("public") == before
    assert not together.app.world.messages
