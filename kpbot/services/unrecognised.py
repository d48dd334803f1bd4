"""Where a platform knows everybody by another id in each group: an officer who joined in private is a stranger in the
group until that account is linked too."""

from __future__ import annotations

from kpbot.services import privately
from kpbot.services.talk import Talk


def maybe_known(talk: Talk) -> bool:
    """Whether the speaker, unknown here, may be somebody the bot knows elsewhere on the same platform."""
    return talk.person is None and not talk.chat.private and talk.capabilities.group_accounts


def sentence(talk: Talk, text_id: str) -> str:
    """How to be recognised in this group; or `text_id`, for who really is unknown, in the speaker's language."""
    return talk.say("link-in-group", way=privately.way(talk)) if maybe_known(talk) else talk.say(text_id)
