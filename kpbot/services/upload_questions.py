"""What a sheet is, or what a column of it is called: asked with a button for each choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kpbot.domain.messages import Button, Outgoing
from kpbot.domain.plain_text import one_line
from kpbot.domain.sheet_headings import headings_hash
from kpbot.domain.sheet_mapping import Unmapped
from kpbot.domain.sheets import RawSheet
from kpbot.services.sheets import choosing
from kpbot.services.sheets.choosing import Fit
from kpbot.services.sheets.reading import title_of
from kpbot.services.sheets.refused import SheetRefused
from kpbot.services.upload_answers import kind_name, no_button, owed_so_far, show
from kpbot.services.upload_desk import Desk
from kpbot.storage.uploads import Upload
from kpbot.texts import say

HEADINGS = 24  # offered as buttons
_LABEL = 30  # characters of a button

Rows = tuple[tuple[Button, ...], ...]


async def ask_kind(desk: Desk, one: Upload, fits: Sequence[Fit], raws: Sequence[RawSheet], now: datetime) -> None:
    kinds = [fit.kind.name for fit in fits if fit.sheets] or [fit.kind.name for fit in fits]
    if not kinds:
        raise SheetRefused("no-kind")
    buttons = tuple((Button(kind_name(one, kind), f"imp:k:{one.id}:{kind}"),) for kind in kinds)
    text = say(one.language, "uploads-which-kind", name=title_of(one.name))
    await show(
        desk,
        replace(one, kind=""),
        {"step": "kind", "kinds": kinds},
        Outgoing(text=text, buttons=(*buttons, no_button(one)), language=one.language),
        now,
    )


async def ask_column(desk: Desk, one: Upload, fit: Fit, now: datetime) -> None:
    unmapped = fit.to_ask
    if unmapped is None:
        raise SheetRefused("no-headings", kind=kind_name(one, fit.kind.name))
    if wrong := choosing.not_found(unmapped, fit.kind, desk.settings):
        raise SheetRefused("setting-heading", setting=wrong[0], heading=wrong[1], sheet=unmapped.sheet.name)
    options = choosing.choices(unmapped.sheet)
    if not options:
        raise SheetRefused("no-column", kind=kind_name(one, fit.kind.name), column=choosing.label(unmapped.missing[0]))
    details = {"step": "column", "field": unmapped.missing[0].name, "hash": headings_hash(unmapped.sheet.headings)}
    question = Outgoing(text=_which_column(one, unmapped), buttons=_columns(one, options), language=one.language)
    await show(desk, replace(one, kind=fit.kind.name), details, question, now)


def _which_column(one: Upload, unmapped: Unmapped) -> str:
    column = choosing.label(unmapped.missing[0])
    return say(one.language, "uploads-which-column", name=title_of(one.name), sheet=unmapped.sheet.name, column=column)


def _columns(one: Upload, options: Sequence[tuple[int, str]]) -> Rows:
    """Two headings a row, and «no such column»."""
    buttons = [
        Button(one_line(heading)[:_LABEL], f"imp:c:{one.id}:{at}:{owed_so_far(one) + 1}")
        for at, heading in options[:HEADINGS]
    ]
    pairs = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
    none = Button(say(one.language, "uploads-no-column"), f"imp:none:{one.id}")
    return (*pairs, (none,), no_button(one))
