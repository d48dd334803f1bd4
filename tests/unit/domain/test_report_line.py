from __future__ import annotations

import itertools
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.report_line import EventKind, ReportLine, guess_kind, parse_report
from kpbot.domain.when import Day, DayPart, Unreadable

MONDAY = date(2026, 11, 23)
STATIONS = [(11, "槐树村e站"), (12, "大榆树村e站"), (13, "东街社区e站"), (15, "槐树小学e站"), (16, "健康社区e站")]


def summary(text: str) -> tuple[str, int | None, str | None, tuple[int, ...], EventKind | None]:
    line = parse_report(text, MONDAY, STATIONS)
    count = line.headcount.count if line.headcount else None
    day = line.day.day.isoformat() if isinstance(line.day, Day) else "?" if line.day else None
    return line.title, count, day, line.station_ids, line.kind


TODAY, YESTERDAY = "2026-11-23", "2026-11-22"
LECTURE, CONTEST, TRAINING = EventKind.LECTURE, EventKind.CONTEST, EventKind.TRAINING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("健康讲座 62人 今天下午", ("健康讲座", 62, TODAY, (), LECTURE)),
        ("健康讲座62人今天下午", ("健康讲座", 62, TODAY, (), LECTURE)),
        ("健康讲座 62人", ("健康讲座", 62, None, (), LECTURE)),
        ("健康讲座", ("健康讲座", None, None, (), LECTURE)),
        ("健康讲座 62 今天", ("健康讲座", 62, TODAY, (), LECTURE)),
        ("健康讲座，６２人，今天", ("健康讲座", 62, TODAY, (), LECTURE)),
        ("62人参加健康讲座", ("健康讲座", 62, None, (), LECTURE)),
        ("有62人参加了健康讲座。", ("健康讲座", 62, None, (), LECTURE)),
        ("今天下午的健康讲座来了62人", ("健康讲座", 62, TODAY, (), LECTURE)),
        ("今天下午举办健康讲座，62人参加。", ("健康讲座", 62, TODAY, (), LECTURE)),
        (
            "昨天在槐树村e站办了防灾减灾知识竞赛，来了八十多人",
            ("防灾减灾知识竞赛", 80, YESTERDAY, (11,), CONTEST),
        ),
        ("11月20日于东街社区开展食品安全讲座，参加人数：75", ("食品安全讲座", 75, "2026-11-20", (13,), LECTURE)),
        ("组织60余名村民在大榆树村开展果树修剪技术培训", ("果树修剪技术培训", 60, None, (12,), TRAINING)),
        ("上周五 东街 防火讲座 六十人", ("防火讲座", 60, "2026-11-20", (13,), LECTURE)),
        ("周三六十人消防讲座", ("消防讲座", 60, "2026-11-18", (), LECTURE)),
        ("时间：今天 地点：槐树村 人数：62 主题：健康讲座", ("健康讲座", 62, TODAY, (11,), LECTURE)),
        ("主题：健康讲座\n时间：11月20日\n地点：槐树村e站\n人数：62人", ("健康讲座", 62, "2026-11-20", (11,), LECTURE)),
        ("在槐树办健康讲座 62人", ("健康讲座", 62, None, (11, 15), LECTURE)),
        ("健康社区健康讲座", ("健康讲座", None, None, (16,), LECTURE)),
        ("健康讲座、义诊 62人", ("健康讲座、义诊", 62, None, (), LECTURE)),
        ("有机肥培训 55人", ("有机肥培训", 55, None, (), TRAINING)),
        ("了解中医药活动", ("了解中医药活动", None, None, (), EventKind.ACTIVITY)),
        ("在家安全用药讲座 今天", ("在家安全用药讲座", None, TODAY, (), LECTURE)),
        ("2026科普日活动 62人", ("2026科普日活动", 62, None, (), EventKind.ACTIVITY)),
        ("2月30日健康讲座62人", ("健康讲座", 62, "?", (), LECTURE)),
        ("3人小组讲座 62人", ("3人小组讲座", 62, None, (), LECTURE)),
        ("60岁以上老人健康讲座 55人 昨天", ("60岁以上老人健康讲座", 55, YESTERDAY, (), LECTURE)),
        ("62人", ("", 62, None, (), None)),
        ("今天", ("", None, TODAY, (), None)),
        ("槐树村e站", ("", None, None, (11,), None)),
        ("今天在槐树村来了62人", ("", 62, TODAY, (11,), None)),
        ("health talk, about 60 attended, yesterday", ("health talk", 60, YESTERDAY, (), LECTURE)),
        ("Held a food safety talk on Nov 20 with 62 people", ("food safety talk", 62, "2026-11-20", (), LECTURE)),
        ("First aid training 40 people today", ("First aid training", 40, TODAY, (), TRAINING)),
        ("健康讲座😀 62人", ("健康讲座😀", 62, None, (), LECTURE)),
        ("<b>健康</b>讲座 62人", ("<b>健康</b>讲座", 62, None, (), LECTURE)),
        (
            "今天上午9点在槐树村党群服务中心举办冬季防火知识讲座，参加群众60余人",
            ("冬季防火知识讲座", 60, TODAY, (11,), LECTURE),
        ),
        ("11月20日下午，东街社区组织居民50余人开展防诈骗讲座。", ("防诈骗讲座", 50, "2026-11-20", (13,), LECTURE)),
        ("槐树村科普讲座今天办完了，来了五十来人", ("科普讲座", 50, TODAY, (11,), LECTURE)),
        ("前天槐树村放了场科普电影，七八十人看", ("科普电影", 70, "2026-11-21", (11,), EventKind.PERFORMANCE)),
        ("有80来号人参加了今天的反诈讲座", ("反诈讲座", 80, TODAY, (), LECTURE)),
        ("今日开展地震演练，共有师生562人参加", ("地震演练", 562, TODAY, (), TRAINING)),
        ("科普大篷车进校园 11.18 600人", ("科普大篷车进校园", 600, "2026-11-18", (), None)),
        ("", ("", None, None, (), None)),
        (" 。，\n", ("", None, None, (), None)),
    ],
)
def test_lines(text: str, expected: tuple[str, int | None, str | None, tuple[int, ...], EventKind | None]) -> None:
    assert summary(text) == expected


