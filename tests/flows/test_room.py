"""The whole product in the rehearsal room: over WebSocket, with the sample county, on both databases."""

import asyncio
import io
import shutil
import socket
import struct
import zlib
from collections.abc import AsyncIterator, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from PIL import Image
from sqlalchemy import Table, func, select
from websockets.exceptions import InvalidStatus

from kpbot.storage.tables import evidence, inbox, photos, shares, upkeeps
from tests.fakes.qr import read
from tests.fakes.room import Served, Window, address, buttons, furnish, read_aloud, served
from tests.fakes.rosters import cards_in, roster
from tests.unit.services.cards.test_drawing import code_of

COORDINATORS, CITY, OFFICERS, PUBLIC = "coordinators", "city", "officers", "public"
Home = tuple[Path, socket.socket, str]
_numbers = count()


@pytest.fixture(scope="module")
def held() -> Iterator[socket.socket]:
    with address() as one:
        yield one


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory, held: socket.socket) -> Path:
    """A folder with the room on its first morning, to copy."""
    folder = tmp_path_factory.mktemp("room")
    asyncio.run(furnish(folder, held.getsockname()[1]))
    return folder


@pytest.fixture(scope="module")
def furnished_postgres(postgres: str, tmp_path_factory: pytest.TempPathFactory, held: socket.socket) -> str:
    """The same as a PostgreSQL database, to use as a template."""
    name = f"room_{held.getsockname()[1]}"
    asyncio.run(_create(postgres, name, "template_kpbot"))
    url = postgres.replace("/template_kpbot", f"/{name}")
    asyncio.run(furnish(tmp_path_factory.mktemp("pictures"), held.getsockname()[1], url))
    return url


async def _create(server: str, name: str, template: str) -> None:
    connection = await asyncpg.connect(server.replace("/template_kpbot", "/postgres"))
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY = FILE_COPY")
    await connection.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path, held: socket.socket) -> Home:
    """A furnished room of one's own: folder, port, database."""
    folder = tmp_path / "room"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("furnished"), folder)
        return folder, held, ""
    folder.mkdir()
    template: str = request.getfixturevalue("furnished_postgres")
    name, source = f"{template.partition('?')[0].rpartition('/')[2]}_{next(_numbers)}", template.partition("?")[0]
    source = source.rpartition("/")[2]
    asyncio.run(_create(request.getfixturevalue("postgres"), name, source))
    return folder, held, template.replace(f"/{source}", f"/{name}")


@pytest.fixture
async def room(home: Home) -> AsyncIterator[Served]:
    async with served(*home) as one:
        yield one


async def number_of(room: Served, table: Table) -> int:
    async with room.room.app.database.read() as db:
        return int((await db.execute(select(func.count()).select_from(table))).scalar_one())


