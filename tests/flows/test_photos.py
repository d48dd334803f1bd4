"""Pictures of an event: single ones, albums, late ones; fetched, checked, kept, and said if they are no good."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select, update

from kpbot.domain.messages import Button, Capabilities, Chat, Outgoing, Photo, Receipt
from kpbot.ports import OnMessages, SendError
from kpbot.services import media
from kpbot.storage import outbox, photos
from kpbot.storage.tables import events
from kpbot.storage.tables import outbox as outbox_table
from kpbot.storage.tables import photos as table
from tests.fakes.stage import CAPABILITIES, PLATFORM, Heard, Stage

LINE = "/report 健康讲座 62人 今天下午"


def picture(kind: str = "JPEG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(content, kind)
    return content.getvalue()


@dataclass
class Album:
    """A platform that holds pictures; what it lacks it does not give."""

    pictures: dict[str, bytes | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    name: str = PLATFORM
    capabilities: Capabilities = CAPABILITIES

    async def run(self, on_messages: OnMessages) -> None:
        raise NotImplementedError

    async def send(self, chat: Chat, outgoing: Outgoing) -> Receipt:
        raise NotImplementedError

    async def fetch(self, ref: str) -> bytes:
        self.asked.append(ref)
        found = self.pictures.get(ref, SendError("no such picture", permanent=True))
        if isinstance(found, Exception):
            raise found
        return found

    def routes(self, on_messages: OnMessages) -> Sequence[Any]:
        return ()

    async def close(self) -> None:
        pass


async def rows(stage: Stage) -> list[Any]:
    async with stage.database.read() as db:
        return list((await db.execute(select(table).order_by(table.c.id))).all())


async def owners(stage: Stage) -> list[tuple[str, str]]:
    """(kind of owner, reference) of all pictures that count."""
    return [(row.owner_kind, row.ref) for row in await rows(stage) if row.state != "dropped"]


async def fetch(stage: Stage, platform: Album, folder: Path, **rest: Any) -> int:
    return await media.fetch_waiting(stage.database, {PLATFORM: platform}, folder, stage.clock.now(), **rest)


def files(folder: Path) -> list[Path]:
    return [path for path in (folder / "photos").rglob("*") if path.is_file()]


def kind_of(file: Path) -> str | None:
    with Image.open(file) as opened:
        return opened.format


def later(stage: Stage, by: timedelta) -> None:
    stage.clock.move_to(stage.clock.now() + by)


def near(heard: list[Heard], chat: str) -> Heard:
    return [one for one in heard if one.chat == chat][-1]


async def test_with_the_line_in_the_caption(stage: Stage) -> None:
    heard = await stage.say("李", "officers", LINE, photos=["a"])
    assert "照片 1 张" in heard[0].text
    assert await owners(stage) == [("draft", "a")]
    heard = await stage.press("李", "officers", heard[0].buttons["确认上报"])
    assert await owners(stage) == [("event", "a")]
    assert "照片 1 张" in near(heard, "coordinators").text


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("where", ["officers", "~"])
async def test_an_album_is_one_draft_and_one_message(stage: Stage, together: bool, where: str) -> None:
    """Only the first of an album's messages carries the words, and it may come in one batch or in several."""
    messages = [
        stage.message("李", where, text, photos=(Photo(f"p{number}"),), album="A")
        for number, text in enumerate((LINE, "", ""))
    ]
    if together:
        heard = await stage.hear(*messages)
        (card,) = heard
    else:
        first = await stage.hear(messages[0])
        second = await stage.hear(messages[1])
        third = await stage.hear(messages[2])
        assert len(first) == len(second) == len(third) == 1
        assert second[0].outgoing.edits == third[0].outgoing.edits == f"key:{first[0].key}"
        (card,) = third
    assert "照片 3 张" in card.text
    await stage.say("李", where, "确认")
    assert await owners(stage) == [("event", "p0"), ("event", "p1"), ("event", "p2")]
    async with stage.database.read() as db:
        assert len((await db.execute(select(events))).all()) == 1


