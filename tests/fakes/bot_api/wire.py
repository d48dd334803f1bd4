"""HTTP/1.1 as the Bot API's clients speak it: forms and multipart in, JSON or a file out, connections kept alive."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Params = dict[str, Any]


class Upload(bytes):
    """An uploaded file."""

    name: str = ""


@dataclass(frozen=True)
class Asked:
    """One request. `params` are as sent: strings, and uploaded files."""

    path: str
    params: Params


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def result(value: object) -> Reply:
    return Reply(200, json.dumps({"ok": True, "result": value}).encode())


def refusal(status: int, description: str, **parameters: int) -> Reply:
    said: Params = {"ok": False, "error_code": status, "description": description}
    if parameters:
        said["parameters"] = parameters
    return Reply(status, json.dumps(said).encode())


async def read(reader: asyncio.StreamReader) -> Asked | None:
    """The next request of a connection; None once the client is gone."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    target = urlsplit(head[0].split(" ")[1])
    return Asked(
        unquote(target.path), {**dict(parse_qsl(target.query)), **_form(headers.get("content-type", ""), body)}
    )


def _form(kind: str, body: bytes) -> Params:
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    if kind.startswith("multipart/"):
        parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP).iter_parts()
        return {str(p.get_param("name", header="content-disposition")): _part(p) for p in parts}
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _part(part: Any) -> str | Upload:
    content: bytes = part.get_payload(decode=True)
    name = part.get_filename()
    if not name:
        return content.decode()
    upload = Upload(content)
    upload.name = name.encode("utf-8", "surrogateescape").decode()
    return upload


async def write(writer: asyncio.StreamWriter, reply: Reply) -> None:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(reply.body)), **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} Told", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    writer.write("\r\n".join(lines).encode("latin-1") + reply.body)
    await writer.drain()
