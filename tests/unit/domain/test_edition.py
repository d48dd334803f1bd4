from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpbot.domain.content import CONCERNS, Item, ItemState, PastUse, Source, Topic
from kpbot.domain.edition import Choice, choose, explain, replacement, substitute_from_reserve
from kpbot.domain.season import NationalDay
from kpbot.domain.sifting import Policy, Setting, sift
from kpbot.domain.similarity import is_rewording
from kpbot.texts import LANGUAGES, say

DAY = date(2026, 11, 23)
POLICY = Policy()
SOURCES = {
    **{key: Source(key, f"来源{key}", "syndication", enabled=True) for key in "abcd"},
    "off": Source("off", "停用的", "syndication"),
    "reserve": Source("reserve", "常备", "reserve", enabled=True, reserve=True),
}
TITLES = (
    "冬天取暖谨防一氧化碳中毒",
    "冬天取暖要谨防一氧化碳中毒",  # rewords the first
    "隔夜菜还能不能吃",
    "隔夜的菜还能不能吃",  # rewords the one before
    "候鸟为什么要迁徙",
    "月亮为什么有圆缺",
    "玉米怎样防病虫害",
    "地震来了先躲哪里",
    "垃圾分类从厨房开始",
    "洗手要洗够二十秒",
)
H, F, E, D, A, L, S, W = Topic


def _item(key: int, topic: Topic, source: str = "a", title: str = "", **changes: object) -> Item:
    item = Item(
        id=key,
        source=source,
        identity=str(key),
        title=title or f"第{chr(0x4E00 + 7 * key)}{chr(0x5E00 + 7 * key)}{chr(0x6E00 + 7 * key)}号",
        summary="",
        body="",
        link="",
        canonical=f"c{key}",
        fingerprint=f"f{key}",
        topic=topic,
        state=ItemState.READY,
        gathered_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    return replace(item, **changes)  # type: ignore[arg-type]  # fields by name


def _used(item: Item, days_ago: int) -> PastUse:
    return PastUse(item.id, DAY - timedelta(days=days_ago), item.canonical, item.fingerprint, item.title)


def _ids(items: Iterable[Item]) -> list[int]:
    return [item.id for item in items]


def _against(choice: Choice) -> dict[int, str]:
    return {passed.item.id: passed.reason.code for passed in choice.passed_over}


def _choose(*items: Item, past: Sequence[PastUse] = (), policy: Policy = POLICY) -> Choice:
    return choose(items, SOURCES, past, DAY, policy)


def test_three_topics_three_sources_in_order_of_score() -> None:
    newest = datetime(2026, 11, 22, tzinfo=UTC)
    choice = _choose(_item(1, H, "a"), _item(2, S, "b", gathered_at=newest), _item(3, L, "c"), _item(4, W, "d"))
    assert _ids(choice.items) == [2, 1, 3]
    assert choice.short_by == 0
    assert _against(choice) == {4: "ranked-lower"}
    assert [reason.code for reason in choice.chosen[1].reasons] == ["fresh", "topic-need", "concern"]


def test_equal_scores_go_by_id_and_not_by_place() -> None:
    items = [_item(key, topic, source) for key, topic, source in [(3, H, "a"), (1, S, "b"), (2, L, "c"), (4, W, "d")]]
    assert choose(items, SOURCES, (), DAY, POLICY) == choose(items[::-1], SOURCES, (), DAY, POLICY)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (_item(9, W, "d", state=ItemState.REVIEW), "state-review"),
        (_item(9, W, "d", state=ItemState.REJECTED), "state-rejected"),
        (_item(9, W, "d", state=ItemState.RECALLED), "state-recalled"),
        (_item(9, W, "off"), "source-off"),
        (_item(9, W, "unknown"), "source-off"),
        (_item(9, W, "d", canonical="c77"), "repeat"),
        (_item(9, W, "d", fingerprint="f77"), "repeat"),
        (_item(9, W, "d", title="冬天取暖谨防一氧化碳中毒"), "rewording-used"),
        (_item(77, W, "reserve"), "resting"),
        (_item(8, W, "d"), "avoided"),
        (_item(9, H, "d"), "same-topic"),
        (_item(9, W, "a"), "same-source"),
        (_item(9, W, "d", canonical="c1"), "rewording-chosen"),
        (_item(9, W, "d", title="洗手一定要洗够二十秒"), "rewording-chosen"),
        (_item(9, W, "d"), "ranked-lower"),
    ],
)
def test_why_not(item: Item, code: str) -> None:
    used = replace(_used(_item(77, W), 9), title="冬天取暖要谨防一氧化碳中毒")
    items = [_item(1, H, "a", "洗手要洗够二十秒"), _item(2, S, "b"), _item(3, L, "c"), item]
    choice = choose(items, SOURCES, [used], DAY, POLICY, avoid=frozenset({8}))
    assert _ids(choice.items) == [1, 2, 3]
    assert _against(choice) == {item.id: code}
    _readable(choice)


