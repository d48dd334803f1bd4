"""Long polls against a server that fails in every way it knows."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import capture_logs

from kpbot.platforms.telegram.polling import ASIDE, CONFLICTS
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import RESET, BotApi, Fault, flood, status
from tests.fakes.bot_api.wire import Reply

GROUP, LI = -1001500000001, 5001


def offsets(api: BotApi) -> list[int]:
    return [int(params.get("offset", 0)) for params in api.calls_of("getUpdates")]


async def test_it_introduces_itself_and_takes_what_waited(rig: Rig) -> None:
    api = rig.api
    api.methods.webhook = {"url": "https://left.example.org"}
    updates = [api.world.says(LI, GROUP, f"/share {n}") for n in range(3)]
    async with rig.running():
        await api.confirmed()
    assert [m.text for m in rig.taken] == ["/share 0", "/share 1", "/share 2"]
    assert rig.batches == [3], "one list for one transaction"
    assert api.methods.webhook == {}
    assert offsets(api)[1] == updates[-1]["update_id"] + 1
    asked = api.calls_of("getUpdates")[0]
    wanted = ["message", "edited_message", "callback_query", "my_chat_member"]
    assert json.loads(asked["allowed_updates"]) == wanted


async def test_many_come_in_hundreds(rig: Rig) -> None:
    for n in range(250):
        rig.api.world.says(LI, GROUP, f"/share {n}")
    async with rig.running():
        await rig.api.confirmed()
    assert rig.batches == [100, 100, 50]


async def test_the_offset_waits_for_the_commit(rig: Rig) -> None:
    update = rig.api.world.says(LI, GROUP, "/today")
    rig.refuse = [RuntimeError("database gone"), RuntimeError("still")]
    with capture_logs():
        async with rig.running():
            await rig.api.confirmed()
    assert [m.text for m in rig.taken] == ["/today"]
    assert offsets(rig.api)[:3] == [0, 0, 0]
    assert offsets(rig.api)[3] == update["update_id"] + 1
    assert rig.waits == [1.0, 2.0]


async def test_what_cannot_be_read_or_is_unknown_is_confirmed_and_counted(rig: Rig) -> None:
    world = rig.api.world
    world.happens(poll={"id": 1})
    world.happens(poll={"id": 2})
    world.happens(message={"text": "no id"})
    world.says(LI, GROUP, sticker={"file_id": "x"})
    world.happens(**{"a kind that somebody made up": {}})
    world.says(LI, GROUP, "/today")
    with capture_logs() as logged:
        async with rig.running():
            await rig.api.confirmed()
    assert [m.text for m in rig.taken] == ["/today"]
    assert rig.ignored == {"poll": 2, "unreadable": 1, "message": 1, "other": 1}
    assert [line["event"] for line in logged if line["log_level"] == "warning"] == ["an update could not be read"]


@pytest.mark.parametrize(
    "fault", [status(502), status(500), RESET, Fault(Reply(200, b"<html>")), Fault(Reply(502, b"x"))]
)
async def test_a_network_that_fails_is_met_with_longer_and_longer_waits(rig: Rig, fault: Fault) -> None:
    rig.api.faults["getUpdates"] = [fault] * 8
    rig.api.world.says(LI, GROUP, "/today")
    with capture_logs() as logged:
        async with rig.running():
            await rig.api.confirmed()
    assert rig.waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [m.text for m in rig.taken] == ["/today"]
    assert [line["log_level"] for line in logged if "cannot be reached" in line["event"]] == ["warning"]


async def test_a_flood_limit_is_honoured(rig: Rig) -> None:
    rig.api.faults["getUpdates"] = [flood(37)]
    rig.api.world.says(LI, GROUP, "/today")
    async with rig.running():
        await rig.api.confirmed()
    assert rig.waits == [37]


async def test_it_starts_even_if_telegram_does_not_answer_at_first(rig: Rig) -> None:
    rig.api.faults["getMe"] = [status(502), RESET, flood(5)]
    rig.api.world.says(LI, GROUP, "/today")
    with capture_logs():
        async with rig.running():
            await rig.api.confirmed()
    assert rig.waits == [1, 2, 5]


@pytest.mark.parametrize("method", ["getMe", "getUpdates", "deleteWebhook"])
@pytest.mark.parametrize("code", [401, 404])
async def test_a_revoked_token_is_one_alarm_and_no_loop(rig: Rig, method: str, code: int) -> None:
    rig.api.always[method] = status(code)
    with capture_logs() as logged:
        async with rig.running() as task:
            await task
    errors = [line["event"] for line in logged if line["log_level"] == "error"]
    assert len(errors) == 1
    assert "KPBOT_TELEGRAM__TOKEN" in errors[0]
    assert rig.api.token not in str(logged)
    assert len(rig.api.calls_of(method)) == 1
    assert rig.waits == []


async def test_another_instance_is_one_alarm_and_no_loop(rig: Rig) -> None:
    rig.api.faults["getUpdates"] = [status(409, "Conflict: terminated by other getUpdates request")] * 6
    rig.api.world.says(LI, GROUP, "/today")
    with capture_logs() as logged:
        async with rig.running():
            await rig.api.confirmed()
    assert [line["event"][:3] for line in logged if line["log_level"] == "error"] == ["另有一"]
    assert rig.waits == [2, 4, *[ASIDE] * (6 - CONFLICTS + 1)]
    assert [m.text for m in rig.taken] == ["/today"], "once the other one is gone, this one goes on"


async def test_of_two_that_really_poll_one_stands_aside(
    rig: Rig, rigging: Callable[..., Awaitable[Rig]], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await rigging()
    with capture_logs() as logged:
        async with rig.running(), other.running():
            await rig.api.until(lambda: ASIDE in (*rig.waits, *other.waits))
    assert any("另有一个程序" in line["event"] for line in logged)


async def test_stopping_while_a_poll_waits(rig: Rig) -> None:
    async with rig.running() as task:
        await rig.api.until(lambda: rig.api.calls_of("getUpdates"))
    assert task.cancelled()
