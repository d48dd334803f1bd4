"""What a title is about that is no popular science by itself: told by words, and by how such titles are built.

A science title may well hold one alarming word, for it often refutes it. So words are weighed: an alarm counts
two, a hint one, each sign that something is explained or refuted takes one off, and two are enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kpbot.domain.reason import Reason, reason
from kpbot.domain.series import continues, instalment
from kpbot.domain.wording import Found, alike
from kpbot.domain.words import Subject, Weight, Words

ENOUGH = 2
_POINTS = {Weight.ALARM: 2, Weight.HINT: 1}

_COUNT = "[0-9一二两三四五六七八九十百余多近约数]+"
_BUILT = {
    Subject.ACCIDENT: re.compile(
        rf"致\s*{_COUNT}\s*(?:名\w{{1,3}})?人?\s*(?:死|伤|亡|轻伤|重伤|遇难|中毒)|{_COUNT}\s*人?死\s*{_COUNT}\s*人?伤"
        rf"|{_COUNT}\s*(?:名\w{{1,4}}|人)\s*(?:不幸|当场|已)?(?:死亡|遇难|身亡|受伤|被困|失联|溺亡|中毒|送医|获救|丧生)"
    ),
    Subject.MEETING: re.compile(
        rf"第{_COUNT}(?:次|届)\S{{0,14}}(?:会议|大会|全会|论坛|年会|学术会|常委会|理事会|委员会)"
        r"|(?:书记|主任|局长|县长|市长|镇长|乡长|省长|区长|部长|厅长|司长|主席|校长|院长|理事长|秘书长|领导)"
        r"(?:一行|率队|带队|率|赴|到|在|来|深入|走访|慰问|调研|督导|检查|会见|主持|指出|强调|致辞|讲授|作)"
        r"|(?:工作|推进|总结|动员|部署|座谈|研讨|表彰|启动|交流|现场|联席|专题|学习|调度|培训|通气|发布|宣讲|换届|代表|理事)"
        r"(?:会|大会|会议|班|仪式)(?:$|[\s,。:|]|召开|举行|举办|在|顺利|圆满|暨|上)"
    ),
    Subject.PROMOTION: re.compile(
        r"[¥$]\s*[0-9]|[0-9.]+\s*元(?:起|包邮|抢|秒|领|购|团|/|一|券)|[0-9一二三四五六七八九](?:\.[0-9])?\s*折(?!射|叠|线|扇|纸|断|返)"
        r"|满[0-9]+\s*[减送赠]|买\S{1,4}[送赠]\S|[0-9]+\s*元红包|免费(?:领|送|试|抽|赠|报名|体验)"
    ),
    Subject.CLICKBAIT: re.compile(r"[!?]{2}|!.*!|[0-9]{2}(?:\.[0-9]+)?%的?(?:人|家长|父母|家庭|网友)|\.{3,}$"),
}
# Questions, and what is advised against (别开灯, but not 别人 or 特别).
_ASKS = re.compile(r"吗|(?:么|呢|嘛)\s*\?|\?$")
_ADVISES = re.compile(r"(?<![特个级辨区识告送离性差类])别(?![人墅的具样致名说让处针称扭])")
MOST_SIGNS = 2


def subject_of(title: str, words: Words, earlier: Collection[str] = ()) -> Reason | None:
    """Why a coordinator should look at a title; `earlier` are other titles of its source."""
    text = alike(title)
    told = sorted(words.telling(text), key=lambda one: (one.start, one.end, one.meaning[1]))
    for subject in Subject:
        if found := _certain(subject, title, text, told):
            return reason(f"subject-{subject}", word=found)
    signs = _signs(text, told)
    for subject in Subject:
        if found := _weighed(subject, told, signs):
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
    if subject is Subject.SERIES:
        return instalment(title)
    built = _BUILT[subject].search(text)
    return built.group().strip() if built else ""


def _signs(text: str, told: list[_Told]) -> int:
    """How much the title explains or refutes: each of these signs counts once, two at most."""
    words = {one.word for one in told if one.meaning[0] is None}
    return min(MOST_SIGNS, len(words) + bool(_ASKS.search(text)) + bool(_ADVISES.search(text)))


def _weighed(subject: Subject, told: list[_Told], signs: int) -> str:
    """The words that speak for a subject, if they are enough; each counts once, and 爆炸事故 is one accident."""
    points: dict[str, int] = {}
    end = -1
    for one in told:
        if one.meaning[0] is subject:
            again = one.start == end and subject is Subject.ACCIDENT
            points[one.word] = max(points.get(one.word, 0), 0 if again else _POINTS[one.meaning[1]])
            end = one.end
    return " ".join(points) if sum(points.values()) - signs >= ENOUGH else ""
