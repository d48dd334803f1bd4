"""Lines of the official app's export: who shared what on which day, as that system counted it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from kpbot.domain.links import canonical_link
from kpbot.domain.shares import Destination, read_destination
from kpbot.domain.sheets import Field
from kpbot.domain.similarity import plain
from kpbot.domain.unlisted import MOST
from kpbot.domain.when import Day, find_day

SOURCE = "app"
"""The key of the pseudo-source of items that are known from the export only."""

_NAMES = ("姓名", "信息员", "用户", "昵称", "用户名", "科普信息员", "真实姓名", "用户姓名", "信息员姓名", "用户昵称")
_UNITS = ("单位", "所属单位", "站点", "机构", "社区", "学校", "所属机构", "所在单位", "单位名称", "所属站点")
_DAYS = ("日期", "分享日期", "分享时间", "时间", "传播时间", "传播日期", "转发时间", "转发日期")
_TITLES = ("标题", "文章", "文章标题", "内容", "分享内容", "作品", "内容标题", "作品标题", "作品名称", "内容名称")

FIELDS = (
    Field("person", (*_NAMES, "Name", "Officer", "User"), needed=True),
    Field("unit", (*_UNITS, "Unit", "Organisation", "Station")),
    Field("day", (*_DAYS, "Date", "Day", "Shared at", "Time"), needed=True),
    Field("title", (*_TITLES, "Title", "Article")),
    Field("link", ("链接", "文章链接", "网址", "地址", "Link", "Address", "URL")),
    Field(
        "destination",
        ("渠道", "分享渠道", "平台", "分享平台", "去向", "传播渠道", "转发渠道", "Channel", "Destination", "Platform"),
    ),
    Field("count", ("次数", "分享次数", "分享数", "篇数", "分享篇数", "数量", "Count", "Shares", "Number")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something. `title` or `link` name the item; without both, `count` items were shared. The day
    is local; `destination` is None where the line names none."""

    person: str
    unit: str
    day: date
    title: str
    link: str  # canonical
    destination: Destination | None
    count: int

    @property
    def what(self) -> str:
        """What was shared, the same in every export; empty for a line that only counts."""
        return _what(self.link, self.title)

    @property
    def reference(self) -> str:
        """Under which this line is evidence; a later export with the same line has the same."""
        if not self.what:
            return COUNTED
        return f"{SOURCE}:{self.what}:{self.destination or ''}"


COUNTED = f"{SOURCE}:count"


def what_of(reference: str) -> str:
    """`Line.what` of a reference; empty for other references."""
    head, _, rest = reference.partition(":")
    return rest.partition(":")[0] if head == SOURCE and rest.count(":") == 1 else ""


class Unusable(StrEnum):
    """Why a line cannot be read."""

    NO_PERSON = "no-person"
    NO_DAY = "no-day"
    NOT_YET = "not-yet"
    TOO_OLD = "too-old"
    NOTHING = "nothing"
    TOO_MANY = "too-many"


def read_line(cell: Callable[[str], str], today: date, oldest: date) -> Line | Unusable | None:
    """A line by its fields, read on the local day `today`; None for one that says that nothing was shared."""
    person = " ".join(cell("person").split())
    if not _folded(person):
        return Unusable.NO_PERSON
    day = read_day(cell("day"), today)
    if day is None:
        return Unusable.NO_DAY
    if not oldest <= day <= today:
        return Unusable.NOT_YET if day > today else Unusable.TOO_OLD
    title, link = " ".join(cell("title").split()), canonical_of(cell("link"))
    count = read_count(cell("count"))
    line = Line(person, cell("unit"), day, title, link, destination_of(cell("destination")), count or 0)
    if line.what:
        return line
    if count is None:
        return Unusable.NOTHING
    if count > MOST:
        return Unusable.TOO_MANY
    return line if count else None


_DATES = (
    re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)"),
    re.compile(r"(20\d\d)(\d\d)(\d\d)(?!\d)"),
)


