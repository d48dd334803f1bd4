"""What `kpbot check` says of the app."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from kpbot.domain.messages import Incoming
from kpbot.platforms.wecom.app import diagnosis
from kpbot.ports import Answer
from kpbot.services.checking.finding import Level
from kpbot.texts import LANGUAGES, say
from tests.unit.platforms.wecom.app.conftest import Rig


async def codes(rig: Rig) -> list[tuple[Level, str]]:
    found = await rig.app.findings()
    for finding in found:
        for language in LANGUAGES:
            assert say(language, f"check-{finding.code}", **finding.values)
    return [(finding.level, finding.code) for finding in found]


async def test_all_is_well(rig: Rig) -> None:
    rig.clock.move_to(datetime.now(UTC))
    assert await codes(rig) == [(Level.FINE, "wecom-app"), (Level.FINE, "wecom-callback")]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ({"name": "科普", "close": 1}, [(Level.BROKEN, "wecom-closed")]),
        ({"name": "科普"}, [(Level.FINE, "wecom-app"), (Level.NOTE, "wecom-nobody")]),
        ({"name": "科普", "allow_partys": {"partyid": []}}, [(Level.FINE, "wecom-app"), (Level.NOTE, "wecom-nobody")]),
        ({"name": "科普", "allow_tags": {"tagid": [1]}}, [(Level.FINE, "wecom-app")]),
    ],
)
async def test_of_the_app(rig: Rig, agent: Mapping[str, Any], said: list[tuple[Level, str]]) -> None:
    rig.clock.move_to(datetime.now(UTC))
    rig.world.agent = dict(agent)
    assert [one for one in await codes(rig) if one[1] != "wecom-callback"] == said


async def test_a_clock_that_is_off_would_refuse_what_comes(rig: Rig) -> None:
    rig.clock.move_to(datetime.now(UTC) + timedelta(seconds=400))
    assert (Level.BROKEN, "wecom-clock") in await codes(rig)


@pytest.mark.parametrize("code", [40001, 40013, 60020])
async def test_an_account_that_is_refused(rig: Rig, code: int) -> None:
    rig.clock.move_to(datetime.now(UTC))
    rig.world.refuse["gettoken"].append(code)
    assert await codes(rig) == [(Level.BROKEN, "wecom-refused"), (Level.FINE, "wecom-callback")]


async def test_of_an_app_that_is_refused_all_else_is_looked_at_too(rig: Rig) -> None:
    rig.clock.move_to(datetime.now(UTC) - timedelta(seconds=400))
    rig.world.refuse["agent/get"].append(60020)
    found = await diagnosis.findings(rig.app._api, rig.clock, "")
    assert [one.code for one in found] == ["wecom-refused", "wecom-clock", "wecom-callback-missing"]


async def test_a_server_that_is_busy(rig: Rig) -> None:
    rig.clock.move_to(datetime.now(UTC))
    rig.world.refuse["agent/get"].append(-1)
    assert await codes(rig) == [(Level.BROKEN, "wecom-away"), (Level.FINE, "wecom-callback")]


async def test_an_address_that_anybody_on_the_way_can_read(rig: Rig) -> None:
    rig.clock.move_to(datetime.now(UTC))
    found = await diagnosis.findings(rig.app._api, rig.clock, "http://kp.example.org")
    (address,) = [one for one in found if one.code.startswith("wecom-callback")]
    assert (address.level, address.code) == (Level.NOTE, "wecom-callback-insecure")
    assert say("zh-CN", f"check-{address.code}", **address.values)


async def test_a_wrong_secret_is_named_at_the_start(rig: Rig) -> None:
    rig.world.refuse["gettoken"].append(40001)
    with capture_logs() as said:
        running = asyncio.create_task(rig.app.run(nobody))
        async with asyncio.timeout(10):
            while not said:  # noqa: ASYNC110  # a log has no event to wait for
                await asyncio.sleep(0)
        running.cancel()
    assert said[0]["log_level"] == "error"
    assert "gettoken gave errcode 40001" in said[0]["event"]
    assert "wecom.app.corp_id" in said[0]["event"]


async def nobody(messages: Sequence[Incoming]) -> Sequence[Answer]:
    return []
