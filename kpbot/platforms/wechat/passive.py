"""Answers in the response to the callback itself («被动回复用户消息»): XML with one text."""

from __future__ import annotations

from datetime import datetime

from wechatpy.replies import TextReply

from kpbot.platforms.wechat.inbound import Said

NOTHING_TO_SAY = "success"


def text_reply(said: Said, text: str, now: datetime) -> str:
    """`text` is safe and short enough (kpbot.platforms.wechat.letters)."""
    reply = TextReply(source=said.account, target=said.person, time=int(now.timestamp()), content=text)
    return str(reply.render())
