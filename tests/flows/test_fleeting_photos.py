"""Pictures whose address lasts for minutes only are fetched right after the commit, whatever job runs or does not."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

from PIL import Image

from kpbot.clock import MovableClock
from kpbot.storage import tables
from tests.fakes.everywhere import FRIDAY, LI, County
from tests.fakes.wecom.bot_rig import wecom_bot_rig


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "green").save(content, "JPEG")
    return content.getvalue()


async def test_a_report_in_a_group_with_its_picture_in_one_message(
    database_url: str, clock: MovableClock, tmp_path: Path
) -> None:
    clock.move_to(FRIDAY)
    async with wecom_bot_rig(clock, tmp_path) as rig:
        county = await County(rig, database_url, clock, tmp_path).build()
        async with county.running():
            await county.says(LI, "/report 健康讲座 62人 今天下午", "officers", [picture()])
            await county.sees(LI, "62", "officers")
            await county.presses(LI, "确认上报", "officers")
            (event,) = await county.rows(tables.events)
            assert (event.headcount, event.title) == (62, "健康讲座")
            async with asyncio.timeout(20):
                while not [row for row in await county.rows(tables.photos) if row.state == "stored"]:  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
            (photo,) = await county.rows(tables.photos)
            with Image.open(county.folder / photo.file) as kept:
                assert kept.size == (640, 480)
        await county.app.database.close()
