"""config/calendar.toml: its four kinds of days, and what the shipped one favours."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from kpbot.domain.almanac import SOLAR_TERMS
from kpbot.domain.calendar_file import read_calendar
from kpbot.domain.content import Topic
from kpbot.domain.season import favoured, near_days, spoken_of

SHIPPED = read_calendar(
    tomllib.loads((Path(__file__).parents[3] / "config" / "calendar.toml").read_text(encoding="utf-8"))
)


@pytest.mark.parametrize(
    ("entry", "spans"),
    [
        ({"on": "05-12"}, [(date(2026, 5, 12), date(2026, 5, 12))]),
        ({"lunar": "08-15"}, [(date(2026, 9, 25), date(2026, 9, 25))]),
        ({"lunar": "12-23", "until": "12-30"}, [(date(2026, 2, 10), date(2026, 2, 16))]),
        ({"lunar": "12-30", "until": "01-15"}, [(date(2026, 2, 16), date(2026, 3, 3))]),
        ({"term": "秋分"}, [(date(2026, 9, 23), date(2026, 9, 23))]),
        ({"dates": [date(2025, 5, 1)]}, []),
    ],
)
def test_days_of_a_year(entry: dict[str, object], spans: list[tuple[date, date]]) -> None:
    (day,) = read_calendar({"national-days": {"x": {"name": "某日", **entry}}})
    assert day.spans(2026) == spans


@pytest.mark.parametrize(
    ("day", "near"),
    [
        (date(2026, 12, 2), False),
        (date(2026, 12, 3), True),
        (date(2026, 12, 11), True),
        (date(2026, 12, 12), False),
    ],
)
def test_a_solar_term_is_near_four_days_before_and_after(day: date, near: bool) -> None:
    (snow,) = read_calendar({"solar-terms": {"大雪": {"topics": ["farming"]}}})
    assert (snow.is_near(day), snow.key, snow.solar) == (near, "major-snow", True)
    assert favoured([snow], day) == {}
    assert (Topic.FARMING in favoured([snow], day, solar=True)) is near


@pytest.mark.parametrize(
    ("table", "entry"),
    [
        ("solar-terms", {"小暑热": {}}),
        ("solar-terms", {"小暑": {"on": "07-07"}}),
        ("solar-terms", {"小暑": {"lasts": 0}}),
        ("solar-terms", {"小暑": {"words": [" "]}}),
        ("solar-terms", {"小暑": {"words": "中暑"}}),
        ("solar-terms", {"小暑": 5}),
        ("national-days", {"x": {"name": "某日", "lunar": "13-01"}}),
        ("national-days", {"x": {"name": "某日", "lunar": "正月"}}),
        ("national-days", {"x": {"name": "某日", "term": "大雨"}}),
        ("national-days", {"x": {"name": "某日", "term": "大雪", "on": "12-07"}}),
    ],
)
def test_wrong_entries_are_named(table: str, entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=rf"{table}\.{next(iter(entry))}"):
        read_calendar({table: entry})


def test_the_shipped_calendar_has_all_terms_and_every_term_its_words() -> None:
    terms = [day for day in SHIPPED if day.solar]
    assert [day.name for day in terms] == list(SOLAR_TERMS)
    assert all(day.topics and day.name in day.words for day in terms)


@pytest.mark.parametrize(
    ("day", "title", "name", "word"),
    [
        (date(2026, 12, 7), "雪天出门，防寒比好看要紧", "大雪", "防寒"),
        (date(2027, 2, 5), "燃放煙花的安全距離", "小年到除夕", "烟花"),
        (date(2027, 6, 8), "粽子一次吃幾個", "端午节", "粽子"),
        (date(2026, 11, 8), "油锅起火别浇水", "全国消防日", "起火"),
        (date(2026, 9, 24), "月饼能放多久", "中秋节", "月饼"),
        (date(2026, 11, 23), "月饼能放多久", "", ""),
    ],
)
def test_titles_that_speak_of_the_day(day: date, title: str, name: str, word: str) -> None:
    spoken = spoken_of(title, near_days(SHIPPED, day))
    assert (spoken[0].name if spoken else "", spoken[1] if spoken else "") == (name, word)


def test_a_national_day_goes_before_a_solar_term() -> None:
    day, term = read_calendar(
        {
            "national-days": {"x": {"name": "某日", "on": "12-07", "words": ["大棚"]}},
            "solar-terms": {"大雪": {"words": ["防寒", "大棚"]}},
        }
    )
    assert spoken_of("防寒先看大棚", (term, day)) == (day, "大棚")
    assert spoken_of("防寒先看窗户", (term, day)) == (term, "防寒")


def test_the_fixed_days_of_the_law_and_of_the_notice() -> None:
    named = {day.key: day for day in SHIPPED}
    assert named["science-month"].spans(2027) == [(date(2027, 9, 1), date(2027, 9, 30))]
    for key, (month, at) in {
        "disaster-day": (5, 12),
        "science-workers-day": (5, 30),
        "environment-day": (6, 5),
    }.items():
        assert named[key].spans(2027) == [(date(2027, month, at), date(2027, month, at))]
