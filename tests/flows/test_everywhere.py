"""The same flows on every platform: the whole application, and a server of ours that speaks the platform's protocol."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from kpbot.clock import MovableClock
from kpbot.domain.people import PostRole, PostState
from kpbot.services.codes import CodeKind, make_code
from kpbot.storage import places, tables, upkeeps
from tests.fakes.bot_api.townsfolk import telegram_rig
from tests.fakes.everywhere import FRIDAY, LI, SUN, WANG, ZHAO, County
from tests.fakes.qq.rig import qq_rig
from tests.fakes.rig import Rig
from tests.fakes.room_rig import room_rig
from tests.fakes.wechat.rig import wechat_rig
from tests.fakes.wecom.bot_rig import wecom_bot_rig
from tests.fakes.wecom.rig import wecom_group_rig, wecom_plain_rig, wecom_rig

Make = Callable[[MovableClock, Path], AbstractAsyncContextManager[Rig]]
RIGS: dict[str, Make] = {
    "rehearsal": room_rig,
    "telegram": telegram_rig,
    "wechat": wechat_rig,
    "wecom": wecom_rig,
    "wecom, plain": wecom_plain_rig,
    "wecom-bot": wecom_bot_rig,
    "wecom-group": wecom_group_rig,
    "qq": qq_rig,
}
ONLY_PUSHED_TO = frozenset({"wecom-group"})


@pytest.fixture(params=RIGS)
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    clock.move_to(FRIDAY)
    async with RIGS[request.param](clock, tmp_path) as rig:
        made = await County(rig, database_url, clock, tmp_path).build()
        async with made.running():
            for who in () if request.param in ONLY_PUSHED_TO else (LI, WANG, ZHAO):
                await made.says(who, "/help", f"~{who}")  # everybody has written to the bot before
                await made.sees(who, "我的资料", f"~{who}")
            yield made
        await made.app.database.close()


def hears(county: County) -> None:
    if county.rig.platform in ONLY_PUSHED_TO:
        pytest.skip("nobody can answer there")


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(content, "JPEG")
    return content.getvalue()


async def todays_three(county: County) -> None:
    """In a group they are pushed; who is only spoken to in private asks for them."""
    await county.push()
    if not county.rig.chat("officers"):
        await county.says(LI, "今日")


async def test_the_three_of_the_day(county: County) -> None:
    await todays_three(county)
    seen = await county.rig.see("officers" if county.rig.chat("officers") else f"~{LI}", "11月23日")
    async with county.app.database.read() as db:
        titles = [row.title for row in (await db.execute(tables.items.select())).all()]
    assert sum(title in seen.words for title in titles) == 3
    assert ("已分享 1" in seen.choices) == (county.rig.platform not in ONLY_PUSHED_TO)


async def test_shares_by_a_press_and_in_words(county: County) -> None:
    hears(county)
    await todays_three(county)
    await county.sees(LI, "11月23日")
    await county.presses(LI, "已分享 1")
    assert len(await county.rows(tables.shares)) == 1
    await county.says(LI, "/share 1 3")
    assert len(await county.rows(tables.shares)) == 2
    await county.says(WANG, "已分享 1 2 3", "~王")
    await county.sees(WANG, "3/3", "~王")
    assert len(await county.rows(tables.shares)) == 5
    assert {row.kind for row in await county.rows(tables.evidence)} == {"claimed"}


async def test_a_report_with_a_photo(county: County) -> None:
    hears(county)
    await county.says(LI, "/report 健康讲座 62人 今天下午", "~李")
    await county.sees(LI, "62", "~李")
    await county.says(LI, "", "~李", [picture()])
    await county.sees(LI, "照片", "~李")
    await county.presses(LI, "确认上报", "~李")
    (event,) = await county.rows(tables.events)
    assert (event.headcount, event.title) == (62, "健康讲座")
    await county.app.work.photos(county.clock.now())
    (photo,) = await county.rows(tables.photos)
    assert photo.state == "stored"
    with Image.open(county.folder / photo.file) as kept:
        assert kept.size == (640, 480)


async def test_a_board_is_reminded_of_and_done(county: County) -> None:
    hears(county)
    async with county.app.database.write() as db:
        board = await places.add_facility(db, county.village.id, "board", "宣传栏", date(2026, 1, 1))
        await upkeeps.add(db, board.id, None, None, date(2026, 9, 23), county.clock.now(), late=False)
    await county.remind()
    seen = await county.sees(LI, "已更换", "~李")
    await county.presses(LI, next(label for label in seen.choices if "已更换" in label), "~李")
    assert [row.day for row in await county.rows(tables.upkeeps)] == [date(2026, 9, 23), date(2026, 11, 23)]


async def test_coordinators_get_their_digest(county: County) -> None:
    await todays_three(county)
    await county.digest()
    seen = await county.rig.see("coordinators" if county.rig.chat("coordinators") else f"~{ZHAO}", "科普简报（")
    assert "11月" in seen.words


async def test_somebody_joins(county: County) -> None:
    hears(county)
    async with county.app.database.write() as db:
        code = await make_code(db, CodeKind.UNIT, county.region, county.village, None, None, county.clock.now())
    await county.says(SUN, f"/join {code}", "~孙")
    await county.sees(SUN, "槐树村", "~孙")
    await county.presses(SUN, "同意", "~孙")
    await county.sees(SUN, "怎么称呼", "~孙")
    await county.says(SUN, "孙老师", "~孙")
    desk = "coordinators" if county.rig.chat("coordinators") else "~赵"
    seen = await county.sees(ZHAO, "孙老师", desk)
    await county.presses(ZHAO, seen.choices[0], desk)
    (post,) = [row for row in await county.rows(tables.posts) if row.id not in county.posts.values()]
    assert (post.role, post.state) == (PostRole.OFFICER, PostState.ACTIVE)
