"""No character of any text becomes a box."""

import unicodedata
from importlib.resources import files
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

from kpbot.services.cards.characters import drawable, known

FONTS = files("kpbot.services.cards").joinpath("fonts")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("冬天 屋里\n要开窗 ", "冬天 屋里 要开窗"),
        ("小心😀路滑⚠️", "小心路滑"),
        ("👨‍👩‍👧‍👦一家🇨🇳", "一家"),
        ("1️⃣ 先开窗", "1 先开窗"),
        ("CO₂ 和 10⁻⁶", "CO2 和 10−6"),
        ("煙臺國學體驗", "烟台国学体验"),
        ("𝐀ﬁ㋿", "Afi令和"),
        ("ทดสอบ𪚥", "〓〓〓〓〓〓"),
        ("20 μm、≤3 ㎡、−5 ℃、PM2.5", "20 μm、≤3 ㎡、−5 ℃、PM2.5"),
        ("nǎiniu\u0301", "nǎiniú"),
        ("\u202e反\u200b向\ufeff\x00\ue000", "反向"),
        ("", ""),
    ],
)
def test_what_is_drawn_instead(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@given(st.text(max_size=40))
def test_whatever_is_said_can_be_drawn(text: str) -> None:
    drawn = drawable(text)
    assert known().issuperset(drawn)
    assert drawable(drawn) == drawn


def test_the_characters_of_the_national_table_are_all_there() -> None:
    """As many as it has, with the first and the last of each of its three levels."""
    assert known().issuperset("一矗乂蠹亍䲠")
    ideographs = [one for one in known() if unicodedata.name(one, "").startswith("CJK UNIFIED")]
    assert len(ideographs) >= 8105


@pytest.mark.parametrize("name", ["NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"])
def test_both_fonts_have_every_character_of_the_list(name: str) -> None:
    """What a font does not have leaves no ink."""
    font = ImageFont.truetype(BytesIO(FONTS.joinpath(name).read_bytes()), 24, layout_engine=ImageFont.Layout.BASIC)

    assert not any(font.getmask("ท"))
    assert [one for one in sorted(known()) if not one.isspace() and not any(font.getmask(one))] == []


def test_the_fonts_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in FONTS.joinpath("OFL.txt").read_text("utf-8")
