"""The signature under callbacks: Ed25519, with a key that both sides make of the bot's secret (api-v2, «安全和授权»).

QQ signs with the private key and so do we when it checks our address: whoever could have anything signed by us could
write callbacks to us.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED = 32  # bytes
SIGNATURE = 64  # bytes


class Keys:
    """Of one bot. `secret` is its AppSecret, never empty."""

    def __init__(self, secret: str) -> None:
        said = secret.encode()
        self._private = Ed25519PrivateKey.from_private_bytes((said * (SEED // len(said) + 1))[:SEED])
        self._public = self._private.public_key()

    def signed(self, signature: str, timestamp: str, body: bytes) -> bool:
        """Whether `signature` (hex) is the one under this time and body."""
        try:
            given = bytes.fromhex(signature)
            self._public.verify(given, timestamp.encode() + body)
        except (InvalidSignature, ValueError):
            return False
        return len(given) == SIGNATURE

    def sign(self, said: str) -> str:
        """In hex."""
        return self._private.sign(said.encode()).hex()
