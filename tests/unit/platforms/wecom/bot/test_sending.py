"""What the bot says, as the server takes it and people see it."""

from __future__ import annotations

import asyncio
import os
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from kpbot.domain.messages import Attachment, Button, Card, Chat, Outgoing
from kpbot.platforms.wecom.bot.limits import ACK, CHUNK, NAME
from kpbot.ports import SendError
from kpbot.services import stored
from kpbot.storage import outbox
from kpbot.storage.outbox import Owed, Priority, State
from kpbot.storage.tables import outbox as rows
from tests.fakes.wecom.bot_harness import GROUP, IN_GROUP, IN_PRIVATE, LI, Harness
from tests.fakes.wecom.bot_wire import BAD_CHAT, BAD_PARAMETER, BAD_REQUEST, LIMIT, Said

PUSH = Outgoing(
    title="今日科普 11月23日",
    cards=tuple(
        Card(n, f"第 {n} 条的标题", "摘要。" * 20, f"https://kp.example.org/i/a{n}", "科普中国", "健康")
        for n in (1, 2, 3)
    ),
    footer="转发后点“已分享”。",
    buttons=(
        tuple(Button(f"已分享 {n}", f"share:7:{n}") for n in (1, 2, 3)),
        (Button("三条都分享了", "share:7:all"),),
        (Button("复制文字", "copy:7"), Button("转发到哪里", "to:ask")),
    ),
)
ASK = Outgoing(text="要上报这次活动吗？", buttons=((Button("上报", "r:yes"), Button("不了", "r:no")),))


async def spoken(harness: Harness, chat: Chat = IN_GROUP) -> str:
    """Somebody said something in the chat; the message's id."""
    before = len(harness.taken)
    key = await harness.server.tell(harness.server.text(LI, chat.id, "今日"))
    await harness.heard(before + 1)
    return key


async def said(harness: Harness, outgoing: Outgoing, chat: Chat = IN_GROUP) -> list[Said]:
    before = len(harness.server.said)
    await harness.bot.send(chat, outgoing)
    return harness.server.said[before:]


