from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_feeds.cleaning import clean, first_sentences, one_line, plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>一</p><p>二<br>三</p>", "一\n二\n三"),
        ("a &amp; b &#39;c&#39; &nbsp; d", "a & b 'c' d"),
        ("<script>var x = '<p>'</script>正文<style>p {}</style>", "正文"),
        ("<SCRIPT>一</ScRiPt>二", "二"),
        ("<svg>没有收尾的图 正文", "没有收尾的图 正文"),
        ("正文<!-- more --><!-- 二 -->。", "正文。"),
        ("<img alt='a > b' src=x>正文", "正文"),
        ('<a title="1 > 0" href="x">链接</a>', "链接"),
        ('<a title="没有收尾>正文', "正文"),
        ("pH<7 或者 a < b", "pH<7 或者 a < b"),
        ("如果 a<b 怎么办", "如果 a<b 怎么办"),
        ("&lt;p&gt;多转义了一次&lt;/p&gt;", "多转义了一次"),
        ("<p>用 &lt;b&gt; 加粗</p>", "用 <b> 加粗"),
        ("<![CDATA[x]]>正文", "正文"),
        ("", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_what_cannot_be_seen_is_gone() -> None:
    assert clean("a\0b\u202ec\u200bd\ufeff\ud800\u2066e\x1b") == "abcde"
    assert clean("  一\u3000\u3000二 \t 三\r\n\r\n 四  ") == "一 二 三\n四"
    assert clean("👩\u200d🌾") == "👩\u200d🌾"  # joined emoji stay whole


def test_one_line_marks_where_it_was_cut() -> None:
    assert one_line("一\n二") == "一 二"
    assert one_line("字" * 300) == "字" * 199 + "…"


SHORT = "生熟要分开。"
CASES = [
    ("雷雨天不要在树下躲雨。快进屋里去！还有别的事。", "雷雨天不要在树下躲雨。快进屋里去！还有别的事。"),
    (SHORT + "这一句" * 40 + "太长了。", SHORT),
    ("他说：“要通风。”然后走了", "他说：“要通风。”"),
    ("标题一样的小标题\n第一段在这里。第二句。\n第三段。", "第一段在这里。第二句。"),
    ("没有句号的一行", "没有句号的一行"),
    ("没有写完的一句，", "没有写完的一句"),
    ("前面半句，" + "字" * 80 + "，" + "后" * 80 + "。", "前面半句，" + "字" * 80 + "…"),
    ("字" * 300, "字" * 109 + "…"),
    ("Two cups are fine. Three are not.", "Two cups are fine. Three are not."),
    ("The U.S. team found 3.5 grams. It was new.", "The U.S. team found 3.5 grams. It was new."),
    ("It began in 2020. Then came rain [", "It began in 2020."),
    ("——\n冬天要通风", "冬天要通风"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "summary"), CASES)
def test_first_sentences(text: str, summary: str) -> None:
    assert first_sentences(text) == summary


@given(st.text("字句。！，；a b.\n”", max_size=400))
def test_a_summary_is_short_and_starts_like_a_paragraph(text: str) -> None:
    summary = first_sentences(text)
    assert len(summary) <= 221
    assert summary.removesuffix("…") in clean(text)
    assert bool(summary) == any(map(str.isalnum, clean(text)))


@given(st.text("<>/!-\"'=&;pbrscritlt a", max_size=200))
def test_any_markup_gives_clean_text(markup: str) -> None:
    text = plain_text(markup)
    assert text == clean(text)
