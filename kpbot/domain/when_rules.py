"""How days are written: patterns over folded text, each with the reader of its match."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import IntEnum

from kpbot.domain import when_readers as read
from kpbot.domain.numerals import NUMERALS

Reader = Callable[[re.Match[str], date], tuple[date, bool] | None]


class Tier(IntEnum):
    """How plainly a day is said; the lower wins."""

    PLAIN = 0
    SHORT = 1
    UNREADABLE = 2
    PART_ONLY = 3


_PART = (
    r"(?:上午|早上|早晨|清晨|一早|凌晨|下午(?!茶)|中午|午后|晚上|傍晚|晚间|夜里|夜间|[早晚](?=$|[\s0-9,，。.;；])"
    r"|(?<![a-z])(?:morning|noon|afternoon|evening|night)(?![a-z]))"
)
_HOUR = rf"(?:[0-9]{{1,2}}|[{NUMERALS}]{{1,3}})"
_CLOCK = (
    rf"(?:{_HOUR}(?:点钟?|时(?![间候常令事节代髦]))"
    rf"(?:半|整|[一三]刻|{_HOUR}分(?!享)|[0-5][0-9](?![0-9])(?!\s*[人名位余多个来]))?"
    r"|[0-9]{1,2}:[0-9]{2}(?!:?[0-9]))"
)
ASIDE = re.compile(
    r"(?:\s*\((?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])\))?"
    rf"(?:\s*(?:in\s+the\s+)?(?P<part>{_PART}))?"
    rf"(?:\s*(?=(?P<hour>{_HOUR})[点时:]){_CLOCK}(?:\s*[-~—–至到]\s*{_PART}?\s*{_CLOCK})?"
    r"|\s+(?:at\s+)?[0-9]{1,2}(?::[0-9]{2})?\s?(?P<half>[ap]m)(?![a-z]))?"
)
"""What may follow a day: the weekday in brackets, the part of the day, the time."""

_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_FREE = r"(?<![0-9一二三四五六七八九十第])(?<![0-9][./-])(?<!每月)(?<!每年)"
_YEAR = (
    r"(?:(?<![0-9])(?P<year>(?:19|20)[0-9]{2}|[0-9]{2}|[〇零○一二三四五六七八九]{4})\s*年"
    rf"|(?P<which>{'|'.join(read.YEARS)}))"
)
_MONTH_AND_DAY = rf"(?:{_YEAR}\s*)?{_FREE}(?P<month>{_N})\s*月份?\s*(?P<day>{_N})"
_TO = rf"(?P<to>\s*[-~—–至到、]\s*(?:{_N}\s*月\s*)?{_N}\s*[日号])"
_NO_MEASURE = (
    r"(?!\s*(?:[元块万亿倍度℃%秒米斤吨亩升岁位个余多次班版折层楼°]|百(?!姓)|人(?!民|工|口|才)|名(?!医|师|家|校)"
    r"|分(?!享|会|校)|小时|公里|公斤|年级|的|kg|km|cm|mm|gb|mb))"
)
_HAO_OR_RI = r"(?:号(?![楼院线店人码厅馆门台文元病机井桥矿教公信])|日(?![游本记常报光照语期化志均用间出落食]))"
_MONTH_NAME = (
    r"(?<![a-z])(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?![a-z])"
)
_ENGLISH_YEAR = r"(?:,?\s+(?P<year>(?:19|20)[0-9]{2})(?![0-9]))?"
_RELATIVE = "|".join(word.replace(" ", r"\s+") for word in sorted(read.FROM_TODAY, key=len, reverse=True))
_DAY_NAMES = "|".join(read.DAY_NAMES)

_PATTERNS: tuple[tuple[Tier, str, Reader], ...] = (
    (Tier.PLAIN, rf"(?<![a-z])(?:the\s+)?(?P<word>{_RELATIVE})(?![a-z]|[气性]|头条|三条|说法)", read.from_today),
    (Tier.PLAIN, rf"{_MONTH_AND_DAY}\s*[日号]{_TO}?", read.full_date),
    (Tier.PLAIN, rf"{_MONTH_AND_DAY}{_TO}", read.full_date),
    # 11月20, without 日
    (
        Tier.PLAIN,
        rf"(?:{_YEAR}\s*)?{_FREE}(?P<month>[0-9]{{1,2}})\s*月\s*(?P<day>[0-9]{{1,2}})(?![0-9.:])"
        rf"(?!\s*[日号点时天至到~-]){_NO_MEASURE}",
        read.full_date,
    ),
    (
        Tier.PLAIN,
        r"(?<![0-9a-z./-])(?P<year>(?:19|20)[0-9]{2})\s?(?P<mark>[-/.])\s?(?P<month>[0-9]{1,2})\s?(?P=mark)\s?"
        r"(?P<day>[0-9]{1,2})(?![0-9])(?![./-][0-9])[日号]?",
        read.full_date,
    ),
    (
        Tier.PLAIN,
        r"(?<![0-9a-z])(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9a-z])",
        read.full_date,
    ),
    (
        Tier.PLAIN,
        rf"(?P<shift>上上个?月|上个?月|本月|当月|这个?月|下下个?月|下个?月)份?\s*(?P<day>{_N})\s*[日号]",
        read.day_of_named_month,
    ),
    (
        Tier.PLAIN,
        rf"(?<![0-9{NUMERALS}.第月年])(?P<n>[0-9]{{1,3}}|[{NUMERALS}]{{1,3}})\s*(?P<unit>天|个?星期|个?礼拜|周)\s*"
        r"(?P<side>[以之]?前(?!后)|[以之]?后)",
        read.days_away,
    ),
    (
        Tier.PLAIN,
        r"(?<![0-9a-z.])(?P<n>[0-9]{1,3}|a|one)\s+(?P<unit>day|week)s?\s+(?P<side>ago)(?![a-z])",
        read.days_away,
    ),
    (
        Tier.PLAIN,
        r"(?<![每一二两三四五六七八九十0-9动技传])(?P<week>上上个?|上个?|本|这个?|下下个?|下个?)?(?:周|星期|礼拜)"
        r"(?P<day>[一二三四五六日天]|[1-7](?![0-9]))(?![常期岁年次]|\s*[至到~-]\s*(?:周|星期|礼拜))",
        read.weekday,
    ),
    (
        Tier.PLAIN,
        rf"(?<![a-z])(?<!every\s)(?P<which>(?:last|this|next)\s+)?(?P<day>{_DAY_NAMES})(?![a-z])",
        read.english_weekday,
    ),
    (
        Tier.PLAIN,
        rf"{_MONTH_NAME}\s*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9a-z:]|\.[0-9]){_ENGLISH_YEAR}"
        r"(?!\s*(?:people|persons?|villagers|students))",
        read.full_date,
    ),
    (
        Tier.PLAIN,
        rf"(?<![0-9.])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s*(?:of\s+)?{_MONTH_NAME}{_ENGLISH_YEAR}",
        read.full_date,
    ),
    (
        Tier.SHORT,
        r"(?<![0-9v第¥￥$价版约共每])(?<![0-9a-z][./-])(?<!版本)(?P<month>[0-9]{1,2})(?P<mark>[./-])(?P<day>[0-9]{1,2})"
        r"(?P<to>\s?[-~—–至到]\s?[0-9]{1,2}(?:(?P=mark)[0-9]{1,2})?(?![0-9]))?"
        rf"(?![0-9a-z])(?![./-][0-9a-z]){_NO_MEASURE}[日号]?",
        read.short_date,
    ),
    (Tier.SHORT, rf"{_FREE}(?<![a-z月])(?P<day>{_N})\s?{_HAO_OR_RI}(?![前后])", read.day_of_month),
    (
        Tier.UNREADABLE,
        r"前几天|几天前|前些天|前些日子|前阵子|(?<!晚)(?<!早)(?:上个?(?:周|星期|礼拜)(?![一二三四五六日天边围])"
        r"|上个?月(?![球亮底初份0-9一二三]))",
        read.vague,
    ),
    (Tier.PART_ONLY, r"(?:(?<=^)|(?<=[\s,，。.;；、]))(?=上午|早上|下午(?!茶)|中午|晚上)", read.just_today),
)

RULES = tuple((tier, re.compile(pattern), reader) for tier, pattern, reader in _PATTERNS)
