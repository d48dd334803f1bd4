"""What an official account can do and how much it takes: developers.weixin.qq.com/doc/offiaccount, «接收普通消息»,
«被动回复用户消息», «客服消息», «自定义菜单», «素材管理»."""

from __future__ import annotations

from kpbot.domain.messages import Capabilities, Window

NAME = "wechat"
BODY = 64_000  # bytes of a callback; the longest text that a person can send has some 6,000
TEXT = 2048  # bytes of one text, as an answer and as a customer-service message
PARTS = 4  # messages that one long text may become
PHOTO_BYTES = 10_000_000  # that people send and that the bot may upload
MEDIA_SECONDS = 60 * 60 * 60.0  # an uploaded picture is kept for three days; it is used for two and a half

DEADLINE = 4.5  # seconds for an answer in the request: WeChat hangs up after five
LAST_WORD = 0.3  # seconds beyond the deadline in which the last attempt may still be confirmed, without an answer
ATTEMPTS = 3  # that WeChat makes with one message
GRACE = 2.0  # seconds in which the next attempt comes after WeChat hung up
HOLD = 1.5  # seconds beyond the deadline after which WeChat has hung up for certain

WRITTEN = Window(5, 48 * 3600.0)  # customer-service messages after a message
TOUCHED = Window(3, 60.0)  # after a subscription, a scan, a press of the menu

CAPABILITIES = Capabilities(
    groups=False,
    answers_only=True,
    slashes=False,
    photos=True,
    private_chats=True,
    inline_answer=True,
    destination="wechat",
    text_limit=TEXT // 3,  # Chinese characters
    caption_limit=1,  # a picture always goes by itself
    account_windows=(Window(50, 1.0),),
)
