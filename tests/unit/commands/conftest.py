"""The command line as an operator meets it: exit code, standard output, standard error, in an empty folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpbot import commands


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    out: str
    err: str


Kpbot = Callable[..., Ended]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.upper().startswith("KPBOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def logging_restored() -> Iterator[None]:
    import logging

    import structlog

    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
def kpbot(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kpbot:
    def call(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["kpbot", *arguments])
        code = 0
        try:
            commands.run()
        except SystemExit as ended:
            code = int(ended.code or 0)
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    return call


@pytest.fixture
def installed(kpbot: Kpbot) -> Kpbot:
    """After `kpbot init` for a city with two counties."""
    ended = kpbot("init", "--yes", "--city", "演示市", "--county", "青禾县", "--county", "白水县")
    assert ended.code == 0, ended.err
    return kpbot
