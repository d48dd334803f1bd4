from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.headcount import find_headcount, read_headcount

EXACT = [
    ("62人", 62),
    ("６２人", 62),
    ("六十二人", 62),
    ("62 人", 62),
    ("1,200人", 1200),
    ("1.2万人次", 12000),
    ("两百人", 200),
    ("健康讲座 62人 今天下午", 62),
    ("健康讲座62人", 62),
    ("来了80个人", 80),
    ("来了80", 80),
    ("来了80个。", 80),
    ("一共来了45", 45),
    ("参加人数：75", 75),
    ("参加人数:75人", 75),
    ("人数为75", 75),
    ("人数 75 地点 槐树村", 75),
    ("到场62人", 62),
    ("参加62人，工作人员3人", 62),
    ("62名村民", 62),
    ("62名村民代表参加", 62),
    ("35名留守儿童", 35),
    ("120名中小学生", 120),
    ("40位老人", 40),
    ("62名，效果很好", 62),
    ("80村民", 80),
    ("54人次", 54),
    ("八口之家讲座 62人", 62),
    ("3人小组讲座 62人", 62),
    ("62人，分3人一组", 62),
    ("共计62人（其中女30人）", 62),
    ("62人，其中老人20人", 62),
    ("62人，男30人，女32人", 62),
    ("60岁老人健康讲座 55人", 55),
    ("60岁以上老人55人", 55),
    ("3名专家为60名村民讲课", 60),
    ("60名村民听了3名专家的课", 60),
    ("请来2位县医院的医生，40人", 40),
    ("一位老人带头，来了52人", 52),
    ("周三六十人", 60),
    ("上周五62人", 62),
    ("11月20日62人", 62),
    ("11月20号62人", 62),
    ("11.20 62人", 62),
    ("20日-62人", 62),
    ("第3期培训班51人", 51),
    ("下午3点60人", 60),
    ("百人健步走 62人", 62),
    ("人数：58，发放手册200份", 58),
    ("62 people", 62),
    ("1 person", 1),
    ("55 local villagers", 55),
    ("food safety talk, 62 people, today", 62),
    ("60 attended", 60),
    ("attendance: 62", 62),
    ("attended by 48", 48),
    ("30 came", 30),
    ("全校师生562人", 562),
    ("学生60人，老师3人", 60),
    ("老师3人", 3),
    ("志愿者10人，村民50人", 50),
    ("0人", 0),
    ("1人", 1),
    ("200万人", 2_000_000),
    ("99999999人", 99_999_999),
    ("1、62人参加", 62),
    ("二百五十人", 250),
    ("62人参加", 62),
]

APPROXIMATE = [
    ("约60人", 60),
    ("大约 60 人", 60),
    ("60多人", 60),
    ("60余名村民", 60),
    ("六十余人", 60),
    ("60来人", 60),
    ("100来人", 100),
    ("60几个人", 60),
    ("十几人", 10),
    ("二十几个人", 20),
    ("近百人", 100),
    ("上百人", 100),
    ("百余人", 100),
    ("百十来人", 100),
    ("近千人", 1000),
    ("六七十人", 60),
    ("六、七十人", 60),
    ("十七八人", 17),
    ("二十七八个人", 27),
    ("三四百人", 300),
    ("三五十人", 30),
    ("一百二三十人", 120),
    ("60-70人", 60),
    ("60到70人", 60),
    ("60～70人", 60),
    ("六十至七十人", 60),
    ("大概七八十号人", 70),
    ("一百多号人", 100),
    ("来了八十多人", 80),
    ("来了八十多", 80),
    ("80来个人", 80),
    ("60人左右", 60),
    ("60人以上", 60),
    ("60+人", 60),
    ("不到60人", 60),
    ("超过60人", 60),
    ("吸引了近60名群众", 60),
    ("近半百人", 50),
    ("百人健步走", 100),
    ("about 60 attended", 60),
    ("around 60 people", 60),
    ("more than 100 people came", 100),
    ("60-70 people", 60),
    ("60 or so people", 60),
]

