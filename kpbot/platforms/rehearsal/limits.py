"""What the room can do and how much it takes; it stands in for a generous chat app."""

from kpbot.domain.messages import Capabilities

NAME = "rehearsal"
CAPABILITIES = Capabilities(
    buttons=True,
    photos=True,
    files=True,
    cards=True,
    edits=True,
    reactions=True,
    toasts=True,
    private_chats=True,
    sees_all=True,
    destination="wechat",  # the app it stands in for
    text_limit=100_000,
)
FRAME_BYTES = 1_000_000
TEXT_CHARACTERS = 200_000
NAME_CHARACTERS = 40
PHOTO_BYTES = 20_000_000
PHOTOS = 9
FILE_BYTES = 10_000_000
FILES = 9
FILE_NAME_CHARACTERS = 120
