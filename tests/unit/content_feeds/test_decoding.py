from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_feeds.decoding import decode

SIMPLIFIED = (
    "雷雨天气不要在大树下避雨，也不要站在山顶、屋顶等高处。家里的电器最好拔掉插头，暂时不用座机电话。"
    "洗完的蔬菜和水果要沥干再放进冰箱，生的和熟的要分开存放。老人冬天出门要慢一点，路面结冰时最容易摔倒。"
)
TRADITIONAL = (
    "雷雨天氣不要在大樹下避雨，也不要站在山頂、屋頂等高處。家裡的電器最好拔掉插頭，暫時不用座機電話。"
    "洗完的蔬菜和水果要瀝乾再放進冰箱，生的和熟的要分開存放。老人冬天出門要慢一點，路面結冰時最容易摔倒。"
)


def document(text: str, declared: str = "") -> str:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{head}<rss><channel><item><title>{text}</title></item></channel></rss>"


@pytest.mark.parametrize("header", ["", "text/xml", "text/xml; charset=utf-8", "text/xml; charset=ISO-8859-1"])
@pytest.mark.parametrize(
    ("text", "declared", "actual"),
    [
        (SIMPLIFIED, "", "utf-8"),
        (SIMPLIFIED, "UTF-8", "utf-8"),
        (SIMPLIFIED, "gb2312", "utf-8"),  # declared wrongly
        (SIMPLIFIED, "gb2312", "gb2312"),
        (SIMPLIFIED + "喆镕㛃", "gb2312", "gb18030"),  # characters GB 2312 lacks
        (SIMPLIFIED, "GBK", "gbk"),
        (SIMPLIFIED, "GB18030", "gb18030"),
        (SIMPLIFIED, "", "gbk"),
        (SIMPLIFIED, "utf-8", "gbk"),  # declared wrongly
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "", "big5"),
        (SIMPLIFIED, "", "utf-16"),
        (SIMPLIFIED, "", "utf-16-le"),
        (SIMPLIFIED, "", "utf-16-be"),
        (SIMPLIFIED, "", "utf-32-le"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "", "utf-8-sig"),
        ("雷雨", "gbk", "gbk"),
        ("Café à la crème, déjà vu", "iso-8859-1", "iso-8859-1"),
        ("Café à la crème, déjà vu", "", "cp1252"),
        ("плановая проверка", "koi8-r", "koi8-r"),
    ],
)
def test_decode(text: str, declared: str, actual: str, header: str) -> None:
    whole = document(text, declared)
    assert decode(whole.encode(actual), header) == whole


def test_header_alone_names_the_encoding() -> None:
    short = document("雷雨")
    assert decode(short.encode("big5"), 'application/rss+xml; charset="Big5"') == short


def test_chinese_that_happens_to_be_valid_utf8_is_read_as_declared() -> None:
    # Every pair of these words in GBK is also a two-byte sequence of UTF-8.
    text = "".join(c for c in map(chr, range(0x4E00, 0x9FA5)) if _ambiguous(c))[:20]
    assert len(text) == 20
    whole = document(text, "gb2312")
    assert whole.encode("gbk").decode("utf-8") != whole
    assert decode(whole.encode("gbk")) == whole


def _ambiguous(character: str) -> bool:
    try:
        pair = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return 0xC2 <= pair[0] <= 0xDF and 0xA1 <= pair[1] <= 0xBF


def test_a_character_cut_in_half_spoils_only_itself() -> None:
    data = document(SIMPLIFIED, "utf-8").encode()
    cut = data.replace("雷".encode(), "雷".encode()[:2], 1)
    assert decode(cut) == document(SIMPLIFIED, "utf-8").replace("雷", "\ufffd", 1)


def test_json_in_gbk() -> None:
    text = '{"version": "https://jsonfeed.org/version/1.1", "title": "' + SIMPLIFIED + '"}'
    assert decode(text.encode("gbk"), "application/json") == text


@pytest.mark.parametrize("name", ["punycode", "unicode_escape", "idna", "zip", "rot13", "utf-7", "no-such", "hex"])
def test_claims_that_are_no_character_set_are_ignored(name: str) -> None:
    text = document(SIMPLIFIED, name)
    assert decode(text.encode("gbk"), f"text/xml; charset={name}") == text


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_give_text(data: bytes, content_type: str) -> None:
    for start in (b"", b'<?xml version="1.0" encoding="gbk"?>', codecs.BOM_UTF16_LE, b"<\0"):
        assert isinstance(decode(start + data, content_type), str)
