"""The bot's structured messages in the markdown that WeCom shows: bold, links, grey words, and nothing to escape with.

Source: WeCom, «Markdown messages» of group webhooks (path/91770) and of apps (path/90236). What people wrote must not
become markup: `<@all>` in a title would call a whole group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kpbot.domain.cutting import cut, in_bytes, split
from kpbot.domain.menus import pages
from kpbot.domain.messages import Card, Outgoing

PARTS = 4  # messages that one long text may become
EMPTY = "…"  # no message without a word
LABEL = 600  # bytes of a title
ADDRESS = 900  # bytes of an address that still goes into a message with its title
_WIDE = str.maketrans({"<": "＜", ">": "＞", "*": "＊", "`": "｀", "[": "［", "]": "］"})
_ADDRESS = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E", '"': "%22"})
_HEADING = re.compile(r"^(\s*)#", re.MULTILINE)


def plain(text: str) -> str:
    """Words that show as they are."""
    return _HEADING.sub(r"\1＃", text.strip().translate(_WIDE))


def bold(text: str) -> str:
    said = " ".join(cut(plain(text), LABEL, in_bytes).split())
    return f"**{said}**" if said else ""


def linked(text: str, address: str) -> str:
    label = " ".join(cut(plain(text), LABEL, in_bytes).split())
    target = address.strip().translate(_ADDRESS)
    return f"[{label}]({target})" if label and target and in_bytes(target) <= ADDRESS else label


def grey(text: str) -> str:
    said = " ".join(cut(plain(text), LABEL, in_bytes).split())
    return f'<font color="comment">{said}</font>' if said else ""


def card(one: Card, shade: Callable[[str], str] = grey) -> str:
    about = " · ".join(part for part in (one.topic.strip(), one.source.strip()) if part)
    lines = [f"{one.number}. {linked(one.title, one.link)}", plain(one.summary), shade(about), plain(one.body)]
    return "\n".join(line for line in lines if line)


def blocks(outgoing: Outgoing, *, footer: bool = True, shade: Callable[[str], str] = grey) -> list[str]:
    """All of a message but its buttons: what belongs together stays together. `shade`: how topic and source look."""
    found = [bold(outgoing.title), plain(outgoing.text), *(card(one, shade) for one in outgoing.cards)]
    found += [plain(outgoing.footer)] if footer else []
    found.append("\n".join(linked(page.label, page.url) for page in pages(outgoing)))
    return [block for block in found if block]


def packed(found: Iterable[str], limit: int, parts: int = PARTS) -> list[str]:
    """As few messages of `limit` bytes as hold them, in order; at most `parts`, of which the last one is cut."""
    messages = [""]
    for block in found:
        joined = f"{messages[-1]}\n\n{block}" if messages[-1] else block
        if in_bytes(joined) <= limit:
            messages[-1] = joined
        elif in_bytes(block) <= limit or in_bytes(messages[-1]) > limit // 3:
            messages += split(block, limit, parts, in_bytes)
        else:  # a title does not go alone ahead of a long text
            messages[-1:] = split(joined, limit, parts, in_bytes)
    messages = [message for message in messages if message] or [EMPTY]
    if len(messages) <= parts:
        return messages
    return [*messages[: parts - 1], cut("\n\n".join(messages[parts - 1 :]), limit, in_bytes)]


def ending(messages: list[str], last: str, limit: int) -> list[str]:
    """The messages with `last` at their end, all of it, whatever was cut before."""
    if not last:
        return messages
    joined = f"{messages[-1]}\n\n{last}" if messages else last
    if in_bytes(joined) <= limit:
        return [*messages[:-1], joined]
    return [*messages, cut(last, limit, in_bytes)]
