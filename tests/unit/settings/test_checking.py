import pytest

from kpbot.settings import SettingsError
from kpbot.settings.checking import checked


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("language", " en ", "en"),
        ("time_zone", "Asia/Urumqi", "Asia/Urumqi"),
        ("web.public_url", "", ""),
        ("web.public_url", "https://kp.example.cn/", "https://kp.example.cn"),
    ],
)
def test_a_good_value_is_kept_as_the_settings_would(key: str, typed: str, kept: str) -> None:
    assert checked(key, typed) == kept


@pytest.mark.parametrize(
    ("key", "typed"), [("language", "fr"), ("time_zone", "Mars/Base"), ("database.url", "mysql://u:secret@h/n")]
)
def test_a_bad_value_is_one_problem_that_does_not_repeat_it(key: str, typed: str) -> None:
    with pytest.raises(SettingsError) as raised:
        checked(key, typed)
    (problem,) = raised.value.problems
    assert problem.key == key
    assert problem.code
    assert "secret" not in str(raised.value)
