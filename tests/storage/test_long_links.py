"""The longest addresses and identities fit the indexes of both databases (2,704 bytes a row in PostgreSQL)."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.content import FoundItem, Source
from kpbot.domain.links import LONGEST, canonical_link
from kpbot.services.catalog import Catalog
from kpbot.services.keeping import canonical_of, keep_found, storable
from kpbot.settings import Settings
from kpbot.storage import items
from kpbot.storage.database import Database

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SOURCE = Source("county", "县科普网", "syndication", enabled=True)
MOST_BYTES = 2_500  # of a column in an index


def found(link: str, identity: str) -> FoundItem:
    return FoundItem(identity, "冬天怎样晒被子", "晒被子要翻面。", "晒被子要翻面，拍打会让灰尘飞起来。", link)


def chinese(count: int) -> str:
    """Text that no compression makes smaller."""
    chance = random.Random(7)
    return "".join(chr(chance.randrange(0x20000, 0x2A000)) for _ in range(count))


@pytest.mark.parametrize("length", [300, 480, 500, 600, 1_900, 2_000, 5_000])
async def test_long_links_and_identities_are_kept(database: Database, length: int) -> None:
    letters = "".join(random.Random(5).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))
    long = [
        found(f"https://example.cn/{letters}", f"link:{letters}"),
        found(f"https://example.cn/{chinese(length)}", chinese(length)),
    ]
    async with database.write() as db:
        await keep_found(db, SOURCE, long, Catalog({SOURCE.key: SOURCE}), Settings(), NOW)
        again = await keep_found(db, SOURCE, long, Catalog({SOURCE.key: SOURCE}), Settings(), NOW)
        kept = await items.of_source(db, SOURCE.key)
    assert again.new == 0
    assert len(kept) == 2
    assert all(len(item.canonical.encode()) <= MOST_BYTES for item in kept)


@given(st.text(max_size=900), st.text(max_size=3_000))
def test_whatever_an_address_is_made_of(host: str, path: str) -> None:
    for link in (f"https://{host}/{path}", f"http://[{host}]/{path}", f"http://a.cn/?{path}", f"http://a.cn/#/{path}"):
        canonical = canonical_link(link)
        assert canonical.isascii()
        assert len(canonical) <= LONGEST
        assert len(canonical_of(storable(found(link, path))).encode()) <= MOST_BYTES


def test_people_get_the_link_without_what_tracks_them() -> None:
    assert storable(found("https://EXAMPLE.cn/a?utm_source=x&id=3#top", "1")).link == "https://example.cn/a?id=3"
