"""Accounts on platforms: whole or not at all, what they look like, and never a value repeated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kpbot.settings import Settings, SettingsError, load_settings
from kpbot.settings.platform_names import SETTING_OF
from kpbot.settings.problems import known_keys
from kpbot.texts import LANGUAGES, say

AES = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
KEY = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
ADDRESS = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
SECRET = "s3cr3t-Value"
WHOLE: dict[str, dict[str, str]] = {
    "KPBOT_WECHAT": {"APP_ID": "wx1", "SECRET": SECRET, "TOKEN": "t0ken"},
    "KPBOT_WECOM__APP": {"CORP_ID": "ww1", "AGENT_ID": "1000002", "SECRET": SECRET, "TOKEN": "t0ken", "AES_KEY": AES},
    "KPBOT_WECOM__AIBOT": {"BOT_ID": "aib1", "SECRET": SECRET},
    "KPBOT_QQ": {"APP_ID": "102000001", "SECRET": SECRET},
}


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def given(monkeypatch: pytest.MonkeyPatch, section: str, values: dict[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"{section}__{name}", value)


def account(settings: Settings, section: str) -> Any:
    found: Any = settings
    for name in section.removeprefix("KPBOT_").lower().split("__"):
        found = getattr(found, name)
    return found


def refused() -> list[tuple[str, str]]:
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(caught.value.problems)
    for problem in caught.value.problems:
        for language in LANGUAGES:
            assert say(language, f"settings-{problem.code}", **problem.details)
    return [(problem.code, problem.key) for problem in caught.value.problems]


def test_none_is_configured_at_first() -> None:
    settings = load_settings()
    assert not [name for name in WHOLE if account(settings, name).configured]
    assert not settings.wecom.configured


@pytest.mark.parametrize("section", WHOLE)
def test_whole_it_is_configured_and_shows_no_secret(monkeypatch: pytest.MonkeyPatch, section: str) -> None:
    given(monkeypatch, section, WHOLE[section])
    settings = load_settings()
    assert account(settings, section).configured
    assert account(settings, section).secret.get_secret_value() == SECRET
    shown = repr(settings) + str(settings) + settings.model_dump_json()
    assert not [value for value in (SECRET, "t0ken", AES) if value in shown]


@pytest.mark.parametrize("section", WHOLE)
def test_blanks_that_came_with_copying_are_dropped(monkeypatch: pytest.MonkeyPatch, section: str) -> None:
    given(monkeypatch, section, {name: f" {value}\n" for name, value in WHOLE[section].items()})
    found = account(load_settings(), section)
    for name, value in WHOLE[section].items():
        kept = getattr(found, name.lower())
        assert str(getattr(kept, "get_secret_value", lambda kept=kept: kept)()) == value


@pytest.mark.parametrize("secret", [f"{SECRET} x", f"{SECRET}＝", f"{SECRET}\u200b", "密码"])
@pytest.mark.parametrize("section", WHOLE)
def test_what_no_console_gives_as_a_secret(monkeypatch: pytest.MonkeyPatch, section: str, secret: str) -> None:
    given(monkeypatch, section, {**WHOLE[section], "SECRET": secret})
    assert refused() == [("secret", f"{section}__SECRET".removeprefix("KPBOT_").lower().replace("__", "."))]


def test_what_is_no_number_of_a_qq_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "KPBOT_QQ", {**WHOLE["KPBOT_QQ"], "APP_ID": "wx1"})
    assert refused() == [("digits", "qq.app_id")]


@pytest.mark.parametrize(("section", "name"), [(section, name) for section, whole in WHOLE.items() for name in whole])
def test_a_part_is_refused_with_what_is_missing(monkeypatch: pytest.MonkeyPatch, section: str, name: str) -> None:
    given(monkeypatch, section, {key: value for key, value in WHOLE[section].items() if key != name})
    key = f"{section}__{name}".removeprefix("KPBOT_").lower().replace("__", ".")
    assert refused() == [("missing", key)]


@pytest.mark.parametrize("section", WHOLE)
def test_of_one_given_all_others_are_named(monkeypatch: pytest.MonkeyPatch, section: str) -> None:
    first, *others = WHOLE[section]
    given(monkeypatch, section, {first: WHOLE[section][first]})
    assert [key.rpartition(".")[2].upper() for _, key in refused()] == others


@pytest.mark.parametrize("key", [AES[:-1], f"{AES}B", f"{AES[:-1]}=", f"{AES[:9]} {AES[9:]}", "密" * 43])
@pytest.mark.parametrize("section", ["KPBOT_WECHAT", "KPBOT_WECOM__APP"])
def test_what_no_aes_key_looks_like(monkeypatch: pytest.MonkeyPatch, section: str, key: str) -> None:
    given(monkeypatch, section, {**WHOLE[section], "AES_KEY": key})
    found = refused()
    assert ("aes-key", f"{section}__AES_KEY".removeprefix("KPBOT_").lower().replace("__", ".")) in found


def test_without_an_aes_key_an_official_account_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "KPBOT_WECHAT", {**WHOLE["KPBOT_WECHAT"], "AES_KEY": ""})
    assert load_settings().wechat.configured


def test_an_app_id_of_qq_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, "KPBOT_QQ", {"APP_ID": "abc", "SECRET": SECRET})
    assert [key for _, key in refused()] == ["qq.app_id"]


@pytest.mark.parametrize("written", [KEY, ADDRESS, f"  {KEY} ", f"{ADDRESS.replace('send?key', 'send?x=1&key')}"])
def test_a_webhook_is_a_key_or_the_address_around_it(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("KPBOT_WECOM__WEBHOOKS", json.dumps({" 青禾群 ": written}))
    settings = load_settings()
    assert {name: key.get_secret_value() for name, key in settings.wecom.webhooks.items()} == {"青禾群": KEY}
    assert settings.wecom.configured
    assert KEY not in repr(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    ("webhooks", "code"),
    [
        ({"青禾群": "short"}, "webhook-key"),
        ({"青禾群": f"{SECRET} {SECRET}"}, "webhook-key"),
        ({"青禾群": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"}, "webhook-key"),
        ({"": KEY}, "webhook-name"),
        ({"群" * 61: KEY}, "webhook-name"),
        ({"青禾\n群": KEY}, "webhook-name"),
        ({"\u202e青禾群": KEY}, "webhook-name"),
        ({"青禾群": KEY, "青禾群 ": KEY}, "webhook-twice"),
        ({"青禾群": KEY, "白水群": ADDRESS}, "webhook-twice"),
    ],
)
def test_what_no_webhook_looks_like(monkeypatch: pytest.MonkeyPatch, webhooks: dict[str, str], code: str) -> None:
    monkeypatch.setenv("KPBOT_WECOM__WEBHOOKS", json.dumps(webhooks))
    assert refused() == [(code, "wecom.webhooks")]


def test_webhooks_stand_in_the_file_too_and_what_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "config" / "kpbot.toml"
    file.parent.mkdir()
    file.write_text(f'[wecom.webhooks]\n"青禾群" = "{ADDRESS}"\n', encoding="utf-8")
    assert list(load_settings().wecom.webhooks) == ["青禾群"]
    file.write_text(f'[wechat]\napp_id = "wx1"\nsecret = "{SECRET}"\n', encoding="utf-8")
    assert refused() == [("missing", "wechat.token")]


@pytest.mark.parametrize("value", [SECRET, f"{{{SECRET}", f'{{"青禾群": {SECRET}}}'])
def test_webhooks_of_the_environment_are_json_and_refused_unseen(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KPBOT_WECOM__WEBHOOKS", value)
    assert refused() == [("json", "wecom.webhooks")]


def test_where_an_account_is_set_can_be_told_of_each_platform() -> None:
    assert set(SETTING_OF.values()) <= set(known_keys(Settings))
