"""The feeds a web page says it has: `<link rel="alternate" type="application/rss+xml" href="…">`."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

from kpbot.domain.links import canonical_link

_MOST_PAGE = 300_000  # characters looked at
_MOST_LINKS = 200
_LINK = re.compile(r"<link\s([^<>]{1,2000})>", re.I)
_ATTRIBUTE = re.compile(r"""([a-z]{1,10})\s*=\s*(?:"([^"]{0,1000})"|'([^']{0,1000})'|([^\s"'>]{1,1000}))""", re.I)
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})


def named_feeds(page: str, base: str) -> list[str]:
    """Absolute addresses in the order of the page, without repetition. `base` is the page's own address."""
    found: dict[str, None] = {}
    for match, _ in zip(_LINK.finditer(page[:_MOST_PAGE]), range(_MOST_LINKS), strict=False):
        attributes = {a[1].lower(): html.unescape(a[2] or a[3] or a[4] or "") for a in _ATTRIBUTE.finditer(match[1])}
        is_feed = attributes.get("type", "").lower().strip() in _TYPES
        if is_feed and "alternate" in attributes.get("rel", "").lower().split() and (href := attributes.get("href")):
            found[_absolute(base, href)] = None
    return [address for address in found if address]


def _absolute(base: str, href: str) -> str:
    try:
        return canonical_link(urljoin(base, href.strip()))
    except ValueError:
        return ""
