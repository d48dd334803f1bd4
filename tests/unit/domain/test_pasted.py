"""Words copied with the tags around them."""

from __future__ import annotations

import pytest

from kpbot.domain.pasted import without_tags


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("<b>冰面</b>不能走", "冰面不能走"),
        ("<p>初冬的冰<img src=http://t.example/px width=1>最薄</p>", "初冬的冰最薄"),
        ("看着结实<br/>也会塌&nbsp;别抄近路", "看着结实 也会塌 别抄近路"),
        ("前<script>alert(1)</script>后", "前 后"),
        ("&lt;p&gt;别上冰&lt;/p&gt;", "别上冰"),
        ("体温<37.3℃、血压>140 要看医生", "体温<37.3℃、血压>140 要看医生"),
        ("<注意>A&B两种", "<注意>A&B两种"),
    ],
)
def test_tags_go_and_words_stay(pasted: str, words: str) -> None:
    assert " ".join(without_tags(pasted).split()) == words
