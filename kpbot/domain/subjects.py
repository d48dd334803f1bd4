"""What a title is about that is no popular science by itself: told by words, and by how such titles are built.

A science title may well hold one alarming word, for it often refutes it. So words are weighed: an alarm counts
two, a hint one, each sign that something is explained or refuted takes one off, and two are enough.
"""

from __future__ import annotations

from collections.abc import Collection

from kpbot.domain.reason import Reason, reason
from kpbot.domain.series import continues, instalment
from kpbot.domain.title_forms import forms, signs
from kpbot.domain.wording import Found, alike
from kpbot.domain.words import Subject, Weight, Words

ENOUGH = 2
_POINTS = {Weight.ALARM: 2, Weight.HINT: 1}

MOST_SIGNS = 2


def subject_of(title: str, words: Words, earlier: Collection[str] = ()) -> Reason | None:
    """Why a coordinator should look at a title; `earlier` are other titles of its source."""
    text = alike(title)
    told = sorted((*words.telling(text), *forms(text)), key=lambda one: (one.start, one.end, one.meaning[1]))
    for subject in Subject:
        if found := _certain(subject, title, text, told):
            return reason(f"subject-{subject}", word=found)
    taken_off = _signs(text, told)
    for subject in Subject:
        if found := _weighed(subject, told, taken_off):
            return reason(f"subject-{subject}", word=found)
    if other := continues(title, earlier):
        return reason("subject-continues", title=other)
    return None


_Told = Found[tuple[Subject | None, Weight]]


def _certain(subject: Subject, title: str, text: str, told: list[_Told]) -> str:
    """A word that is enough, or a way to build a title that is."""
    for one in told:
        if one.meaning == (subject, Weight.CERTAIN):
            return one.word
    return instalment(title) if subject is Subject.SERIES else ""


def _signs(text: str, told: list[_Told]) -> int:
    """How much the title explains or refutes: each of these signs counts once, two at most."""
    words = {one.word for one in told if one.meaning[0] is None}
    return min(MOST_SIGNS, len(words) + signs(text))


def _weighed(subject: Subject, told: list[_Told], taken_off: int) -> str:
    """The words and forms that speak for a subject, if they are enough. Each counts once; of those that overlap the
    strongest does, and 爆炸事故 is one accident."""
    points: dict[str, int] = {}
    end, counted = -1, 0
    for one in told:
        if one.meaning[0] is not subject:
            continue
        again = one.start < end or (one.start == end and subject is Subject.ACCIDENT)
        worth = _POINTS.get(one.meaning[1], 0)
        points[one.word] = max(points.get(one.word, 0), worth - counted if again else worth)
        counted = max(worth, counted) if again else worth
        end = max(end, one.end)
    return " ".join(word for word in points if points[word] > 0) if sum(points.values()) - taken_off >= ENOUGH else ""
