"""What the app sends, against a server of ours."""

from __future__ import annotations

import asyncio
import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from structlog.testing import capture_logs

from kpbot.domain.messages import Attachment, Button, Chat, Outgoing
from kpbot.platforms.wecom.app import WecomApp, presses
from kpbot.ports import ACCOUNT_REFUSED, SendError
from kpbot.services import stored
from kpbot.services.access_tokens import named
from kpbot.storage import access_tokens
from kpbot.storage.database import Database
from tests.fakes.wecom.callbacks import fields, sealed, xml
from tests.fakes.wecom.world import AGENT, CORP, SECRET
from tests.unit.platforms.wecom.app.conftest import Rig

ASKING = Outgoing(
    title="今日三条",
    text="一" * 200,
    footer="点一下",
    buttons=((Button("已分享 1", "share:1:1"), Button("复制", "copy:1")),),
)


def picture(kind: str = "PNG", side: int = 40) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (side, side)).save(content, kind)
    return content.getvalue()


async def test_words_and_a_card_reach_the_member(rig: Rig) -> None:
    receipt = await rig.app.send(rig.li, ASKING)
    words, card = rig.world.in_chat("LiLei")
    assert words.words.startswith("**今日三条**")
    assert card.task == f"{receipt.message}-0"
    assert card.buttons == {"已分享 1": "share:1:1", "复制": "copy:1"}


async def press(rig: Rig, task: str, code: str, button: str = "share:1:1") -> str:
    rest = {"EventKey": button, "TaskId": task, "CardType": "button_interaction", "ResponseCode": code}
    return (await rig.brought("event", Event="template_card_event", **rest)).key


async def test_a_press_is_answered_on_its_card_as_often_as_one_presses(rig: Rig) -> None:
    receipt = await rig.sent(ASKING)
    card = rig.world.messages[-1]
    for number, said in enumerate(("已记 1/3", "已记 2/3")):
        rig.world.codes[f"c{number}"] = card
        rig.clock.move_to(rig.now + timedelta(seconds=2))
        key = await press(rig, receipt.message + "-0", f"c{number}")
        await rig.app.send(rig.li, Outgoing(text=said, toast=key))
        assert card.words.splitlines()[:3] == ["今日三条", "点一下", said]
        assert list(card.buttons) == ["已分享 1", "复制"]
    assert len(rig.world.in_chat("LiLei")) == 2


async def test_the_second_card_of_a_message_is_answered_on_itself(rig: Rig) -> None:
    many = tuple((Button(f"第{n}个", f"pick:{n}"),) for n in range(8))
    receipt = await rig.sent(Outgoing(title="选一个", text="一" * 200, buttons=many))
    first, second = rig.world.messages[-2:]
    rig.world.codes["c"] = second
    key = await press(rig, f"{receipt.message}-1", "c", "pick:7")
    assert rig.taken[-1].message == receipt.message
    await rig.app.send(rig.li, Outgoing(text="选了第7个", toast=key))
    assert second.words.splitlines() == ["更多", "选了第7个", "第6个", "第7个"]
    assert "选了" not in first.words


async def test_a_press_whose_card_cannot_be_changed_is_answered_in_words(rig: Rig) -> None:
    receipt = await rig.sent(ASKING)
    await rig.app.send(rig.li, Outgoing(text="用过了", toast=await press(rig, receipt.message + "-0", "used before")))
    await rig.app.send(rig.li, Outgoing(text="没听说过", toast="never pressed"))
    rig.world.codes["of another"] = rig.world.messages[-1]
    await rig.app.send(rig.li, Outgoing(text="忘了", toast=await press(rig, "kpforgotten-0", "of another", "to:ask")))
    rig.world.codes["of no card"] = rig.world.messages[1]
    key = await press(rig, receipt.message + "-7", "of no card", "no:such")
    await rig.app.send(rig.li, Outgoing(text="没有第八张", toast=key))
    said = [message.words for message in rig.world.in_chat("LiLei")[2:]]
    assert said == ["用过了", "没听说过", "忘了", "没有第八张"]


