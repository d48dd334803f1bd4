"""Delivery at a platform's limit: against a Bot API server that enforces 30 in a second and 20 a minute in each group.

While 100,000 pushes wait, people get answers; what is measured is the rate, violations, how long an answer takes from
its commit until the server has it, and the cost of a message early and late.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bench.databases import ENGINES
from bench.delivery import owe_everywhere
from kpbot.clock import SystemClock
from kpbot.domain.messages import Chat, Outgoing
from kpbot.platforms.telegram import Telegram
from kpbot.services.delivery import Delivery
from kpbot.settings import Settings
from kpbot.storage import outbox
from kpbot.storage.database import Database
from kpbot.storage.migrate import migrate
from kpbot.storage.outbox import Owed, Priority
from tests.fakes.bot_api.limits import Limits
from tests.fakes.bot_api.server import BotApi, Call, bot_api, flood
from tests.fakes.bot_api.wire import Reply

SECONDS = 60
WAITING = 100_000
ANSWER_EVERY = 0.35  # seconds
REFUSED_GROUP = "-10050"  # answers every send with 429, as a group does that the platform is angry with
PERSON = 7


@dataclass
class Answers:
    """When each answer was committed and when the server had it."""

    owed: dict[str, float] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def seen(self, call: Call) -> Reply | None:
        if (text := str(call.params.get("text", ""))) in self.owed:
            self.took.append(time.monotonic() - self.owed.pop(text))
        return None


def main(seconds: int = SECONDS) -> None:
    for name, engine in ENGINES.items():
        with engine() as url:
            asyncio.run(_measure(name, url, seconds))


async def _measure(name: str, url: str, seconds: int) -> None:
    database = Database(url)
    await migrate(database)
    await owe_everywhere(database, "push", "telegram", WAITING)
    async with bot_api() as api:
        settings = Settings.model_validate({"telegram": api.settings, "database": {"url": url}})
        telegram = Telegram(settings, database, SystemClock())
        limits, answers = Limits(), Answers()
        api.rules += [_refused, answers.seen, limits]
        delivery = Delivery(database, {telegram.name: telegram}, SystemClock())
        running = asyncio.create_task(delivery.run())
        costs = await _watch(database, delivery, answers, limits, api, seconds)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await telegram.close()
    await database.close()
    _print(name, limits, answers, costs)


def _refused(call: Call) -> Reply | None:
    return flood(30).reply if call.params.get("chat_id") == REFUSED_GROUP else None


@dataclass(frozen=True)
class Cost:
    """Of the messages of one half: processor seconds each, and megabytes at its end."""

    half: int
    messages: int
    processor: float
    megabytes: float


async def _watch(
    database: Database, delivery: Delivery, answers: Answers, limits: Limits, api: BotApi, seconds: int
) -> list[Cost]:
    costs: list[Cost] = []
    number = 0
    for half in (1, 2):
        used, sent = time.process_time(), len(limits.arrivals)
        end = time.monotonic() + seconds / 2
        while time.monotonic() < end:
            await asyncio.sleep(ANSWER_EVERY)
            number += 1
            await _answer(database, delivery, answers, number)
            api.calls.clear()  # the server's memory is not what is measured
            api.world.messages.clear()
        costs.append(Cost(half, len(limits.arrivals) - sent, time.process_time() - used, _resident()))
    return costs


async def _answer(database: Database, delivery: Delivery, answers: Answers, number: int) -> None:
    """To different people: nobody is told two things a second."""
    now, text = datetime.now(UTC), f"answer {number}"
    chat = Chat("telegram", str(PERSON + number), private=True)
    owed = Owed(text, chat, Outgoing(text=text), Priority.ANSWER, now, now + timedelta(hours=1))
    async with database.write() as db:
        await outbox.owe(db, [owed])
    answers.owed[text] = time.monotonic()
    delivery.wake()


def _resident() -> float:
    gc.collect()
    with open("/proc/self/statm") as statm:  # noqa: PTH123  # a pseudo-file
        return int(statm.read().split()[1]) * resource.getpagesize() / 1e6


def _print(name: str, limits: Limits, answers: Answers, costs: list[Cost]) -> None:
    times = limits.arrivals
    stretch = times[-1] - times[0]
    allowed = limits.account.count / limits.account.seconds
    rate = (len(times) - limits.account.count) / (stretch - limits.account.seconds)
    took = sorted(answers.took)
    p99 = took[min(len(took) - 1, int(len(took) * 0.99))]
    print(f"  {name}: {len(times)} messages in {stretch:.1f} s, {os.cpu_count()} cores")
    print(f"    violations {len(limits.violations)}; {rate:.2f}/s of {allowed:.0f}/s allowed: {rate / allowed:.1%}")
    print(f"    {len(took)} answers: median {statistics.median(took) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")
    for cost in costs:
        each = cost.processor / max(1, cost.messages) * 1000
        print(f"    half {cost.half}: {each:.1f} ms of processor a message (server included), {cost.megabytes:.0f} MB")
