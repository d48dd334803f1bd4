"""Real `kpbot work` processes around one PostgreSQL, one data folder and a Bot API server of ours."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
READY = 60.0  # seconds; on a machine that has much else to do
POLL = 0.05
RESERVE = '[sources.reserve]\nname = "科普储备"\nkind = "reserve"\ntrust = "review"\nenabled = true\n'


@dataclass
class Worker:
    """One process and its web port."""

    process: asyncio.subprocess.Process
    port: int
    words: Path

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def ready(self) -> None:
        """Wait until /healthz says that all is well."""
        async with asyncio.timeout(READY), httpx.AsyncClient(timeout=5) as client:
            while True:
                assert self.process.returncode is None, self.words.read_text("utf-8")
                with suppress(httpx.TransportError):
                    if (await client.get(f"{self.root}/healthz")).status_code == 200:
                        return
                await asyncio.sleep(POLL)

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM, as a supervisor sends it; returns the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await self.process.wait()


@dataclass
class Workers:
    """Starts workers that differ in nothing but their web port. `folder` holds their data and what they say."""

    settings: Mapping[str, str]
    folder: Path
    started: list[Worker] = field(default_factory=list)

    async def start(self, number: int = 1) -> list[Worker]:
        """So many more, at the same time; returns when all are ready."""
        new = [await self._spawn() for _ in range(number)]
        await asyncio.gather(*(worker.ready() for worker in new))
        return new

    async def command(self, *arguments: str) -> None:
        """Another command of kpbot, with the settings of the workers."""
        process = await self._process(self.folder / "words-command", *arguments)
        assert await process.wait() == 0, (self.folder / "words-command").read_text("utf-8")

    async def _spawn(self) -> Worker:
        port, words = _free_port(), self.folder / f"words-{len(self.started)}"
        process = await self._process(words, "work", KPBOT_WEB__PORT=str(port))
        self.started.append(Worker(process, port, words))
        return self.started[-1]

    async def _process(self, words: Path, *arguments: str, **more: str) -> asyncio.subprocess.Process:
        folders = {"KPBOT_CONFIG_DIR": str(self.folder / "config"), "KPBOT_DATA_DIR": str(self.folder / "var")}
        with words.open("a") as told:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "kpbot", *arguments),
                cwd=ROOT,
                env={**os.environ, **folders, **self.settings, **more},
                stdout=told,
                stderr=told,
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def workers(settings: Mapping[str, str], folder: Path) -> AsyncIterator[Workers]:
    """None outlives the block."""
    made = Workers(settings, folder)
    (folder / "config").mkdir()
    for name in ("calendar.toml", "topics.toml"):
        shutil.copy(ROOT / "config" / name, folder / "config")
    (folder / "config" / "feeds.toml").write_text(RESERVE, "utf-8")  # no source of whoever runs the tests is asked
    try:
        yield made
    finally:
        for worker in made.started:
            if worker.process.returncode is None:
                await worker.kill()
