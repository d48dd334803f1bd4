"""Personal codes as a Word file to print and cut: cards with place, name, code and a QR code, ten on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO
from typing import Any

from kpbot.texts import say

COLUMNS, ROWS = 2, 5
_MM = 56.7  # twentieths of a point in a millimetre
_QR_WIDTH, _TEXT_WIDTH, _HEIGHT = 34, 61, 54  # millimetres
_QR_SIDE = 29 * 36_000  # in the unit of drawings, 36,000 to a millimetre
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_CUT = 'w:val="dashed" w:sz="6" w:space="0" w:color="888888"'


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code as it is printed. `until` is local to the place."""

    name: str
    place: str
    code: str
    until: datetime


def code_cards(invitations: Sequence[Invitation], lang: str, link: str = "") -> bytes:
    """The file. A QR code opens `link` with the code put in; without one it holds the words to send."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.shared import Mm

    document = Document()
    document.core_properties.title = say(lang, "invite-sheet-title")
    document.core_properties.author = ""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(10)
    page.top_margin = page.bottom_margin = Mm(12)
    page.header_distance = page.footer_distance = Mm(5)
    body = document.element.body
    for old in list(body.iterchildren(tag=f"{{{body.nsmap['w']}}}p")):
        body.remove(old)
    rows = []
    for start in range(0, len(invitations), COLUMNS):
        some = invitations[start : start + COLUMNS]
        cells = [_card(document.part, one, lang, link, start + n) for n, one in enumerate(some)]
        rows.append(_row(cells + [_empty()] * (COLUMNS - len(some))))
    body.insert(0, parse_xml(_table(rows)))
    body.insert(1, parse_xml(f'<w:p {_NS}><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'))
    found = BytesIO()
    document.save(found)
    return found.getvalue()


def _table(rows: Sequence[str]) -> str:
    widths = [_QR_WIDTH, _TEXT_WIDTH] * COLUMNS
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _row(cards: Sequence[str]) -> str:
    height = f'<w:trHeight w:val="{_twips(_HEIGHT)}" w:hRule="exact"/>'
    return f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{''.join(cards)}</w:tr>"


def _twips(millimetres: float) -> int:
    return round(millimetres * _MM)


def _card(part: Any, one: Invitation, lang: str, link: str, number: int) -> str:
    plain = one.code.replace("-", "")
    holds = link.replace("{}", plain) if link else say(lang, "invite-send", code=one.code)
    how = say(lang, "invite-how-link" if link else "invite-how", code=one.code)
    until = say(lang, "invite-until", until=one.until.strftime("%Y-%m-%d"))
    text = (
        _paragraph(one.place, 18, color="444444")
        + _paragraph(one.name, 32, bold=True)
        + _paragraph(one.code, 40, bold=True, font="Courier New")
        + _paragraph(how, 16)
        + _paragraph(until, 16, color="444444")
    )
    return _cell(_QR_WIDTH, _picture(part, holds, number), left=True) + _cell(_TEXT_WIDTH, text, left=False)


def _empty() -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
        for width in (_QR_WIDTH, _TEXT_WIDTH)
    )


def _cell(width: int, content: str, *, left: bool) -> str:
    side = "left" if left else "right"
    borders = f"<w:top {_CUT}/><w:left {_CUT}/><w:bottom {_CUT}/>" if left else f"<w:top {_CUT}/><w:bottom {_CUT}/>"
    borders += "" if side == "left" else f"<w:right {_CUT}/>"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/><w:tcBorders>{borders}</w:tcBorders>'
        f'<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    )


def _paragraph(text: str, half_points: int, *, bold: bool = False, color: str = "000000", font: str = "Arial") -> str:
    return (
        '<w:p><w:pPr><w:spacing w:before="20" w:after="30"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="Microsoft YaHei" w:cs="{font}"/>'
        f"{'<w:b/>' if bold else ''}"
        f'<w:color w:val="{color}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r></w:p>'
    )


def _picture(part: Any, holds: str, number: int) -> str:
    return (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:drawing>'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_QR_SIDE}" cy="{_QR_SIDE}"/><wp:docPr id="{number + 1}" name="QR {number + 1}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number + 1}" name="QR"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{_image(part, holds, number)}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{_QR_SIDE}" cy="{_QR_SIDE}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _image(part: Any, holds: str, number: int) -> str:
    """Added by hand: python-docx compares each picture with all before it, and no two of these are the same."""
    import segno
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.image import ImagePart

    drawn = BytesIO()
    # A fixed mask: to weigh all eight takes three times as long, and any scanner reads any of them.
    segno.make(holds, error="m", micro=False, mask=3).save(drawn, kind="png", scale=4, border=4)
    name = PackURI(f"/word/media/qr{number + 1}.png")
    relation = f"rIdQr{number + 1}"
    part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, ImagePart(name, CONTENT_TYPE.PNG, drawn.getvalue()), relation)
    return relation
