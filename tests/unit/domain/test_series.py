import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.series import continues, instalment, skeleton


@pytest.mark.parametrize(
    ("title", "numbered"),
    [
        ("健康小讲堂第12期", "第12期"),
        ("健康小讲堂 第十二期：怎样量血压", "第十二期"),
        ("科学家的故事（三）", "(三)"),
        ("冬季养生㈢", "㈢"),
        ("天天学急救⑨", "⑨"),
        ("一图读懂 Vol.5", "vol.5"),
        ("急救EP03", "ep03"),
        ("每日问答 No.208", "no.208"),
        ("农技课堂（上）", "(上)"),
        ("农技课堂 下篇", "下篇"),
        ("走近科学家之十二", "之十二"),
        ("十万个冷知识连载18", "连载18"),
        ("素养六十六条·第二十三条", "第二十三条"),
        ("辟谣榜2026年10月", "2026年10月"),
        ("本周要闻（10.27—11.2）", "(10.27—11.2)"),
        ("每日科普：为什么下雪", "每日科普"),
        ("科普早报 11月20日", "早报"),
        ("航天小百科 31", "31"),
        ("晨读科学 11.08", "11.08"),
        ("一周谣言粉碎机", "一周谣言粉碎机"),
        ("农时提醒（11月上旬）", "(11月上旬)"),
        ("院士讲堂·第二十一场", "第二十一场"),
    ],
)
def test_numbered(title: str, numbered: str) -> None:
    assert instalment(title) == numbered


@pytest.mark.parametrize(
    "title",
    [
        "第三针疫苗还要不要打",
        "第一次坐飞机怎么办",
        "开学第一课讲什么",
        "第三季度血压偏高怎么办",
        "第五代移动通信快在哪里",
        "5种食物不能放冰箱",
        "PM2.5是什么",
        "新国标（2024）说了什么",
        "2026年的流星雨什么时候看",
        "一天走一万步好不好",
        "日报上的天气预报怎么看",
        "氧化铁（Ⅲ）是什么颜色",
        "高血压患者一天吃多少盐",
        "5G 手机辐射大吗",
        "三叶一心期怎么管水",
        "一周瘦十斤是真的吗",
        "本周流星雨肉眼可见",
    ],
)
def test_not_numbered(title: str) -> None:
    assert instalment(title) == ""


@pytest.mark.parametrize(
    ("title", "earlier", "first"),
    [
        ("健康提示10月2日", ["别的", "健康提示10月1日"], "健康提示10月1日"),
        ("健康提示（二）", ["健康提示一"], "健康提示一"),
        ("健康提示１２", ["健康提示 三"], "健康提示 三"),
        ("健康提示10月2日", ["健康提示10月2日"], ""),  # itself
        ("健康提示10月2日", ["健康提示10月2日！"], ""),
        ("健康提示", ["健康提示"], ""),
        ("2026", ["2025"], ""),
        ("怎样量血压", ["怎样量血糖"], ""),
        ("5种食物别冷冻", ["3种食物别暴晒"], ""),
    ],
)
def test_continues(title: str, earlier: list[str], first: str) -> None:
    assert continues(title, earlier) == first


@given(st.text("健康提示第期0123456789一二三 ", min_size=1, max_size=20), st.integers(0, 99), st.integers(0, 99))
def test_the_number_is_all_that_a_skeleton_leaves_out(text: str, one: int, other: int) -> None:
    assert skeleton(f"每月健康{one}谈{text}") == skeleton(f"每月健康{other}谈{text}")
