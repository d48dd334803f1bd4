"""Codes that let people and groups in: a coordinator's is good once within a day, a group's once within seven
days, a unit's for everybody of the unit within thirty days unless revoked, a person's once within thirty days. Stored
hashed only."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is misread on paper or by phone: no 0 O, 1 I L
_DIGITS = "23456789"
LENGTH = 8
_BYTES = 16  # so many that the remainder below favours no code


class CodeKind(StrEnum):
    COORDINATOR = "coordinator"
    GROUP = "group"
    UNIT = "unit"
    PERSON = "person"  # an officer's own: somebody the roster names


class CodeState(StrEnum):
    VALID = "valid"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


LIFETIMES: Mapping[CodeKind, timedelta] = {
    CodeKind.COORDINATOR: timedelta(hours=24),
    CodeKind.GROUP: timedelta(days=7),
    CodeKind.UNIT: timedelta(days=30),
    CodeKind.PERSON: timedelta(days=30),
}
SINGLE_USE = frozenset({CodeKind.COORDINATOR, CodeKind.GROUP, CodeKind.PERSON})


@dataclass(frozen=True, slots=True)
class Code:
    """What is stored of a code besides its digest. `uses`: how often it let somebody in."""

    kind: CodeKind
    expires_at: datetime
    uses: int = 0
    revoked: bool = False


def new_code(random_bytes: bytes) -> str:
    """Eight characters, one of them a digit at least so that it is no word, from at least 16 random bytes; ValueError
    for fewer."""
    if len(random_bytes) < _BYTES:
        raise ValueError(f"a code needs {_BYTES} random bytes")
    rest = int.from_bytes(random_bytes)
    characters = []
    for _ in range(LENGTH):
        rest, index = divmod(rest, len(ALPHABET))
        characters.append(ALPHABET[index])
    if not any(map(str.isdigit, characters)):
        rest, place = divmod(rest, LENGTH)
        characters[place] = _DIGITS[rest % len(_DIGITS)]
    return "".join(characters)


def expires_at(kind: CodeKind, created_at: datetime) -> datetime:
    return created_at + LIFETIMES[kind]


def normalise(text: str) -> str:
    """A code as people type it: full-width, small, with spaces, hyphens or other marks in between."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if character.isalnum())


def is_code(text: str) -> bool:
    """Whether `text` could be a code at all, so that other words get a better answer than «unknown code»."""
    code = normalise(text)
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def digest(code: str) -> str:
    """What is stored and looked up: hex, the same for every way of typing the code.

    Deliberately slow (milliseconds): eight characters could be guessed from a plain hash in a stolen backup.
    """
    hashed = hashlib.scrypt(normalise(code).encode(), salt=b"kpbot code", n=1024, r=8, p=1, dklen=32)
    return hashed.hex()


def state(code: Code, now: datetime) -> CodeState:
    """Whether the code still lets somebody in; all times aware."""
    if code.revoked:
        return CodeState.REVOKED
    if code.kind in SINGLE_USE and code.uses:
        return CodeState.USED
    return CodeState.EXPIRED if now >= code.expires_at else CodeState.VALID
