"""What a platform can do, in plain words from its capabilities: for `kpbot check` and for docs/platforms.md."""

from __future__ import annotations

from collections.abc import Mapping

from kpbot.domain.messages import Capabilities, Window
from kpbot.texts import say

_SPANS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def in_words(lang: str, can: Capabilities) -> Mapping[str, str]:
    """By row, in their order: what it hears, who speaks first, how people choose, pictures, files, whether it changes
    what it said, private chats, how much at once, how long a text."""
    rows = {
        "hears": _hears(can),
        "first": "first-people" if can.answers_only else "first-bot",
        "choice": _choice(can),
        "pictures": _pictures(can),
        "files": _yes("files", can.files),
        "edits": _yes("edits", can.edits),
        "private": _yes("private", can.private_chats),
    }
    said = {row: say(lang, f"able-{code}", most=can.most_buttons) for row, code in rows.items() if code}
    return {**said, "pace": _pace(lang, can), "text": say(lang, "able-text-limit", count=can.text_limit)}


def sentence(lang: str, can: Capabilities) -> str:
    """All of it in one line; of a platform that hears nothing only what it means for pushes."""
    said = in_words(lang, can)
    told = [said[row] for row in said if can.hears or row in ("hears", "edits", "pace", "text")]
    return say(lang, "able-joiner").join(told)


def table(lang: str, platforms: Mapping[str, Capabilities]) -> str:
    """A table in Markdown: a row for each platform, by its name."""
    words = {name: in_words(lang, can) for name, can in platforms.items()}
    rows = list(dict.fromkeys(row for one in words.values() for row in one))
    head = [say(lang, "able-head-platform"), *(say(lang, f"able-head-{row}") for row in rows)]
    lines = [head, ["---"] * len(head)]
    lines += [[f"`{name}`", *(one.get(row, "—") for row in rows)] for name, one in words.items()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _hears(can: Capabilities) -> str:
    if not can.hears:
        return "hears-nothing"
    if not can.groups:
        return "hears-privately"
    return "hears-all" if can.sees_all else "hears-spoken-to"


def _choice(can: Capabilities) -> str:
    if not can.hears:
        return "choice-none"
    if not can.buttons:
        return "choice-numbers"
    return "choice-few" if can.most_buttons else "choice-buttons"


def _pictures(can: Capabilities) -> str:
    if not can.photos:
        return "pictures-no"
    return "pictures-yes" if can.group_photos or not can.groups else "pictures-apart"


def _yes(row: str, holds: bool) -> str:
    return f"{row}-yes" if holds else f"{row}-no"


def _pace(lang: str, can: Capabilities) -> str:
    windows = {
        "account": can.account_windows,
        "chat": can.chat_windows,
        "group": can.group_windows,
    }
    said = [say(lang, f"able-pace-{of}", rate=_rate(lang, one)) for of, some in windows.items() for one in some]
    return say(lang, "able-pace-joiner").join(said) or say(lang, "able-pace-none")


def _rate(lang: str, window: Window) -> str:
    """Per day, hour, minute or second, whichever the span is a whole number of."""
    size, unit = next(one for one in _SPANS if window.seconds >= one[0] or one[0] == 1)
    return say(lang, f"able-rate-{unit}", count=window.count, spans=round(window.seconds / size))
