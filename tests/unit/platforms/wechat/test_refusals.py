from __future__ import annotations

import pytest

from kpbot.platforms.wechat.refusals import address_in, refusal
from kpbot.ports import ACCOUNT_REFUSED


@pytest.mark.parametrize(
    ("code", "permanent", "gone", "awaits", "after"),
    [
        (40003, False, True, False, None),
        (43004, False, True, False, None),
        (45015, False, False, True, None),
        (45047, False, False, True, None),
        (48001, False, False, True, None),
        (45002, True, False, False, None),
        (40007, True, False, False, None),
        (45011, False, False, False, 60.0),
        (45009, False, False, False, 3600.0),
        (-1, False, False, False, 10.0),
        (40164, False, False, False, 600.0),
        (40001, False, False, False, None),
        (99999, False, False, False, None),
    ],
)
def test_what_a_code_means(code: int, permanent: bool, gone: bool, awaits: bool, after: float | None) -> None:
    error = refusal(code, "words")
    assert (error.permanent, error.chat_gone, error.awaits_word, error.retry_after) == (permanent, gone, awaits, after)
    assert (error.code, error.in_doubt) == (code, False)
    assert f"{code} words" in error.reason


@pytest.mark.parametrize("code", [40001, 40013, 40125, 40164])
def test_what_is_said_of_the_account_is_told_as_such(code: int) -> None:
    assert refusal(code, "words", account=True).reason == f"{ACCOUNT_REFUSED}: {code} words"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 1", "203.0.113.7"),
        ("invalid ip 2001:db8::7, not in whitelist", "2001:db8::7"),
        ("invalid ip ", ""),
        ("invalid ip <b>", ""),
        ("something else", ""),
    ],
)
def test_the_address_that_is_not_on_the_whitelist(words: str, address: str) -> None:
    assert address_in(words) == address
    assert refusal(40164, words).address == address
