"""The whole application, made to be killed: `python -m tests.fakes.mortal` forks a life per line it reads.

A line is a JSON object: `url`, `folder`, `api_root`, `token` and `at` (ISO, where its clock begins). The answer is the
child's process id; it works until somebody kills it. The line `buried?` waits for its end and is answered with the
signal that ended it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import traceback
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kpbot.app import App
from kpbot.clock import MovableClock
from kpbot.domain.messages import Window
from kpbot.platforms.telegram import Telegram
from kpbot.platforms.telegram.limits import CAPABILITIES
from kpbot.platforms.telegram.wire import tls
from kpbot.services import delivery
from kpbot.services.catalog import Catalog
from kpbot.settings import Settings
from kpbot.storage.database import Database
from kpbot.texts import say
from tests.fakes.bot_api.county import RESERVE

# Ten times as fast as Telegram allows, but paced as there: a crash finds no more on its way.
AT_ONCE = 6
FAST = replace(CAPABILITIES, account_windows=(Window(AT_ONCE, 0.02),), chat_windows=(), group_windows=())
STEADY_AFTER = 4.0  # seconds; longer than most of these lives, as the real one is
ROOT = Path(__file__).resolve().parents[2]


class Mother:
    """The warm process that the mortals are forked from; used with `async with`."""

    async def __aenter__(self) -> Mother:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.fakes.mortal", cwd=ROOT, stdin=pipe, stdout=pipe
        )
        return self

    async def bear(self, **life: str) -> int:
        """Begin a life; returns its process id."""
        return int(await self._ask(json.dumps(life)))

    async def buried(self) -> int:
        """Wait for the end of the life that was begun last; returns the signal that ended it, 0 if none did."""
        return int(await self._ask("buried?"))

    async def _ask(self, line: str) -> bytes:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()
        return await self._process.stdout.readline()

    async def __aexit__(self, *_: object) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()


async def _live(life: dict[str, str]) -> None:
    settings = Settings.model_validate(
        {
            "database": {"url": life["url"]},
            "data_dir": life["folder"],
            "telegram": {"token": life["token"], "api_root": life["api_root"]},
        }
    )
    app = App(
        settings,
        lambda database, clock: [Telegram(settings, database, clock, capabilities=FAST)],
        clock=MovableClock(datetime.fromisoformat(life["at"]), running=True),
        catalog=Catalog({"reserve": RESERVE}),
    )
    await app.start(virtual=True)
    await asyncio.Event().wait()


def _child(life: dict[str, str]) -> None:
    signal.alarm(120)  # nobody outlives a test that was broken off
    try:
        words = os.open(Path(life["folder"]) / "words", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(words, 1)
        os.dup2(words, 2)
        asyncio.run(_live(life))
    except BaseException:  # noqa: BLE001  # its last words
        traceback.print_exc()
    finally:
        os._exit(1)


def _warm() -> None:
    """What every life would otherwise read again: texts, drivers, certificates."""
    delivery.STEADY_AFTER = STEADY_AFTER
    say("zh-CN", "apology")
    say("en", "apology")
    tls()
    for address in ("sqlite:///x", "postgresql:///x"):
        Database(address)
    gc.freeze()


def main() -> None:
    _warm()
    child = 0
    for line in sys.stdin:
        answer: Any
        if line.strip() == "buried?":
            _, status = os.waitpid(child, 0)
            answer = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        else:
            life = json.loads(line)
            child = answer = os.fork()
            if child == 0:
                _child(life)
        print(answer, flush=True)  # noqa: T201  # this is its whole voice


if __name__ == "__main__":
    main()
