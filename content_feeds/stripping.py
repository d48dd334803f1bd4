"""HTML to bare lines of text, in one pass and time proportional to its length.

No tree is built: only text is wanted, and an HTML parser may need minutes for tags nested on purpose (measured: 100 kB
of `<font><p>` in each of 200 entries). What comes out is text, not safe markup: whoever shows it escapes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

MOST_TAGS = 5_000
"""Of one fragment; text behind so many is dropped."""

BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"hr", "section", "article", "figure", "figcaption", "dt", "dd", "header", "footer", "option"}
)
NOT_TEXT = frozenset(
    {"script", "style", "iframe", "video", "audio", "object", "svg", "math", "noscript", "template", "button"}
    | {"select", "textarea", "head", "title", "canvas"}
)
# Quoted values may hold a ">"; so many of them are tried, then the next ">" ends the tag anyway.
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30}+)"
    r"(?:(?:[\s/][^<>\"']*+(?:(?:\"[^\"]{0,1000}+\"|'[^']{0,1000}+')[^<>\"']*+){0,20}+)?>|[\s/][^<>]*+>)"
    r"|<[!?][^<>]*+>"
)
_ESCAPED_TAG = re.compile(r"</?(?:p|div|br|span|strong|em|img|a|li|h[1-6])(?:\s[^<>]{0,1000})?/?>", re.I)


def stripped(markup: str) -> str:
    """The text between the tags of `markup`, a line end for every block; entities are left as they are. Scripts,
    players and the like lose their content too."""
    return "".join(_pieces(_without_comments(markup)))


def has_tags(text: str) -> bool:
    """Whether `text` holds everyday tags, so that it was HTML escaped once too often."""
    return _ESCAPED_TAG.search(text) is not None


def _pieces(markup: str) -> Iterator[str]:
    last_end = _LastEnd(markup)
    at, until = 0, ""
    for tag in islice(_TAG.finditer(markup), MOST_TAGS):
        name = (tag[2] or "").lower()
        if until:
            if tag[1] and name == until:
                at, until = tag.end(), ""
            continue
        yield markup[at : tag.start()]
        at = tag.end()
        if name in BLOCKS:
            yield "\n"
        elif name in NOT_TEXT and not tag[1] and not tag[0].endswith("/>"):
            until = name if last_end[name] >= at else ""
    if not until:
        yield _TAG.split(markup[at:], maxsplit=1)[0]


class _LastEnd(dict[str, int]):
    """Where the last end tag of a name is, looked for once; -1 if nowhere, as of an element nobody closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self._lowered = markup.lower()

    def __missing__(self, name: str) -> int:
        self[name] = self._lowered.rfind(f"</{name}")
        return self[name]


def _without_comments(markup: str) -> str:
    kept, at = [], 0
    while (start := markup.find("<!--", at)) >= 0 and (end := markup.find("-->", start + 4)) >= 0:
        kept.append(markup[at:start])
        at = end + 3
    return "".join([*kept, markup[at:]])
