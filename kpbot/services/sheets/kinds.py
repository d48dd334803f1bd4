"""The kinds of sheets that can be loaded. A line each; texts `sheets-kind-<name>` say what people call it."""

from __future__ import annotations

from collections.abc import Mapping

from kpbot.services.sheets.app_shares import AppShares
from kpbot.services.sheets.items import Items
from kpbot.services.sheets.kind import SheetKind
from kpbot.services.sheets.roster import Roster

KINDS: tuple[SheetKind, ...] = (Roster(), AppShares(), Items())

BY_NAME: Mapping[str, SheetKind] = {kind.name: kind for kind in KINDS}
