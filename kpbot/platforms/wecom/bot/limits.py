"""What the smart bot can do and how much it takes.

Source: WeCom, «Smart bot, long connection» (path/101463) and the types of its official Node SDK. What they do not say
is in docs/decisions/0026-wecom-smart-bot.md.
"""

from __future__ import annotations

from kpbot.domain.messages import Capabilities, Window
from kpbot.platforms.wecom.sheets import CARD_BUTTONS, CARDS

NAME = "wecom-bot"
MARKDOWN = 20_480  # bytes, also of a stream
TITLE = 26  # characters of a card's title
SENTENCE = 112  # and of the words under it
LABEL = 20  # characters of a button
IN_TIME = 4.5  # seconds for a welcome and for the change of a card; WeCom gives 5
ANSWERED_WITHIN = 300.0  # seconds in which a message is answered as such; a stream has to end within 360
BEAT = 30.0  # seconds between pings
MISSED = 2  # of them without a sign of life, and the connection is dead
ACK = 10.0  # seconds
FRAME_BYTES = 4_194_304
CHUNK = 512 * 1024  # bytes of an upload, before base64
PICTURE_BYTES = 10_000_000
FILE_BYTES = 20_000_000
FILE_LEAST = 5
MEDIA_LASTS = 2 * 86_400.0  # seconds; WeCom keeps what was uploaded for 3 days

# Whoever has spoken once may be written to from then on.
EVER = Window(1_000_000_000, 10 * 365 * 86_400.0)

# A chat gets 30 messages a minute and 1,000 an hour; one of ours may be several of theirs: the words, and their cards.
CAPABILITIES = Capabilities(
    answers_only=True,
    buttons=True,
    most_buttons=CARD_BUTTONS * CARDS,
    photos=True,
    photos_fleeting=True,  # for five minutes
    group_photos=False,
    files=True,
    cards=True,
    edits_pressed=True,
    toasts=True,
    private_chats=True,
    text_limit=MARKDOWN // 3,
    caption_limit=1,  # a picture or a file is a message by itself
    chat_windows=(Window(15, 60.0), Window(500, 3600.0)),
)
