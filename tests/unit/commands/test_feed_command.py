"""`kpbot feed`: sources tried, declared and listed, against a publisher's server on this machine."""

from __future__ import annotations

import asyncio
import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kpbot.commands.feed_add import suggested_key
from kpbot.commands.words import words
from kpbot.settings import load_settings
from kpbot.storage import sources
from kpbot.storage.database import Database
from kpbot.storage.sources import SourceState
from tests.unit.commands.conftest import Kpbot

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>青禾县农技推广</title>
<item><title>小麦越冬怎样浇水</title><link>http://farm.example/1?utm_source=rss</link><guid>1</guid>
<description>小麦越冬前浇一次水，可以稳定地温。夜冻昼消时浇最好，浇后及时划锄，防止板结。</description></item>
<item><title>没有链接的一条</title><description>正文。</description></item></channel></rss>"""
PAGE = '<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>首页</body></html>'


class Publisher(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = {"/feed": (FEED, "application/rss+xml"), "/": (PAGE, "text/html")}.get(self.path)
        if found is None:
            self.send_error(410 if self.path == "/gone" else 404)
            return
        body = found[0].encode()
        self.send_response(200)
        self.send_header("Content-Type", found[1])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("KPBOT_FEEDS__ALLOW_HOSTS", '["127.0.0.1"]')
    monkeypatch.setenv("COLUMNS", "200")  # as wide a terminal
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def feeds_toml() -> str:
    return Path("config/feeds.toml").read_text("utf-8")


def declare(key: str, address: str) -> None:
    section = f'\n[sources.{key}]\nname = "{key}"\nkind = "syndication"\naddress = "{address}"\nenabled = true\n'
    Path("config/feeds.toml").write_text(feeds_toml() + section, "utf-8")


def save(state: SourceState) -> None:
    async def saving() -> None:
        database = Database(load_settings(None).database.url)
        async with database.write() as db:
            await sources.save(db, state)
        await database.close()

    asyncio.run(saving())


def listed(kpbot: Kpbot) -> dict[str, dict[str, object]]:
    return {row["key"]: row for row in json.loads(kpbot("feed", "list", "--json").out)}


def test_a_source_is_tried_and_declared_and_the_file_stays_as_it_was(installed: Kpbot, site: str) -> None:
    before = feeds_toml()
    ended = installed("feed", "add", f"{site}/feed", "--key", "farm", "--topic", "farming", "--village")
    assert ended.code == 0, ended.err
    assert "小麦越冬怎样浇水" in ended.out
    assert words("sources-test-title", title="青禾县农技推广") in ended.out
    assert feeds_toml().startswith(before.rstrip("\n")), "comments and order stay"
    assert tomllib.loads(feeds_toml())["sources"]["farm"] == {
        "name": "青禾县农技推广",
        "kind": "syndication",
        "address": f"{site}/feed",
        "topic": "farming",
        "trust": "review",
        "village": True,
        "enabled": True,
    }
    row = listed(installed)["farm"]
    assert (row["enabled"], row["succeeded_at"], row["week"], row["trouble"]) == (True, None, 0, "")


def test_a_page_leads_to_the_feed_it_names(installed: Kpbot, site: str) -> None:
    ended = installed("feed", "add", f"{site}/", "--key", "farm")
    assert ended.code == 0, ended.err
    assert words("sources-add-page", address=f"{site}/feed") in ended.out
    assert tomllib.loads(feeds_toml())["sources"]["farm"]["address"] == f"{site}/feed"


@pytest.mark.parametrize(
    ("path", "arguments", "said"),
    [
        ("/nothing", ["--key", "x"], "404"),
        ("/feed", ["--key", "Big Key"], "Big Key"),
        ("/feed", ["--key", "reserve"], "reserve"),
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_written(
    installed: Kpbot, site: str, path: str, arguments: list[str], said: str
) -> None:
    before = feeds_toml()
    ended = installed("feed", "add", site + path, *arguments)
    assert ended.code == 1
    assert said in ended.err
    assert feeds_toml() == before


def test_the_same_address_is_not_added_twice(installed: Kpbot, site: str) -> None:
    declare("first", f"{site}/feed")
    ended = installed("feed", "add", f"{site}/feed?utm_source=x", "--key", "second")
    assert ended.code == 1
    assert words("sources-add-known", key="first", name="first") in ended.err


def test_a_private_address_is_refused_with_the_name_of_the_setting(installed: Kpbot) -> None:
    ended = installed("feed", "add", "http://127.0.0.1:9/feed", "--key", "x")
    assert ended.code == 1
    assert "feeds.allow_hosts" in ended.err


def test_trying_a_source_says_what_becomes_of_each_item(installed: Kpbot, site: str) -> None:
    declare("farm", f"{site}/feed")
    found = json.loads(installed("feed", "test", "farm", "--json").out)
    (item,) = found["items"]
    assert (item["title"], item["topic"], item["state"]) == ("小麦越冬怎样浇水", "farming", "review")
    assert item["link"] == "http://farm.example/1", "as people get it"
    assert item["reason"]["code"] == "untrusted"
    assert found["skipped"] == [{"title": "没有链接的一条", "reason": "no-link"}]
    shown = installed("feed", "test", "farm").out
    assert words("topic-farming") in shown
    assert words("feed-skip-no-link") in shown


def test_an_address_is_called_as_the_feed_calls_itself(installed: Kpbot, site: str) -> None:
    reasons = [one["reason"] for one in json.loads(installed("feed", "test", f"{site}/feed", "--json").out)["items"]]
    assert {one["source"] for one in reasons if one and one["code"] == "untrusted"} == {"青禾县农技推广"}


def test_the_list_shows_keys_and_counts_whole_on_a_narrow_terminal(installed: Kpbot, site: str) -> None:
    declare("county-farm-advice", f"{site}/feed")
    shown = installed("feed", "list").out
    assert "county-farm-advice" in shown
    assert words("sources-list-kept").split()[-1] in shown.split("county-farm-advice")[0]
    assert len([line for line in shown.splitlines() if line.rstrip().endswith(("0 / 0", "57 / 57"))]) >= 3


def test_a_source_that_was_gone_is_revived_by_trying_it(installed: Kpbot, site: str) -> None:
    declare("farm", f"{site}/feed")
    later = datetime.now(UTC) + timedelta(days=1)
    save(SourceState("farm", declared=f"{site}/feed", gone=True, errors=1, error="gone", error_details={"host": "a"}))
    row = listed(installed)["farm"]
    assert (row["gone"], row["next_at"]) == (True, None)
    assert words("feed-error-gone", host="a") in str(row["trouble"])
    assert words("sources-list-never") in installed("feed", "list").out
    assert words("sources-test-revived") in installed("feed", "test", "farm").out
    assert listed(installed)["farm"]["gone"] is False
    save(
        SourceState("farm", declared=f"{site}/feed", errors=9, error="dns", error_details={"host": "a"}, next_at=later)
    )
    installed("feed", "test", "farm")
    assert listed(installed)["farm"]["next_at"] is None


def test_trying_one_that_still_fails_revives_nothing(installed: Kpbot, site: str) -> None:
    declare("farm", f"{site}/gone")
    save(SourceState("farm", declared=f"{site}/gone", gone=True, errors=1, error="gone", error_details={"host": "a"}))
    assert installed("feed", "test", "farm").code == 1
    assert listed(installed)["farm"]["gone"] is True


@pytest.mark.parametrize(
    ("title", "address", "taken", "key"),
    [
        ("Space News", "https://x.example/rss", set(), "space-news"),
        ("果壳", "https://www.guokr.com/rss", set(), "guokr"),
        ("果壳", "https://www.guokr.com/rss", {"guokr"}, "guokr-2"),
        ("", "https://feed.com/", set(), "source"),
        ("A" * 90, "https://x.example/", set(), "a" * 36),
    ],
)
def test_suggested_keys(title: str, address: str, taken: set[str], key: str) -> None:
    assert suggested_key(title, address, taken) == key
