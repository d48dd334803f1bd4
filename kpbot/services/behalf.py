"""A coordinator acts for an officer of the own region; what comes of it is marked as entered by them."""

from __future__ import annotations

from kpbot.domain.people import Person, Post, PostRole, PostState
from kpbot.domain.places import Unit
from kpbot.domain.plain_text import fold
from kpbot.domain.roles import Act
from kpbot.services.permission import allowed as may_here
from kpbot.services.permission import place_of
from kpbot.services.talk import Talk
from kpbot.storage import people, places

Officer = tuple[Post, Person, Unit]


async def officers_named(talk: Talk, name: str) -> list[Officer]:
    """Active officers in the speaker's regions whose name or unit is `name`; else those it is a part of."""
    wanted = fold(name)
    everybody = await _officers(talk)
    exact = [o for o in everybody if wanted in (fold(o[1].name), fold(o[2].name))]
    return exact or [o for o in everybody if wanted in fold(o[1].name) or wanted in fold(o[2].name)]


async def _officers(talk: Talk) -> list[Officer]:
    found: dict[int, Officer] = {}
    for scope in talk.coordinator_posts:
        units = {unit.id: unit for unit in await places.units_within(talk.db, scope.region_path)}
        for post, person in await people.posts_within(talk.db, scope.region_path, PostRole.OFFICER):
            if post.unit_id in units:
                found[post.id] = (post, person, units[post.unit_id])
    return list(found.values())


async def act_for(talk: Talk, post_id: int) -> bool:
    """Let the speaker act for the holder of an officer's post; False if that post is not active any more."""
    post = await people.post(talk.db, post_id)
    if post is None or post.state != PostState.ACTIVE or post.role != PostRole.OFFICER:
        return False
    above = {int(step) for step in post.region_path.split("/") if step} - talk.batch.regions.keys()
    talk.batch.regions |= await places.regions_by_id(talk.db, above)
    talk.on_behalf_of = post
    return True


async def allowed(talk: Talk, act: Act) -> bool:
    """Whether the speaker may do `act` for the officer; says so if not."""
    post = talk.on_behalf_of
    if post is not None and may_here(talk, act, place_of(post)):
        return True
    talk.reply(talk.say("behalf-not-yours"))
    return False


async def resume(talk: Talk, act: Act | None) -> bool:
    """Go on acting for the officer for whom the open talk was begun; False if that is over (post or right ended)."""
    post_id = talk.conversation.data.get("for") if talk.conversation else None
    if post_id is None:
        return True
    if act is None or not await act_for(talk, int(post_id)) or talk.on_behalf_of is None:
        return False
    if may_here(talk, act, place_of(talk.on_behalf_of)):
        return True
    talk.on_behalf_of = None
    return False