async def test_the_days_push_is_words_to_read_and_a_card_to_press(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        words, card = await said(harness, PUSH)
    assert (words.how, words.kind, card.kind) == ("aibot_send_msg", "markdown", "template_card")
    for n in (1, 2, 3):
        assert f"{n}. [第 {n} 条的标题](https://kp.example.org/i/a{n})" in words.words
    assert "科普中国" in words.words
    assert "<font" not in words.words
    assert card.words == "今日科普 11月23日\n转发后点“已分享”。"
    assert "转发后" not in words.words
    assert [label for label, _ in card.buttons] == [
        "已分享 1",
        "已分享 2",
        "已分享 3",
        "三条都分享了",
        "复制文字",
        "转发到哪里",
    ]
    assert dict(card.buttons)["三条都分享了"] == "share:7:all"


async def test_a_short_question_is_one_card(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        (card,) = await said(harness, ASK)
        (titled,) = await said(harness, replace(ASK, title="上报"))
        long = replace(ASK, text="很长的话。" * 60)
        words, below = await said(harness, long)
    assert card.words == "要上报这次活动吗？"
    assert titled.words == "上报\n要上报这次活动吗？"
    assert words.words == long.text
    assert below.words == "请选择"


async def test_more_than_six_buttons_are_on_two_cards(harness: Harness) -> None:
    many = Outgoing(text="哪一个村？", buttons=tuple((Button(f"{n}号村", f"v:{n}"),) for n in range(1, 9)))
    async with harness.running():
        await spoken(harness)
        first, second = await said(harness, many)
    assert first.words == "哪一个村？"
    assert (len(first.buttons), [label for label, _ in second.buttons]) == (6, ["7号村", "8号村"])
    assert first.task[:-2] == second.task[:-2]


async def test_more_than_twelve_buttons_are_numbers(harness: Harness) -> None:
    many = Outgoing(text="哪一个村？", buttons=tuple((Button(f"{n}号村", f"v:{n}"),) for n in range(1, 14)))
    async with harness.running():
        await spoken(harness)
        (words,) = await said(harness, many)
    assert words.kind == "markdown"
    assert "13  13号村" in words.words
    assert not words.buttons


async def test_pages_are_links(harness: Harness) -> None:
    outgoing = replace(ASK, buttons=(*ASK.buttons, (Button("看全文", url="https://kp.example.org/i/a1"),)))
    async with harness.running():
        await spoken(harness)
        words, card = await said(harness, outgoing)
    assert "[看全文](https://kp.example.org/i/a1)" in words.words
    assert [label for label, _ in card.buttons] == ["上报", "不了"]


@pytest.mark.parametrize("text", ["很" * 100_000, "\u202e\u200f{ $x } %s \\", "\n" * 1000, "", "字" * 113, "a" * 27])
@pytest.mark.parametrize("buttons", [(), ASK.buttons])
async def test_whatever_the_words_are_they_are_taken(harness: Harness, text: str, buttons: Any) -> None:
    async with harness.running():
        await spoken(harness)
        assert await said(harness, Outgoing(text=text, buttons=buttons))
        assert await said(harness, Outgoing(title=text[:500], footer=text, buttons=buttons))


# answers


async def test_an_answer_in_a_group_answers_its_message(harness: Harness) -> None:
    async with harness.running():
        key = await spoken(harness)
        (answer,) = await said(harness, Outgoing(text="已记", reply_to=key))
        (second,) = await said(harness, Outgoing(text="还有", reply_to=key))
        (other,) = await said(harness, Outgoing(text="推送"))
    assert (answer.how, answer.kind, answer.words) == ("aibot_respond_msg", "stream", "已记")
    assert second.how == other.how == "aibot_send_msg"


async def test_in_private_the_last_message_is_answered(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness, IN_PRIVATE)
        (answer,) = await said(harness, ASK, IN_PRIVATE)
        (second,) = await said(harness, ASK, IN_PRIVATE)
    assert (answer.how, second.how) == ("aibot_respond_msg", "aibot_send_msg")
    assert answer.task != second.task


async def test_an_old_message_is_not_answered_as_such(harness: Harness) -> None:
    async with harness.running():
        key = await spoken(harness)
        harness.clock.move_to(harness.clock.now() + timedelta(minutes=6))
        (answer,) = await said(harness, Outgoing(text="已记", reply_to=key))
    assert answer.how == "aibot_send_msg"


async def test_after_a_new_connection_nothing_of_the_old_one_is_answered(harness: Harness) -> None:
    async with harness.running():
        key = await spoken(harness)
        await harness.server.hang_up()
        await harness.retry()
        await harness.in_again()
        (answer,) = await said(harness, Outgoing(text="已记", reply_to=key))
        assert [command for command, _ in harness.server.asked] == ["aibot_send_msg"]
    assert answer.how == "aibot_send_msg"


@pytest.mark.parametrize("code", [BAD_REQUEST, 846608])
async def test_what_cannot_be_answered_as_such_is_said_all_the_same(harness: Harness, code: int) -> None:
    async with harness.running():
        key = await spoken(harness)
        harness.server.refuse("aibot_respond_msg", code)
        (answer,) = await said(harness, Outgoing(text="已记", reply_to=key))
    assert (answer.how, answer.words) == ("aibot_send_msg", "已记")


# refusals


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        (LIMIT, {"retry_after": 60.0}),
        (846607, {"retry_after": 60.0}),
        (-1, {"retry_after": None}),
        (846601, {"retry_after": 5.0}),
        (BAD_CHAT, {"permanent": True, "chat_gone": True}),
        (40008, {"permanent": True, "chat_gone": False}),
        (999999, {"permanent": True, "chat_gone": False}),
    ],
)
async def test_an_error_says_what_becomes_of_the_message(harness: Harness, code: int, meant: dict[str, Any]) -> None:
    async with harness.running():
        await spoken(harness)
        harness.server.refuse("aibot_send_msg", code)
        with pytest.raises(SendError) as refused:
            await harness.bot.send(IN_GROUP, Outgoing(text="x"))
    found = refused.value
    expected = {"permanent": False, "chat_gone": False, "retry_after": None} | meant
    assert {name: getattr(found, name) for name in expected} == expected
    assert not found.in_doubt
    assert str(code) in found.reason
    assert "127.0.0.1" not in found.reason


