from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.messages import Chat, File, Happening, Photo, Window
from kpbot.platforms.qq import permissions
from kpbot.platforms.qq.inbound import KINDS, moment, read

GROUP, MEMBER, USER = "C9F778FE6ADF9D1D1DBE395BF744A33A", "E4F4AEA33253A2797FB897C50B81D7ED", "A1B2"
AT = datetime(2023, 11, 6, 5, 37, 18, tzinfo=UTC)
SAID: dict[str, Any] = {
    "author": {"member_openid": MEMBER},
    "content": " /share 1",
    "group_openid": GROUP,
    "id": "ROBOT1.0_eBI",
    "timestamp": "2023-11-06T13:37:18+08:00",
}


def test_what_is_said_in_a_group() -> None:
    said = read("GROUP_AT_MESSAGE_CREATE", "GROUP_AT_MESSAGE_CREATE:1", SAID)
    assert said
    assert (said.key, said.message, said.text, said.at) == ("mROBOT1.0_eBI", "ROBOT1.0_eBI", "/share 1", AT)
    assert (said.chat, said.sender.id, said.lets) == (Chat("qq", GROUP), MEMBER, Window(5, 300))


def test_the_same_message_has_one_key_however_it_is_told() -> None:
    one = read("GROUP_AT_MESSAGE_CREATE", "a", SAID)
    other = read("GROUP_MESSAGE_CREATE", "b", {**SAID, "content": "<@B07> /share 1"})
    assert one
    assert other
    assert one.key == other.key


@pytest.mark.parametrize(
    ("kind", "mentions", "addressed"),
    [
        ("GROUP_AT_MESSAGE_CREATE", None, True),
        ("GROUP_MESSAGE_CREATE", None, False),
        ("GROUP_MESSAGE_CREATE", [{"id": "B07", "is_you": True, "bot": True}], True),
        ("GROUP_MESSAGE_CREATE", [{"id": "B08", "is_you": False, "bot": True}, "x"], False),
        ("GROUP_MESSAGE_CREATE", {"is_you": True}, False),
    ],
)
def test_whether_it_was_said_to_the_bot(kind: str, mentions: Any, addressed: bool) -> None:
    said = read(kind, "x", {**SAID, "mentions": mentions})
    assert said
    assert said.addressed is addressed


def test_what_is_said_in_private() -> None:
    raw = {"author": {"user_openid": USER}, "content": "123", "id": "R", "timestamp": "2023-11-06T13:37:18+08:00"}
    said = read("C2C_MESSAGE_CREATE", "x", raw)
    assert said
    assert (said.chat, said.sender.id) == (Chat("qq", USER, private=True), USER)
    assert said.lets == Window(5, 3600)


def test_pictures_and_files_and_nothing_else() -> None:
    brought = [
        {"content_type": "image/jpeg", "url": "multimedia.nt.qq.com.cn/download?a=1", "size": 9},
        {"content_type": "file", "url": "https://multimedia.nt.qq.com.cn/f", "filename": "名单.csv", "size": True},
        {"content_type": "voice", "url": "https://multimedia.nt.qq.com.cn/v"},
        {"content_type": "image/png"},
        {"content_type": "image/png", "url": "https://x.qq.com/" + "a" * 2000},
        "x",
    ]
    said = read("GROUP_AT_MESSAGE_CREATE", "x", {**SAID, "content": " ", "attachments": brought})
    assert said
    assert said.photos == (Photo("https://multimedia.nt.qq.com.cn/download?a=1", 9, "image/jpeg"),)
    assert said.files == (File("https://multimedia.nt.qq.com.cn/f", "名单.csv"),)


def test_a_reply_names_the_message_it_replies_to() -> None:
    scene = {"ext": ["msg_idx=REFIDX_a==", "ref_msg_idx=REFIDX_b=="]}
    said = read("GROUP_AT_MESSAGE_CREATE", "x", {**SAID, "message_scene": scene})
    assert said
    assert said.reply_to == "REFIDX_b=="