NOTHING = [
    "",
    "人",
    "健康讲座",
    "60岁老人",
    "3次",
    "2小时",
    "15元",
    "11月20日",
    "2026-11-20",
    "3人小组讲座",
    "几十人",
    "好几百人",
    "数百人",
    "每人一份",
    "人人参与",
    "一人一表",
    "第3名",
    "前三名",
    "第62人民医院",
    "一位老师",
    "2位专家",
    "3名农技员",
    "3户",
    "5个村",
    "60套书",
    "参加3次",
    "参加 3 次",
    "到了3楼",
    "来了3台设备",
    "初二学生",
    "三中老师",
    "共3场",
    "13812345678",
    "1.5人",
    "周三人民医院",
    "62",
    "3 days",
    "3 persona",
]


@pytest.mark.parametrize(("text", "count"), EXACT)
def test_exact(text: str, count: int) -> None:
    found = find_headcount(text)
    assert found is not None
    assert (found.count, found.approximate) == (count, False)


@pytest.mark.parametrize(("text", "count"), APPROXIMATE)
def test_approximate(text: str, count: int) -> None:
    found = find_headcount(text)
    assert found is not None
    assert (found.count, found.approximate) == (count, True)


@pytest.mark.parametrize("text", NOTHING)
def test_not_a_headcount(text: str) -> None:
    assert find_headcount(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("健康讲座 62人 今天", "62人"),
        ("健康讲座，来了八十多人。", "来了八十多人"),
        ("参加人数：75，很好", "参加人数：75"),
        ("组织60余名村民代表学习", "组织60余名村民代表"),
        ("今天居民50余人参加", "居民50余人"),
        ("演练，共有师生562人参加", "共有师生562人"),
        ("活动惠及群众300余人", "惠及群众300余人"),
        ("家长孩子共计86人", "家长孩子共计86人"),
        ("老少一百多口人", "一百多口人"),
        ("约 60 人左右 ok", "约 60 人左右"),
        ("1、62人", "62人"),
        ("talk, about 60 attended today", "about 60 attended"),
        ("１２０人", "１２０人"),
    ],
)
def test_span_covers_the_words_that_say_it(text: str, words: str) -> None:
    found = find_headcount(text)
    assert found is not None
    assert text[slice(*found.span)] == words


@pytest.mark.parametrize(
    ("text", "count", "approximate"),
    [
        ("62", 62, False),
        (" ６２。", 62, False),
        ("六十二", 62, False),
        ("62人", 62, False),
        ("60多", 60, True),
        ("60多个", 60, True),
        ("大约六十", 60, True),
        ("60-70", 60, True),
        ("六七十", 60, True),
        ("0", 0, False),
        ("来了80多人吧", 80, True),
    ],
)
def test_answers_may_be_short(text: str, count: int, approximate: bool) -> None:
    found = read_headcount(text)
    assert found is not None
    assert (found.count, found.approximate) == (count, approximate)


@pytest.mark.parametrize("text", ["", "不知道", "很多", "3点", "13812345678号码", "62 63", "12.5", "第3"])
def test_what_is_no_answer(text: str) -> None:
    assert read_headcount(text) is None


WORDS = st.sampled_from(
    [
        "62",
        "六",
        "七",
        "十",
        "百",
        "万",
        "人",
        "名",
        "多",
        "约",
        "来了",
        "共",
        "、",
        "-",
        ",",
        ".",
        " ",
        "people",
        "第",
        "村民",
    ]
)


@given(st.one_of(st.text(max_size=500), st.lists(WORDS, max_size=60).map("".join)))
def test_any_text(text: str) -> None:
    for found in (find_headcount(text), read_headcount(text)):
        if found is not None:
            start, end = found.span
            assert 0 <= start < end <= len(text)
            assert found.count >= 0


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "1,",
        "1-",
        "1 ",
        " ",
        "约",
        "来了",
        "1名",
        "一百",
        "a ",
        "about ",
        "村民",
        "共村民",
        "六、",
        "1多",
        "其中",
        "人数",
        "62人",
    ],
)
def test_a_hundred_kilobytes_of_anything_are_quick(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    began = time.perf_counter()
    find_headcount(text)
    read_headcount(text)
    assert time.perf_counter() - began < 1
