"""Which place is meant, by its name, a part of it, or its path (`北镇市/闾阳镇/槐树村`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kpbot.domain.plain_text import fold

LONGEST = 2_000  # characters looked at
LONGEST_QUERY = 64
MOST_LOOKED_AT = 20  # occurrences of one name

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """`ids` are the places that the words at `span` may mean; one id is certain, several are to be asked."""

    ids: tuple[int, ...]
    span: tuple[int, int]


_STATION = re.compile(r"(?:的)?(?:科普中国)?(?:社区|校园|乡村)?(?:科普)?(?:e站|工作站|服务站|站)$")
_KINDS = (
    ("社区", "社区居委会", "居委会"),
    ("行政村", "村委会", "村民委员会", "村"),
    ("中心小学", "小学校", "小学"),
    ("初级中学", "高级中学", "中学"),
    ("学校",),
    ("幼儿园",),
)
_KIND = {ending: index for index, endings in enumerate(_KINDS) for ending in endings}
_KIND_PATTERN = "|".join(sorted(_KIND, key=len, reverse=True))
_KIND_AT_END = re.compile(rf"(?:{_KIND_PATTERN})$")
_KIND_HERE = re.compile(rf"(?:{_KIND_PATTERN})(?!生)")
_STATION_HERE = re.compile(
    r"\s*(?:的)?(?:科普中国)?(?:社区|校园|乡村)?(?:科普)?(?:e站|工作站|服务站|站(?!着|在|起|点))"
)
_SCHOOL_OF_IT = re.compile(r"(?<=[村区])(?:中心)?(?:小学|中学|学校|幼儿园)(?!生)")  # 槐树村小学 is not 槐树村
_GOING = re.compile(r"(?:[在于到去]|来自|地点\s*:?|地址\s*:?)\s*$")
# Names of places that are also what lectures are about: these alone say nothing.
_COMMON = re.compile(
    r"(?:健康|安全|文化|科技|科普|科学|中国|平安|和平|和谐|幸福|团结|光明|卫生|环保|法治|消防|生态|绿色|阳光|教育|文明|振兴|惠民|富民"
    r"|农业|养生|新|实验|中心|活动|社区|校园|乡村|村|小学|中学|学校|市|县|区|镇|第?[一二三四五六七八九十0-9]+|e站|站)*"
)


def match_places(query: str, places: Sequence[Place]) -> list[int]:
    """Ids of the places that `query` names, of the surest kind only, in the given order.

    `places` are (id, path or name). Kinds, surest first: the whole path or name; the same but for «e站»; the end
    of the path; the name but for its kind (社区, 村, 小学 …); part of the path; its characters in their order.
    """
    wanted = _squeeze(query[: 4 * LONGEST_QUERY])[:LONGEST_QUERY]
    if not wanted:
        return []
    known = [(place_id, _squeeze(path)) for place_id, path in places]
    for kind in _MATCHES:
        if found := [place_id for place_id, path in known if kind(wanted, path)]:
            return found
    return []


def find_place(text: str, places: Sequence[Place]) -> PlaceHit | None:
    """The place that a longer line mentions: its name, or a part of it of two characters or more which cannot be
    taken for what the line is about. The span takes in the places above it and a following «e站»."""
    folded = fold(text[:LONGEST])
    hits = [hit for place_id, path in places for hit in [_mention(folded, place_id, path)] if hit]
    if not hits:
        return None
    best = max(hits, key=lambda hit: hit.sureness)
    same = [hit for hit in hits if hit.sureness[:3] == best.sureness[:3] and hit.span[0] == best.span[0]]
    start, end = min(hit.span[0] for hit in same), max(hit.span[1] for hit in same)
    return PlaceHit(tuple(hit.place_id for hit in same), (start, end))


def _squeeze(text: str) -> str:
    """NFKC, lower case, without white space; a path's separators are kept."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).strip("/")


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _without_station(name: str) -> str:
    bare = _STATION.sub("", name)
    return bare if len(bare) >= 2 else name


def _core(name: str) -> tuple[str, int | None]:
    """The name without e站 and kind, and its kind: `槐树村e站` is 槐树, a village."""
    bare = _without_station(name)
    ending = _KIND_AT_END.search(bare)
    if ending is None or ending.start() < 2:
        return bare, None
    return bare[: ending.start()], _KIND[ending[0]]