def test_place_is_kept_for_a_public_concern() -> None:
    items = [
        _item(1, S, "a"),
        _item(2, L, "b"),
        _item(3, W, "c"),
        _item(4, H, "d", published=datetime(2026, 11, 1, tzinfo=UTC)),
    ]
    choice = _choose(*items)
    assert _ids(choice.items) == [1, 2, 4]
    assert _against(choice) == {3: "concern-place"}
    without = _choose(*items[:3])
    assert (_ids(without.items), without.short_by, _against(without)) == ([1, 2], 1, {3: "concern-place"})


def test_steps_back_from_a_dead_end() -> None:
    """The best item is of the only source that has a second and a third topic."""
    items = [_item(1, H, "a"), _item(2, S, "a"), _item(3, H, "b"), _item(4, L, "c")]
    choice = _choose(*items)
    assert _ids(choice.items) == [2, 3, 4]
    assert choice.short_by == 0
    assert _against(choice) == {1: "same-topic"}


@pytest.mark.parametrize(
    ("prefer_fresh", "expected"),
    [(True, [2, 1, 3]), (False, [1, 3, 4])],
)
def test_reserve_after_or_among_the_fresh(prefer_fresh: bool, expected: list[int]) -> None:
    old = datetime(2026, 10, 25, tzinfo=UTC)
    items = [
        _item(1, H, "reserve"),
        _item(2, S, "a", published=old),
        _item(3, L, "reserve"),
        _item(4, W, "reserve"),
    ]
    assert _ids(_choose(*items, policy=Policy(prefer_fresh=prefer_fresh)).items) == expected


def test_reserve_least_recently_used_first() -> None:
    items = [_item(key, topic, "reserve") for key, topic in enumerate((H, F, E, D, A, L), start=1)]
    past = [_used(item, ago) for item, ago in zip(items, (20, 40, 30, 9, 11, 400), strict=True)]
    choice = _choose(*items, past=past)
    assert _ids(choice.items) == [6, 2, 3]
    assert _against(choice)[4] == "resting"
    assert choice.chosen[0].reasons[0].code == "reserve-rested"


@pytest.mark.parametrize(("ago", "code"), [(9, "resting"), (10, None), (-9, "resting"), (-10, None)])
def test_reserve_comes_back_after_ten_days(ago: int, code: str | None) -> None:
    item = _item(1, H, "reserve")
    choice = _choose(item, past=[_used(item, ago)])
    assert _against(choice) == ({1: code} if code else {})


def test_out_of_season_reserve_waits_and_national_days_go_before() -> None:
    summer = _item(1, H, "reserve", season=(6, 7))
    rested = [_item(key, topic, "reserve") for key, topic in enumerate((F, A, L, S, D), start=2)]
    past = [_used(rested[4], 30)]
    assert _ids(_choose(summer, *rested, past=past).items) == [2, 3, 4]
    fire = NationalDay("fire-day", "消防日", (D,), fixed=((11, 23), (11, 23)))
    choice = choose([summer, *rested], SOURCES, past, DAY, POLICY, calendar=[fire])
    assert _ids(choice.items) == [6, 2, 3]
    assert "national-day-now" in [reason.code for reason in choice.chosen[0].reasons]


def test_village_leans_to_farming() -> None:
    items = [_item(1, H, "a"), _item(2, S, "b"), _item(3, L, "c"), _item(4, A, "d")]
    assert 4 not in _ids(_choose(*items).items)
    choice = choose(items, SOURCES, (), DAY, POLICY, village=True)
    assert _ids(choice.items) == [4, 1, 2]
    assert "village" in [reason.code for reason in choice.chosen[0].reasons]


def test_topics_used_of_late_go_behind() -> None:
    items = [_item(1, H, "a"), _item(2, S, "b"), _item(3, L, "c"), _item(4, W, "d")]
    choice = choose(items, SOURCES, (), DAY, POLICY, recent={S: 4, L: 1})
    assert _ids(choice.items) == [1, 4, 3]
    counted = [_item(5, S, "a"), _item(6, S, "b")]
    past = [_used(item, 14) for item in counted] + [_used(_item(7, W), 15)]
    derived = choose([*items, *counted, _item(7, W)], SOURCES, past, DAY, POLICY)
    assert _ids(derived.items) == [1, 3, 4]


# --- swapping and substituting ---------------------------------------------------------------------------


