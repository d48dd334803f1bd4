"""Kinds of values an operator writes, with refusals that say what is expected.

A refusal is a code (see kpbot.settings.problems), so that the command line can say it in the operator's language.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode


def _clock_time(value: str) -> str:
    hours, _, minutes = value.partition(":")
    if not (hours.isdecimal() and len(hours) == 2 and int(hours) < 24 and minutes in ("00", "30")):
        raise PydanticCustomError("clock-time", "a time on the hour or half hour is expected, such as 09:00 or 08:30")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError("zone", "not a known time zone; write it as Asia/Shanghai") from error
    return value


def _address(value: str) -> str:
    """http(s)://host[:port][/path], without the slash at the end; empty for none."""
    trimmed = value.strip().rstrip("/")
    if not trimmed:
        return ""
    try:
        parts = urlsplit(trimmed)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment or parts.username:
        raise PydanticCustomError("address", "an address such as https://kp.example.cn is expected")
    return trimmed


def _socket_address(value: str) -> str:
    """ws(s)://host[:port][/path]."""
    scheme, separator, rest = value.strip().partition("://")
    if not separator or scheme not in ("ws", "wss") or not _is_web_address(f"http://{rest}"):
        raise PydanticCustomError("socket-address", "an address such as wss://openws.work.weixin.qq.com is expected")
    return value.strip()


def _is_web_address(value: str) -> bool:
    try:
        return bool(_address(value))
    except PydanticCustomError:
        return False


def _proxy(value: str) -> str:
    """An address as above. SOCKS would need another library."""
    if value.strip().lower().startswith("socks"):
        raise PydanticCustomError("proxy", "SOCKS proxies are not supported; an http or https proxy is expected")
    return _address(value)


def _database(value: str) -> str:
    """sqlite:///PATH, or postgresql://USER:PASSWORD@HOST/NAME; a driver's name (+aiosqlite) may be there."""
    scheme, separator, rest = value.strip().partition("://")
    name = scheme.partition("+")[0]
    if not separator or not rest or name not in ("sqlite", "postgresql", "postgres"):
        raise PydanticCustomError("database", "sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME is expected")
    return value.strip()


def _network(value: str) -> str:
    """An address such as 10.0.0.5, or a network such as 172.16.0.0/12."""
    try:
        ip_network(value.strip())
    except ValueError as error:
        raise PydanticCustomError("network", "an address such as 10.0.0.5 or 172.16.0.0/12 is expected") from error
    return value.strip()


def _words(value: object) -> object:
    """A list, or in the environment its parts with commas between them."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.strip("[]").replace('"', "").split(",") if word.strip())
    return value


Language = Literal["zh-CN", "en"]
ClockTime = Annotated[str, AfterValidator(_clock_time)]
ZoneName = Annotated[str, AfterValidator(_zone)]
DatabaseAddress = Annotated[str, AfterValidator(_database)]
SocketAddress = Annotated[str, AfterValidator(_socket_address)]
WebAddress = Annotated[str, AfterValidator(_address)]
NetworkName = Annotated[str, AfterValidator(_network)]
ProxyAddress = Annotated[str, AfterValidator(_proxy)]
Words = (NoDecode, BeforeValidator(_words))
