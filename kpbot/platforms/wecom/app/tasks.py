"""Ids of cards. Those under one message share its id, so that a press of any of them names that message."""

from __future__ import annotations

import secrets


def new() -> str:
    """The id of a message with cards; an app must never use a card's id again."""
    return f"kp{secrets.token_hex(12)}"


def of_card(message: str, number: str) -> str:
    return f"{message}-{number}"


def read(task: str) -> tuple[str, int]:
    """The message, and which of its cards, from 0."""
    message, dash, number = task.rpartition("-")
    return (message, int(number)) if dash and number.isascii() and number.isdigit() and len(number) < 3 else (task, 0)