def picture(shade: int) -> bytes:
    """A small PNG of one shade of grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([shade]) * 64) * 48
    header = struct.pack(">IIBBBBB", 64, 48, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# three items a day, and who passed them on


async def test_todays_three_are_there_and_a_press_is_answered_by_a_toast(room: Served) -> None:
    officer = await room.enter("陈建国")
    clock = officer.last("room")["clock"]
    assert clock["label"] == "2026年11月23日（周一） 10:05"
    push = await officer.hears(OFFICERS, "今日三条 · 11月23日")
    assert len(push["cards"]) == 3
    assert push["footer"].startswith("转发到您的群以后")
    for done, label in enumerate(("已分享 1", "已分享 2", "已分享 3"), start=1):
        await officer.press(OFFICERS, push, label)
        await officer.toasted(f"已记 {done}/3")
    assert await number_of(room, shares) == 3
    public = await officer.hears(PUBLIC, "今日三条 · 11月23日")
    assert public["buttons"] == []


async def test_cards_are_shown_and_stay_when_the_folder_of_cards_is_lost(room: Served) -> None:
    officer = await room.enter("陈建国")
    push = await officer.hears(OFFICERS, "今日三条 · 11月23日")
    assert not any("卡片" in label for label in buttons(push))
    await officer.say(officer.private, "/today")
    await officer.press(officer.private, await officer.hears(officer.private, "今日三条 · 11月23日"), "卡片 2")
    shown = await officer.hears(officer.private, "长按图片")
    assert shown["text"].endswith(f"\n{push['cards'][1]['link']}")
    async with httpx.AsyncClient(base_url=room.url, trust_env=False) as page:
        drawn = await page.get(shown["picture"])
        shutil.rmtree(room.room.app.settings.data_dir / "cards")
        again = await page.get(shown["picture"])
    assert drawn.headers["content-type"] == "image/png"
    assert again.content == drawn.content
    with Image.open(io.BytesIO(drawn.content)) as card:
        assert read(code_of(card.convert("RGB"))) == push["cards"][1]["link"]
    await officer.say(officer.private, "/copy 3")
    await officer.press(officer.private, await officer.hears(officer.private, "来源："), "转发卡片")
    await officer.until(lambda: [one for one in officer.chats[officer.private].values() if one["picture"]][1:])


async def test_the_count_is_edited_into_the_message_and_names_nobody(room: Served) -> None:
    first, second = await room.enter("陈建国"), await room.enter("周美玲")
    push = await first.hears(OFFICERS, "今日三条 · 11月23日")
    await asyncio.gather(first.press(OFFICERS, push, "已分享 1"), second.press(OFFICERS, push, "三条都分享了"))
    await first.toasted("已记 1/3")
    await second.toasted("已记 3/3")
    assert await first.move("+1h") == "2026年11月23日（周一） 11:05"
    edited = await second.hears(OFFICERS, "今天已有 2 位信息员分享")
    assert (edited["id"], edited["edited"]) == (push["id"], True)
    assert "陈建国" not in read_aloud(edited)


async def test_what_is_passed_on_to_a_group_is_seen_and_answered_by_a_reaction(room: Served) -> None:
    officer, resident = await room.enter("陈建国"), await room.enter("居民老魏")
    push = await officer.hears(OFFICERS, "今日三条 · 11月23日")
    assert (await officer.forward(push, PUBLIC))["t"] == "ack"
    mine = await officer.until(lambda: reacted(officer, PUBLIC))
    assert (mine["forwarded"], mine["buttons"], len(mine["cards"])) == (True, [], 3)
    seen = await resident.until(lambda: reacted(resident, PUBLIC))
    assert seen["id"] == mine["id"]
    async with room.room.app.database.read() as db:
        kinds = [tuple(row) for row in await db.execute(select(evidence.c.destination, evidence.c.kind))]
    assert kinds == [("wechat", "observed")] * 3
    await officer.say(officer.private, "/me")
    told = await officer.hears(officer.private, "今天已记 3/3")
    assert "群里看到的" in told["text"]
    for passed_on in (mine, await resident.hears(PUBLIC, "今日三条 · 11月23日")):
        assert (await resident.forward(passed_on, PUBLIC))["t"] == "ack"
    assert (await officer.say(PUBLIC, f"请看{push['cards'][0]['link']}？utm_source=wx"))["t"] == "ack"
    assert await number_of(room, evidence) == 3


def reacted(window: Window, chat: str) -> dict[str, Any] | None:
    return next((m for m in window.chats.get(chat, {}).values() if m["reactions"]), None)


async def test_only_messages_of_the_bot_that_one_sees_are_passed_on(room: Served) -> None:
    officer, coordinator = await room.enter("陈建国"), await room.enter("赵敏")
    await officer.say(PUBLIC, "大家早上好")
    own = await officer.until(
        lambda: next((m for m in officer.chats[PUBLIC].values() if m["text"] == "大家早上好"), None)
    )
    secret = await coordinator.hears(COORDINATORS, "科普简报")
    for message in (own, secret, {"id": "999999"}, {"id": "-1"}, {"id": "²"}):
        answer = await officer.forward(message, OFFICERS)
        assert (answer["t"], "不能转发" in answer["text"]) == ("refused", True)
    assert "不在这个群" in (await officer.forward(await officer.hears(OFFICERS, "今日三条"), COORDINATORS))["text"]


@pytest.mark.parametrize(
    "files",
    [
        "x",
        [{"id": "../../rehearsal.db", "name": "x"}],
        [{"id": "file-" + "0" * 32, "name": "x"}],
        [{"id": "0" * 32}],
        [7],
        [{"id": ""}] * 10,
    ],
)
async def test_files_nobody_brought_are_refused(room: Served, files: Any) -> None:
    officer = await room.enter("陈建国")
    officer.send({"t": "say", "key": "odd", "chat": officer.private, "text": "x", "files": files})
    assert (await officer.answer("odd"))["t"] == "refused"


async def test_a_file_of_a_page_is_saved_and_never_opened(room: Served) -> None:
    officer = await room.enter("陈建国")
    await officer.send_file(officer.private, "a\n<b>.html", b"<script>alert(1)</script>", "看看")
    said = await officer.until(
        lambda: next((m for m in officer.chats[officer.private].values() if m["text"] == "看看"), None)
    )
    (file,) = said["files"]
    assert file["name"] == "a <b>.html"
    async with httpx.AsyncClient(base_url=room.url, trust_env=False) as browser:
        answer = await browser.get(file["url"])
        assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''a%20%3Cb%3E.html"
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert (await browser.get(file["url"], headers={"Host": "evil.example"})).status_code == 403
        for path in (
            f"{file['url']}9",
            f"/room/photos/{file['id']}",
            "/room/messages/x/document",
            "/room/messages/1/picture",
        ):
            assert (await browser.get(path)).status_code == 404
        big = await browser.post("/room/files", content=b"x" * 10_000_001)
        assert (big.status_code, "10 MB" in big.json()["text"]) == (413, True)


async def test_ten_quick_presses_are_one_share(room: Served) -> None:
    officer = await room.enter("周美玲")
    push = await officer.hears(OFFICERS, "今日三条 · 11月23日")
    await asyncio.gather(*(officer.press(OFFICERS, push, "已分享 2") for _ in range(10)))
    await officer.until(lambda: len(officer.toasts) == 10)
    assert sorted(officer.toasts) == sorted(["已记 1/3（微信群）", *["这条今天记过了，现在是 1/3。"] * 9])
    assert await number_of(room, shares) == 1


async def test_a_frame_sent_again_is_one_record(room: Served) -> None:
    officer = await room.enter("林晓梅")
    push = await officer.hears(OFFICERS, "今日三条 · 11月23日")
    for _ in range(3):
        assert (await officer.press(OFFICERS, push, "已分享 1", key="press"))["t"] == "ack"
        assert (await officer.say(officer.private, "/me", key="said"))["t"] == "ack"
    await officer.hears(officer.private, "今天已记 1/3 条")
    other = await room.enter("林晓梅")
    assert [m["text"] for m in other.chats[other.private].values() if m["key"] == "said"] == ["/me"]
    assert sum("今天已记" in m["text"] for m in other.chats[other.private].values()) == 1
    assert await number_of(room, inbox) == 2
    assert await number_of(room, shares) == 1


async def test_somebody_unregistered_gets_one_helpful_answer(room: Served) -> None:
    passer_by = await room.enter("路过的小周")
    push = await passer_by.hears(PUBLIC, "今日三条")
    assert push["buttons"] == []
    assert (await passer_by.say(OFFICERS, "我也想看"))["text"] == "您不在这个群里。"
    await passer_by.say(passer_by.private, "/share 1")
    await passer_by.hears(passer_by.private, "您还没有登记为科普信息员")
    assert await number_of(room, shares) == 0


# events and upkeep


async def test_an_event_in_one_line_with_an_album_is_confirmed_and_accepted(room: Served) -> None:
    officer, coordinator = await room.enter("李守田"), await room.enter("赵敏")
    pictures = [await officer.upload(picture(shade)) for shade in (60, 120, 180)]
    await officer.say(officer.private, "/report 健康讲座 62人 今天上午", pictures)
    draft = await officer.hears(officer.private, "照片 3 张")
    assert [
        part
        for part in ("请核对，没错就确认", "槐树村e站", "健康讲座", "上午", "62 人")
        if part not in read_aloud(draft)
    ] == []
    await officer.press(officer.private, draft, "确认上报")
    await officer.hears(officer.private, "已上报，等协调员审阅")
    asked = await coordinator.hears(COORDINATORS, "李守田上报了一场活动")
    await coordinator.press(COORDINATORS, asked, "通过")
    await coordinator.hears(COORDINATORS, "已通过（赵敏）")
    await officer.say(officer.private, "/events")
    await officer.hears(officer.private, "已通过")
    await officer.move("+1h")  # pictures are fetched after the commit
    async with room.room.app.database.read() as db:
        states = (await db.execute(select(photos.c.state))).scalars().all()
    assert [str(state) for state in states] == ["stored"] * 3


async def test_an_event_in_the_group_with_one_photo_is_corrected_first(room: Served) -> None:
    officer = await room.enter("李守田")
    await officer.say(OFFICERS, "/report 防灾演练 六十二人 昨天", [await officer.upload(picture(90))])
    draft = await officer.hears(OFFICERS, "请核对，没错就确认")
    assert "照片 1 张" in read_aloud(draft)
    await officer.say(OFFICERS, "人数65人", to=draft["id"])
    draft = await officer.hears(OFFICERS, "65 人")
    other = await room.enter("李春燕")
    await other.press(OFFICERS, draft, "确认上报")
    await other.toasted("这是李守田的上报")
    await officer.press(OFFICERS, draft, "确认上报")
    assert "65 人" in read_aloud(await officer.hears(OFFICERS, "已上报，等协调员审阅"))


async def test_a_guided_report_goes_on_after_a_restart(home: Home) -> None:
    async with served(*home) as room:
        officer = await room.enter("李守田")
        await officer.say(officer.private, "/report")
        await officer.press(officer.private, await officer.hears(officer.private, "办的是什么活动"), "讲座")
        await officer.press(officer.private, await officer.hears(officer.private, "是哪天办的"), "昨天")
        await officer.hears(officer.private, "来了多少人")
    async with served(*home) as room:
        officer = await room.enter("李守田")
        asked = await officer.hears(officer.private, "来了多少人")
        assert "11月22日" in read_aloud(asked)
        await officer.say(officer.private, "约60")
        draft = await officer.hears(officer.private, "请核对，没错就确认")
        assert "约 60 人" in read_aloud(draft)
        await officer.press(officer.private, draft, "确认上报")
        await officer.hears(officer.private, "已上报，等协调员审阅")


async def test_a_board_that_falls_due_is_asked_about_until_it_is_changed(room: Served) -> None:
    officer = await room.enter("李守田")
    before = await number_of(room, upkeeps)
    reminder = await officer.hears(officer.private, "槐树村 宣传栏：该更新了")
    assert {"已更换", "三天后再提醒", "暂停"} <= {label.rpartition(" ")[2] for label in buttons(reminder)}
    await officer.press(officer.private, reminder, "已更换")
    await officer.until(lambda: "11月23日已更换" in read_aloud(officer.chats[officer.private][reminder["id"]]))
    assert await number_of(room, upkeeps) == before + 1
    await officer.move("+1w")
    later = [m for m in officer.chats[officer.private].values() if int(m["id"]) > int(reminder["id"])]
    assert [m for m in later if "宣传栏" in read_aloud(m)] == []


async def test_a_reminder_put_off_comes_back_after_three_days(room: Served) -> None:
    officer = await room.enter("李守田")
    reminder = await officer.hears(officer.private, "槐树村 宣传栏：该更新了")
    await officer.press(officer.private, reminder, "三天后再提醒")
    await officer.until(lambda: "11月26日再提醒" in read_aloud(officer.chats[officer.private][reminder["id"]]))
    for _ in range(2):
        await officer.move("tomorrow")
    assert officer.said(officer.private, "宣传栏") == officer.chats[officer.private][reminder["id"]]
    assert await officer.move("tomorrow") == "2026年11月26日（周四） 10:05"
    again = await officer.hears(officer.private, "槐树村 宣传栏：该更新了")
    assert int(again["id"]) > int(reminder["id"])


# the coordinators' side


async def test_the_desk_approves_swaps_and_skips_before_the_push(room: Served) -> None:
    officer, coordinator = await room.enter("陈建国"), await room.enter("钱立新")
    await coordinator.move("+1w")
    pushed = await coordinator.hears(COORDINATORS, "请审看 · 11月30日")
    assert buttons(pushed) == {}, "nothing is left to decide"
    for _ in range(6):
        await coordinator.move("+1h")
    preview = await coordinator.hears(COORDINATORS, "请审看 · 12月1日")
    before = [card["title"] for card in preview["cards"]]
    await coordinator.press(COORDINATORS, preview, "换第2条")
    await coordinator.toasted("换好了")
    swapped = await coordinator.until(
        lambda: next(
            (
                m
                for m in [coordinator.chats[COORDINATORS][preview["id"]]]
                if [card["title"] for card in m["cards"]] != before
            ),
            None,
        )
    )
    await coordinator.press(COORDINATORS, swapped, "批准")
    await coordinator.hears(COORDINATORS, "钱立新已批准，到点推送")
    await coordinator.move("tomorrow")
    push = await officer.hears(OFFICERS, "今日三条 · 12月1日")
    assert [card["title"] for card in push["cards"]] == [card["title"] for card in swapped["cards"]]
    for _ in range(6):
        await coordinator.move("+1h")
    await coordinator.press(COORDINATORS, await coordinator.hears(COORDINATORS, "请审看 · 12月2日"), "这天不推")
    await coordinator.hears(COORDINATORS, "钱立新定了这天不推送")
    await coordinator.move("tomorrow")
    assert officer.said(OFFICERS, "今日三条 · 12月2日") is None


async def test_a_recalled_item_is_corrected_in_the_groups_and_told_to_who_shared_it(room: Served) -> None:
    officer, coordinator = await room.enter("陈建国"), await room.enter("赵敏")
    push = await officer.hears(OFFICERS, "今日三条 · 11月23日")
    title = push["cards"][0]["title"]
    await officer.press(OFFICERS, push, "已分享 1")
    await coordinator.say(COORDINATORS, "/recall")
    await coordinator.press(COORDINATORS, await coordinator.hears(COORDINATORS, "要撤回哪一条"), title)
    await coordinator.press(COORDINATORS, await coordinator.hears(COORDINATORS, "确定撤回《"), "确定撤回")
    await officer.hears(PUBLIC, f"更正：《{title}》已经撤回")
    await officer.hears(officer.private, f"您转发过的《{title}》已经撤回")
    await officer.until(lambda: "已经撤回" in officer.chats[OFFICERS][push["id"]]["cards"][0]["summary"])


async def test_the_digest_says_what_is_needed_and_leaves_out_what_there_is_none_of(room: Served) -> None:
    officer, coordinator = await room.enter("陈建国"), await room.enter("赵敏")
    await officer.press(OFFICERS, await officer.hears(OFFICERS, "今日三条 · 11月23日"), "三条都分享了")
    await coordinator.move("tomorrow")
    digest = await coordinator.hears(COORDINATORS, "科普简报（11月23日）")
    assert "分享：够三条的 1 人，不够的 0 人，不清楚的 29 人。" in digest["text"]
    assert "不清楚的原因：没有回应 29。" in digest["text"]
    assert "本人说的 3。" in digest["text"]


async def test_two_months_lead_into_a_provisional_year_and_to_escalation(room: Served) -> None:
    officer, coordinator = await room.enter("冯有才"), await room.enter("赵敏")
    city = await room.enter("沈卫东")
    assert CITY not in coordinator.chats
    assert (await coordinator.move("+2m")).startswith("2027年1月23日（周六） 10:0")
    await officer.hears(OFFICERS, "今日三条 · 1月23日")
    preview = await coordinator.hears(COORDINATORS, "2027年的放假安排还没有公布，工作日是暂定的。")
    assert preview["title"].startswith("请审看 · ")
    digests = [m for m in coordinator.chats[COORDINATORS].values() if m["title"].startswith("科普简报（1")]
    assert len(digests) >= 15, "fewer than the working days of a month"
    assert any("该办的过了期还没办" in m["text"] for m in coordinator.chats[COORDINATORS].values())
    assert COORDINATORS not in city.chats
    assert any("该办的过了期还没办" in m["text"] for m in city.chats[CITY].values())
    pushes = [m for m in officer.chats[OFFICERS].values() if m["title"].startswith("今日三条")]
    assert len({m["title"] for m in pushes}) == len(pushes)
    reminders = [m for m in officer.chats[officer.private].values() if "宣传栏" in read_aloud(m)]
    assert 1 <= len(reminders) <= 4, "reminded and then left in peace"


async def test_a_clock_that_moves_is_not_moved_by_another_window(room: Served) -> None:
    first, second = await room.enter("赵敏"), await room.enter("钱立新")
    first.send({"t": "clock", "to": "+1w"})
    await second.until(lambda: second.last("clock").get("moving"))
    second.send({"t": "clock", "to": "+1w"})
    push = await second.hears(OFFICERS, "今日三条 · 11月23日")
    await first.close()  # the window that asked goes away
    officer = await room.enter("陈建国")
    await officer.press(OFFICERS, push, "已分享 1")
    await second.until(lambda: second.last("clock").get("moving") is False)
    assert second.last("clock")["label"].startswith("2026年11月30日（周一） 10:0")
    assert await number_of(room, shares) == 1


async def test_a_room_closed_while_time_flies_goes_on_from_where_it_was(home: Home) -> None:
    async with served(*home) as room:
        officer = await room.enter("陈建国")
        officer.send({"t": "clock", "to": "+1w"})
        await officer.hears(OFFICERS, "今日三条 · 11月25日")
    async with served(*home) as room:
        officer = await room.enter("陈建国")
        now = officer.last("room")["clock"]["now"][:10]
        assert "2026-11-25" <= now < "2026-11-30"
        await officer.move("+1w")
        await officer.move("tomorrow")  # past the push of that day
        await officer.hears(OFFICERS, "今日三条 · 12月1日")
        titles = [m["title"] for m in officer.chats[OFFICERS].values() if m["title"].startswith("今日三条")]
        days = (date.fromisoformat(officer.last("clock")["now"][:10]) - date(2026, 11, 20)).days
        assert len(set(titles)) == len(titles) == days, "every day once"


# who comes, and how the room holds


async def test_a_newcomer_joins_with_a_code_is_confirmed_and_shares(room: Served) -> None:
    code = (await room.room.codes())["unit"]
    coordinator, newcomer = await room.enter("赵敏"), Window(await room.connect(), room.url)
    newcomer.send({"t": "hello", "as": None, "lang": "zh-CN"})
    newcomer.send({"t": "new_person", "name": "秦 小雨"})
    newcomer.me = await newcomer.until(lambda: newcomer.last("room").get("me"))
    assert code not in read_aloud(await newcomer.hears(newcomer.private, "您好，我是科普机器人"))
    await newcomer.say(newcomer.private, f"/join {code}")
    await newcomer.press(newcomer.private, await newcomer.hears(newcomer.private, "您同意吗？"), "同意")
    named = await newcomer.hears(newcomer.private, "怎么称呼您")
    await newcomer.press(newcomer.private, named, "就用“秦 小雨”")
    await newcomer.hears(newcomer.private, "申请已经交给协调员")
    asked = await coordinator.hears(COORDINATORS, "秦 小雨申请担任")
    await coordinator.press(COORDINATORS, asked, "确认")
    await newcomer.hears(newcomer.private, "协调员已经确认")
    await newcomer.say(newcomer.private, "分享 1 3")
    await newcomer.hears(newcomer.private, "已记 2/3")
    assert await number_of(room, shares) == 2
    await newcomer.close()


async def test_a_new_group_is_greeted_and_bound(room: Served) -> None:
    code = (await room.room.codes())["group"]
    coordinator = await room.enter("赵敏")
    known = set(coordinator.chats)
    coordinator.send({"t": "new_group", "name": "柳河镇信息员群"})
    group = await coordinator.until(lambda: next(iter(set(coordinator.chats) - known), ""))
    await coordinator.hears(group, "还差一步")
    await coordinator.say(group, f"/bind {code}")
    await coordinator.hears(group, "绑定好了：这里是青禾县（虚构）的信息员群")
    await coordinator.move("tomorrow")
    push = await coordinator.hears(group, "今日三条 · 11月24日")
    assert "已分享 1" in buttons(push)


async def test_the_room_is_found_as_it_was_left(home: Home) -> None:
    async with served(*home) as room:
        officer = await room.enter("宋佳")
        await officer.move("tomorrow")
        await officer.press(OFFICERS, await officer.hears(OFFICERS, "今日三条 · 11月24日"), "已分享 3")
        await officer.toasted("已记 1/3")
        held = {chat: set(messages) for chat, messages in officer.chats.items()}
    async with served(*home) as room:
        officer = await room.enter("宋佳")
        assert officer.last("room")["clock"]["label"] == "2026年11月24日（周二） 10:05"
        assert {chat: set(messages) for chat, messages in officer.chats.items()} == held
        await officer.say(officer.private, "/me")
        await officer.hears(officer.private, "今天已记 1/3 条")
        assert await number_of(room, shares) == 1


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("http://example.com", "127.0.0.1"),
        ("null", "127.0.0.1"),
        (None, "127.0.0.1"),
        ("http://127.0.0.1:1", "127.0.0.1"),
        ("", "rebound.example"),
        ("http://rebound.example", "rebound.example"),
    ],
)
async def test_strangers_are_not_let_in(room: Served, origin: str | None, name: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await room.connect(origin=origin, name=name)
    assert refused.value.response.status_code == 403


async def test_nonsense_does_not_close_the_window(room: Served) -> None:
    officer = await room.enter("孙志强")
    for raw in (
        "",
        "null",
        "[]",
        "{",
        '"t"',
        '{"t": 7}',
        '{"t": "clock"}',
        '{"t": "say"}',
        '{"t": "press", "key": []}',
    ):
        officer.send(raw)
    for frame in (
        {"t": "say", "key": "a", "chat": OFFICERS},
        {"t": "say", "key": "b", "chat": [], "text": "您好"},
        {"t": "say", "key": "c", "chat": OFFICERS, "text": "您好", "photos": {}},
        {"t": "say", "key": "d", "chat": OFFICERS, "text": "您好", "photos": [7, None, "../kpbot.db"]},
        {"t": "say", "key": "e", "chat": COORDINATORS, "text": "您好"},
        {"t": "press", "key": "f", "chat": OFFICERS, "message": "0", "data": "x" * 65},
        {
            "t": "press",
            "key": "g",
            "chat": OFFICERS,
            "message": "99999999999999999999",
            "data": "share:99999999999999999999:1",
        },
        {"t": "press", "key": "h", "chat": OFFICERS, "message": "1", "data": "nothing:at:all"},
        {"t": "say", "key": "i", "chat": OFFICERS, "text": "您好", "reply_to": "99999999999999999999999"},
        {"t": "history", "chat": OFFICERS, "before": "9" * 30},
        {"t": "clock", "to": ["+2m"]},
        {"t": "clock", "to": "-1d"},
        {"t": "new_group", "name": {"a": 1}},
        {"t": "new_person", "name": "\u202e\x00"},
    ):
        officer.send(frame)
    officer.send({"t": "hello", "as": officer.me, "lang": "zh-CN"})
    assert (await officer.say(officer.private, "/help"))["t"] == "ack"
    await officer.hears(officer.private, "/today 今日三条")


@pytest.mark.parametrize(
    "text",
    [
        "字" * 100_000,
        "/report " + "长" * 100_000,
        "/share " + "1 " * 50_000,
        "<script>alert(1)</script>",
        "'; DROP TABLE shares;--",
    ],
    ids=["long", "long-report", "long-share", "html", "sql"],
)
async def test_whatever_is_written_is_kept_as_text_and_the_bot_stays_well(room: Served, text: str) -> None:
    officer = await room.enter("李守田")
    assert (await officer.say(officer.private, text))["t"] == "ack"
    said = [m["text"] for m in officer.chats[officer.private].values() if m["from"]["id"] == officer.me]
    assert said == [text.strip()]
    await officer.say(officer.private, "/help")
    await officer.hears(officer.private, "/today 今日三条")


# a roster


async def test_a_roster_is_sent_and_whoever_it_names_comes_in_by_a_card(room: Served) -> None:
    coordinator, newcomer = await room.enter("赵敏"), await room.enter("居民老魏")
    await coordinator.send_file(coordinator.private, "名册.xlsx", roster())
    shown = await coordinator.hears(coordinator.private, "新增科普信息员 5 人")
    await coordinator.press(coordinator.private, shown, "就这样入库")
    cards = await coordinator.hears(coordinator.private, "邀请码在文件里")
    async with httpx.AsyncClient(base_url=coordinator._url, trust_env=False) as client:
        content = (await client.get(cards["document"]["url"])).raise_for_status().content
    code = cards_in(content)["周芳"]
    await newcomer.say(newcomer.private, f"/join {code}")
    notice = await newcomer.hears(newcomer.private, "柳河镇/柳河镇中心小学")
    await newcomer.press(newcomer.private, notice, "是本人，同意")
    await newcomer.hears(newcomer.private, "您现在是柳河镇/柳河镇中心小学的科普信息员了")
    push = await newcomer.hears(PUBLIC, "今日三条 · 11月23日")
    assert len(push["cards"]) == 3
    await newcomer.say(newcomer.private, "/share 1")
    await newcomer.until(lambda: any("1/3" in read_aloud(m) for m in newcomer.chats[newcomer.private].values()))
    assert await number_of(room, shares) == 1
