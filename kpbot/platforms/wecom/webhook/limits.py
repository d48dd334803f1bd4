"""What a group's webhook can do and how much it takes (WeCom, «Group webhooks», path/91770)."""

from __future__ import annotations

from kpbot.domain.messages import Capabilities, Window

NAME = "wecom-group"
MARKDOWN = 4096  # bytes
PICTURE_BYTES = 2_000_000  # before base64
FILE_BYTES = 20_000_000
FILE_LEAST = 6  # bytes; a shorter file is refused

CAPABILITIES = Capabilities(
    hears=False,
    group_photos=False,
    cards=True,
    text_limit=MARKDOWN // 3,
    caption_limit=1,  # a picture or a file is a message by itself
    chat_windows=(Window(20, 60.0),),
)
