"""What titles give away: rules one by one, and how often they are right on titles labelled by hand."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.gate import SCIENCE, SHIPPED, Judged, judged, measure
from kpbot.domain.subjects import subject_of
from kpbot.domain.words import Level as WordLevel
from kpbot.domain.words import Subject, Words, read_words

HERE = Path(__file__).parent
DEV, SECOND, HELD_OUT = (HERE / f"titles_{name}.toml" for name in ("dev", "dev2", "heldout"))
FLOORS = {
    DEV: (0.98, 0.98, 0.95),
    SECOND: (0.98, 0.98, 0.90),
    HELD_OUT: (0.90, 0.80, 0.80),
}  # precision, recall, topics
WORDS = Words(
    {},
    subjects={Subject.MEETING: ("座谈会",), Subject.CLICKBAIT: ("震惊",)},
    alarms={Subject.ACCIDENT: ("爆炸", "事故", "中毒"), Subject.MEETING: ("会议",)},
    hints={Subject.PROMOTION: ("周末", "讲座", "免费"), Subject.CLICKBAIT: ("这个",)},
    science=("怎么", "辟谣", "会议室", "究竟"),
)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("座谈会怎么开", "meeting"),  # certain, whatever else it says
        ("燃气爆炸", "accident"),
        ("燃氣爆炸", "accident"),
        ("燃气为什么会爆炸", "accident"),  # no sign of this list, and no question mark
        ("燃气爆炸怎么办", ""),
        ("燃气爆炸是真的吗", ""),
        ("燃气泄漏别开灯，会爆炸", ""),
        ("特别的爆炸", "accident"),
        ("爆炸后中毒怎么办", "accident"),  # two alarms, one sign
        ("爆炸事故怎么防", ""),  # one accident
        ("事故后又爆炸，怎么回事？辟谣", "accident"),  # two alarms less two signs
        ("讲座周末免费，怎么听？辟谣", ""),  # three hints less two
        ("会议室里的望远镜", ""),
        ("会议延期", "meeting"),
        ("周末讲座", "promotion"),
        ("周末天气", ""),
        ("周末讲座怎么听", ""),
        ("周末免费讲座怎么听", "promotion"),
        ("三人遇难", "accident"),
        ("工厂失火致5人死亡怎么回事", "accident"),
        ("两车相撞，3死2伤", "accident"),
        ("震惊", "clickbait"),
        ("快看！真的！", "clickbait"),
        ("90%的人不知道", "clickbait"),
        ("这个这个", ""),  # said twice is one hint
        ("张局长一行到科技馆", "meeting"),
        ("全县科普工作会议召开", "meeting"),
        ("净水器19.9元起", "promotion"),
        ("满100减20", "promotion"),
        ("光的折射为什么是三折射", ""),
        ("健康讲堂第3期", "series"),
        ("医生从不吃的三种水果", "clickbait"),
        ("早餐常吃它，年轻十岁", "clickbait"),
        ("这道菜比砒霜还毒", "clickbait"),
        ("一周瘦十斤", "clickbait"),
        ("一周瘦十斤是真的吗", ""),
        ("村民连夜转移", "accident"),
        ("肿瘤为什么会转移", ""),
        ("我县与高校签署科技合作协议", "meeting"),
        ("科普大篷车开进山区小学", "meeting"),
        ("听讲座送鸡蛋", "promotion"),
        ("科学早餐｜11月3日", "series"),
        ("爆炸不能用手机拍", ""),  # advises
        ("普通的标题", ""),
    ],
)
def test_rules(title: str, code: str) -> None:
    found = subject_of(title, WORDS)
    assert (found.code.removeprefix("subject-") if found else "") == code


def test_what_was_found_is_named() -> None:
    found = subject_of("燃气爆炸以后中毒", WORDS)
    assert found is not None
    assert found.values == {"word": "爆炸 中毒"}
    series = subject_of("健康提示10月2日", WORDS, ["健康提示10月1日"])
    assert series is not None
    assert (series.code, series.values) == ("subject-continues", {"title": "健康提示10月1日"})


def _shuffled(data: dict[str, object], seed: int) -> dict[str, object]:
    """The same lists in another order."""
    rng = random.Random(seed)
    tables = {}
    for name in ("subjects", "alarms", "hints", "science"):
        lists = {key: rng.sample(words, len(words)) for key, words in data[name].items()}  # type: ignore[attr-defined]
        tables[name] = dict(rng.sample(list(lists.items()), len(lists)))
    return {**data, **tables}


def test_the_order_of_the_file_means_nothing() -> None:
    data = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    shipped, other = read_words(data), read_words(_shuffled(data, 7))
    titles = [one.title for one in judged(DEV)]
    assert [subject_of(title, shipped) for title in titles] == [subject_of(title, other) for title in titles]


@given(st.permutations(["排毒", "根治", "私彩", "AD"]), st.text("排毒根治私彩AD 的", max_size=30))
def test_the_word_that_decides_does_not_depend_on_order(order: list[str], text: str) -> None:
    level = {"排毒": WordLevel.REVIEW, "根治": WordLevel.REVIEW, "AD": WordLevel.REVIEW, "私彩": WordLevel.BLOCK}
    assert Words({word: level[word] for word in order}).stopping(text) == Words(level).stopping(text)


def test_lists_of_ones_own() -> None:
    words = read_words({"words": {"review": ["根治"], "ours": {"level": "block", "words": ["神藥"]}}})
    assert words.stopping("神药根治") == (WordLevel.BLOCK, "神药")
    for wrong in ({"level": "maybe", "words": ["a"]}, {"level": "block"}, {"level": "block", "words": ["a"], "x": 1}):
        with pytest.raises(ValueError, match=r"words\.ours"):
            read_words({"words": {"ours": wrong}})
    with pytest.raises(ValueError, match=r"alarms\.sport"):
        read_words({"alarms": {"sport": ["a"]}})
    with pytest.raises(ValueError, match=r"science\.words"):
        read_words({"science": {"words": ["a"]}})


@pytest.mark.parametrize("file", [file for file in FLOORS if file.exists()], ids=lambda file: file.stem)
def test_labelled_titles(file: Path) -> None:
    """`python -m bench gate` prints the figures, `python -m bench.gate FILE -v` what it got wrong."""
    precision, recall, topics = FLOORS[file]
    found = measure(list(judged(file)))
    assert found.precision >= precision
    assert found.recall >= recall
    assert found.topics_right >= topics * found.topics


def test_measuring() -> None:
    titles = [
        Judged("a", SCIENCE, ""),
        Judged("b", SCIENCE, "accident"),
        Judged("c", "accident", "series", topic="", guessed=""),
        Judged("d", "meeting", ""),
        Judged("e", SCIENCE, "", topic="health", guessed="health"),
        Judged("f", SCIENCE, "", topic="health", guessed="space"),
    ]
    found = measure(titles)
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert (found.topics_right, found.topics) == (1, 2)
    assert found.by_label == {"accident": (1, 1), "meeting": (1, 0), SCIENCE: (4, 1)}
