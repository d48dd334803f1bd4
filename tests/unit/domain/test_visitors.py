from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.visitors import is_ahead, is_program, visitor_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
READERS = [
    f"Mozilla/5.0 (Linux; Android 14; V2254A Build/UP1A.231005.007; wv) {WEBKIT} Version/4.0 Chrome/116.0.0.0 Mobile "
    "Safari/537.36 XWEB/1160065 MMWEBSDK/20231202 MMWEBID/2247 MicroMessenger/8.0.47.2560(0x28002F30) WeChat/arm64 "
    "Weixin NetType/WIFI Language/zh_CN ABI/arm64",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "MicroMessenger/8.0.49(0x1800312d) NetType/WIFI Language/zh_CN",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/122.0.0.0 Safari/537.36 NetType/WIFI "
    "MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090a13) XWEB/9185 Flue",
    f"Mozilla/5.0 (Windows NT 10.0; WOW64) {WEBKIT} Chrome/107.0.0.0 Safari/537.36 wxwork/4.1.10 MicroMessenger/7.0.1",
    f"Mozilla/5.0 (Linux; Android 10; ELS-AN00; wv) {WEBKIT} Version/4.0 Chrome/114.0 MQQBrowser/6.2 TBS/046247 Mobile "
    "Safari/537.36 V1_AND_SQ_9.0.20_5846_YYB_D QQ/9.0.20.15515 NetType/WIFI WebP/0.3.0",
    f"Mozilla/5.0 (Linux; Android 12; zh-cn) {WEBKIT} Version/4.0 Chrome/98.0 UCBrowser/15.5 Mobile Safari/537.36",
    f"Mozilla/5.0 (Linux; Android 9; CUBOT KINGKONG) {WEBKIT} Chrome/80.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (Linux; Android 9; CUBOT_P30) {WEBKIT} Chrome/80.0 Mobile Safari/537.36",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/126.0.0.0 Safari/537.36",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)",
    "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0 ArkWeb/4.1 Mobile",
]
PROGRAMS = [
    "",
    "-",
    "TelegramBot (like TwitterBot)",
    "WhatsApp/2.23.20.0 A",
    "DingTalkBot-LinkService/1.0 (+https://open-doc.dingtalk.com/microapp/faquestions/ftpfeu)",
    f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/63.0 Safari/537.36 DingTalkBot-SecurityService/1.0",
    "Mozilla/5.0 (compatible; Weibo spider)",
    "Mozilla/5.0 (compatible; Feishu link card)",
    f"Mozilla/5.0 {WEBKIT} Chrome/120.0 Safari/537.36 Lark-Url-Preview",
    f"Mozilla/5.0 (Linux; Android 5.0) {WEBKIT} Mobile Safari/537.36 (compatible; Bytespider; feedback@x.example)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "facebookexternalhit/1.1",
    f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} HeadlessChrome/120.0.0.0 Safari/537.36",
    "curl/8.5.0",
    "python-requests/2.32",
    "okhttp/4.12.0",
    "Dalvik/2.1.0 (Linux; U; Android 14)",
    "Go-http-client/2.0",
]


@pytest.mark.parametrize("agent", READERS)
def test_people_are_people(agent: str) -> None:
    assert not is_program(agent)


@pytest.mark.parametrize("agent", PROGRAMS)
def test_programs_are_programs(agent: str) -> None:
    assert is_program(agent)


@pytest.mark.parametrize(
    ("headers", "ahead"),
    [
        ({}, False),
        ({"purpose": "prefetch"}, True),
        ({"sec-purpose": "prefetch;prerender"}, True),
        ({"x-purpose": "preview"}, True),
        ({"x-moz": "Prefetch"}, True),
        ({"sec-fetch-dest": "document"}, False),
        ({"sec-fetch-dest": "image"}, True),
        ({"sec-fetch-dest": "iframe"}, True),
        ({"sec-fetch-dest": "empty"}, True),
        ({"sec-purpose": ""}, False),
    ],
)
def test_what_is_loaded_ahead(headers: Mapping[str, str], ahead: bool) -> None:
    assert is_ahead(headers) is ahead


def test_a_visitor_is_known_again_within_a_day_and_not_beyond() -> None:
    monday, tuesday = bytes(32), bytes([1]) * 32
    one = visitor_of(monday, "203.0.113.7", READERS[0])
    assert one == visitor_of(monday, "203.0.113.7", READERS[0])
    assert len(one) == 24
    assert one != visitor_of(tuesday, "203.0.113.7", READERS[0])
    assert one != visitor_of(monday, "203.0.113.8", READERS[0])
    assert one != visitor_of(monday, "203.0.113.7", READERS[1])


@given(st.text(), st.text())
def test_whatever_is_sent_makes_a_visitor(address: str, agent: str) -> None:
    assert len(visitor_of(bytes(32), address, agent)) == 24
    is_program(agent)
