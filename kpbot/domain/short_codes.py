"""Codes of short links, `/s/<code>`: random, so that nobody finds one by trying or reads anything from it."""

from __future__ import annotations

import re

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread: no 0 o, 1 i l
LENGTH = 12  # more than 59 bits
RANDOM_BYTES = 16  # so many that the remainder below favours no code
PATH = "/s/"

_CODE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def new_code(random_bytes: bytes) -> str:
    """Twelve characters from at least 16 random bytes; ValueError for fewer."""
    if len(random_bytes) < RANDOM_BYTES:
        raise ValueError(f"a code needs {RANDOM_BYTES} random bytes")
    rest = int.from_bytes(random_bytes)
    characters = []
    for _ in range(LENGTH):
        rest, index = divmod(rest, len(ALPHABET))
        characters.append(ALPHABET[index])
    return "".join(characters)


def is_code(text: str) -> bool:
    """Whether `text` may be a code at all; nothing else is ever looked up."""
    return _CODE.fullmatch(text) is not None


def address_of(code: str, public_url: str) -> str:
    return f"{public_url.rstrip('/')}{PATH}{code}"


def code_in(address: str, public_url: str) -> str:
    """The code of an address of a short link of ours; empty for any other address. Scheme and case of the host may
    differ, and what chat apps append (a parameter, a fragment, a slash) does not matter."""
    own = public_url.rstrip("/")
    if not own:
        return ""
    start = _without_scheme(own).lower() + PATH
    given = _without_scheme(address.strip())
    if given[: len(start)].lower() != start:
        return ""
    code = re.split(r"[/?#]", given[len(start) :], maxsplit=1)[0]
    return code if is_code(code) else ""


def _without_scheme(address: str) -> str:
    return re.sub(r"^https?://", "", address, count=1, flags=re.IGNORECASE)
