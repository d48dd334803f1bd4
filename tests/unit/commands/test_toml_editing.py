"""Keys set in a TOML text, with everything else as it was."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.commands.toml_editing import set_keys


@pytest.mark.parametrize(
    ("text", "key", "value", "result"),
    [
        ("", "language", "en", 'language = "en"\n'),
        ("# language = 'x'\n[web]\n", "language", "en", 'language = "en"\n[web]\n'),
        ("# note\n\n[web]\nport = 1\n", "language", "en", '# note\nlanguage = "en"\n\n[web]\nport = 1\n'),
        ("[web]\n# port = 8080\n", "web.port", 81, "[web]\nport = 81\n"),
        ("[web]\nport = 1 # why\nhost = 'h'\n", "web.port", 81, "[web]\nport = 81\nhost = 'h'\n"),
        (
            "[web]\nhost = 'h'\n\n[push]\n# port = 1\n",
            "web.port",
            81,
            "[web]\nhost = 'h'\nport = 81\n\n[push]\n# port = 1\n",
        ),
        ("[web]\n", "database.url", "x", '[web]\n\n[database]\nurl = "x"\n'),
        ("[web] # here\nsupport = 1\n", "web.port", 81, "[web] # here\nsupport = 1\nport = 81\n"),
        ("[web]\n# port = 8080\nport = 1\n", "web.port", 81, "[web]\n# port = 8080\nport = 81\n"),
    ],
)
def test_set_keys(text: str, key: str, value: str | int, result: str) -> None:
    assert set_keys(text, {key: value}) == result


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(value: str) -> None:
    assert tomllib.loads(set_keys("[web]\n", {"web.host": value})) == {"web": {"host": value}}
