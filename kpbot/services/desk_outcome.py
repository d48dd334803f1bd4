"""The outcome of a press at the coordinators' desk."""

from __future__ import annotations

from dataclasses import dataclass

from kpbot.domain.messages import Outgoing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to answer, and the new preview where it changed."""

    text: str
    message: Outgoing | None = None
