"""What somebody copied out of a web page's source into a table: the words without the tags around them."""

from __future__ import annotations

import html
import re

LONGEST = 5_000  # characters; what is longer is no title and no summary, and is looked at no further

# Everyday tags only: «体温<37.3» and «<注意>» are words.
_MARK = r"(?:\s[^<>]{0,2000})?/?>"
_IN_LINE = re.compile(rf"</?(?:span|strong|em|b|i|u|font|img|a){_MARK}", re.IGNORECASE)
_BLOCK = re.compile(rf"</?(?:p|div|br|hr|ul|ol|li|table|tr|td|th|tbody|section|h[1-6]){_MARK}", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]{0,2000}>.{0,2000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(
    r"&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|hellip|middot|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE
)


def without_tags(text: str) -> str:
    """`text` without everyday tags, scripts and entities, also where they were escaped once; anything else stays."""
    if len(text) > LONGEST:
        return text
    for _ in range(2):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), _bare(_SCRIPT.sub(" ", text)))
    return _bare(text)


def _bare(text: str) -> str:
    return _BLOCK.sub(" ", _IN_LINE.sub("", text))