def _setting(items: Sequence[Item], past: Sequence[PastUse] = (), avoid: frozenset[int] = frozenset()) -> Setting:
    return Setting(items, SOURCES, past, DAY, POLICY, avoid=avoid)


def test_replacement_fits_the_two_that_stay() -> None:
    chosen = [_item(1, H, "a"), _item(2, S, "b"), _item(3, L, "c")]
    spare = [_item(4, S, "d"), _item(5, F, "b"), _item(6, W, "d"), _item(7, E, "d"), _item(8, D, "reserve")]
    items = [*chosen, *spare]

    def swapped(slot: int, *avoid: int) -> int | None:
        found = replacement(chosen, slot, _setting(items, avoid=frozenset(avoid)))
        return found.item.id if found else None

    assert swapped(1) == 4  # the topic is free again
    assert swapped(1, 4) == 5  # and so is the source
    assert swapped(0) == 7  # must be a public concern
    assert swapped(0, 7) == 8
    assert swapped(0, 7, 8) is None


def test_replacement_fills_an_empty_place() -> None:
    chosen = [_item(1, S, "a"), _item(2, L, "b")]
    found = replacement(chosen, 2, _setting([*chosen, _item(3, W, "c"), _item(4, H, "reserve")]))
    assert found is not None
    assert found.item.id == 4
    only_one = replacement([chosen[0]], 1, _setting([_item(3, W, "c"), _item(4, H, "c")]))
    assert only_one is not None
    assert only_one.item.id == 3
    full = [*chosen, _item(3, H, "c")]
    assert replacement(full, 3, _setting([_item(5, F, "d")])) is None


def test_substitute_keeps_the_reserve_and_fills_up_from_it() -> None:
    chosen = [_item(1, H, "a"), _item(2, S, "reserve"), _item(3, L, "b")]
    reserve = [_item(key, topic, "reserve") for key, topic in enumerate((S, F, F, W), start=10)]
    past = [_used(reserve[1], 20), _used(chosen[1], 12)]
    choice = substitute_from_reserve(chosen, _setting([*chosen, *reserve, _item(20, D, "c")], past))
    assert _ids(choice.items) == [2, 12, 13]
    assert choice.short_by == 0
    assert choice.chosen[0].reasons[0].values == {"month": 11, "day": 11}
    assert _against(choice) == {10: "same-topic", 11: "same-topic"}
    assert substitute_from_reserve(chosen, _setting(chosen)).short_by == 2


# --- properties ------------------------------------------------------------------------------------------

small_items = st.lists(
    st.tuples(
        st.sampled_from((H, F, L, S, W)),
        st.sampled_from(("a", "b", "c", "reserve", "off")),
        st.sampled_from(TITLES),
        st.sampled_from((ItemState.READY, ItemState.READY, ItemState.READY, ItemState.REVIEW)),
        st.integers(0, 3),
    ),
    max_size=9,
).map(
    lambda rows: [
        _item(key, topic, source, title, state=state, canonical=f"c{link or key + 10}")
        for key, (topic, source, title, state, link) in enumerate(rows, start=1)
    ]
)
uses = st.lists(st.tuples(st.integers(1, 20), st.integers(-5, 200), st.sampled_from(TITLES)), max_size=4).map(
    lambda rows: [replace(_used(_item(key, H), ago), title=title) for key, ago, title in rows]
)


def _usable(item: Item, past: Sequence[PastUse]) -> bool:
    """The rules for one item, written down a second time and as plainly as can be."""
    source = SOURCES[item.source]
    for use in past:
        gap = abs((DAY - use.day).days)
        in_window = gap < 10 if source.reserve else gap <= 180
        same = use.item_id == item.id or use.canonical == item.canonical or use.fingerprint == item.fingerprint
        if in_window and (same or is_rewording(use.title, item.title)):
            return False
    return item.state is ItemState.READY and source.enabled


def _valid(items: Sequence[Item]) -> bool:
    sources = [item.source for item in items if item.source != "reserve"]
    return (
        len({item.topic for item in items}) == len(items)
        and len(set(sources)) == len(sources)
        and sum(item.topic not in CONCERNS for item in items) <= 2
        and not any(
            is_rewording(one.title, other.title) or one.canonical == other.canonical
            for one, other in combinations(items, 2)
        )
    )


def _most(items: Sequence[Item], past: Sequence[PastUse]) -> int:
    usable = [item for item in items if _usable(item, past)]
    return max(size for size in range(4) if any(_valid(some) for some in combinations(usable, size)))


