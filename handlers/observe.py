"""What officers post in groups, seen and said nothing about."""

from __future__ import annotations

from kpbot.services import observing
from kpbot.services.talk import Talk


async def offer(talk: Talk) -> bool:
    """An item's link, or a message of the bot's own that is passed on, from an officer in a watched group."""
    return not talk.chat.private and await observing.observe(talk)