async def test_a_code_is_forgotten_after_a_minute_and_swept_away(rig: Rig) -> None:
    receipt = await rig.sent(ASKING)
    key = await press(rig, receipt.message + "-0", "c")
    await rig.app.send(rig.li, Outgoing(text="x"))  # so that there is a token, which stays
    rig.clock.move_to(rig.now + timedelta(seconds=61))
    await presses.forget(rig.database, rig.clock)
    async with rig.database.read() as db:
        assert (await access_tokens.kept(db, f"wecom:press:{key}")).value == ""
        assert (await access_tokens.kept(db, named(f"wecom:{CORP}:{AGENT}", SECRET))).value


async def test_the_owner_sweeps_once_an_hour_and_an_outage_does_not_end_it(rig: Rig) -> None:
    slept: list[float] = []
    receipt = await rig.sent(ASKING)
    key = await press(rig, receipt.message + "-0", "c")
    rig.clock.move_to(rig.now + timedelta(seconds=61))

    class Enough(Exception):
        pass

    async def sleep(seconds: float) -> None:
        if seconds < 3600:  # of whoever asks how the account stands
            await asyncio.Event().wait()
        slept.append(seconds)
        if len(slept) == 3:
            raise Enough

    app = WecomApp(rig.settings, rig.database, rig.clock, sleep=sleep)
    with pytest.RaisesGroup(Enough):
        await app.run(rig.take)
    assert slept == [3600, 3600, 3600]
    async with rig.database.read() as db:
        assert (await access_tokens.kept(db, f"wecom:press:{key}")).value == ""
    await rig.database.close()
    away = WecomApp(rig.settings, Database("postgresql://nobody@127.0.0.1:9/x"), rig.clock, sleep=sleep)
    slept.clear()
    with capture_logs() as logs, pytest.RaisesGroup(Enough):
        await away.run(rig.take)
    assert len(logs) == 3  # the account was not asked either


async def test_a_toast_without_words_or_for_somebody_gone_fails_quietly(rig: Rig) -> None:
    await rig.app.send(rig.li, Outgoing(toast="k"))
    await rig.app.send(Chat("wecom", "gone", private=True), Outgoing(text="x", toast="k"))
    assert rig.world.messages == []


async def test_a_picture_is_uploaded_once_and_goes_ahead_of_the_words(rig: Rig, tmp_path: Path) -> None:
    path = await stored.keep(tmp_path, "a.png", picture(), rig.now)
    for _ in range(3):
        await rig.app.send(rig.li, Outgoing(text="看图", picture=path))
    kinds = [message.kind for message in rig.world.in_chat("LiLei")]
    assert kinds == ["image", "text"] * 3
    assert rig.world.messages[0].content == picture()
    assert rig.world.calls.count("media/upload") == 1
    rig.clock.move_to(rig.now + timedelta(days=3))
    await rig.app.send(rig.li, Outgoing(text="看图", picture=path))
    assert rig.world.calls.count("media/upload") == 2


async def test_what_wecom_does_not_take_as_a_picture_is_made_a_jpeg_or_goes_as_a_file(rig: Rig, tmp_path: Path) -> None:
    webp = await stored.keep(tmp_path, "b.webp", picture("WEBP"), rig.now)
    await rig.app.send(rig.li, Outgoing(picture=webp))
    torn = await stored.keep(tmp_path, "c.webp", b"no picture at all", rig.now)
    await rig.app.send(rig.li, Outgoing(picture=torn))
    first, second = rig.world.messages
    assert (first.kind, first.content[:3]) == ("image", b"\xff\xd8\xff")
    assert (second.kind, second.name, second.content) == ("file", "c.webp", b"no picture at all")


@pytest.mark.parametrize("title", ["", "标题"])
async def test_a_long_text_goes_in_parts_that_wecom_takes_whole(rig: Rig, title: str) -> None:
    for text in ("长" * 5000, "一句话。" * 1000):
        await rig.app.send(rig.li, Outgoing(title=title, text=text))
    assert len(rig.world.messages) == 12


