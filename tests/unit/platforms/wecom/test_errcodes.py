"""What WeCom's codes mean."""

from __future__ import annotations

import pytest

from kpbot.platforms.wecom.errcodes import as_send_error, checked, code_of
from kpbot.ports import ACCOUNT_REFUSED


@pytest.mark.parametrize(
    ("code", "permanent", "gone", "wait", "account"),
    [
        (-1, False, False, None, False),
        (45009, False, False, 60, False),
        (45033, False, False, 5, False),
        (93000, True, True, None, False),
        (81013, True, True, None, False),
        (86003, True, True, None, False),
        (60020, False, False, 600, True),
        (42001, False, False, 600, True),
        (40058, True, False, None, False),
        (999999, True, False, None, False),
    ],
)
def test_the_table(code: int, permanent: bool, gone: bool, wait: float | None, account: bool) -> None:
    error = as_send_error("x", code)
    assert (error.permanent, error.chat_gone, error.retry_after) == (permanent, gone, wait)
    assert error.reason.startswith(ACCOUNT_REFUSED) is account
    assert not error.in_doubt


def test_an_answer_without_a_code_is_well_and_one_with_nonsense_is_not() -> None:
    checked("x", {})
    checked("x", {"errcode": 0})
    assert code_of({"errcode": "broken"}) == -1
