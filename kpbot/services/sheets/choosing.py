"""What a file is, by the headings of its sheets: which kind, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpbot.domain.sheet_headings import headings_hash
from kpbot.domain.sheet_mapping import Unmapped, mapped
from kpbot.domain.sheets import Field, RawSheet, Sheet
from kpbot.services.sheets.kind import SheetKind
from kpbot.services.sheets.refused import SheetRefused
from kpbot.settings import Settings

CLEAR_LEAD = 2  # columns

Remembered = Mapping[str, Mapping[str, int]]
"""By hash of a sheet's headings: by field name the column that people said."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The sheets of a file as one kind sees them: those with all that is needed, and the others."""

    kind: SheetKind
    sheets: tuple[Sheet, ...]
    others: tuple[Unmapped, ...]

    @property
    def to_ask(self) -> Unmapped | None:
        """The sheet about which to ask, where none has all that is needed: the one of which most is known. None where
        nothing looks like headings."""
        usable = [one for one in self.others if one.sheet.headings and one.sheet.rows]
        return max(usable, key=lambda one: (len(one.sheet.columns), len(one.sheet.rows)), default=None)


def fitted(raws: Sequence[RawSheet], kind: SheetKind, settings: Settings, remembered: Remembered) -> Fit:
    """Pure but slow for large files: for a worker thread. Raises SheetRefused for settings that fit no field."""
    said = configured(kind, settings)
    sheets, others = list[Sheet](), list[Unmapped]()
    for raw in raws:
        found = mapped(raw, kind.fields, said)
        if isinstance(found, Unmapped) and (answers := remembered.get(headings_hash(found.sheet.headings))):
            found = mapped(raw, kind.fields, {**said, **answers})
        if isinstance(found, Unmapped):
            others.append(found)
        elif found.rows:
            sheets.append(found)
    return Fit(kind, tuple(sheets), tuple(others))


def hashes(fits: Sequence[Fit]) -> list[tuple[str, str]]:
    """(kind, hash of headings) of every sheet whose columns people may have said before."""
    return [(fit.kind.name, headings_hash(one.sheet.headings)) for fit in fits for one in fit.others]


def likely(fits: Sequence[Fit]) -> Fit | None:
    """The only kind that fits, or the one that knows many more of the columns. Two kinds may need the same few: where
    neither is far ahead, people are asked."""
    whole = sorted((fit for fit in fits if fit.sheets), key=_columns_known, reverse=True)
    if len(whole) < 2:
        return whole[0] if whole else None
    best, next_best = map(_columns_known, whole[:2])
    return whole[0] if best - next_best >= CLEAR_LEAD and best * 2 >= next_best * 3 else None


def _columns_known(fit: Fit) -> int:
    return max(len(sheet.columns) for sheet in fit.sheets)


def configured(kind: SheetKind, settings: Settings) -> dict[str, str]:
    """What the setting `imports.<kind>.columns` says. Raises SheetRefused naming the setting of a field that this
    kind does not have."""
    given = {str(name): section for name, section in settings.imports.items()}.get(kind.name)
    columns = given.columns if given else {}
    known = {field.name for field in kind.fields}
    for name in columns:
        if name not in known:
            setting = f"imports.{kind.name}.columns.{name}"
            raise SheetRefused("setting", setting=setting, known=", ".join(sorted(known)))
    return dict(columns)


def not_found(unmapped: Unmapped, kind: SheetKind, settings: Settings) -> tuple[str, str] | None:
    """(setting, the heading it says) where a setting names a heading for a missing field that the sheet lacks."""
    said = configured(kind, settings)
    wrong = next((field for field in unmapped.missing if field.name in said), None)
    return (f"imports.{kind.name}.columns.{wrong.name}", said[wrong.name]) if wrong else None


def label(field: Field) -> str:
    """What people call a field."""
    return field.headings[0]


def choices(sheet: Sheet) -> list[tuple[int, str]]:
    """(column, heading) of the columns whose meaning is not known yet."""
    taken = set(sheet.columns.values())
    dropped = set(sheet.dropped)
    return [
        (at, heading)
        for at, heading in enumerate(sheet.headings)
        if heading and at not in taken and heading not in dropped
    ]
