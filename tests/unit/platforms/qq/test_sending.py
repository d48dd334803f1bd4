"""What the bot says, over the wire, and what becomes of it where QQ does not let it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kpbot.domain.messages import Attachment, Button, Card, Chat, Outgoing
from kpbot.ports import ACCOUNT_REFUSED, SendError
from kpbot.services import stored
from kpbot.storage import facts
from kpbot.storage.database import Database
from tests.fakes.qq.bot import GROUP, PERSON, Bot
from tests.fakes.qq.server import SECRET, Fault
from tests.fakes.qq.world import GRANTED, LIMITED, REFUSED

HI = Outgoing(text="你好")
BUTTONS = ((Button("已分享 1", "share:1:1"), Button("已分享 2", "share:1:2")),)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"picture" * 40


async def refused(bot: Bot, chat: Chat = GROUP, outgoing: Outgoing = HI) -> SendError:
    with pytest.raises(SendError) as error:
        await bot.qq.send(chat, outgoing)
    return error.value


# answers


async def test_an_answer_names_what_it_answers_and_counts(bot: Bot) -> None:
    await bot.hears()
    for _ in range(2):
        await bot.qq.send(GROUP, HI)
    first, second = bot.server.bodies
    assert first["msg_id"] == bot.taken[0].message
    assert (first["msg_seq"], second["msg_seq"]) == (1, 2)


async def test_five_answers_and_the_sixth_waits(bot: Bot) -> None:
    await bot.hears()
    for _ in range(5):
        await bot.qq.send(GROUP, HI)
    assert (await refused(bot)).awaits_word
    assert len(bot.said()) == 5
    await bot.hears()
    await bot.qq.send(GROUP, HI)
    assert len(bot.said()) == 6


@pytest.mark.parametrize(("chat", "minutes"), [(GROUP, 5), (PERSON, 60)])
async def test_an_answer_has_its_time(bot: Bot, chat: Chat, minutes: int) -> None:
    await bot.hears(chat)
    bot.later(timedelta(minutes=minutes, seconds=-1))
    await bot.qq.send(chat, HI)
    bot.later(timedelta(seconds=2))
    assert (await refused(bot, chat)).awaits_word


async def test_where_qq_counts_otherwise_than_we_do_it_is_right(bot: Bot) -> None:
    await bot.hears()
    bot.server.world.anchors[bot.taken[0].message].seqs |= {11, 12, 13, 14, 15}
    assert (await refused(bot)).awaits_word
    asked = len(bot.server.bodies)
    assert (await refused(bot)).awaits_word
    assert len(bot.server.bodies) == asked  # it is not tried again and again


async def test_the_bot_answers_to_being_added(bot: Bot) -> None:
    event = bot.server.world.happens("GROUP_ADD_ROBOT", "G1")
    await bot.brings(event)
    await bot.qq.send(GROUP, HI)
    assert bot.server.bodies[-1]["event_id"] == event["id"]
    assert "msg_id" not in bot.server.bodies[-1]


async def test_an_answer_of_which_nobody_knows_is_repeated_in_the_same_turn(bot: Bot) -> None:
    """QQ tells us then that it was there already."""
    await bot.hears()
    bot.server.faults = [Fault(504, done=True)]
    assert (await refused(bot)).in_doubt
    assert (await bot.qq.send(GROUP, HI)).message
    assert bot.said() == ["你好"]


async def test_and_sent_if_it_was_not(bot: Bot) -> None:
    await bot.hears()
    bot.server.faults = [Fault(504)]
    assert (await refused(bot)).in_doubt
    await bot.qq.send(GROUP, HI)
    assert bot.said() == ["你好"]


async def test_of_a_long_text_what_went_out_is_not_sent_again(bot: Bot) -> None:
    await bot.hears()
    bot.server.faults = [Fault(200, done=True), Fault(500, 50055001)]
    long = Outgoing(text="\n".join(f"第{n}行，很长的一段话。" for n in range(250)))
    assert not (await refused(bot, outgoing=long)).permanent
    await bot.qq.send(GROUP, long)
    said = bot.said()
    assert "\n".join(said) == long.text
    assert len(said) == 2


# unasked


async def test_where_it_is_allowed_nothing_need_be_answered(bot: Bot) -> None:
    bot.server.world.push["G1"] = GRANTED
    await bot.qq.send(GROUP, HI)
    (message,) = bot.server.messages("G1")
    assert message.pushed


async def test_a_refusal_is_remembered_for_a_day(bot: Bot) -> None:
    assert (await refused(bot)).awaits_word
    assert (await refused(bot)).awaits_word
    assert len(bot.server.bodies) == 1
    bot.later(timedelta(hours=23))
    bot.server.world.push["G1"] = GRANTED
    await bot.qq.send(GROUP, HI)
    assert bot.said() == ["你好"]


async def test_another_worker_knows_of_it(bot: Bot, with_keyboards: Bot) -> None:
    await refused(bot)
    assert (await refused(with_keyboards)).awaits_word
    assert len(bot.server.bodies) == 1


async def test_nothing_is_kept_of_who_refuses_in_private(bot: Bot, database: Database) -> None:
    assert (await refused(bot, PERSON)).awaits_word
    assert (await refused(bot, PERSON)).awaits_word
    assert len(bot.server.bodies) == 1
    async with database.read() as db:
        assert await facts.beginning(db, "qq:") == {}


async def test_who_allows_it_is_heard_of_at_once(bot: Bot) -> None:
    await refused(bot)
    bot.server.world.push["G1"] = GRANTED
    await bot.brings(bot.server.world.happens("GROUP_MSG_RECEIVE", "G1"))
    await bot.qq.send(GROUP, HI)
    assert bot.said() == ["你好"]
    await bot.brings(bot.server.world.happens("GROUP_MSG_REJECT", "G1"))
    asked = len(bot.server.bodies)
    assert (await refused(bot)).awaits_word
    assert len(bot.server.bodies) == asked
    assert bot.taken == []  # nobody said anything


async def test_a_right_that_was_given_or_taken_is_tried(bot: Bot) -> None:
    await refused(bot)
    bot.server.world.push["G1"] = GRANTED
    raw = {"id": "x1", "type": 19, "group_openid": "G1", "data": {"resolved": {"authorize_data": {}}}}
    await bot.brings(bot.server.world.event("INTERACTION_CREATE", raw))
    await bot.qq.send(GROUP, HI)
    assert bot.said() == ["你好"]


async def test_too_much_is_tried_once_more_and_then_waits_for_a_word(bot: Bot) -> None:
    bot.server.world.push["G1"] = LIMITED
    first = await refused(bot)
    assert first.retry_after == 60
    assert not first.awaits_word
    bot.later(timedelta(minutes=1))
    assert (await refused(bot)).awaits_word
    await bot.hears()
    await bot.qq.send(GROUP, HI)
    assert bot.said() == ["你好"]


async def test_no_more_than_thirty_a_minute_unasked(bot: Bot) -> None:
    for n in range(31):
        bot.server.world.push[f"G{n}"] = GRANTED
    for n in range(30):
        await bot.qq.send(Chat("qq", f"G{n}"), HI)
    late = await refused(bot, Chat("qq", "G30"))
    assert late.retry_after
    assert 0 < late.retry_after <= 60
    await bot.hears()
    await bot.qq.send(GROUP, HI)  # answers are another matter


# what QQ does not take


async def test_links_that_were_not_registered_are_left_out_and_named_to_the_operator(bot: Bot) -> None:
    bot.server.world.registered = {"kp.example.org"}
    await bot.hears()
    card = Card(1, "标题", "摘要", "https://www.kepuchina.cn/a?id=1")
    with capture_logs() as logs:
        for _ in range(2):
            await bot.qq.send(GROUP, Outgoing(cards=(card,), language="zh-CN"))
    assert bot.said()[0].startswith("1. 标题\n摘要\n\n（QQ 还没有放行")
    assert "没有放行" in bot.said()[0]
    assert len(bot.server.bodies) == 3  # the second goes without at once
    assert sum("kepuchina" in log["event"] for log in logs) == 1
    await bot.hears()
    await bot.qq.send(GROUP, Outgoing(text="看 https://kp.example.org/i/1"))
    assert bot.said()[-1] == "看 https://kp.example.org/i/1"
    found = {one.code: one.values for one in await bot.qq.findings()}
    assert found["qq-links"] == {"hosts": "www.kepuchina.cn"}


async def test_words_to_be_copied_stay_clean_and_the_note_comes_once_by_itself(bot: Bot) -> None:
    bot.server.world.registered = set()
    await bot.hears(PERSON)
    for number in (1, 2):
        text = f"【标题{number}】\n摘要\nhttps://www.kepuchina.cn/a?id={number}\n来源：科普中国"
        receipt = await bot.qq.send(PERSON, Outgoing(text=text, language="zh-CN", verbatim=True))
        assert receipt.message
    said = [message.text for message in bot.server.messages(PERSON.id)]
    clean = [f"【标题{number}】\n摘要\n来源：科普中国" for number in (1, 2)]
    assert said == [clean[0], "（QQ 还没有放行这里的网址，所以没有带链接。）", clean[1]]


async def test_a_note_that_may_not_be_said_any_more_is_not_worth_a_second_time(bot: Bot) -> None:
    bot.server.world.registered = set()
    await bot.hears(PERSON)
    for _ in range(4):
        await bot.qq.send(PERSON, Outgoing(text="一句"))
    outgoing = Outgoing(text="【标题】\nhttps://www.kepuchina.cn/a", verbatim=True)
    with pytest.raises(SendError):  # refused for its link: the fifth, and the sixth waits
        await bot.qq.send(PERSON, outgoing)
    await bot.hears(PERSON)
    for _ in range(4):
        await bot.qq.send(PERSON, Outgoing(text="一句"))
    await bot.qq.send(PERSON, outgoing)
    assert [m.text for m in bot.server.messages(PERSON.id)].count("【标题】") == 1


async def test_a_link_that_qq_took_once_is_above_suspicion(bot: Bot) -> None:
    bot.server.world.registered = {"kp.example.org"}
    await bot.hears()
    await bot.qq.send(GROUP, Outgoing(text="https://kp.example.org/1"))
    await bot.qq.send(GROUP, Outgoing(text="https://kp.example.org/1 https://a.cn"))
    await bot.qq.send(GROUP, Outgoing(text="https://kp.example.org/2"))
    assert bot.said()[-1] == "https://kp.example.org/2"


async def test_choices_are_numbers(bot: Bot) -> None:
    await bot.hears()
    await bot.qq.send(GROUP, Outgoing(text="分享了吗？", buttons=BUTTONS, language="zh-CN"))
    assert bot.server.bodies[-1]["content"] == "分享了吗？\n\n回复前面的数字来选：\n1  已分享 1\n2  已分享 2"


async def test_buttons_say_the_same_numbers_where_qq_gave_the_right(with_keyboards: Bot) -> None:
    bot, server = with_keyboards, with_keyboards.server
    server.world.keyboards = True
    await bot.hears()
    await bot.qq.send(GROUP, Outgoing(text="*分享*了吗？", buttons=BUTTONS))
    (message,) = server.messages("G1")
    assert message.text == "*分享*了吗？"
    assert message.buttons == {"1 已分享 1": "share:1:1", "2 已分享 2": "share:1:2"}


async def test_buttons_that_are_refused_become_numbers_for_a_day(with_keyboards: Bot) -> None:
    bot, server = with_keyboards, with_keyboards.server
    await bot.hears(PERSON)
    asked = Outgoing(text="分享了吗？", buttons=BUTTONS, language="zh-CN")
    for _ in range(2):
        await bot.qq.send(PERSON, asked)
    assert [one["msg_type"] for one in server.bodies] == [2, 0, 0]
    assert bot.said(PERSON) == ["分享了吗？\n\n回复前面的数字来选：\n1  已分享 1\n2  已分享 2"] * 2
    assert "qq-keyboards" in {one.code for one in await bot.qq.findings()}
    server.world.keyboards = True
    bot.later(timedelta(hours=25))
    await bot.hears(PERSON)
    await bot.qq.send(PERSON, asked)
    assert server.messages("U1")[-1].buttons


@pytest.mark.parametrize(
    ("fault", "permanent", "gone", "wait"),
    [
        (Fault(400, 40054003), True, True, None),
        (Fault(400, 40054002), False, False, 3600),
        (Fault(400, 40054007), True, False, None),
        (Fault(400, 40034006), True, False, None),
        (Fault(400, 123456), True, False, None),
        (Fault(500, 123456), False, False, None),
        (Fault(500, 22009), False, False, 60),
        (Fault(429), False, False, 60),
        (Fault(502), False, False, None),
        (Fault(403, 11253), False, False, 600),
    ],
)
async def test_what_a_refusal_means(bot: Bot, fault: Fault, permanent: bool, gone: bool, wait: float | None) -> None:
    await bot.hears()
    bot.server.faults = [fault]
    error = await refused(bot)
    assert (error.permanent, error.chat_gone, error.retry_after, error.in_doubt) == (permanent, gone, wait, False)


async def test_a_message_that_somebody_at_qq_looks_at_first_is_sent(bot: Bot) -> None:
    await bot.hears()
    bot.server.faults = [Fault(202, 304024)]
    assert (await bot.qq.send(GROUP, HI)).message


# pictures and documents


async def test_a_picture_is_brought_once_and_goes_with_its_words(bot: Bot, tmp_path: Path) -> None:
    path = await stored.keep(tmp_path, "a.png", PICTURE, bot.clock.now())
    await bot.hears()
    for _ in range(2):
        await bot.qq.send(GROUP, Outgoing(text="今日", picture=path))
    assert [(one.text, one.picture) for one in bot.server.messages("G1")] == [("今日", PICTURE)] * 2
    assert len(bot.server.world.files) == 1
    bot.later(timedelta(hours=2))
    await bot.hears()
    await bot.qq.send(GROUP, Outgoing(text="今日", picture=path))
    assert len(bot.server.world.files) == 2


async def test_a_picture_that_qq_forgot_is_brought_again(bot: Bot, tmp_path: Path) -> None:
    path = await stored.keep(tmp_path, "a.png", PICTURE, bot.clock.now())
    await bot.hears()
    await bot.qq.send(GROUP, Outgoing(picture=path))
    bot.server.world.files.clear()
    await bot.qq.send(GROUP, Outgoing(picture=path))
    assert len(bot.server.messages("G1")) == 2


async def test_a_document_keeps_its_name_and_its_words_follow(bot: Bot, tmp_path: Path) -> None:
    path = await stored.keep(tmp_path, "b.csv", "地区\n".encode(), bot.clock.now())
    await bot.hears(PERSON)
    await bot.qq.send(PERSON, Outgoing(text="请看附件", document=Attachment(path, "名单 1.csv")))
    sheet, words = bot.server.messages("U1")
    assert (sheet.name, sheet.picture, words.text) == ("名单 1.csv", "地区\n".encode(), "请看附件")


async def test_what_is_no_picture_is_refused_for_good(bot: Bot, tmp_path: Path) -> None:
    path = await stored.keep(tmp_path, "a.gif", b"GIF89a nothing", bot.clock.now())
    await bot.hears()
    assert (await refused(bot, outgoing=Outgoing(picture=path))).permanent


# the account


async def test_a_token_that_ends_early_is_renewed_once(bot: Bot) -> None:
    await bot.hears()
    await bot.qq.send(GROUP, HI)
    bot.server.expire()
    await bot.qq.send(GROUP, HI)
    assert bot.server.tokens == ["token-0", "token-1"]
    assert bot.said() == ["你好", "你好"]


async def test_a_token_that_is_never_taken_is_not_asked_for_without_end(bot: Bot) -> None:
    await bot.hears()
    bot.server.faults = [Fault(401, 11244), Fault(401, 11244)]
    error = await refused(bot)
    assert error.reason.startswith(ACCOUNT_REFUSED)
    assert len(bot.server.bodies) == 2


async def test_a_secret_that_is_not_taken_keeps_what_is_owed(bot: Bot) -> None:
    await bot.hears()
    bot.server.secret = "another"
    error = await refused(bot)
    assert error.reason.startswith(ACCOUNT_REFUSED)
    assert not error.permanent
    assert SECRET not in error.reason


async def test_the_token_is_renewed_in_its_last_minute_and_not_before(bot: Bot) -> None:
    """QQ gives the same one until then: whoever asks earlier asks again and again."""
    for minutes in (0, 60, 50, 8):
        bot.later(timedelta(minutes=minutes))
        await bot.hears()
        await bot.qq.send(GROUP, HI)
    assert bot.server.tokens == ["token-0"]
    bot.later(timedelta(minutes=1, seconds=15))
    await bot.qq.send(GROUP, HI)
    assert bot.server.tokens == ["token-0", "token-1"]
    assert bot.server.calls.count(("POST", "token")) == 2


async def test_one_fetch_however_many_callers(bot: Bot) -> None:
    await bot.hears()
    await asyncio.gather(*(bot.qq.send(GROUP, Outgoing(text=f"{n}")) for n in range(5)))
    assert bot.server.calls.count(("POST", "token")) == 1
    assert sorted(bot.said()) == ["0", "1", "2", "3", "4"]


async def test_what_needs_no_message_is_none(bot: Bot) -> None:
    for said in (Outgoing(text="已记", toast="x"), Outgoing(react="👌", reply_to="R1")):
        await bot.qq.send(GROUP, said)
    assert (await refused(bot, outgoing=Outgoing(text="x", edits="R1"))).permanent
    assert bot.server.bodies == []


async def test_a_group_that_threw_the_bot_out_is_gone(bot: Bot) -> None:
    await bot.hears()
    bot.server.world.left.add("G1")
    assert (await refused(bot)).chat_gone
    bot.server.world.push["G1"] = REFUSED
