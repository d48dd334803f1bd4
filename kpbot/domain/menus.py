"""Buttons of a platform that has none, or not so many: they become numbers, and a number in reply is a press."""

from __future__ import annotations

from kpbot.domain.messages import Button, Capabilities, Outgoing


def numbered(outgoing: Outgoing, can: Capabilities) -> tuple[Button, ...]:
    """The buttons that are shown as numbers from 1, in order; empty where the platform shows all as buttons, or nobody
    could answer. Those that open a page are links anywhere and have no number."""
    asked = tuple(button for row in outgoing.buttons for button in row if button.data)
    shown_all = can.buttons and not 0 < can.most_buttons < len(asked)
    return () if shown_all or not can.hears else asked


def pages(outgoing: Outgoing) -> tuple[Button, ...]:
    """Buttons that open a page."""
    return tuple(button for row in outgoing.buttons for button in row if button.url and not button.data)
