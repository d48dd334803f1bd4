"""Numbered replies: `1 3`, `已分享1和3`, `123`, `全部 微信群`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpbot.domain.numerals import read_number
from kpbot.domain.plain_text import fold

LONGEST = 80  # characters; whoever writes more is saying something else


@dataclass(frozen=True, slots=True)
class Choices:
    """The numbers chosen, ascending, within 1..highest; those beyond it; and the destination as it was written."""

    numbers: tuple[int, ...]
    out_of_range: tuple[int, ...] = ()
    destination: str | None = None


_DESTINATION = (
    r"(?P<place>微信朋友圈|微信群|微信|朋友圈|qq\s?群|qq空间|qq|新浪微博|微博|抖音|快手|其他|其它|wechat\s+moments|wechat|moments|weibo"
    r"|douyin|other)"
)
_FIRST = re.compile(rf"(?:[发转到在]{{1,2}})?\s*{_DESTINATION}[里上]?[了也]?(?![a-z])[\s:,，、]*")
_LAST = re.compile(rf"[\s:,，、]*(?:[到至在]了?|(?<![a-z])(?:to|on|in)\s)?\s*(?<![a-z]){_DESTINATION}[里上]?了?$")
_DONE = (
    r"(?P<how>(?:已经?|全?都|全部?){0,3})(?:分享|转发|转|发布|发送|发)[过完好]?了?(?:出去了?)?"
    r"|(?<![a-z])(?:i\s+)?(?:have\s+)?(?:shared|done|posted|forwarded)(?![a-z])"
)
_SAID_FIRST = re.compile(rf"我?(?:今天)?(?:{_DONE})[\s:,，、]*")
_SAID_LAST = re.compile(rf"[\s:,，、]*(?:{_DONE})$")
_ALL_OF_THEM = re.compile(
    r"(?P<count>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})[条个篇](?P<all>全部|全?都)?|全部|全都|all(?:\s+of\s+them)?|"
)
_SEPARATOR = r"(?:[\s,，、;；./和与及跟&+|]|(?<![a-z])and(?![a-z])|[号条篇个])"
_ITEM = r"第?(?:[0-9]{1,4}|[一二三四五六七八九十]{1,4})"
_RANGE = rf"{_ITEM}(?:\s*[-~—–至到]\s*{_ITEM})?"
_LIST = re.compile(rf"{_RANGE}(?:{_SEPARATOR}{{1,4}}{_RANGE}){{0,39}}{_SEPARATOR}{{0,4}}")
_PART = re.compile(rf"(?P<low>{_ITEM})(?:\s*[-~—–至到]\s*(?P<high>{_ITEM}))?")
_EDGES = " \t\n:：,，、.。．!！~～"
_KEYCAPS = re.compile(r"([0-9])\ufe0f?\u20e3")
_CIRCLED = {0x2460 + index: f" {index + 1} " for index in range(9)}


def read_choices(text: str, highest: int) -> Choices | None:
    """What a numbered reply to a list of `highest` entries chooses, or None if `text` is not purely such a reply
    («我3点到», «1楼水管坏了», a phone number), so that ordinary talk is never taken for one."""
    if len(text) > LONGEST:
        return None
    plain, destination = _take_destination(_KEYCAPS.sub(r" \1 ", text.translate(_CIRCLED)).strip(_EDGES))
    plain, done = _take_done(plain)
    if destination is None:
        plain, destination = _take_destination(plain)
    folded = fold(plain).strip(_EDGES)
    if everything := _ALL_OF_THEM.fullmatch(folded):
        if not folded and not re.search("[都全]", done or ""):
            return None
        if everything["count"] and not _all_are_meant(
            everything, highest, said=done is not None or destination is not None
        ):
            return None
        return Choices(tuple(range(1, highest + 1)), destination=destination)
    if not _LIST.fullmatch(folded):
        return None
    return _choose(folded, highest, destination, bare=done is None and destination is None)


def _all_are_meant(counted: re.Match[str], highest: int, *, said: bool) -> bool:
    """«3条» is how many, and clear only if it is all of them and not said about something else."""
    return read_number(counted["count"]) == highest and (said or counted["all"] is not None)


def _take_destination(text: str) -> tuple[str, str | None]:
    folded = fold(text)
    if found := _LAST.search(folded):
        return text[: found.start()], text[slice(*found.span("place"))]
    if found := _FIRST.match(folded):
        return text[found.end() :], text[slice(*found.span("place"))]
    return text, None


def _take_done(text: str) -> tuple[str, str | None]:
    """The rest and, where it was said that it is done, the words for how: `已`, `都`, `` …"""
    folded = fold(text)
    if found := _SAID_FIRST.match(folded):
        return text[found.end() :], found["how"] or ""
    if found := _SAID_LAST.search(folded):
        return text[: found.start()], found["how"] or ""
    return text, None


def _choose(folded: str, highest: int, destination: str | None, *, bare: bool) -> Choices | None:
    chosen: set[int] = set()
    for part in _PART.finditer(folded):
        low = _numbers(part["low"], highest)
        high = _numbers(part["high"], highest) if part["high"] else low
        if low is None or high is None:
            return None
        if part["high"]:
            first, last = sorted((low[0], high[-1]))
            chosen.update(range(first, min(last, highest) + 1))
            chosen.add(last)
        else:
            chosen.update(low)
    numbers = tuple(sorted(number for number in chosen if 1 <= number <= highest))
    beyond = tuple(sorted(chosen.difference(numbers)))
    if bare and not numbers and max(beyond) > 9:  # «62», «666» and «2026» answer something else
        return None
    return Choices(numbers, beyond, destination)


def _numbers(written: str, highest: int) -> list[int] | None:
    """`13` is 1 and 3 where the list has fewer than ten entries and both are in it; so is `一三`."""
    digits = written.removeprefix("第")
    separate = [read_number(digit) or 0 for digit in digits]
    if (
        len(digits) > 1
        and highest < 10
        and len(set(separate)) == len(separate)
        and all(0 < n <= highest for n in separate)
    ):
        return separate
    whole = read_number(digits)
    return None if whole is None else [whole]
