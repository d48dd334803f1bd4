"""`/me`: what was recorded today and on the days before, to look at, take back or correct. Who is officer in several
places sees one at a time, and what is left to do in the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kpbot.domain.messages import Button
from kpbot.domain.people import Post, PostRole
from kpbot.domain.shares import Destination, Evidence, strongest
from kpbot.services import groups, own_shares
from kpbot.services.own_shares import ShareRow
from kpbot.services.pressed import record_id
from kpbot.services.rendering import day_text, shortened
from kpbot.services.talk import Buttons, Talk
from kpbot.services.unrecognised import sentence

_POST, _DIGITS = "p", 10**6


async def command(talk: Talk, _argument: str) -> None:
    post = talk.officer_post
    if post is None:
        talk.reply(sentence(talk, "share-not-registered" if not talk.coordinator_posts else "share-coordinator"))
        return
    text, buttons = await _overview(talk, post)
    if talk.chat.private:
        talk.reply(text, buttons=buttons)
    elif talk.privately(text, buttons=buttons):
        talk.acknowledge(talk.say("sent-privately"))
    else:
        talk.reply(await _short(talk, post))


async def press(talk: Talk, args: list[str]) -> None:
    """`me:show`, `me:day:<day>`, `me:item:<day>:<item>`, `me:withdraw:…`, `me:to:<day>:<item>:<old>:<new>`; then the
    post, where there are several. Privately: the answer takes the place of the message that was pressed, and is nobody
    else's business."""
    args, post = _post_of(talk, args)
    if not talk.chat.private:
        talk.refuse(talk.say("button-outdated"))
        return
    if post is None:
        talk.refuse(talk.say("share-not-registered"))
        return
    act, rest = (args[0] if args else "show"), args[1:]
    if act == "show":
        text, buttons = await _overview(talk, post)
        talk.update(text, buttons=buttons)
        return
    try:
        day, item = date.fromisoformat(rest[0]), record_id(rest[1:2])
    except (IndexError, ValueError):
        talk.refuse(talk.say("button-outdated"))
        return
    if act == "day":
        await _day(talk, post, day)
    elif act == "withdraw":
        await own_shares.withdraw(talk, post, day, item)
        text, buttons = await _overview(talk, post)  # first: it flushes, and a toast that is owed uses up the press
        talk.acknowledge(talk.say("me-withdrawn"))
        talk.update(text, buttons=buttons)
    elif act == "to" and len(rest) == 4 and set(rest[2:]) <= set(Destination):
        await own_shares.redirect(talk, post, day, item, rest[2], Destination(rest[3]))
        await _one(talk, post, day, item)
    else:
        await _one(talk, post, day, item)


def _held(talk: Talk) -> list[Post]:
    """The posts that the speaker may look at here."""
    if talk.on_behalf_of:
        return [talk.on_behalf_of]
    return [post for post in talk.posts if post.role is PostRole.OFFICER]


def _mark(talk: Talk, post: Post) -> str:
    """What names the post at the end of a button's data, shorter than its id; nothing where there is one only."""
    return f":{_POST}{post.id % _DIGITS}" if len(_held(talk)) > 1 else ""


def _post_of(talk: Talk, args: list[str]) -> tuple[list[str], Post | None]:
    """What a button says, and of which post: that which it names, else the one spoken for."""
    if not args or not args[-1].startswith(_POST):
        return args, talk.officer_post
    named = (post for post in _held(talk) if f"{_POST}{post.id % _DIGITS}" == args[-1])
    return args[:-1], next(named, None)


async def _overview(talk: Talk, post: Post) -> tuple[str, Buttons]:
    days = await own_shares.week(talk, post)
    today = days[talk.today]
    proved = own_shares.proved(talk, today)
    done = len({row.item_id for row in proved})
    counting = len({row.item_id for row in proved if row.counts})
    lines = [*await _whose(talk, post), talk.say("me-today", done=done, need=talk.settings.shares.need)]
    if done != counting:
        lines.append(talk.say("me-counting", counting=counting))
    lines += [*_told(talk, today), "", talk.say("me-week")]
    for day, rows in days.items():
        count = len({row.item_id for row in rows})
        text = "me-day" if count else "me-day-none"
        lines.append(talk.say(text, day=day_text(day, talk.lang), count=count))
    past = [day for day, rows in days.items() if rows and day != talk.today]
    earlier = [Button(day_text(day, talk.lang), f"me:day:{day}{_mark(talk, post)}") for day in past]
    if today or earlier:
        lines += ["", talk.say("me-hint")]
    pairs = tuple(tuple(earlier[at : at + 2]) for at in range(0, len(earlier), 2))
    others, elsewhere = await _others(talk, post)
    return "\n".join([*lines, *others]), (*_items(talk, post, talk.today, today), *pairs, *elsewhere)