async def test_a_group_that_removed_the_bot_is_gone(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        harness.server.gone.add(GROUP)
        with pytest.raises(SendError) as refused:
            await harness.bot.send(IN_GROUP, Outgoing(text="x"))
    assert refused.value.chat_gone


async def test_who_never_wrote_is_waited_for(harness: Harness) -> None:
    async with harness.running():
        for chat in (IN_GROUP, IN_PRIVATE):
            with pytest.raises(SendError) as refused:
                await harness.bot.send(chat, Outgoing(text="x"))
            assert refused.value.awaits_word
        assert harness.server.asked == []


async def test_where_wecom_says_so_a_person_is_waited_for(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness, IN_PRIVATE)
        await said(harness, Outgoing(text="一"), IN_PRIVATE)
        harness.server.refuse("aibot_send_msg", BAD_CHAT)
        for _ in range(2):
            with pytest.raises(SendError) as refused:
                await harness.bot.send(IN_PRIVATE, Outgoing(text="x"))
            assert refused.value.awaits_word
        await spoken(harness, IN_PRIVATE)
        assert await said(harness, Outgoing(text="二"), IN_PRIVATE)


async def test_what_went_through_is_not_said_again(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        harness.server.refuse("aibot_send_msg", None, LIMIT)
        with pytest.raises(SendError):
            await harness.bot.send(IN_GROUP, PUSH)
        await harness.bot.send(IN_GROUP, PUSH)
    assert [one.kind for one in harness.server.said] == ["markdown", "template_card"]


async def test_edits_are_refused_and_reactions_are_nothing(harness: Harness) -> None:
    async with harness.running():
        with pytest.raises(SendError) as refused:
            await harness.bot.send(IN_GROUP, Outgoing(text="x", edits="kp-1"))
        assert refused.value.permanent
        await harness.bot.send(IN_GROUP, Outgoing(react="👌", reply_to="m"))
        assert harness.server.asked == []


# pictures and files


async def test_a_picture_is_uploaded_in_pieces_and_only_once(harness: Harness) -> None:
    content = b"\x89PNG\r\n\x1a\n" + os.urandom(CHUNK * 2)
    folder = harness.bot._settings.data_dir
    path = await stored.keep(folder, "a.png", content, harness.clock.now())
    async with harness.running():
        await spoken(harness)
        await spoken(harness, IN_PRIVATE)
        picture, words = await said(harness, Outgoing(text="卡片", picture=path))
        (alone,) = await said(harness, Outgoing(picture=path), IN_PRIVATE)
        pieces = [body["chunk_index"] for command, body in harness.server.asked if command.endswith("_chunk")]
    assert (picture.kind, picture.content, words.words) == ("image", content, "卡片")
    assert alone.content == content
    assert pieces == [0, 1, 2]
    assert harness.server.uploads == 1


async def test_a_document_keeps_its_name(harness: Harness) -> None:
    content = "地区,单位\n".encode()
    path = await stored.keep(harness.bot._settings.data_dir, "b.csv", content, harness.clock.now())
    async with harness.running():
        await spoken(harness)
        (file,) = await said(harness, Outgoing(document=Attachment(path, "名单 1.csv")))
    assert (file.kind, file.name, file.content) == ("file", "名单 1.csv", content)


async def test_what_wecom_has_forgotten_is_uploaded_again(harness: Harness) -> None:
    path = await stored.keep(harness.bot._settings.data_dir, "b.csv", b"a,b,c,d\n", harness.clock.now())
    outgoing = Outgoing(document=Attachment(path, "b.csv"))
    async with harness.running():
        await spoken(harness)
        await said(harness, outgoing)
        harness.server.forget_media()
        assert await said(harness, outgoing)
        harness.clock.move_to(harness.clock.now() + timedelta(days=2))
        await said(harness, outgoing)
    assert harness.server.uploads == 3


async def test_a_file_that_wecom_does_not_take_is_refused_for_good(harness: Harness) -> None:
    path = await stored.keep(harness.bot._settings.data_dir, "b.csv", b"a", harness.clock.now())
    async with harness.running():
        await spoken(harness)
        with pytest.raises(SendError) as refused:
            await harness.bot.send(IN_GROUP, Outgoing(document=Attachment(path, "b.csv")))
    assert refused.value.permanent


# welcomes


async def entered(harness: Harness) -> None:
    await harness.server.tell(harness.server.event(LI, LI, "enter_chat"))
    await harness.heard(1)


async def test_a_welcome_is_said_to_who_never_wrote(harness: Harness) -> None:
    async with harness.running():
        await entered(harness)
        (welcome,) = await said(harness, Outgoing(text="您好，我是科普助手。"), IN_PRIVATE)
        with pytest.raises(SendError) as refused:
            await harness.bot.send(IN_PRIVATE, Outgoing(text="再说一句"))
    assert (welcome.how, welcome.words) == ("aibot_respond_welcome_msg", "您好，我是科普助手。")
    assert refused.value.awaits_word


async def test_a_welcome_may_have_buttons(harness: Harness) -> None:
    async with harness.running():
        await entered(harness)
        (welcome,) = await said(harness, ASK, IN_PRIVATE)
    assert (welcome.how, len(welcome.buttons)) == ("aibot_respond_welcome_msg", 2)


@pytest.mark.parametrize("late", [True, False])
async def test_a_welcome_that_comes_too_late_or_is_refused_is_a_message(harness: Harness, late: bool) -> None:
    async with harness.running():
        await spoken(harness, IN_PRIVATE)
        await said(harness, Outgoing(text="一"), IN_PRIVATE)
        await harness.server.tell(harness.server.event(LI, LI, "enter_chat"))
        await harness.heard(2)
        if late:
            harness.clock.move_to(harness.clock.now() + timedelta(seconds=5))
        else:
            harness.server.refuse("aibot_respond_welcome_msg", BAD_PARAMETER)
        (welcome,) = await said(harness, Outgoing(text="您好"), IN_PRIVATE)
    assert welcome.how == "aibot_send_msg"


# what a press is answered with


async def pressed(harness: Harness, label: str = "上报", asked: Outgoing = ASK) -> tuple[str, Said]:
    """Somebody pressed a button of a message that the outbox knows as sent; the press and the card."""
    receipt = await harness.bot.send(IN_GROUP, asked)
    await mark_sent(harness, asked, receipt.message)
    before = len(harness.taken)
    await harness.server.tell(harness.server.press(LI, GROUP, label))
    press = (await harness.heard(before + 1))[-1]
    assert press.message == receipt.message
    return press.key, harness.server.in_chat(GROUP)[-1]


async def mark_sent(harness: Harness, outgoing: Outgoing, message: str) -> None:
    now, key = harness.clock.now(), f"said:{secrets.token_hex(4)}"
    async with harness.database.write() as db:
        await outbox.owe(db, [Owed(key, IN_GROUP, outgoing, Priority.PUSH, now, now + timedelta(days=1))])
        await db.execute(update(rows).where(rows.c.key == key).values(state=State.SENT, message=message))


async def test_a_toast_changes_the_card_for_who_pressed(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await pressed(harness)
        await harness.bot.send(IN_GROUP, Outgoing(text="已记 1/3", toast=key))
    assert list(card.updates) == [LI]
    assert card.updates[LI]["sub_title_text"] == "已记 1/3"
    assert [button["text"] for button in card.updates[LI]["button_list"]] == ["上报", "不了"]


async def test_a_toast_that_comes_late_or_says_nothing_is_dropped(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await pressed(harness)
        await harness.bot.send(IN_GROUP, Outgoing(toast=key))
        key, card = await pressed(harness)
        harness.clock.move_to(harness.clock.now() + timedelta(seconds=5))
        await harness.bot.send(IN_GROUP, Outgoing(text="晚了", toast=key))
        asked = len(harness.server.asked)
        key, card = await pressed(harness)
        harness.server.refuse("aibot_respond_update_msg", BAD_REQUEST)
        await harness.bot.send(IN_GROUP, Outgoing(text="不让", toast=key))
        assert len(harness.server.asked) == asked + 1
    assert card.updates == {}


@pytest.mark.parametrize("press", ["never pressed", "-", "²", "x" * 5000])
async def test_a_toast_for_a_press_that_nobody_made_is_nothing(harness: Harness, press: str) -> None:
    await harness.bot.send(IN_GROUP, Outgoing(text="x", toast=press))
    async with harness.running():
        await harness.bot.send(Chat(NAME, "never"), Outgoing(text="x", toast=press))
        assert harness.server.asked == []


async def test_answers_to_one_message_wait_for_each_other(harness: Harness) -> None:
    """The server knows its answers only by the request id, which these share with nothing else."""
    async with harness.running():
        keys = [await spoken(harness) for _ in range(20)]
        sends = [harness.bot.send(IN_GROUP, Outgoing(text=f"答 {n}", reply_to=key)) for n, key in enumerate(keys)]
        receipts = await asyncio.gather(*sends)
    assert len({receipt.message for receipt in receipts}) == 20
    assert {one.words for one in harness.server.said} == {f"答 {n}" for n in range(20)}
    assert ACK in harness.naps.slept
    assert not [seconds for seconds, _ in harness.naps.asleep if seconds == ACK], "nobody is left waiting"


# what takes a pressed card's place


EDITION = Outgoing(
    title="11月23日的三条",
    cards=(Card(1, "冬天开窗", "要开。", "https://example.org/1"),),
    footer="等您批准。",
    buttons=((Button("批准", "desk:approve:1"), Button("换一条", "desk:swap:1:1")),),
)


def instead(press: str, card: Said, **said: Any) -> Outgoing:
    return Outgoing(**said, answers=press, instead_of=card.task.rpartition("-")[0])


async def test_a_decided_card_has_nothing_left_to_press_for_anybody(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await pressed(harness)
        before = len(harness.server.said)
        receipt = await harness.bot.send(IN_GROUP, instead(key, card, text="王芳已经上报。"))
        assert len(harness.server.said) == before
        assert receipt.message == card.task.rpartition("-")[0]
        assert "王芳已经上报。" in card.words
        assert card.buttons == (("已处理", "closed"),)
        assert card.updates == {}
        taken = len(harness.taken)
        await harness.server.tell(harness.server.press(LI, GROUP, "已处理"))
        await spoken(harness)
        assert [one.button for one in harness.taken[taken:]] == [""]  # that button does nothing


async def test_a_choice_that_goes_on_is_made_on_the_same_card(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await pressed(harness)
        again = ((Button("今天", "day:0"), Button("昨天", "day:1")),)
        await harness.bot.send(IN_GROUP, instead(key, card, text="哪一天？", buttons=again))
    assert [label for label, _ in card.buttons] == ["今天", "昨天"]
    assert card.words == "哪一天？"


async def test_a_choice_that_goes_on_under_long_words_is_still_to_be_made(harness: Harness) -> None:
    long = replace(ASK, text="这一处请您看一下。" * 20)
    async with harness.running():
        await spoken(harness)
        key, card = await pressed(harness, asked=long)
        await harness.bot.send(IN_GROUP, instead(key, card, text=long.text, buttons=((Button("1个月", "m:1"),),)))
    assert card.buttons == (("1个月", "m:1"),)
    assert card.words == "请选择"


@pytest.mark.parametrize("wrong", ["late", "refused", "another connection"])
async def test_a_card_that_cannot_be_replaced_any_more_is_answered_below(harness: Harness, wrong: str) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await pressed(harness)
        shown = card.buttons
        if wrong == "late":
            harness.clock.move_to(harness.clock.now() + timedelta(seconds=5))
        elif wrong == "refused":
            harness.server.refuse("aibot_respond_update_msg", BAD_REQUEST)
        else:
            await harness.server.hang_up()
            await harness.retry()
            await harness.in_again()
        (said_,) = await said(harness, instead(key, card, text="王芳已经上报。"))
    assert "王芳已经上报。" in said_.words
    assert card.buttons == shown


async def test_words_that_have_no_room_on_the_card_stand_below_and_it_is_closed(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await pressed(harness)
        long = instead(key, card, text="很长的一段话。" * 40, buttons=((Button("撤回", "x:1"),),))
        words, below = await said(harness, long)
    assert "很长的一段话。" in words.words
    assert below.buttons == (("撤回", "x:1"),)
    assert card.buttons == (("已处理", "closed"),)
    assert card.words.splitlines()[-1] == "最新的在下面。"


async def preview(harness: Harness, label: str = "批准") -> tuple[str, Said]:
    return await pressed(harness, label, EDITION)


DECIDED = {"title": EDITION.title, "cards": EDITION.cards, "footer": "王芳已批准。"}


async def test_a_preview_that_was_decided_is_not_repeated(harness: Harness) -> None:
    """Its items stand above the card still: the card says what became of them."""
    async with harness.running():
        await spoken(harness)
        key, card = await preview(harness)
        before = len(harness.server.said)
        await harness.bot.send(IN_GROUP, instead(key, card, **DECIDED))
        assert len(harness.server.said) == before
    assert card.words == "11月23日的三条\n王芳已批准。"
    assert card.buttons == (("已处理", "closed"),)


@pytest.mark.parametrize("buttons", [(), EDITION.buttons])
async def test_a_preview_that_was_decided_too_late_is_a_line_below(
    harness: Harness, buttons: tuple[tuple[Button, ...], ...]
) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await preview(harness)
        harness.clock.move_to(harness.clock.now() + timedelta(seconds=5))
        (line,) = await said(harness, instead(key, card, **DECIDED, buttons=buttons))
    assert line.words.replace("*", "").split() == ["11月23日的三条", "王芳已批准。"]
    assert len(line.buttons) == (2 if buttons else 0)


async def test_a_preview_with_another_item_is_shown_anew(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await preview(harness, "换一条")
        swapped = replace(EDITION, cards=(Card(1, "冬天防火", "要防。", "https://example.org/2"),))
        swapped = replace(swapped, answers=key, instead_of=card.task.rpartition("-")[0])
        words, below = await said(harness, swapped)
    assert "冬天防火" in words.words
    assert [label for label, _ in below.buttons] == ["批准", "换一条"]
    assert card.buttons == (("已处理", "closed"),)


async def test_a_toast_on_a_replaced_card_keeps_what_it_shows_now(harness: Harness) -> None:
    async with harness.running():
        await spoken(harness)
        key, card = await pressed(harness)
        now = instead(key, card, text="哪一天？", buttons=((Button("今天", "day:0"),),))
        receipt = await harness.bot.send(IN_GROUP, now)
        await mark_sent(harness, now, receipt.message)
        before = len(harness.taken)
        await harness.server.tell(harness.server.press(LI, GROUP, "今天"))
        key = (await harness.heard(before + 1))[-1].key
        await harness.bot.send(IN_GROUP, Outgoing(text="记好了", toast=key))
    assert [button["text"] for button in card.updates[LI]["button_list"]] == ["今天"]
