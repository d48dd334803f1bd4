"""An item that waits for a coordinator, as `/review` shows it, and what can be done with it."""

from __future__ import annotations

from kpbot.domain.content import Item, Topic
from kpbot.domain.messages import Button, Outgoing
from kpbot.domain.reason import Reason
from kpbot.services.catalog import Catalog
from kpbot.services.rendering import link_of, reason_text, rows, shortened
from kpbot.services.reviewing import wants_summary, worth_reading
from kpbot.settings import Settings
from kpbot.texts import say

MOST_SHOWN = 300  # characters of summary or body
A_ROW = 2  # topics


def card(
    item: Item, left: int, catalog: Catalog, settings: Settings, lang: str, note: str = "", *, textless: bool = False
) -> Outgoing:
    """Why it waits, title, what it says, topic, source and link; `left` more wait behind it, and where none does,
    `textless`: some without a text may be looked at."""
    lines = [note] if note else []
    lines.append(_why(item, lang))
    lines.append(shortened(item.summary or item.body, MOST_SHOWN) or say(lang, "review-no-text"))
    lines.append(say(lang, "review-about", topic=say(lang, f"topic-{item.topic}"), source=catalog.credit(item)))
    if link := link_of(item.link, item.slug, settings):
        lines.append(link)
    lines.append(say(lang, "review-left-textless") if textless and not left else say(lang, "review-left", count=left))
    return Outgoing(title=item.title, text="\n".join(lines), buttons=_buttons(item, lang))


def _why(item: Item, lang: str) -> str:
    why = Reason.from_text(item.review_reason) if item.review_reason else None
    if wants_summary(item):
        return say(lang, "review-no-body")
    return say(lang, "review-why", reason=reason_text(why, lang)) if why else say(lang, "review-waits")


def _buttons(item: Item, lang: str) -> tuple[tuple[Button, ...], ...]:
    approve = [Button(say(lang, "review-approve"), f"review:ok:{item.id}")] if worth_reading(item) else []
    reject = [] if wants_summary(item) else [Button(say(lang, "review-reject"), f"review:no:{item.id}")]
    topic = Button(say(lang, "review-topic"), f"review:topic:{item.id}")
    summary = Button(say(lang, "review-summary"), f"review:sum:{item.id}")
    onward = Button(say(lang, "review-next"), f"review:next:{item.id}")
    return rows([*approve, *reject], [topic, summary], [onward])


def topic_buttons(lang: str, data: str, back: str) -> tuple[tuple[Button, ...], ...]:
    """All topics, as `<data>:<topic>`, and a way back."""
    found = [Button(say(lang, f"topic-{topic}"), f"{data}:{topic}") for topic in Topic]
    pairs = [found[n : n + A_ROW] for n in range(0, len(found), A_ROW)]
    return rows(*pairs, [Button(say(lang, "review-back"), back)])
