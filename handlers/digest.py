"""`/digest` 简报: the coordinators' digest on request, privately or in their group."""

from __future__ import annotations

from handlers import boards, confirm, desk, events, review, spot
from kpbot.domain.people import GroupKind, Post
from kpbot.services import privately
from kpbot.services.digests import compose, digest_now
from kpbot.services.talk import Talk
from kpbot.services.unrecognised import sentence


async def command(talk: Talk, _argument: str) -> None:
    """Of the group's region in a coordinators' group, else of the first region one coordinates."""
    post = _post(talk)
    region = talk.batch.regions.get(post.region_id) if post else None
    if post is None or region is None:
        talk.reply(sentence(talk, "roles-needs-coordinator"))
        return
    group = talk.group
    here = group is not None and group.kind is GroupKind.COORDINATORS
    if group is not None and here and group.region_path.startswith(region.path):
        region = talk.batch.regions.get(group.region_id or 0, region)
    found = await digest_now(
        talk.db, talk.settings, talk.batch.catalog, region, group.id if group and here else None, talk.now
    )
    message = compose(found, talk.lang)
    if talk.chat.private or here:
        talk.reply(message.text, title=message.title, buttons=message.buttons)
    elif talk.privately(message.text, title=message.title, buttons=message.buttons):
        talk.acknowledge(talk.say("sent-privately"))
    else:
        talk.reply(talk.say("digest-ask-privately", way=privately.way(talk)), opens="digest")


async def press(talk: Talk, parts: list[str]) -> None:
    """`digest:<line>`: what a line of the digest is about, as its own command would answer."""
    line = parts[0] if parts else ""
    if line == "confirm":
        await confirm.command(talk, "")
    elif line == "approve":
        await desk.show(talk)
    elif line == "events":
        await events.command(talk, "")
    elif line == "escalated":
        await boards.show(talk)
    elif line == "spot":
        await spot.show(talk)
    elif line == "review":
        await review.command(talk, "")
    else:
        talk.refuse(talk.say("button-outdated"))


def _post(talk: Talk) -> Post | None:
    """The speaker's coordinator post that covers the group, else the first."""
    held, group = talk.coordinator_posts, talk.group
    covering = [post for post in held if group and group.region_path.startswith(post.region_path)]
    return next(iter(covering or held), None)
