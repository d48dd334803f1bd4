"""The signature of QQ, against the examples of its own documents («安全和授权», «事件订阅与通知»)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.platforms.qq.signing import Keys
from tests.fakes.qq.signing import public_bytes, signed

SECRET, TIME = "naOC0ocQE3shWLAfffVLB1rhYPG7", "1725442341"
BODY = b'{\n  "op": 0,\n  "d": {},\n  "t": "GATEWAY_EVENT_NAME"\n}'  # printed in one line there, signed so
UNDER_BODY = (
    "865ad13a61752ca65e26bde6676459cd36cf1be609375b37bd62af366e1dc25a"
    "8dc789ba7f14e017ada3d554c671a911bfdf075ba54835b23391d509579ed002"
)
PUBLIC = [
    *(215, 195, 98, 254, 120, 174, 248, 31, 242, 50, 135, 180, 147, 98, 139, 93),
    *(176, 42, 60, 79, 227, 11, 33, 94, 77, 25, 96, 155, 93, 118, 103, 58),
]
CHECKED = (
    "87befc99c42c651b3aac0278e71ada338433ae26fcb24307bdc5ad38c1adc2d0"
    "1bcfcadc0842edac85e85205028a1132afe09280305f13aa6909ffc2d652c706"
)


def test_the_published_callback_is_believed() -> None:
    assert Keys(SECRET).signed(UNDER_BODY, TIME, BODY)


def test_the_published_check_of_an_address_is_answered_so() -> None:
    assert Keys("DG5g3B4j9X2KOErG").sign("1725442341" + "Arq0D5A61EgUu4OxUvOp") == CHECKED


def test_our_server_signs_as_the_documents_do() -> None:
    """The fake is measured by the same examples."""
    assert signed(SECRET, TIME, BODY)["X-Signature-Ed25519"] == UNDER_BODY
    assert list(public_bytes(SECRET)) == PUBLIC


@pytest.mark.parametrize(
    ("signature", "timestamp", "body"),
    [
        ("", TIME, BODY),
        ("zz" * 64, TIME, BODY),
        (UNDER_BODY[:-2], TIME, BODY),
        (UNDER_BODY + "00", TIME, BODY),
        ("0" * 128, TIME, BODY),
        (UNDER_BODY, "1725442342", BODY),
        (UNDER_BODY, "", BODY),
        (UNDER_BODY, TIME, BODY + b" "),
        (UNDER_BODY, TIME, b""),
        ("签" * 64, TIME, BODY),
        (UNDER_BODY, "时", BODY),
    ],
)
def test_anything_else_is_not(signature: str, timestamp: str, body: bytes) -> None:
    assert not Keys(SECRET).signed(signature, timestamp, body)


@given(secret=st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1, max_size=80), body=st.binary())
def test_both_sides_make_the_same_key_of_any_secret(secret: str, body: bytes) -> None:
    assert Keys(secret).signed(signed(secret, TIME, body)["X-Signature-Ed25519"], TIME, body)
