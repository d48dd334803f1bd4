"""One thing that `kpbot check` has to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpbot.texts import Value


class Level(StrEnum):
    FINE = "fine"
    NOTE = "note"  # works, but somebody should know
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` names the text `check-<code>`, one line that says what is the case and, unless it is fine, how to mend
    it; `values` fill it in.

    A platform may offer `async def findings(self) -> Sequence[Finding]`, with texts of its own `check-<its name>-…`;
    it may use the network and should answer within seconds.
    """

    level: Level
    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


def fine(code: str, **values: Value) -> Finding:
    return Finding(Level.FINE, code, values)


def note(code: str, **values: Value) -> Finding:
    return Finding(Level.NOTE, code, values)


def broken(code: str, **values: Value) -> Finding:
    return Finding(Level.BROKEN, code, values)
