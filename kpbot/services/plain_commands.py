"""Commands in what the bot says, as words: where nobody is used to a slash, «/share 1 3» reads “分享 1 3”."""

from __future__ import annotations

import re
from functools import cache

from kpbot.texts import say

# What follows a command and is to be said with it: numbers, codes, dates and addresses, and what stands for them.
_GIVEN = (
    r"(?:[0-9A-Z][^\s，。；：、（）“”]*|https?://[^\s，。；（）“”]+|新群码|群码|单位码|码|网址|地址|姓名|张三|李秀英|"
    r"活动名称|人数|单位名|单位|种类|名称|乡镇名|青禾县[^\s，。（“”]*|槐树村|群 信息员群|"
    r"(?:unit|group officers|sheet|person)\b)"
)
_CJK = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”"


def in_words(text: str, language: str) -> str:
    """`text` of ours; what is no command of the bot's stays as it is."""
    if "/" not in text:
        return text
    pattern, words = _known(language)
    quoted = pattern.sub(lambda found: _quoted(found, words), text)
    quoted = quoted.replace("” “", " ")  # «/for 张三 /share 1» is one thing to say
    return re.sub(f"(?<=[{_CJK}]) (?=“)|(?<=”) (?=[{_CJK}])", "", quoted)


def _quoted(found: re.Match[str], words: dict[str, str]) -> str:
    said = f"{words[found['name']]}{found['rest']}"
    return said if found["open"] is not None else f"“{said}”"


@cache
def _known(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    words = dict(pair.split(":", 1) for pair in say(language, "menu-words").split(";"))
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    opened = r"(?P<open>(?<=[“\"]))?"
    return re.compile(rf"{opened}(?<![\w/:.])/(?P<name>{names})(?![\w/])(?P<rest>(?: {_GIVEN})*)", re.ASCII), words
