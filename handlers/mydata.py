"""`/mydata`: everything kept about the speaker, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from handlers.language import NAMES
from kpbot.domain.parts import in_parts
from kpbot.services import correction_words, privacy
from kpbot.services.platform_names import platform_name
from kpbot.services.privacy import EventLine, Kept, LinkLine, ShareLine, SpotCheck, Term, UpkeepLine
from kpbot.services.privately import only_privately
from kpbot.services.rendering import date_text
from kpbot.services.talk import Talk
from kpbot.texts import has

PART = 3500  # characters; fewer where the platform takes fewer


async def command(talk: Talk, _argument: str) -> None:
    if not only_privately(talk, "mydata"):
        return
    kept = await privacy.kept(talk)
    if kept is None:
        talk.reply(talk.say("mydata-nothing"))
        return
    for part in in_parts(_lines(talk, kept), min(PART, talk.capabilities.text_limit)):
        talk.reply(part)


def _lines(talk: Talk, kept: Kept) -> Iterator[str]:
    own = kept.personal
    yield talk.say("mydata-head", name=own.name)
    yield talk.say("mydata-language", own=NAMES.get(own.language, "—"), destination=_word(talk, "to", own.destination))
    if own.consented_at:
        yield talk.say("mydata-consent", at=_at(talk, own.consented_at))
    for account in kept.accounts:
        yield talk.say("mydata-account", platform=platform_name(talk.lang, account.platform), user=account.user)
    for title, lines in (
        ("posts", [_term(talk, term) for term in kept.terms]),
        ("shares", [_share(talk, share) for share in kept.shares]),
        ("links", [_link(talk, link) for link in kept.links]),
        ("events", [_event(talk, event) for event in kept.events]),
        ("upkeeps", [_upkeep(talk, upkeep) for upkeep in kept.upkeeps]),
        ("spots", [_spot(talk, spot) for spot in kept.spots]),
        (
            "uploads",
            [f"{_at(talk, at)} 《{name}》 {talk.say(f'mydata-upload-{s.value}')}" for at, name, s in kept.uploads],
        ),
        (
            "corrections",
            [f"{_at(talk, one.at)} {correction_words.told(talk.lang, one, talk.today)}" for one in kept.corrections],
        ),
        ("log", [f"{_at(talk, entry.at)} {_act(talk, entry.act)}" for entry in kept.log]),
    ):
        yield ""
        yield talk.say(f"mydata-{title}", count=len(lines))
        yield from lines
    yield ""
    yield talk.say("mydata-passing", talks=kept.open_talks, messages=kept.messages)
    yield talk.say("mydata-how")


def _term(talk: Talk, term: Term) -> str:
    line = talk.say(
        "mydata-post",
        role=talk.say(f"role-{term.role.value}"),
        place=term.place,
        state=talk.say(f"post-state-{term.state.value}"),
        since=_day(talk, term.since),
    )
    if term.until:
        line += talk.say("mydata-until", until=_day(talk, term.until))
    for since, until in term.away:
        line += talk.say("mydata-away", since=_day(talk, since), until=_day(talk, until))
    return line


def _share(talk: Talk, share: ShareLine) -> str:
    grounds = talk.say("list-joiner").join(
        f"{_word(talk, 'evidence', kind)} {reference if '://' in reference else ''}".strip()
        for kind, reference in share.evidence
    )
    gone = talk.say("mydata-withdrawn") if share.withdrawn else ""
    return f"{_day(talk, share.day)} 《{share.title}》 {_word(talk, 'to', share.destination)} {grounds}{gone}".rstrip()


def _link(talk: Talk, link: LinkLine) -> str:
    until = _day(talk, link.expires_at.astimezone(talk.zone).date())
    where = _word(talk, "to", link.destination)
    return talk.say("mydata-link", title=link.title, where=where, code=link.code, until=until)


def _event(talk: Talk, event: EventLine) -> str:
    people = "" if event.headcount is None else talk.say("mydata-headcount", count=event.headcount)
    return f"{_day(talk, event.day)} {event.station} {event.title} {people}".rstrip()


def _upkeep(talk: Talk, upkeep: UpkeepLine) -> str:
    gone = talk.say("mydata-withdrawn") if upkeep.withdrawn else ""
    return f"{_day(talk, upkeep.day)} {upkeep.facility}{gone}"


def _spot(talk: Talk, spot: SpotCheck) -> str:
    answer = talk.say(f"spot-answer-{spot.answer}" if spot.answer else "mydata-spot-waiting")
    where = _word(talk, "to", spot.destination)
    return talk.say("mydata-spot", day=_day(talk, spot.day), title=spot.title, where=where, answer=answer)


def _word(talk: Talk, kind: str, value: str) -> str:
    """A stored code in words: a destination, a kind of evidence."""
    text_id = f"mydata-{kind}-{value}"
    return talk.say(text_id) if has(text_id) else value


def _act(talk: Talk, act: str) -> str:
    text_id = f"mydata-act-{act.replace('.', '-')}"
    return talk.say(text_id if has(text_id) else "mydata-act-other")


def _day(talk: Talk, day: date) -> str:
    return date_text(day, talk.lang, talk.today)


def _at(talk: Talk, at: datetime) -> str:
    local = at.astimezone(talk.zone)
    return f"{_day(talk, local.date())} {local:%H:%M}"
