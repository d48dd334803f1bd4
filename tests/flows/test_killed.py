"""kill -9 at fifty random moments of pushes to 2,000 groups: everybody gets the edition, and hardly anybody twice."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random, SystemRandom

from tests.fakes.bot_api.server import bot_api
from tests.fakes.chaos import MONDAY, Chaos, Push
from tests.fakes.mortal import AT_ONCE, Mother

GROUPS, KILLS = 2000, 50


async def test_a_push_comes_through_fifty_kills(database_url: str, tmp_path: Path) -> None:
    seed = SystemRandom().randrange(10**6)
    pushes: list[Push] = []
    async with bot_api() as api, Mother() as mother:
        chaos = await Chaos(api, database_url, tmp_path, GROUPS, Random(seed), mother).build()
        for day in count():
            left = KILLS - sum(len(push.kills) for push in pushes)
            if not left:
                break
            pushes.append(await chaos.push(MONDAY + timedelta(days=day), left))
        await chaos.close()
    for push in pushes:
        assert len(push.states) == GROUPS, seed
        assert push.faults() == [], seed
        assert push.lost() == [], seed
    kills = [kill for push in pushes for kill in push.kills]
    assert all(len(kill.doubted) <= 2 * AT_ONCE for kill in kills), f"seed {seed}: on its way, or just answered"
    assert all(kill.again <= 1 for kill in kills), f"seed {seed}: what was in doubt goes by itself"
    assert len([kill for kill in kills if kill.doubted]) >= KILLS // 2, f"seed {seed}: hardly anything was interrupted"
