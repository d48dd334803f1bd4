"""Telephone and ID numbers in a sheet: found by the heading and by what the cells look like, and never kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from kpbot.domain.sheet_headings import folded

_PRIVATE = re.compile(
    r"电话|手机|联系方式|联络方式|移动号|座机|传真|身份证|身份号|证件号|证件编?码|护照|银行卡|卡号|微信|qq号?$|tel|phone|mobile|cellnumber"
    r"|contactn|idcard|idnumber|idno$|identityn|passport"
)
_NUMBERED_PERSON = re.compile(r"(?:姓名|名字|联系人|负责人|name).*?(?:及|和|与|/|、|\+|,|and)")
_CODE = re.compile(r"编码|代码|编号|代号|序号|学号|工号|书号|刊号|订单|链接|网址|(?:code|number|no|id|url|link|isbn)$")

_MOBILE = r"(?:\+?(?:00)?86[- ]?)?1[3-9][0-9](?:[- ]?[0-9]{4}){2}"
_LANDLINE = r"(?:\+?86[- ]?)?\(?0[1-9][0-9]{1,2}\)?[- ]?[2-8][0-9]{6,7}(?:[-转# ]{1,2}[0-9]{1,6})?"
_PHONE = re.compile(rf"(?:{_MOBILE}|{_LANDLINE})(?:\s*[,;/、\s]\s*(?:{_MOBILE}|{_LANDLINE}))*")
_ID = re.compile(r"[1-9][0-9]{16}[0-9x]|[1-9][0-9]{14}")
_INSIDE = re.compile(r"(?<![0-9a-z])(?:1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9x])(?![0-9a-z])", re.IGNORECASE)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999


def is_private_column(heading: str, cells: Iterable[str]) -> bool:
    """Whether a column is one of telephone or ID numbers. A column headed as one of codes is only if its cells are
    ID numbers with a right check digit."""
    said = folded(heading)
    if _PRIVATE.search(said) and not _NUMBERED_PERSON.search(unicodedata.normalize("NFKC", heading).lower()):
        return True
    filled = [cell for cell in cells if cell]
    test = is_checked_id if _CODE.search(said) else _is_number_of_a_person
    return bool(filled) and 2 * sum(map(test, filled)) >= len(filled)


def without_private(heading: str, cell: str) -> str:
    """A cell of any other column with mobile and ID numbers taken out; links and columns of codes stay as they are."""
    if len(cell) < 11 or "://" in cell or _CODE.search(folded(heading)):
        return "" if is_checked_id(cell) else cell
    return _INSIDE.sub(lambda found: "" if _is_number_of_a_person(found[0]) else found[0], cell).strip()


def is_phone(cell: str) -> bool:
    """A Chinese mobile number, or a landline with its area code; several are too."""
    return _PHONE.fullmatch(_plain(cell)) is not None


def is_checked_id(cell: str) -> bool:
    """An ID number of 18 places with the right check digit."""
    plain = _plain(cell).replace(" ", "")
    if not is_id(plain) or len(plain) != 18:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(plain, _WEIGHTS, strict=False))
    return "10x98765432"[total % 11] == plain[17]


def is_id(cell: str) -> bool:
    """An ID number of 15 or 18 places, by its birthday: what a spreadsheet program took for a number has lost its
    last digits, and with them the check."""
    plain = _plain(cell).replace(" ", "")
    if not _ID.fullmatch(plain):
        return False
    born = plain[6:14] if len(plain) == 18 else f"19{plain[6:12]}"
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100


def _is_number_of_a_person(cell: str) -> bool:
    return is_phone(cell) or is_id(cell)


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip().lower().replace("—", "-").replace("–", "-")
