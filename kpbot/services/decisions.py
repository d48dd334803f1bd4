"""What coordinators decide about editions and items, within their region."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kpbot.domain.content import Item, ItemState
from kpbot.domain.messages import Outgoing
from kpbot.domain.people import Group, GroupKind, private_chats
from kpbot.domain.places import Region
from kpbot.services import edition_preview
from kpbot.services import editions as choosing
from kpbot.services.desk import desk_of
from kpbot.services.desk_outcome import Outcome
from kpbot.services.desk_topics import topic_of_place
from kpbot.services.edition_desk import Desk
from kpbot.services.edits import edit_of
from kpbot.services.push_message import push_message
from kpbot.services.pushes import owe_pushes
from kpbot.services.rhythm import load_tree
from kpbot.services.talk import Talk
from kpbot.storage import editions, groups, items, outbox, people, pushes, shares
from kpbot.storage.editions import Edition, EditionState
from kpbot.storage.outbox import Owed, Priority, owe
from kpbot.texts import say

RECALL_DAYS = 30
NOTICE_LASTS = timedelta(days=3)
MOST_OFFERED = 9


async def decide(talk: Talk, act: str, edition_id: int, position: int, topic: str = "") -> Outcome:
    """Approve, skip, swap, or correct a topic; refused outside the coordinator's region and once it was pushed."""
    edition = (await editions.load(talk.db, [edition_id], lock=True)).get(edition_id)
    if edition is None:
        return Outcome(talk.say("button-outdated"))
    region = (await load_tree(talk.db)).regions[edition.region_id]
    if not _in_charge(talk, region):
        return Outcome(talk.say("desk-not-coordinator"))
    if edition.day < talk.today or await pushes.under_way(talk.db, edition_id):
        return Outcome(talk.say("desk-too-late"))
    view = Desk(talk.settings, talk.batch.catalog, talk.now, talk.batch.capabilities)
    if act == "swap":
        return await _swap(talk, view, region, edition, position)
    if act == "back":
        return Outcome("", edition_preview.preview(edition, talk.lang, view))
    if act in ("topic", "t"):
        return await topic_of_place(talk, view, edition, position, topic)
    state = {"approve": EditionState.APPROVED, "skip": EditionState.SKIPPED}.get(act)
    if state is None:
        return Outcome(talk.say("button-outdated"))
    return await _set(talk, view, region, edition, state)


async def waiting(talk: Talk) -> list[Edition]:
    """Editions of today and the days ahead that wait for a word of this coordinator."""
    tree = await load_tree(talk.db)
    mine = [region.id for region in tree.regions.values() if _in_charge(talk, region)]
    found = await editions.waiting(talk.db, mine, talk.today)
    return [edition for edition in found if not await pushes.under_way(talk.db, edition.id)]


def shown(talk: Talk, edition: Edition, note: str = "") -> Outgoing:
    """Its preview, to decide on."""
    view = Desk(talk.settings, talk.batch.catalog, talk.now, talk.batch.capabilities)
    return edition_preview.preview(edition, talk.lang, view, note)


def _in_charge(talk: Talk, region: Region) -> bool:
    return any(region.path.startswith(post.region_path) for post in talk.coordinator_posts)


async def _set(talk: Talk, view: Desk, region: Region, edition: Edition, state: EditionState) -> Outcome:
    by = talk.person.id if talk.person else None
    await editions.decide(talk.db, edition.id, state, talk.now, by)
    talk.audit(f"edition.{state}", f"edition:{edition.id}")
    edition = (await editions.load(talk.db, [edition.id]))[edition.id]
    if state == EditionState.APPROVED and await _approved(talk, view, region, edition):
        return Outcome(talk.say("desk-toast-approved"), edition_preview.closed_preview(edition, talk.lang, view))
    name = talk.person.name if talk.person else ""
    note = talk.say(f"desk-done-{state}", name=name)
    return Outcome(talk.say(f"desk-toast-{state}"), edition_preview.preview(edition, talk.lang, view, note))


async def _approved(talk: Talk, view: Desk, region: Region, edition: Edition) -> bool:
    """Its items are approved with it; if its hour is past already, it is pushed at once (True)."""
    await _approve_items(talk, edition)
    if not edition.places or not await pushes.release(talk.db, edition.id, len(edition.places)):
        return False
    await owe_pushes(talk.db, view, [edition], region.time_zone)
    return True


async def _approve_items(talk: Talk, edition: Edition) -> None:
    by = talk.person.id if talk.person else None
    ids = [item.id for item in edition.items if item.state == ItemState.REVIEW]
    await items.set_state(talk.db, ids, ItemState.READY, by=by)


async def _swap(talk: Talk, view: Desk, region: Region, edition: Edition, position: int) -> Outcome:
    if position not in {place.position for place in edition.places}:
        return Outcome(talk.say("button-outdated"))
    changed = await choosing.swap(talk.db, view, region, edition, position)
    if changed is None:
        return Outcome(talk.say("desk-nothing-else"))
    talk.audit("edition.swap", f"edition:{edition.id}", position=position)
    if changed.state == EditionState.APPROVED:
        await _approve_items(talk, changed)
    return Outcome(talk.say("desk-toast-swapped"), edition_preview.preview(changed, talk.lang, view))


async def recent_items(talk: Talk) -> list[Item]:
    """Items pushed in the coordinator's region lately that are not recalled, the newest first; not those of a day whose
    push was missed, skipped or is still to come."""
    tree = await load_tree(talk.db)
    mine = [r.id for r in tree.regions.values() if _in_charge(talk, r)]
    days = [talk.today - timedelta(days=n) for n in range(3)]
    found: dict[int, Item] = {}
    for edition in reversed(await editions.of_days(talk.db, mine, days)):
        if len(found) < MOST_OFFERED and await pushes.under_way(talk.db, edition.id):
            found |= {item.id: item for item in edition.items if item.state != ItemState.RECALLED}
    return list(found.values())[:MOST_OFFERED]


