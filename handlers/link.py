"""`/link`: a code that makes another account the speaker's too, and `/link CODE` on that account. `/unlink`."""

from __future__ import annotations

from collections import Counter

from kpbot.domain.link_codes import LinkCode
from kpbot.domain.messages import Button
from kpbot.services import link_asking, linking, own_accounts
from kpbot.services.platform_names import platform_name
from kpbot.services.privately import only_privately, opened
from kpbot.services.talk import Talk


async def command(talk: Talk, argument: str) -> None:
    if argument:
        await _said(talk, argument)
    elif only_privately(talk, "link"):
        await opened(talk)
        await _give(talk)


async def _give(talk: Talk) -> None:
    if talk.person is None:
        talk.reply(talk.say("link-nobody"))
    else:
        said = talk.say("link-code", code=await link_asking.give_code(talk, talk.person))
        if talk.capabilities.group_accounts:
            said += "\n" + talk.say("link-code-group")
        talk.reply(said)


async def _said(talk: Talk, typed: str) -> None:
    """Also in a group: some platforms know people by another id in every group."""
    looked = await link_asking.look_up(talk, typed)
    code = looked.code
    if code is None:
        talk.refuse(looked.problem)
    elif talk.person and talk.person.id == code.person_id:
        talk.refuse(talk.say("link-same"))
    elif not await link_asking.say_code(talk, code):
        talk.refuse(talk.say("code-used"))
    elif link_asking.has_posts(talk):
        await _ask_speaker(talk, code)
    else:
        talk.reply(_go_there(talk, code))


async def _ask_speaker(talk: Talk, code: LinkCode) -> None:
    short = link_asking.shortened(code)
    yes = Button(talk.say("link-button-mine"), f"link:mine:{short}")
    no = Button(talk.say("link-button-no"), f"link:foreign:{short}")
    who = await link_asking.giver_words(talk, code)
    talk.reply(talk.say("link-mine", who=who), buttons=((yes, no),))


def _go_there(talk: Talk, code: LinkCode) -> str:
    return talk.say("link-go-there", platform=platform_name(talk.lang, code.given_in.platform))


async def press(talk: Talk, parts: list[str]) -> None:
    """`link:mine:<code>` and `link:foreign:<code>` by who said the code, `link:yes:<code>` and `link:no:<code>` by who
    got it, `link:leave` and `link:stay` by whom `/unlink` asked."""
    match parts:
        case ["leave"] if talk.chat.private:
            await _leave(talk)
        case ["stay"] if talk.chat.private:
            talk.update(talk.say("unlink-stayed"))
        case [act, short]:
            code = await link_asking.waiting(talk, short)
            if code is None:
                talk.update(talk.say("link-over"))
            else:
                await _answered(talk, act, code)
        case _:
            talk.refuse(talk.say("button-outdated"))


async def _answered(talk: Talk, act: str, code: LinkCode) -> None:
    asker, giver = link_asking.is_asker(talk, code), link_asking.is_giver(talk, code)
    if act == "mine" and asker:
        agreed = await link_asking.agree(talk, code)
        talk.update(_go_there(talk, code) if agreed else talk.say("link-over"))
    elif act == "yes" and giver:
        await _link(talk, code)
    elif (act == "foreign" and asker) or (act == "no" and giver):
        done = await linking.decline(talk, code)
        talk.update(talk.say("link-declined" if done else "link-over"))
    else:
        talk.refuse(talk.say("button-outdated"))


async def _link(talk: Talk, code: LinkCode) -> None:
    if not await linking.link(talk, code):
        talk.update(talk.say("link-over"))
        return
    held = Counter(account.platform for account in await own_accounts.accounts(talk))
    names = talk.say("list-joiner").join(_name(talk, platform, count) for platform, count in held.items())
    talk.update(talk.say("link-done", count=held.total(), platforms=names))


def _name(talk: Talk, platform: str, count: int) -> str:
    name = platform_name(talk.lang, platform)
    return name if count == 1 else talk.say("link-several", platform=name, count=count)


async def unlink(talk: Talk, _argument: str) -> None:
    """The account one writes from. In a group only one that is of this group alone."""
    account = talk.account
    if not talk.chat.private and (account is None or account.private_chat):
        only_privately(talk, "unlink")
    elif account is None:
        talk.reply(talk.say("unlink-nobody"))
    elif len(await own_accounts.accounts(talk)) < 2:
        talk.reply(talk.say("unlink-last"))
    elif talk.chat.private:
        yes, no = Button(talk.say("unlink-yes"), "link:leave"), Button(talk.say("unlink-no"), "link:stay")
        platform = platform_name(talk.lang, talk.chat.platform)
        talk.reply(talk.say("unlink-sure", platform=platform), buttons=((yes, no),))
    else:
        await _leave(talk)


async def _leave(talk: Talk) -> None:
    account = talk.account
    if account is None:
        talk.update(talk.say("unlink-nobody"))
    elif await own_accounts.unlink(talk, account):
        talk.update(talk.say("unlink-done"))
    else:
        talk.update(talk.say("unlink-last"))
