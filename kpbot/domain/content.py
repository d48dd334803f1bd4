"""Popular science as kpbot handles it: sources, what a feed found, and the items kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Topic(StrEnum):
    """What an item is about. The first four are the notice's public concerns (section 四.4)."""

    HEALTH = "health"
    FOOD_SAFETY = "food-safety"
    ENVIRONMENT = "environment"
    DISASTER = "disaster-prevention"
    FARMING = "farming"
    EVERYDAY = "everyday"
    SPACE = "space"
    WILDLIFE = "wildlife"


CONCERNS = frozenset({Topic.HEALTH, Topic.FOOD_SAFETY, Topic.ENVIRONMENT, Topic.DISASTER})


class Trust(StrEnum):
    """How far a source is trusted: `high` may enter an edition by itself, `review` needs a coordinator."""

    HIGH = "high"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Source:
    """Where items come from, as the operator declared it in config/feeds.toml."""

    key: str
    name: str
    kind: str  # a key of content_feeds.FEEDS
    address: str = ""  # URL or path; empty for the reserve
    brand: str = ""  # e.g. 科普中国; attribution is shown only where this is set
    mark: str = ""  # the brand's picture for cards: a file of the operator's, relative to the config folder
    topic: Topic | None = None  # default topic
    trust: Trust = Trust.REVIEW
    counts: bool = False  # whether shares of its items count for indicator 6-2
    language: str = "zh-CN"
    enabled: bool = False
    village: bool = False  # meant for villages
    pictures: bool = False  # whether the source permits that its pictures are kept and shown
    sites: tuple[str, ...] = ()  # hosts whose pages are this source's, when a coordinator adds one
    reserve: bool = False  # evergreen: exempt from the source rule, comes back after 10 days


ADDED = "added"
"""Key and kind of the source of what coordinators add by hand."""


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One entry as a feed gave it, cleaned: plain text only, absolute link, no tracking parameters.

    `identity` is stable for the same entry of the same source (guid, else canonical link, else a hash of title
    and body). `body` is plain text and may be empty; such an item cannot be chosen without a hand-written
    summary. `published` is UTC and never in the future of the time of gathering.
    """

    identity: str
    title: str
    summary: str
    body: str
    link: str
    published: datetime | None = None
    topic: Topic | None = None
    author: str = ""
    language: str = ""
    season: tuple[int, ...] = ()  # months 1..12 in which it fits best
    village: bool = False
    slug: str = ""  # name of its public page, for items whose text is ours
    illustration: str = ""
    picture: str = ""  # address of a picture that shows it
    not_before: date | None = None  # local day from which it may be pushed
    scope: str = ""  # path of the region whose editions it is for; empty: everybody's
    publisher: str = ""  # who said it, where that is not the source: the site of a page, a column of a sheet


class ItemState(StrEnum):
    READY = "ready"
    REVIEW = "review"  # held for a coordinator
    REJECTED = "rejected"
    RECALLED = "recalled"
    RECORDED = "recorded"  # known only from another system's list of shares; never in an edition


@dataclass(frozen=True, slots=True)
class Item:
    """A kept item. `canonical` is its link without tracking (or `slug:<slug>`), `fingerprint` hashes its
    normalized title and body."""

    id: int
    source: str
    identity: str
    title: str
    summary: str
    body: str
    link: str
    canonical: str
    fingerprint: str
    topic: Topic
    state: ItemState
    gathered_at: datetime
    published: datetime | None = None
    season: tuple[int, ...] = ()
    village: bool = False
    slug: str = ""
    illustration: str = ""
    review_reason: str = ""
    counts: bool = False  # whether its source counts for indicator 6-2
    not_before: date | None = None
    scope: str = ""
    edited_by: int | None = None  # the coordinator who wrote title or summary
    publisher: str = ""  # who said it, where that is not its source


@dataclass(frozen=True, slots=True)
class PastUse:
    """An earlier edition in which an item (or its like) was pushed."""

    item_id: int
    day: date
    canonical: str
    fingerprint: str
    title: str
