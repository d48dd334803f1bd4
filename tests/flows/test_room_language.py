"""The switch of the room's page: who has told the bot no language is answered in that of the window."""

from pathlib import Path

from tests.fakes.room import address, served


async def test_a_window_in_english_is_answered_in_english_until_the_bot_is_told(tmp_path: Path) -> None:
    with address() as held:
        async with served(tmp_path, held) as room:
            english, chinese = await room.enter("刘桂兰", "en"), await room.enter("陈建国")
            for window, words in ((english, "Today: 0 of 3"), (chinese, "今天已记 0/3")):
                await window.say(window.private, "/me")
                await window.hears(window.private, words)
            await english.say(english.private, "/lang zh")
            await english.say(english.private, "/me")
            await english.hears(english.private, "今天已记 0/3")
            english.send({"t": "new_person", "name": "Mary"})
            me = await english.until(lambda: name if (name := english.last("room")["me"]) != english.me else "")
            await english.hears(f"~{me}", "Hello, I am")
