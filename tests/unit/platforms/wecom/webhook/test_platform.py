"""What is posted to groups, against a server of ours."""

from __future__ import annotations

import io
import random
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from structlog.testing import capture_logs

from kpbot.clock import MovableClock
from kpbot.domain.messages import Attachment, Button, Card, Chat, Outgoing
from kpbot.platforms.wecom.webhook import WecomGroup
from kpbot.platforms.wecom.webhook.limits import PICTURE_BYTES
from kpbot.ports import SendError
from kpbot.services import stored
from kpbot.settings import Settings
from kpbot.storage.database import Database
from tests.fakes.wecom.server import qyapi
from tests.fakes.wecom.world import World

KEY = "693a91f6-7aaa-4bc4-97a0-0ec2sifa5aaa"
GROUP = Chat("wecom-group", "青禾县科普群")
PUSH = Outgoing(
    title="今日三条",
    cards=tuple(
        Card(n, f"标题{n} <@all>", "摘要。" * 30, f"https://example.org/{n}", "来源", "健康") for n in (1, 2, 3)
    ),
    footer="请在公众号里记下分享。",
    buttons=((Button("已分享 1", "share:1:1"), Button("看", url="https://example.org/x")),),
)


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Nothing of it is kept in a database."""
    shutil.copy(sqlite_template, tmp_path / "kpbot.db")
    return f"sqlite:///{tmp_path / 'kpbot.db'}"


class Rig:
    def __init__(self, group: WecomGroup, world: World) -> None:
        self.group, self.world = group, world


@pytest.fixture
async def rig(database: Database, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Rig]:
    async with qyapi() as api:
        api.world.webhooks.add(KEY)
        webhooks = {"webhooks": {GROUP.id: KEY, "撤掉的群": "removed-0000-key"}, "webhook_api_root": api.url}
        group = WecomGroup(Settings.model_validate({"wecom": webhooks, "data_dir": str(tmp_path)}), database, clock)
        yield Rig(group, api.world)
        await group.close()


async def test_a_push_is_one_markdown_message(rig: Rig) -> None:
    receipts = [await rig.group.send(GROUP, PUSH) for _ in range(2)]
    assert len({receipt.message for receipt in receipts}) == 2
    said, _ = rig.world.in_chat(KEY)
    assert said.kind == "markdown"
    assert said.words.startswith("**今日三条**\n\n1. [标题1 ＜@all＞](https://example.org/1)\n摘要。")
    assert said.words.endswith("请在公众号里记下分享。\n\n[看](https://example.org/x)")
    assert "已分享" not in said.words


async def test_a_long_text_goes_in_parts_of_so_many_bytes(rig: Rig) -> None:
    await rig.group.send(GROUP, Outgoing(title="长", text="一句话。" * 1500))
    parts = rig.world.in_chat(KEY)
    assert len(parts) == 4
    assert parts[0].words.startswith("**长**\n\n一句话。")
    assert [part.words[-2:] for part in parts] == ["话。", "话。", "话。", "。…"]


def noisy(side: int) -> bytes:
    content = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3)).save(content, "PNG")
    return content.getvalue()


async def test_a_picture_is_posted_as_it_is_or_made_smaller(rig: Rig, tmp_path: Path, clock: MovableClock) -> None:
    small, big = noisy(40), noisy(1500)
    assert len(big) > PICTURE_BYTES
    for name, content in (("a.png", small), ("b.png", big)):
        path = await stored.keep(tmp_path, name, content, clock.now())
        await rig.group.send(GROUP, Outgoing(picture=path))
    first, second = rig.world.in_chat(KEY)
    assert first.content == small
    assert second.content.startswith(b"\xff\xd8\xff")
    assert len(second.content) <= PICTURE_BYTES


async def test_a_document_is_uploaded_and_its_words_follow(rig: Rig, tmp_path: Path, clock: MovableClock) -> None:
    path = await stored.keep(tmp_path, "a.csv", "地区,单位".encode(), clock.now())
    await rig.group.send(GROUP, Outgoing(text="名单", document=Attachment(path, "名单 1.csv")))
    file, words = rig.world.in_chat(KEY)
    assert (file.kind, file.name, file.content.decode()) == ("file", "名单 1.csv", "地区,单位")
    assert words.words == "名单"


async def test_the_twenty_first_in_a_minute_has_to_wait(rig: Rig) -> None:
    for _ in range(20):
        await rig.group.send(GROUP, Outgoing(text="x"))
    with pytest.raises(SendError) as refused:
        await rig.group.send(GROUP, Outgoing(text="x"))
    assert refused.value.retry_after == 60
    assert not refused.value.permanent
    (window,) = rig.group.capabilities.chat_windows
    assert (window.count, window.seconds) == (20, 60)


@pytest.mark.parametrize("chat", ["撤掉的群", "从设置里删掉的群", ""])
async def test_a_webhook_that_is_gone_is_a_chat_that_is_gone(rig: Rig, chat: str) -> None:
    with pytest.raises(SendError) as refused:
        await rig.group.send(Chat("wecom-group", chat), PUSH)
    assert refused.value.chat_gone
    assert refused.value.permanent


@pytest.mark.parametrize(("code", "permanent"), [(-1, False), (45002, True), (40058, True)])
async def test_the_code_counts_and_not_the_status(rig: Rig, code: int, permanent: bool) -> None:
    rig.world.refuse["webhook/send"].append(code)
    with pytest.raises(SendError, match=f"errcode {code}") as refused:
        await rig.group.send(GROUP, PUSH)
    assert (refused.value.permanent, refused.value.chat_gone, refused.value.in_doubt) == (permanent, False, False)


async def test_the_key_is_in_no_error_and_no_log(rig: Rig, database: Database, clock: MovableClock) -> None:
    dead = Settings.model_validate({"wecom": {"webhooks": {GROUP.id: KEY}, "webhook_api_root": "http://127.0.0.1:9"}})
    away = WecomGroup(dead, database, clock)
    rig.world.refuse["webhook/send"].append(40058)
    with capture_logs() as logs:
        for group in (rig.group, away):
            with pytest.raises(SendError) as refused:
                await group.send(GROUP, PUSH)
            assert KEY not in f"{refused.value!r} {refused.value.__cause__!r} {refused.value.__context__!r}"
    assert KEY not in str(logs)
    await away.close()


async def test_it_hears_nothing_and_changes_nothing(rig: Rig) -> None:
    assert not rig.group.capabilities.hears
    await rig.group.send(GROUP, Outgoing(text="x", toast="k"))
    with pytest.raises(SendError) as refused:
        await rig.group.send(GROUP, Outgoing(text="x", edits="1"))
    assert refused.value.permanent
    assert rig.world.messages == []
    assert [finding.code for finding in await rig.group.findings()] == ["wecom-group"]
