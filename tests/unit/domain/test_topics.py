import tomllib
from pathlib import Path

import pytest

from kpbot.domain.content import Topic
from kpbot.domain.topics import guess_topic, read_keywords

SHIPPED = Path(__file__).parents[3] / "config" / "topics.toml"
KEYWORDS = {
    Topic.HEALTH: ("流感", "流感疫苗", "医生"),
    Topic.FOOD_SAFETY: ("冰箱", "食品"),
    Topic.SPACE: ("火箭", "卫星"),
}


@pytest.mark.parametrize(
    ("title", "summary", "default", "expected"),
    [
        ("火箭升空", "", None, Topic.SPACE),
        ("升空了", "火箭带着卫星升空", None, Topic.SPACE),
        ("升空了", "火箭升空", None, None),  # one word of the summary is too little
        ("医生说火箭", "", None, Topic.HEALTH),  # of equals the one that is named first
        ("什么也没说", "", None, None),
        ("什么也没说", "", Topic.FARMING, Topic.FARMING),
        ("火箭升空", "", Topic.HEALTH, Topic.HEALTH),  # one word of the title is not clear
        ("火箭和卫星", "", Topic.HEALTH, Topic.SPACE),
        ("火箭升空", "带着卫星，火箭", Topic.HEALTH, Topic.HEALTH),
        ("火箭和卫星", "医生说流感", Topic.HEALTH, Topic.SPACE),
        ("火箭和卫星", "医生说流感，食品", Topic.HEALTH, Topic.SPACE),
        ("火箭和卫星，医生", "", Topic.HEALTH, Topic.SPACE),
        ("火箭和卫星，医生，流感", "", Topic.HEALTH, Topic.HEALTH),
        ("打流感疫苗", "", Topic.SPACE, Topic.SPACE),  # 流感 within 流感疫苗 is no second word
        ("ＬＥＤ 火 箭", "", None, None),
    ],
)
def test_guess(title: str, summary: str, default: Topic | None, expected: Topic | None) -> None:
    assert guess_topic(title, summary, KEYWORDS, default) is expected


def test_order_of_the_file_does_not_matter() -> None:
    turned = dict(reversed(KEYWORDS.items()))
    for title in ("医生说火箭", "冰箱里的火箭", "打流感疫苗"):
        assert guess_topic(title, "", turned, None) is guess_topic(title, "", KEYWORDS, None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("台风来了如何避险", Topic.DISASTER),
        ("玉米的病虫害怎么防治", Topic.FARMING),
        ("剩菜放冰箱能放几天", Topic.FOOD_SAFETY),
        ("血压高的人怎么量血压", Topic.HEALTH),
        ("废电池和塑料垃圾去了哪里", Topic.ENVIRONMENT),
        ("候鸟迁徙靠什么认路", Topic.WILDLIFE),
        ("嫦娥带回的月球土壤", Topic.SPACE),
        ("洗衣机里的水垢", Topic.EVERYDAY),
    ],
)
def test_shipped_keywords(title: str, expected: Topic) -> None:
    data = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    keywords = read_keywords(data)
    assert set(keywords) == set(Topic)
    assert guess_topic(title, "", keywords, None) is expected


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"keywords": {"sport": ["球"]}}, "keywords.sport"),
        ({"keywords": {"health": "流感"}}, "keywords.health"),
        ({"keywords": {"space": [""]}}, "keywords.space"),
        ({"keywords": ["流感"]}, "keywords"),
    ],
)
def test_wrong_tables_are_named(data: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        read_keywords(data)
