"""What is posted to a group's webhook: parts in order, each the body of one request."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from kpbot.domain.messages import Outgoing
from kpbot.platforms.wecom.markdown import blocks, packed
from kpbot.platforms.wecom.webhook.limits import MARKDOWN

Body = dict[str, Any]


def words(outgoing: Outgoing) -> list[Body]:
    """Buttons are left out: nothing that is pressed there would reach us."""
    return [{"msgtype": "markdown", "markdown": {"content": text}} for text in packed(blocks(outgoing), MARKDOWN)]


def picture(content: bytes) -> Body:
    """A JPEG or PNG."""
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return {"msgtype": "image", "image": {"base64": base64.b64encode(content).decode(), "md5": digest}}


def document(media: str) -> Body:
    return {"msgtype": "file", "file": {"media_id": media}}


def has_words(outgoing: Outgoing) -> bool:
    return bool(outgoing.text.strip() or outgoing.title.strip() or outgoing.cards or outgoing.footer.strip())