async def test_the_rest_of_an_album_after_the_confirmation(stage: Stage) -> None:
    await stage.say("李", "~", LINE, photos=["a"], album="A")
    await stage.say("李", "~", "确认")
    assert await stage.say("李", "~", photos=["b"], album="A") == []
    assert await owners(stage) == [("event", "a"), ("event", "b")]
    await stage.say("王", "~", photos=["c"], album="A")
    assert await owners(stage) == [("event", "a"), ("event", "b")]


async def test_the_rest_of_a_cancelled_album_is_left_alone(stage: Stage) -> None:
    await stage.say("李", "~", LINE, photos=["a"], album="A")
    await stage.say("李", "~", "取消")
    assert await stage.say("李", "~", photos=["b"], album="A") == []
    assert await owners(stage) == []


async def test_sent_during_the_talk(stage: Stage) -> None:
    await stage.say("李", "~", "/report 健康讲座")
    heard = await stage.say("李", "~", photos=["a"])
    assert heard[0].text == "照片收到了，现在有 1 张。"
    heard = await stage.say("李", "~", "昨天 ", photos=["b"])
    assert "多少人" in heard[0].text
    heard = await stage.say("李", "~", "62")
    assert "照片 2 张" in heard[0].text


async def test_sent_to_the_read_back(stage: Stage) -> None:
    heard = await stage.say("李", "officers", LINE)
    heard = await stage.press("李", "officers", heard[0].buttons["加照片"], "card")
    assert list(heard[0].buttons) == ["好了"]
    done, card = heard[0].buttons["好了"], f"key:{heard[0].key}"
    heard = await stage.say("李", "officers", photos=["a"], reply_to="card")
    assert heard[0].outgoing.edits == card
    assert "照片 1 张" in heard[0].text
    heard = await stage.press("李", "officers", done, "card")
    assert next(iter(heard[0].buttons)) == "确认上报"


async def test_the_same_picture_twice_is_one(stage: Stage) -> None:
    await stage.say("李", "~", LINE, photos=["a"])
    heard = await stage.say("李", "~", photos=["a"])
    assert "照片 1 张" in heard[0].text


async def test_too_many_are_said(stage: Stage) -> None:
    heard = await stage.say("李", "~", LINE, photos=[f"p{n}" for n in range(25)])
    assert "最多留 20 张" in heard[0].text
    assert "照片 20 张" in heard[0].text


async def test_merging_takes_the_pictures_along(stage: Stage) -> None:
    await stage.say("李", "~", LINE, photos=["a", "b"])
    await stage.say("李", "~", "确认")
    await stage.say("李", "~", LINE, photos=["b", "c"])
    heard = await stage.say("李", "~", "确认")
    heard = await stage.press("李", "~", heard[0].buttons["是同一场"])
    assert "照片 3 张" in heard[0].text
    assert await owners(stage) == [("event", "a"), ("event", "b"), ("event", "c")]


async def test_pictures_sent_while_the_bot_asks_something_else(stage: Stage) -> None:
    """Whether it is the same event, or whether to go on: the question stands."""
    await stage.say("李", "~", LINE)
    await stage.say("李", "~", "确认")
    await stage.say("李", "~", LINE, photos=["a"], album="A")
    await stage.say("李", "~", "确认")
    assert await stage.say("李", "~", photos=["b"], album="A") == []
    (answer,) = await stage.say("李", "~", photos=["c"])
    assert answer.text == "照片收到了，现在有 3 张。"
    await stage.say("李", "~", "/report")
    assert len(await stage.say("李", "~", photos=["d"])) == 1
    await stage.say("李", "~", "接着报")
    await stage.say("李", "~", "确认")
    heard = await stage.say("李", "~", "是同一场")
    assert "照片 4 张" in near(heard, "~李").text


