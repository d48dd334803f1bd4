"""Who opened a link, without knowing who: a hash that means nothing once the day's salt is gone, and the rules by
which programs that only look at a link for somebody are not counted as readers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

ENOUGH = 2  # different visitors of one day: the officer will have tried the link, and cannot be told apart
SALT_BYTES = 32
_HASH_BYTES = 12  # shared by two of a million visitors of a day once in 10^17
AGENT_LIMIT = 512  # characters of a user agent that are looked at

# What browsers call themselves at the beginning; libraries and apps that fetch by themselves call themselves otherwise.
_BROWSER = re.compile(r"Mozilla/|Opera/|UCWEB|MQQBrowser/|Weibo[ _(]")
# Fetchers of link cards, scanners and search engines say so, be it not in a list yet. A phone is called CUBOT.
_PROGRAM = re.compile(
    r"(?<!cu)bot(?:\b|[-_/])|spider|crawl|preview|fetch|scanner|monitor|headless|slurp|lighthouse|link-?check|"
    r"validator|archiver|unfurl|externalhit|whatsapp|url-?(?:manager|expand|resolv|security)|"
    r"compatible;\s*(?!msie)[a-z]|https?://",
    re.IGNORECASE,
)
_AHEAD = ("purpose", "sec-purpose", "x-purpose", "x-moz")  # loaded before anybody has tapped, or for a preview
_AHEAD_WORDS = re.compile(r"prefetch|preview|prerender", re.IGNORECASE)


def visitor_of(salt: bytes, address: str, agent: str) -> str:
    """A visitor's mark for as long as `salt` is known, which is a day: 24 hexadecimal digits of a keyed hash of
    network address and user agent. Two people behind one address with the same phone are one visitor."""
    told = f"{address}\n{agent[:AGENT_LIMIT]}".encode(errors="replace")
    return hashlib.blake2b(told, digest_size=_HASH_BYTES, key=salt).hexdigest()


def is_program(agent: str) -> bool:
    """Whether this user agent is no browser, or says that nobody is looking: a preview, a search engine, a scanner."""
    return _BROWSER.match(agent) is None or _PROGRAM.search(agent) is not None


def is_ahead(headers: Mapping[str, str]) -> bool:
    """Whether a browser loads the page before it is asked for, or as a part of another; names in lower case."""
    if any(_AHEAD_WORDS.search(headers.get(name, "")) for name in _AHEAD):
        return True
    return headers.get("sec-fetch-dest", "document") != "document"
