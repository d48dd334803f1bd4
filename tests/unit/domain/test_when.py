from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.when import Day, DayPart, Unreadable, find_day

MONDAY = date(2026, 11, 23)  # today, unless a test says otherwise
MORNING, AFTERNOON, EVENING = DayPart.MORNING, DayPart.AFTERNOON, DayPart.EVENING


def day_of(text: str, today: date = MONDAY) -> Day:
    found = find_day(text, today)
    assert isinstance(found, Day), found
    return found


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("今天", 11, 23),
        ("今日", 11, 23),
        ("健康讲座 62人 今天", 11, 23),
        ("刚才办了讲座", 11, 23),
        ("昨天", 11, 22),
        ("昨日上午", 11, 22),
        ("前天", 11, 21),
        ("大前天", 11, 20),
        ("明天", 11, 24),
        ("后天", 11, 25),
        ("大后天", 11, 26),
        ("今早", 11, 23),
        ("昨晚", 11, 22),
        ("11月20日", 11, 20),
        ("11月20号", 11, 20),
        ("11 月 20 日", 11, 20),
        ("１１月２０日", 11, 20),
        ("11月20", 11, 20),
        ("11月20 健康讲座", 11, 20),
        ("十一月二十号", 11, 20),
        ("十一月廿日", 11, 20),
        ("11月20日健康讲座62人", 11, 20),
        ("11月20日用电安全讲座", 11, 20),
        ("11.20", 11, 20),
        ("11.20健康讲座", 11, 20),
        ("11.20日", 11, 20),
        ("11-20", 11, 20),
        ("11/20", 11, 20),
        ("on 11/20", 11, 20),
        ("20/11", 11, 20),
        ("健康讲座 62人 11.20", 11, 20),
        ("5.12防灾减灾日宣传", 5, 12),
        ("2026-11-20", 11, 20),
        ("2026/11/20", 11, 20),
        ("2026.11.20", 11, 20),
        ("2026年11月20日", 11, 20),
        ("26年11月20日", 11, 20),
        ("二〇二六年十一月二十日", 11, 20),
        ("今年3月5日", 3, 5),
        ("20261120", 11, 20),
        ("20号", 11, 20),
        ("二十号", 11, 20),
        ("23号", 11, 23),
        ("20日下午", 11, 20),
        ("5月1日", 5, 1),
        ("周三", 11, 18),
        ("星期三", 11, 18),
        ("礼拜三", 11, 18),
        ("周3", 11, 18),
        ("周一", 11, 23),
        ("周日", 11, 22),
        ("星期天", 11, 22),
        ("上周五", 11, 20),
        ("上个星期日", 11, 22),
        ("上礼拜天", 11, 22),
        ("上上周五", 11, 13),
        ("本周二", 11, 24),
        ("这周三", 11, 25),
        ("这个星期三", 11, 25),
        ("下周三", 12, 2),
        ("周三六十人", 11, 18),
        ("上月15号", 10, 15),
        ("上个月15日", 10, 15),
        ("上月31号", 10, 31),
        ("本月3号", 11, 3),
        ("下个月1号", 12, 1),
        ("三天前", 11, 20),
        ("3天前", 11, 20),
        ("两天前", 11, 21),
        ("一周前", 11, 16),
        ("两个星期以前", 11, 9),
        ("三天后", 11, 26),
        ("today", 11, 23),
        ("yesterday", 11, 22),
        ("the day before yesterday", 11, 21),
        ("tomorrow", 11, 24),
        ("last night", 11, 22),
        ("last Friday", 11, 20),
        ("last Monday", 11, 16),
        ("on Friday", 11, 20),
        ("this Friday", 11, 27),
        ("next Friday", 11, 27),
        ("next Monday", 11, 30),
        ("Nov 20", 11, 20),
        ("Nov. 20th", 11, 20),
        ("November 20, 2026", 11, 20),
        ("20 Nov", 11, 20),
        ("20th of November 2026", 11, 20),
        ("3 days ago", 11, 20),
        ("a week ago", 11, 16),
        ("下午 健康讲座", 11, 23),
        ("5.12防灾减灾日宣传 今天下午", 11, 23),
    ],
)
def test_days(text: str, month: int, day: int) -> None:
    assert day_of(text).day == date(2026, month, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("去年11月20日", date(2025, 11, 20)),
        ("2025年12月31日", date(2025, 12, 31)),
        ("2027-1-5", date(2027, 1, 5)),
        ("12月20日", date(2025, 12, 20)),
        ("明年3月5日", date(2027, 3, 5)),
    ],
)
def test_other_years(text: str, day: date) -> None:
    assert day_of(text).day == day


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("12月30日", date(2027, 1, 3), date(2026, 12, 30)),
        ("31号", date(2026, 11, 1), date(2026, 10, 31)),
        ("31号", date(2026, 10, 1), date(2026, 8, 31)),
        ("30号", date(2027, 3, 1), date(2027, 1, 30)),
        ("2月29日", date(2028, 3, 1), date(2028, 2, 29)),
        ("2月29日", date(2026, 3, 1), date(2024, 2, 29)),
        ("上月15号", date(2027, 1, 3), date(2026, 12, 15)),
        ("周三", date(2026, 11, 25), date(2026, 11, 25)),
        ("上周日", date(2026, 11, 22), date(2026, 11, 15)),
    ],
)
def test_around_the_turn_of_year_month_and_week(text: str, today: date, day: date) -> None:
    assert day_of(text, today).day == day


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("今天", None),
        ("今天上午", MORNING),
        ("今天 下午", AFTERNOON),
        ("今天下午3点", AFTERNOON),
        ("今天15:30", AFTERNOON),
        ("今天14点半", AFTERNOON),
        ("今天八点", None),
        ("今天19点", EVENING),
        ("今早", MORNING),
        ("昨晚", EVENING),
        ("昨天晚上", EVENING),
        ("周五晚 健康讲座", EVENING),
        ("11月20日（周五）上午9:00", MORNING),
        ("20号中午", AFTERNOON),
        ("上周五傍晚", EVENING),
        ("yesterday afternoon", AFTERNOON),
        ("this morning", MORNING),
        ("tonight", EVENING),
        ("last Friday at 3pm", AFTERNOON),
        ("Nov 20 in the evening", EVENING),
        ("下午", AFTERNOON),
    ],
)
def test_part_of_the_day(text: str, part: DayPart | None) -> None:
    assert day_of(text).part is part


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("健康讲座 62人 今天下午。", "今天下午"),
        ("今天下午3点62人健康讲座", "今天下午3点"),
        ("今天下午两点到四点 讲座", "今天下午两点到四点"),
        ("今天 上午9:00-11:00 讲座", "今天 上午9:00-11:00"),
        ("今天早教讲座", "今天"),
        ("１１月２０日（周五）讲座", "１１月２０日（周五）"),
        ("11月20日至21日培训", "11月20日至21日"),
        ("11月20-21日培训", "11月20-21日"),
        ("于2026年11月20日上午举办", "2026年11月20日上午"),
        ("talk Yesterday afternoon, 62 people", "Yesterday afternoon"),
        ("今天62人", "今天"),
        ("上周五十点半", "上周五十点半"),
    ],
)
def test_words_and_span(text: str, said: str) -> None:
    found = day_of(text)
    assert found.said == said
    assert text[slice(*found.span)] == said


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("今天", False),
        ("11月20日", False),
        ("5月1日", False),
        ("12月1日", True),  # last year's, or next week's?
        ("去年12月1日", False),
        ("20号", False),
        ("25号", True),
        ("周五", False),
        ("周三", True),  # five days ago, or the day after tomorrow?
        ("上周三", False),
        ("本周三", False),
        ("11月20日（周五）", False),
        ("11月20日（周四）", True),
        ("11月20日至21日", True),
        ("11.20-11.22", True),
        ("今天补报11月20日的讲座", True),
        ("11月23日今天", False),
        ("2月29日", True),
    ],
)
def test_says_when_another_day_is_as_likely(text: str, ambiguous: bool) -> None:
    assert day_of(text).ambiguous is ambiguous


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2月30日", "2月30日"),
        ("13月1日", "13月1日"),
        ("11月31日健康讲座", "11月31日"),
        ("2026年2月29日", "2026年2月29日"),
        ("2026-13-01", "2026-13-01"),
        ("20260230", "20260230"),
        ("2/30", "2/30"),
        ("62号", "62号"),
        ("Feb 30", "Feb 30"),
        ("前几天 健康讲座", "前几天"),
        ("上周 健康讲座", "上周"),
        ("上个月 健康讲座", "上个月"),
        ("2月30日下午", "2月30日下午"),
    ],
)
def test_a_day_that_is_none(text: str, said: str) -> None:
    assert find_day(text, MONDAY) == Unreadable(said, (0, len(said)))


