"""Updates, as the Bot API describes them, and what they say to us."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kpbot.domain.messages import Chat, File, Happening, Incoming, Photo, Sender
from kpbot.platforms.telegram.inbound import captions_first, kind_of, read
from tests.fakes.bot_api.server import ME
from tests.fakes.bot_api.world import ANONYMOUS, World

GROUP, BASIC, LI = -1001500000001, -4500, 5001


@pytest.fixture
def world() -> World:
    return World()


def one(update: dict[str, Any]) -> Incoming:
    (incoming,) = read(update)
    return incoming


def test_a_group_message(world: World) -> None:
    world.chat(GROUP, "青禾县信息员")
    update = world.says(LI, GROUP, "/share 1 3")
    assert one(update) == Incoming(
        key=f"m{GROUP}:1:{world.now}",
        chat=Chat("telegram", str(GROUP)),
        sender=Sender("5001", "人5001", "zh-hans"),
        at=datetime.fromtimestamp(world.now, UTC),
        text="/share 1 3",
        message="1",
        chat_title="青禾县信息员",
    )


def test_a_private_message(world: World) -> None:
    incoming = one(world.says(LI, LI, "你好"))
    assert incoming.chat == Chat("telegram", str(LI), private=True)
    assert incoming.text == "你好"


def test_an_album_is_a_message_a_picture_with_the_words_in_one(world: World) -> None:
    first = one(world.sends_photo(LI, GROUP, b"x" * 300, caption="/report 讲座 62人", media_group_id="9001"))
    second = one(world.sends_photo(LI, GROUP, b"y" * 200, media_group_id="9001"))
    assert first.text == "/report 讲座 62人"
    assert first.photos == (Photo("AgAD-large-0", 300, "image/jpeg"),)
    assert (second.text, second.album) == ("", "9001")
    assert first.key != second.key


def sized(*sizes: int) -> list[dict[str, Any]]:
    return [
        {"file_id": f"f{n}", "file_unique_id": f"u{n}", "width": 100 * n, "height": 100, "file_size": size}
        for n, size in enumerate(sizes, 1)
    ]


@pytest.mark.parametrize(
    ("sizes", "chosen"), [((10, 500, 200), "f3"), ((10, 500, 20_000_001), "f2"), ((30_000_000,), "f1")]
)
def test_the_largest_size_that_may_be_downloaded(world: World, sizes: tuple[int, ...], chosen: str) -> None:
    assert one(world.says(LI, LI, photo=sized(*sizes))).photos[0].ref == chosen


FILE = {"file_id": "d1", "file_unique_id": "u", "file_size": 5, "file_name": "名单.xlsx", "mime_type": "image/png"}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_picture_sent_as_a_file_is_a_picture_and_other_files_are_files(world: World) -> None:
    picture = one(world.says(LI, LI, document=FILE))
    assert (picture.photos, picture.files) == ((Photo("d1", 5, "image/png"),), ())
    sheet = one(world.says(LI, LI, document={**FILE, "mime_type": SHEET}, caption="本县名单", media_group_id="7"))
    assert (sheet.photos, sheet.files) == ((), (File("d1", "名单.xlsx", 5, SHEET),))
    assert (sheet.text, sheet.album) == ("本县名单", "7")
    bare = one(world.says(LI, LI, document={"file_id": "d2", "file_unique_id": "u"}))
    assert bare.files == (File("d2"),)


def test_what_is_no_document_is_no_file(world: World) -> None:
    assert read(world.says(LI, LI, sticker={"file_id": "s", "file_unique_id": "s"})) == ()
    film = {**FILE, "mime_type": "video/mp4"}
    assert read(world.says(LI, LI, document=film, animation={**film, "width": 1, "height": 1, "duration": 1})) == ()


def test_addresses_under_the_words_come_along(world: World) -> None:
    entities = [
        {"type": "text_link", "offset": 0, "length": 2, "url": "https://example.org/a"},
        {"type": "url", "offset": 3, "length": 20},
        {"type": "text_link", "offset": 3, "length": 2, "url": "https://example.org/a"},
        {"type": "a kind to come", "offset": 3, "length": 2, "new": {"x": 1}},
    ]
    assert one(world.says(LI, GROUP, "点我 https://example.org/b", entities=entities)).links == (
        "https://example.org/a",
    )
    pictured = world.sends_photo(LI, GROUP, b"x", caption="点我", caption_entities=entities)
    assert one(pictured).links == ("https://example.org/a",)
    assert one(world.says(LI, GROUP, "点我", entities="nonsense")).links == ()


OURS = {"id": ME["id"], "is_bot": True, "first_name": "科普机器人"}
ORIGINS: list[tuple[dict[str, Any], bool]] = [
    ({"forward_origin": {"type": "user", "date": 1, "sender_user": OURS}}, True),
    ({"forward_from": OURS, "forward_date": 1}, True),
    ({"forward_origin": {"type": "user", "date": 1, "sender_user": {**OURS, "id": 77}}}, False),
    ({"forward_origin": {"type": "user", "date": 1, "sender_user": {**OURS, "id": 77}}, "forward_from": OURS}, False),
    ({"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": OURS["first_name"]}}, False),
    ({"forward_sender_name": OURS["first_name"], "forward_date": 1}, False),
    ({"forward_origin": {"type": "channel", "date": 1, "chat": OURS, "message_id": 1}}, False),
    ({"forward_origin": {"type": "chat", "date": 1, "sender_chat": OURS}}, False),
    ({"forward_origin": {"type": "user", "date": 1}}, False),
    ({"via_bot": OURS}, False),
    ({}, False),
]


@pytest.mark.parametrize(("origin", "ours"), ORIGINS)
def test_a_message_of_ours_that_is_passed_on(world: World, origin: dict[str, Any], ours: bool) -> None:
    (said,) = read(world.says(LI, GROUP, "今日三条", **origin), "kepu_bot", str(ME["id"]))
    assert said.forwarded is ours
    (said,) = read(world.says(LI, GROUP, "今日三条", **origin))
    assert said.forwarded is False, "as long as we don't know who we are"


def test_what_we_do_not_look_at_makes_nothing_unreadable(world: World) -> None:
    odd = {"sticker": {"of": "next year"}, "poll": 1}
    earlier = {**world.message(LI, GROUP, "x"), **odd}
    incoming = one(world.says(LI, GROUP, "好", reply_to_message=earlier, **odd))
    assert (incoming.text, incoming.reply_to) == ("好", "1")


def test_topics(world: World) -> None:
    in_topic = one(world.says(LI, GROUP, "/today", message_thread_id=77, is_topic_message=True))
    assert in_topic.chat == Chat("telegram", str(GROUP), "77")
    assert one(world.says(LI, GROUP, "/today", message_thread_id=77)).chat.thread == "", "a chain of replies"
    assert one(world.says(LI, GROUP, "/today")).chat.thread == "", "the General topic"


def test_a_reply_names_its_message_but_in_a_topic_not_the_topic(world: World) -> None:
    earlier = world.message(LI, GROUP, "x")
    assert one(world.says(LI, GROUP, "好", reply_to_message=earlier)).reply_to == str(earlier["message_id"])
    topic = {**earlier, "forum_topic_created": {"name": "活动", "icon_color": 1}}
    topic.pop("text")
    inside = {"message_thread_id": 1, "is_topic_message": True}
    assert one(world.says(LI, GROUP, "好", reply_to_message=topic, **inside)).reply_to == ""


def test_nobody_can_be_held_to_what_a_group_or_channel_says(world: World) -> None:
    anonymous = {"from": ANONYMOUS, "sender_chat": world.chat(GROUP, "群")}
    assert one(world.says(0, GROUP, "/bind X", **anonymous)).sender == Sender(str(GROUP), "群", faceless=True)
    channel = {"id": -1007, "type": "channel", "title": "频道"}
    assert one(world.says(LI, GROUP, "新文章", sender_chat=channel)).sender.faceless


@pytest.mark.parametrize("text", ["新文章", "/share 1 3"])
def test_a_post_that_telegram_brings_from_the_channel_is_said_to_nobody(world: World, text: str) -> None:
    channel = {"id": -1007, "type": "channel", "title": "频道"}
    posted = world.says(777000, GROUP, text, sender_chat=channel, is_automatic_forward=True)
    assert read(posted) == read(world.edits(posted, "/today")) == ()


def test_other_bots_are_not_listened_to(world: World) -> None:
    bot: dict[str, Any] = {"from": {"id": 9, "is_bot": True, "first_name": "别的机器人", "username": "other_bot"}}
    said = world.says(9, GROUP, "/share 1 3", **bot)
    assert read(said) == read(world.edits(said, "/share 1 2")) == ()
    renamed = one(world.says(9, GROUP, new_chat_title="新名字", **bot))
    assert renamed.happening is Happening.RENAMED, "what happened, happened"


@pytest.mark.parametrize(
    "text",
    [
        "/share@other_bot 1 3",
        "/share@kepu_bot2",
        "/nonsense@other",
        "／share@OtherBot",
        "/分享@other_bot 1",
        "/x@other_bot，1",
    ],
)
@pytest.mark.parametrize("chat", [GROUP, LI])
def test_a_command_for_another_bot_is_not_said_to_us(world: World, text: str, chat: int) -> None:
    said = world.says(LI, chat, text)
    assert read(said, "kepu_bot") == read(world.edits(said, text), "kepu_bot") == ()
    assert read(world.sends_photo(LI, chat, b"x", caption=text), "kepu_bot") == ()
    assert one(said).text == text, "as long as we do not know who we are, it may be ours"


@pytest.mark.parametrize(
    "text",
    [
        "/share@kepu_bot 1 3",
        "/share@Kepu_BOT 1 3",
        "／分享@kepu_bot 1",
        "/share @other_bot 1",
        "@other_bot /share",
        "/report 讲座@other_bot",
        "/report今天讲座@zhangsan",
        "/share@ 1",
        "a/b@other_bot",
    ],
)
def test_what_names_us_or_only_mentions_somebody_is_ours(world: World, text: str) -> None:
    (told,) = read(world.says(LI, GROUP, text), "Kepu_bot")
    assert told.text == text


def test_a_press_is_answered_by_its_key(world: World) -> None:
    update = world.presses(LI, GROUP, 12, "share:1:2")
    press = one(update)
    assert press.key == update["callback_query"]["id"]
    assert (press.button, press.message, press.chat.id, press.sender.id) == ("share:1:2", "12", str(GROUP), "5001")
    assert press.at is None, "the press has no time, only its message has"


def test_a_press_under_a_message_that_telegram_no_longer_shows(world: World) -> None:
    update = world.presses(LI, GROUP, 12, "share:1:2")
    update["callback_query"]["message"] = {"chat": world.chat(GROUP), "message_id": 12, "date": 0}
    assert one(update).message == "12"
    del update["callback_query"]["message"]
    assert read(update) == ()


def test_an_edit_has_the_key_of_what_it_corrects(world: World) -> None:
    said = world.says(LI, GROUP, "/report 讲座 6人")
    edited = one(world.edits(said, "/report 讲座 62人"))
    assert edited.key == one(said).key
    assert edited.text == "/report 讲座 62人"
    assert edited.at == datetime.fromtimestamp(world.now + 30, UTC)
    assert read(world.edits(said, "/report 讲座 63人", after=601)) == ()


@pytest.mark.parametrize(
    ("old", "new", "happening"),
    [
        ("left", "member", Happening.ADDED),
        ("kicked", "administrator", Happening.ADDED),
        ("left", "restricted", Happening.ADDED),
        ("member", "kicked", Happening.REMOVED),
        ("administrator", "left", Happening.REMOVED),
        ("member", "administrator", None),
        ("administrator", "member", None),
        ("left", "kicked", None),
    ],
)
def test_the_bots_own_standing(world: World, old: str, new: str, happening: Happening | None) -> None:
    update = world.membership(GROUP, ME, old, new)
    found = read(update)
    assert [incoming.happening for incoming in found] == ([happening] if happening else [])
    assert all(incoming.key == f"u{update['update_id']}" for incoming in found)
    assert all(incoming.chat_title == f"群{-GROUP}" for incoming in found)


def test_the_bots_standing_is_read_whatever_rights_the_server_lists(world: World) -> None:
    update = world.membership(GROUP, ME, "left", "administrator")
    change = update["my_chat_member"]
    change["new_chat_member"] = {"status": "administrator", "user": ME, "can_fly": True}
    assert one(update).happening is Happening.ADDED


def test_a_person_who_blocks_the_bot_and_one_who_comes_back(world: World) -> None:
    blocked = one(world.membership(LI, ME, "member", "kicked", by=LI))
    assert (blocked.happening, blocked.chat.private, blocked.sender.id) == (Happening.REMOVED, True, "5001")
    assert read(world.membership(LI, ME, "kicked", "member", by=LI)) == (), "/start comes as well"


def test_a_channel_is_no_group(world: World) -> None:
    world.chat(-1009, "频道", "channel")
    assert read(world.membership(-1009, ME, "left", "administrator")) == ()
    assert read(world.says(LI, -1009, "/today")) == ()


def test_both_chats_tell_of_a_move_and_it_counts_once(world: World) -> None:
    told = [
        one(world.says(LI, BASIC, migrate_to_chat_id=GROUP)),
        one(world.says(LI, GROUP, migrate_from_chat_id=BASIC)),
    ]
    assert {(m.happening, m.chat.id, m.text) for m in told} == {(Happening.MOVED, str(BASIC), str(GROUP))}
    assert told[0].key == told[1].key


def test_a_new_title(world: World) -> None:
    renamed = one(world.says(LI, GROUP, new_chat_title="新名字"))
    assert (renamed.happening, renamed.text, renamed.chat_title) == (Happening.RENAMED, "新名字", "新名字")


@pytest.mark.parametrize(
    "service",
    [
        {"new_chat_members": [ME]},
        {"new_chat_members": [{"id": 9, "is_bot": False, "first_name": "新人"}]},
        {"left_chat_member": {"id": 9, "is_bot": False, "first_name": "旧人"}},
        {"group_chat_created": True},
        {"delete_chat_photo": True},
    ],
)
def test_people_who_come_and_go_are_none_of_our_business(world: World, service: dict[str, Any]) -> None:
    assert read(world.says(LI, GROUP, **service)) == ()


def test_start(world: World) -> None:
    assert one(world.says(LI, LI, "/start")).happening is Happening.STARTED
    code = one(world.says(LI, LI, "/start ABCD2345"))
    assert (code.happening, code.text) == (None, "/start ABCD2345")
    opened, asked = read(world.says(LI, LI, "/start copy_12"))
    assert opened.happening is Happening.STARTED
    assert (asked.happening, asked.text) == (None, "/copy 12")
    assert opened.key != asked.key
    assert one(world.says(LI, GROUP, "/start")).happening is None


@pytest.mark.parametrize("kind", ["poll", "message_reaction", "chat_join_request", "a_kind_of_next_year"])
def test_unknown_kinds_say_nothing(world: World, kind: str) -> None:
    update = world.happens(**{kind: {"anything": 1}})
    assert read(update) == ()
    assert kind_of(update) == kind


@pytest.mark.parametrize(
    "broken",
    [
        {"update_id": 1, "message": {"text": "x"}},
        {"update_id": 1, "my_chat_member": {"chat": {}}},
        {"update_id": 1, "callback_query": {"id": "1", "message": "x", "data": "a"}},
        {"message": {}},
    ],
)
def test_what_is_no_update_raises_what_its_docstring_says(broken: dict[str, Any]) -> None:
    with pytest.raises((TypeError, KeyError, ValueError, AttributeError)):
        read(broken)


def test_the_words_of_an_album_go_first_and_everything_else_stays_in_order(world: World) -> None:
    def sent(album: str, caption: str = "", chat: int = GROUP) -> Incoming:
        return one(world.sends_photo(LI, chat, b"x", media_group_id=album, **({"caption": caption} if caption else {})))

    said = [
        one(world.says(LI, GROUP, "before")),
        sent("A"),
        sent("B", "of another"),
        one(world.says(LI, GROUP, "between")),
        sent("A"),
        sent("A", "words"),
        sent("A", chat=LI),
        one(world.sends_photo(LI, GROUP, b"x")),
    ]
    ordered = captions_first(said)
    assert [said.index(message) for message in ordered] == [0, 5, 1, 2, 3, 4, 6, 7]
    assert captions_first([]) == []
