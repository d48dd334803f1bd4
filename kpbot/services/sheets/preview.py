"""What a file would do, in words for a chat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kpbot.domain.plain_text import clean, one_line
from kpbot.domain.sheets import Sheet
from kpbot.services.sheets.kind import Plan, Remark
from kpbot.texts import say

SHOWN = 5  # remarks in the message
NAMED = 5  # names of one remark in the message
_LISTED = 12  # headings or rows named
_LONGEST = 2_000  # characters of a kind's own summary
_REMARK = 200  # of a remark
_NAME = 30  # of a heading
_NAMELESS = re.compile(r"#([0-9]{1,5})")  # as in `Sheet.dropped`


def preview(
    lang: str,
    name: str,
    kind: str,
    sheets: Sequence[Sheet],
    left_out: Sequence[str],
    plan: Plan,
    *,
    shown: int = SHOWN,
    more: str = "sheets-more",
) -> str:
    """`left_out`: names of sheets that are not of this kind. The text `more` says where the remarks are of which only
    the first few are `shown`."""
    rows = sum(len(sheet.rows) for sheet in sheets)
    what = say(lang, f"sheets-kind-{kind}")
    read = say(lang, "sheets-read", name=name, kind=what, sheets=len(sheets), rows=rows)
    does = [clean(plan.summary, _LONGEST), *_lists(lang, plan, more), *read_without(lang, sheets, left_out)]
    noted = _remarks(lang, plan, shown, more, several=len(sheets) > 1)
    if not plan.possible:  # what is wrong goes before what would be new
        mend = say(lang, "sheets-mend", count=sum(one.serious for one in plan.remarks))
        parts = [read, mend, *noted, *does]
    else:
        parts = [read, *does, *noted, *([] if plan.changes else [say(lang, "sheets-nothing-new")])]
    return "\n".join(part for part in parts if part)


def read_without(lang: str, sheets: Sequence[Sheet], left_out: Sequence[str]) -> list[str]:
    """What of the file was not used: columns of phone and ID numbers, other columns, totals and notes, other sheets."""
    dropped = _unique(_column(lang, sheet, heading) for sheet in sheets for heading in sheet.dropped)
    unused = _unique(
        heading
        for sheet in sheets
        for at, heading in enumerate(sheet.headings)
        if heading and at not in sheet.columns.values() and heading not in sheet.dropped
    )
    skipped = [str(number) for sheet in sheets for number in sheet.skipped]
    named = (("dropped", dropped), ("unused", unused), ("skipped", skipped), ("left-out", list(left_out)))
    return [say(lang, f"sheets-{code}", names=_listed(lang, names)) for code, names in named if names]


def _column(lang: str, sheet: Sheet, heading: str) -> str:
    """What to call an emptied column; one without a heading by its number."""
    nameless = _NAMELESS.fullmatch(heading) if heading not in sheet.headings else None
    return say(lang, "sheets-column", number=int(nameless[1])) if nameless else heading


def _remarks(lang: str, plan: Plan, shown: int, more: str, *, several: bool) -> list[str]:
    """The first remarks, serious ones before the others, each with its line of the file."""
    remarks = [one for one in ordered(plan) if not one.listed]
    if not remarks:
        return []
    lines = [remark(lang, one, several=several) for one in remarks[:shown]]
    left = len(remarks) - len(lines)
    return [say(lang, "sheets-remarks"), *lines, *([say(lang, more, count=left)] if left else [])]


def goes_on(plan: Plan) -> bool:
    """Whether a message says less than the file of remarks."""
    unlisted = sum(not one.listed for one in plan.remarks)
    return unlisted > SHOWN or any(len(one.listed) > NAMED for one in plan.remarks)


def _lists(lang: str, plan: Plan, more: str) -> list[str]:
    """The first few names of what the remarks list."""
    lines = []
    for one in plan.remarks:
        names = say(lang, "list-joiner").join(clean(one_line(name), _NAME) for name in one.listed[:NAMED])
        code = "sheets-listed" if len(one.listed) <= NAMED else f"{more}-listed"
        if names:
            lines.append(say(lang, code, text=clean(one.text, _REMARK), names=names, count=len(one.listed)))
    return lines


def remark(lang: str, one: Remark, *, several: bool) -> str:
    text = clean(one.text, _REMARK)
    if not one.row:  # about the whole file
        return text
    return say(lang, "sheets-remark-of" if several else "sheets-remark", sheet=one.sheet, row=one.row, text=text)


def ordered(plan: Plan) -> list[Remark]:
    return sorted(plan.remarks, key=lambda one: not one.serious)


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(clean(one_line(name), _NAME) for name in names))


def _listed(lang: str, names: Sequence[str]) -> str:
    text = say(lang, "list-joiner").join(names[:_LISTED])
    return say(lang, "sheets-and-more", names=text, count=len(names)) if len(names) > _LISTED else text
