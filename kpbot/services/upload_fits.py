"""The kind that a sheet is: what was said of it, what its headings say, and what such a sheet was before."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from kpbot.domain.sheet_headings import headings_hash
from kpbot.domain.sheet_store import raw_from_json
from kpbot.domain.sheets import RawSheet
from kpbot.services.sheets import choosing
from kpbot.services.sheets.choosing import Fit
from kpbot.services.upload_desk import Desk
from kpbot.storage import uploads
from kpbot.storage.uploads import Upload


async def chosen(desk: Desk, one: Upload) -> tuple[Fit | None, list[Fit], tuple[RawSheet, ...]]:
    """The kind that was said, or the only one that fits; and all that were tried."""
    kinds = [desk.kinds[one.kind]] if one.kind in desk.kinds else list(desk.kinds.values())
    raws = await asyncio.to_thread(raw_from_json, one.rows)

    def tried(answers: Mapping[str, Mapping[str, Mapping[str, int]]]) -> list[Fit]:
        return [choosing.fitted(raws, kind, desk.settings, answers.get(kind.name, {})) for kind in kinds]

    fits = await asyncio.to_thread(tried, {})
    answers = await _answers(desk, one, choosing.hashes(fits))
    if answers:
        fits = await asyncio.to_thread(tried, answers)
    fit = fits[0] if len(kinds) == 1 else choosing.likely(fits) or await _as_before(desk, fits)
    return fit, fits, raws


async def _as_before(desk: Desk, fits: Sequence[Fit]) -> Fit | None:
    """Of several kinds that fit, the only one as which such a sheet was loaded before."""
    found = []
    async with desk.database.read() as db:
        for fit in fits:
            headings = [headings_hash(sheet.headings) for sheet in fit.sheets]
            if headings and await uploads.loaded_before(db, fit.kind.name, headings):
                found.append(fit)
    return found[0] if len(found) == 1 else None


async def _answers(
    desk: Desk, one: Upload, hashes: Sequence[tuple[str, str]]
) -> dict[str, dict[str, Mapping[str, int]]]:
    """What people said of these headings, before or just now, by kind and hash."""
    just_now: Mapping[str, Mapping[str, int]] = one.details.get("said", {})
    found: dict[str, dict[str, Mapping[str, int]]] = {}
    async with desk.database.read() as db:
        for kind, headings in hashes:
            said = {**await uploads.remembered(db, kind, headings), **just_now.get(headings, {})}
            if said:
                found.setdefault(kind, {})[headings] = said
    return found
