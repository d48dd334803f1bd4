"""What the bot says as WeChat shows it: plain text, in pieces of so many bytes."""

from __future__ import annotations

import re
from dataclasses import replace

from kpbot.domain.cutting import cut, in_bytes, split
from kpbot.domain.menus import pages
from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.platforms.plain_links import unlinked
from kpbot.platforms.wechat.limits import PARTS, TEXT
from kpbot.services.plain_letter import choices_text, plain_text
from kpbot.texts import say

# XML 1.0 has no place for these, and nobody sees them.
_NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def texts(outgoing: Outgoing, can: Capabilities, language: str) -> list[str]:
    """In order; none if nothing is said. What WeChat cannot carry is named instead. However much is cut, the choices at
    the end are all there."""
    body = safe(plain_text(replace(outgoing, buttons=(pages(outgoing),)), can, language))
    end = "\n\n".join(part for part in (_file(outgoing, language), choices_text(outgoing, can, language)) if part)
    pieces = split(body, TEXT, PARTS, in_bytes) if body.strip() else []
    return _ended(pieces, cut(safe(end), TEXT, in_bytes)) if end else pieces


def _file(outgoing: Outgoing, language: str) -> str:
    name = outgoing.document.name if outgoing.document else ""
    return say(outgoing.language or language, "wechat-no-file", name=name) if name else ""


def _ended(pieces: list[str], end: str) -> list[str]:
    *first, last = pieces or [""]
    whole = f"{last}\n\n{end}" if last else end
    if in_bytes(whole) <= TEXT:
        return [*first, whole]
    if len(pieces) < PARTS:
        return [*pieces, end]
    room = TEXT - in_bytes(end) - 2
    return [*first, f"{cut(last, room, in_bytes)}\n\n{end}" if room > 0 else end]


def safe(text: str) -> str:
    """Without control characters, without the mark that ends CDATA (the library would write broken XML, and the person
    see a failure), and without links that somebody wrote into a name or a title: WeChat would show them as ours."""
    plain = unlinked(_NO_CHARACTERS.sub("", text))
    return plain.replace("]]>", "]]＞")
