"""Presses as Telegram brings them to a webhook: JSON bodies of callback queries, posted to an ASGI application."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from starlette.types import ASGIApp, Message

from kpbot.platforms.telegram.webhook import HEADER, PATH

TOKEN = "123456:AAbenchbenchbenchbenchbenchbench"  # of no bot
SECRET = "bench-secret"  # guards nothing
IN_FLIGHT = 100  # as many requests at a time as Telegram opens to one webhook at most
GROUP = -1001234567890

_TEXT = (
    "今日科普三条 · 11月23日\n\n"
    "1. 冬季取暖谨防一氧化碳中毒\n"
    "烧煤、烧炭取暖时门窗要留缝，烟道要通畅；头晕、恶心时立即开窗离开，拨打120。\n科普中国\n\n"
    "2. 剩菜放进冰箱前要凉透吗\n不必。两小时内分装、加盖放入冷藏室，再次食用前彻底加热。\n科普中国\n\n"
    "3. 冬小麦越冬水怎么浇\n日平均气温三到五摄氏度、夜冻昼消时浇最好，弱苗、湿地可以少浇或不浇。\n农业科普\n\n"
    "转发到微信群后，请点下面的按钮。已有 12 位科普员转发。"
)


def bodies(edition: int, position: int, officers: int) -> list[bytes]:
    """One press of each officer on the item at `position`; what Telegram sends from a supergroup."""
    return [json.dumps(_update(edition, position, number), ensure_ascii=False).encode() for number in range(officers)]


def officer_id(officer: int) -> str:
    """Their user id on Telegram."""
    return str(5_000_000_000 + officer)


def _update(edition: int, position: int, officer: int) -> dict[str, Any]:
    pressed = {"text": f"已分享 {position}", "callback_data": f"share:{edition}:{position}"}
    rows = [[{"text": f"已分享 {n}", "callback_data": f"share:{edition}:{n}"} for n in (1, 2, 3)]]
    rows.append(
        [{"text": "全部已分享", "callback_data": f"share:{edition}:all"}, {"text": "复制文字", "url": "https://t.me/b"}]
    )
    return {
        "update_id": 700_000_000 + position * 1_000_000 + officer,
        "callback_query": {
            "id": str(4_382_000_000_000_000_000 + position * 1_000_000 + officer),
            "from": {
                "id": int(officer_id(officer)),
                "is_bot": False,
                "first_name": "科普员",
                "last_name": str(officer),
                "username": f"officer_{officer}",
                "language_code": "zh-hans",
            },
            "message": {
                "message_id": 4711,
                "from": {"id": 123456, "is_bot": True, "first_name": "科普小助手", "username": "kp_bench_bot"},
                "chat": {"id": GROUP, "title": "科普员工作群", "type": "supergroup"},
                "date": 1795395600,
                "text": _TEXT,
                "entities": [{"offset": at, "length": 12, "type": "bold"} for at in (0, 17, 76, 124)],
                "reply_markup": {"inline_keyboard": rows},
            },
            "chat_instance": "-5437893214321",
            "data": pressed["callback_data"],
        },
    }


async def post_all(app: ASGIApp, contents: Iterable[bytes], in_flight: int = IN_FLIGHT) -> None:
    """Post every body, `in_flight` at a time; AssertionError unless each is answered by 200."""
    waiting = iter(contents)

    async def keep_posting() -> None:
        for content in waiting:
            await _post(app, content)

    await asyncio.gather(*(keep_posting() for _ in range(in_flight)))


async def _post(app: ASGIApp, content: bytes) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(_scope(len(content)), receive, send)
    assert sent[0]["status"] == 200, sent[0]


def _scope(length: int) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": PATH,
        "raw_path": PATH.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [
            (b"host", b"bench.example"),
            (b"content-type", b"application/json"),
            (b"content-length", str(length).encode()),
            (HEADER.encode(), SECRET.encode()),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 443),
    }
