"""The access token, and what people send, against a server of ours."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from kpbot.domain.messages import Outgoing
from kpbot.platforms.wechat import Wechat
from kpbot.ports import ACCOUNT_REFUSED, SendError
from tests.fakes.wechat.server import SECRET
from tests.unit.platforms.wechat.conftest import LI, Rig

JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 40
SEND, GET = "/cgi-bin/message/custom/send", "/cgi-bin/media/get"


async def test_one_fetch_however_many_callers_and_workers(rig: Rig) -> None:
    rig.api.world.unlimited = True
    chat = await rig.opened(most=100)
    other = Wechat(rig.platform._settings, rig.database, rig.clock)
    sends = [one.send(chat, Outgoing(text=str(n))) for n in range(10) for one in (rig.platform, other)]
    await asyncio.gather(*sends)
    await other.close()
    assert len(rig.api.fetches) == 1
    assert rig.api.fetches[0]["force_refresh"] is False


async def test_it_is_fetched_anew_before_it_expires(rig: Rig) -> None:
    chat = await rig.opened()
    await rig.platform.send(chat, Outgoing(text="1"))
    rig.clock.move_to(rig.clock.now() + timedelta(seconds=7000))
    rig.api.revoke()
    await rig.platform.send(chat, Outgoing(text="2"))
    assert len(rig.api.fetches) == 2
    assert rig.api.paths() == [SEND, SEND]  # none was refused


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_that_is_refused_is_replaced_and_the_call_made_once_more(rig: Rig, code: int) -> None:
    chat = await rig.opened()
    await rig.platform.send(chat, Outgoing(text="1"))
    rig.api.revoke()
    rig.api.faults[SEND] = [code]
    await rig.platform.send(chat, Outgoing(text="2"))
    assert rig.api.world.texts(LI) == ["1", "2"]
    assert len(rig.api.fetches) == 2


async def test_never_more_than_one_retry(rig: Rig) -> None:
    chat = await rig.opened()
    rig.api.faults[SEND] = [40001] * 10
    with pytest.raises(SendError) as refused:
        await rig.platform.send(chat, Outgoing(text="1"))
    assert not refused.value.permanent
    assert rig.api.paths() == [SEND, SEND]
    assert rig.api.token not in refused.value.reason


async def test_a_token_that_the_server_keeps_giving_is_replaced_by_force(rig: Rig) -> None:
    chat = await rig.opened()
    await rig.platform.send(chat, Outgoing(text="1"))
    rig.api.stuck = True
    rig.api.expire()
    await rig.platform.send(chat, Outgoing(text="2"))
    assert rig.api.world.texts(LI) == ["1", "2"]
    assert [asked["force_refresh"] for asked in rig.api.fetches] == [False, False, True]


@pytest.mark.parametrize("code", [40125, 40013, 40164])
async def test_a_refused_account_is_told_as_such(rig: Rig, code: int) -> None:
    chat = await rig.opened()
    rig.api.faults["/cgi-bin/stable_token"] = [code]
    with pytest.raises(SendError) as refused:
        await rig.platform.send(chat, Outgoing(text="1"))
    assert refused.value.reason.startswith(f"{ACCOUNT_REFUSED}: {code}")
    assert SECRET not in refused.value.reason
    await rig.platform.send(chat, Outgoing(text="2"))  # once it is mended


async def test_photos_that_people_sent(rig: Rig) -> None:
    await rig.caller.shows(LI, JPEG)
    (photo,) = rig.core.taken[0].photos
    assert await rig.platform.fetch(photo.ref) == JPEG
    rig.api.revoke()
    assert await rig.platform.fetch(photo.ref) == JPEG
    assert rig.api.paths().count(GET) == 3


@pytest.mark.parametrize("ref", ["", "../../etc/passwd", "\x00", "f" * 32, "f" * 400])
async def test_photos_that_are_not_there_any_more(rig: Rig, ref: str) -> None:
    with pytest.raises(SendError) as refused:
        await rig.platform.fetch(ref)
    assert refused.value.permanent


async def test_a_photo_that_is_too_large_is_not_read_to_its_end(rig: Rig) -> None:
    ref = rig.api.world.keep(b"\xff\xd8\xff" + bytes(11_000_000))
    with pytest.raises(SendError) as refused:
        await rig.platform.fetch(ref)
    assert refused.value.permanent


async def test_a_photo_is_asked_for_again_where_wechat_is_busy(rig: Rig) -> None:
    ref = rig.api.world.keep(JPEG)
    rig.api.faults[GET] = [-1]
    with pytest.raises(SendError) as refused:
        await rig.platform.fetch(ref)
    assert not refused.value.permanent
    assert await rig.platform.fetch(ref) == JPEG
