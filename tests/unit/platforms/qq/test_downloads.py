from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest

from kpbot.platforms.qq import downloads
from kpbot.platforms.qq.downloads import Downloads
from kpbot.ports import SendError
from tests.fakes.qq.server import QqServer

NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
async def fetching(server: QqServer) -> AsyncIterator[Downloads]:
    made = Downloads(server.root, "")
    yield made
    await made.close()


async def refused(fetching: Downloads, ref: str) -> SendError:
    with pytest.raises(SendError) as error:
        await fetching.fetch(ref)
    return error.value


async def test_what_somebody_sent(fetching: Downloads, server: QqServer) -> None:
    brought = server.world.keeps(b"photo", "image/jpeg", "a.jpg", server.root)
    assert await fetching.fetch(brought["url"]) == b"photo"


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "x",
        "\x00",
        "file:///etc/passwd",
        "http://multimedia.nt.qq.com.cn/download",
        "https://example.org/a.jpg",
        "https://evilqq.com/a.jpg",
        "https://qq.com.evil.org/a.jpg",
        "https://user:pass@multimedia.nt.qq.com.cn/a",
        "https://127.0.0.1/a",
        "http://127.0.0.1:1/a",
        "https://[::1]/a",
        "http://169.254.169.254/latest",
    ],
)
async def test_nothing_is_asked_of_anybody_else(fetching: Downloads, ref: str) -> None:
    error = await refused(fetching, ref)
    assert error.permanent
    assert not error.in_doubt


async def test_a_name_of_qqs_that_leads_into_our_own_network_is_not_followed(
    fetching: Downloads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "HOSTS", (".localhost",))  # a name that every machine knows
    error = await refused(fetching, "https://localhost/a")
    assert error.permanent
    assert "network of its own" in error.reason


@pytest.mark.parametrize("to", ["http://127.0.0.1:1/a", "https://example.org/", "file:///etc/passwd", "/download/none"])
async def test_a_redirect_leads_nowhere_else(fetching: Downloads, server: QqServer, to: str) -> None:
    assert (await refused(fetching, f"{server.root}/away?to={quote(to)}")).permanent


async def test_a_redirect_to_the_same_server_is_followed_but_not_without_end(
    fetching: Downloads, server: QqServer
) -> None:
    brought = server.world.keeps(b"photo", "image/jpeg", "a.jpg", server.root)
    once = f"{server.root}/away?to={quote(brought['url'])}"
    assert await fetching.fetch(once) == b"photo"
    assert (await refused(fetching, f"{server.root}/away")).permanent


async def test_more_than_we_want_is_not_read(
    fetching: Downloads, server: QqServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "FILE_BYTES", 100)
    brought = server.world.keeps(b"x" * 101, "image/jpeg", "a.jpg", server.root)
    assert (await refused(fetching, brought["url"])).permanent


async def test_a_server_that_is_away_may_be_asked_again() -> None:
    made = Downloads(NOWHERE, "")
    assert not (await refused(made, f"{NOWHERE}/a")).permanent
    await made.close()
