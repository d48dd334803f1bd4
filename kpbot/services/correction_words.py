"""How a correction is told to the person who made it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kpbot.services.rendering import date_text
from kpbot.storage.own_corrections import Correction
from kpbot.texts import has, say

_CODES = {
    "answer": "spot-answer",
    "destination": "destination",
    "kind": "events-kind",
    "part": "events-part",
    "state": "events-state",
}
"""Fields whose values are codes, and how the texts for these begin."""


def told(lang: str, correction: Correction, today: date) -> str:
    """《冬天防滑》：微博 → 朋友圈. Days are local."""
    name = correction.name or say(lang, "mydata-corrected-gone")
    text_id = "mydata-corrected-share" if correction.kind == "share" else "mydata-corrected"
    return say(lang, text_id, name=name, change=_change(lang, correction, today))


def _change(lang: str, correction: Correction, today: date) -> str:
    before, after = correction.before, correction.after
    if not after:
        what = [_value(lang, field, before, today) for field in ("day", "destination") if field in before]
        return say(lang, "mydata-change-withdrawn", what=say(lang, "list-joiner").join(what))
    changes = [
        _one(lang, correction.kind, field, (_value(lang, field, before, today), _value(lang, field, after, today)))
        for field in after
        if field in before and before[field] != after[field] and has(f"mydata-field-{field}")
    ]
    return say(lang, "mydata-change-joiner").join(changes)


def _one(lang: str, kind: str, field: str, values: tuple[str, str]) -> str:
    """Of an event anything may change, so it says what; of a share and a renewal there is one thing."""
    old, new = values
    if kind == "event":
        return say(lang, "mydata-change-field", field=say(lang, f"mydata-field-{field}"), old=old, new=new)
    return say(lang, "mydata-change", old=old, new=new)


def _value(lang: str, field: str, said: Mapping[str, Any], today: date) -> str:
    value = said[field]
    if field == "day":
        return date_text(date.fromisoformat(value), lang, today)
    if field == "approximate":
        return say(lang, "mydata-about" if value else "mydata-exact")
    if field in _CODES:
        text_id = f"{_CODES[field]}-{value}"
        return say(lang, text_id) if has(text_id) else say(lang, "mydata-none")
    return str(value) or say(lang, "mydata-none")
