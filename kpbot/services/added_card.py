"""What a coordinator sees of an item that was added, and what can be done with it."""

from __future__ import annotations

from kpbot.domain.content import Item, ItemState
from kpbot.domain.messages import Button, Outgoing
from kpbot.domain.reason import Reason
from kpbot.services.catalog import Catalog
from kpbot.services.rendering import reason_text, rows
from kpbot.services.reviewing import worth_reading
from kpbot.storage.item_pictures import ItemPicture, PictureState
from kpbot.texts import say

_SAID_ELSEWHERE = frozenset({"added", "untrusted", "summarized", "no-body"})


def card(item: Item, picture: ItemPicture | None, catalog: Catalog, lang: str, note: str = "") -> Outgoing:
    """Title, summary, topic, whose it is, the link, the picture, and buttons while nothing is decided."""
    lines = [item.summary or say(lang, "adding-no-body"), ""]
    lines.append(say(lang, "adding-about", topic=say(lang, f"topic-{item.topic}"), source=catalog.credit(item)))
    if item.link:
        lines.append(item.link)
    if picture is not None:
        lines.append(say(lang, f"adding-picture-{picture.state}"))
    lines += _doubts(item, lang)
    if closing := note or _state(item, lang):
        lines += ["", closing]
    return Outgoing(
        title=item.title,
        text="\n".join(lines),
        buttons=_buttons(item, picture, lang),
        picture=picture.file if picture else "",
    )


def _doubts(item: Item, lang: str) -> list[str]:
    """Why the gate wants somebody to look, where that is not what this preview is for anyway."""
    why = Reason.from_text(item.review_reason) if item.review_reason else None
    if why is None or why.code in _SAID_ELSEWHERE or item.state is ItemState.READY:
        return []
    return [say(lang, "adding-doubt", reason=reason_text(why, lang))]


def _state(item: Item, lang: str) -> str:
    if item.state is ItemState.REVIEW:
        return say(lang, "adding-decide" if worth_reading(item) else "adding-write")
    return say(lang, f"adding-state-{item.state}")


def _buttons(item: Item, picture: ItemPicture | None, lang: str) -> tuple[tuple[Button, ...], ...]:
    if item.state is not ItemState.REVIEW:
        return ()
    approve = Button(say(lang, "adding-approve"), f"add:ok:{item.id}")
    reject = Button(say(lang, "adding-reject"), f"add:no:{item.id}")
    summary = Button(say(lang, "adding-summary" if item.summary else "adding-summary-write"), f"add:sum:{item.id}")
    topic = Button(say(lang, "adding-topic"), f"add:topic:{item.id}")
    return rows(
        [approve, reject] if worth_reading(item) else [reject], [summary, topic], _picture_button(item, picture, lang)
    )


def _picture_button(item: Item, picture: ItemPicture | None, lang: str) -> list[Button]:
    if picture is None:
        return []
    if picture.state is PictureState.STORED:
        return [Button(say(lang, "adding-without-picture"), f"add:bare:{item.id}")]
    return [Button(say(lang, "adding-with-picture"), f"add:pic:{item.id}")]