async def _whose(talk: Talk, post: Post) -> list[str]:
    return [talk.say("me-of", place=await _place(talk, post))] if len(_held(talk)) > 1 else []


async def _others(talk: Talk, shown: Post) -> tuple[list[str], Buttons]:
    """A line and a button for each of the speaker's other posts."""
    lines, buttons = [""], []
    for post in _held(talk):
        if post.id != shown.id:
            place = await _place(talk, post)
            lines.append(talk.say("me-other", place=place, today=await _short(talk, post)))
            buttons.append((Button(talk.say("me-other-button", place=place), f"me:show{_mark(talk, post)}"),))
    return (lines, tuple(buttons)) if buttons else ([], ())


async def _place(talk: Talk, post: Post) -> str:
    return await groups.place_name(talk, post.region_id, post.unit_id)


async def _day(talk: Talk, post: Post, day: date) -> None:
    """The items of one day of the week."""
    rows = (await own_shares.week(talk, post)).get(day, [])
    if not rows:
        talk.refuse(talk.say("me-gone"))
        return
    count = len({row.item_id for row in rows})
    head = talk.say("me-day-head", day=day_text(day, talk.lang), count=count)
    text = "\n".join([*await _whose(talk, post), head, *_told(talk, rows), "", talk.say("me-hint")])
    talk.update(text, buttons=(*_items(talk, post, day, rows), (_back(talk, post),)))


def _told(talk: Talk, rows: Sequence[ShareRow]) -> list[str]:
    return [_share(talk, row) for row in rows]


def _share(talk: Talk, row: ShareRow) -> str:
    """With what it rests on, where that is more than the officer's own word."""
    where, kind = talk.say(f"destination-{row.destination}"), strongest(row.kinds or {Evidence.CLAIMED})
    if kind is Evidence.CLAIMED:
        line = talk.say("me-share", title=row.title, where=where)
    else:
        line = talk.say("me-share-kind", title=row.title, where=where, kind=talk.say(f"mydata-evidence-{kind}"))
    return "\n".join([line, *row.addresses])


def _items(talk: Talk, post: Post, day: date, rows: Sequence[ShareRow]) -> Buttons:
    titles, mark = {row.item_id: row.title for row in rows}, _mark(talk, post)
    return tuple((Button(shortened(title, 18), f"me:item:{day}:{id}{mark}"),) for id, title in titles.items())


def _back(talk: Talk, post: Post) -> Button:
    return Button(talk.say("me-back"), f"me:show{_mark(talk, post)}")


async def _short(talk: Talk, post: Post) -> str:
    today = (await own_shares.week(talk, post))[talk.today]
    done = len({row.item_id for row in own_shares.proved(talk, today)})
    return talk.say("me-today", done=done, need=talk.settings.shares.need)


async def _one(talk: Talk, post: Post, day: date, item: int) -> None:
    """One item of a day, with what can be done about it."""
    rows = [row for row in (await own_shares.week(talk, post)).get(day, []) if row.item_id == item]
    if not rows:
        talk.refuse(talk.say("me-gone"))
        return
    where = talk.say("list-joiner").join(talk.say(f"destination-{row.destination}") for row in rows)
    text = talk.say("me-one", title=rows[0].title, where=where, day=day_text(day, talk.lang))
    text = "\n".join([text, *(address for row in rows for address in row.addresses)])
    old = rows[0].destination
    others, mark = [d for d in Destination if d != old], _mark(talk, post)
    moves = [Button(talk.say(f"destination-{d}"), f"me:to:{day}:{item}:{old}:{d}{mark}") for d in others]
    talk.update(
        text,
        buttons=(
            tuple(moves[:2]),
            tuple(moves[2:]),
            (
                Button(talk.say("me-withdraw"), f"me:withdraw:{day}:{item}{mark}"),
                _back(talk, post),
            ),
        ),
    )
