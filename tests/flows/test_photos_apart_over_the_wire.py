"""A report in a group, its photo in private: over the wire, on the platforms where photos of groups never arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from kpbot.clock import MovableClock
from kpbot.storage import tables
from tests.fakes.everywhere import FRIDAY, LI, County
from tests.fakes.qq.rig import qq_rig
from tests.fakes.rig import Rig
from tests.fakes.wecom.bot_rig import wecom_bot_rig

RIGS: dict[str, Callable[[MovableClock, Path], AbstractAsyncContextManager[Rig]]] = {
    "wecom-bot": wecom_bot_rig,
    "qq": qq_rig,
}


@pytest.fixture(params=RIGS)
async def county(
    request: pytest.FixtureRequest, database_url: str, clock: MovableClock, tmp_path: Path
) -> AsyncIterator[County]:
    clock.move_to(FRIDAY)
    async with RIGS[request.param](clock, tmp_path) as rig:
        made = await County(rig, database_url, clock, tmp_path).build()
        async with made.running():
            await made.says(LI, "/help", f"~{LI}")
            await made.sees(LI, "我的资料", f"~{LI}")
            yield made


async def test_the_photo_belongs_to_the_report_in_the_group(county: County) -> None:
    with BytesIO() as held:
        Image.new("RGB", (640, 480), "green").save(held, "JPEG")
        photo = held.getvalue()
    await county.says(LI, "/report 健康讲座 62人 今天下午", "officers")
    await county.sees(LI, "照片请单独发给我", "officers")
    await county.says(LI, "", f"~{LI}", [photo])
    await county.sees(LI, "照片已放进“健康讲座”", f"~{LI}")
    await county.presses(LI, "确认上报", "officers")
    await county.sees(LI, "已上报", "officers")
    (event,) = await county.rows(tables.events)
    await county.app.work.photos(county.clock.now())
    (kept,) = await county.rows(tables.photos)
    assert (kept.owner_kind, kept.owner_id, kept.state) == ("event", event.id, "stored")
