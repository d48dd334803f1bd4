"""References to what people sent."""

from __future__ import annotations

import re

from kpbot.ports import SendError


def media(ref: str) -> str:
    """The id of a file of WeCom's. Raises SendError, for good, for what is none."""
    if not re.fullmatch(r"[A-Za-z0-9_@.-]{1,256}", ref):
        raise SendError("no reference to a file of WeCom's", permanent=True)
    return ref
