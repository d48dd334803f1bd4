"""What choosing editions and showing them need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kpbot.domain.messages import Capabilities
from kpbot.domain.sifting import Policy
from kpbot.services.catalog import Catalog
from kpbot.services.desk import hearing_among
from kpbot.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """What choosing and showing need: settings, the catalog, the time (UTC), and what the platforms can."""

    settings: Settings
    catalog: Catalog
    now: datetime
    platforms: Mapping[str, Capabilities]

    def edits(self, platform: str) -> bool:
        """Whether messages there can be changed; of a platform that is not in use nobody knows."""
        return platform not in self.platforms or self.platforms[platform].edits

    @property
    def hearing(self) -> list[str]:
        """The platforms where people can answer."""
        return hearing_among(self.platforms)

    @property
    def policy(self) -> Policy:
        rules = self.settings.edition
        return Policy(reserve_days=rules.reserve_days, repeat_days=rules.repeat_days)
