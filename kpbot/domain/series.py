"""Instalments: titles that are numbered, or that differ from an earlier one of their source in a number only.

What belongs to a series leans on its other parts; whether this part stands alone a coordinator can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kpbot.domain.similarity import plain
from kpbot.domain.wording import alike

_NUMBER = "[0-9〇零一二三四五六七八九十百]+"
_COUNTED = "期|集|讲|回(?!事)|篇|章|辑|弹|话(?!题)|季(?!度|节)|课(?!桌)|站|节(?!气|课|车)|部分|部(?=$|[^分])"
# A first lesson opens the school year more often than a series.
_NUMBERED = re.compile(rf"(?<!开学)第(?!一[课站节])({_NUMBER})\s*(?:{_COUNTED})")
_IN_BRACKETS = re.compile(
    r"[(\[【「『](?:[一二三四五六七八九十]{1,3}|[0-9]{1,3}|[0-9]+/[0-9]+|[上中下终完续](?:篇|集|部)?|(?:完|终)结篇?)[)\]】」』]"
    r"|\([ivx]{1,4}\)$"
)
_NAMED = re.compile(
    r"(?<![a-z])(?:vol|no|ep|part|day|episode|chapter)[.·\s#_-]*[0-9]{1,4}(?![0-9a-z])|#[0-9]{1,4}(?![0-9])"
)
_PARTED = re.compile(
    r"(?:养生|系列|课堂|讲堂|讲座|百科|卡片|手册|趣谈|故事|问答)之|之[一二三四五六七八九十]{1,3}(?=$|[\s:|·,。—-])|[上中下]篇|[\s:|·—-][上中下]$|连载\s*[0-9一二三四五六七八九十]*"
    rf"|(?:^|[\s|·—-]){_NUMBER}\s*期(?=$|[\s:|·—-])|[0-9]{{2,}}期[:|]"
    r"|系列(?:科普|讲座|漫画|视频|文章|报道)?\s*[0-9一二三四五六七八九十]+(?=$|[\s:|·—-])"
)
_AT_END = re.compile(
    r"第[0-9一二三四五六七八九十百]+[条问则招式题]$|[\s·|—-](?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})$"
)
_DATED = re.compile(
    r"[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?$|\([0-9]{1,4}[.年月至~—-][0-9.年月日至~—-]*\)|^(?:每日|每周|每天|今日)\S{1,5}[|:·]"
    r"|[早晚日周月快简]报(?=$|[\s|:·0-9(】\]])"
)
# A column: what comes back every day or week and what is left of its name, with a date or a sign after it.
_SEPARATED = r"[\s|丨:·,—_\-(\[【]"
_DATE = r"(?:[0-9]{4}年|[0-9]{4}[./-])?[0-9]{1,2}(?:[./-][0-9]{1,2}|月(?:[0-9]{1,2}日?|[上中下]旬)?)"
_COLUMN = re.compile(
    rf"{_SEPARATED}\s*{_DATE}\s*[)\]】]?$|^{_DATE}\s*[|丨:]|[\s|丨·](?:20[0-9]{{2}})?[01][0-9][0-3][0-9]$"
    r"|^(?:每[日天晚周月早]|今[日晨天晚]|本[周月期]|[一上]周|[早晚]安|晨读|夜读|睡前|周末|周[一二三四五六日])(?:一\S)?\S{1,6}[|丨·]"
    r"|^(?:每[日天晚周月]一|本[周月]|一周)\S{1,5}:|(?:日历|月历|日签|早餐|晚餐|晨读|早读|夜读|专栏|小?课堂|问答|画报|电台|图鉴|日课|信箱|词典)[|丨]"
    r"|(?:周报|旬报|月报|专报|月历|连环画|手记|粉碎机|展播|选登|札记|选编|简讯|特刊|副刊|早读|日签|快讯|速递|精选|周记)(?=$|[\s|丨:·(\[【0-9])"
    rf"|{_SEPARATED}第{_NUMBER}[^次届个代种步批名0-9][)\]】]?(?=$|[\s|丨:·])|第{_NUMBER}[问号期封辑](?=$|[\s|丨:·,)】])"
    rf"|[0-9]{{4}}年(?:度)?第{_NUMBER}[号期周辑批]|\(第?{_NUMBER}版?\)$|[|丨·]\S{{1,4}}(?<![一几这那本全])篇$"
    r"|^(?:一周|本周|当月|本月|每月)\S{0,5}(?:[榜机报谈闻看选评荐]|天象|月历|预告|看点|要事)$"
    r"|第{_NUMBER}[场夜]$|历?史上的今天|[上下本]一?[期回集](?:预告|答案|答疑|回顾|主题|内容|话题|看点)"
)
_CIRCLED = re.compile(r"[①-⑳㈠-㈩❶-❿⑴-⒇]\s*$")  # gone once a title is `alike`
_PATTERNS = (_NUMBERED, _IN_BRACKETS, _NAMED, _PARTED, _AT_END, _DATED, _COLUMN)
_NUMERALS = re.compile(f"{_NUMBER}")


def instalment(title: str) -> str:
    """How a title is numbered, as it stands in it (第12期, (三), vol.5); empty if it is not."""
    if circled := _CIRCLED.search(title):
        return circled.group().strip()
    text = alike(title)
    found = [match for pattern in _PATTERNS if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start()).group().strip(" |:·—-") if found else ""


@lru_cache(maxsize=8192)
def skeleton(title: str) -> str:
    """The title without its numbers and dates; empty if it has none or nothing else."""
    letters = plain(alike(title))
    bones = _NUMERALS.sub("#", letters)
    return bones if "#" in bones and len(bones) >= _LEAST else ""


_LEAST = 4  # of a title that is all numbers nothing is known


def continues(title: str, earlier: Iterable[str]) -> str:
    """The first of the source's earlier titles that differs in numbers or dates only; empty if there is none."""
    bones, letters = skeleton(title), plain(alike(title))
    if not bones:
        return ""
    return next((other for other in earlier if skeleton(other) == bones and plain(alike(other)) != letters), "")
