"""What platforms are called where people read of them."""

from __future__ import annotations

from kpbot.texts import has, say


def platform_name(lang: str, platform: str) -> str:
    """The text `platform-<name>`; of a platform without one, its name in the settings."""
    text_id = f"platform-{platform}"
    return say(lang, text_id) if has(text_id) else platform
