"""Anybody in a group can send made-up data for any button: it must not change a message that others need."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select, update

from kpbot.storage.tables import outbox
from tests.fakes.stage import Stage

PRIVATE_ONLY = (
    "leave:no",
    "leave:yes:1",
    "join:no",
    "away:end",
    "away:3",
    "me:show",
    "me:item:2026-11-23:1",
    "bind:keep",
)


@pytest.mark.parametrize("data", PRIVATE_ONLY)
@pytest.mark.parametrize("who", ["李", "路人"])
async def test_what_belongs_into_the_private_chat_changes_nothing_in_a_group(stage: Stage, who: str, data: str) -> None:
    await stage.stock()
    await stage.push(datetime(2026, 11, 23, 1, 10, tzinfo=UTC))
    heard = await stage.forge(who, "officers", data, message="sent:push")
    assert [one.outgoing.edits for one in heard] == [""]
    assert all(one.outgoing.toast for one in heard) or data == "bind:keep"


async def test_a_destination_chosen_in_a_group_leaves_the_push_alone(stage: Stage) -> None:
    heard = await stage.forge("李", "officers", "to:weibo", message="sent:push")
    assert [(one.outgoing.edits, bool(one.outgoing.toast)) for one in heard] == [("", True)]
    assert "微博" in heard[0].text


@pytest.mark.parametrize("data", ["up:done:s" + "9" * 30, "up:hold:s²:1", f"up:snooze:{2**63}"])
async def test_numbers_no_record_has(stage: Stage, data: str) -> None:
    heard = await stage.forge("李", "officers", data)
    assert "过期" in heard[0].text


async def reported(stage: Stage) -> str:
    """An event is on the coordinators' desk; returns the data of its «通过»."""
    await stage.say("李", "~", "/report 健康讲座 62人 今天下午")
    heard = await stage.say("李", "~", "确认")
    asked = next(one for one in heard if one.chat == "coordinators")
    await stage.deliver()
    return asked.buttons["通过"]


async def key_of_desk(stage: Stage) -> str:
    async with stage.database.read() as db:
        query = select(outbox.c.message).where(outbox.c.chat == "coordinators", outbox.c.message != "")
        return str((await db.execute(query)).scalars().first())


async def test_a_press_changes_the_message_that_carries_its_button(stage: Stage) -> None:
    accept = await reported(stage)
    message = await key_of_desk(stage)
    (answer,) = await stage.forge("赵", "coordinators", accept, message)
    assert answer.outgoing.edits == message


@pytest.mark.parametrize("named", ["the push", "somebody's own", "one that is long forgotten", "of another chat"])
async def test_data_of_another_message_is_answered_beside_it(stage: Stage, named: str) -> None:
    await stage.stock()
    await stage.push(datetime(2026, 11, 23, 1, 10, tzinfo=UTC))
    accept = await reported(stage)
    async with stage.database.read() as db:
        pushes = (await db.execute(select(outbox.c.chat, outbox.c.message).where(outbox.c.chat == "officers"))).all()
    message = {"the push": pushes[0].message, "of another chat": await key_of_desk(stage)}.get(named, "m7")
    chat = "coordinators" if named != "of another chat" else "officers"
    if named == "the push":  # it went to the coordinators' group
        async with stage.database.write() as db:
            await db.execute(update(outbox).where(outbox.c.message == message).values(chat="coordinators"))
    heard = await stage.forge("赵", chat, accept, message)
    assert "已通过（赵）" in next(one.text for one in heard if one.chat == chat)
    assert message not in {one.outgoing.edits for one in heard}


async def test_a_button_that_the_message_once_carried_is_its_own(stage: Stage) -> None:
    accept = await reported(stage)
    message = await key_of_desk(stage)
    (why,) = await stage.forge("赵", "coordinators", accept.replace(":ok:", ":back:"), message)
    async with stage.database.write() as db:
        await db.execute(update(outbox).where(outbox.c.key == why.key).values(state="sent", message=message))
    (answer,) = await stage.forge("赵", "coordinators", accept, message)  # the message was changed under the finger
    assert answer.outgoing.edits == message


@pytest.mark.parametrize(
    ("state", "doubted", "known"), [("sending", False, True), ("due", True, True), ("due", False, False)]
)
async def test_what_is_being_sent_may_be_there_already(stage: Stage, state: str, doubted: bool, known: bool) -> None:
    accept = await reported(stage)
    desk = update(outbox).where(outbox.c.chat == "coordinators")
    async with stage.database.write() as db:
        await db.execute(desk.values(state=state, doubted=doubted, message="", settled_at=None))
    (answer,) = await stage.forge("赵", "coordinators", accept, "its id")
    assert answer.outgoing.edits == ("its id" if known else "")


async def test_what_is_typed_after_a_made_up_press_changes_nothing_either(stage: Stage) -> None:
    """The officer's own draft, shown in what is said to be the push."""
    await stage.stock()
    await stage.push(datetime(2026, 11, 23, 1, 10, tzinfo=UTC))
    card = (await stage.say("李", "officers", "/report 健康讲座 62人 今天下午"))[0]
    await stage.deliver()
    (shown,) = await stage.forge("李", "officers", card.buttons["改人数"], "sent:push")
    assert not shown.outgoing.edits
    (answer,) = await stage.say("李", "officers", "63")
    assert answer.outgoing.edits == f"key:{shown.key}"


async def test_presses_that_a_toast_answers_cost_no_look_at_messages(stage: Stage) -> None:
    await stage.stock()
    heard = await stage.push(datetime(2026, 11, 23, 1, 10, tzinfo=UTC))
    share = next(one for one in heard if one.chat == "officers").buttons["已分享 1"]
    asked: list[str] = []
    engine = stage.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(str(told[2])))
    await stage.forge("李", "officers", share, "anything")
    assert [statement for statement in asked if "bodies" in statement] == [asked[-1]]  # the stage's own look