def test_details_are_kept() -> None:
    line = parse_report("昨天下午 健康讲座 60多人", MONDAY, STATIONS)
    assert isinstance(line.day, Day)
    assert line.day.part is DayPart.AFTERNOON
    assert line.headcount is not None
    assert line.headcount.approximate
    assert parse_report("2月30日 讲座", MONDAY, []).day == Unreadable("2月30日", (0, 5))
    assert parse_report("", MONDAY, STATIONS) == ReportLine()


def test_any_order() -> None:
    for parts in itertools.permutations(["健康讲座", "62人", "今天下午", "槐树村"]):
        for joint in (" ", "，", "\n"):
            assert summary(joint.join(parts)) == ("健康讲座", 62, TODAY, (11,), LECTURE)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("健康讲座", LECTURE),
        ("科普大讲堂", LECTURE),
        ("实用技术培训", TRAINING),
        ("地震应急演练", TRAINING),
        ("知识竞赛", CONTEST),
        ("知识竞赛活动", CONTEST),
        ("竞赛培训", TRAINING),
        ("文艺演出", EventKind.PERFORMANCE),
        ("科普图片展", EventKind.EXHIBITION),
        ("流动科技馆巡展", EventKind.EXHIBITION),
        ("科普日宣传", EventKind.ACTIVITY),
        ("课外活动", EventKind.ACTIVITY),
        ("义诊", EventKind.ACTIVITY),
        ("Food Safety Talk", LECTURE),
        ("Science quiz", CONTEST),
        ("聚会", None),
        ("", None),
    ],
)
def test_kind(title: str, kind: EventKind | None) -> None:
    assert guess_kind(title) is kind


WORDS = st.sampled_from(
    [
        "健康讲座",
        "62",
        "人",
        "今天",
        "下午",
        "槐树村",
        "e站",
        "在",
        "办了",
        "，",
        " ",
        "11.20",
        "来了",
        "的",
        "\n",
        "a ",
        "\x00",
    ]
)


@given(st.one_of(st.text(max_size=500), st.lists(WORDS, max_size=40).map("".join)))
def test_any_text(text: str) -> None:
    line = parse_report(text, MONDAY, STATIONS)
    assert len(line.title) <= len(text)
    assert "\x00" not in line.title
    assert line.title == line.title.strip()


@pytest.mark.parametrize(
    "piece",
    [
        "在",
        "了",
        "的",
        " ",
        "，",
        "1",
        "62人",
        "今天",
        "槐树",
        "举办",
        "参加",
        "\x00",
        "\n",
        "a ",
        "on ",
        "我们",
        "时间",
    ],
)
def test_a_hundred_kilobytes_of_anything_are_quick(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    parse_report(text, MONDAY, STATIONS)
    assert time.perf_counter() - began < 2
