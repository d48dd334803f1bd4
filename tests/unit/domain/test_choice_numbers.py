from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.choice_numbers import Choices, read_choices


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1", (1,)),
        ("1 2 3", (1, 2, 3)),
        ("1、2、3", (1, 2, 3)),
        ("1,2", (1, 2)),
        ("１，３", (1, 3)),
        ("1.3", (1, 3)),
        ("1/3", (1, 3)),
        ("123", (1, 2, 3)),
        ("13", (1, 3)),
        ("31", (1, 3)),
        ("3 1 1", (1, 3)),
        ("1和3", (1, 3)),
        ("1 and 3", (1, 3)),
        ("第1条和第3条", (1, 3)),
        ("1号3号", (1, 3)),
        ("第三条", (3,)),
        ("一 三", (1, 3)),
        ("一三", (1, 3)),
        ("一、三。", (1, 3)),
        ("1-3", (1, 2, 3)),
        ("1到3", (1, 2, 3)),
        ("3-1", (1, 2, 3)),
        ("已分享 1 3", (1, 3)),
        ("已分享1和3", (1, 3)),
        ("已分享：1", (1,)),
        ("分享了1、2", (1, 2)),
        ("我转发了1 2", (1, 2)),
        ("我已经分享了第2条", (2,)),
        ("1 3 已转发", (1, 3)),
        ("1、3都发了", (1, 3)),
        ("shared 1 3", (1, 3)),
        ("1 2 done", (1, 2)),
        ("①③", (1, 3)),
        ("1️⃣ 3️⃣", (1, 3)),
        ("1！", (1,)),
        (" 2 \n", (2,)),
        ("全部", (1, 2, 3)),
        ("全都分享了", (1, 2, 3)),
        ("都分享了", (1, 2, 3)),
        ("全部已分享", (1, 2, 3)),
        ("已全部分享", (1, 2, 3)),
        ("三条都转发了", (1, 2, 3)),
        ("3条都发了", (1, 2, 3)),
        ("我今天都转了", (1, 2, 3)),
        ("all", (1, 2, 3)),
        ("shared all", (1, 2, 3)),
        ("All done", (1, 2, 3)),
        ("分享了3条", (1, 2, 3)),
        ("三条都", (1, 2, 3)),
    ],
)
def test_choices_of_three(text: str, numbers: tuple[int, ...]) -> None:
    assert read_choices(text, 3) == Choices(numbers)


@pytest.mark.parametrize(
    ("text", "numbers", "destination"),
    [
        ("1 3 微信", (1, 3), "微信"),
        ("微信 1 3", (1, 3), "微信"),
        ("微信群1、2", (1, 2), "微信群"),
        ("1 2 朋友圈", (1, 2), "朋友圈"),
        ("已分享1和3到微信群", (1, 3), "微信群"),
        ("1 3 发到朋友圈了", (1, 3), "朋友圈"),
        ("123 ＱＱ群", (1, 2, 3), "ＱＱ群"),
        ("QQ 1", (1,), "QQ"),
        ("微博：2", (2,), "微博"),
        ("全部 抖音", (1, 2, 3), "抖音"),
        ("都分享到微信了", (1, 2, 3), "微信"),
        ("全部发到微信群", (1, 2, 3), "微信群"),
        ("1 其他", (1,), "其他"),
        ("shared 1 2 on WeChat", (1, 2), "WeChat"),
        ("all to weibo", (1, 2, 3), "weibo"),
        ("已分享到微信 1 2", (1, 2), "微信"),
    ],
)
def test_destination(text: str, numbers: tuple[int, ...], destination: str) -> None:
    assert read_choices(text, 3) == Choices(numbers, destination=destination)


@pytest.mark.parametrize(
    ("text", "highest", "numbers", "beyond"),
    [
        ("5", 3, (), (5,)),
        ("0", 3, (), (0,)),
        ("1 5", 3, (1,), (5,)),
        ("1 2 4", 3, (1, 2), (4,)),
        ("1-5", 3, (1, 2, 3), (5,)),
        ("已分享 124", 3, (), (124,)),
        ("12", 12, (12,), ()),
        ("10 11", 12, (10, 11), ()),
        ("十一", 12, (11,), ()),
        ("1 62", 3, (1,), (62,)),
        ("全部", 0, (), ()),
        ("1", 0, (), (1,)),
    ],
)
def test_range(text: str, highest: int, numbers: tuple[int, ...], beyond: tuple[int, ...]) -> None:
    assert read_choices(text, highest) == Choices(numbers, beyond)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "。",
        "我3点到",
        "1楼水管坏了",
        "3点",
        "10:30",
        "加1",
        "62人",
        "62",
        "666",
        "111",
        "2026",
        "13912345678",
        "1?",
        "没分享1",
        "不是1",
        "1元",
        "3%",
        "已分享",
        "微信",
        "微信群",
        "都",
        "都来了",
        "大家都来",
        "两条",
        "三条",
        "3个",
        "分享了2条",
        "一个",
        "1个人",
        "一起",
        "三月",
        "all right",
        "call 1",
        "1st",
        "/share 1",
        "1 2 3 木头人",
        "健康讲座 62人 今天下午",
        "😀1",
        "1" * 81,
        "1 " * 41,
    ],
)
def test_ordinary_talk_is_no_choice(text: str) -> None:
    assert read_choices(text, 3) is None


PIECES = st.sampled_from(
    [
        "1",
        "2",
        "3",
        "9",
        "一",
        "三",
        "、",
        " ",
        "-",
        "到",
        "第",
        "条",
        "都",
        "全部",
        "分享",
        "了",
        "已",
        "微信",
        "QQ",
        "to ",
        "all",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)), st.integers(0, 30))
def test_any_text(text: str, highest: int) -> None:
    choices = read_choices(text, highest)
    if choices is not None:
        assert list(choices.numbers) == sorted(set(choices.numbers))
        assert all(1 <= number <= highest for number in choices.numbers)
        assert not any(1 <= number <= highest for number in choices.out_of_range)
        assert choices.destination is None or choices.destination in text


@given(st.sets(st.integers(1, 9), min_size=1), st.sampled_from([" ", "、", "，", ",", "和", " , "]))
def test_lists_are_read_back(numbers: set[int], separator: str) -> None:
    expected = Choices(tuple(sorted(numbers)))
    assert read_choices(separator.join(map(str, numbers)), 9) == expected
    assert read_choices("已分享" + separator.join(map(str, numbers)), 9) == expected


@pytest.mark.parametrize("piece", ["1 ", "1", "一", "1-", "1、", "已", "全", "都", " ", "第", "发", "微信"])
def test_long_and_monotonous_text_is_quick(piece: str) -> None:
    began = time.perf_counter()
    for length in (60, 79, 100_000):
        read_choices((piece * length)[:length] + "x", 3)
        read_choices((piece * length)[:length], 3)
    assert time.perf_counter() - began < 0.5
