"""How a draft takes in what is said, in whatever order."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kpbot.domain.people import Post, PostRole, PostState
from kpbot.domain.places import Station
from kpbot.services.report_draft import TITLE_LIMIT, Ask, Choice, Draft, answer, correct_in_words, missing, read_line

TODAY = date(2026, 11, 23)
POST = Post(1, 1, PostRole.OFFICER, 1, "/1/", 1, PostState.ACTIVE, date(2026, 1, 1))
STATIONS = [Choice(Station(n, 1, name, date(2026, 1, 1)), POST) for n, name in ((7, "槐树村e站"), (8, "杨树村e站"))]
SAID = {Ask.STATION: "槐树村", Ask.TITLE: "健康讲座", Ask.DAY: "昨天下午", Ask.HEADCOUNT: "60多人"}


@given(st.permutations(list(SAID)))
def test_fields_in_any_order_give_the_same_facts(order: list[Ask]) -> None:
    draft = Draft(1, 1)
    for step in order:
        assert missing(draft) is not Ask.CHECK
        assert answer(draft, step, SAID[step], STATIONS, TODAY) is None
    assert missing(draft) is Ask.CHECK
    facts = draft.facts
    assert (facts.station_id, facts.title, facts.kind) == (7, "健康讲座", "lecture")
    assert (facts.day, facts.part) == (date(2026, 11, 22), "afternoon")
    assert (facts.headcount, facts.approximate) == (60, True)


@given(st.permutations(list(SAID.values())))
def test_so_does_one_line(words: list[str]) -> None:
    draft = Draft(1, 1)
    assert read_line(draft, " ".join(words), STATIONS, TODAY) is None
    assert missing(draft) is Ask.CHECK
    assert (draft.station, draft.title, draft.headcount) == (7, "健康讲座", 60)


@given(st.text(max_size=300), st.sampled_from(list(SAID)), st.booleans())
def test_whatever_is_said_the_draft_stays_sound(text: str, step: Ask, complete: bool) -> None:
    draft = Draft(1, 1)
    if complete:
        read_line(draft, " ".join(SAID.values()), STATIONS, TODAY)
    answer(draft, step, text, STATIONS, TODAY)
    assert len(draft.title) <= TITLE_LIMIT
    assert "\n" not in draft.title
    assert draft.station in (0, 7, 8)
    assert missing(draft) is not Ask.CHECK or draft.facts.title


@given(st.text(max_size=300))
def test_a_correction_in_words_loses_nothing(text: str) -> None:
    draft = Draft(1, 1)
    read_line(draft, " ".join(SAID.values()), STATIONS, TODAY)
    correct_in_words(draft, text, TODAY)
    assert missing(draft) is Ask.CHECK
    assert (draft.station, draft.title) == (7, "健康讲座")
