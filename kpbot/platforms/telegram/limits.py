"""What Telegram can do and how much it takes."""

from __future__ import annotations

from kpbot.domain.messages import Capabilities, Window

NAME = "telegram"
TEXT = 4096  # UTF-16 units, after the markup was read
CAPTION = 1024  # of a picture or document, likewise
TOAST = 200
LABEL = 60  # characters of a button that a phone still shows
DATA = 64  # bytes
ROW = 8  # buttons
PARTS = 4  # messages that one long text may become
FILE_BYTES = 20_000_000  # what a bot may download
PHOTO_BYTES = 10_000_000  # what a bot may send as a picture
DOCUMENT_BYTES = 50_000_000  # and as a file
UPDATES = 100  # at once
REQUESTS = 100  # to a webhook at once; 40 unless asked for
# Reactions and the comings and goings of members are none of our business.
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")

CAPABILITIES = Capabilities(
    buttons=True,
    photos=True,
    files=True,
    cards=True,
    edits=True,
    reactions=True,
    toasts=True,
    presses_wait=True,
    private_chats=True,
    private_links=True,
    text_limit=TEXT,
    caption_limit=CAPTION,
    account_windows=(Window(30, 1.0),),
    chat_windows=(Window(1, 1.0),),
    group_windows=(Window(20, 60.0),),
)


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units, two for most emoji."""
    return len(text) + sum(char > "\uffff" for char in text)