@settings(max_examples=500, deadline=None)
@given(small_items, uses, st.booleans(), st.booleans())
def test_as_many_as_brute_force_finds(
    items: list[Item], past: list[PastUse], prefer_fresh: bool, village: bool
) -> None:
    choice = choose(items, SOURCES, past, DAY, Policy(prefer_fresh=prefer_fresh), village)
    assert _valid(choice.items)
    assert all(_usable(item, past) for item in choice.items)
    assert len(choice.items) == _most(items, past) == 3 - choice.short_by
    assert sorted([*_ids(choice.items), *_against(choice)]) == _ids(items)
    assert not (choice.short_by and "ranked-lower" in _against(choice).values())
    assert choice == choose(items[::-1], SOURCES, past[::-1], DAY, Policy(prefer_fresh=prefer_fresh), village)
    _readable(choice)


@settings(max_examples=200, deadline=None)
@given(small_items, uses, st.integers(0, 2))
def test_replacement_is_found_if_there_is_one(items: list[Item], past: list[PastUse], slot: int) -> None:
    chosen = choose(items, SOURCES, past, DAY, POLICY).items
    others = [item for place, item in enumerate(chosen) if place != slot]
    spare = [item for item in items if _usable(item, past) and item not in chosen]
    possible = [item for item in spare if len(others) < 3 and _valid([*others, item])]
    found = replacement(chosen, slot, _setting(items, past))
    assert (found is not None) == bool(possible)
    assert found is None or found.item in possible


def _readable(choice: Choice) -> None:
    for language in LANGUAGES:
        for reason in [reason for chosen in choice.chosen for reason in chosen.reasons]:
            assert say(language, f"choice-{reason.code}", **reason.values)
        for passed in choice.passed_over:
            assert say(language, f"choice-{passed.reason.code}", **passed.reason.values)


@pytest.mark.parametrize("village", [False, True])
@pytest.mark.parametrize("seasonal", [False, True])
def test_the_reserve_alone_lasts_for_ever(village: bool, seasonal: bool) -> None:
    """36 items, 3 a day, more than a year: no day short, nothing back too soon, nothing left lying for long."""
    topics = [topic for topic in Topic for _ in range(5)][:36]
    items = [
        _item(key, topic, "reserve", season=tuple((key + n) % 12 + 1 for n in range(4)) if seasonal else ())
        for key, topic in enumerate(topics, start=1)
    ]
    past: list[PastUse] = []
    last: dict[int, date] = {}
    for day in (DAY + timedelta(days=n) for n in range(400)):
        choice = choose(items, SOURCES, past, day, POLICY, village)
        assert choice.short_by == 0
        assert len({item.topic for item in choice.items}) == 3
        assert any(item.topic in CONCERNS for item in choice.items)
        for item in choice.items:
            assert (day - last.get(item.id, date.min)).days > 10
            last[item.id] = day
            past.append(PastUse(item.id, day, item.canonical, item.fingerprint, item.title))
    assert len(last) == 36


@pytest.mark.parametrize(
    ("item", "path", "against"),
    [
        (replace(_item(1, H), not_before=DAY), "/1/4/", None),
        (replace(_item(1, H), not_before=DAY + timedelta(days=8)), "/1/4/", ("not-before", {"month": 12, "day": 1})),
        (replace(_item(1, H), scope="/1/4/"), "/1/4/", None),
        (replace(_item(1, H), scope="/1/"), "/1/4/", None),
        (replace(_item(1, H), scope="/1/4/"), "/1/", ("scope", {"place": "北镇市"})),
        (replace(_item(1, H), scope="/1/4/"), "/1/40/", ("scope", {"place": "北镇市"})),
        (replace(_item(1, H), scope="/1/5/"), "/1/4/", ("scope", {"place": "/1/5/"})),
        (replace(_item(1, H), scope="/1/4/"), "", ("scope", {"place": "北镇市"})),
    ],
)
def test_not_yet_and_not_here(item: Item, path: str, against: tuple[str, dict[str, object]] | None) -> None:
    sifted = sift(replace(_setting([item]), region_path=path, places={"/1/4/": "北镇市"}))
    assert [(why.code, why.values) for _, why in sifted.refused] == ([against] if against else [])


def test_an_edition_that_is_there_is_explained_as_it_is() -> None:
    items = [_item(1, H), _item(2, F), _item(3, S), _item(4, D), _item(5, H)]
    setting = _setting(items)
    choice, eligible = explain(setting)
    assert choice == choose(items, SOURCES, (), DAY, POLICY)
    assert {one.item.id for one in eligible} == {1, 2, 3, 4, 5}
    there, _ = explain(setting, [items[3], items[4]])
    assert _ids(there.items) == [4, 5]
    assert there.short_by == 1
    assert {one.item.id for one in there.passed_over} == {1, 2, 3}
    gone = replace(items[0], source="gone")
    assert explain(setting, [gone])[0].chosen[0].score.total == 0
