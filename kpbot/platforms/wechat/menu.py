"""The menu under the chat («自定义菜单»): what an officer needs without typing. Its keys are commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kpbot.platforms.calling import Json
from kpbot.platforms.wechat.refusals import NO_MENU, Refusal
from kpbot.platforms.wechat.wire import Api
from kpbot.texts import say

CREATE = "/cgi-bin/menu/create"
SEEN = "/cgi-bin/get_current_selfmenu_info"

Entry = tuple[str, str]  # label and key
Entries = tuple[Entry | tuple[str, tuple[Entry, ...]], ...]


def entries(language: str) -> Entries:
    """Up to three, with up to five below each; labels of at most 4 Chinese characters, 8 below."""
    return (
        (say(language, "wechat-menu-today"), "/today"),
        (
            say(language, "wechat-menu-shared"),
            (
                (say(language, "wechat-menu-one", number=1), "/share 1"),
                (say(language, "wechat-menu-one", number=2), "/share 2"),
                (say(language, "wechat-menu-one", number=3), "/share 3"),
                (say(language, "wechat-menu-all"), "/share all"),
            ),
        ),
        (
            say(language, "wechat-menu-more"),
            (
                (say(language, "wechat-menu-copy"), "/copy"),
                (say(language, "wechat-menu-report"), "/report"),
                (say(language, "wechat-menu-me"), "/me"),
                (say(language, "wechat-menu-help"), "/help"),
            ),
        ),
    )


async def create(api: Api, language: str) -> None:
    """Replaces the menu that is there. Raises SendError."""
    await api.post(CREATE, {"button": [_button(label, below) for label, below in entries(language)]})


async def seen(api: Api) -> Entries:
    """The menu that people have, empty if none. Raises SendError."""
    try:
        answer = await api.get(SEEN)
    except Refusal as error:
        if error.code == NO_MENU:
            return ()
        raise
    info = answer.get("selfmenu_info")
    if not answer.get("is_menu_open") or not isinstance(info, dict):
        return ()
    return tuple(_entry(button) for button in _objects(info.get("button")))


def is_ours(seen: Entries) -> bool:
    """Whether a menu is kpbot's, of whatever version: nobody else's keys are commands."""
    keys = [key for _, below in seen for key in ([below] if isinstance(below, str) else [key for _, key in below])]
    return all(key.startswith("/") for key in keys)


def _button(label: str, below: str | tuple[Entry, ...]) -> Json:
    if isinstance(below, str):
        return {"type": "click", "name": label, "key": below}
    return {"name": label, "sub_button": [_button(*entry) for entry in below]}


def _entry(button: Mapping[str, Any]) -> Entry | tuple[str, tuple[Entry, ...]]:
    """What is no press of a key, such as a page, keeps its kind in place of the key."""
    label, below = str(button.get("name", "")), button.get("sub_button")
    if isinstance(below, dict) and (entries := _objects(below.get("list"))):
        return label, tuple((str(one.get("name", "")), _key(one)) for one in entries)
    return label, _key(button)


def _key(button: Mapping[str, Any]) -> str:
    kind = str(button.get("type", ""))
    return str(button.get("key", "")) if kind == "click" else f"({kind})"


def _objects(said: object) -> Sequence[Mapping[str, Any]]:
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
