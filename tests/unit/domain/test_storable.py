from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.messages import Chat, File, Incoming, Photo, Sender
from kpbot.domain.storable import KEY_LIMIT, storable

PLAIN = Incoming("k", Chat("p", "c"), Sender("s", "李👩‍🏫"), text="你好\u202e")


def test_what_is_fine_is_left_as_it_is() -> None:
    assert storable(PLAIN) is PLAIN


@pytest.mark.parametrize("bad", ["\x00", "\ud800"])
def test_marks_go_from_words_and_are_replaced_in_ids(bad: str) -> None:
    message = Incoming(
        key=f"k{bad}",
        chat=Chat("p", f"c{bad}", f"t{bad}"),
        sender=Sender(f"s{bad}", f"n{bad}"),
        text=f"a{bad}b",
        button=f"x{bad}:1",
        photos=(Photo(f"r{bad}"),),
        files=(File(f"r{bad}", f"n{bad}.csv"),),
        links=(f"https://x.example/{bad}",),
    )
    mended = storable(message)
    assert (mended.text, mended.button, mended.sender.name) == ("ab", "x:1", "n")
    assert (mended.files, mended.links) == ((File("r\ufffd", "n.csv"),), ("https://x.example/",))
    assert storable(replace(PLAIN, links=message.links)).links == mended.links
    assert storable(replace(PLAIN, files=message.files)).files == mended.files
    assert (mended.key, mended.chat.id, mended.chat.thread, mended.sender.id, mended.photos[0].ref) == (
        "k\ufffd",
        "c\ufffd",
        "t\ufffd",
        "s\ufffd",
        "r\ufffd",
    )


@given(st.text(min_size=1).map(lambda start: start + "x" * KEY_LIMIT))
def test_a_long_key_becomes_the_same_short_one_every_time(key: str) -> None:
    message = Incoming(key, Chat("p", "c"), Sender("s"))
    assert storable(message).key == storable(message).key
    assert len(storable(message).key) <= KEY_LIMIT
    assert storable(message).key != storable(Incoming(key + "y", Chat("p", "c"), Sender("s"))).key


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_the_result_can_always_be_encoded_and_mending_is_done_once(key: str, words: str) -> None:
    mended = storable(Incoming(key, Chat("p", key), Sender(key, words), text=words, button=words, chat_title=words))
    said = mended.key + mended.chat.id + mended.sender.id + mended.sender.name + mended.text + mended.button
    assert "\x00" not in said.encode().decode()
    assert storable(mended) is mended


@pytest.mark.parametrize(
    "long",
    [
        Incoming("k", Chat("p", "c" * 129), Sender("s")),
        Incoming("k", Chat("p", "c", "t" * 65), Sender("s")),
        Incoming("k", Chat("p", "c"), Sender("s" * 129)),
        Incoming("k", Chat("p", "c"), Sender("s"), message="m" * 129, reply_to="r" * 129, album="a" * 129),
        Incoming("k", Chat("p", "c"), Sender("s"), photos=(Photo("r" * 2001),), files=(File("r" * 2001),)),
    ],
)
def test_what_is_longer_than_its_column_becomes_the_same_short_thing_every_time(long: Incoming) -> None:
    mended = storable(long)
    refs = [*(photo.ref for photo in mended.photos), *(file.ref for file in mended.files)]
    ids = (mended.chat.id, mended.sender.id, mended.message, mended.reply_to, mended.album)
    assert max(map(len, ids)) <= 128
    assert len(mended.chat.thread) <= 64
    assert max(map(len, refs), default=0) <= 2000
    assert mended == storable(long) != long
    assert storable(mended) is mended


def test_a_time_at_the_end_of_the_calendar_is_none() -> None:
    assert storable(replace(PLAIN, at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC))).at is None
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert storable(replace(PLAIN, at=now)).at == now
