"""Customer-service messages against a server of ours."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kpbot.clock import MovableClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.platforms.wechat.refusals import Refusal
from kpbot.ports import SendError
from kpbot.services import stored
from tests.unit.platforms.wechat.conftest import LI, Rig

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 40
SEND, UPLOAD = "/cgi-bin/message/custom/send", "/cgi-bin/media/upload"


async def pictured(folder: Path, clock: MovableClock, text: str = "") -> Outgoing:
    return Outgoing(text=text, picture=await stored.keep(folder, "a.png", PNG, clock.now()))


async def test_words_arrive_as_they_are(rig: Rig) -> None:
    chat = await rig.opened()
    receipts = {(await rig.platform.send(chat, Outgoing(text=f"早上好 {n} </ \\u4e2d"))).message for n in range(3)}
    assert len(receipts - {""}) == 3  # WeChat gives no ids
    assert rig.api.world.texts(LI) == [f"早上好 {n} </ \\u4e2d" for n in range(3)]


async def test_long_words_go_in_pieces_that_are_counted_each(rig: Rig) -> None:
    chat = await rig.opened()
    await rig.platform.send(chat, Outgoing(text="很长的一段话。" * 250))
    pieces = rig.api.world.texts(LI)
    assert len(pieces) == 3
    assert "".join(pieces) == "很长的一段话。" * 250
    for _ in range(2):
        await rig.platform.send(chat, Outgoing(text="x"))
    with pytest.raises(SendError) as refused:
        await rig.platform.send(chat, Outgoing(text="x"))
    assert refused.value.awaits_word
    assert len(rig.api.calls) == 5  # WeChat was not even asked


async def test_the_rest_of_a_message_follows_once_somebody_wrote_again(rig: Rig) -> None:
    chat = await rig.opened(most=1)
    long = Outgoing(text="很长的一段话。" * 250)
    with pytest.raises(SendError) as refused:
        await rig.platform.send(chat, long)
    assert refused.value.awaits_word
    assert len(rig.api.world.texts(LI)) == 1
    await rig.opened()
    await rig.platform.send(chat, long)
    assert "".join(rig.api.world.texts(LI)) == "很长的一段话。" * 250


@pytest.mark.parametrize("code", [45015, 45047, 48001])
async def test_what_wechat_does_not_allow_waits_whatever_was_counted(rig: Rig, code: int) -> None:
    chat = await rig.opened()
    rig.api.faults[SEND] = [code]
    for _ in range(2):
        with pytest.raises(SendError) as refused:
            await rig.platform.send(chat, Outgoing(text="x"))
        assert refused.value.awaits_word
    assert rig.api.paths() == [SEND]  # the second was not tried


@pytest.mark.parametrize("person", ["oGone", "nobody"])
async def test_who_does_not_follow_is_gone(rig: Rig, person: str) -> None:
    chat = await rig.opened(person)
    rig.api.world.followers.clear()
    with pytest.raises(SendError) as refused:
        await rig.platform.send(chat, Outgoing(text="x"))
    assert refused.value.chat_gone


async def test_a_quota_is_waited_for(rig: Rig) -> None:
    chat = await rig.opened()
    rig.api.faults[SEND] = [45009]
    with pytest.raises(SendError) as refused:
        await rig.platform.send(chat, Outgoing(text="x"))
    assert refused.value.retry_after == 3600


async def test_a_picture_and_its_words(rig: Rig, tmp_path: Path) -> None:
    chat = await rig.opened()
    await rig.platform.send(chat, await pictured(tmp_path, rig.clock, "长按识别"))
    shown = rig.api.world.seen(LI)
    assert [(one.text, one.picture) for one in shown] == [("", PNG), ("长按识别", b"")]


async def test_the_same_picture_is_uploaded_once_while_wechat_keeps_it(rig: Rig, tmp_path: Path) -> None:
    said = await pictured(tmp_path, rig.clock)
    rig.api.world.unlimited = True
    chat = await rig.opened(most=50)
    for _ in range(3):
        await rig.platform.send(chat, said)
    assert rig.api.paths().count(UPLOAD) == 1
    rig.clock.move_to(rig.clock.now() + timedelta(hours=60, seconds=1))
    await rig.opened(most=50)
    await rig.platform.send(chat, said)
    assert rig.api.paths().count(UPLOAD) == 2


async def test_a_picture_that_wechat_forgot_is_uploaded_anew_once(rig: Rig, tmp_path: Path) -> None:
    said, chat = await pictured(tmp_path, rig.clock), await rig.opened()
    await rig.platform.send(chat, said)
    rig.api.world.media.clear()
    await rig.platform.send(chat, said)
    assert [one.picture for one in rig.api.world.seen(LI)] == [PNG, PNG]
    rig.api.faults[SEND] = [40007, 40007]
    with pytest.raises(Refusal) as refused:
        await rig.platform.send(chat, said)
    assert refused.value.permanent


async def test_words_are_not_lost_with_a_picture_that_is_refused(rig: Rig, tmp_path: Path) -> None:
    chat = await rig.opened()
    rig.api.faults[UPLOAD] = [40005]
    await rig.platform.send(chat, await pictured(tmp_path, rig.clock, "今日三条"))
    assert rig.api.world.texts(LI) == ["今日三条"]


async def test_there_are_no_edits_toasts_or_reactions(rig: Rig) -> None:
    chat = Chat("wechat", LI, private=True)
    await rig.platform.send(chat, Outgoing(text="x", toast="k"))
    await rig.platform.send(chat, Outgoing(react="👌", reply_to="1"))
    with pytest.raises(SendError) as refused:
        await rig.platform.send(chat, Outgoing(text="x", edits="1"))
    assert refused.value.permanent
    assert rig.api.calls == []