async def test_of_two_drafts_each_keeps_its_own(stage: Stage) -> None:
    await stage.say("李", "~", LINE, photos=["a"])
    heard = await stage.say("李", "~", "/report 航天展览 80人 昨天", photos=["b"], album="B")
    await stage.say("李", "~", photos=["c"], album="B")
    heard = await stage.press("李", "~", heard[0].buttons["重新报"])
    assert "照片 2 张" in heard[0].text
    assert await owners(stage) == [("draft", "b"), ("draft", "c")]


async def replied(stage: Stage, key: str) -> None:
    """What was owed under `key` was sent as the platform's message `sent`."""
    async with stage.database.write() as db:
        values = {"state": outbox.State.SENT, "message": "sent"}
        await db.execute(update(outbox_table).where(outbox_table.c.key == key).values(**values))


async def test_in_reply_to_a_reported_event(stage: Stage) -> None:
    await stage.say("李", "~", LINE)
    final = near(await stage.say("李", "~", "确认"), "~李")
    await replied(stage, final.key)
    heard = await stage.say("李", "~", photos=["a"], reply_to="sent")
    assert heard[0].text == "照片收到了，现在有 1 张。"
    await stage.say("路人", "officers", photos=["b"], reply_to="sent")
    assert await owners(stage) == [("event", "a")]


async def test_in_reply_to_the_reminder(stage: Stage) -> None:
    async with stage.database.write() as db:
        reminder = Outgoing(text="该办活动了", buttons=((Button("上报", f"rep:start:{stage.station.id}"),),))
        now = stage.clock.now()
        chat = Chat(PLATFORM, "officers")
        await outbox.owe(db, [outbox.Owed("remind", chat, reminder, outbox.Priority.NOTICE, now, now)])
    await stage.heard()
    await replied(stage, "remind")
    assert await stage.say("李", "officers", "收到", reply_to="sent") == []
    assert await stage.say("路人", "officers", "健康讲座 62人 昨天", reply_to="sent") == []
    heard = await stage.say("李", "officers", "健康讲座 62人 昨天", reply_to="sent", photos=["a"])
    assert "请核对" in heard[0].text
    assert "照片 1 张" in heard[0].text


# fetching


async def test_fetched_after_the_commit_and_kept_as_a_file(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=["a", "b"])
    platform = Album({"a": picture(), "b": picture("PNG")})
    assert await fetch(stage, platform, tmp_path) == 2
    kept = await rows(stage)
    assert [row.state for row in kept] == ["stored", "stored"]
    for row in kept:
        assert row.file == f"photos/2026/{row.id}.jpg"
        assert kind_of(tmp_path / row.file) == "JPEG"
    assert await fetch(stage, platform, tmp_path) == 0
    assert platform.asked == ["a", "b"]
    assert len(files(tmp_path)) == 2
    assert await stage.heard() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 not a picture", "格式不认识"),
        (b"\xff\xd8\xff\xe0 torn", "打不开"),
        (picture("GIF"), "格式不认识"),
        (picture()[:300], "打不开"),
        (b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), "超过 10 MB"),
    ],
    ids=["document", "torn", "gif", "cut", "large"],
)
async def test_what_is_no_picture_is_refused_and_said_once(
    stage: Stage, tmp_path: Path, content: bytes, said: str
) -> None:
    await stage.say("李", "officers", LINE, photos=["a"])
    await fetch(stage, Album({"a": content}), tmp_path)
    (row,) = await rows(stage)
    assert row.state == "refused"
    (told,) = await stage.heard()
    assert told.chat == "officers"
    assert said in told.text
    later(stage, timedelta(days=1))
    assert await fetch(stage, Album({"a": content}), tmp_path) == 0
    assert await stage.heard() == []
    assert "没有照片" in (await stage.say("李", "officers", "62人", reply_to="x"))[0].text
    assert not files(tmp_path)


