from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.messages import Happening, Window
from kpbot.platforms import callback_xml
from kpbot.platforms.callback_xml import Unreadable
from kpbot.platforms.wechat import inbound
from kpbot.platforms.wechat.inbound import Said
from kpbot.platforms.wechat.limits import BODY
from tests.fakes.wechat.callbacks import ACCOUNT, xml

LI = "oLi6_bmjrPTlm6-2sgVt7hMZOPfL"
WHO = {"ToUserName": ACCOUNT, "FromUserName": LI, "CreateTime": "1763888400"}
TWO_DAYS, A_MINUTE = Window(5, 172_800.0), Window(3, 60.0)


def read(content: str) -> Said:
    return inbound.read(callback_xml.sound(content.encode("utf-8", "surrogatepass"), BODY))


def message(kind: str, **rest: str) -> str:
    return xml(**WHO, MsgType=kind, **rest, MsgId="6054768590064713728")


def event(kind: str, key: str = "") -> str:
    return xml(**WHO, MsgType="event", Event=kind, EventKey=key)


def test_a_text() -> None:
    said = read(message("text", Content="今日"))
    assert (said.kind, said.person, said.account, said.hint) == ("text", LI, ACCOUNT, "")
    heard = said.message
    assert heard
    assert (heard.key, heard.message, heard.text) == ("6054768590064713728", "6054768590064713728", "今日")
    assert (heard.chat.platform, heard.chat.id, heard.chat.private, heard.sender.id) == ("wechat", LI, True, LI)
    assert heard.at == datetime(2025, 11, 23, 9, 0, tzinfo=UTC)
    assert heard.lets == TWO_DAYS


def test_what_people_send() -> None:
    def heard(kind: str, **rest: str) -> tuple[str, tuple[str, ...]]:
        found = read(message(kind, **rest)).message
        assert found
        assert found.lets == TWO_DAYS
        return found.text, tuple(photo.ref for photo in found.photos)

    assert heard("image", PicUrl="http://x", MediaId="AbC-_1") == ("", ("AbC-_1",))
    assert heard("voice", MediaId="m", Format="amr", Recognition="已分享一二三。") == ("已分享一二三", ())
    assert heard("link", Title="t", Description="d", Url="https://example.org/a") == ("https://example.org/a", ())


def test_a_file_is_told_of_by_its_name() -> None:
    heard = read(message("file", Title="名单.xlsx", Description="", FileKey="k", FileTotalLen="9021")).message
    assert heard
    assert (heard.text, [one.name for one in heard.files], heard.lets) == ("", ["名单.xlsx"], TWO_DAYS)


@pytest.mark.parametrize(
    ("kind", "rest", "hint"),
    [
        ("voice", {"MediaId": "m", "Recognition": ""}, "wechat-no-voice"),
        ("voice", {"MediaId": "m"}, "wechat-no-voice"),
        ("video", {"MediaId": "m", "ThumbMediaId": "t"}, "wechat-only-words"),
        ("shortvideo", {"MediaId": "m", "ThumbMediaId": "t"}, "wechat-only-words"),
        (
            "location",
            {"Location_X": "41.1", "Location_Y": "121.1", "Label": "锦州"},
            "wechat-only-words",
        ),
        ("file", {"FileKey": "k"}, "wechat-only-words"),
        ("hologram", {}, ""),
        ("image", {"PicUrl": "http://x"}, ""),
    ],
)
def test_what_the_bot_can_make_nothing_of(kind: str, rest: dict[str, str], hint: str) -> None:
    said = read(message(kind, **rest))
    assert (said.kind, said.message, said.hint) == (kind, None, hint)


