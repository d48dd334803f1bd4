"""Which openings of a link are a person's: by the user agent and the headers, which is all there is to go by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kpbot.domain.visitors import AGENT_LIMIT, is_ahead, is_program

_REMEMBERED = 8192  # user agents; telling a new one takes half a millisecond


def is_reader(headers: Mapping[str, str]) -> bool:
    """Whether somebody seems to have tapped; `headers` by names in lower case."""
    return not is_ahead(headers) and _is_browser(headers.get("user-agent", "")[:AGENT_LIMIT])


@lru_cache(maxsize=_REMEMBERED)
def _is_browser(agent: str) -> bool:
    if is_program(agent):
        return False
    from crawleruseragents import is_crawler

    return not is_crawler(agent)
