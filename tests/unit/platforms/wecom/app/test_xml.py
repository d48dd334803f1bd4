"""XML that is read without trust."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from kpbot.platforms.wecom.app.xml import Unreadable, read

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>'
)


def test_the_children_of_the_root_are_read() -> None:
    said = "<xml><A><![CDATA[一 <b>]]></A><B>2</B><C><D>in</D></C><A>twice</A><E/></xml>"
    assert read(said.encode()) == {"A": "一 <b>", "B": "2", "C": "", "E": ""}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"hello",
        b"<xml>",
        b"<xml></html>",
        b"<xml/><xml/>",
        b"<xml>\x00</xml>",
        BOMB.encode(),
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>',
        b"<xml>&passwd;</xml>",
        '<?xml version="1.0" encoding="GBK"?><xml><Content>今日</Content></xml>'.encode("gbk"),
        b'<?xml version="1.0" encoding="GBK"?><xml><Content>a</Content></xml>',
        b'<?xml version="1.0" encoding="utf-7"?><xml><Content>a</Content></xml>',
        "<xml><Content>今日</Content></xml>".encode("utf-16"),
        b"<xml>" + b"<a>" * 50 + b"</a>" * 50 + b"</xml>",
        b"<xml>" + b"<a/>" * 300 + b"</xml>",
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content)


@pytest.mark.parametrize("element", [b"<a/>", b"<a>", b"<a b='c'>x</a>"])
def test_a_million_elements_are_refused_at_once_and_cost_nothing(element: bytes) -> None:
    content = b"<xml>" + element * 1_000_000 + b"</xml>"
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(Unreadable):
        read(content)
    took, (_, most) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 2
    assert most < 5 * len(content)