@pytest.mark.parametrize("empty", ["", "   ", '<faceType=1,faceId="13",ext="e">', "<@B07>", None])
def test_who_says_nothing_is_not_heard(empty: Any) -> None:
    assert read("GROUP_AT_MESSAGE_CREATE", "x", {**SAID, "content": empty}) is None


PRESS: dict[str, Any] = {
    "id": "30540ff7",
    "type": 11,
    "chat_type": 1,
    "group_openid": GROUP,
    "group_member_openid": MEMBER,
    "timestamp": "2023-11-06T13:37:18+08:00",
    "data": {"type": 11, "resolved": {"button_data": "share:1:1", "button_id": "1"}},
}


def test_a_press_is_answered_by_the_id_of_its_event() -> None:
    said = read("INTERACTION_CREATE", "INTERACTION_CREATE:77", PRESS)
    assert said
    assert (said.key, said.button, said.sender.id) == ("i30540ff7", "share:1:1", MEMBER)
    assert said.message == "event:INTERACTION_CREATE:77"


@pytest.mark.parametrize(
    "changed",
    [{"type": 13}, {"guild_id": "1"}, {"data": {"resolved": {}}}, {"data": {"resolved": {"button_data": ""}}}],
)
def test_other_interactions_say_nothing(changed: dict[str, Any]) -> None:
    assert read("INTERACTION_CREATE", "x", {**PRESS, **changed}) is None


@pytest.mark.parametrize(
    ("kind", "happening", "answered"),
    [
        ("GROUP_ADD_ROBOT", Happening.ADDED, True),
        ("GROUP_DEL_ROBOT", Happening.REMOVED, False),
        ("FRIEND_ADD", Happening.STARTED, True),
        ("FRIEND_DEL", Happening.REMOVED, False),
    ],
)
def test_what_happens_to_chats(kind: str, happening: Happening, answered: bool) -> None:
    whose = {"openid": USER} if kind.startswith("FRIEND") else {"group_openid": GROUP, "op_member_openid": MEMBER}
    said = read(kind, f"{kind}:1", {"timestamp": 1699240248, **whose})
    assert said
    assert (said.key, said.happening) == (f"e{kind}:1", happening)
    assert said.at == datetime.fromtimestamp(1699240248, UTC)
    assert (bool(said.lets), said.message == f"event:{kind}:1") == (answered, answered)


@pytest.mark.parametrize(
    "broken",
    [
        {"author": None},
        {"author": {}},
        {"id": 5},
        {"id": ""},
        {"id": "x" * 301},
        {"group_openid": None},
        {"author": []},
    ],
)
def test_what_is_not_as_described_is_said_to_be_unreadable(broken: dict[str, Any]) -> None:
    with pytest.raises((TypeError, LookupError, ValueError, AttributeError)):
        read("GROUP_AT_MESSAGE_CREATE", "x", {**SAID, **broken})


@pytest.mark.parametrize(
    "said",
    ["", "yesterday", "2023-11-06", "2023-11-06 13:37:18.1 +0800 CST m=+1.5", 10**30, "9" * 40, True, None, [], 1.5],
)
def test_a_time_that_is_none(said: Any) -> None:
    assert moment(said) is None


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
NAMES = st.sampled_from(
    [*SAID, *PRESS, "openid", "user_openid", "attachments", "mentions", "message_scene", "resolved"]
)
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5))


@given(
    kind=st.sampled_from([*KINDS, *permissions.KINDS]),
    raw=st.dictionaries(NAMES, ANYTHING, max_size=8),
    whole=st.booleans(),
)
def test_whatever_an_event_holds_it_is_read_or_said_to_be_unreadable(
    kind: str, raw: dict[str, Any], whole: bool
) -> None:
    given_raw = {**SAID, **PRESS, **raw} if whole else raw
    try:
        said = read(kind, f"{kind}:1", given_raw)
        told = permissions.told(kind, given_raw)
    except (TypeError, LookupError, ValueError, AttributeError):
        return
    assert said is None or (said.key and said.chat.id)
    assert told is None or told[0].id
