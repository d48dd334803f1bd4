"""What is needed to work on sheets that people sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpbot.services.catalog import Catalog
from kpbot.services.sheets.kind import SheetKind
from kpbot.services.sheets.kinds import BY_NAME
from kpbot.settings import Settings
from kpbot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to work on sheets. `kinds` by their names."""

    database: Database
    settings: Settings
    catalog: Catalog
    kinds: Mapping[str, SheetKind]

    @classmethod
    def usual(cls, database: Database, settings: Settings, catalog: Catalog) -> Desk:
        return cls(database, settings, catalog, BY_NAME)
