"""How findings are printed: one line each, with a mark."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import typer

from kpbot.commands.words import words

if TYPE_CHECKING:
    from kpbot.services.checking.finding import Finding

_MARKS = {"fine": ("✔", "green"), "note": ("!", "yellow"), "broken": ("✘", "red")}


def show(findings: Iterable[Finding]) -> None:
    for finding in findings:
        mark, colour = _MARKS[finding.level]
        typer.echo(f"{typer.style(mark, fg=colour)} {sentence(finding)}")


def sentence(finding: Finding) -> str:
    from kpbot.logs import scrub

    return scrub(words(f"check-{finding.code}", **finding.values))
