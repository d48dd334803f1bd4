"""How QQ signs what it brings, written from its document «安全和授权» and from nothing of ours."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def private_key(secret: str) -> Ed25519PrivateKey:
    """The document doubles the secret until it has 32 bytes, and takes as many."""
    seed = secret
    while len(seed.encode()) < 32:
        seed += seed
    return Ed25519PrivateKey.from_private_bytes(seed.encode()[:32])


def public_bytes(secret: str) -> bytes:
    return private_key(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def signed(secret: str, timestamp: str, body: bytes) -> dict[str, str]:
    """The headers of a callback."""
    signature = private_key(secret).sign(timestamp.encode() + body).hex()
    return {
        "User-Agent": "QQBot-Callback",
        "Content-Type": "application/json",
        "X-Signature-Method": "Ed25519",
        "X-Signature-Ed25519": signature,
        "X-Signature-Timestamp": timestamp,
    }
