"""The process as an operator meets it: time of `--help`, time until ready, memory when idle."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

RUNS = 5


TOKEN = "123456:AAbenchbenchbenchbenchbenchbench"  # of no bot


def main() -> None:
    helped = [_seconds([sys.executable, "-m", "kpbot", "--help"]) for _ in range(RUNS)]
    print(f"  --help: median {statistics.median(helped):.2f} s of {RUNS} runs ({min(helped):.2f} to {max(helped):.2f})")
    with tempfile.TemporaryDirectory() as folder, socket.socket() as refusing:
        refusing.bind(("127.0.0.1", 0))  # nobody listens
        environment = os.environ | {
            "KPBOT_DATA_DIR": folder,
            "KPBOT_DATABASE__URL": f"sqlite:///{folder}/kpbot.db",
            "KPBOT_CONFIG_DIR": str(Path("config").resolve()),
        }
        telegram = {
            "KPBOT_TELEGRAM__TOKEN": TOKEN,
            "KPBOT_TELEGRAM__API_ROOT": f"http://127.0.0.1:{refusing.getsockname()[1]}",
        }
        subprocess.run([sys.executable, "-m", "kpbot", "migrate"], env=environment, check=True, capture_output=True)
        _report("no platform", environment)
        _report("Telegram, out of reach", environment | telegram)


def _report(case: str, environment: dict[str, str]) -> None:
    ready, memory = zip(*(_serve(environment) for _ in range(RUNS)), strict=True)
    print(f"  ready, {case}: median {statistics.median(ready):.2f} s ({min(ready):.2f} to {max(ready):.2f})")
    print(f"  idle memory, {case}: median {statistics.median(memory):.0f} MB ({min(memory):.0f} to {max(memory):.0f})")


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def _serve(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds until /healthz says ok, and resident megabytes five seconds later."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "kpbot", "serve"],
        env=environment | {"KPBOT_WEB__PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _healthy(port):
            if server.poll() is not None or time.perf_counter() - started > 30:
                sys.exit("the server did not become ready")
            time.sleep(0.02)
        ready = time.perf_counter() - started
        time.sleep(5)
        resident = Path(f"/proc/{server.pid}/status").read_text().split("VmRSS:")[1].split()[0]
        return ready, int(resident) / 1024
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(15)


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
