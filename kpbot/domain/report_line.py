"""An event told in one line: `健康讲座 62人 今天下午`, `昨天在槐树村e站办了防灾减灾知识竞赛，来了八十多人`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpbot.domain.headcount import Headcount, find_headcount, read_headcount
from kpbot.domain.place_match import Place, find_place
from kpbot.domain.plain_text import fold
from kpbot.domain.when import Day, Unreadable, find_day

LONGEST = 2_000  # characters looked at
MOST_JOINING_WORDS = 30  # taken off either end of a piece


class EventKind(StrEnum):
    """The forms of events that the notice names (section 四.5, indicator 7-2)."""

    LECTURE = "lecture"
    TRAINING = "training"
    CONTEST = "contest"
    PERFORMANCE = "performance"
    EXHIBITION = "exhibition"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What a line says; what it does not say is empty or None. Several `station_ids` are to be asked about."""

    title: str = ""
    headcount: Headcount | None = None
    day: Day | Unreadable | None = None
    station_ids: tuple[int, ...] = ()
    kind: EventKind | None = None


_KINDS = (
    (EventKind.LECTURE, r"讲座|讲堂|宣讲|授课|讲课|报告会|科普课|公开课|(?<![a-z])(?:talk|lecture|seminar)"),
    (EventKind.TRAINING, r"培训|实训|集训|技术指导|实操|演练|(?<![a-z])(?:training|workshop|course|drill)"),
    (EventKind.CONTEST, r"竞赛|比赛|大赛|抢答|答题|竞答|知识赛|(?<![a-z])(?:contest|quiz|competition)"),
    (
        EventKind.PERFORMANCE,
        r"演出|汇演|会演|晚会|文艺|表演|科普剧|电影|放映|(?<![a-z])(?:performance|play|concert|film)",
    ),
    (EventKind.EXHIBITION, r"展览|巡展|展出|展示|画展|图片展|科普展|(?<![a-z])(?:exhibition|display)"),
)
_ACTIVITY = (
    r"活动|宣传|义诊|体验|参观|咨询|游园|主题日|开放日|实验|(?<![a-z])(?:activity|activities|campaign|visit|event|day)"
)

_TAKEN = "\x00"  # stands for what was taken out; no clean text holds it
_PIECES = re.compile(r"[\x00\n]+|(?<![0-9])[,，](?![0-9])|[，。.；;！!？?、|](?![0-9a-zA-Z])|$")
_DOING = (
    r"(?:组织开展|组织举办|成功举办|顺利举办|圆满举办|举办|举行|召开|开展|进行|主办|承办)[了过]?(?:一[场次个期])?的?"
)
_VENUE = r"[^\s,，。；;\x00]{0,8}(?:中心|广场|活动室|会议室|礼堂|操场|大院|教室|阅览室|图书室|文化站|门前|门口)"
_BEFORE = re.compile(
    rf"^(?:{_DOING}|{_VENUE}(?={_DOING}|办|组织)|[办搞做开上讲听看放]完?了(?:一?[场次个期堂节])?|办(?![公事理学法证案])"
    r"|组织(?!生活|部|建设)了?|参加了?|参与了?|听取了?|观看了?|接受了?|来了?(?=$|\s)|了(?![解不])|的"
    r"|(?:活动)?(?:主题|题目|标题|名称|内容|活动)\s*[:：]|/report(?![a-z])"
    r"|(?:我们?|咱们?|本)(?:村|社区|学校|校|站)?(?=$|\s|举|办|开|组)"
    r"|(?:we|i)\s|(?:held|hosted|had|gave|ran|did|organi[sz]ed)\s(?:an?\s|the\s)?|(?:of|and|with|for)\s"
    r"|[\s:：,，、。.;；~\-—]+)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?:{_DOING}|在|于|到|去|给|为|向|由|共|有|约|了|的|来了?|到场|参加了?|参与了?|吸引了?|组织了?|惠及|村民|群众"
    r"|活动时间|时间|日期|活动地点|地点|地址|站点|参加人数|人数|(?:顺利|圆满)?(?:结束|完成|举办)"
    r"|(?:^|\s)(?:at|in|on|with|for|was|were|held|and|attended(?:\sby)?|came|joined)"
    r"|[\s:：,，、。.;；!！~\-—|(（\[【]+)$",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    r"(?:有|共|来|看|听|完|办|到|我|我们|村民|群众|参加|都|很|at|in|on|the|a|we|people)?", re.IGNORECASE
)
_LONE_NUMBER = re.compile(r"(?:^|(?<=[\s,，;；、。\x00]))[0-9０-９]{2,4}(?=$|[\s,，;；。\x00])")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def parse_report(text: str, today: date, stations: Sequence[Place]) -> ReportLine:
    """Station, day and headcount in any order are taken out of the text after `/report`; what is left is the
    title. `today` is local, `stations` are (id, name or path) of those the person may report for."""
    rest = text[:LONGEST].replace(_TAKEN, " ")
    place = find_place(rest, stations)
    rest = _without(rest, place.span) if place else rest
    day = find_day(rest, today)
    rest = _without(rest, day.span) if day else rest
    headcount = find_headcount(rest) or _lone_number(rest)
    rest = _without(rest, headcount.span) if headcount else rest
    title = _title(rest)
    return ReportLine(title, headcount, day, place.ids if place else (), guess_kind(title))


def guess_kind(title: str) -> EventKind | None:
    """What kind of event a title names, or None. The last word that says so counts, as in Chinese the head comes
    last («竞赛培训» is a training); «活动» and the like only if nothing plainer is said."""
    folded = fold(title[:LONGEST])
    found = [(match.start(), kind) for kind, words in _KINDS for match in re.finditer(words, folded)]
    if found:
        return max(found)[1]
    return EventKind.ACTIVITY if re.search(_ACTIVITY, folded) else None


def _without(text: str, span: tuple[int, int]) -> str:
    """`text` with the span blanked, of the same length so that other spans still hold."""
    start, end = span
    return text[:start] + _TAKEN * (end - start) + text[end:]


def _lone_number(rest: str) -> Headcount | None:
    """A number standing alone (`健康讲座 62 今天`) is the headcount, unless it looks like a year or there are two."""
    numbers = [match for match in _LONE_NUMBER.finditer(rest) if not _YEAR.fullmatch(fold(match[0]))]
    said = read_headcount(numbers[0][0]) if len(numbers) == 1 else None
    return Headcount(said.count, said.approximate, numbers[0].span()) if said else None


def _title(rest: str) -> str:
    """What is left, without the words that only joined it to what was taken out."""
    title, joint = "", ""
    at = 0
    for mark in _PIECES.finditer(rest):
        piece = _trim(rest[at : mark.start()])
        if piece:
            title += (joint if title else "") + piece
            joint = ""
        joint = _joint(joint, mark[0])
        at = mark.end()
    return title


def _joint(so_far: str, mark: str) -> str:
    """How two pieces are joined: by the punctuation between them, else by a space."""
    return mark if mark.strip("\x00\n ") else so_far or " "


def _trim(piece: str) -> str:
    piece = " ".join(piece.split())
    for _ in range(MOST_JOINING_WORDS):
        shorter = _AFTER.sub("", _BEFORE.sub("", piece, count=1).strip(), count=1).strip()
        if shorter == piece:
            break
        piece = shorter
    return "" if _LEFTOVER.fullmatch(piece) else piece
