"""What a self-built app can do and how much it takes (WeCom, path/90236 for members, 90248 for groups)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kpbot.domain.messages import Capabilities, Window
from kpbot.platforms.wecom.sheets import CARD_BUTTONS, CARDS

NAME = "wecom"
TEXT = 2048  # bytes of a text or markdown message
PARTS = 6  # messages that the words of one may become
CARD_TITLE = 26  # characters that a phone shows
CARD_WORDS = 112
PICTURE_BYTES = 10_000_000
FILE_BYTES = 20_000_000
FILE_LEAST = 6  # bytes; a shorter file is refused
MEDIA_BYTES = 20_000_000  # that is fetched
MEDIA_LASTS = timedelta(days=2, hours=12)  # of three days
CALLBACK = 128_000  # bytes; a text has at most 2048 before it is encrypted
DEADLINE = 4.5  # seconds for an answer: WeCom hangs up after five
CODE_LASTS = timedelta(minutes=1)  # what answers a press is worth nothing after ten seconds

# What goes beyond is silently dropped by WeCom: a member gets 30 a minute and 1,000 an hour, and a message of ours may
# be several of theirs: the words, and the cards under them.
CAPABILITIES = Capabilities(
    groups=False,  # it can make some and push there, but hears nothing in them: officers act in private
    buttons=True,
    most_buttons=CARD_BUTTONS * CARDS,
    photos=True,
    group_photos=False,
    cards=True,
    edits_pressed=True,
    toasts=True,
    private_chats=True,
    text_limit=TEXT // 3,
    caption_limit=1,  # a picture or a file is a message by itself
    chat_windows=(Window(15, 60.0), Window(500, 3600.0)),
)


def without_buttons(can: Capabilities) -> Capabilities:
    """For members who read along in WeChat (its plug-in of WeCom shows neither markdown nor cards)."""
    return replace(can, buttons=False, most_buttons=0, edits_pressed=False, toasts=False)