def test_a_readable_day_goes_before_an_unreadable_one() -> None:
    assert day_of("2月30日？不，昨天").day == date(2026, 11, 22)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "健康讲座 62人",
        "11.20元",
        "每本11.20 元",
        "¥11.20",
        "1.5小时",
        "3.5公里",
        "1.2万人",
        "5-10人",
        "3-5岁儿童",
        "1-2年级",
        "2/3的村民",
        "v1.2",
        "版本1.2.3",
        "Python 3.11",
        "2.0版",
        "10.1.2.3",
        "0416-1234567",
        "139-1234-5678",
        "13912345678",
        "020-11-20-30",
        "11:20",
        "20号楼",
        "62号人",
        "2号线",
        "第20号",
        "第3周",
        "每周三",
        "一周三次",
        "每月20号",
        "三日游",
        "二日本",
        "今天气温",
        "后天性免疫",
        "今日三条",
        "今日头条",
        "科技活动周三个主题",
        "周末",
        "下午茶",
        "3天",
        "two days",
        "every Friday",
        "Sundays",
        "mondayish",
        "Nov 2026",
        "marching 3",
        "11月活动",
        "2个月",
        "月底",
        "13.1",
        "30.2",
        "20日前交",
    ],
)
def test_no_day(text: str) -> None:
    assert find_day(text, MONDAY) is None


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_a_written_past_date_is_read_back(today: date, back: int) -> None:
    day = today - timedelta(back)
    for text in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.month}月{day.day}日",
        f"{day.month}月{day.day}号下午",
        f"{day.month}/{day.day}",
        f"{back}天前" if back else "今天",
    ):
        assert day_of(text, today).day == day


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from("一二三四五六日天"))
def test_a_weekday_lies_within_the_last_seven_days(today: date, name: str) -> None:
    assert timedelta(0) <= today - day_of(f"周{name}", today).day < timedelta(7)


PIECES = st.sampled_from(
    [
        "11",
        "20",
        "月",
        "日",
        "号",
        "年",
        ".",
        "-",
        "/",
        ":",
        "周",
        "三",
        "十",
        "上",
        "个",
        "今天",
        "下午",
        "点",
        " ",
        "天前",
        "nov",
        "(",
        "到",
    ]
)


@given(st.one_of(st.text(max_size=500), st.lists(PIECES, max_size=40).map("".join)), st.dates())
def test_any_text_on_any_day(text: str, today: date) -> None:
    found = find_day(text, today)
    if found is not None:
        assert text[slice(*found.span)] == found.said
        assert found.said


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "1.",
        "1-",
        "1/",
        "1月",
        "1月1",
        "1月1日",
        "11月20日至",
        "今天",
        "今天 ",
        " ",
        "周",
        "周三",
        "上",
        "nov ",
        "下午",
        "1点",
        "1点到",
        "三天",
        "1:11-",
        "last ",
    ],
)
def test_a_hundred_kilobytes_of_anything_are_quick(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    find_day(text, MONDAY)
    assert time.perf_counter() - began < 1
