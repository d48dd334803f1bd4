"""What `kpbot check` says of the account, and what `--fix` does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from handlers import ROUTES
from kpbot.domain.messages import Incoming
from kpbot.platforms.wechat import menu
from kpbot.ports import Answer
from kpbot.services.checking.finding import Level
from kpbot.services.routing import Routes
from kpbot.texts import LANGUAGES, say
from tests.fakes.wechat.world import Json
from tests.unit.platforms.wechat.conftest import Rig

SEND, MENU = "/cgi-bin/message/custom/send", "/cgi-bin/get_current_selfmenu_info"


async def found(rig: Rig) -> dict[str, Level]:
    findings = await rig.platform.findings()
    for one in findings:
        for language in LANGUAGES:
            assert say(language, f"check-{one.code}", **one.values)
    return {one.code: one.level for one in findings}


async def test_an_account_as_it_should_be(rig: Rig) -> None:
    rig.clock.move_to(datetime.now(UTC))
    assert [one.code for one in await rig.platform.mend()] == ["wechat-menu-made"]
    assert await found(rig) == dict.fromkeys(
        ["wechat-account", "wechat-callback", "wechat-encrypted", "wechat-menu", "wechat-permission"], Level.FINE
    )


@pytest.mark.parametrize("rig", ["plain"], indirect=True)
async def test_plain_mode_and_no_menu_are_noted(rig: Rig) -> None:
    codes = await found(rig)
    assert (codes["wechat-plain"], codes["wechat-menu-missing"]) == (Level.NOTE, Level.NOTE)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (40125, "wechat-secret"), (40013, "wechat-app-id"), (40164, "wechat-address"), (89503, "wechat-refused"),
        (-1, "wechat-refused"),
    ],
)  # fmt: skip
async def test_an_account_that_is_refused(rig: Rig, code: int, expected: str) -> None:
    rig.api.faults["/cgi-bin/stable_token"] = [code]
    assert (await found(rig))[expected] is Level.BROKEN
    rig.api.faults["/cgi-bin/stable_token"] = [40164]
    (address,) = [one for one in await rig.platform.findings() if one.code == "wechat-address"]
    assert address.values == {"address": "203.0.113.7"}


@pytest.mark.parametrize("faults", [[], [40125]], ids=["taken", "refused"])
@pytest.mark.parametrize("seconds", [-400, 400])
async def test_a_clock_that_is_off_would_refuse_what_comes(rig: Rig, seconds: int, faults: list[int]) -> None:
    rig.clock.move_to(datetime.now(UTC) + timedelta(seconds=seconds))
    rig.api.faults["/cgi-bin/stable_token"] = list(faults)
    assert (await found(rig))["wechat-clock"] is Level.BROKEN


async def test_a_program_that_takes_our_token_away_is_no_wrong_secret(rig: Rig) -> None:
    rig.api.faults["/cgi-bin/getcallbackip"] = [40001, 40001]
    codes = await found(rig)
    assert codes["wechat-refused"] is Level.BROKEN
    assert "wechat-secret" not in codes


async def test_an_account_without_a_right_to_the_question_is_taken(rig: Rig) -> None:
    rig.api.faults["/cgi-bin/getcallbackip"] = [48001]
    assert (await found(rig))["wechat-account"] is Level.FINE


async def test_the_right_to_write_to_people(rig: Rig) -> None:
    rig.api.faults[SEND] = [48001]
    assert (await found(rig))["wechat-no-permission"] is Level.BROKEN
    rig.api.faults[SEND] = [-1]
    assert (await found(rig))["wechat-permission-unknown"] is Level.NOTE


async def test_the_menu_is_created_once_and_brought_up_to_date(rig: Rig) -> None:
    for expected in ("wechat-menu-made", "wechat-menu"):
        assert [one.code for one in await rig.platform.mend()] == [expected]
    del rig.api.world.menu[2]
    assert (await found(rig))["wechat-menu-old"] is Level.NOTE
    assert [one.code for one in await rig.platform.mend()] == ["wechat-menu-made"]
    assert (await found(rig))["wechat-menu"] is Level.FINE


async def test_a_menu_that_somebody_else_made_is_left_alone(rig: Rig) -> None:
    theirs: list[Json] = [
        {"type": "click", "name": "今日", "key": "/today"},
        {"name": "更多", "sub_button": [{"type": "view", "name": "官网", "url": "https://example.org"}]},
    ]
    rig.api.world.menu = list(theirs)
    assert (await found(rig))["wechat-menu-other"] is Level.NOTE
    assert [one.code for one in await rig.platform.mend()] == ["wechat-menu-other"]
    assert rig.api.world.menu == theirs


async def test_a_menu_that_only_looks_the_same_is_another(rig: Rig) -> None:
    await rig.platform.mend()
    rig.api.world.menu[0] |= {"type": "scancode_push"}
    assert (await found(rig))["wechat-menu-other"] is Level.NOTE


async def test_without_a_right_to_menus(rig: Rig) -> None:
    rig.api.faults[MENU] = [48001, 48001]
    assert (await found(rig))["wechat-menu-not-allowed"] is Level.NOTE
    assert [one.code for one in await rig.platform.mend()] == ["wechat-menu-not-allowed"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_menu_is_a_command(language: str) -> None:
    routes = Routes(ROUTES)
    for _, below in menu.entries(language):
        for key in [below] if isinstance(below, str) else [key for _, key in below]:
            assert routes.read_command(key, private=True)


async def test_a_wrong_secret_is_named_at_the_start(rig: Rig) -> None:
    rig.api.faults["/cgi-bin/stable_token"] = [40125]
    with capture_logs() as said:
        running = asyncio.create_task(rig.platform.run(nobody))
        async with asyncio.timeout(10):
            while not said:  # noqa: ASYNC110  # a log has no event to wait for
                await asyncio.sleep(0)
        running.cancel()
    assert said[0]["log_level"] == "error"
    assert "KPBOT_WECHAT__SECRET" in said[0]["event"]
    assert "s" * 32 not in said[0]["event"]


async def nobody(messages: Sequence[Incoming]) -> Sequence[Answer]:
    return []
