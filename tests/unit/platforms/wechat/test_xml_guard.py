from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.platforms.wechat.inbound import Said, read
from kpbot.platforms.wechat.xml_guard import Unfit, fit

GOOD = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Content><![CDATA[<<<< <!DOCTYPE &]]></Content></xml>"
BOMB = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xml><Content>&b;</Content></xml>'


@pytest.mark.parametrize("content", [GOOD, "\ufeff" + GOOD, '<?xml version="1.0" encoding="UTF-8"?>' + GOOD])
def test_what_wechat_sends_is_fit(content: str) -> None:
    assert fit(content.encode()) == content.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"x" * 64_001, "size"),
        (BOMB.encode(), "dtd"),
        (b"<xml><!-- x --></xml>", "dtd"),
        (b"<xml>" + b"<a/>" * 500 + b"</xml>", "elements"),
        (b"<a>" * 15_000, "elements"),
        (GOOD.encode("utf-16"), "charset"),
        ("<xml>早</xml>".encode("gb18030"), "charset"),
        (b'<?xml version="1.0" encoding="gb2312"?><xml/>', "charset"),
        (b"<?xml version='1.0' encoding='utf-16'?><xml/>", "charset"),
        (b"<xml>\x00</xml>", "charset"),
    ],
)
def test_anything_else_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Unfit) as refused:
        fit(content)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "content", [b"<![CDATA[" * 7000, b"<![CDATA[]]" * 5000, b"<?xml encoding=" * 4000, b"<" * 64_000]
)
def test_it_is_refused_in_no_time(content: bytes) -> None:
    started = time.process_time()
    with pytest.raises(Unfit):
        fit(content)
    assert time.process_time() - started < 1


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for content in (text, f"<xml>{text}</xml>", f"<xml><MsgType>{text}</MsgType><MsgId>{text}</MsgId></xml>"):
        try:
            said = read(fit(content.encode("utf-8", "surrogatepass")))
        except Unfit:
            continue
        assert isinstance(said, Said)
