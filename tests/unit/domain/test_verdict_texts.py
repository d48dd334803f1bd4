import pytest

from kpbot.domain.shares import DayVerdict, Evidence, Flag, Unknown
from kpbot.texts import LANGUAGES, say

IDS = [
    *(f"verdicts-{verdict}" for verdict in DayVerdict),
    *(f"verdicts-unknown-{reason}" for reason in Unknown),
    *(f"verdicts-evidence-{kind}" for kind in Evidence),
    *(f"verdicts-flag-{flag}" for flag in Flag),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_reason_kind_and_flag_has_its_own_words(language: str) -> None:
    assert len({say(language, text_id) for text_id in IDS}) == len(IDS)
