"""Web addresses in what people write: what may be one is found, whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST = 20  # of one message; who passes on more at once lists, and shares nothing
LONGEST = 2000  # characters

# Until a blank or a mark that no address holds unescaped. Addresses with Chinese characters in them are written so.
_WRITTEN = re.compile(
    r"https?://[^\s<>\"“”‘’「」《》【】（），。！？；、]+"
    # Chat apps take these for addresses too; the path tells them from `v1.2` and names of files.
    r"|(?<![a-z0-9_@./-])(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,8}[a-z]{2,18}(?::\d{1,5})?/[^\s<>\"“”‘’「」《》【】（），。！？；、]*",
    re.IGNORECASE,
)
_AFTER = ".,;:!?'*_~…)]}>"  # that end a sentence or a bracket rather than an address
_NOT_ASCII = re.compile(r"[^\x21-\x7e]")


def addresses_in(text: str) -> list[str]:
    """What may be meant by the addresses of a text, in order, each once: one that Chinese follows without a blank, or a
    full stop, is given with and without it. Those without a scheme are given as https. At most MOST addresses are
    looked at."""
    found: dict[str, None] = {}
    for number, match in enumerate(_WRITTEN.finditer(text)):
        if number == MOST:
            break
        written = match[0] if "://" in match[0] else f"https://{match[0]}"
        found |= dict.fromkeys(one for one in _readings(written) if len(one) <= LONGEST)
    return list(found)


def _readings(written: str) -> Iterator[str]:
    yield written
    yield written.rstrip(_AFTER)
    if end := _NOT_ASCII.search(written):
        plain = written[: end.start()]
        yield plain
        yield plain.rstrip(_AFTER)
