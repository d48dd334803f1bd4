"""What the command line says, in the language of the terminal."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from kpbot import texts
from kpbot.texts import Value, say

_PLAIN = re.compile(r"^([a-z][a-z0-9-]*) = ([^{}\n]+)$(?!\n +\S)", re.MULTILINE)


@cache
def terminal_language() -> str:
    """Chinese where the terminal's locale is Chinese, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if given := os.environ.get(name):
            return "zh-CN" if given.lower().startswith("zh") else "en"
    return "en"


def words(text_id: str, **values: Value) -> str:
    topic = text_id.partition("-")[0]
    if not values and (plain := _plain_texts(terminal_language(), topic).get(text_id)):
        return plain
    return say(terminal_language(), text_id, **values)


@cache
def _plain_texts(lang: str, topic: str) -> dict[str, str]:
    """A topic's texts of a single line without any placeable, read without Fluent: it would have to parse the texts
    of all topics before `--help` could answer."""
    path = Path(texts.__file__).parent / lang / f"{topic}.ftl"
    return dict(_PLAIN.findall(path.read_text(encoding="utf-8"))) if path.exists() else {}
