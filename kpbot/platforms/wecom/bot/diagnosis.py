"""How the bot stands, for `kpbot check`. Nobody is asked: a second connection would end the one that works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from kpbot.platforms.wecom.bot.standing import FACT, SEEN_EVERY, Noted, State, age
from kpbot.ports import Clock
from kpbot.services.checking.finding import Finding, broken, fine, note
from kpbot.settings import Settings
from kpbot.storage import facts
from kpbot.storage.database import Database

OFFICIAL = "wss://openws.work.weixin.qq.com"


async def findings(settings: Settings, database: Database, clock: Clock) -> Sequence[Finding]:
    async with database.read() as db:
        noted = Noted.read(await facts.get(db, FACT))
    zone = ZoneInfo(settings.time_zone)
    found = [_standing(noted, settings.wecom.aibot.bot_id, clock.now(), zone)]
    if settings.wecom.aibot.url != OFFICIAL:
        found.append(note("wecom-bot-url", url=settings.wecom.aibot.url))
    return found


def _standing(noted: Noted | None, bot: str, now: datetime, zone: ZoneInfo) -> Finding:
    if noted is None or noted.bot != bot:
        return note("wecom-bot-never")
    since = f"{datetime.fromisoformat(noted.since).astimezone(zone):%m-%d %H:%M}"
    match noted.state:
        case State.REFUSED:
            return broken("wecom-bot-refused", since=since, errcode=str(noted.code))
        case State.KICKED:
            return broken("wecom-bot-kicked", since=since)
        case State.LOST:
            return broken("wecom-bot-lost", since=since)
    if age(noted, now) > 3 * SEEN_EVERY:
        seen = f"{datetime.fromisoformat(noted.seen).astimezone(zone):%m-%d %H:%M}"
        return broken("wecom-bot-silent", seen=seen)
    return fine("wecom-bot-connected", since=since)
