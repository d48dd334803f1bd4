"""Coordinators hear the same day which groups did not get the day's three, why, and what can be done about it.

Once a day and desk: what goes wrong after that stands in the next digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kpbot.domain.messages import Capabilities, Outgoing
from kpbot.domain.people import Group, GroupState
from kpbot.services.desk import desks_of, hearing_among
from kpbot.services.rendering import day_text, shortened
from kpbot.settings import Settings
from kpbot.storage import groups, outbox, push_trouble
from kpbot.storage.database import Db
from kpbot.storage.outbox import Owed, Priority, State
from kpbot.storage.push_trouble import Stuck
from kpbot.texts import say

AFTER = timedelta(minutes=5)  # a refusal that passes by itself is nothing to tell
LOOK_BACK = timedelta(hours=2)  # of what was given up; what is older stands in the digest
LASTS = timedelta(days=1)
MOST_NAMED = 10
REASON = 60  # characters


class Why(StrEnum):
    """Each has its line (`push-trouble-<why>`) and its advice (`push-trouble-do-<why>`)."""

    WAITS = "waits"
    GONE = "gone"
    REFUSED = "refused"
    OVER = "over"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A group that did not get a day's push."""

    group: Group
    day: date
    why: Why
    reason: str


async def tell(db: Db, settings: Settings, now: datetime, platforms: Mapping[str, Capabilities]) -> None:
    """Owe every desk one message about a day's pushes that do not arrive; `now` is UTC, `platforms`: what
    those in use can. What waited in vain is over."""
    await outbox.expire_waiting(db, now)
    found = await push_trouble.stuck(db, now - LOOK_BACK, now - AFTER)
    if not found:
        return
    by_id = {group.id: group for group in await groups.by_ids(db, {one.group_id for one in found})}
    troubles = [_trouble(one, by_id[one.group_id]) for one in found if one.group_id in by_id]
    bound = [one for one in troubles if one.group.region_path]
    desks = await desks_of(db, {one.group.region_path for one in bound}, settings.language, hearing_among(platforms))
    told: dict[tuple[date, str], list[Trouble]] = defaultdict(list)
    for one in bound:
        for name in desks[one.group.region_path]:
            told[one.day, name].append(one)
    chats = {name: where for desk in desks.values() for name, where in desk.items()}
    owed = []
    for (day, name), some in told.items():
        chat, lang = chats[name]
        said = Outgoing(text=message(day, some, lang))
        owed.append(Owed(f"push-trouble:{day}:{name}", chat, said, Priority.NOTICE, now, now + LASTS))
    await outbox.owe(db, owed)


def _trouble(one: Stuck, group: Group) -> Trouble:
    return Trouble(group, one.day, _why(one.state, group), one.reason)


def _why(state: State, group: Group) -> Why:
    if group.state is GroupState.GONE:
        return Why.GONE
    by_state = {State.WAITING: Why.WAITS, State.EXPIRED: Why.OVER, State.UNKNOWN: Why.UNKNOWN}
    return by_state.get(state, Why.REFUSED)


def message(day: date, troubles: Iterable[Trouble], lang: str) -> str:
    """Which groups and why, then what to do, each advice once."""
    each = list({one.group.id: one for one in troubles}.values())
    lines = [say(lang, "push-trouble-head", day=day_text(day, lang), count=len(each))]
    lines += [_line(one, lang) for one in each[:MOST_NAMED]]
    if len(each) > MOST_NAMED:
        lines.append(say(lang, "push-trouble-more", count=len(each) - MOST_NAMED))
    lines += [say(lang, f"push-trouble-do-{why}") for why in Why if any(one.why is why for one in each)]
    return "\n".join(lines)


def _line(one: Trouble, lang: str) -> str:
    title = one.group.title or one.group.chat
    return say(lang, f"push-trouble-{one.why}", group=title, reason=shortened(one.reason, REASON))
