"""What a platform can do, in words."""

from __future__ import annotations

import pytest

from kpbot.domain.messages import Capabilities, Window
from kpbot.services.checking.abilities import in_words, sentence, table


@pytest.mark.parametrize(
    ("can", "row", "chinese", "english"),
    [
        (Capabilities(hears=False), "hears", "只能推送，听不到回复", "only pushes, hears no answer"),
        (Capabilities(), "hears", "听得到对它说的话", "hears what is said to it"),
        (
            Capabilities(groups=False),
            "hears",
            "一对一听得到，群里的话听不到",
            "hears people one-to-one, nothing in groups",
        ),
        (Capabilities(sees_all=True), "hears", "群里的话都听得到", "hears all that is said in a group"),
        (Capabilities(answers_only=True), "first", "要等人先说话才能发", "speaks only after people spoke to it"),
        (Capabilities(), "choice", "没有按钮，回复编号", "no buttons, people reply with a number"),
        (Capabilities(buttons=True), "choice", "按钮", "buttons"),
        (
            Capabilities(buttons=True, most_buttons=6),
            "choice",
            "按钮最多 6 个，再多就回复编号",
            "up to 6 buttons, numbers where there are more",
        ),
        (Capabilities(), "pictures", "不收照片", "takes no photos"),
        (Capabilities(photos=True), "pictures", "收照片", "takes photos"),
        (
            Capabilities(photos=True, group_photos=False),
            "pictures",
            "收照片：群里要和文字同一条，或者单独发给它",
            "takes photos: in groups with words in one message, or else privately",
        ),
        (Capabilities(groups=False, photos=True, group_photos=False), "pictures", "收照片", "takes photos"),
        (Capabilities(), "pace", "没有限制", "no limit"),
        (
            Capabilities(account_windows=(Window(30, 1.0),), chat_windows=(Window(5, 60.0), Window(1000, 3600.0))),
            "pace",
            "合计每秒 30 条，每个对话每分钟 5 条，每个对话每小时 1000 条",
            "30 a second in all, 5 a minute to each chat, 1000 an hour to each chat",
        ),
        (
            Capabilities(group_windows=(Window(5, 300.0),)),
            "pace",
            "每个群每 5 分钟 5 条",
            "5 in 5 minutes to each group",
        ),
        (Capabilities(chat_windows=(Window(1, 3.0),)), "pace", "每个对话每 3 秒 1 条", "1 in 3 seconds to each chat"),
        (Capabilities(chat_windows=(Window(9, 86_400.0),)), "pace", "每个对话每天 9 条", "9 a day to each chat"),
        (Capabilities(text_limit=682), "text", "一条 682 个字", "682 characters a message"),
    ],
)
def test_each_ability_in_both_languages(can: Capabilities, row: str, chinese: str, english: str) -> None:
    assert in_words("zh-CN", can)[row] == chinese
    assert in_words("en", can)[row] == english


def test_what_only_pushes_is_told_in_few_words() -> None:
    said = sentence("en", Capabilities(hears=False, text_limit=100))
    assert said == "only pushes, hears no answer; cannot change what it said; no limit; 100 characters a message"


def test_the_table_has_a_row_for_each() -> None:
    lines = table("zh-CN", {"a": Capabilities(), "b": Capabilities(buttons=True)}).splitlines()
    assert [line.split(" | ")[0] for line in lines] == ["| 平台", "| ---", "| `a`", "| `b`"]
    assert len({line.count("|") for line in lines}) == 1
