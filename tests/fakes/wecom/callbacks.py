"""What WeCom brings to the address of an app: sealed XML, built as its documents show it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from tests.fakes.wecom.sealing import seal, signature
from tests.fakes.wecom.world import AES_KEY, AGENT, CORP, TOKEN

_numbers = count(7000000000000000001)


@dataclass(frozen=True)
class Call:
    """One request: what to ask for and what to send."""

    query: dict[str, str]
    body: bytes = b""


def xml(fields: Mapping[str, object]) -> bytes:
    """Numbers as they are, words in CDATA; one `]]>` in words ends a part and begins the next."""
    parts = []
    for name, value in fields.items():
        said = value if isinstance(value, int) else f"<![CDATA[{str(value).replace(']]>', ']]]]><![CDATA[>')}]]>"
        parts.append(f"<{name}>{said}</{name}>")
    return f"<xml>{''.join(parts)}</xml>".encode()


def fields(user: str, at: datetime, kind: str, **rest: object) -> dict[str, object]:
    """A message of a member; messages have an id, events have none."""
    said: dict[str, object] = {
        "ToUserName": CORP,
        "FromUserName": user,
        "CreateTime": int(at.timestamp()),
        "MsgType": kind,
        **rest,
        "AgentID": AGENT,
    }
    return said if kind == "event" else {**said, "MsgId": next(_numbers)}


def sealed(message: bytes, at: datetime, *, token: str = TOKEN, key: str = AES_KEY, corp: str = CORP) -> Call:
    """The request that brings it."""
    envelope = seal(message, key, corp)
    timestamp, nonce = str(int(at.timestamp())), str(secrets.randbelow(10**10))
    query = {"msg_signature": signature(token, timestamp, nonce, envelope), "timestamp": timestamp, "nonce": nonce}
    return Call(query, xml({"ToUserName": corp, "Encrypt": envelope, "AgentID": str(AGENT)}))


def check(at: datetime, words: str = "1616140317555161061") -> Call:
    """The request that checks the address."""
    echo = seal(words.encode(), AES_KEY, CORP)
    timestamp, nonce = str(int(at.timestamp())), "1597212914"
    signed = signature(TOKEN, timestamp, nonce, echo)
    return Call({"msg_signature": signed, "timestamp": timestamp, "nonce": nonce, "echostr": echo})
