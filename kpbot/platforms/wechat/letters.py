"""What the bot says as WeChat shows it: plain text, in pieces of so many bytes."""

from __future__ import annotations

import re

from kpbot.domain.cutting import in_bytes, split
from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.platforms.wechat.limits import PARTS, TEXT
from kpbot.services.plain_letter import plain_text
from kpbot.texts import say

# XML 1.0 has no place for these, and nobody sees them.
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINK = re.compile(r"<(?=\s*/?\s*a\b)", re.IGNORECASE)


def texts(outgoing: Outgoing, can: Capabilities, language: str) -> list[str]:
    """In order; none if nothing is said. What WeChat cannot carry is named instead."""
    said = plain_text(outgoing, can, language)
    if outgoing.document:
        note = say(outgoing.language or language, "wechat-no-file", name=outgoing.document.name)
        said = f"{said}\n\n{note}" if said else note
    shown = safe(said)
    return split(shown, TEXT, PARTS, in_bytes) if shown.strip() else []


def safe(text: str) -> str:
    """Without control characters, without the mark that ends CDATA (the library would write broken XML, and the person
    see a failure), and without links that somebody wrote into a name or a title: WeChat would show them as ours."""
    plain = _LINK.sub("＜", _NO_CHARACTERS.sub("", text))
    return plain.replace("]]>", "]]＞")
