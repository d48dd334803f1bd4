"""Numbers as people write them: `62`, `６２`, `1,200`, `1.2万`, `六十二`, `一百零五`, `两百五`, `廿三`."""

from __future__ import annotations

import re
from fractions import Fraction

from kpbot.domain.plain_text import fold

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_SIZES = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
_OTHER_FORMS = str.maketrans(
    {
        **dict(zip("〇○两兩貳陸", "零零二二二六", strict=True)),
        **dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿", strict=True)),
        "廿": "二十",
        "卅": "三十",
    }
)
_WHOLE = {"半百": 50}
_LONGEST = 24
_ARABIC = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,8})?")

NUMERALS = "零〇○一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億兩貳陸"
"""Characters of Chinese numbers, for use inside a character class."""

NUMBER = (
    r"(?:(?<![0-9])(?<![0-9][.,])(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,8})?"
    r"(?:[百千万亿](?:[0-9]{1,4}[十百千万]?){0,3})?(?![0-9])"
    rf"|半百|(?<![{NUMERALS}])[{NUMERALS}]{{1,16}}(?![{NUMERALS}]))"
)
"""Pattern of something that `read_number` may be able to read, for use on folded text."""


def read_number(text: str) -> int | None:
    """The whole number that `text` is, or None. A digit after the last unit counts in the next lower one,
    as in speech: `一千二` is 1200, `一千零二` is 1002."""
    if len(text) > 4 * _LONGEST:
        return None
    plain = fold(text).strip().translate(_OTHER_FORMS)
    if not plain or len(plain) > _LONGEST:
        return None
    if plain in _WHOLE:
        return _WHOLE[plain]
    value = _value(plain)
    return int(value) if value is not None and value.denominator == 1 else None


def _value(plain: str) -> Fraction | None:
    for unit, size in _SIZES:
        if unit in plain:
            head, _, tail = plain.partition(unit)
            high, low = _head(head, tail, size), _tail(tail, size)
            return None if high is None or low is None else high * size + low
    return _without_units(plain)


def _head(head: str, tail: str, size: int) -> Fraction | None:
    if not head:  # 十五; but 百, 千 and 万 go without a digit only when they stand alone
        return Fraction(1) if size == 10 or not tail else None
    value = _value(head)
    if value is None or value <= 0 or (size < 10**4 and value >= 10):
        return None
    return value


def _tail(tail: str, size: int) -> Fraction | None:
    if not tail:
        return Fraction(0)
    if len(tail) == 1 and tail != "零":
        digit = _without_units(tail)
        return None if digit is None else digit * size / 10
    rest = tail.lstrip("零")
    value = _value(rest) if rest else None
    below = size if rest == tail else size // 10
    return value if value is not None and value < below else None


def _without_units(plain: str) -> Fraction | None:
    if _ARABIC.fullmatch(plain):
        return Fraction(plain.replace(",", ""))
    if any(char not in _DIGITS for char in plain):
        return None
    if len(plain) == 2 and "零" not in plain:  # 六七 is six or seven, not 67
        return None
    return Fraction(int("".join(str(_DIGITS[char]) for char in plain)))
