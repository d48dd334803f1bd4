"""The columns of a roster, as counties head them. One sheet may hold all of them, or several sheets some each."""

from __future__ import annotations

from kpbot.domain.places import UnitKind
from kpbot.domain.plain_text import fold
from kpbot.domain.sheets import Field
from kpbot.domain.upkeep import FacilityKind


def _field(name: str, headings: str, *, needed: bool = False) -> Field:
    return Field(name, tuple(headings.split("|")), needed)


FIELDS: tuple[Field, ...] = (
    _field("city", "市|城市|地市|地级市|所属市|city"),
    _field(
        "county",
        "县区|县（市）区|县（市、区）|县市区|区县|县|区|县级|地区|所属地区|所在地区|所属县区|"
        "所属区县|所在县区|行政区|县区名称|county|district|region",
    ),
    _field(
        "township",
        "乡镇|镇（街道）|乡镇（街道）|乡（镇、街道）|镇街|街道|乡镇街道|乡镇/街道|乡|镇|街镇|"
        "所属乡镇|所在乡镇|所属街道|所属乡镇街道|township|town|subdistrict",
    ),
    _field(
        "unit",
        "单位|单位名称|村（社区）|村/社区|村（居）|行政村（社区）|所属单位|所在单位|工作单位|"
        "行政村|行政村名称|村|村名|社区|社区名称|学校|学校名称|所属村（社区）|村社区|"
        "村（社区）名称|单位（村、社区、学校）|unit|unit name|village|community|school|"
        "organization",
        needed=True,
    ),
    _field("kind", "单位类型|类型|类别|单位类别|单位性质|性质|unit kind|unit type|kind|type"),
    _field("demonstration", "示范单位|是否示范|是否示范单位|示范|示范点|是否示范点|demonstration"),
    _field(
        "person",
        "科普信息员|信息员姓名|信息员|科普信息员姓名|姓名|人员姓名|科普员|成员姓名|名字|负责人|"
        "负责人姓名|联系人|联络员|"
        "科技辅导员|科学辅导员|科普辅导员|辅导员|科技教师|科普教师|科学教师|科普员姓名|辅导员姓名|"
        "officer|name|person|full name",
    ),
    _field("role", "岗位|职务|角色|身份|岗位名称|人员类别|role|post|position"),
    _field(
        "since",
        "任职时间|任职日期|起始日期|起始时间|开始时间|聘任时间|聘任日期|聘用时间|上岗时间|"
        "到岗时间|登记时间|注册时间|since|start date|from|appointed",
    ),
    _field("left", "离任时间|离任日期|离任|卸任时间|卸任日期|离职时间|终止时间|结束时间|until|end date|left"),
    _field("standing", "状态|在任情况|是否在任|是否在岗|在岗情况|任职状态|人员状态|status"),
    _field(
        "station",
        "科普中国e站|e站|e站名称|站点名称|科普中国e站名称|科普e站|是否建有e站|e站建设情况|站点|"
        "是否建站|e-station|station|station name",
    ),
    _field("station_since", "建站时间|建站日期|e站建站时间|e站建成时间|建成时间|station since"),
    _field(
        "boards",
        "宣传栏|科普宣传栏|科普画廊|宣传栏数量|科普宣传栏数量|宣传栏（个）|科普宣传栏（个）|"
        "宣传栏（块）|boards|board|bulletin boards",
    ),
    _field(
        "books",
        "图书角|科普图书角|农家书屋|图书室|科普图书室|图书角数量|图书角（个）|科普图书角（个）|"
        "books|bookshelf|bookshelves|book corners",
    ),
    _field(
        "screens",
        "大屏|科普大屏|电子屏|电子大屏|显示屏|大屏数量|大屏（块）|电子屏（块）|科普大屏（块）|科普屏|screens|screen",
    ),
    _field("facility", "设施|设施名称|科普设施|阵地|科普阵地|设施清单|facility|facilities|facility name"),
    _field("facility_kind", "设施类型|设施类别|设施种类|阵地类型|facility kind|facility type"),
    _field("count", "数量|个数|设施数量|台数|块数|count|number|quantity"),
    _field("facility_since", "建成日期|安装时间|设置时间|设立时间|启用时间|facility since|installed"),
)

FACILITY_FIELDS = {"boards": FacilityKind.BOARD, "books": FacilityKind.BOOKS, "screens": FacilityKind.SCREEN}
FACILITY_NAMES = {FacilityKind.BOARD: "宣传栏", FacilityKind.BOOKS: "图书角", FacilityKind.SCREEN: "大屏"}
"""What a facility is called that the sheet only counts; a second one is 宣传栏2."""

_FACILITY_WORDS = (
    (FacilityKind.SCREEN, ("屏", "screen", "display")),
    (FacilityKind.BOOKS, ("图书", "书角", "书屋", "书架", "阅览", "book", "library", "shelf")),
    (FacilityKind.BOARD, ("宣传栏", "画廊", "橱窗", "板报", "展板", "公示栏", "科普栏", "宣传板", "board")),
)
_KIND_WORDS = (
    (UnitKind.SCHOOL, ("学校", "小学", "中学", "校园", "教育", "school")),
    (UnitKind.COMMUNITY, ("社区", "居委会", "居民委员会", "community")),
    (UnitKind.VILLAGE, ("村", "农村", "屯", "village")),
)
_SCHOOL_ENDS = (
    "小学",
    "中学",
    "学校",
    "高中",
    "初中",
    "职高",
    "附小",
    "附中",
    "校区",
    "幼儿园",
    "教学点",
    "小学部",
    "school",
)
_NUMBERED_SCHOOL = ("一二三四五六七八九十", "中小")
_VILLAGE_ENDS = ("村", "村委会", "村民委员会", "嘎查", "屯", "大队", "village")
_COMMUNITY_ENDS = ("社区", "居委会", "居民委员会", "居", "小区", "community")


def facility_kind(words: str) -> FacilityKind | None:
    """The kind of facility that words name, or None."""
    folded = fold(words)
    return next((kind for kind, known in _FACILITY_WORDS if any(word in folded for word in known)), None)


def unit_kind_said(words: str) -> UnitKind | None:
    """What a cell «单位类型» or the heading of the column says; None where it says nothing or two things."""
    folded = fold(words)
    found = {kind for kind, known in _KIND_WORDS if any(word in folded for word in known)}
    if found == {UnitKind.SCHOOL, UnitKind.VILLAGE} and "村小" in folded:
        return UnitKind.SCHOOL
    return found.pop() if len(found) == 1 else None


def unit_kind_guessed(name: str) -> UnitKind | None:
    """The kind that a unit's name ends in: 槐树村, 东关社区, 槐树村小学, 县一中."""
    folded = fold(name).rstrip("() （）")
    if folded.endswith(_SCHOOL_ENDS) or (
        len(folded) > 1 and folded[-1] in _NUMBERED_SCHOOL[1] and folded[-2] in _NUMBERED_SCHOOL[0]
    ):
        return UnitKind.SCHOOL
    if folded.endswith(_COMMUNITY_ENDS):
        return UnitKind.COMMUNITY
    return UnitKind.VILLAGE if folded.endswith(_VILLAGE_ENDS) else None
