from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from content_feeds.reserve import BODY, ILLUSTRATIONS, ITEMS, SUMMARY, TITLE, Reserve
from kpbot.domain.content import CONCERNS, FoundItem, Item, ItemState, Source, Topic
from kpbot.domain.season import season_fit
from kpbot.ports import ContentFeed, FeedError, Gathered, Validators

SOURCE = Source(key="reserve", name="常备科普", kind="reserve", reserve=True)
NOW = datetime(2025, 11, 20, 1, 0, tzinfo=UTC)
MONTHS = range(1, 13)
SAMPLE = "why-ice-floats"
PUSHED = 3  # items of an edition, every day
REST = 10  # days until one may come back


async def gather(items: Path | None = None, etag: str = "") -> Gathered:
    feed: ContentFeed = Reserve(items) if items else Reserve()
    return await feed.gather(SOURCE, Validators(etag=etag), NOW)


@pytest.fixture
async def shipped() -> tuple[FoundItem, ...]:
    return (await gather()).items


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A directory with one good item, to be broken."""
    target = tmp_path / f"{SAMPLE}.toml"
    target.write_bytes((ITEMS / target.name).read_bytes())
    return target


def edit(path: Path, old: bytes, new: bytes) -> None:
    raw = path.read_bytes()
    assert raw.count(old) == 1
    path.write_bytes(raw.replace(old, new))


def kept(found: FoundItem) -> Item:
    assert found.topic is not None
    return Item(
        id=1,
        source=SOURCE.key,
        identity=found.identity,
        title=found.title,
        summary=found.summary,
        body=found.body,
        link=found.link,
        canonical=f"slug:{found.slug}",
        fingerprint=found.slug,
        topic=found.topic,
        state=ItemState.READY,
        gathered_at=NOW,
        season=found.season,
    )


def length(text: str) -> int:
    return len("".join(text.split()))


def bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


async def test_every_shipped_file_is_an_item_with_a_page_and_no_link(shipped: tuple[FoundItem, ...]) -> None:
    assert [f"{item.slug}.toml" for item in shipped] == sorted(f.name for f in ITEMS.iterdir())
    for item in shipped:
        assert item.identity == item.slug
        assert (item.link, item.published, item.language) == ("", None, "zh-CN")
        assert item.illustration == item.topic


async def test_lengths_suit_a_chat_message(shipped: tuple[FoundItem, ...]) -> None:
    for item in shipped:
        assert TITLE[0] <= length(item.title) <= TITLE[1], item.slug
        assert SUMMARY[0] <= length(item.summary) <= SUMMARY[1], item.slug
        assert BODY[0] <= length(item.body) <= BODY[1], item.slug
        assert 3 <= len(item.body.split("\n\n")) <= 5, item.slug


async def test_texts_are_plain_and_speak_for_no_authority(shipped: tuple[FoundItem, ...]) -> None:
    for item in shipped:
        text = f"{item.title}\n{item.summary}\n{item.body}"
        assert not re.search(r"[<>{}\[\]#*_\t\\]|https?:|[!！]", text), item.slug
        assert not re.search(r"世卫|世界卫生组织|疾控中心|科协|专家指出|研究表明|震惊", text), item.slug
        assert not re.search(r"[一-鿿][,;:?()]|[,;:?()][一-鿿]", text), f"{item.slug}: half-width"


async def test_what_can_kill_says_whom_to_call(shipped: tuple[FoundItem, ...]) -> None:
    bodies = {item.slug: item.body for item in shipped}
    calls = {
        "stove-carbon-monoxide": "120",
        "heat-stroke-at-work": "120",
        "pesticide-bottles": "120",
        "lightning-in-the-field": "120",
        "bees-at-work": "120",
        "thin-ice": "119",
        "fire-free-hills": "119",
        "ebike-charging": "119",
        "flash-flood-go-high": "119",
        "earthquake-drop-cover-hold": "119",
        "winter-airing": "120",
        "falls-at-home": "120",
        "pickles-take-time": "120",
        "greenhouse-in-winter": "120",
        "winter-sleepers": "120",
        "fireworks-keep-away": "119",
        "heater-keeps-its-distance": "119",
    }
    for slug, number in calls.items():
        assert f"打{number}" in bodies[slug], slug


@pytest.mark.parametrize("topic", list(Topic))
async def test_every_topic_has_four_items_or_more(shipped: tuple[FoundItem, ...], topic: Topic) -> None:
    assert sum(item.topic is topic for item in shipped) >= 4


@pytest.mark.parametrize("month", MONTHS)
async def test_every_month_has_concerns_and_something_for_villages(shipped: tuple[FoundItem, ...], month: int) -> None:
    fitting = [item for item in shipped if not item.season or month in item.season]
    assert sum(item.topic in CONCERNS for item in fitting) >= 3
    assert sum(month in item.season for item in fitting) >= 3
    assert any(item.village for item in fitting)
    assert len({item.topic for item in fitting}) >= 5


@pytest.mark.parametrize("month", MONTHS)
async def test_the_reserve_alone_carries_every_month_without_an_item_out_of_season(
    shipped: tuple[FoundItem, ...], month: int
) -> None:
    fitting = [item for item in shipped if season_fit(kept(item), date(2026, month, 15)) >= 0]
    assert len(fitting) >= PUSHED * (REST + 1)
    assert sum(item.topic in CONCERNS for item in fitting) >= 12
    for topic in Topic:
        assert sum(item.topic is topic for item in fitting) >= 3, topic


async def test_no_two_titles_are_alike(shipped: tuple[FoundItem, ...]) -> None:
    for one, other in combinations(shipped, 2):
        a, b = bigrams(one.title), bigrams(other.title)
        assert len(a & b) / len(a | b) < 0.4, (one.title, other.title)


async def test_no_two_bodies_share_a_sentence(shipped: tuple[FoundItem, ...]) -> None:
    seen: dict[str, str] = {}
    for item in shipped:
        for sentence in re.split(r"[。？；\n]", item.body):
            if len(sentence) > 12:
                assert seen.setdefault(sentence, item.slug) == item.slug, sentence


async def test_second_gathering_is_unchanged_until_a_file_changes(copy: Path) -> None:
    first = await gather(copy.parent)
    again = await gather(copy.parent, first.validators.etag)
    assert [item.slug for item in first.items] == [SAMPLE]
    assert again == Gathered(validators=first.validators, unchanged=True)

    edit(copy, b"village = false", b"village = true")
    changed = await gather(copy.parent, first.validators.etag)
    assert not changed.unchanged
    assert changed.items[0].village
    assert changed.validators != first.validators


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'title = "', b"title = ", "Invalid value"),
        (b'title = "', b'title = "\xff', "utf-8"),
        (b'title = "', b'headline = "', "missing: title"),
        (b"village", b'link = ""\nvillage', "unknown: link"),
        (b"village = false", b'village = "no"', "village: must be bool"),
        (b"season = [12, 1, 2]", b"season = 12", "season: must be list"),
        (b"season = [12, 1, 2]", b"season = [0]", "season: months"),
        (b"season = [12, 1, 2]", b"season = [1, 1]", "season: months"),
        (b"season = [12, 1, 2]", b"season = [true]", "season: months"),
        (b'slug = "why', b'slug = "how', "slug: 'how-ice-floats'"),
        (b'title = "', 'title = "震惊！'.encode(), "exclamation mark"),
        (b'title = "', b'title = "' + "长".encode() * 20, "title: 30 characters, must be 4 to 22"),
        (b'summary = "', b'summary = "' + "长".encode() * 60, "summary: "),
        (b'body = """', b'body = """' + "长".encode() * 300, "body: "),
        (b'topic = "everyday"', b'topic = "gossip"', "topic: 'gossip' is none of health"),
        (b'illustration = "everyday"', b'illustration = "../illustrations/space"', "illustration: there is no"),
    ],
)
async def test_a_broken_file_is_named_with_its_reason(copy: Path, old: bytes, new: bytes, reason: str) -> None:
    edit(copy, old, new)
    with pytest.raises(FeedError) as caught:
        await gather(copy.parent)
    assert caught.value.code == "reserve-broken"
    assert caught.value.details["file"] == copy.name
    assert reason in caught.value.details["reason"]


async def test_a_slug_that_is_no_address_is_refused(copy: Path) -> None:
    edit(copy, SAMPLE.encode(), b"Why_Ice")
    odd = await asyncio.to_thread(copy.rename, copy.with_name("Why_Ice.toml"))
    with pytest.raises(FeedError, match=f"{odd.name}.*single hyphens"):
        await gather(copy.parent)


@pytest.mark.parametrize("place", ["", "missing"])
async def test_an_empty_or_missing_reserve_is_an_error_not_an_empty_feed(tmp_path: Path, place: str) -> None:
    with pytest.raises(FeedError, match="reserve-broken"):
        await gather(tmp_path / place)


def test_found_from_any_working_directory(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    code = "from content_feeds.reserve import ITEMS; print(sum(1 for _ in ITEMS.iterdir()))"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(root)}, capture_output=True, check=True
    )
    assert int(run.stdout) >= 36


@pytest.mark.parametrize("topic", list(Topic))
def test_illustrations_are_small_still_and_self_contained(topic: Topic) -> None:
    raw = (ILLUSTRATIONS / f"{topic}.svg").read_bytes()
    root = ET.fromstring(raw)
    assert root.attrib["viewBox"] == "0 0 640 360"
    assert len(raw) < 4096
    for element in root.iter():
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in {
            "svg",
            "g",
            "path",
            "rect",
            "circle",
            "ellipse",
        }
        for name, value in element.attrib.items():
            assert not re.search(r"href|^on|style", name), (topic, name)
            assert not re.search(r"url\(|:|//", value), (topic, value)
