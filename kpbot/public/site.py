"""What the public pages need, given by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kpbot.ports import Clock
from kpbot.services.link_opens import Opens
from kpbot.settings import Settings
from kpbot.storage.database import Database


def _yes() -> bool:
    return True


def _none() -> Mapping[str, bool]:
    return {}


@dataclass(frozen=True, slots=True)
class Site:
    """`illustrations` is the folder of `<name>.svg` (and `<name>.png` for link cards). `source_names` gives a
    source's name by its key. `scheduler_alive` and `platforms_alive` say whether those parts are running. `opens` takes
    the openings of short links; None: nobody counts them."""

    database: Database
    settings: Settings
    clock: Clock
    illustrations: Path
    source_names: Mapping[str, str] = field(default_factory=dict)
    scheduler_alive: Callable[[], bool] = _yes
    platforms_alive: Callable[[], Mapping[str, bool]] = _none
    opens: Opens | None = None
