"""What `kpbot check` looked at, as plain values: nothing in here judges, nothing in here touches anything.

Times are UTC, days local days of the installation's time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kpbot.storage.migrate import Schema


class OpenTo(StrEnum):
    """Who besides its owner may use the data folder."""

    NOBODY = "nobody"
    READERS = "readers"
    WRITERS = "writers"


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """The data folder. `refused`: why a file could not be written there and read back; empty if it could. `free` is in
    bytes. `mark` is the installation's id in the folder, `installation` the one in the database; empty if there is
    none. A mark that cannot be read counts as none."""

    folder: str
    refused: str = ""
    free: int = 0
    open_to: OpenTo = OpenTo.NOBODY
    mark: str = ""
    installation: str = ""


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """`web.public_url`. `answer` is what its /healthz said: an HTTP status, 0 for nothing (`refused` says why), None
    if it was not asked."""

    url: str
    private: bool = False  # by its name alone only this machine or its network reaches it
    answer: int | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """`refused`: why no connection can be had. `ahead`: how far this machine's clock is ahead of the database
    server's; None where they are one machine."""

    engine: str
    refused: str = ""
    schema: Schema = Schema.CURRENT
    ahead: timedelta | None = None


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """What the jobs and the outbox show. `now` is in the zone in which times are told. `last_slot` is when a job last
    ran; `due_since` since when the longest waiting message is due; `struggling` counts those that were tried several
    times and will be again, `refusal` is what the platform said of the last of them; `unknown` and `failed` count what
    was settled so in the last week."""

    now: datetime
    last_slot: datetime | None = None
    due_since: datetime | None = None
    struggling: int = 0
    refusal: str = ""
    unknown: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """`gone` and `unbound` groups by title; `leaderless` regions get editions and have no coordinators' group; `zones`
    are those of regions that this machine does not know."""

    groups: int = 0
    gone: tuple[str, ...] = ()
    unbound: tuple[str, ...] = ()
    leaderless: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """`regions`: paths of those that turn short links on, `url`: web.public_url."""

    regions: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class TroubledSource:
    """`reason` says in the reader's language what is wrong and what to do."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """`problem`: why the files in the config folder cannot be used. Of the reserve's items `approved` may be sent and
    `waiting` wait for a coordinator."""

    problem: str = ""
    sources: int = 0
    feeds: int = 0  # enabled sources that are not the reserve
    troubled: tuple[TroubledSource, ...] = ()
    reserve: bool = False  # whether it is enabled
    approved: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """`provisional`: of this year and the next, those whose days off are reckoned without their announcement."""

    today: date
    provisional: tuple[int, ...] = ()
