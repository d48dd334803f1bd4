"""`/help`: what one can do here, by who it is and where."""

from __future__ import annotations

from kpbot.services.privately import opened
from kpbot.services.talk import Talk


async def command(talk: Talk, _argument: str) -> None:
    await opened(talk)
    where = "private" if talk.chat.private else "group"
    talk.reply(talk.say(f"help-{_who(talk)}-{where}"))


def _who(talk: Talk) -> str:
    officer = any(post.unit_id for post in talk.posts)
    if talk.coordinator_posts:
        return "both" if officer else "coordinator"
    if officer:
        return "officer"
    return "pending" if talk.pending else "unknown"
