"""`kill -9` at random moments of pushes to 2,000 groups, as often as is asked for, and what came of it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random, SystemRandom

from bench.databases import ENGINES
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from tests.fakes.bot_api.server import bot_api
from tests.fakes.chaos import MONDAY, Chaos, Push
from tests.fakes.mortal import Mother

GROUPS = 2_000
EACH = 100  # kills of one push at most, or its day would be over


def main(kills: int = 200) -> None:
    """So many kills with each database."""
    for name, engine in ENGINES.items():
        with engine() as url, tempfile.TemporaryDirectory(prefix="kpbot-bench-") as folder:
            asyncio.run(_kill(name, url, Path(folder), kills))


async def _kill(name: str, url: str, folder: Path, kills: int) -> None:
    database = Database(url)
    await migrate(database)
    await database.close()
    seed = SystemRandom().randrange(10**6)
    print(f"  {name}: {kills} kills, seed {seed}")
    done: list[Push] = []
    async with bot_api() as api, Mother() as mother:
        chaos = await Chaos(api, url, folder, GROUPS, Random(seed), mother).build()
        while left := kills - sum(len(push.kills) for push in done):
            at = MONDAY + timedelta(days=len(done))
            done.append(await chaos.push(at, min(left, EACH), _tell))
            print(f"\r  {name}: {_summary(done[-1])}", flush=True)
        await chaos.close()
    _report(name, done)


def _report(name: str, done: Sequence[Push]) -> None:
    for fault in [fault for push in done for fault in push.faults()]:
        print(f"  {name}: WRONG: {fault}")
    twice, unknown, lost = (
        sum(len(found) for found in kind)
        for kind in zip(*((push.twice(), push.unknown(), push.lost()) for push in done), strict=True)
    )
    print(
        f"  {name}: {len(done)} pushes to {GROUPS:,} groups each: {twice} got it twice, of {unknown} nobody knows, "
        f"{lost} of those did not get it"
    )


def _tell(push: Push) -> None:
    sent = sum(state == "sent" for state, _ in push.states.values())
    print(f"\r  {push.day}: {len(push.kills)} kills, {sent:,} of {GROUPS:,} sent ", end="", flush=True)


def _summary(push: Push) -> str:
    """Per kill: how many sends it found in flight, and how many of those had arrived."""
    found = sum(len(kill.doubted) for kill in push.kills)
    arrived = sum(kill.arrived for kill in push.kills)
    most = max((len(kill.doubted) for kill in push.kills), default=0)
    return f"{push.day}: {len(push.kills)} kills found {found} in flight ({most} at most), {arrived} of them arrived"
