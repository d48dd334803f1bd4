"""The day an officer means: `今天下午`, `11月20日`, `上周五`, `三天前`, `yesterday`, `Nov 20`.

A report is about what happened, so a date without a year, month or week is the latest one that is not in the
future; only words that say so («明天», «下周三», a full date) name a future day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kpbot.domain.numerals import read_number
from kpbot.domain.plain_text import fold
from kpbot.domain.when_readers import WEEKDAYS
from kpbot.domain.when_rules import ASIDE, RULES, Reader, Tier

LONGEST = 2_000  # characters looked at


class DayPart(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class Day:
    """A local day. `said` are the words at `span` of the text searched, a time of day included.

    `ambiguous`: another reading is about as likely, so it is better to ask than to take it for granted.
    """

    day: date
    part: DayPart | None
    said: str
    span: tuple[int, int]
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Words that mean a day but name none: `2月30日`, `13月1日`, `前几天`, `上周`."""

    said: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Mention:
    match: re.Match[str]
    tier: Tier
    reader: Reader
    aside: re.Match[str]

    @property
    def span(self) -> tuple[int, int]:
        return self.match.start(), self.aside.end()


_PARTS = (
    (DayPart.MORNING, ("上午", "早上", "早晨", "清晨", "凌晨", "早", "晨", "morning", "am")),
    (DayPart.AFTERNOON, ("下午", "中午", "午后", "noon", "pm")),
    (DayPart.EVENING, ("晚上", "晚间", "夜里", "夜间", "晚", "夜", "evening", "night")),
)


def find_day(text: str, today: date) -> Day | Unreadable | None:
    """The day that `text` mentions, seen from `today` (local), or None. Of several the plainest wins (a word or a
    date, then `11.20`, then a lone «下午»), then the first; what cannot be read is returned only for want of better."""
    readings: list[tuple[Tier, Day | Unreadable]] = []
    for mention in _mentions(fold(text[:LONGEST])):
        reading = _read(mention, text, today)
        if reading is not None:
            tier = Tier.UNREADABLE if isinstance(reading, Unreadable) else mention.tier
            readings.append((tier, reading))
    if not readings:
        return None
    tier, best = min(readings, key=lambda reading: reading[0])
    days = {other.day for its_tier, other in readings if its_tier == tier and isinstance(other, Day)}
    return replace(best, ambiguous=True) if isinstance(best, Day) and len(days) > 1 else best


def _mentions(folded: str) -> list[_Mention]:
    """Mentions in order, without those inside another (`20日` in `11月20日`)."""
    found = []
    for tier, pattern, reader in RULES:
        for match in pattern.finditer(folded):
            aside = ASIDE.match(folded, match.end())
            if aside is not None:
                found.append(_Mention(match, tier, reader, aside))
    found.sort(key=lambda mention: (mention.match.start(), -mention.match.end()))
    kept: list[_Mention] = []
    for mention in found:
        if not kept or mention.match.end() > kept[-1].span[1]:
            kept.append(mention)
    return kept


def _read(mention: _Mention, text: str, today: date) -> Day | Unreadable | None:
    said = text[slice(*mention.span)]
    try:
        answer = mention.reader(mention.match, today)
    except (ValueError, OverflowError):
        return Unreadable(said, mention.span)
    if answer is None:
        return None
    day, ambiguous = answer
    weekday = mention.aside["weekday"]
    disagrees = weekday is not None and WEEKDAYS[weekday] != day.weekday()
    return Day(day, _part(mention), said, mention.span, ambiguous or disagrees)


def _part(mention: _Mention) -> DayPart | None:
    aside = mention.aside
    words = aside["part"] or aside["half"] or mention.match.groupdict().get("word") or ""
    for part, endings in _PARTS:
        if words.endswith(endings):
            return part
    hour = read_number(aside["hour"] or "")
    if hour is None or not 12 <= hour <= 24:  # «8点» may be either
        return None
    return DayPart.AFTERNOON if hour < 18 else DayPart.EVENING