async def test_a_document_keeps_its_name(rig: Rig, tmp_path: Path) -> None:
    path = await stored.keep(tmp_path, "d.csv", "地区,单位".encode(), rig.now)
    await rig.app.send(rig.li, Outgoing(text="名单", document=Attachment(path, "名单 1.csv")))
    file, words = rig.world.messages
    assert (file.name, file.content.decode(), words.words) == ("名单 1.csv", "地区,单位", "名单")


@pytest.mark.parametrize("content", [b"", b"12345"])
async def test_a_file_of_a_few_bytes_is_refused_for_good(rig: Rig, tmp_path: Path, content: bytes) -> None:
    path = await stored.keep(tmp_path, "e.txt", content, rig.now)
    with pytest.raises(SendError) as refused:
        await rig.app.send(rig.li, Outgoing(document=Attachment(path, "e.txt")))
    assert refused.value.permanent
    assert not refused.value.chat_gone


async def test_a_file_that_wecom_forgot_is_uploaded_anew_once(rig: Rig, tmp_path: Path) -> None:
    path = await stored.keep(tmp_path, "a.png", picture(), rig.now)
    said = Outgoing(picture=path)
    await rig.app.send(rig.li, said)
    rig.world.media.clear()
    await rig.app.send(rig.li, said)
    assert [message.kind for message in rig.world.messages] == ["image", "image"]
    assert rig.world.calls.count("media/upload") == 2
    rig.world.refuse["message/send"].extend([40007, 40007])
    with pytest.raises(SendError) as refused:
        await rig.app.send(rig.li, said)
    assert refused.value.permanent
    assert rig.world.calls.count("media/upload") == 3


async def test_what_came_through_is_not_sent_again(rig: Rig) -> None:
    rig.world.refuse["message/send"].extend([0, -1])
    with pytest.raises(SendError) as busy:
        await rig.app.send(rig.li, ASKING)
    assert not busy.value.permanent
    await rig.app.send(rig.li, ASKING)
    assert [message.kind for message in rig.world.messages] == ["markdown", "template_card"]


async def test_a_token_is_fetched_once_and_again_when_it_is_refused(rig: Rig) -> None:
    for _ in range(3):
        await rig.app.send(rig.li, Outgoing(text="x"))
    assert rig.world.fetched == 1
    rig.world.revoke()
    await rig.app.send(rig.li, Outgoing(text="x"))
    assert rig.world.fetched == 2
    rig.clock.move_to(rig.now + timedelta(hours=2))
    await rig.app.send(rig.li, Outgoing(text="x"))
    assert rig.world.fetched == 3
    assert len(rig.world.messages) == 5


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_that_is_refused_twice_is_no_endless_loop(rig: Rig, code: int) -> None:
    rig.world.refuse["message/send"].extend([code] * 5)
    with pytest.raises(SendError) as refused:
        await rig.app.send(rig.li, Outgoing(text="x"))
    assert rig.world.calls.count("message/send") == 2
    assert rig.world.fetched == 2
    assert refused.value.reason.startswith(ACCOUNT_REFUSED)
    assert refused.value.retry_after
    assert not refused.value.permanent
    rig.world.refuse["message/send"].clear()
    await rig.app.send(rig.li, Outgoing(text="x"))
    assert rig.world.fetched == 2  # one that was just fetched is not thrown away for a fault of theirs


@pytest.mark.parametrize(
    ("code", "gone", "wait"),
    [
        (81013, True, None),
        (60111, True, None),
        (45009, False, 60),
        (45033, False, 5),
        (-1, False, None),
        (45002, False, None),
    ],
)
async def test_what_a_refusal_means(rig: Rig, code: int, gone: bool, wait: float | None) -> None:
    rig.world.refuse["message/send"].append(code)
    with pytest.raises(SendError) as refused:
        await rig.app.send(rig.li, Outgoing(text="x"))
    error = refused.value
    assert (error.chat_gone, error.retry_after, error.in_doubt) == (gone, wait, False)
    assert error.permanent is (gone or code == 45002)


