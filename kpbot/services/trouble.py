"""Sources in trouble: which they are, in words, and that coordinators hear of it once, and of the recovery.

Everybody's sources are everybody's trouble: those hear of it who have no coordinators' group above them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from kpbot.domain.content import Source
from kpbot.domain.digest import FeedTrouble
from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Group, GroupKind
from kpbot.domain.quiet import QuietHours
from kpbot.domain.source_trouble import Trouble, failing, patience, silent
from kpbot.services.catalog import Catalog
from kpbot.settings import Settings
from kpbot.storage import facts, groups, health, outbox, sources
from kpbot.storage.database import Db
from kpbot.storage.outbox import Owed, Priority
from kpbot.storage.sources import SourceState
from kpbot.texts import say

AGAIN_AFTER = timedelta(days=1)  # a source that comes and goes is told of once a day at most
LASTS = timedelta(hours=24)
MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Troubled:
    """A source in trouble since `since` (UTC). `days`: of a silent one, how long it may be without news."""

    source: Source
    trouble: Trouble
    state: SourceState
    since: datetime
    days: int = 0

    def fact(self, zone: ZoneInfo) -> FeedTrouble:
        """As the digest has it."""
        state = self.state
        return FeedTrouble(
            self.source.name,
            self.trouble,
            self.since.astimezone(zone).date(),
            state.error,
            spoken_details(state.error_details),
            self.days,
        )

    @property
    def number(self) -> int:
        """The same for the same trouble of the same source, as long as it lasts."""
        digest = sha256(f"{self.source.key} {self.trouble is Trouble.SILENT} {self.since.isoformat()}".encode())
        return int.from_bytes(digest.digest()[:8]) >> 1


async def troubled(db: Db, catalog: Catalog, now: datetime) -> list[Troubled]:
    """Enabled sources in trouble, in the order of feeds.toml."""
    states = await sources.load(db)
    asked = [source for source in catalog.sources.values() if source.enabled and not source.reserve and source.address]
    kept = await sources.activity(db, [source.key for source in asked], now)
    judged = (
        _judged(source, state, kept.get(source.key, sources.Activity()), now)
        for source in asked
        if (state := states.get(source.key)) and state.declared == source.address
    )
    return [one for one in judged if one]


def _judged(source: Source, state: SourceState, kept: sources.Activity, now: datetime) -> Troubled | None:
    if trouble := failing(state.errors, state.error, gone=state.gone):
        return Troubled(source, trouble, state, state.failing_since or state.asked_at or now)
    last_new = kept.last_new or state.began_at
    if not state.error and last_new and silent(last_new, kept.days, now):
        return Troubled(source, Trouble.SILENT, state, last_new, patience(kept.days).days)
    return None


def reason(code: str, details: Mapping[str, object], lang: str) -> str:
    """What is wrong with a source and what to do; empty for the code of no error."""
    return say(lang, f"feed-error-{code}", **spoken_details(details)) if code else ""


def spoken_details(details: Mapping[str, object]) -> dict[str, str | int]:
    return {name: value if isinstance(value, (str, int)) else str(value) for name, value in details.items()}


def sentence(one: Troubled, zone: ZoneInfo, lang: str) -> str:
    """The trouble with its source's name and since when, as the digest and the command line say it."""
    day = one.since.astimezone(zone)
    return say(
        lang,
        f"trouble-{one.trouble}",
        name=one.source.name,
        month=day.month,
        day=day.day,
        days=one.days,
        reason=reason(one.state.error, one.state.error_details, lang),
    )


async def tell(db: Db, settings: Settings, catalog: Catalog, now: datetime) -> int:
    """Owe the topmost coordinators' groups one message on sources that newly fail or work again, and note for /metrics
    how many fail, which is returned. In quiet hours nothing is said, and what has passed by their end is never told."""
    zone = ZoneInfo(settings.time_zone)
    failed = {one.source.key: one for one in await troubled(db, catalog, now) if one.trouble is not Trouble.SILENT}
    quiet = QuietHours(
        time.fromisoformat(settings.reminders.quiet_from), time.fromisoformat(settings.reminders.quiet_until)
    )
    if not quiet.quiet_at(now, zone):
        states = await sources.load(db)
        new = [one for one in failed.values() if _untold(one.state, now)]
        mended = [states[key] for key in catalog.sources if key in states and _mended(states[key])]
        if (new or mended) and (desks := await top_desks(db)):
            await _owe(db, catalog, desks, new, mended, now, zone)
    await facts.put(db, health.TROUBLED, str(len(failed)))
    return len(failed)


def _untold(state: SourceState, now: datetime) -> bool:
    return not state.trouble_told and (state.told_at is None or now - state.told_at >= AGAIN_AFTER)


def _mended(state: SourceState) -> bool:
    return state.trouble_told and not state.error


async def top_desks(db: Db) -> list[Group]:
    """Coordinators' groups of regions above which there is none."""
    desks = await groups.within(db, "/", (GroupKind.COORDINATORS,))
    paths = {desk.region_path for desk in desks}
    return [d for d in desks if not any(d.region_path != path and d.region_path.startswith(path) for path in paths)]


async def _owe(
    db: Db,
    catalog: Catalog,
    desks: Sequence[Group],
    new: Sequence[Troubled],
    mended: Sequence[SourceState],
    now: datetime,
    zone: ZoneInfo,
) -> None:
    names = [catalog.sources[state.source].name for state in mended]
    owed = [
        Owed(
            f"trouble:{desk.id}:{now:%Y%m%d%H%M%S}",
            desk.address,
            _message(new, names, zone, desk.language),
            Priority.NOTICE,
            now,
            now + LASTS,
        )
        for desk in desks
    ]
    await outbox.owe(db, owed)
    for one in new:
        await sources.save(db, replace(one.state, trouble_told=True, told_at=now))
    for state in mended:
        await sources.save(db, replace(state, trouble_told=False))


def _message(new: Sequence[Troubled], mended: Sequence[str], zone: ZoneInfo, lang: str) -> Outgoing:
    lines = [sentence(one, zone, lang) for one in new[:MOST_LINES]]
    if len(new) > MOST_LINES:
        lines.append(say(lang, "trouble-more", count=len(new) - MOST_LINES))
    if new:
        lines.append(
            say(lang, "trouble-goes-on" if any(one.trouble is Trouble.FAILING for one in new) else "trouble-ended")
        )
    lines += [say(lang, "trouble-mended", name=name) for name in mended[:MOST_LINES]]
    if len(mended) > MOST_LINES:
        lines.append(say(lang, "trouble-mended-more", count=len(mended) - MOST_LINES))
    return Outgoing(title=say(lang, "trouble-title" if new else "trouble-title-mended"), text="\n".join(lines))