def _ends_like(wanted: str, path: str) -> bool:
    whole, end = _without_station(path.replace("/", "")), _without_station(wanted.replace("/", ""))
    return whole.endswith(end) and end != _core(_name(path))[0] and not _KIND_AT_END.fullmatch(end)


def _same_core(wanted: str, path: str) -> bool:
    (core, kind), (its_core, its_kind) = _core(_name(wanted)), _core(_name(path))
    return core == its_core and (kind is None or its_kind is None or kind == its_kind)


def _in_order(wanted: str, path: str) -> bool:
    letters = iter(path)
    return len(wanted) >= 2 and all(letter in letters for letter in wanted)


_MATCHES: tuple[Callable[[str, str], bool], ...] = (
    lambda wanted, path: wanted == path,
    lambda wanted, path: wanted == _name(path),
    lambda wanted, path: _without_station(wanted) == _without_station(_name(path)),
    _ends_like,
    _same_core,
    lambda wanted, path: wanted in _name(path),
    lambda wanted, path: wanted.replace("/", "") in path.replace("/", ""),
    _in_order,
)


@dataclass(frozen=True, slots=True)
class _Mention:
    place_id: int
    sureness: tuple[int, int, int]  # how it was said, how much of it, how many places above it were named
    span: tuple[int, int]


def _mention(folded: str, place_id: int, path: str) -> _Mention | None:
    """How `folded` mentions a place, said in the surest way, or None."""
    above, _, name = fold(path).strip("/ ").rpartition("/")
    core, kind = _core(name)
    common = _COMMON.fullmatch(core) is not None
    for rank, part in _parts(name, core):
        for at in _occurrences(folded, part):
            if rank >= 3 or _says_place(folded, at, part, kind, enough=rank == 2 and not common):
                start, end, named = _widen(folded, (at, at + len(part)), above)
                if not _SCHOOL_OF_IT.search(folded, at + len(part), end + 5):
                    return _Mention(place_id, (rank, len(part), named), (start, end))
    return None


def _occurrences(folded: str, part: str) -> Iterator[int]:
    at = folded.find(part)
    for _ in range(MOST_LOOKED_AT):
        if at < 0:
            return
        yield at
        at = folded.find(part, at + 1)


# People there leave out whose school it is: 县实验小学 is called 实验小学, 柳河镇中心小学 中心小学.
_SCHOOL_OF_A_PLACE = re.compile(r".{0,4}?[省市县区镇乡](.{2,12}(?:小学|中学|学校))")


def _parts(name: str, core: str) -> list[tuple[int, str]]:
    """(sureness, words) worth looking for, the surest first: the name, without e站, its core, ends of that."""
    parts = [(4, name)] if not _COMMON.fullmatch(name) else []
    bare = _without_station(name)
    parts += [(3, bare)] if bare != core or not _COMMON.fullmatch(bare) else []
    parts += [(3, found[1])] if (found := _SCHOOL_OF_A_PLACE.fullmatch(bare)) else []
    parts += [(2, core)]
    for length in range(min(len(core) - 1, 20), 1, -1):
        parts += [(1, part) for part in (core[-length:], core[:length]) if not _COMMON.fullmatch(part)]
    return [(rank, part) for rank, part in parts if len(part) >= 2]


def _says_place(folded: str, at: int, part: str, kind: int | None, *, enough: bool) -> bool:
    """Whether the core of a name or a piece of it is the place: no other kind of place follows, and unless it is
    `enough` by itself it has «在» before it, or its kind or «e站» after it."""
    end = at + len(part)
    follows = _KIND_HERE.match(folded, end)
    if follows and kind is not None and _KIND[follows[0]] != kind:
        return False
    return bool(enough or follows or _STATION_HERE.match(folded, end) or _GOING.search(folded, max(0, at - 6), at))


def _widen(folded: str, span: tuple[int, int], above: str) -> tuple[int, int, int]:
    """(start, end, how many places above it were named) with its kind, «e站» and the places above it."""
    start, end = span
    for following in (_KIND_HERE, _STATION_HERE):
        if found := following.match(folded, end):
            end = found.end()
    named = 0
    for parent in reversed([part.strip() for part in above.split("/") if part.strip()]):
        before = folded[:start].rstrip(" /")
        if before.endswith(parent):
            start, named = len(before) - len(parent), named + 1
    return start, end, named