@pytest.mark.parametrize(
    ("kind", "key", "text", "button", "happening"),
    [
        ("subscribe", "", "", "", Happening.STARTED),
        ("subscribe", "qrscene_ABCD-2345", "/start ABCD-2345", "", None),
        ("subscribe", "qrscene_推广", "", "", Happening.STARTED),
        ("SCAN", "ABCD-2345", "/start ABCD-2345", "", None),
        ("CLICK", "/share 1", "/share 1", "", None),
        ("CLICK", "share:12:1", "", "share:12:1", None),
    ],
)
def test_touches(kind: str, key: str, text: str, button: str, happening: Happening | None) -> None:
    heard = read(event(kind, key)).message
    assert heard
    assert (heard.text, heard.button, heard.happening, heard.lets) == (text, button, happening, A_MINUTE)


def test_who_unsubscribes_is_gone_and_lets_nothing_be_said() -> None:
    heard = read(event("unsubscribe")).message
    assert heard
    assert (heard.happening, heard.lets) == (Happening.REMOVED, None)


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("SCAN", "推广"), ("SCAN", ""), ("CLICK", "V1001_TODAY_MUSIC"), ("CLICK", ""), ("VIEW", "https://example.org"),
        ("LOCATION", ""), ("TEMPLATESENDJOBFINISH", ""), ("text", ""), ("holiday", "x"),
    ],
)  # fmt: skip
def test_other_events_say_nothing(kind: str, key: str) -> None:
    said = read(event(kind, key))
    assert (said.message, said.hint) == (None, "")


def test_events_have_no_id_but_are_the_same_in_each_attempt() -> None:
    keys = {found.key for _ in range(3) if (found := read(event("CLICK", "/me")).message)}
    assert len(keys) == 1
    others = [
        read(event("CLICK", "/today")),
        read(event("subscribe")),
        read(xml(**{**WHO, "CreateTime": "1763888401"}, MsgType="event", Event="CLICK", EventKey="/me")),
        read(xml(**{**WHO, "FromUserName": "oOther"}, MsgType="event", Event="CLICK", EventKey="/me")),
    ]
    keys |= {one.message.key for one in others if one.message}
    assert len(keys) == 5
    assert max(map(len, keys)) < 150


def test_a_message_without_an_id_is_told_from_others_all_the_same() -> None:
    found = [read(xml(**WHO, MsgType="text", Content=text)).message for text in ("1", "1", "2")]
    assert len({one.key for one in found if one}) == 2


@pytest.mark.parametrize(
    "broken",
    [
        "no xml", "<xml", "<xml></xml>", "<other><MsgType>text</MsgType></other>",
        xml(ToUserName=ACCOUNT, CreateTime="1", MsgType="text", Content="x", MsgId="1"),
        xml(FromUserName=LI, CreateTime="1", MsgType="text", Content="x", MsgId="1"),
        xml(**{**WHO, "FromUserName": "../../etc"}, MsgType="text", Content="x", MsgId="1"),
        xml(**{**WHO, "FromUserName": "o" * 65}, MsgType="text", Content="x", MsgId="1"),
        xml(**WHO, MsgType="text", Content="x", MsgId="one"),
        xml(**{**WHO, "CreateTime": "soon"}, MsgType="event", Event="CLICK", EventKey="/me"),
        f"<xml>{xml(**WHO)[5:-6]}<MsgType><a/></MsgType></xml>",
        f"<xml>{xml(**WHO)[5:-6]}<MsgType>text</MsgType><MsgType>text</MsgType></xml>",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(broken: str) -> None:
    with pytest.raises(Unreadable):
        read(broken)


@pytest.mark.parametrize("time", ["0", "-5", "99999999999999999999"])
def test_a_time_that_is_none_is_not_known(time: str) -> None:
    heard = read(xml(**{**WHO, "CreateTime": time}, MsgType="text", Content="x", MsgId="1")).message
    assert heard
    assert heard.at is None


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for content in (text, f"<xml>{text}</xml>", f"<xml><MsgType>{text}</MsgType><MsgId>{text}</MsgId></xml>"):
        try:
            said = read(content)
        except Unreadable:
            continue
        assert isinstance(said, Said)
