"""How many people came, as an officer says it in passing (indicator 7-2 of the notice asks for 50)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpbot.domain.numerals import NUMBER, NUMERALS, read_number
from kpbot.domain.plain_text import fold

LONGEST = 2_000  # characters looked at


@dataclass(frozen=True, slots=True)
class Headcount:
    """`count` people. Where a range or «多» was said it is the lower bound, and `approximate`.

    `span` covers all the words that say the number, in the text searched.
    """

    count: int
    approximate: bool
    span: tuple[int, int]


_LABEL = (
    r"(?:(?:参加|参与|到场|到会|与会|受益|受众|听众|观众|听课|培训|活动|总)?(?:人数|人次)"
    r"|(?:一共|总共|共)?(?:来了|到了|到场|参加了?|参与了?)"
    r"|(?:attendance|headcount|attended\s+by|audience)(?:\s+of)?)\s*[:为是有达共]?\s*"
)
_TOTAL = r"(?:总共|一共|共计|合计|总计|共有?|吸引了?|惠及|覆盖|受益|组织了?)\s*"
_ABOUT = (
    r"(?:大约|约莫?|大概|大致|将近|接近|(?<!最)(?<!附)近|差不多|至少|不到|不足|不下|超过|超|逾|估计|上(?=[百千万])"
    r"|(?<![a-z])(?:about|around|approximately|roughly|some|nearly|almost|over|under|more\s+than|at\s+least|up\s+to)(?=\s))"
)
_NOUN = (
    r"(?:群众|民众|村民|居民|社员|农民|农户代表|果农|菜农|大学生|中学生|小学生|学生|同学|师生|教师|老师|家长|老年人|老年朋友|老人"
    r"|老乡|乡亲|党员|干部|学员|观众|听众|市民|职工|工人|员工|青少年|青年|妇女|孩子|小朋友|儿童|幼儿|志愿者|代表|读者|游客|会员"
    r"|业主)们?"
)
_WHO = rf"(?:全[校村体县])?(?:{_NOUN}){{1,3}}[:\s]{{0,2}}"  # 共有师生562人
_HEADS = r"人次|人(?!民|口|类|才|均|造|身|工智|行|头|大代表|小?组|队|制|间|份|一[^起])"
_PRESENTER = r"[^\s,，。;；0-9]{0,6}?(?:专家|教授|讲师|医生|大夫|医护|技术员|农技员|讲解员|主持人|嘉宾|工作人员)"
_ENGLISH = (
    r"(?P<so>or\s+so\s+)?(?:[a-z]{2,12}\s+){0,2}?(?:people|persons?|attendees|participants|visitors|villagers|residents"
    r"|students|pupils|children|kids|adults|farmers|parents|teachers|guests|listeners)(?![a-z])"
    r"|(?:have\s+|were\s+)?(?:attended|attending|came|joined|took\s+part|turned\s+up|showed\s+up|participated|present)(?![a-z])"
)
_SAID = re.compile(
    rf"(?P<label>{_LABEL})?(?P<who>{_WHO})?(?P<total>{_TOTAL})?(?P<whom>{_WHO})?(?:(?P<about>{_ABOUT})\s*)?"
    rf"(?P<number>{NUMBER})(?:\s?(?P<to>[-~—–至到、])\s?(?P<upper>{NUMBER}))?\s*(?P<more>多|余|来(?!了|自)|几|\+)?\s*"
    rf"(?P<person>(?:[个号名位口]\s*)?(?:{_HEADS}|{_NOUN}(?:{_NOUN}){{0,2}})"
    rf"|[名位](?!{_PRESENTER}|[数次单])(?:[^\s,，。;；0-9参听观]{{0,3}}?{_NOUN})?|{_ENGLISH})?"
    r"(?P<after>\s*(?:左右|上下|以上|以内|出头))?"
)
_PAUSE = r"\s*(?:$|[,，。.;；、!！)）\n])"
_CLOSED = re.compile(rf"个?多?(?:{_PAUSE}|\s+(?![次场天本册份点小块项期元岁户家组台页篇]))")
_PRESENTING = re.compile(r"(?:其中|包括|包含|男|女|专家|讲师|医生|讲解员|工作人员|志愿者)[^\s,，。;；0-9]{0,2}\s*:?$")
_HELPERS = re.compile("老师|教师|干部|志愿者")
_RANKED = ("第", "前", "每", "几", "数", "初", "高")
_NOT_COUNTS = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天]"
    r"|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})[日号]"
)
_TWO_DIGITS = re.compile(r"(?=([一二三四五六七八九])([一二三四五六七八九]))")
_BARE_UNITS = frozenset({"百", "千", "万"})
_ALONE = re.compile(
    rf"\s*(?:{_ABOUT}\s*)?{NUMBER}(?:\s?[-~—–至到、]\s?{NUMBER})?\s*[多余来几+]?\s*[个号]?\s*(?:左右|上下|以上)?[。.!！\s]*"
)


def find_headcount(text: str) -> Headcount | None:
    """The headcount that `text` mentions, or None. Of several the one with words like «来了» or «共» wins, else
    the last one; ages, prices, dates, ranks and experts are not it. Absurd numbers are returned as said."""
    return _find(text, answer=False)


def read_headcount(text: str) -> Headcount | None:
    """The headcount in the answer to a question about it, where `62`, `60多` or `大约六十` is enough."""
    found = _find(text, answer=False)
    if found is None and len(text) <= 40 and _ALONE.fullmatch(fold(text)):
        return _find(text, answer=True)
    return found


def _find(text: str, *, answer: bool) -> Headcount | None:
    folded = _NOT_COUNTS.sub(lambda said: "#" * len(said[0]), fold(text[:LONGEST]))
    best, best_rank = None, 0
    for said in _SAID.finditer(folded):
        rank = 1 if answer else _rank(said, folded)
        headcount = _read(said) if rank else None
        if headcount and rank >= best_rank:
            best, best_rank = headcount, rank
    return best


def _rank(said: re.Match[str], folded: str) -> int:
    """0 not a headcount, 1 perhaps, 2 plain, 3 said to be one."""
    before = folded[max(0, said.start() - 12) : said.start()]
    number, person = said["number"], said["person"]
    if before.endswith(_RANKED):
        return 0
    if person is None:
        return 3 if said["label"] and _CLOSED.match(folded, _end(said)) else 0
    if said["label"] or said["total"]:
        return 3
    if number == "一" or (len(number) == 1 and number in NUMERALS and re.match(_NOUN, person)):
        return 0  # 一位老人 is anybody; 初二学生 and 三中老师 name a class or a school
    helpers = _HELPERS.search((said["who"] or "") + (said["whom"] or ""))
    bare = number in _BARE_UNITS and not (said["about"] or said["more"])  # 百人健步走 is a title
    return 1 if bare or helpers or _PRESENTING.search(before) else 2


def _read(said: re.Match[str]) -> Headcount | None:
    lower = _amount(said["number"])
    vague = any(said[words] for words in ("about", "more", "so", "after"))
    if said["upper"] is None:
        return None if lower is None else Headcount(lower[0], lower[1] or vague, (said.start(), _end(said)))
    upper = _amount(said["upper"])
    least = _least(said, lower, upper)
    if least is not None:
        return Headcount(least, True, (said.start(), _end(said)))
    if upper is None:
        return None
    return Headcount(upper[0], upper[1] or bool(said["more"] or said["after"]), (said.start("upper"), _end(said)))


def _amount(number: str) -> tuple[int, bool] | None:
    """(count, whether it is a lower bound) of `六十二`, `六七十`, `百十`, `百`."""
    count = read_number(number)
    if count is not None:
        return count, number in _BARE_UNITS
    if number == "百十":
        return 100, True
    pairs = list(_TWO_DIGITS.finditer(number))
    if len(pairs) != 1 or "零" in number or "〇" in number:
        return None
    low, high = pairs[0].groups()
    if low + high not in "一二三四五六七八九" and (low, high) != ("三", "五"):
        return None
    at = pairs[0].start()
    count = read_number(number[: at + 1] + number[at + 2 :])
    return None if count is None else (count, True)


def _least(said: re.Match[str], lower: tuple[int, bool] | None, upper: tuple[int, bool] | None) -> int | None:
    """The lower end of `60-70`, `60到70` or `六、七十`; None where the two numbers are no range."""
    if lower is None or upper is None:
        return None
    low, high = lower[0], upper[0]
    if 0 < low < 10 <= high and said["number"] in NUMERALS:
        low *= 10 ** (len(str(high)) - 1)
    elif said["to"] == "、":
        return None
    return low if low < high <= 10 * low else None


def _end(said: re.Match[str]) -> int:
    return said.start() + len(said[0].rstrip())
