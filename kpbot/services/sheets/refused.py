"""Why a file is no sheet that can be read."""

from __future__ import annotations

from kpbot.texts import Value, say


class SheetRefused(Exception):
    """`code` names the text `sheets-refused-<code>`, which says what to do; `details` are its values."""

    def __init__(self, code: str, **details: Value) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def text(self, lang: str) -> str:
        return say(lang, f"sheets-refused-{self.code}", **self.details)
