"""Files at addresses that strangers had a hand in."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from kpbot.domain.open_internet import is_public
from kpbot.platforms import calling, downloading
from kpbot.platforms.calling import Caller
from kpbot.platforms.downloading import Downloading
from kpbot.ports import SendError
from tests.fakes.feed_server import Answer, FeedServer, feed_server, gzip_bomb

MOST = 1_000_000


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as served:
        yield served


@pytest.fixture
async def fetching(server: FeedServer) -> AsyncIterator[Downloading]:
    made = Downloading(server.url(""), "", lambda _url: True)
    yield made
    await made.close()


@pytest.fixture
async def strict() -> AsyncIterator[Downloading]:
    made = Downloading("wss://openws.example.org", "", lambda _url: True)
    yield made
    await made.close()


async def refused(fetching: Downloading, address: str) -> SendError:
    with pytest.raises(SendError) as error:
        await fetching.fetch(address, MOST)
    assert not error.value.in_doubt
    return error.value


async def test_the_operators_own_server_may_be_anywhere(fetching: Downloading, server: FeedServer) -> None:
    assert await fetching.fetch(server.serve("/a", b"photo"), MOST) == b"photo"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "169.254.169.254",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fc00::1]",
    ],
)
async def test_nothing_in_our_own_network_is_asked(strict: Downloading, server: FeedServer, host: str) -> None:
    server.serve("/a", b"secret")
    error = await refused(strict, f"http://{host}:{server.port}/a")
    assert error.permanent or "no address" in error.reason
    assert server.asked == []


@pytest.mark.parametrize(
    "address", ["", "x", "\x00", "file:///etc/passwd", "ftp://example.org/", "http://", "http://a:b@1.1.1.1/"]
)
async def test_what_is_no_such_address(strict: Downloading, address: str) -> None:
    assert (await refused(strict, address)).permanent


async def test_a_redirect_into_our_own_network_is_not_followed(fetching: Downloading, server: FeedServer) -> None:
    async with feed_server() as other:
        other.serve("/a", b"secret")
        assert (await refused(fetching, server.redirect("/r", other.url("/a"), 302))).permanent
        assert (await refused(fetching, server.redirect("/l", other.url("/a", "localhost"), 307))).permanent
        assert other.asked == []


async def test_a_name_is_looked_up_once_and_the_connection_goes_where_was_looked(
    strict: Downloading, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name of the open internet one moment and of ours the next gets nowhere: here all addresses pass as public."""
    monkeypatch.setattr(downloading, "is_public", lambda _address: True)
    server.serve("/a", b"photo")
    assert await strict.fetch(f"http://localhost:{server.port}/a", MOST) == b"photo"
    (asked,) = server.asked
    assert asked.headers["host"] == f"localhost:{server.port}"


def test_public() -> None:
    assert is_public("1.1.1.1")
    assert is_public("2606:4700:4700::1111")
    assert not is_public("224.0.0.1")
    assert not is_public("example.org")


async def test_what_would_unpack_to_a_gigabyte_is_not_unpacked(fetching: Downloading, server: FeedServer) -> None:
    server.pages["/bomb"] = Answer(headers={"Content-Encoding": "gzip"}, chunks=lambda: gzip_bomb(200))
    caller = Caller("")
    began = time.perf_counter()
    tracemalloc.start()
    try:
        assert (await refused(fetching, server.url("/bomb"))).permanent
        with pytest.raises(SendError, match="packed"):
            await caller.download(server.url("/bomb"), MOST)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
        await caller.close()
    assert time.perf_counter() - began < 10


async def test_one_that_never_ends_is_given_up(
    fetching: Downloading, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/endless"] = Answer(chunks=lambda: iter(lambda: b"x" * 10_000, b""))
    assert (await refused(fetching, server.url("/endless"))).permanent
    monkeypatch.setattr(downloading, "WHOLE", 0.0)
    monkeypatch.setattr(calling, "WHOLE", 0.0)
    server.pages["/slow"] = Answer(b"x" * 100, stall_after=10)
    assert not (await refused(fetching, server.url("/slow"))).permanent
    caller = Caller("")
    with pytest.raises(SendError, match="slowly"):
        await caller.download(server.url("/slow"), MOST)
    await caller.close()


async def test_a_platforms_own_file_is_not_followed_elsewhere(server: FeedServer) -> None:
    """The address of the first request has an access token, which nobody else is to see in a referrer or a log."""
    caller = Caller("")
    server.serve("/a", b"secret")
    with pytest.raises(SendError) as error:
        await caller.download(server.redirect("/r", server.url("/a")), MOST)
    assert error.value.permanent
    assert [asked.path for asked in server.asked] == ["/r"]
    await caller.close()


async def test_an_answer_of_the_platform_is_not_read_without_end(server: FeedServer) -> None:
    caller = Caller(server.url(""))
    server.pages["/endless"] = Answer(chunks=lambda: iter(lambda: b"x" * 10_000, b""))
    with pytest.raises(SendError, match="bytes") as error:
        await caller.call("GET", "/endless")
    assert error.value.in_doubt
    server.pages["/packed"] = Answer(gzip.compress(b'{"errcode": 0}'), headers={"Content-Encoding": "gzip"})
    assert await caller.call("GET", "/packed") == {"errcode": 0}
    await caller.close()
