"""What `kpbot check` says of the app."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

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
    rig.world.refuse["gettoken"].append(code)
    assert await codes(rig) == [(Level.BROKEN, "wecom-refused")]


async def test_a_server_that_is_busy(rig: Rig) -> None:
    rig.world.refuse["agent/get"].append(-1)
    assert await codes(rig) == [(Level.BROKEN, "wecom-away")]
