"""Pictures of items: fetched once, only where the source permits it, kept small and without remarks, in backups."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from content_feeds import build_feeds, build_visit
from kpbot.domain.content import ItemState, Source, Trust
from kpbot.services import item_pictures
from kpbot.services.archive.writing import _stored
from kpbot.services.catalog import Catalog
from kpbot.services.gathering import gather
from kpbot.services.item_pictures import is_beacon
from kpbot.services.picture import PictureRefused, of_item
from kpbot.settings import Settings
from kpbot.storage import item_pictures as stored
from kpbot.storage import items
from kpbot.storage.database import Database
from kpbot.storage.item_pictures import PictureState
from kpbot.storage.tables import item_pictures as table
from tests.fakes.feed_server import Answer, FeedServer, feed_server

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ENTRY = "<item><title>冰面不能走上去</title><link>https://example.cn/ice</link><description>初冬的冰面看着结实，其实很薄。</description>{}</item>"


def picture(form: str = "PNG", size: tuple[int, int] = (300, 200), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, form, **more)
    return out.getvalue()


class Press:
    """A publisher, and a machine that gathers from it."""

    def __init__(self, database: Database, server: FeedServer, folder: Path) -> None:
        self.database, self.server, self.folder = database, server, folder
        self.source = Source(
            "news", "县报", "syndication", server.url("/feed"), trust=Trust.HIGH, enabled=True, pictures=True
        )
        self.visit = build_visit(server.allowed, "kpbot test")

    async def gather(self, inside: str) -> None:
        self.server.serve("/feed", f'<rss version="2.0"><channel>{ENTRY.format(inside)}</channel></rss>')
        feeds = build_feeds(self.server.allowed, "kpbot test")
        await gather(self.database, feeds, Catalog({"news": self.source}), Settings(), NOW)

    async def fetch(self, now: datetime = NOW) -> int:
        return await item_pictures.fetch_waiting(self.database, self.visit, self.folder, now)

    async def rows(self) -> list[tuple[str, str]]:
        async with self.database.read() as db:
            return [(row.state, row.reason) for row in await db.execute(table.select())]

    @property
    def files(self) -> list[Path]:
        return [path for path in (self.folder / "photos").rglob("*") if path.is_file()]


@pytest.fixture
async def press(database: Database, tmp_path: Path) -> AsyncIterator[Press]:
    async with feed_server() as server:
        yield Press(database, server, tmp_path)


ENCLOSED = '<enclosure url="{}" type="image/png" length="1"/>'


async def test_a_picture_is_fetched_once_scaled_and_without_remarks(press: Press) -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    press.server.serve("/p.jpg", picture("JPEG", (3000, 1500), exif=exif), "image/jpeg")
    await press.gather(ENCLOSED.format(press.server.url("/p.jpg")))
    assert await press.fetch() == 1
    assert await press.fetch() == 0
    (file,) = press.files
    with Image.open(file) as kept:
        assert (kept.format, kept.size) == ("JPEG", (1200, 600))
        assert not kept.getexif()
    assert sum(asked.path == "/p.jpg" for asked in press.server.asked) == 1


async def test_nothing_is_noted_of_a_source_that_does_not_permit_it(press: Press) -> None:
    press.source = replace(press.source, pictures=False)
    await press.gather(ENCLOSED.format(press.server.url("/p.jpg")))
    assert await press.rows() == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(picture(size=(1, 1))), "tiny"),
        (Answer(picture(size=(2, 2))), "tiny"),
        (Answer(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "type"),
        (Answer(b"<html>no</html>"), "type"),
        (Answer(picture()[:60]), "broken"),
        (Answer(picture(size=(9000, 9000))), "pixels"),
    ],
)
async def test_what_is_no_picture_to_keep(press: Press, answer: Answer, reason: str) -> None:
    press.server.pages["/p"] = answer
    await press.gather(ENCLOSED.format(press.server.url("/p")))
    await press.fetch()
    assert await press.rows() == [(PictureState.REFUSED, reason)]
    assert press.files == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(status=404), "not-found"),
        (Answer(b"x" * 6_000_000), "too-big"),
        (Answer(status=302, headers={"Location": "http://10.0.0.1/p.jpg"}), "private-address"),
    ],
)
async def test_a_picture_that_nobody_gives_is_not_asked_for_again(press: Press, answer: Answer, reason: str) -> None:
    press.server.pages["/p"] = answer
    await press.gather(ENCLOSED.format(press.server.url("/p")))
    await press.fetch()
    assert await press.rows() == [(PictureState.LOST, reason)]


async def test_a_site_that_is_busy_is_tried_three_times(press: Press) -> None:
    press.server.pages["/p"] = Answer(status=503)
    await press.gather(ENCLOSED.format(press.server.url("/p")))
    for hour in range(4):
        await press.fetch(NOW + timedelta(hours=hour))
    assert await press.rows() == [(PictureState.LOST, "busy")]
    assert sum(asked.path == "/p" for asked in press.server.asked) == 3


async def test_the_picture_goes_with_its_item(press: Press) -> None:
    press.server.serve("/p.png", picture(), "image/png")
    await press.gather(ENCLOSED.format(press.server.url("/p.png")))
    await press.fetch()
    assert await item_pictures.forget_unused(press.database, press.folder) == 0
    async with press.database.write() as db:
        (item,) = await items.of_source(db, "news")
        assert (found := await stored.of(db, item.id)) is not None
        assert (press.folder / found.file).exists()
        await items.set_state(db, [item.id], ItemState.RECALLED)
    assert await item_pictures.forget_unused(press.database, press.folder) == 1
    assert press.files == []
    assert await press.rows() == []


@pytest.mark.parametrize(
    ("link", "counts_readers"),
    [
        ("https://feeds.feedburner.com/~r/x/~4/abc", True),
        ("https://hm.baidu.com/hm.gif?si=1", True),
        ("https://pixel.example.cn/a.gif", True),
        ("https://example.cn/img/1x1.gif", True),
        ("https://s4.cnzz.com/z.gif", True),
        ("https://example.cn/upload/2026/ice.jpg", False),
        ("https://mmbiz.qpic.cn/mmbiz_jpg/abc/0?wx_fmt=jpeg", False),
        ("https://status.example.cn/a.jpg", False),
    ],
)
def test_addresses_that_only_count_readers(link: str, counts_readers: bool) -> None:
    assert is_beacon(link) is counts_readers


def test_a_moving_picture_stands_still() -> None:
    frames = [Image.new("P", (100, 80), colour) for colour in (0, 1)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    with Image.open(io.BytesIO(of_item(out.getvalue()))) as kept:
        assert (kept.format, kept.size) == ("JPEG", (100, 80))


def test_photos_of_people_may_still_not_be_gifs() -> None:
    from kpbot.services.picture import as_kept

    out = io.BytesIO()
    Image.new("P", (100, 80)).save(out, "GIF")
    with pytest.raises(PictureRefused, match="type"):
        as_kept(out.getvalue())


async def test_a_backup_holds_the_pictures_of_items(press: Press, tmp_path: Path) -> None:
    press.server.serve("/p.png", picture(), "image/png")
    await press.gather(ENCLOSED.format(press.server.url("/p.png")))
    await press.fetch()
    async with press.database.read() as db:
        listed = [name async for name in _stored(db)]
    assert [tmp_path / name for name in listed] == press.files
