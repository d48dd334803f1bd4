"""Calls of platforms' APIs that get no answer: the reason may be shown, and is readable once it was scrubbed."""

from __future__ import annotations

import pytest

from kpbot.logs import scrub
from kpbot.platforms.calling import Caller
from kpbot.platforms.wecom.errcodes import as_send_error
from kpbot.ports import SendError
from kpbot.texts import say


@pytest.mark.parametrize("path", ["/cgi-bin/gettoken", "/cgi-bin/stable_token", "/app/getAppAccessToken"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_a_finding_about_a_token_that_cannot_be_fetched_is_shown_whole(path: str, language: str) -> None:
    caller = Caller("http://127.0.0.1:9")
    with pytest.raises(SendError) as caught:
        await caller.call("GET", path, params={"secret": "hunter2hunter2"})
    await caller.close()
    assert caught.value.reason == f"{path} got no answer (ConnectError)"
    for reason in (caught.value.reason, as_send_error(path, 40001).reason):
        told = say(language, "check-wecom-away", reason=reason)
        assert scrub(told) == told
