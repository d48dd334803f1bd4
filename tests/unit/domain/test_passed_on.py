import pytest

from kpbot.domain.passed_on import holds_item

TITLE, SUMMARY = "被狗咬了怎么办", "先用肥皂水冲洗十五分钟，再去医院打针，别自己包扎。"
PUSHED = f"今日三条\n\n1. {TITLE}\n{SUMMARY}\n卫生健康 · 常备内容\n…"


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        (PUSHED, True),
        (PUSHED.replace("\n", " "), True),
        (PUSHED.replace("肥皂水", "肥 皂\n水"), True),
        (f"{TITLE}\n{SUMMARY[:20]}……", True),
        (f"· 《{TITLE}》→ 微信群", False),
        (f"{SUMMARY}\n{TITLE}", False),
        (SUMMARY, False),
        ("", False),
    ],
)
def test_an_item_is_its_title_and_what_follows(text: str, holds: bool) -> None:
    assert holds_item(text, TITLE, SUMMARY) is holds


def test_an_item_without_a_title_or_a_word_more() -> None:
    assert not holds_item("任何话", "", "")
    assert holds_item(f"1. {TITLE}", TITLE, "")
