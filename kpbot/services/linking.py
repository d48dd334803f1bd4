"""One person, several accounts: a one-time code, said from another account, makes that account the same person's.

The code alone does nothing. Who got it is asked whether the account that said it is theirs; and who said it from an
account that holds posts is asked first, for these go to whoever got the code (docs/decisions/0029-linking.md).
"""

from __future__ import annotations

from kpbot.domain.link_codes import Asker, LinkCode
from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Account, Person
from kpbot.services.link_asking import LASTS, is_asker, shortened
from kpbot.services.own_accounts import NOTED_EVERY
from kpbot.services.talk import Talk
from kpbot.storage import link_codes, linking, merging, people
from kpbot.texts import say


async def decline(talk: Talk, code: LinkCode) -> bool:
    """Nothing is linked; False if it was decided before."""
    if not await link_codes.settle(talk.db, code.digest):
        return False
    talk.audit("link.decline", f"person:{code.person_id}")
    asker = code.asker
    if asker and asker.chat.private and not is_asker(talk, code):
        lang = await _language_of(talk, asker)
        talk.tell(asker.chat, Outgoing(text=say(lang, "link-refused")), f"link-no:{shortened(code)}", LASTS)
    return True


async def link(talk: Talk, code: LinkCode) -> bool:
    """The speaker, who got the code, says that it is their account. False if it was decided before, or who said the
    code got a post since then and was not asked about it."""
    asker, giver = code.asker, talk.person
    if asker is None or giver is None or not code.agreed:
        return False
    key = (asker.platform, asker.user)
    found = (await people.load_accounts(talk.db, [key])).get(key)
    if found and code.said_at and await linking.has_joined_since(talk.db, found[1].id, code.said_at):
        return False
    if not await link_codes.settle(talk.db, code.digest):
        return False
    lang = await _language_of(talk, asker)
    await _make_one(talk, giver, asker, found)
    await linking.several(talk.db, giver.id, talk.now - NOTED_EVERY)
    await linking.used(talk.db, [(talk.chat.platform, talk.incoming.sender.id)], talk.now)
    talk.people_changed()
    if asker.chat.private:
        linked = say(lang, "link-done-there", name=giver.name)
        talk.tell(asker.chat, Outgoing(text=linked), f"link-yes:{shortened(code)}")
    return True


async def _make_one(talk: Talk, giver: Person, asker: Asker, found: tuple[Account, Person] | None) -> None:
    chat = asker.chat.id if asker.chat.private else ""
    subject = f"person:{giver.id}"
    if found is None:
        await people.add_account(talk.db, asker.platform, asker.user, giver.id, chat)
        talk.audit("account.link", subject, platform=asker.platform)
        return
    account, other = found
    if chat and account.private_chat != chat:
        await people.set_private_chat(talk.db, account.platform, account.user, chat)
    if other.id == giver.id:
        return
    await talk.batch.flush()  # what they said until now moves too
    doubles = await merging.merge(talk.db, other.id, giver.id, talk.today)
    talk.audit("person.merge", subject, platform=asker.platform, merged=other.id)
    for double in doubles:
        talk.audit("post.merge", f"post:{double.kept.id}", merged=double.lost.id)


async def _language_of(talk: Talk, asker: Asker) -> str:
    found = (await people.load_accounts(talk.db, [(asker.platform, asker.user)])).get((asker.platform, asker.user))
    return (found[1].language if found else "") or talk.settings.language