@lru_cache(maxsize=4096)
def read_day(text: str, today: date) -> date | None:
    """`2026-03-05`, `2026/3/5 10:22`, `2026年3月5日`, `20260305`, `3月5日`; None if it names no day."""
    folded = unicodedata.normalize("NFKC", text).strip()
    for pattern in _DATES:
        if said := pattern.match(folded):
            try:
                return date(*map(int, said.groups()))
            except ValueError:
                return None
    found = find_day(folded, today)
    return found.day if isinstance(found, Day) else None


def read_count(text: str) -> int | None:
    """`3`, `３次`, `3 篇`; None for anything else."""
    said = re.fullmatch(r"(\d{1,6})\s*\D?", unicodedata.normalize("NFKC", text).strip())
    return int(said[1]) if said else None


@lru_cache(maxsize=1024)
def destination_of(word: str) -> Destination | None:
    """What a channel's name means, `微信好友` and `QQ好友` included; None for an empty one."""
    folded = "".join(unicodedata.normalize("NFKC", word).casefold().split())
    if not folded:
        return None
    if known := read_destination(folded):
        return known
    parts = {"朋友圈": Destination.MOMENTS, "微信": Destination.WECHAT, "微博": Destination.WEIBO, "qq": Destination.QQ}
    return next((destination for part, destination in parts.items() if part in folded), Destination.OTHER)


canonical_of = lru_cache(maxsize=8192)(canonical_link)


@lru_cache(maxsize=65_536)
def _what(link: str, title: str) -> str:
    said = f"link {link}" if link else f"title {plain(title)}" if plain(title) else ""
    return hashlib.blake2b(said.encode(), digest_size=12).hexdigest() if said else ""


_folded = lru_cache(maxsize=65_536)(plain)


def oldest_day(today: date, days: int) -> date:
    return today - timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Held:
    """An officer's post, in the scope of whoever loads the export."""

    post_id: int
    person_id: int
    name: str
    unit: str
    since: date
    until: date | None


class Nobody(StrEnum):
    """Why a line is nobody's."""

    UNKNOWN = "unknown"  # nobody is called so
    NOT_THEN = "not-then"  # not in office that day
    ELSEWHERE = "elsewhere"  # the line names another unit that is known
    SEVERAL = "several"  # two people, and no unit to tell them apart


@dataclass(frozen=True, slots=True)
class Match:
    """The post of a line, or why there is none. `others`: the units of those it might have been."""

    post_id: int | None = None
    why: Nobody | None = None
    others: tuple[str, ...] = ()


class Officers:
    """Finds whose a line is: by the name, and among namesakes by the unit."""

    def __init__(self, held: Iterable[Held], units: Iterable[str] = ()) -> None:
        self._by_name: dict[str, list[Held]] = {}
        for one in sorted(held, key=lambda one: (one.since, one.post_id)):
            self._by_name.setdefault(_folded(one.name), []).append(one)
        self._units = {_folded(unit) for unit in units}
        self._known: dict[tuple[str, str, date], Match] = {}

    def match(self, line: Line) -> Match:
        """Someone who holds several posts shared for the unit that is named, else for the post held longest."""
        key = (line.person, line.unit, line.day)
        if key not in self._known:
            self._known[key] = self._find(line)
        return self._known[key]

    def _find(self, line: Line) -> Match:
        named = self._by_name.get(_folded(line.person), [])
        if not named:
            return Match(why=Nobody.UNKNOWN)
        then = [one for one in named if one.since <= line.day and (one.until is None or line.day <= one.until)]
        if not then:
            return Match(why=Nobody.NOT_THEN, others=_units(named))
        unit = _folded(line.unit)
        there = [one for one in then if unit and is_same_unit(unit, _folded(one.unit))]
        if not there and unit in self._units:
            return Match(why=Nobody.ELSEWHERE, others=_units(then))
        left = there or then
        if len({one.person_id for one in left}) > 1:
            return Match(why=Nobody.SEVERAL, others=_units(left))
        return Match(left[0].post_id)


def _units(held: Iterable[Held]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.unit for one in held))


def is_same_unit(one: str, other: str) -> bool:
    """Whether two folded names may be the same unit's: one is often written with the places above it."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))
