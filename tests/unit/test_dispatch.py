from tests.fakes.stage import Stage


async def test_silence_in_groups_for_what_is_not_for_the_bot(stage: Stage) -> None:
    assert await stage.say("路人", "officers", "大家早上好") == []


async def test_an_outdated_button_says_so(stage: Stage) -> None:
    heard = await stage.press("李", "officers", "nonsense:1")
    assert heard[0].outgoing.toast
    assert "过期" in heard[0].text
