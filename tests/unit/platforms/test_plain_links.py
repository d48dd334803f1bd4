"""Nobody else writes a link."""

import pytest

from kpbot.platforms.plain_links import unlinked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<a href="http://x">点我</a>', '＜a href="http://x">点我＜/a>'),
        ("< A\nhref=x>", "＜ A\nhref=x>"),
        ("<\t/ a>", "＜\t/ a>"),
        ("气温 <0℃，<abc> 和 a<b", "气温 <0℃，<abc> 和 a<b"),
    ],
)
def test_what_would_be_shown_as_a_link_is_none(text: str, expected: str) -> None:
    assert unlinked(text) == expected
