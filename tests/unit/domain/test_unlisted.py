"""A day has as many items as the larger of what is named and what was counted, never the sum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.unlisted import BELOW, MOST, counted, unlisted_id, unlisted_number
from kpbot.storage.ids import new_id


@given(st.sets(st.integers(1, 10_000), max_size=12), st.integers(0, 12))
def test_the_larger_of_the_two(named: set[int], total: int) -> None:
    unlisted = {unlisted_id(n) for n in range(1, total + 1)}
    found = counted(named | unlisted)
    assert len(found) == max(len(named), total)
    assert named <= found
    # It does not matter how many were named when the unlisted ones came.
    assert counted(named | {unlisted_id(n) for n in range(len(named) + 1, total + 1)}) == found


def test_the_numbers() -> None:
    assert [unlisted_number(unlisted_id(n)) for n in (1, 7, MOST)] == [1, 7, MOST]
    assert unlisted_number(1) == 0
    assert unlisted_number(new_id()) == 0
    assert BELOW + MOST < 1 << 63
    for wrong in (0, MOST + 1):
        with pytest.raises(ValueError, match="no unlisted item"):
            unlisted_id(wrong)
