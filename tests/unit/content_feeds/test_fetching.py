from __future__ import annotations

import socket
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from content_feeds.fetching import Fetched, fetch
from content_feeds.options import FeedOptions
from kpbot.ports import FeedError, Validators
from tests.fakes.feed_server import Answer, FeedServer, feed_server, gzip_bomb, gzipped

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
NONE = Validators()
DOCUMENT = "<rss><channel><title>样例</title></channel></rss>"


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with feed_server() as served:
        yield served


def options(server: FeedServer) -> FeedOptions:
    return FeedOptions(user_agent="kpbot/test", allow_hosts=server.allowed, timeout=5, max_bytes=1_000_000)


def resolving(*answers: list[str]) -> Callable[[str, int], Awaitable[list[str]]]:
    """A name service that answers every look-up with the next of `answers`."""
    left = list(answers)

    async def resolve(host: str, port: int) -> list[str]:
        return left.pop(0)

    return resolve


@asynccontextmanager
async def silent_port() -> AsyncIterator[int]:
    """A port that accepts connections and then says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


async def refusal(address: str, opts: FeedOptions) -> FeedError:
    with pytest.raises(FeedError) as refused:
        await fetch(address, NONE, NOW, opts)
    return refused.value


async def test_a_plain_visit(server: FeedServer) -> None:
    address = server.serve(
        "/feed", DOCUMENT, "text/xml; charset=utf-8", ETag='W/"1"', Last_Modified="Sun, 22 Nov 2026 00:00:00 GMT",
        Cache_Control="public, max-age=1800", Set_Cookie="who=you",
    )  # fmt: skip
    fetched = await fetch(address, NONE, NOW, options(server))
    assert fetched == Fetched(
        body=DOCUMENT.encode(),
        content_type="text/xml; charset=utf-8",
        address=address,
        validators=Validators('W/"1"', "Sun, 22 Nov 2026 00:00:00 GMT"),
        wait=timedelta(minutes=30),
    )
    (asked,) = server.asked
    assert asked.headers["user-agent"] == "kpbot/test"
    assert asked.headers["host"] == f"127.0.0.1:{server.port}"
    assert not {"cookie", "referer", "authorization", "if-none-match", "if-modified-since"} & asked.headers.keys()


async def test_a_name_and_password_in_the_address_are_given_to_that_server_only(server: FeedServer) -> None:
    server.redirect("/feed", server.url("/end"))
    server.serve("/end", DOCUMENT)
    await fetch(f"http://me:p%40ss@127.0.0.1:{server.port}/feed", NONE, NOW, options(server))
    first, second = server.asked
    assert first.headers["authorization"] == "Basic bWU6cEBzcw=="
    assert "authorization" not in second.headers


async def test_unchanged_keeps_the_validators(server: FeedServer) -> None:
    address = server.serve_versioned("/feed", DOCUMENT, '"v1"')
    first = await fetch(address, NONE, NOW, options(server))
    again = await fetch(address, first.validators, NOW, options(server))
    assert (again.unchanged, again.body, again.validators) == (True, b"", Validators('"v1"'))
    changed = await fetch(address, Validators('"v0"'), NOW, options(server))
    assert not changed.unchanged


async def test_an_empty_answer_is_unchanged_and_brings_no_validators(server: FeedServer) -> None:
    address = server.serve("/feed", " \n", ETag='"empty"')
    asked = Validators('"v1"', "Sun, 22 Nov 2026 00:00:00 GMT")
    fetched = await fetch(address, asked, NOW, options(server))
    assert (fetched.unchanged, fetched.validators) == (True, asked)


async def test_broken_validators_are_not_kept(server: FeedServer) -> None:
    address = server.serve("/feed", DOCUMENT, ETag='"' + "x" * 600 + '"')
    assert (await fetch(address, NONE, NOW, options(server))).validators == NONE


@pytest.mark.parametrize(
    ("statuses", "remembered"),
    [([301], 1), ([308], 1), ([302], 0), ([307], 0), ([303], 0), ([301, 308], 2), ([301, 302], 1), ([302, 301], 0)],
)
async def test_permanent_redirects_are_remembered(server: FeedServer, statuses: list[int], remembered: int) -> None:
    for n, status in enumerate(statuses):
        server.redirect(f"/{n}", f"/{n + 1}", status)
    end = server.serve(f"/{len(statuses)}", DOCUMENT)
    fetched = await fetch(server.url("/0"), NONE, NOW, options(server))
    assert fetched.address == end
    assert fetched.moved_to == (server.url(f"/{remembered}") if remembered else "")


async def test_redirects_end_somewhere(server: FeedServer) -> None:
    server.redirect("/round", "/about")
    server.redirect("/about", "/round")
    assert (await refusal(server.url("/round"), options(server))).code == "redirects"
    for n in range(20):
        server.redirect(f"/{n}", f"/{n + 1}")
    server.asked.clear()
    refused = await refusal(server.url("/0"), options(server))
    assert (refused.code, refused.details["hops"], len(server.asked)) == ("redirects", 6, 6)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/x", "javascript:1", "http://a:b/"])
async def test_redirects_lead_to_web_addresses_only(server: FeedServer, target: str) -> None:
    server.redirect("/feed", target)
    assert (await refusal(server.url("/feed"), options(server))).code == "bad-address"


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "not-found"), (401, "forbidden"), (403, "forbidden"), (451, "forbidden"), (429, "busy"), (503, "busy"),
     (500, "server"), (502, "server"), (400, "status"), (204, "status"), (300, "status")],
)  # fmt: skip
async def test_statuses(server: FeedServer, status: int, code: str) -> None:
    server.pages["/feed"] = Answer(b"sorry" if status != 204 else b"", status, {"Retry-After": "120"})
    refused = await refusal(server.url("/feed"), options(server))
    assert (refused.code, refused.gone, refused.wait) == (code, False, timedelta(minutes=2))


async def test_gone_for_good(server: FeedServer) -> None:
    server.pages["/feed"] = Answer(status=410)
    refused = await refusal(server.url("/feed"), options(server))
    assert (refused.code, refused.gone) == ("gone", True)


async def test_a_redirect_without_a_target(server: FeedServer) -> None:
    server.pages["/feed"] = Answer(status=302)
    assert (await refusal(server.url("/feed"), options(server))).code == "status"


@pytest.mark.parametrize(
    "answer",
    [Answer(silent=True), Answer(DOCUMENT.encode(), stall_after=10), Answer(DOCUMENT.encode(), stall_after=0)],
    ids=["no answer", "stalls inside", "headers only"],
)
async def test_a_server_that_goes_silent(server: FeedServer, answer: Answer) -> None:
    server.pages["/feed"] = answer
    refused = await refusal(server.url("/feed"), replace(options(server), timeout=0.2))
    assert refused.code == "timeout"


async def test_the_time_is_for_all_redirects_together(server: FeedServer) -> None:
    server.redirect("/feed", "/slow")
    server.pages["/slow"] = Answer(silent=True)
    assert (await refusal(server.url("/feed"), replace(options(server), timeout=0.2))).code == "timeout"


@pytest.mark.parametrize("sized", [True, False])
async def test_too_big(server: FeedServer, sized: bool) -> None:
    server.pages["/feed"] = Answer(b"x" * 1_000_001, sized=sized)
    refused = await refusal(server.url("/feed"), options(server))
    assert (refused.code, refused.details["megabytes"]) == ("too-big", 1)


async def test_an_endless_document_is_left(server: FeedServer) -> None:
    sent = 0

    def chunks() -> Iterator[bytes]:
        nonlocal sent
        while True:
            sent += 100_000
            yield b"x" * 100_000

    server.pages["/feed"] = Answer(chunks=chunks)
    assert (await refusal(server.url("/feed"), options(server))).code == "too-big"
    assert sent < 20_000_000


async def test_a_compressed_bomb_is_left(server: FeedServer) -> None:
    server.pages["/feed"] = Answer(headers={"Content-Encoding": "gzip"}, chunks=lambda: gzip_bomb(200))
    assert (await refusal(server.url("/feed"), options(server))).code == "too-big"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzipped(DOCUMENT)),
        ("x-gzip", gzipped(DOCUMENT)),
        ("gzip", gzipped(DOCUMENT[:9]) + gzipped(DOCUMENT[9:])),
        ("gzip", gzipped(DOCUMENT) + b"\0\0\0"),
        ("deflate", zlib.compress(DOCUMENT.encode())),
        ("deflate", zlib.compress(DOCUMENT.encode(), wbits=-15)),
        ("identity", DOCUMENT.encode()),
    ],
    ids=["gzip", "x-gzip", "two members", "padded", "zlib", "raw deflate", "identity"],
)
async def test_compression(server: FeedServer, coding: str, body: bytes) -> None:
    server.pages["/feed"] = Answer(body, headers={"Content-Encoding": coding})
    assert (await fetch(server.url("/feed"), NONE, NOW, options(server))).body == DOCUMENT.encode()


@pytest.mark.parametrize(("coding", "body"), [("gzip", b"plain"), ("br", b"x"), ("deflate", b"\xff\xff\xff")])
async def test_compression_that_cannot_be_undone(server: FeedServer, coding: str, body: bytes) -> None:
    server.pages["/feed"] = Answer(body, headers={"Content-Encoding": coding})
    assert (await refusal(server.url("/feed"), options(server))).code == "packing"


async def test_a_connection_that_breaks(server: FeedServer) -> None:
    server.pages["/feed"] = Answer(DOCUMENT.encode(), cut_after=10)
    assert (await refusal(server.url("/feed"), options(server))).code == "disconnected"


async def test_nobody_listens(server: FeedServer) -> None:
    opts = FeedOptions(allow_hosts=frozenset({"127.0.0.1"}))
    assert (await refusal("http://127.0.0.1:1/feed", opts)).code == "refused"


async def test_a_server_that_never_shakes_hands() -> None:
    async with silent_port() as port:
        opts = FeedOptions(allow_hosts=frozenset({"127.0.0.1"}), timeout=0.3)
        assert (await refusal(f"https://127.0.0.1:{port}/feed", opts)).code == "timeout"


async def test_an_https_address_that_speaks_no_tls(server: FeedServer) -> None:
    server.pages["/feed"] = Answer(b"x")
    address = server.url("/feed").replace("http:", "https:")
    assert (await refusal(address, options(server))).code == "tls"


@pytest.mark.parametrize(
    "address", ["", "feed", "ftp://example.org/", "http://", "http://[::1", "http://a:b/", "/etc/x"]
)
async def test_bad_addresses(address: str) -> None:
    assert (await refusal(address, FeedOptions())).code == "bad-address"


async def test_an_unknown_name() -> None:
    async def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    refused = await refusal("http://nowhere.example/", FeedOptions(resolve=unknown))
    assert (refused.code, refused.details) == ("dns", {"host": "nowhere.example"})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1"])
async def test_private_addresses_are_not_visited(server: FeedServer, host: str) -> None:
    server.serve("/feed", DOCUMENT)
    refused = await refusal(server.url("/feed", host), FeedOptions(timeout=5))
    assert refused.code in {"private-address", "dns"}  # old spellings of numbers: where the system knows them
    assert server.asked == []


async def test_a_redirect_into_the_private_network_is_not_followed(server: FeedServer) -> None:
    opts = FeedOptions(
        allow_hosts=frozenset({"feeds.example"}), resolve=resolving(["127.0.0.1"], ["10.0.0.5"]), timeout=5
    )
    server.redirect("/feed", "http://intranet.example/secret")
    refused = await refusal(server.url("/feed", "feeds.example"), opts)
    assert (refused.code, refused.details) == ("private-address", {"host": "intranet.example"})


async def test_the_name_is_looked_up_once_and_that_address_used(server: FeedServer) -> None:
    server.serve("/feed", DOCUMENT)
    # A second look-up would find nothing left to answer.
    opts = FeedOptions(allow_hosts=frozenset({"feeds.example"}), resolve=resolving(["127.0.0.1"]), timeout=5)
    fetched = await fetch(server.url("/feed", "feeds.example"), NONE, NOW, opts)
    assert fetched.address == server.url("/feed", "feeds.example")
    assert server.asked[0].headers["host"] == f"feeds.example:{server.port}"


async def test_of_several_addresses_one_that_answers_is_used(server: FeedServer) -> None:
    server.serve("/feed", DOCUMENT)
    opts = FeedOptions(allow_hosts=frozenset({"feeds.example"}), resolve=resolving(["::1", "127.0.0.1"]), timeout=5)
    assert (await fetch(server.url("/feed", "feeds.example"), NONE, NOW, opts)).body == DOCUMENT.encode()
