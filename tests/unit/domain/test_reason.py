import pytest

from kpbot.domain.reason import Reason, reason


def test_a_reason_can_be_kept_as_text() -> None:
    given = reason("rewording-used", month=11, day=3, title="“引号”与\n换行")
    assert Reason.from_text(given.to_text()) == given
    assert given.values == {"month": 11, "day": 3, "title": "“引号”与\n换行"}


@pytest.mark.parametrize("text", ["", "旧的说明", "[]", "3", "{}", '{"code": 3}'])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Reason.from_text(text)