async def test_no_secret_is_in_an_error_or_a_log(rig: Rig) -> None:
    with capture_logs() as logs:
        rig.world.refuse["gettoken"].append(40001)
        with pytest.raises(SendError) as first:
            await rig.app.send(rig.li, Outgoing(text="x"))
        rig.world.refuse["message/send"].append(40003)
        with pytest.raises(SendError) as second:
            await rig.app.send(rig.li, Outgoing(text="x"))
        await rig.app.send(Chat("wecom", "gone", private=True), Outgoing(text="x", toast="k"))
    said = f"{first.value!r} {second.value!r} {logs}"
    assert "errcode 40001" in said
    assert SECRET not in said
    assert "token-" not in said


async def test_a_member_who_left_is_gone(rig: Rig) -> None:
    with pytest.raises(SendError) as gone:
        await rig.app.send(Chat("wecom", "WangLeft", private=True), Outgoing(text="x"))
    assert gone.value.chat_gone


@pytest.mark.parametrize(("kind", "gone"), [("invaliduser", True), ("unlicenseduser", False)])
async def test_a_member_whom_it_did_not_reach_though_all_was_well(rig: Rig, kind: str, gone: bool) -> None:
    rig.world.skipped["LiLei"] = kind
    with pytest.raises(SendError) as refused:
        await rig.app.send(rig.li, Outgoing(text="x"))
    assert (refused.value.permanent, refused.value.chat_gone) == (True, gone)


async def test_a_group_of_the_apps_own_gets_words_without_buttons(rig: Rig) -> None:
    group = await rig.app.create_group("青禾县科普群", "LiLei", ["HanMei"])
    assert rig.world.groups[group.id] == {"name": "青禾县科普群", "owner": "LiLei", "userlist": ["LiLei", "HanMei"]}
    receipts = [await rig.app.send(group, ASKING) for _ in range(2)]
    assert len({receipt.message for receipt in receipts}) == 2
    first, _ = rig.world.in_chat(group.id)
    assert first.kind == "markdown"
    assert "打开本应用" in first.words
    rig.world.groups.clear()
    with pytest.raises(SendError) as gone:
        await rig.app.send(group, Outgoing(text="x"))
    assert gone.value.chat_gone


@pytest.mark.parametrize(
    ("title", "users"),
    [("", ["HanMei"]), ("群", []), ("群", ["LiLei"]), ("群", ["nobody"]), ("群", [str(n) for n in range(2000)])],
)
async def test_a_group_that_wecom_would_not_have_is_refused_for_good(rig: Rig, title: str, users: list[str]) -> None:
    with pytest.raises(SendError) as refused:
        await rig.app.create_group(title, "LiLei", users)
    assert refused.value.permanent


async def test_photos_are_fetched_while_wecom_keeps_them(rig: Rig) -> None:
    media = rig.world.keep("image", "x.jpg", picture("JPEG"))
    message = await rig.brought("image", MediaId=media)
    rig.world.revoke()
    assert await rig.app.fetch(message.photos[0].ref) == picture("JPEG")
    rig.world.media.clear()
    with pytest.raises(SendError) as expired:
        await rig.app.fetch(media)
    assert expired.value.permanent


async def test_a_photo_that_is_too_big_is_refused_as_it_comes(rig: Rig) -> None:
    media = rig.world.keep("image", "x.jpg", bytes(21_000_000))
    with pytest.raises(SendError, match="more than") as refused:
        await rig.app.fetch(media)
    assert refused.value.permanent


async def test_repeated_callbacks_out_of_order_are_one_press_each(rig: Rig) -> None:
    first = sealed(
        xml(fields("LiLei", rig.now, "event", Event="template_card_event", EventKey="a", TaskId="t")), rig.now
    )
    second = sealed(
        xml(fields("LiLei", rig.now, "event", Event="template_card_event", EventKey="b", TaskId="t")), rig.now
    )
    for call in (second, first, second, first, first):
        assert (await rig.bring(call)).status_code == 200
    assert len({message.key for message in rig.taken}) == 2
