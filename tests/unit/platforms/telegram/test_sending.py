"""What the bot says, over the wire, and what becomes of it when Telegram refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from kpbot.domain.messages import Button, Chat, Outgoing
from kpbot.platforms.telegram import sending
from kpbot.platforms.telegram.inbound import read
from kpbot.ports import SendError
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import HANG, HANG_AFTER, RESET, RESET_AFTER, Fault, flood, status
from tests.fakes.bot_api.wire import Reply

GROUP = Chat("telegram", "-1001500000001")
LI = Chat("telegram", "5001", private=True)
HI = Outgoing(text="你好")


async def refused(rig: Rig, chat: Chat = GROUP, outgoing: Outgoing = HI) -> SendError:
    with pytest.raises(SendError) as error:
        await rig.telegram.send(chat, outgoing)
    assert rig.api.token not in error.value.reason
    return error.value


async def test_a_message_with_buttons_in_reply_to_another(rig: Rig) -> None:
    buttons = ((Button("已分享 1", "share:1:1"),), (Button("看", url="https://example.org/"),))
    await rig.telegram.send(GROUP, HI)
    receipt = await rig.telegram.send(GROUP, Outgoing(text="请选", buttons=buttons, reply_to="1"))
    first, second = rig.api.messages(int(GROUP.id))
    assert receipt.message == str(second.id)
    assert second.buttons == {"已分享 1": "share:1:1", "看": "https://example.org/"}
    assert (first.reply_to, second.reply_to) == (None, 1)
    sent = rig.api.calls_of("sendMessage")[1]
    assert sent["link_preview_options"] == '{"is_disabled": true}'


async def test_an_edit_replaces_text_and_buttons_or_buttons_alone(rig: Rig) -> None:
    asked = Outgoing(text="问", buttons=((Button("好", "a"),),))
    edits = (await rig.telegram.send(GROUP, asked)).message
    message = rig.api.messages(int(GROUP.id))[0]
    await rig.telegram.send(GROUP, Outgoing(edits=edits, buttons=((Button("改", "b"),),)))
    assert (message.text, message.buttons) == ("问", {"改": "b"})
    await rig.telegram.send(GROUP, Outgoing(text="答", edits=edits))
    assert (message.text, message.buttons) == ("答", {})
    assert (await rig.telegram.send(GROUP, Outgoing(text="答", edits=edits))).message == edits
    assert message.edits == 2, "what is not modified is fine, and no edit"


async def test_a_topic_and_general(rig: Rig) -> None:
    rig.api.methods.threads.add((int(GROUP.id), 77))
    await rig.telegram.send(Chat("telegram", GROUP.id, "77"), HI)
    await rig.telegram.send(GROUP, HI)
    with capture_logs():
        await rig.telegram.send(Chat("telegram", GROUP.id, "78"), HI)
    assert [message.thread for message in rig.api.messages(int(GROUP.id))] == [77, None, None]
    assert "message_thread_id" not in rig.api.calls_of("sendMessage")[1]


async def test_a_toast_and_one_that_comes_too_late(rig: Rig) -> None:
    press = rig.api.world.presses(5001, int(GROUP.id), 1, "share:1:1")["callback_query"]["id"]
    toast = Outgoing(text="已记 1/3", toast=press)
    assert (await rig.telegram.send(GROUP, toast)).message == ""
    await rig.telegram.send(GROUP, toast)
    assert [told["text"] for told in rig.api.world.toasts] == ["已记 1/3"]
    long = rig.api.world.presses(5001, int(GROUP.id), 1, "share:1:1")["callback_query"]["id"]
    await rig.telegram.send(GROUP, Outgoing(text="很" * 300, toast=long))
    assert rig.api.world.toasts[1]["show_alert"] == "true"


async def test_a_toast_can_open_the_private_chat_and_a_message_can_link_to_it(rig: Rig) -> None:
    async with rig.running():
        await rig.api.until(lambda: rig.api.calls_of("getUpdates"))
        press = rig.api.world.presses(5001, int(GROUP.id), 1, "copy:12")["callback_query"]["id"]
        await rig.telegram.send(GROUP, Outgoing(text="请先打开私聊", toast=press, opens="copy_12"))
        await rig.telegram.send(GROUP, Outgoing(text="请到私聊里办。", opens="me"))
    assert rig.api.world.toasts[0]["url"] == "https://t.me/kepu_bot?start=copy_12"
    assert rig.api.messages(int(GROUP.id))[0].text == "请到私聊里办。\n\nhttps://t.me/kepu_bot?start=me"


async def test_a_toast_without_words_ends_the_waiting_of_a_press(rig: Rig) -> None:
    press = rig.api.world.presses(5001, int(GROUP.id), 1, "me:show")["callback_query"]["id"]
    assert (await rig.telegram.send(GROUP, Outgoing(toast=press))).message == ""
    assert rig.api.world.callbacks == {}
    assert ["text" in told for told in rig.api.world.toasts] == [False]


async def test_a_link_into_the_private_chat_is_there_even_before_the_platform_was_started(rig: Rig) -> None:
    for _ in range(2):
        await rig.telegram.send(GROUP, Outgoing(text="请到私聊里办。", opens="me"))
    assert rig.api.messages(int(GROUP.id))[0].text.endswith("https://t.me/kepu_bot?start=me")
    assert len(rig.api.calls_of("getMe")) == 1


async def test_reactions_where_they_are_allowed(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(rig.telegram._sending, "_clock", lambda: now[0])
    react = Outgoing(react="👌", reply_to="5")
    await rig.telegram.send(GROUP, react)
    assert rig.api.world.reactions == {(int(GROUP.id), 5): "👌"}
    rig.api.methods.closed_to_reactions.add(int(GROUP.id))
    for _ in range(3):
        await rig.telegram.send(GROUP, react)
    assert len(rig.api.calls_of("setMessageReaction")) == 2, "once refused, the group is left alone"
    now[0] += sending.NO_REACTIONS_FOR + 1
    await rig.telegram.send(GROUP, react)
    assert len(rig.api.calls_of("setMessageReaction")) == 3


@dataclass(frozen=True)
class Meaning:
    fault: Fault
    permanent: bool = False
    retry_after: float | None = None
    chat_gone: bool = False
    in_doubt: bool = False


def said(code: int, description: str) -> Fault:
    return status(code, description)


@pytest.mark.parametrize(
    "case",
    [
        Meaning(flood(31), retry_after=31),
        Meaning(flood(43_837), retry_after=43_837),
        Meaning(said(403, "Forbidden: bot was kicked from the supergroup chat"), permanent=True, chat_gone=True),
        Meaning(said(403, "Forbidden: bot was blocked by the user"), permanent=True, chat_gone=True),
        Meaning(said(403, "Forbidden: the group chat was deleted"), permanent=True, chat_gone=True),
        Meaning(said(400, "Bad Request: chat not found"), permanent=True, chat_gone=True),
        Meaning(said(400, "Bad Request: not enough rights to send text messages to the chat"), permanent=True),
        Meaning(said(400, "Bad Request: TOPIC_CLOSED"), permanent=True),
        Meaning(said(500, "Internal Server Error")),
        Meaning(Fault(Reply(502, b"<html>Bad Gateway</html>"))),
        Meaning(Fault(Reply(200, b"<html>a hotel's login page</html>")), in_doubt=True),
        Meaning(RESET, in_doubt=True),
        Meaning(RESET_AFTER, in_doubt=True),
    ],
)
async def test_what_refusals_mean(rig: Rig, case: Meaning) -> None:
    rig.api.faults["sendMessage"] = [case.fault]
    with capture_logs():
        error = await refused(rig)
    found = Meaning(case.fault, error.permanent, error.retry_after, error.chat_gone, error.in_doubt)
    assert found == case
    await rig.telegram.send(GROUP, HI)


async def test_a_group_that_moved(rig: Rig) -> None:
    rig.api.methods.moved[-4500] = int(GROUP.id)
    error = await refused(rig, Chat("telegram", "-4500"))
    assert (error.moved_to, error.permanent, error.chat_gone) == (GROUP.id, False, False)


@pytest.mark.parametrize("fault", [HANG, HANG_AFTER])
async def test_a_server_that_hangs_leaves_it_in_doubt(rig: Rig, fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rig.telegram._api._request[1]._client, "timeout", 0.05)  # type: ignore[attr-defined]
    rig.api.faults["sendMessage"] = [fault]
    assert (await refused(rig)).in_doubt


async def test_a_server_that_is_not_there_leaves_no_doubt(rigging: Callable[..., Awaitable[Rig]]) -> None:
    error = await refused(await rigging(api_root="http://127.0.0.1:1"))
    assert (error.in_doubt, error.permanent) == (False, False)


async def test_a_revoked_token_is_said_once_and_nothing_more_is_asked(rig: Rig) -> None:
    rig.api.always["sendMessage"] = status(401)
    with capture_logs() as logged:
        waits = [(await refused(rig)).retry_after for _ in range(3)]
    assert waits == [600.0, 600.0, 600.0]
    assert len(rig.api.calls_of("sendMessage")) == 1
    assert [line["log_level"] for line in logged] == ["error"]


async def test_a_server_that_does_not_know_a_method_is_no_revoked_token(rig: Rig) -> None:
    rig.api.always["setMessageReaction"] = status(404, "Not Found")
    await refused(rig, outgoing=Outgoing(react="👌", reply_to="5"))
    await rig.telegram.send(GROUP, HI)


async def test_the_parts_of_a_long_text_that_arrived_are_not_sent_again(rig: Rig) -> None:
    long = Outgoing(text="\n".join("字" * 90 for _ in range(100)), buttons=((Button("好", "a"),),), reply_to="1")
    await rig.telegram.send(GROUP, HI)
    calls = 0

    def third(call: object) -> Reply | None:
        nonlocal calls
        calls += 1
        return flood(5).reply if calls == 3 else None

    rig.api.rules.append(third)
    assert (await refused(rig, outgoing=long)).retry_after == 5
    receipt = await rig.telegram.send(GROUP, long)
    parts = rig.api.messages(int(GROUP.id))[1:]
    assert "\n".join(part.text for part in parts) == long.text
    assert [bool(part.buttons) for part in parts] == [False, False, True]
    assert [part.reply_to for part in parts] == [1, None, None]
    assert receipt.message == str(parts[-1].id)


async def test_stopping_lets_what_is_on_its_way_land(rig: Rig) -> None:
    asked, go = asyncio.Event(), asyncio.Event()
    whole = rig.api.methods.do_sendMessage

    async def slow(params: dict[str, object]) -> object:
        asked.set()
        await go.wait()
        return await whole(params)

    rig.api.methods.do_sendMessage = slow  # type: ignore[method-assign]
    async with rig.running():
        await rig.api.until(lambda: rig.api.calls_of("getUpdates"))
        sending_it = asyncio.create_task(rig.telegram.send(GROUP, HI))
        await asked.wait()
        asyncio.get_running_loop().call_soon(go.set)
    assert (await sending_it).message == "1"


async def test_the_account_can_leave_a_process_and_come_back(rig: Rig) -> None:
    for _ in range(2):
        async with rig.running():
            await rig.api.until(lambda: rig.api.calls_of("getUpdates"))
        rig.api.calls.clear()
        await rig.telegram.send(GROUP, HI)


async def test_the_key_of_a_press_is_what_answers_it(rig: Rig) -> None:
    (press,) = read(rig.api.world.presses(5001, int(GROUP.id), 1, "share:1:1"))
    await rig.telegram.send(press.chat, Outgoing(text="好", toast=press.key))
    assert rig.api.world.toasts
