from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.roster_cells import (
    name_is_one,
    names,
    read_day,
    says_gone,
    says_left,
    shown,
    things,
    units,
    without_numbers,
    yes_or_no,
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("张三", ("张三",)),
        ("张三、李四", ("张三", "李四")),
        ("张三，李四；王五", ("张三", "李四", "王五")),
        ("张三 李四", ("张三", "李四")),
        ("张　三", ("张三",)),
        ("张 三（主任）、李四", ("张三", "李四")),
        ("王芳\n赵敏", ("王芳", "赵敏")),
        ("张三13812345678", ("张三",)),
        ("张三 210781199001011234", ("张三",)),
        ("张三、张三", ("张三",)),
        ("Li Ming", ("Li Ming",)),
        ("阿卜杜拉·买买提", ("阿卜杜拉·买买提",)),
        ("无", ()),
        ("空缺", ()),
        ("——", ()),
        ("", ()),
    ],
)
def test_names(cell: str, expected: tuple[str, ...]) -> None:
    assert names(cell) == expected


@pytest.mark.parametrize(
    ("name", "good"), [("李秀英", True), ("李" * 21, False), ("……", False), ("张3", False), ("Li Ming", True)]
)
def test_what_a_name_is(name: str, good: bool) -> None:
    assert name_is_one(name) is good


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("２０２６年３月５日", date(2026, 3, 5)),
        ("二〇二六年三月五日", date(2026, 3, 5)),
        ("2026.3", date(2026, 3, 1)),
        ("2026年3月", date(2026, 3, 1)),
        ("2026年", date(2026, 1, 1)),
        ("2026", date(2026, 1, 1)),
        ("2026年2月30日", None),
        ("去年", None),
    ],
)
def test_days(cell: str, expected: date | None) -> None:
    assert read_day(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("是", True),
        ("√", True),
        ("省级", True),
        ("示范单位", True),
        ("否", False),
        ("无", False),
        ("", None),
        ("？", None),
    ],
)
def test_yes_and_no(cell: str, expected: bool | None) -> None:
    assert yes_or_no(cell) is expected


def test_no_in_a_column_of_who_left_is_not_no_in_one_of_who_is_there() -> None:
    assert says_gone("已离任")
    assert not says_gone("否")
    assert says_left("否")
    assert not says_left("在任")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2", (("", 2),)),
        ("２个", (("", 2),)),
        ("三块", (("", 3),)),
        ("有", (("", 1),)),
        ("无", ()),
        ("0", ()),
        ("", ()),
        ("村口宣传栏", (("村口宣传栏", 1),)),
        ("宣传栏2个、图书角1个", (("宣传栏", 2), ("图书角", 1))),
        ("文化广场大屏", (("文化广场大屏", 1),)),
        ("500", None),
    ],
)
def test_things(cell: str, expected: tuple[tuple[str, int], ...] | None) -> None:
    assert things(cell) == expected


def test_units() -> None:
    assert units("槐树村、柳树村") == ("槐树村", "柳树村")
    assert units("无") == ()


@given(st.text(st.sampled_from("张三0123456789０１- 、（"), max_size=40))
def test_no_long_number_is_kept_or_said_back(cell: str) -> None:
    for text in (without_numbers(cell), shown(cell), *names(cell)):
        assert not any(text[at : at + 6].isdigit() and len(text[at : at + 6]) == 6 for at in range(len(text)))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("孙八 书记", ("孙八",)),
        ("周九主任", ("周九",)),
        ("欧阳书记、钱会计", ("欧阳", "钱会计")),
        ("王五（已撤换）、赵六", ("赵六",)),
        ("王五(离任)", ()),
    ],
)
def test_titles_are_no_persons_and_who_was_replaced_is_nobody(cell: str, expected: tuple[str, ...]) -> None:
    assert names(cell) == expected


def test_who_was_replaced_is_not_there() -> None:
    assert says_left("已撤换")
    assert not says_left("在任")
