"""Ids of messages, as the page sends them."""

LONGEST = 18  # digits that both databases take


def read_id(said: object) -> int | None:
    """The number of a message; None for anything else."""
    text = str(said or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
