from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.links import canonical_link, is_tracking

CASES = [
    ("HTTP://Example.ORG", "http://example.org/"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:8080/a", "http://example.org:8080/a"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://reader:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/a#comments", "https://example.org/a"),
    ("https://example.org/#/video/7", "https://example.org/#/video/7"),
    ("https://example.org/#!video", "https://example.org/#!video"),
    ("https://example.org/a?utm_source=x&id=7&fbclid=y", "https://example.org/a?id=7"),
    ("https://example.org/a?mtm_campaign=x", "https://example.org/a"),
    ("https://example.org/a?UTM_Medium=x", "https://example.org/a"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
    ("https://example.org/a?flag", "https://example.org/a?flag"),
    ("https://example.org/p?source=rss----d12c--food", "https://example.org/p"),
    ("https://example.org/p?source=garden", "https://example.org/p?source=garden"),
    ("https://example.org/p?rss=1", "https://example.org/p"),
    ("https://example.org/p?rss=2", "https://example.org/p?rss=2"),
    ("https://example.org/科普/雷电", "https://example.org/%E7%A7%91%E6%99%AE/%E9%9B%B7%E7%94%B5"),
    ("https://example.org/%E7%A7%91?q=%E9%9B%B7", "https://example.org/%E7%A7%91?q=%E9%9B%B7"),
    ("https://例子.测试/a", "https://xn--fsqu00a.xn--0zwm56d/a"),
    ("  https://example.org/a\n", "https://example.org/a"),
    ("https://example.org/a b", "https://example.org/a%20b"),
    ("http://[2001:DB8::1]:80/x", "http://[2001:db8::1]/x"),
    (
        "https://mp.weixin.qq.com/s?__biz=MzA=&mid=265&idx=1&sn=ab12&chksm=99&scene=27#wechat_redirect",
        "https://mp.weixin.qq.com/s?__biz=MzA=&mid=265&idx=1&sn=ab12",
    ),
    ("https://mp.weixin.qq.com/s/aBc_d-E", "https://mp.weixin.qq.com/s/aBc_d-E"),
    ("javascript:alert(1)", ""),
    ("mailto:someone@example.org", ""),
    ("/news/7.html", ""),
    ("//example.org/a", ""),
    ("https://", ""),
    ("https://example.org:port/", ""),
    ("https://exa mple.org/", ""),
    ("https://exam\x00ple.org/", ""),
    ("https://exam\x1bple.org/", ""),
    ("https://example\x7f.org/", ""),
    ("http://[::1", ""),
    ("", ""),
    ("https://example.org/" + "a" * 3000, ""),
]


@pytest.mark.parametrize(("link", "canonical"), CASES)
def test_canonical_link(link: str, canonical: str) -> None:
    assert canonical_link(link) == canonical


@given(st.text(max_size=80))
def test_any_text_gives_an_address_or_nothing(text: str) -> None:
    for link in (text, f"https://{text}", f"https://example.org/{text}"):
        once = canonical_link(link)
        assert once == "" or once.startswith(("http://", "https://"))
        assert canonical_link(once) == once


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text("abc123", min_size=1), max_size=4))
def test_tracking_never_changes_which_page_it_is(pairs: dict[str, str]) -> None:
    plain = "https://example.org/a?" + "&".join(f"{k}={v}" for k, v in pairs.items())
    assert canonical_link(plain + "&utm_source=x&fbclid=z") == canonical_link(plain).rstrip("?")


def test_ordinary_parameters_are_not_tracking() -> None:
    assert not any(is_tracking(name) for name in ("id", "p", "page", "q", "aid", "mid"))
