"""The day's message of a group: the edition's items, and in officers' groups the buttons under them."""

from __future__ import annotations

from kpbot.domain.messages import Button, Outgoing
from kpbot.services.editions import Desk
from kpbot.services.rendering import cards, day_text, rows
from kpbot.storage.editions import Edition
from kpbot.texts import say


def push_message(edition: Edition, lang: str, desk: Desk, *, buttons: bool, sharers: int = 0) -> Outgoing:
    """Public groups get no `buttons`: nobody is asked anything there. `sharers`: how many officers shared of it."""
    footer = say(lang, "push-footer", sharers=sharers) if buttons else say(lang, "push-footer-public")
    return Outgoing(
        title=say(lang, "push-title", day=day_text(edition.day, lang)),
        cards=cards(edition, lang, desk.catalog, desk.settings),
        footer=footer,
        buttons=_buttons(edition, lang) if buttons else (),
        language=lang,
    )


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
