"""Shares, what they rest on, and what they make of an officer's day (indicator 6-2: every registered officer
shares at least three items a day)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

NEED = 3  # items a day, indicator 6-2


class Evidence(StrEnum):
    """How we know of a share, weakest first.

    The order is that of distance from the officer's own word. A claim is that word. Observed, the bot saw the
    post. Reached, others opened it, so it was posted and found readers. Imported, the official app counted it
    by means that neither the officer nor kpbot has a hand in. Spot-checked, a person looked and will answer
    for it, which is the only kind that another person can be asked about.
    """

    CLAIMED = "claimed"
    OBSERVED = "observed"
    REACHED = "reached"
    IMPORTED = "imported"
    SPOT_CHECKED = "spot-checked"


STRENGTH: tuple[Evidence, ...] = tuple(Evidence)
DEFAULT_ACCEPTED = frozenset({Evidence.CLAIMED, Evidence.OBSERVED, Evidence.IMPORTED, Evidence.SPOT_CHECKED})


class Shared(NamedTuple):
    """One share of the day (item × destination), not withdrawn. `counts`: its source counts for 6-2."""

    item_id: int
    kinds: Collection[Evidence]
    counts: bool = True


class DayVerdict(StrEnum):
    MET = "met"
    NOT_MET = "not-met"
    NOT_KNOWN = "not-known"


class Unknown(StrEnum):
    """Why a day is not known."""

    SILENT = "silent"
    ON_LEAVE = "on-leave"
    SHORT_EDITION = "short-edition"
    BOT_DOWN = "bot-down"
    NO_PUSH = "no-push"
    NOT_JOINED = "not-joined"


@dataclass(frozen=True, slots=True)
class DayResult:
    """`items` are the distinct items that count; `by_kind` holds each of them once, under its strongest kind.
    `reason` is set exactly when the verdict is not known."""

    verdict: DayVerdict
    items: int
    reason: Unknown | None = None
    by_kind: Mapping[Evidence, int] = field(default_factory=dict)


def strongest(kinds: Iterable[Evidence]) -> Evidence:
    """The kind a share is shown under; ValueError for a share without evidence."""
    return max(kinds, key=STRENGTH.index)


def figures(shares: Iterable[Shared]) -> dict[Evidence, int]:
    """How many shares rest on which kind: each once, under its strongest. Kinds are never added up."""
    return dict(Counter(strongest(share.kinds) for share in shares if share.kinds))


def counting_items(shares: Iterable[Shared]) -> Counter[frozenset[Evidence]]:
    """How many items count for 6-2, by the kinds that their shares rest on together, whatever the destinations."""
    kinds: dict[int, set[Evidence]] = {}
    for share in shares:
        if share.counts:
            kinds.setdefault(share.item_id, set()).update(share.kinds)
    return Counter(map(frozenset, kinds.values()))


def judge_day(
    items: Mapping[frozenset[Evidence], int],
    accepted: Collection[Evidence] = DEFAULT_ACCEPTED,
    need: int = NEED,
    *,
    said_anything: bool,
    on_leave: bool = False,
    full_edition: bool = True,
    bot_was_up: bool = True,
    pushed: bool = True,
    silent_means_not_met: bool = False,
    joined: bool = True,
) -> DayResult:
    """An officer's local day under indicator 6-2, from the number of counting items by their kinds of evidence.

    Enough items are enough whatever else happened that day: what is known is not made unknown. Short of that
    the day is not known where the officer could not be expected to have three, and a silent one is not known
    unless the region's policy says otherwise. `said_anything`: the officer claimed, corrected or said none;
    what the bot merely saw is no statement that there was no more. Who has not `joined` cannot say anything, whatever
    the policy.
    """
    by_kind: Counter[Evidence] = Counter()
    for kinds, count in items.items():
        if kinds.intersection(accepted):
            by_kind[strongest(kinds)] += count
    counted = by_kind.total()
    if counted >= need:
        return DayResult(DayVerdict.MET, counted, None, dict(by_kind))
    reason = _excuse(on_leave=on_leave, bot_was_up=bot_was_up, pushed=pushed, full_edition=full_edition)
    if reason is None and not said_anything and not joined:
        reason = Unknown.NOT_JOINED
    elif reason is None and not said_anything and not silent_means_not_met:
        reason = Unknown.SILENT
    verdict = DayVerdict.NOT_MET if reason is None else DayVerdict.NOT_KNOWN
    return DayResult(verdict, counted, reason, dict(by_kind))


def _excuse(*, on_leave: bool, bot_was_up: bool, pushed: bool, full_edition: bool) -> Unknown | None:
    if on_leave:
        return Unknown.ON_LEAVE
    if not bot_was_up:
        return Unknown.BOT_DOWN
    if not pushed:
        return Unknown.NO_PUSH
    return None if full_edition else Unknown.SHORT_EDITION


class Flag(StrEnum):
    """What a human should look at. Nothing is ever deducted for it."""

    BURST = "burst"
    BACKLOG = "backlog"
    BACKDATED = "backdated"


BURST = 10  # claims of one post
BURST_WITHIN = timedelta(minutes=1)
BACKLOG_AFTER = timedelta(minutes=10)


def flags(
    *,
    received_at: datetime,
    happened_at: datetime | None,
    day: date,
    zone: tzinfo,
    others: Iterable[datetime] = (),
    from_backlog: bool = False,
) -> frozenset[Flag]:
    """What is odd about a claim for local `day`.

    `happened_at` is the platform's own time, None where it gives none: then the time of receipt counts, and
    the caller says by `from_backlog` that it came with a pile of waiting messages. `others` are the times at
    which the same post's other claims were received. All times are aware.
    """
    found = set()
    recent = sum(received_at - BURST_WITHIN < other <= received_at for other in others)
    if recent + 1 >= BURST:
        found.add(Flag.BURST)
    if from_backlog or (happened_at is not None and received_at - happened_at > BACKLOG_AFTER):
        found.add(Flag.BACKLOG)
    if day < (happened_at or received_at).astimezone(zone).date():
        found.add(Flag.BACKDATED)
    return frozenset(found)


class Destination(StrEnum):
    """Where an item was passed on to (the notice names 微信, QQ and 微博)."""

    WECHAT = "wechat"
    MOMENTS = "moments"
    QQ = "qq"
    WEIBO = "weibo"
    OTHER = "other"


_WORDS: Mapping[Destination, str] = {
    Destination.WECHAT: "微信 微信群 wechat weixin wx vx wechatgroup",
    Destination.MOMENTS: "朋友圈 微信朋友圈 moments wechatmoments pyq",
    Destination.QQ: "qq qq群 qq空间 空间 qzone qqgroup",
    Destination.WEIBO: "微博 新浪微博 weibo wb",
    Destination.OTHER: "其他 其它 别处 别的 抖音 快手 小红书 头条 今日头条 other elsewhere douyin kuaishou",
}
_DESTINATIONS = {word: destination for destination, words in _WORDS.items() for word in words.split()}


def read_destination(word: str) -> Destination | None:
    """The destination somebody means by `word`, None if it names none we know."""
    folded = "".join(unicodedata.normalize("NFKC", word).casefold().split())
    return _DESTINATIONS.get(folded)
