"""`kpbot serve` as an operator runs it, on a core of its own, and requests to it over HTTP from another."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

IN_FLIGHT = 64  # connections, each with one request at a time


def cores() -> tuple[int, int]:
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        sys.exit("two cores are needed: one for the server, one for who asks")
    return cores[0], cores[1]


async def ask(port: int, requests: Sequence[bytes], status: int, in_flight: int = IN_FLIGHT) -> list[float]:
    """Send them all; seconds until each answer. AssertionError for any other status."""
    waiting, took = iter(requests), []
    expected = f"HTTP/1.1 {status} ".encode()

    async def keep_asking() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in waiting:
            started = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(expected), head
            if b"content-length: " in head:
                await reader.readexactly(int(head.partition(b"content-length: ")[2].split(b"\r")[0]))
            took.append(time.perf_counter() - started)
        writer.close()

    await asyncio.gather(*(keep_asking() for _ in range(min(in_flight, len(requests)))))
    return took


@contextmanager
def serving(url: str, core: int, more: Mapping[str, str] | None = None) -> Iterator[tuple[int, int]]:
    """`kpbot serve` on one core, with `more` in its environment; its port and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "KPBOT_DATA_DIR": folder,
            "KPBOT_DATABASE__URL": url,
            "KPBOT_CONFIG_DIR": str(Path("config").resolve()),
            "KPBOT_WEB__PORT": str(port),
            "KPBOT_WEB__PUBLIC_URL": "https://kp.example.cn",
            **(more or {}),
        }
        command, own = [sys.executable, "-m", "kpbot", "serve"], os.sched_getaffinity(0)
        os.sched_setaffinity(0, {core})  # what is started inherits it
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.sched_setaffinity(0, own)
        try:
            _wait_for(port, server)
            yield port, server.pid
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    started = time.monotonic()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if server.poll() is not None or time.monotonic() - started > 30:
                sys.exit("the server did not become ready")
            time.sleep(0.05)


def processor(pid: int) -> float:
    """Seconds of processor time the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