async def test_tried_again_later_and_given_up_in_the_end(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=["a"])
    platform = Album({"a": SendError("busy")})
    for _ in range(20):
        await fetch(stage, platform, tmp_path)
        later(stage, timedelta(minutes=10))
    assert len(platform.asked) == media.ATTEMPTS
    (row,) = await rows(stage)
    assert (row.state, row.reason) == ("lost", "busy")
    (told,) = await stage.heard()
    assert "没有取到" in told.text


async def test_a_platform_that_breaks_holds_up_no_other_picture(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=["a"])
    await stage.say("李", "~", photos=["b"])
    assert await fetch(stage, Album({"a": RuntimeError("a bug"), "b": picture()}), tmp_path) == 1
    assert [(row.ref, row.state, row.reason) for row in await rows(stage)] == [
        ("a", "waiting", "RuntimeError"),
        ("b", "stored", ""),
    ]


async def test_a_picture_that_comes_at_the_second_try(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=["a"])
    await fetch(stage, Album({"a": SendError("busy", retry_after=120)}), tmp_path)
    platform = Album({"a": picture()})
    later(stage, timedelta(seconds=100))
    assert await fetch(stage, platform, tmp_path) == 0
    later(stage, timedelta(seconds=30))
    assert await fetch(stage, platform, tmp_path) == 1


async def test_two_workers_fetch_each_picture_once(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=[f"p{n}" for n in range(6)])
    platform = Album({f"p{n}": picture() for n in range(6)})
    assert sum(await asyncio.gather(*(fetch(stage, platform, tmp_path, limit=4) for _ in range(2)))) == 6
    assert sorted(platform.asked) == [f"p{n}" for n in range(6)]


async def test_dying_between_file_and_row_leaves_no_second_file(stage: Stage, tmp_path: Path) -> None:
    """The file is written, the row still waits; after the lease it is fetched again into the same file."""
    await stage.say("李", "~", LINE, photos=["a"])
    async with stage.database.write() as db:
        now = stage.clock.now()
        (claimed,) = await photos.claim(db, now, now + media.LEASE, 5)
    left = tmp_path / media.file_of(claimed.id, claimed.received_at)
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    platform = Album({"a": picture()})
    assert await fetch(stage, platform, tmp_path) == 0
    later(stage, media.LEASE + timedelta(seconds=1))
    assert await fetch(stage, platform, tmp_path) == 1
    assert files(tmp_path) == [left]
    assert kind_of(left) == "JPEG"


async def test_a_cancelled_drafts_pictures_go_away(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=["a", "b"])
    platform = Album({"a": picture(), "b": picture()})
    await fetch(stage, platform, tmp_path, limit=1)
    await stage.say("李", "~", "取消")
    assert await fetch(stage, platform, tmp_path) == 0
    assert await media.forget_dropped(stage.database, tmp_path, stage.clock.now()) == 2
    assert await rows(stage) == []
    assert not files(tmp_path)


async def test_and_those_of_a_draft_nobody_confirmed(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=["a"])
    await fetch(stage, Album({"a": picture()}), tmp_path)
    later(stage, media.DRAFTS_LAST - timedelta(hours=1))
    assert await media.forget_dropped(stage.database, tmp_path, stage.clock.now()) == 0
    later(stage, timedelta(hours=2))
    assert await media.forget_dropped(stage.database, tmp_path, stage.clock.now()) == 1


async def test_confirmed_while_it_is_being_fetched(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=["a"])
    async with stage.database.write() as db:
        now = stage.clock.now()
        await photos.claim(db, now, now + media.LEASE, 5)
    await stage.say("李", "~", "确认")
    later(stage, media.LEASE)
    await fetch(stage, Album({"a": picture()}), tmp_path)
    (row,) = await rows(stage)
    assert (row.owner_kind, row.state) == ("event", "stored")


async def test_a_platform_that_is_not_running_keeps_its_pictures_waiting(stage: Stage, tmp_path: Path) -> None:
    await stage.say("李", "~", LINE, photos=["a"])
    assert await media.fetch_waiting(stage.database, {}, tmp_path, stage.clock.now()) == 0
    assert (await rows(stage))[0].state == "waiting"
