"""XML that is read without trust."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from kpbot.platforms.callback_xml import Unreadable, read

MOST = 64_000
GOOD = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Content><![CDATA[<<<< <!DOCTYPE &]]></Content></xml>"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>'
)


def test_the_children_of_the_root_are_read() -> None:
    said = "<xml><A><![CDATA[一 <b>]]></A><B> 2 </B><C><D>in</D></C><E/></xml>"
    assert read(said.encode(), MOST) == {"A": "一 <b>", "B": "2", "C": "", "E": ""}


@pytest.mark.parametrize("content", [GOOD, "\ufeff" + GOOD, '<?xml version="1.0" encoding="UTF-8"?>' + GOOD])
def test_what_platforms_send_is_read(content: str) -> None:
    assert read(content.encode(), MOST) == {"ToUserName": "gh_1", "Content": "<<<< <!DOCTYPE &"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"hello", "xml"),
        (b"<xml>", "xml"),
        (b"<xml></html>", "xml"),
        (b"<xml/><xml/>", "xml"),
        (b"<xml>&passwd;</xml>", "xml"),
        (b"<xml><A>1</A><A>1</A></xml>", "twice"),
        (b"x" * (MOST + 1), "size"),
        (b"<xml>" + b"x" * 1_000_000 + b"</xml>", "size"),
        (BOMB.encode(), "dtd"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>', "dtd"),
        (b"<xml><!-- x --></xml>", "dtd"),
        (b"<xml>" + b"<a/>" * 500 + b"</xml>", "elements"),
        (b"<xml>" + b"<a>" * 50 + b"</a>" * 50 + b"</xml>", "elements"),
        (b"<a>" * 15_000, "elements"),
        (GOOD.encode("utf-16"), "charset"),
        ("<xml>早</xml>".encode("gb18030"), "charset"),
        (b'<?xml version="1.0" encoding="GBK"?><xml><Content>a</Content></xml>', "charset"),
        (b'<?xml version="1.0" encoding="utf-7"?><xml><Content>a</Content></xml>', "charset"),
        (b"<?xml version='1.0' encoding='utf-16'?><xml/>", "charset"),
        (b"<xml>\x00</xml>", "charset"),
    ],
)
def test_anything_else_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content, MOST)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "content", [b"<![CDATA[" * 7000, b"<![CDATA[]]" * 5000, b"<?xml encoding=" * 4000, b"<" * 64_000]
)
def test_it_is_refused_in_no_time(content: bytes) -> None:
    started = time.process_time()
    with pytest.raises(Unreadable):
        read(content, MOST)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("element", [b"<a/>", b"<a>", b"<a b='c'>x</a>", b"<b><a/></b>"])
def test_a_million_elements_are_refused_at_once_and_cost_nothing(element: bytes) -> None:
    content = b"<xml>" + element * 1_000_000 + b"</xml>"
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read(content, len(content))
    took, (_, most) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.reason == "elements"
    assert took < 2
    assert most < 5 * len(content)
