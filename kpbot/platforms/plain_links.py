"""Links in plain text, which WeChat and WeCom read as `<a href>`: only we write them."""

from __future__ import annotations

import re

_LINK = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)


def unlinked(text: str) -> str:
    """Without links that somebody wrote into a name or a title: they would be shown as ours."""
    return _LINK.sub("＜", text)
