import pytest

from kpbot.services.pressed import record_id


@pytest.mark.parametrize(
    ("parts", "record"),
    [
        (["yes", "17"], 17),
        (["9223372036854775807"], 2**63 - 1),
        (["9223372036854775808"], 0),
        (["9" * 60], 0),
        (["-1"], 0),
        (["٣"], 0),
        (["²"], 0),
        ([""], 0),
        ([], 0),
        (["yes"], 0),
    ],
)
def test_a_buttons_record(parts: list[str], record: int) -> None:
    assert record_id(parts) == record
