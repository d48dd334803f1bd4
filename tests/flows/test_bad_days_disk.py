"""The disk is full: nothing is confirmed that is not kept, kpbot keeps running, and goes on when there is room."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import event
from structlog.testing import capture_logs

from kpbot import dispatch, metrics
from kpbot.clock import MovableClock
from kpbot.services.media import ATTEMPTS
from kpbot.storage import tables
from kpbot.storage.photos import PhotoState
from tests.fakes.bot_api.county import LI, County
from tests.fakes.bot_api.server import bot_api
from tests.fakes.outages import eventually

MANY = 150
ENDLESS = 2**30


class Disk:
    """The room a SQLite file has: every transaction of `database` keeps to as many pages as there are now, or not."""

    def __init__(self, county: County) -> None:
        self.pages = ENDLESS
        event.listen(county.app.database.engine.sync_engine, "begin", self._keep_to)

    def _keep_to(self, connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {self.pages}")

    def fill(self) -> None:
        self.pages = 1  # SQLite takes what the file has as the least

    def make_room(self) -> None:
        self.pages = ENDLESS


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "kpbot.db")
    return f"sqlite:///{tmp_path / 'kpbot.db'}"


@pytest.fixture(params=["polling", "webhook"])
async def county(
    request: pytest.FixtureRequest,
    database_url: str,
    clock: MovableClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[County]:
    monkeypatch.setattr(dispatch, "FIRST_WAIT", 0.02)
    async with bot_api() as api:
        made = await County(api, database_url, clock, tmp_path, request.param).build()
        yield made
        await made.app.database.close()


async def test_a_full_disk_under_the_database(county: County) -> None:
    disk, database = Disk(county), county.app.database
    async with county.running():
        assert county._client
        disk.fill()
        for user in range(6000, 6000 + MANY):
            county.api.world.says(user, user, "/help")
        with capture_logs() as logged:
            answered = asyncio.create_task(county.people_did())
            await eventually(lambda: database.outage)
            await asyncio.sleep(0.3)  # many attempts
            assert not answered.done()
            assert county.api.world.pending, "what could not be kept is not confirmed"
            assert (await county._client.get("/healthz")).status_code == 503
            assert metrics.registry.get_sample_value("kpbot_database_away") == 1
            disk.make_room()
            await answered
            await county.api.until(lambda: len(county.api.calls_of("sendMessage")) == MANY)
            await eventually(lambda: not database.outage)
        assert (await county._client.get("/healthz")).status_code == 200
    full = [line for line in logged if "no room left" in line["event"]]
    assert [(line["log_level"], line["setting"]) for line in full] == [("warning", "database.url")]
    assert full[0]["reason"] == "database or disk is full"
    assert [line["event"] for line in logged if line["log_level"] == "error"] == []
    assert {message.chat for message in county.api.world.messages.values()} == set(range(6000, 6000 + MANY))
    assert [row.error for row in await county.rows(tables.inbox) if row.error] == []


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(content, "JPEG")
    return content.getvalue()


@pytest.mark.parametrize("county", ["polling"], indirect=True)
async def test_a_full_disk_under_the_pictures(county: County) -> None:
    """/dev/full refuses as a full disk does; it stands where the picture is written first."""
    async with county.running():
        county.api.world.sends_photo(LI, LI, picture(), caption="/report 健康讲座 62人 今天下午")
        await county.people_did()
        (photo,) = await county.rows(tables.photos)
        folder = county.folder / "photos" / "2026"
        folder.mkdir(parents=True)
        part = folder / f"{photo.id}.part"
        for _ in range(ATTEMPTS + 3):  # more often than a platform that fails is asked
            part.symlink_to("/dev/full")
            with capture_logs() as logged:
                await county.app.work.photos(county.clock.now())
            (error,) = [line for line in logged if line["log_level"] == "error"]
            assert (error["setting"], error["folder"]) == ("data_dir", str(county.folder))
            assert error["reason"] == "No space left on device"
            assert not part.is_symlink(), "what was begun is cleared away"
            county.clock.move_to(county.clock.now() + timedelta(hours=1, minutes=1))
        assert (await county._client.get("/healthz")).status_code == 200  # type: ignore[union-attr]
        await county.app.work.photos(county.clock.now())
    (photo,) = await county.rows(tables.photos)
    assert photo.state == PhotoState.STORED
    assert list(folder.iterdir()) == [county.folder / photo.file]


@pytest.mark.parametrize("county", ["polling"], indirect=True)
async def test_one_picture_that_cannot_be_written_holds_up_no_other(county: County) -> None:
    async with county.running():
        for album in ("1", "2", "3"):
            county.api.world.sends_photo(LI, LI, picture(), media_group_id=album, caption="/report 健康讲座 62人 今天")
            await county.people_did()
        first, *others = await county.rows(tables.photos)
        folder = county.folder / "photos" / "2026"
        folder.mkdir(parents=True)
        (folder / f"{first.id}.part").symlink_to("/dev/full")
        with capture_logs():
            await county.app.work.photos(county.clock.now())
    states = {row.id: row.state for row in await county.rows(tables.photos)}
    assert states[first.id] == PhotoState.WAITING
    assert others
    assert {states[other.id] for other in others} <= {PhotoState.STORED, PhotoState.DROPPED}
