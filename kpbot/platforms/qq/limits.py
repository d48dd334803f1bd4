"""What QQ can do and how much it takes, as its documents say it (bot.q.qq.com/wiki, api-v2, messages)."""

from __future__ import annotations

from kpbot.domain.messages import Capabilities, Window

NAME = "qq"
TEXT = 2000  # characters; the documents name no number, only that there is a limit
PARTS = 3  # messages that one long text may become, of the five that an answer may have
ANSWERS_GROUP = Window(5, 300.0)  # to one message or event of a group
ANSWERS_PRIVATE = Window(5, 3600.0)
PUSHES = Window(30, 60.0)  # unasked, of a bot that is not certified, in all chats together
LABEL = 10  # characters of a button that a phone still shows
ROW, ROWS = 5, 5  # buttons
FILE_BYTES = 20_000_000  # that are fetched
PICTURE_BYTES = 5_000_000  # that are sent, and documents: they go inside of JSON
DOCUMENT_BYTES = 10_000_000
BODY = 256_000  # bytes of a callback; the longest text that a person can send has some 15,000
DAY = 86_400.0

# Buttons need a right that few bots get, and whether one has it shows only when a message with some is sent: so choices
# are numbers, and where the right is there buttons say the same numbers. A press is acknowledged by a code, not words.
CAPABILITIES = Capabilities(
    answers_only=True,
    photos=True,
    group_accounts=True,
    group_photos=False,  # one that is sent without an @ never arrives
    files=True,
    cards=True,
    private_chats=True,
    destination="qq",
    text_limit=TEXT,
    account_windows=(Window(50, 1.0),),  # half of what all requests together may be
    group_windows=(Window(20, 60.0), Window(1000, DAY)),
)
