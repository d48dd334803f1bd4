from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kpbot.domain.content import Item, ItemState, PastUse, Topic
from kpbot.domain.history import History

DAY = date(2026, 11, 23)
ITEM = Item(
    id=1,
    source="feed",
    identity="1",
    title="冬天取暖谨防一氧化碳中毒",
    summary="",
    body="",
    link="",
    canonical="https://example.org/1",
    fingerprint="f1",
    topic=Topic.DISASTER,
    state=ItemState.READY,
    gathered_at=datetime(2026, 11, 22, tzinfo=UTC),
)
OTHER = PastUse(9, DAY, "https://example.org/9", "f9", "夏天怎样防中暑")


def _history(*uses: PastUse) -> History:
    return History(uses, DAY, 180)


@pytest.mark.parametrize(
    "same",
    [{"item_id": 1}, {"canonical": "https://example.org/1"}, {"fingerprint": "f1"}],
    ids=lambda same: next(iter(same)),
)
@pytest.mark.parametrize(("days", "repeated"), [(0, True), (180, True), (181, False), (-3, True)])
def test_repeat(same: dict[str, object], days: int, repeated: bool) -> None:
    use = replace(OTHER, day=DAY - timedelta(days=days), **same)  # type: ignore[arg-type]  # one field by name
    history = _history(OTHER, use)
    assert history.repeat(ITEM, 180) == (use if repeated else None)
    assert history.last_use(ITEM) == use.day


def test_unknown_links_and_prints_are_no_likeness() -> None:
    blank = replace(ITEM, canonical="", fingerprint="")
    assert _history(replace(OTHER, canonical="", fingerprint="")).repeat(blank, 180) is None


def test_rewording_names_the_most_similar() -> None:
    near = replace(OTHER, title="冬天取暖要谨防一氧化碳中毒")
    nearer = replace(OTHER, item_id=8, title="冬天取暖谨防一氧化碳中毒！", day=DAY - timedelta(days=100))
    history = _history(near, nearer, OTHER)
    assert history.rewording(ITEM, 180) == nearer
    assert history.rewording(ITEM, 10) == near
    assert _history(OTHER).rewording(ITEM, 180) is None


def test_last_use_is_the_latest_of_all() -> None:
    uses = [replace(OTHER, item_id=1, day=DAY - timedelta(days=days)) for days in (400, 12, 300)]
    assert _history(*uses).last_use(ITEM) == DAY - timedelta(days=12)
    assert _history(OTHER).last_use(ITEM) is None
