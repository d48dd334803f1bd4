"""What single cells of a roster say: names, yes and no, numbers, days, things with their count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kpbot.domain import sheet_cells
from kpbot.domain.numerals import read_number
from kpbot.domain.plain_text import fold, one_line
from kpbot.domain.sheet_cells import read_yes_no

NAME_LIMIT = 20  # characters of a person's name, as where people give their own
MOST_OF_ONE = 50  # facilities of a kind in a unit; more is a number from another column
SHOWN = 30  # characters of a cell that are said back

_NOTHING = frozenset(
    {"", "无", "没有", "空", "空缺", "暂缺", "待定", "暂无", "-", "--", "—", "——", "/", "\\", "n/a", "none", "vacant"}
)
_YES = frozenset({"建有", "已建成", "示范", "示范单位", "示范点"})  # besides those of every sheet
_NO = frozenset({"没建", "非示范", "不在建"})
_GONE = frozenset(
    {"离任", "已离任", "卸任", "已卸任", "离职", "已离职", "离岗", "调离", "已调离", "退出", "停任", "left", "former"}
    | {"撤换", "已撤换", "更换", "已更换", "换人", "已换人", "免职", "已免职", "被撤换", "replaced"}
)
_TITLES = (
    *("党支部书记", "党总支书记", "支部书记", "村支书", "支书", "副书记", "书记", "村主任", "副主任", "主任"),
    *("会计", "委员", "文书", "副校长", "校长", "老师", "教师", "站长", "网格员"),
)
_NOT_HERE = frozenset({"否", "不在任", "不在岗", "no", "ended"})
_HERE = frozenset({"否", "在任", "在岗", "至今", "现任", "no", "present"})
_DIGITS = re.compile(r"[0-9０-９](?:[\s\-－.]?[0-9０-９]){5,}[xXｘＸ]?")
_SEPARATORS = re.compile(r"[、，,；;/／|｜\n]+|\s+(?:and|和|及)\s+")
_ASIDE = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]?")
_GONE_MARK = "\x00"
_CHINESE_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_CHINESE = re.compile(r"[\u4e00-\u9fff·•]+")
_COUNTED = re.compile(
    r"^(.*?)\s*[x×*:：]?\s*([0-9０-９]{1,4}|[一二两三四五六七八九十]{1,3})\s*(?:个|块|处|台|面|组|套|间|座)\s*$"
)
_BARE_COUNT = re.compile(r"^([0-9０-９]{1,4}|[一二两三四五六七八九十]{1,3})\s*(?:个|块|处|台|面|组|套|间|座)?$")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})\s*年?")


def is_nothing(cell: str) -> bool:
    return fold(cell).strip() in _NOTHING


def yes_or_no(cell: str) -> bool | None:
    """None for what is neither."""
    said = fold(cell).strip()
    if said in _YES or said.endswith(("级", "级示范")):
        return True
    return False if said in _NO or said in _NOTHING - {""} else read_yes_no(said)


def says_gone(cell: str) -> bool:
    """Of a cell «离任»."""
    return fold(cell).strip() in _GONE


def says_left(cell: str) -> bool:
    """Of a cell «是否在任»."""
    return fold(cell).strip() in _GONE | _NOT_HERE


def says_here(cell: str) -> bool:
    """Of a cell «离任»: they did not."""
    return fold(cell).strip() in _HERE


def read_day(cell: str) -> date | None:
    """The day of a cell; the first of a month or year that is all it names. None if it cannot be read."""
    year = _YEAR.fullmatch(fold(cell).strip())
    if year:
        return date(int(year[1]), 1, 1)
    return sheet_cells.read_day(cell) or sheet_cells.read_month(cell)


def without_numbers(text: str) -> str:
    """The text without what is as long as a telephone or identity number: those are never kept, nor said back."""
    return _DIGITS.sub("", text)


def shown(cell: str) -> str:
    """A cell as it may be said back in a remark."""
    return _DIGITS.sub("…", one_line(cell))[:SHOWN]


def names(cell: str) -> tuple[str, ...]:
    """The persons of a cell: `张三、李四`, `张三 李四`, `张 三（主任）`; without numbers, brackets and
    titles, and without whom the brackets call replaced or gone (`王五（已撤换）`)."""
    return _persons(part for part in _parts(cell) if _GONE_MARK not in part)


def gone_names(cell: str) -> tuple[str, ...]:
    """Whom the brackets call replaced or gone."""
    return _persons(part.replace(_GONE_MARK, "") for part in _parts(cell) if _GONE_MARK in part)


def _parts(cell: str) -> list[str]:
    bare = _ASIDE.sub(
        lambda aside: _GONE_MARK if says_gone(aside[0].strip("（()）【】[] ")) else "",
        without_numbers(cell.replace("\r", "\n")),
    )
    return _SEPARATORS.split(bare)


def _persons(parts: Iterable[str]) -> tuple[str, ...]:
    found = []
    for part in parts:
        pieces = one_line(part).split()
        if len(pieces) > 1 and all(len(piece) > 1 and _CHINESE.fullmatch(piece) for piece in pieces):
            found += [_untitled(piece) for piece in pieces if piece not in _TITLES]
        else:
            found.append(_untitled(_CHINESE_GAP.sub("", one_line(part)).strip("：: .。")))
    return tuple(dict.fromkeys(name for name in found if not is_nothing(name)))


def _untitled(name: str) -> str:
    """`周九主任` is 周九; what would leave less than two characters stays as it is."""
    title = next((one for one in _TITLES if name.endswith(one) and len(name) >= len(one) + 2), "")
    return name.removesuffix(title).strip() if title else name


def name_is_one(name: str) -> bool:
    return len(name) <= NAME_LIMIT and any(map(str.isalpha, name)) and not any(map(str.isdigit, name))


def units(cell: str) -> tuple[str, ...]:
    """The units of a cell: somebody may look after two villages."""
    parts = (one_line(part) for part in re.split(r"[、，,；;\n]+", without_numbers(cell)))
    return tuple(dict.fromkeys(part for part in parts if not is_nothing(part)))


def things(cell: str) -> tuple[tuple[str, int], ...] | None:
    """Facilities or stations of a cell as (name, count): `2` is («», 2), `有` («», 1), `村口宣传栏、文化广场大屏2块`
    names them. None where a number is out of all measure."""
    if is_nothing(cell) or yes_or_no(cell) is False:
        return ()
    if yes_or_no(cell):
        return (("", 1),)
    found = []
    for part in re.split(r"[、，,；;\n]+", cell):
        if (said := one_line(without_numbers(part))) and not is_nothing(said):
            found.append(_counted(said))
    bad = any(not 0 <= count <= MOST_OF_ONE for _, count in found)
    return None if bad else tuple(pair for pair in found if pair[1])


def _counted(said: str) -> tuple[str, int]:
    if bare := _BARE_COUNT.match(said):
        return "", read_number(bare[1]) or 0
    if (found := _COUNTED.match(said)) and found[1]:
        return found[1].strip(), read_number(found[2]) or 0
    return said, 1
