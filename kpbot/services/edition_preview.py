"""An edition as coordinators see it before it is pushed, and after."""

from __future__ import annotations

from dataclasses import replace

from kpbot.domain.content import ItemState
from kpbot.domain.messages import Button, Outgoing
from kpbot.services.edition_desk import Desk
from kpbot.services.rendering import cards, day_text, reason_text, rows
from kpbot.storage.editions import Edition, EditionState
from kpbot.texts import say


def preview(edition: Edition, lang: str, desk: Desk, note: str = "") -> Outgoing:
    """An edition as coordinators see it: items, why each was chosen, and what can be done."""
    lines = [
        say(
            lang,
            "desk-why",
            number=place.position,
            reasons=say(lang, "desk-reason-joiner").join(reason_text(r, lang) for r in place.reasons) or "—",
        )
        for place in edition.places
    ]
    unread = [str(place.position) for place in edition.places if place.item.state is ItemState.REVIEW]
    if unread:
        lines.append(say(lang, "desk-unread", numbers=say(lang, "list-joiner").join(unread)))
    if len(edition.places) < desk.policy.count:
        lines.append(say(lang, "desk-short", count=len(edition.places)))
    if edition.provisional:
        lines.append(say(lang, "desk-provisional", year=edition.day.year))
    lines.append(note or say(lang, f"desk-state-{edition.state}"))
    return Outgoing(
        title=say(lang, f"desk-title-{edition.audience}", day=day_text(edition.day, lang)),
        cards=tuple(replace(card, body="") for card in cards(edition, lang, desk.catalog, desk.settings)),
        footer="\n".join(lines),
        buttons=desk_buttons(edition, lang),
        language=lang,
    )


def closed_preview(edition: Edition, lang: str, desk: Desk) -> Outgoing:
    """The preview of an edition that was pushed: what went out and why, and nothing left to press."""
    note = say(lang, f"desk-pushed-{edition.state}")
    return replace(preview(edition, lang, desk, note), buttons=())


def preview_key(edition: Edition) -> str:
    """How the outbox keys of an edition's previews begin."""
    return f"preview:{edition.id}"


def desk_buttons(edition: Edition, lang: str) -> tuple[tuple[Button, ...], ...]:
    swaps = [
        Button(say(lang, "desk-swap", number=p.position), f"desk:swap:{edition.id}:{p.position}")
        for p in edition.places
    ]
    skip = Button(say(lang, "desk-skip"), f"desk:skip:{edition.id}")
    topic = [Button(say(lang, "review-topic"), f"desk:topic:{edition.id}")] if edition.places else []
    if edition.state == EditionState.PROPOSED or edition.state == EditionState.HELD:
        approve = Button(say(lang, "desk-approve"), f"desk:approve:{edition.id}")
        return rows([approve], swaps, [skip, *topic])
    if edition.state == EditionState.SKIPPED:
        return rows([Button(say(lang, "desk-unskip"), f"desk:approve:{edition.id}")])
    return rows(swaps, [skip, *topic])
