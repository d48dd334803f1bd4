"""What `/add` asks for and shows: noting a page, finding the item again, with its picture or without."""

from __future__ import annotations

from kpbot.domain.content import Item, ItemState
from kpbot.domain.links import canonical_link
from kpbot.domain.messages import Outgoing
from kpbot.domain.roles import within
from kpbot.services import adding
from kpbot.services.added_card import card
from kpbot.services.reviewing import Reviewed
from kpbot.services.talk import Talk
from kpbot.storage import additions, item_pictures


async def ask(talk: Talk, address: str) -> Reviewed:
    """Note a page for fetching after the commit; or the item, where the region has that page already."""
    scope, canonical = scope_of(talk), canonical_link(address)
    if item := await adding.known(talk.db, canonical, scope):
        return Reviewed(talk.say(f"adding-known-{item.state}"), item)
    if await additions.is_waiting(talk.db, canonical, scope):
        return Reviewed(talk.say("adding-under-way"))
    assert talk.person is not None  # noqa: S101  # a coordinator, which the handler asked for
    if await additions.waiting_of(talk.db, talk.person.id) >= adding.MOST_WAITING:
        return Reviewed(talk.say("adding-too-many", most=adding.MOST_WAITING))
    await additions.ask(
        talk.db,
        talk.chat,
        canonical,
        talk.now,
        message=talk.incoming.message,
        person_id=talk.person.id,
        language=talk.lang,
        scope=scope,
    )
    talk.audit("item.add", address=canonical)
    return Reviewed(talk.say("adding-fetching"))


def scope_of(talk: Talk) -> str:
    """The path of the region that an item is added for: that of the coordinators' group, where the speaker is in
    charge of it, else that of the post held longest."""
    paths = [post.region_path for post in talk.coordinator_posts]
    here = talk.group.region_path if talk.group else None
    return here if here and any(within(here, path) for path in paths) else paths[0]


async def card_of(talk: Talk, item: Item, note: str = "") -> Outgoing:
    return card(item, await item_pictures.of(talk.db, item.id), talk.batch.catalog, talk.lang, note)


async def want_picture(talk: Talk, item: Item, *, wanted: bool) -> Reviewed:
    """Use the page's picture, or don't; while the item waits."""
    if item.state is not ItemState.REVIEW:
        return Reviewed(talk.say("reviewing-changed"))
    await item_pictures.want(talk.db, item.id, wanted)
    return Reviewed(talk.say("adding-picture-stored" if wanted else "adding-picture-declined"), item)