async def recallable(talk: Talk, item_id: int) -> Item | None:
    """The item, if it was used in a region this coordinator is in charge of."""
    since = talk.today - timedelta(days=RECALL_DAYS)
    tree = await load_tree(talk.db)
    used = await editions.with_item(talk.db, item_id, since)
    if not any(_in_charge(talk, tree.regions[e.region_id]) for e in used):
        return None
    return (await items.by_ids(talk.db, [item_id])).get(item_id)


async def recall(talk: Talk, item: Item) -> int:
    """Never push it again; correct it in every group that got it; tell those who shared it. Returns the groups."""
    by = talk.person.id if talk.person else None
    await talk.batch.flush()
    await items.set_state(talk.db, [item.id], ItemState.RECALLED, by=by)
    talk.audit("item.recall", f"item:{item.id}")
    since = talk.today - timedelta(days=RECALL_DAYS)
    view = Desk(talk.settings, talk.batch.catalog, talk.now, talk.batch.capabilities)
    used = await editions.with_item(talk.db, item.id, since)
    corrected = 0
    for edition in used:
        sent = [p for p in await pushes.of_editions(talk.db, [edition.id]) if p.state == pushes.PushState.OWED]
        corrected += await _correct(talk, view, edition, sent, item)
        if not sent and edition.day >= talk.today:
            await _replace_ahead(talk, view, edition, item)
            await _refresh_previews(talk, view, edition, item)
    await _tell_sharers(talk, item)
    return corrected


async def _correct(talk: Talk, view: Desk, edition: Edition, sent: list[pushes.Push], item: Item) -> int:
    """What is not sent yet is changed before it goes; what was sent is edited where that can be done, with a word below
    it. What never arrived needs neither."""
    by_id = {group.id: group for group in await groups.by_ids(talk.db, [push.group_id for push in sent])}
    to_groups = {
        pushes.key(push.group_id, push.day): (push, by_id[push.group_id])
        for push in sent
        if by_id[push.group_id].kind is not GroupKind.PRIVATE  # whoever fetches it there sees it corrected
    }
    lost = await outbox.lost(talk.db, to_groups)
    messages = {
        key: _message_of(view, edition, push, group) for key, (push, group) in to_groups.items() if key not in lost
    }
    changed = await outbox.reword(talk.db, messages)
    owed = []
    for key in messages.keys() - changed:
        push, group = to_groups[key]
        name = f"{item.id}:{push.id}"
        if view.edits(group.platform):
            owed.append(edit_of(key, f"recall:{name}", group.address, messages[key], talk.now, NOTICE_LASTS))
        notice = Outgoing(text=say(group.language, "recall-notice", title=item.title))
        expires = talk.now + NOTICE_LASTS
        owed.append(Owed(f"recalled:{name}", group.address, notice, Priority.NOTICE, talk.now, expires))
    await owe(talk.db, sorted(owed, key=lambda one: one.key))
    return len(messages)


def _message_of(view: Desk, edition: Edition, push: pushes.Push, group: Group) -> Outgoing:
    officers = group.kind is GroupKind.OFFICERS
    hears = group.platform in view.hearing
    return push_message(edition, group.language, view, buttons=officers, sharers=push.sharers, hears=hears)


async def _replace_ahead(talk: Talk, view: Desk, edition: Edition, item: Item) -> None:
    """An edition still to come gets another item, or one fewer."""
    region = (await load_tree(talk.db)).regions[edition.region_id]
    position = next(place.position for place in edition.places if place.item.id == item.id)
    if await choosing.swap(talk.db, view, region, edition, position) is None:
        others = [place for place in edition.places if place.item.id != item.id]
        rest = [replace(place, position=n) for n, place in enumerate(others, start=1)]
        await editions.replace_places(talk.db, edition.id, rest, {*edition.swapped_out, item.id})


async def _refresh_previews(talk: Talk, view: Desk, edition: Edition, item: Item) -> None:
    """Coordinators see what is in it now: in the preview, or in a new one where it cannot be changed."""
    region = (await load_tree(talk.db)).regions[edition.region_id]
    changed = (await editions.load(talk.db, [edition.id]))[edition.id]
    desks = await desk_of(talk, region.path)
    keys = {f"{edition_preview.preview_key(edition)}:{name}": (name, *desk) for name, desk in desks.items()}
    owed = []
    for key in await editions.previews_shown(talk.db, keys):
        name, chat, lang = keys[key]
        message = edition_preview.preview(changed, lang, view)
        anew = edit_of(key, f"recall:{item.id}:{edition.id}:{name}", chat, message, talk.now, NOTICE_LASTS)
        owed.append(anew if view.edits(chat.platform) else replace(anew, outgoing=message, priority=Priority.NOTICE))
    await owe(talk.db, owed)


async def _tell_sharers(talk: Talk, item: Item) -> None:
    """Those who passed it on are told, in private where they opened the bot."""
    since = talk.today - timedelta(days=RECALL_DAYS)
    holders = await people.persons_of(talk.db, await shares.sharers_of(talk.db, item.id, since))
    owed = []
    for person_id, chat in private_chats(await people.accounts_of(talk.db, list(holders))).items():
        text = say(holders[person_id].language or talk.settings.language, "recall-sharer", title=item.title)
        key = f"recalled:{item.id}:p{person_id}:{chat.platform}"
        owed.append(Owed(key, chat, Outgoing(text=text), Priority.NOTICE, talk.now, talk.now + NOTICE_LASTS))
    await owe(talk.db, owed)
