"""The address of the picture that an entry of a feed offers, best first: what is declared as one, then the first of
its text. Nothing is fetched here, and only sources with `pictures = true` are fetched from at all."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from kpbot.domain.links import LONGEST

_MOST = 20  # declared pictures looked at
_LOOKED_AT = 60_000  # characters of a text
_IMG = re.compile(r"<img\b[^<>]{0,2000}>", re.IGNORECASE)
_SRC = re.compile(
    r"""\b(?:data-src|src)\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))""", re.IGNORECASE
)
_ONE_PIXEL = re.compile(r"""\b(?:width|height)\s*[=:]\s*["']?\s*[012](?:px)?\s*["';\s/>]""", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:jpe?g|png|webp|gif)$", re.IGNORECASE)


def of_xml(entry: Mapping[str, Any], texts: Iterator[str], base: str) -> str:
    """Of an entry as feedparser gives it (RSS enclosures, Media RSS); `texts` are its articles as HTML."""
    return _first((*_declared(entry), *(src for text in texts for src in _inside(text))), base)


def of_json(item: Mapping[str, Any], texts: Iterator[str], base: str) -> str:
    """Of an item of a JSON Feed (`image`, `banner_image`, attachments)."""
    named = (item.get("image"), item.get("banner_image"))
    attached = item.get("attachments")
    files = attached[:_MOST] if isinstance(attached, list) else []
    pictures = (one.get("url") for one in files if isinstance(one, dict) and _is_picture(one, "mime_type", "url"))
    found = (said for said in (*named, *pictures) if isinstance(said, str))
    return _first((*found, *(src for text in texts for src in _inside(text))), base)


def absolute(said: str, base: str) -> str:
    """The http(s) address of a picture, "" for what is none that could be fetched."""
    try:
        address = urljoin(base, said.strip()) if said.strip() else ""
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return address if sound and len(address) <= LONGEST and address.isprintable() else ""


def _first(said: tuple[str, ...], base: str) -> str:
    return next((address for one in said if (address := absolute(one, base))), "")


def _declared(entry: Mapping[str, Any]) -> Iterator[str]:
    for link in _list(entry, "links"):
        if link.get("rel") == "enclosure" and _is_picture(link, "type", "href"):
            yield str(link.get("href", ""))
    for content in _list(entry, "media_content"):
        if content.get("medium") == "image" or _is_picture(content, "type", "url"):
            yield str(content.get("url", ""))
    for thumbnail in _list(entry, "media_thumbnail"):
        yield str(thumbnail.get("url", ""))


def _list(entry: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = dict.get(entry, name) if isinstance(entry, dict) else None
    return [one for one in found[:_MOST] if isinstance(one, dict)] if isinstance(found, list) else []


def _is_picture(file: Mapping[str, Any], kind: str, address: str) -> bool:
    said = str(file.get(kind) or "")
    return said.startswith("image/") or (
        not said and bool(_ENDING.search(str(file.get(address) or "").partition("?")[0]))
    )


def _inside(text: str) -> Iterator[str]:
    """Pictures of an article, without those of one pixel, which only count readers."""
    for tag in _IMG.findall(text[:_LOOKED_AT])[:_MOST]:
        source = _SRC.search(tag)
        if source and not _ONE_PIXEL.search(tag):
            yield html.unescape(source[1] or source[2] or source[3])
