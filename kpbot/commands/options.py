"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kpbot.commands.words import words


def _remembered(context: typer.Context, value: Path | None) -> Path | None:
    """`kpbot --config FILE serve` is the same as `kpbot serve --config FILE`; the latter wins."""
    meta = context.find_root().meta
    if value is not None:
        meta["kpbot.config"] = value
    found: Path | None = meta.get("kpbot.config")
    return found


ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help=words("commands-option-config"), callback=_remembered),
]
