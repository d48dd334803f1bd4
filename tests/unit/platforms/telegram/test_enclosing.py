"""Pictures and documents over the wire."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kpbot.domain.messages import Attachment, Button, Card, Chat, Outgoing
from kpbot.ports import SendError
from tests.fakes.bot_api.rig import Rig
from tests.fakes.bot_api.server import RESET, status
from tests.fakes.bot_api.world import Message

GROUP, OTHER = Chat("telegram", "-1001500000001"), Chat("telegram", "-1001500000002")
PICTURE = b"\xff\xd8\xff" + b"x" * 5000
BUTTONS = ((Button("已分享 1", "share:1:1"),),)
SHOWN = Outgoing(text="今日三条", picture="a.jpg", buttons=BUTTONS)


@pytest.fixture
def folder(rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rig.telegram._sending, "_data_dir", tmp_path)
    (tmp_path / "a.jpg").write_bytes(PICTURE)
    (tmp_path / "b.xlsx").write_bytes(b"PK sheet")
    return tmp_path


def there(rig: Rig, chat: Chat = GROUP) -> list[Message]:
    return rig.api.messages(int(chat.id))


@pytest.mark.usefixtures("folder")
async def test_words_and_buttons_go_under_the_picture(rig: Rig) -> None:
    receipt = await rig.telegram.send(GROUP, Outgoing(text="<b>&", title="T", picture="a.jpg", buttons=BUTTONS))
    (message,) = there(rig)
    assert (message.text, message.photo, bool(message.buttons)) == ("T\n\n<b>&", PICTURE, True)
    assert receipt.message == str(message.id)


@pytest.mark.usefixtures("folder")
async def test_more_words_than_fit_follow_the_picture_with_the_buttons(rig: Rig) -> None:
    await rig.telegram.send(GROUP, Outgoing(text="先说一句"))
    cards = tuple(Card(n, f"标题{n}", "摘要" * 200) for n in (1, 2, 3))
    said = Outgoing(title="今日三条", cards=cards, picture="a.jpg", buttons=BUTTONS, reply_to="1")
    receipt = await rig.telegram.send(GROUP, said)
    picture, words = there(rig)[1:]
    assert (picture.photo, picture.text, picture.buttons, picture.reply_to) == (PICTURE, "", {}, 1)
    assert (words.photo, bool(words.buttons), words.reply_to) == (b"", True, None)
    assert receipt.message == str(words.id)


@pytest.mark.usefixtures("folder")
async def test_a_document_has_the_name_its_readers_see(rig: Rig) -> None:
    sent = Outgoing(text="名单", document=Attachment("b.xlsx", "青禾县 名单.xlsx"))
    await rig.telegram.send(GROUP, sent)
    (message,) = there(rig)
    assert (message.document, message.name, message.text) == (b"PK sheet", "青禾县 名单.xlsx", "名单")


async def test_a_picture_for_many_groups_is_uploaded_once(rig: Rig, folder: Path) -> None:
    for chat in (GROUP, OTHER, GROUP):
        await rig.telegram.send(chat, SHOWN)
    uploads = [isinstance(call["photo"], bytes) for call in rig.api.calls_of("sendPhoto")]
    assert uploads == [True, False, False]
    rig.api.world.files.clear()
    await rig.telegram.send(OTHER, SHOWN)  # the server no longer knows its own id
    (folder / "a.jpg").write_bytes(PICTURE + b"changed")
    await rig.telegram.send(OTHER, SHOWN)
    assert [m.photo for m in there(rig, OTHER)] == [PICTURE, PICTURE, PICTURE + b"changed"]


async def test_what_is_no_picture_to_telegram_goes_as_a_file(rig: Rig, folder: Path) -> None:
    (folder / "a.jpg").write_bytes(b"RIFFxxxxWEBP")
    with capture_logs() as logs:
        for _ in range(2):
            await rig.telegram.send(GROUP, SHOWN)
    assert [(m.photo, m.document, m.name) for m in there(rig)] == [(b"", b"RIFFxxxxWEBP", "a.jpg")] * 2
    assert len(logs) == 1
    (folder / "a.jpg").write_bytes(PICTURE + b"x" * 10_000_000)
    await rig.telegram.send(GROUP, SHOWN)
    assert there(rig)[-1].document[:3] == PICTURE[:3]


@pytest.mark.usefixtures("folder")
async def test_a_group_that_takes_no_pictures_gets_the_words_and_no_document_is_lost_in_silence(rig: Rig) -> None:
    rig.api.methods.without_media.add(int(GROUP.id))
    with capture_logs():
        await rig.telegram.send(GROUP, SHOWN)
        (message,) = there(rig)
        assert (message.text, message.photo, bool(message.buttons)) == ("今日三条", b"", True)
        await rig.telegram.send(GROUP, Outgoing(text="改过", picture="a.jpg", edits=str(message.id)))
        assert message.text == "改过"
        for said in (Outgoing(picture="a.jpg"), Outgoing(text="x", document=Attachment("b.xlsx", "b.xlsx"))):
            with pytest.raises(SendError) as refused:
                await rig.telegram.send(GROUP, said)
            assert refused.value.permanent


@pytest.mark.usefixtures("folder")
async def test_the_picture_that_arrived_is_not_sent_again_with_its_words(rig: Rig) -> None:
    said = Outgoing(text="很" * 2000, picture="a.jpg")
    rig.api.faults["sendMessage"] = [status(502)]
    with pytest.raises(SendError) as refused:
        await rig.telegram.send(GROUP, said)
    assert not refused.value.permanent
    await rig.telegram.send(GROUP, said)
    assert [bool(m.photo) for m in there(rig)] == [True, False]


@pytest.mark.usefixtures("folder")
async def test_a_connection_that_breaks_leaves_it_in_doubt(rig: Rig) -> None:
    rig.api.faults["sendPhoto"] = [RESET]
    with pytest.raises(SendError) as refused:
        await rig.telegram.send(GROUP, SHOWN)
    assert refused.value.in_doubt


async def test_a_file_beyond_what_telegram_takes_is_refused_for_good(rig: Rig, folder: Path) -> None:
    with (folder / "huge").open("wb") as file:
        file.truncate(50_000_001)
    with pytest.raises(SendError, match="too big") as refused:
        await rig.telegram.send(GROUP, Outgoing(document=Attachment("huge", "huge.zip")))
    assert refused.value.permanent


@pytest.mark.usefixtures("folder")
async def test_an_edit_that_grew_is_cut_to_what_goes_under_a_picture(rig: Rig) -> None:
    receipt = await rig.telegram.send(GROUP, SHOWN)
    for picture in ("a.jpg", ""):
        await rig.telegram.send(
            GROUP, Outgoing(text=f"一句话。{picture}" * 500, picture=picture, edits=receipt.message)
        )
        (message,) = there(rig)
        assert message.text.endswith("…")
        assert 900 < len(message.text) <= 1024
