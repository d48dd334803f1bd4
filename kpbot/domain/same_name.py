"""Names that are the same but for width, case and blanks."""

from __future__ import annotations

from kpbot.domain.plain_text import fold


def same_name(name: str) -> str:
    return "".join(fold(name).split())
