"""`/lang`: each person's own language; in a group, the group's, set by those who look after it."""

from __future__ import annotations

from kpbot.domain.messages import Button
from kpbot.services import groups, people
from kpbot.services.talk import Talk
from kpbot.texts import say

NAMES = {"zh-CN": "中文", "en": "English"}
_SAID = {
    **dict.fromkeys(("zh", "zh-cn", "cn", "中文", "汉语", "chinese"), "zh-CN"),
    **dict.fromkeys(("en", "english", "英文", "英语"), "en"),
}


async def command(talk: Talk, argument: str) -> None:
    language = _SAID.get(argument.strip().lower(), "")
    if talk.group and not groups.may_manage(talk, talk.group):
        talk.reply(talk.say("lang-not-here"))
    elif language:
        await _set(talk, language)
    else:
        text = talk.say("lang-ask-group" if talk.group else "lang-ask")
        talk.reply(text, buttons=(tuple(Button(name, f"lang:{code}") for code, name in NAMES.items()),))


async def press(talk: Talk, parts: list[str]) -> None:
    if parts[-1:] == [] or parts[-1] not in NAMES:
        talk.refuse(talk.say("button-outdated"))
    elif talk.group and not groups.may_manage(talk, talk.group):
        talk.refuse(talk.say("lang-not-here"))
    else:
        await _set(talk, parts[-1])


async def _set(talk: Talk, language: str) -> None:
    if talk.group:
        await groups.set_language(talk, talk.group, language)
        done = say(language, "lang-done-group")
    elif await people.set_language(talk, language):
        done = say(language, "lang-done")
    else:
        done = say(language, "lang-not-kept")
    if talk.incoming.button:
        talk.update(done)
    else:
        talk.reply(done)
