"""What reaches the XML library: small, UTF-8, flat, without a document type. Anything else it would read at length, or
fail at in its own way."""

from __future__ import annotations

import re

from kpbot.platforms.wechat.limits import BODY, ELEMENTS

_OPEN, _CLOSE = "<![CDATA[", "]]>"
_DECLARED = re.compile(r"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([^"']{0,40})["']""")


class Unfit(ValueError):
    """Not what WeChat sends. `reason` is one of few fixed words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def fit(content: bytes | str) -> str:
    """The text of a callback that may be parsed. Raises Unfit."""
    if not content.strip():
        raise Unfit("empty")
    if len(content) > BODY:
        raise Unfit("size")
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unfit("charset") from None
    declared = _DECLARED.match(text.lstrip())
    if "\x00" in text or (declared and declared[1].lower() not in ("utf-8", "utf8")):
        raise Unfit("charset")
    marks = _outside(text)
    if "<!" in marks:
        raise Unfit("dtd")
    if marks.count("<") > 2 * ELEMENTS:
        raise Unfit("elements")
    return text


def _outside(text: str) -> str:
    """Without what is in CDATA; an expression that looks for it takes quadratic time where none is closed."""
    kept, at = [], 0
    while (start := text.find(_OPEN, at)) >= 0:
        kept.append(text[at:start])
        at = text.find(_CLOSE, start) + len(_CLOSE)
        if at < start:
            raise Unfit("xml")
    return "".join([*kept, text[at:]])
