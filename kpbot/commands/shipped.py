"""The configuration files that ship with kpbot, wherever it was installed."""

from __future__ import annotations

import sys
from pathlib import Path

import kpbot
from kpbot.commands.failing import Failed
from kpbot.commands.words import words

NAMES = ("kpbot.toml", "feeds.toml", "topics.toml", "calendar.toml")


def shipped_config() -> Path:
    """The folder of a source checkout, or where a wheel puts shared data."""
    for folder in (Path(kpbot.__file__).parents[1] / "config", Path(sys.prefix) / "share" / "kpbot" / "config"):
        if all((folder / name).is_file() for name in NAMES):
            return folder
    raise Failed(words("commands-nothing-shipped"))
