from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.place_match import find_place, match_places

PLACES = [
    (1, "青禾县/柳河镇/槐树村"),
    (2, "青禾县/柳河镇/大榆树村"),
    (3, "青禾县/石桥镇/槐树村"),
    (4, "青禾县/城关街道/健康社区"),
    (5, "青禾县/城关街道/东街社区"),
    (6, "青禾县/城关街道/实验小学"),
    (7, "青禾县/柳河镇/槐树小学"),
    (8, "青禾县/石桥镇/六十家子村"),
    (9, "青禾县/城关街道/第一中学"),
]
STATIONS = [
    (11, "槐树村e站"),
    (12, "大榆树村e站"),
    (13, "东街社区e站"),
    (14, "实验小学校园e站"),
    (15, "槐树小学e站"),
    (16, "健康社区e站"),
    (17, "六十家子村e站"),
]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("青禾县/柳河镇/槐树村", [1]),
        ("大榆树村", [2]),
        (" 大榆树村 ", [2]),
        ("槐树村", [1, 3]),
        ("柳河镇/槐树村", [1]),
        ("石桥镇槐树村", [3]),
        ("柳河镇 槐树村", [1]),
        ("槐树村e站", [1, 3]),
        ("大榆树", [2]),
        ("槐树", [1, 3, 7]),
        ("东街", [5]),
        ("东街居委会", [5]),
        ("大榆树行政村", [2]),
        ("榆树村", [2]),
        ("实验", [6]),
        ("槐小", [7]),
        ("小学", [6, 7]),
        ("一中", [9]),
        ("柳河", [1, 2, 7]),
        ("柳河大榆", [2]),
        ("六十家子", [8]),
        ("青禾县", [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ("大榆树小学", []),
        ("西街", []),
        ("", []),
        ("  ", []),
        ("/", []),
        ("x" * 100_000, []),
    ],
)
def test_match_places(query: str, ids: list[int]) -> None:
    assert match_places(query, PLACES) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("槐树村e站", [11]),
        ("槐树村Ｅ站", [11]),
        ("槐树村 e站", [11]),
        ("槐树村", [11]),
        ("槐树小学", [15]),
        ("槐树村科普站", [11]),
        ("实验小学", [14]),
        ("实验小学e站", [14]),
        ("东街", [13]),
        ("槐树", [11, 15]),
        ("e站", [11, 12, 13, 14, 15, 16, 17]),
        ("大榆", [12]),
    ],
)
def test_match_stations(query: str, ids: list[int]) -> None:
    assert match_places(query, STATIONS) == ids


@pytest.mark.parametrize(
    ("text", "ids", "words"),
    [
        ("昨天在槐树村e站办了讲座", (11,), "槐树村e站"),
        ("槐树村 讲座 62人", (11,), "槐树村"),
        ("槐树村Ｅ站讲座", (11,), "槐树村Ｅ站"),
        ("槐树小学讲座", (15,), "槐树小学"),
        ("大榆树办讲座", (12,), "大榆树"),
        ("在榆树村办讲座", (12,), "榆树村"),
        ("榆树村讲座", (12,), "榆树村"),
        ("在大榆办讲座", (12,), "大榆"),
        ("在槐树办了讲座", (11, 15), "槐树"),
        ("健康社区的健康讲座", (16,), "健康社区"),
        ("在健康e站办讲座", (16,), "健康e站"),
        ("在实验小学校园e站", (14,), "实验小学校园e站"),
        ("六十家子村 62人", (17,), "六十家子村"),
        ("六十家子 62人", (17,), "六十家子"),
        ("东街社区居委会讲座", (13,), "东街社区居委会"),
        ("槐树村中学生消防培训", (11,), "槐树村"),
        ("槐树村小学生消防培训", (11,), "槐树村"),
    ],
)
def test_find_station(text: str, ids: tuple[int, ...], words: str) -> None:
    hit = find_place(text, STATIONS)
    assert hit is not None
    assert (hit.ids, text[slice(*hit.span)]) == (ids, words)


@pytest.mark.parametrize(
    ("text", "ids", "words"),
    [
        ("石桥镇槐树村讲座", (3,), "石桥镇槐树村"),
        ("青禾县柳河镇槐树村讲座", (1,), "青禾县柳河镇槐树村"),
        ("柳河镇 槐树村 讲座", (1,), "柳河镇 槐树村"),
        ("槐树村讲座", (1, 3), "槐树村"),
        ("青禾县/石桥镇/槐树村 讲座", (3,), "青禾县/石桥镇/槐树村"),
    ],
)
def test_places_above_tell_namesakes_apart(text: str, ids: tuple[int, ...], words: str) -> None:
    hit = find_place(text, PLACES)
    assert hit is not None
    assert (hit.ids, text[slice(*hit.span)]) == (ids, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "健康讲座 62人 今天下午",
        "科普中国e站活动",
        "趣味实验活动",
        "青禾县科普活动",
        "第一期培训",
        "社区讲座",
        "在小学办讲座",
        "榆树病虫害防治培训",
        "六十人参加",
        "大榆树小学讲座",
        "大榆树村小学讲座",
    ],
)
def test_no_place(text: str) -> None:
    assert find_place(text, STATIONS) is None
    assert find_place(text, PLACES) is None


NAMES = st.text(alphabet="槐树村大榆小学社区e站健康/ ＥA1", max_size=12)


@given(st.text(max_size=200), st.lists(st.one_of(NAMES, st.text(max_size=30)), max_size=8))
def test_any_text(text: str, names: list[str]) -> None:
    places = list(enumerate(names))
    hit = find_place(text, places)
    if hit is not None:
        assert 0 <= hit.span[0] < hit.span[1] <= len(text)
        assert hit.ids
    assert set(match_places(text, places)) <= set(range(len(names)))


@given(st.lists(NAMES.filter(lambda name: name.strip("/ Ｅ") != ""), min_size=1, max_size=8, unique=True))
def test_a_whole_name_finds_its_place(names: list[str]) -> None:
    places = list(enumerate(names))
    for place_id, name in places:
        assert place_id in match_places(name, places)


@pytest.mark.parametrize("piece", ["槐", "槐树", "树", "村", "e站", "在", " ", "第一", "科普中国"])
def test_a_hundred_kilobytes_and_a_thousand_places_are_quick(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    places = [(number, f"青禾县/柳河镇/槐树{number}村e站") for number in range(1000)]
    began = time.perf_counter()
    find_place(text, places)
    match_places(text, places)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("said", ["实验小学", "在实验小学办了", "实验小学e站"])
def test_a_school_is_called_without_the_place_it_belongs_to(said: str) -> None:
    hit = find_place(f"{said}健康讲座62人", [(1, "县实验小学e站"), (2, "柳河镇中心小学e站"), (3, "槐树村e站")])
    assert hit is not None
    assert hit.ids == (1,)
