"""Groups that the app makes itself: the only ones it can write to (WeCom, «appchat/create», path/90245)."""

from __future__ import annotations

from collections.abc import Sequence

from kpbot.domain.messages import Chat
from kpbot.platforms.wecom.app.api import ROOT, Api
from kpbot.platforms.wecom.app.limits import NAME
from kpbot.ports import SendError

TITLE = 50  # characters
MEMBERS = range(2, 2001)


async def create(api: Api, title: str, owner: str, users: Sequence[str]) -> Chat:
    """`users` are ids of members; the owner is one of them in any case. Raises SendError; for good where WeCom would
    not have it: fewer than two members or more than 2,000, a member whom the app may not see."""
    members = list(dict.fromkeys([owner, *users]))
    if not title.strip() or len(members) not in MEMBERS:
        raise SendError("a group needs a name, and 2 to 2,000 members", permanent=True)
    asked = {"name": title.strip()[:TITLE], "owner": owner, "userlist": members}
    answer = await api.call("POST", f"{ROOT}/appchat/create", json=asked)
    return Chat(NAME, str(answer["chatid"]))
