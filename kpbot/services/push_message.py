"""The day's message of a group: the edition's items, and in officers' groups the buttons under them."""

from __future__ import annotations

from kpbot.domain.messages import Button, Outgoing
from kpbot.services.edition_desk import Desk
from kpbot.services.rendering import cards, day_text, rows
from kpbot.storage.editions import Edition
from kpbot.texts import say


def push_message(
    edition: Edition, lang: str, desk: Desk, *, buttons: bool, sharers: int = 0, hears: bool = True
) -> Outgoing:
    """Public groups get no `buttons`: nobody is asked anything there. `sharers`: how many officers shared of it.
    Officers where nobody `hears` them are told to record it elsewhere."""
    footer = say(lang, _footer(desk, officers=buttons, hears=hears), sharers=sharers)
    return Outgoing(
        title=say(lang, "push-title", day=day_text(edition.day, lang)),
        cards=cards(edition, lang, desk.catalog, desk.settings),
        footer=footer,
        buttons=_buttons(edition, lang) if buttons and hears else (),
        language=lang,
    )


def _footer(desk: Desk, *, officers: bool, hears: bool) -> str:
    if officers and hears:
        return "push-footer"
    elsewhere = officers and any(can.hears and can.private_chats for can in desk.platforms.values())
    return "push-footer-elsewhere" if elsewhere else "push-footer-public"


def _buttons(edition: Edition, lang: str) -> tuple[tuple[Button, ...], ...]:
    each = [
        Button(say(lang, "push-shared", number=p.position), f"share:{edition.id}:{p.position}") for p in edition.places
    ]
    every = [Button(say(lang, "push-shared-all"), f"share:{edition.id}:all")] if len(each) > 1 else []
    more = [
        Button(say(lang, "push-copy"), f"copy:{edition.id}"),
        Button(say(lang, "push-destination"), "to:ask"),
    ]
    return rows(each, every, more)
