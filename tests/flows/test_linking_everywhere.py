"""Linking accounts as people see it: on every platform, and between two of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.ports import Clock, Platform
from kpbot.settings import Settings
from kpbot.storage import tables
from kpbot.storage.database import Database
from tests.fakes.bot_api.townsfolk import telegram_rig
from tests.fakes.everywhere import FRIDAY, LI, SUN, County
from tests.fakes.qq.rig import qq_rig
from tests.fakes.rig import Rig, Seen
from tests.fakes.room_rig import room_rig
from tests.fakes.wechat.rig import wechat_rig
from tests.fakes.wecom.bot_rig import wecom_bot_rig
from tests.fakes.wecom.rig import wecom_rig

RIGS = {
    "rehearsal": room_rig,
    "telegram": telegram_rig,
    "wechat": wechat_rig,
    "wecom": wecom_rig,
    "wecom-bot": wecom_bot_rig,
    "qq": qq_rig,
}


def code_in(seen: Seen) -> str:
    return seen.words.split("关联码：")[1][:9]


async def accounts(county: County) -> set[tuple[str, str]]:
    """Of 李."""
    [person] = [row.person_id for row in await county.rows(tables.posts) if row.id == county.posts[LI]]
    return {(row.platform, row.user) for row in await county.rows(tables.accounts) if row.person_id == person}


@pytest.fixture(params=RIGS)
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    clock.move_to(FRIDAY)
    async with RIGS[request.param](clock, tmp_path) as rig:
        made = await County(rig, database_url, clock, tmp_path).build()
        async with made.running():
            yield made
        await made.app.database.close()


async def test_a_second_account_on_the_same_platform(county: County) -> None:
    before = await accounts(county)
    await county.says(LI, "/link", f"~{LI}")
    code = code_in(await county.sees(LI, "关联码", f"~{LI}"))
    await county.says(SUN, f"/link {code}", f"~{SUN}")
    await county.sees(SUN, "收到", f"~{SUN}")
    await county.sees(LI, "和您关联吗", f"~{LI}")
    await county.presses(LI, "是", f"~{LI}")
    await county.sees(LI, "关联好了", f"~{LI}")
    await county.sees(SUN, "您在这里也是李", f"~{SUN}")
    assert await accounts(county) - before == {(county.rig.platform, county.rig.user(SUN, f"~{SUN}"))}
    await county.says(SUN, "/me", f"~{SUN}")
    await county.sees(SUN, "今天已记 0/3", f"~{SUN}")


async def test_somebody_whom_the_platform_knows_by_another_id_in_the_group(
    database_url: str, clock: MovableClock, tmp_path: Path
) -> None:
    clock.move_to(FRIDAY)
    async with qq_rig(clock, tmp_path) as rig:
        county = await County(rig, database_url, clock, tmp_path).build()
        async with county.running():
            there, private = rig.user(SUN, "officers"), rig.user(SUN, f"~{SUN}")
            assert there != private
            before = await accounts(county)
            await county.says(LI, "/link", f"~{LI}")
            code = code_in(await county.sees(LI, "关联码", f"~{LI}"))
            await county.says(SUN, f"/link {code}", "officers")
            assert "群" in (await county.sees(LI, "和您关联吗", f"~{LI}")).words  # the platform tells no name
            await county.presses(LI, "是", f"~{LI}")
            await county.sees(LI, "关联好了", f"~{LI}")
            assert await accounts(county) - before == {(rig.platform, there)}
        await county.app.database.close()


class Together:
    """Two rigs in one application; chats `~name@2` are on the second, where nobody has an account yet."""

    def __init__(self, first: Rig, second: Rig) -> None:
        self.first, self.second = first, second
        self.platform, self.groups = first.platform, first.groups
        self.settings: Mapping[str, Any] = {**first.settings, **second.settings}

    def platforms(self, settings: Settings, database: Database, clock: Clock) -> Sequence[Platform]:
        return [*self.first.platforms(settings, database, clock), *self.second.platforms(settings, database, clock)]

    def user(self, name: str, where: str) -> str:
        return self.first.user(name, where)

    def chat(self, where: str) -> str:
        return self.first.chat(where)

    async def start(self, app: App) -> None:
        await self.first.start(app)
        await self.second.start(app)

    def _of(self, where: str) -> tuple[Rig, str]:
        return (self.second, where[:-2]) if where.endswith("@2") else (self.first, where)

    async def say(self, who: str, where: str, text: str = "", photos: Sequence[bytes] = ()) -> None:
        rig, where = self._of(where)
        await rig.say(who, where, text, photos)

    async def press(self, who: str, where: str, label: str) -> None:
        rig, where = self._of(where)
        await rig.press(who, where, label)

    async def see(self, where: str, words: str) -> Seen:
        rig, where = self._of(where)
        return await rig.see(where, words)

    async def count(self, where: str) -> int:
        rig, where = self._of(where)
        return await rig.count(where)


@asynccontextmanager
async def two(first: str, second: str, url: str, clock: MovableClock, folder: Path) -> AsyncIterator[County]:
    async with AsyncExitStack() as stack:
        rigs = []
        for number, name in enumerate((first, second)):
            (folder / str(number)).mkdir()
            rigs.append(await stack.enter_async_context(RIGS[name](clock, folder / str(number))))
        made = await County(Together(*rigs), url, clock, folder).build()
        async with made.running():
            yield made
        await made.app.database.close()


@pytest.mark.parametrize(("first", "second"), [("telegram", "wechat"), ("wechat", "qq")])
async def test_the_same_share_from_two_platforms_is_one(
    database_url: str, clock: MovableClock, tmp_path: Path, first: str, second: str
) -> None:
    clock.move_to(FRIDAY)
    here, there = f"~{LI}", f"~{LI}@2"
    async with two(first, second, database_url, clock, tmp_path) as county:
        await county.says(LI, "/help", here)
        await county.push()
        await county.says(LI, "/link", here)
        code = code_in(await county.sees(LI, "关联码", here))
        await county.says(LI, f"/link {code}", there)
        await county.sees(LI, "收到", there)
        await county.presses(LI, "是", here)
        await county.sees(LI, "关联好了", here)
        await county.says(LI, "/share 1 2", here)
        await county.sees(LI, "已记 2/3", here)
        await county.says(LI, "/share 2 3", there)
        await county.sees(LI, "已记 3/3", there)
        await county.says(LI, "/me", here)
        assert "今天已记 3/3" in (await county.sees(LI, "最近七天", here)).words
        await county.says(LI, "/me", there)
        assert "今天已记 3/3" in (await county.sees(LI, "最近七天", there)).words
        shared = await county.rows(tables.shares)
        assert sorted(row.post_id for row in shared) == [county.posts[LI]] * 3
        assert {platform for platform, _ in await accounts(county)} == {first, second}
