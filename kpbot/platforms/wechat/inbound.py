"""What WeChat tells, as the core understands it («接收普通消息», «接收事件推送»)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from xml.parsers.expat import ExpatError

from wechatpy import parse_message

from kpbot.domain.messages import Chat, File, Happening, Incoming, Photo, Sender
from kpbot.platforms.callback_xml import Unreadable
from kpbot.platforms.wechat.limits import NAME, TOUCHED, WRITTEN

_ID = re.compile(r"[A-Za-z0-9_@-]{1,64}")  # of a person's account, and of ours
_MEDIA = re.compile(r"[A-Za-z0-9_-]{1,300}")
_PRESS = re.compile(r"[a-z-]{1,20}(:[A-Za-z0-9_-]{1,30}){1,4}")
_SCENE = re.compile(r"[A-Za-z0-9-]{4,20}")  # the shape of our codes, as they are printed
_LATEST = 2**33  # seconds; anything beyond is no time of ours
KINDS = frozenset(
    {
        "text", "image", "voice", "video", "shortvideo", "location", "link", "file", "subscribe", "subscribe_scan",
        "unsubscribe", "scan", "click", "view", "templatesendjobfinish", "masssendjobfinish", "view_miniprogram",
        "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select",
    }
)  # fmt: skip
_UNSEEN = "【收到不支持的消息类型，暂无法显示】"  # what WeChat writes in place of a sticker and the like
_UNFETCHED = "file"  # an account is told that there is a file, and gives nobody its content
_NOT_HEARD = {"voice": "wechat-no-voice"} | dict.fromkeys(
    ("text", "video", "shortvideo", "file", "location"), "wechat-only-words"
)


@dataclass(frozen=True, slots=True)
class Said:
    """`kind` is the type of the message or event. `hint` names the text with which somebody is told at once that the
    bot cannot make anything of it; then there is no `message`, as for what says nothing to us at all."""

    kind: str
    person: str
    account: str
    message: Incoming | None = None
    hint: str = ""


def read(xml: str) -> Said:
    """Of XML that is sound. Raises Unreadable where it is no message of WeChat's."""
    try:
        return _said(parse_message(xml))
    except (ExpatError, LookupError, ValueError, TypeError, AttributeError, OverflowError):
        raise Unreadable("xml") from None


def _said(parsed: Any) -> Said:
    person, account = str(parsed.source or ""), str(parsed.target or "")
    if not _ID.fullmatch(person) or not _ID.fullmatch(account):
        raise Unreadable("xml")
    happened = _raw(parsed, "MsgType").lower() == "event"
    kind = _kind(parsed)
    heard = _event(kind, parsed) if happened else _message(kind, parsed)
    if heard is None:
        return Said(kind, person, account, hint="" if happened else _NOT_HEARD.get(kind, ""))
    heard = replace(heard, key=_key(parsed), chat=Chat(NAME, person, private=True), sender=Sender(person))
    return Said(kind, person, account, replace(heard, at=_time(parsed), message=_key(parsed)))


def _kind(parsed: Any) -> str:
    said = parsed.event if parsed.type == "event" else _raw(parsed, "Event") or _raw(parsed, "MsgType")
    return str(said or "").lower()


def _raw(parsed: Any, name: str) -> str:
    """A field that the library has no name for."""
    value = parsed._data.get(name)
    return value if isinstance(value, str) else ""


def _key(parsed: Any) -> str:
    """MsgId, or where there is none (in all events) who, when and what: the same in each of WeChat's attempts."""
    if parsed.id:
        return str(int(parsed.id))
    what = "\n".join(_raw(parsed, name) for name in ("MsgType", "Event", "EventKey", "Content", "MediaId"))
    return f"{parsed.source}:{int(parsed.time)}:{sha256(what.encode()).hexdigest()[:16]}"


def _time(parsed: Any) -> datetime | None:
    seconds = int(parsed.time or 0)
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < _LATEST else None


_NOBODY = Sender("")


def _heard(**said: Any) -> Incoming:
    """Who, where and when are added later."""
    return Incoming("", Chat(NAME, ""), _NOBODY, **said)


def _message(kind: str, parsed: Any) -> Incoming | None:
    match kind:
        case "text" if _raw(parsed, "Content").strip() != _UNSEEN:
            return _heard(text=_raw(parsed, "Content"), lets=WRITTEN)
        case "image" if _MEDIA.fullmatch(ref := _raw(parsed, "MediaId")):
            return _heard(photos=(Photo(ref),), lets=WRITTEN)
        case "voice" if words := _raw(parsed, "Recognition").strip():
            return _heard(text=words.rstrip("。"), lets=WRITTEN)
        case "link" if address := _raw(parsed, "Url"):
            return _heard(text=address, lets=WRITTEN)
        case "file" if name := _raw(parsed, "Title").strip():
            return _heard(files=(File(_UNFETCHED, name),), lets=WRITTEN)
    return None


def _event(kind: str, parsed: Any) -> Incoming | None:
    match kind:
        case "subscribe" | "subscribe_scan":
            code = _scene(parsed)
            # The code does what opening the chat does, and says it in one message instead of two.
            return _heard(text=f"/start {code}", lets=TOUCHED) if code else _started()
        case "scan" if code := _scene(parsed):
            return _heard(text=f"/start {code}", lets=TOUCHED)
        case "unsubscribe":
            return _heard(happening=Happening.REMOVED)
        case "click":
            return _clicked(_raw(parsed, "EventKey"))
    return None


def _started() -> Incoming:
    return _heard(happening=Happening.STARTED, lets=TOUCHED)


def _scene(parsed: Any) -> str:
    """The code in a QR code of the account; others may have made QR codes for other ends."""
    said = _raw(parsed, "EventKey")
    return said if _SCENE.fullmatch(said) else ""


def _clicked(key: str) -> Incoming | None:
    """The menu's keys are commands, or what a button of ours says; what another menu said before ours is nothing."""
    if key.startswith("/"):
        return _heard(text=key, lets=TOUCHED)
    return _heard(button=key, lets=TOUCHED) if _PRESS.fullmatch(key) else None
