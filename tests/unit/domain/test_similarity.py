import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.similarity import TitleIndex, bigrams, fingerprint, fold, is_rewording, jaccard, plain

texts = st.text(alphabet="冬天防一氧化碳中毒aB１，!", max_size=12)


@pytest.mark.parametrize(
    ("text", "folded", "letters"),
    [
        ("ＡＢＣ１２３", "abc123", "abc123"),
        ("冬天，防 中毒！", "冬天,防 中毒!", "冬天防中毒"),
        ("排\u200b毒\ufeff", "排毒", "排毒"),
        ("①号_😀", "1号_😀", "1号"),
        ("", "", ""),
    ],
)
def test_folding(text: str, folded: str, letters: str) -> None:
    assert fold(text) == folded
    assert plain(text) == letters


def test_bigrams() -> None:
    assert bigrams("洗手，戴口罩") == {"洗手", "手戴", "戴口", "口罩"}
    assert bigrams("水") == {"水"}
    assert bigrams("！？") == frozenset()


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("冬季如何预防一氧化碳中毒", "冬季怎样预防一氧化碳中毒", 8 / 14),
        ("abcd", "abce", 2 / 4),
        ("abcde", "bcde", 3 / 4),
        ("水", "水", 1.0),
        ("水", "火", 0.0),
        ("！", "！", 0.0),
    ],
)
def test_jaccard(a: str, b: str, expected: float) -> None:
    assert jaccard(a, b) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("冬天取暖谨防一氧化碳中毒", "冬天取暖，要谨防一氧化碳中毒！", True),
        ("春季过敏怎么办？医生支招", "春季过敏怎么办，听医生支招", True),
        ("地震来了怎么躲", "洪水来了怎么躲", False),
        ("abcd", "abce", False),
        ("abcdef", "abcd", True),  # exactly 0.6
        ("", "", False),
    ],
)
def test_rewording(a: str, b: str, expected: bool) -> None:
    assert is_rewording(a, b) is expected
    assert is_rewording(b, a) is expected


@given(texts, texts)
def test_rewording_is_a_jaccard_of_six_tenths(a: str, b: str) -> None:
    assert is_rewording(a, b) == (jaccard(a, b) >= 0.6)


@given(st.lists(texts, max_size=12), texts)
def test_index_finds_exactly_the_rewordings(titles: list[str], title: str) -> None:
    expected = [place for place, other in enumerate(titles) if is_rewording(title, other)]
    assert list(TitleIndex(titles).rewordings(title)) == expected


def test_fingerprint_survives_layout_and_tells_texts_apart() -> None:
    assert fingerprint("洗手 七步", "先湿手。") == fingerprint("洗手七步！", "先湿手")
    assert fingerprint("ＬＥＤ", "") == fingerprint("led", "")
    assert fingerprint("洗手", "七步") != fingerprint("洗手七步", "")
    assert fingerprint("洗手", "七步") == "918bf109d1b7d033769e6845d7378271"  # kept in records: may never change
