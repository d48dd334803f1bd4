"""Why a rule decided as it did, as a value: a text `choice-<code>` in kpbot/texts renders it."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and its details, in the order given. `say(language, f"choice-{r.code}", **r.values)`."""

    code: str
    details: tuple[tuple[str, str | int], ...] = ()

    @property
    def values(self) -> dict[str, str | int]:
        return dict(self.details)

    def to_text(self) -> str:
        """One line of JSON, for records that keep a reason; `from_text` reads it back."""
        return json.dumps({"code": self.code, **self.values}, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Reason:
        """Raises ValueError for a text that `to_text` did not write."""
        try:
            values = json.loads(text)
            code = values.pop("code")
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"not a reason: {text!r}") from error
        if not isinstance(code, str):
            raise ValueError(f"not a reason: {text!r}")
        return cls(code, tuple(values.items()))


def reason(code: str, **details: str | int) -> Reason:
    return Reason(code, tuple(details.items()))
