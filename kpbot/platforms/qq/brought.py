"""What comes along with a message: pictures and files, by the addresses they can be fetched from for a while."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kpbot.domain.messages import File, Photo

ADDRESS = 1990  # characters; a reference that is kept has 2000


def photos_of(message: Mapping[str, Any]) -> tuple[Photo, ...]:
    return tuple(Photo(_address(one), _size(one), _kind(one)) for one in _brought(message) if _is_picture(one))


def files_of(message: Mapping[str, Any]) -> tuple[File, ...]:
    """Voices and films are none that anybody could make use of here."""
    return tuple(
        File(_address(one), str(one.get("filename") or ""), _size(one))
        for one in _brought(message)
        if _kind(one) == "file"
    )


def _brought(message: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found = message.get("attachments")
    return [one for one in found if isinstance(one, dict) and _address(one)] if isinstance(found, list) else []


def _kind(one: Mapping[str, Any]) -> str:
    return str(one.get("content_type") or "").lower()


def _is_picture(one: Mapping[str, Any]) -> bool:
    return _kind(one).startswith("image/")


def _address(one: Mapping[str, Any]) -> str:
    """Some come without a scheme; one that nothing could keep is none."""
    said = one.get("url")
    if not isinstance(said, str) or not 0 < len(said) <= ADDRESS:
        return ""
    return said if "://" in said else f"https://{said.lstrip('/')}"


def _size(one: Mapping[str, Any]) -> int | None:
    said = one.get("size")
    return said if isinstance(said, int) and not isinstance(said, bool) and 0 < said < 2**31 else None
