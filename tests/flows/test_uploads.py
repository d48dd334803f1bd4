"""A coordinator sends a sheet: it is read, questions are asked, what would change is shown, and all of it is loaded or
nothing."""

import io
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select, update

from kpbot.domain.messages import File
from kpbot.domain.sheets import Field
from kpbot.ports import SendError
from kpbot.services import stored, uploads
from kpbot.services.sheets.kind import SheetKind
from kpbot.services.upload_desk import Desk
from kpbot.settings import ImportSettings
from kpbot.storage import uploads as stored_uploads
from kpbot.storage.tables import audit, column_maps, conversations, outbox, posts
from kpbot.storage.tables import uploads as table
from kpbot.texts import say
from tests.fakes.sheets import Books, Shelf, workbook
from tests.fakes.stage import PLATFORM, Heard, Stage

HEAD = ("书名", "册数", "联系电话", "备注")
PLAIN = workbook(HEAD, ("果树修剪", 3, 13912345678, "赠"), ("急救", 2, 13812345678, ""))


@dataclass
class Library:
    stage: Stage
    shelf: Shelf
    books: Books
    kinds: dict[str, SheetKind]

    async def work(self) -> list[Heard]:
        """What is said once the sheets that wait were worked through."""
        desk = Desk(self.stage.database, self.stage.settings, self.stage.catalog, self.kinds)
        while await uploads.work_through(desk, {PLATFORM: self.shelf}, self.stage.clock.now()):
            pass
        return await self.stage.heard()

    async def send(self, who: str, content: bytes | Exception, name: str = "图书.xlsx", chat: str = "~") -> list[Heard]:
        """Somebody sends a file; what is said at once and after it was worked on."""
        text = "" if chat == "~" else "/import"
        said = await self.stage.say(who, chat, text, files=[self.shelf.put(name, content)])
        return [*said, *await self.work()]

    async def shown(self, content: bytes = PLAIN, name: str = "图书.xlsx") -> Heard:
        """The question or preview that 赵 gets for a file."""
        return (await self.send("赵", content, name))[-1]

    async def press(self, one: Heard, label: str, who: str = "赵") -> list[Heard]:
        said = await self.stage.press(who, "~" if who == "赵" else one.chat, one.buttons[label])
        return [*said, *await self.work()]

    async def row(self) -> Any:
        async with self.stage.database.read() as db:
            return (await db.execute(select(table).order_by(table.c.id.desc()).limit(1))).one()

    async def talks(self) -> list[Any]:
        """The talks that are open."""
        async with self.stage.database.read() as db:
            return list(await db.execute(select(conversations)))

    async def acts(self, act: str) -> list[Any]:
        async with self.stage.database.read() as db:
            return list(await db.execute(select(audit).where(audit.c.act == act).order_by(audit.c.id)))


@pytest.fixture
def library(stage: Stage, tmp_path: Path) -> Library:
    stage.settings = stage.dispatcher._settings = stage.settings.model_copy(update={"data_dir": tmp_path})
    books = Books()
    return Library(stage, Shelf(), books, {books.name: books})


async def test_a_sheet_is_shown_and_then_loaded(library: Library) -> None:
    got, shown = await library.send("赵", PLAIN)
    assert (got.chat, got.text) == ("~赵", "收到《图书》，正在核对…")
    assert shown.text.splitlines() == [
        "《图书》是名册（单位、人员、e站、设施），读到 1 张工作表、2 行。",
        "新增 2 种书。",
        "电话、身份证号不需要，这些列没有读取：联系电话。",
        "没有用到的列：备注。",
    ]
    assert list(shown.buttons) == ["就这样入库", "不要了"]
    assert await library.acts("book") == []
    loading, done = await library.press(shown, "就这样入库")
    assert (loading.text, done.text) == ("正在入库《图书》…", "已新增 2 种书。")
    assert {row.subject for row in await library.acts("book")} == {"果树修剪", "急救"}
    assert [row.person_id for row in await library.acts("sheet.apply")] == [library.stage.persons["赵"]]
    assert library.books.scopes[-1] == ("青禾县",)


async def test_numbers_of_people_are_never_stored_nor_the_file_nor_what_is_not_used(library: Library) -> None:
    await library.shown()
    row = await library.row()
    assert "果树修剪" in row.rows
    stored_words = " ".join(map(str, row))
    assert "13912345678" not in stored_words
    assert "赠" not in stored_words


@pytest.mark.parametrize(("lang", "said"), [("zh-CN", "：第 4 列。"), ("en", ": column 4.")])
async def test_an_emptied_column_without_a_heading_is_called_by_its_number(
    library: Library, lang: str, said: str
) -> None:
    await library.stage.say("赵", "~", f"/lang {lang}")
    shown = await library.shown(workbook(HEAD[:2], ("果树修剪", 3, "", 13912345678), ("急救", 2, "", 13812345678)))
    assert said in shown.text
    assert "#4" not in shown.text


async def test_numbers_are_gone_also_while_the_kind_is_asked_for(library: Library) -> None:
    library.kinds["items"] = replace(library.books, name="items")
    question = await library.shown()
    assert list(question.buttons) == ["名册（单位、人员、e站、设施）", "科普内容", "不要了"]
    assert "13912345678" not in " ".join(map(str, await library.row()))
    shown = (await library.press(question, "科普内容"))[-1]
    assert shown.text.startswith("《图书》是科普内容，读到 1 张工作表、2 行。")
    assert "联系电话" in shown.text


async def test_what_a_form_is_is_asked_once(library: Library) -> None:
    library.kinds["items"] = replace(library.books, name="items")
    shown = (await library.press(await library.shown(), "科普内容"))[-1]
    assert next(iter((await library.shown()).buttons)) == "名册（单位、人员、e站、设施）"  # not loaded yet
    await library.press(shown, "就这样入库")
    again = await library.shown(workbook(HEAD, ("天文", 1, "", "")))
    assert again.text.startswith("《图书》是科普内容，")


@pytest.mark.parametrize("how", ["applied", "dropped", "old"])
async def test_what_was_read_is_erased(library: Library, how: str) -> None:
    shown = await library.shown()
    if how == "old":
        later = library.stage.clock.now() + timedelta(days=7, minutes=1)
        async with library.stage.database.write() as db:
            await uploads.forget_open(db, later)
    else:
        await library.press(shown, {"applied": "就这样入库", "dropped": "不要了"}[how])
    row = await library.row()
    assert (row.state, row.rows, row.details) == ("applied" if how == "applied" else "dropped", "", "{}")
    over = await library.press(shown, "就这样入库")
    assert [one.text for one in over] == ["这份表已经处理完了。要再导入，请重新发一次文件。"]


async def test_a_sheet_somebody_decides_about_within_a_week_is_kept(library: Library) -> None:
    shown = await library.shown()
    async with library.stage.database.write() as db:
        await uploads.forget_open(db, library.stage.clock.now() + timedelta(days=6))
    assert (await library.press(shown, "就这样入库"))[-1].text == "已新增 2 种书。"


async def test_loading_the_same_twice_changes_nothing(library: Library) -> None:
    await library.press(await library.shown(), "就这样入库")
    again = await library.shown()
    assert "与现有记录一致，没有要改的。" in again.text
    assert again.buttons == {}
    assert (await library.row()).rows == ""
    assert len(await library.acts("book")) == 2


async def test_pressing_twice_loads_once(library: Library) -> None:
    shown = await library.shown()
    first = await library.stage.press("赵", "~", shown.buttons["就这样入库"])
    second = await library.stage.press("赵", "~", shown.buttons["就这样入库"])
    assert [one.text for one in (*first, *second)] == ["正在入库《图书》…", "正在处理，请稍等。"]
    await library.work()
    assert len(await library.acts("book")) == 2
    assert len(await library.acts("sheet.apply")) == 1


async def test_what_changed_meanwhile_is_shown_again_and_the_old_button_is_out_of_date(library: Library) -> None:
    shown = await library.shown()
    library.books.known.add("急救")
    again = (await library.press(shown, "就这样入库"))[-1]
    assert again.text.startswith("核对之后情况有变化，还没有入库。请看新的核对结果：\n《图书》")
    assert "新增 1 种书。" in again.text
    assert await library.acts("book") == []
    assert [one.text for one in await library.press(shown, "就这样入库")] == ["请看下面新的消息，以新的为准。"]
    assert (await library.press(again, "就这样入库"))[-1].text == "已新增 1 种书。"


async def test_all_or_nothing(library: Library) -> None:
    shown = await library.shown()
    library.books.fails = True
    await library.press(shown, "就这样入库")
    assert await library.acts("book") == []
    assert (await library.row()).state == "waiting"  # tried again
    library.books.fails = False
    library.stage.clock.move_to(library.stage.clock.now() + timedelta(minutes=1))
    assert [one.text for one in await library.work()] == ["已新增 2 种书。"]


async def test_what_fails_again_and_again_is_given_up_in_words(library: Library) -> None:
    shown = await library.shown()
    library.books.fails = True
    said = await library.press(shown, "就这样入库")
    for _ in range(8):
        library.stage.clock.move_to(library.stage.clock.now() + timedelta(hours=1))
        said += await library.work()
    assert [one.text for one in said] == [
        "正在入库《图书》…",
        "《图书》处理时出了问题，什么也没有改。请再发一次；还是不行，请告诉管理员。",
    ]
    assert (await library.row()).rows == ""


async def test_serious_remarks_keep_all_of_it_out_and_many_come_as_a_workbook(library: Library) -> None:
    lines = [("怪", number) for number in range(6)]
    shown = await library.shown(workbook(("书名", "册数"), *lines, ("坏", 1)))
    assert shown.text.splitlines()[1:-1] == [
        "有 1 处要先改好才能入库。请改好后再发一次，现在什么也没有改。",
        "请留意：",
        "第 8 行：坏不行",
        *(f"第 {number} 行：怪不行" for number in range(2, 6)),
        "……还有 2 条，全部见所附表格。",
    ]
    assert shown.buttons == {}
    assert (await library.row()).state == "refused"
    document = shown.outgoing.document
    assert document is not None
    assert document.name == "图书（核对意见）.xlsx"
    content = await stored.read(library.stage.settings.data_dir, document.path)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    assert cells[:2] == [("工作表", "行", "意见", "必须改"), ("表一", 8, "坏不行", "是")]
    assert len(cells) == 8


async def test_a_column_is_asked_for_once_and_remembered(library: Library) -> None:
    content = workbook(("书的名称", "本", "电话"), ("急救", 2, 13912345678))
    which = await library.shown(content)
    assert which.text == "《图书》的工作表“表一”里，哪一列是“书名”？"
    assert list(which.buttons) == ["书的名称", "本", "没有这一列", "不要了"]  # not the telephones
    which = (await library.press(which, "书的名称"))[-1]
    assert which.text == "《图书》的工作表“表一”里，哪一列是“册数”？"
    assert list(which.buttons) == ["本", "没有这一列", "不要了"]
    shown = (await library.press(which, "本"))[-1]
    assert "新增 1 种书。" in shown.text
    await library.press(shown, "就这样入库")
    again = await library.shown(workbook(("书的 名称", "本（册）", "电话"), ("修剪", 2, 13912345678)), "又一张.xlsx")
    assert "新增 1 种书。" in again.text
    async with library.stage.database.read() as db:
        (row,) = await db.execute(select(column_maps))
    assert (row.kind, row.columns, row.made_by) == ("roster", '{"title": 0, "count": 1}', library.stage.persons["赵"])


async def test_an_older_question_asks_for_another_column(library: Library) -> None:
    first = await library.shown(workbook(("书的名称", "本"), ("急救", 2)))
    second = (await library.press(first, "书的名称"))[-1]
    assert [one.text for one in await library.press(first, "本")] == ["请看下面新的消息，以新的为准。"]
    assert "新增 1 种书。" in (await library.press(second, "本"))[-1].text


async def test_what_was_said_of_columns_is_not_remembered_if_it_was_not_agreed_to(library: Library) -> None:
    content = workbook(("书的名称", "册数"), ("急救", 2))
    shown = (await library.press(await library.shown(content), "书的名称"))[-1]
    await library.press(shown, "不要了")
    assert (await library.shown(content)).text.endswith("哪一列是“书名”？")


async def test_without_the_column_it_cannot_be_loaded(library: Library) -> None:
    which = await library.shown(workbook(("书的名称", "册数"), ("急救", 2)))
    (said,) = await library.press(which, "没有这一列")
    assert said.text == "缺了这一列，《图书》没法导入，读到的内容已删除。请在表里补上这一列，再发一次。"
    assert (await library.row()).rows == ""


async def test_columns_of_the_settings(library: Library) -> None:
    await configure(library, {"title": "书的名称"})
    assert "新增 1 种书。" in (await library.shown(workbook(("书的名称", "册数"), ("急救", 2)))).text
    wrong = await library.shown(workbook(("书 名 儿", "册数"), ("急救", 2)))
    assert "设置 imports.roster.columns.title 里写的“书的名称”" in wrong.text
    await configure(library, {"author": "作者"})
    assert (
        "设置 imports.roster.columns.author 有误：没有这个项目，只能是 count, place, title。"
        in (await library.shown()).text
    )


async def configure(library: Library, columns: dict[str, str]) -> None:
    library.stage.settings = library.stage.settings.model_copy(
        update={"imports": {"roster": ImportSettings(columns=columns)}}
    )


async def test_several_sheets_the_others_are_named(library: Library) -> None:
    content = workbook(("书名", "册数"), ("急救", 2), 表二=[("书名", "册数"), ("修剪", 1)], 说明=[("请如实填写",)])
    shown = await library.shown(content)
    assert "读到 2 张工作表、2 行。" in shown.text
    assert "没有用到的工作表：说明。" in shown.text


async def test_only_the_sender_decides(library: Library) -> None:
    await library.stage.coordinator("钱", library.stage.county)
    got, shown = await library.send("赵", PLAIN, chat="coordinators")
    assert got.outgoing.reply_to
    assert (shown.chat, shown.outgoing.reply_to) == ("coordinators", got.outgoing.reply_to)
    for label in shown.buttons:
        (said,) = await library.press(shown, label, who="钱")
        assert said.text == "这份表是别人发的，由发的人来定。"
    await library.stage.press("赵", "coordinators", shown.buttons["就这样入库"])
    assert (await library.work())[-1].text == "已新增 2 种书。"


async def test_who_is_no_coordinator_is_told_in_a_sentence(library: Library) -> None:
    for who in ("李", "路人"):
        (said,) = await library.send(who, PLAIN)
        assert said.text == "表格由协调员来导入。您要登记或更正什么，请直接告诉本县的协调员。"
        (said,) = await library.send(who, PLAIN, chat="officers")
        assert said.text.startswith("表格由协调员来导入。")
    assert library.shelf.asked == []


async def test_files_in_groups_are_none_of_the_bots_business_without_the_command(library: Library) -> None:
    file = library.shelf.put("图书.xlsx", PLAIN)
    assert await library.stage.say("赵", "coordinators", "", files=[file]) == []
    assert await library.stage.say("赵", "coordinators", "大家看看", files=[file]) == []
    assert await library.work() == []


async def test_the_command_waits_for_the_file(library: Library) -> None:
    (how,) = await library.stage.say("赵", "~", "/导入")
    assert how.text.startswith("请把表格文件发到这里")
    assert "新增 2 种书。" in (await library.shown()).text
    await library.stage.say("赵", "~", "/import")
    (said,) = await library.stage.say("赵", "~", "算了")
    assert said.text.startswith("没有收到表格。")


async def test_rights_are_looked_at_again_when_it_is_loaded(library: Library) -> None:
    shown = await library.shown()
    said = await library.stage.press("赵", "~", shown.buttons["就这样入库"])
    async with library.stage.database.write() as db:
        await db.execute(update(posts).where(posts.c.id == library.stage.posts["赵"]).values(state="ended"))
    said = await library.work()
    assert [one.text for one in said] == ["《图书》没有导入：您现在不是协调员，不能导入表格。请联系上一级协调员。"]
    assert await library.acts("book") == []


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "图书.xlsx", "这是一张图片"),
        (b"%PDF-1.7", "图书.xlsx", "这是 PDF"),
        (b"PK\x03\x04 cut off", "图书.xlsx", "这个文件打不开"),
        (b"", "图书.csv", "没有内容"),
        (workbook(("只有标题",)), "图书.xlsx", "没有找到表头"),
    ],
)
async def test_what_is_no_sheet_is_refused_in_words(library: Library, content: bytes, name: str, says: str) -> None:
    said = (await library.send("赵", content, name))[-1]
    assert said.text.startswith("《图书》没有导入：")
    assert says in said.text
    assert (await library.row()).state == "refused"


async def test_a_file_of_another_sort_or_size_is_not_even_fetched(library: Library) -> None:
    (said,) = await library.stage.say("赵", "~", files=[File("x", "通知.docx", 1000)])
    assert said.text == "《通知》不是表格。请发 Excel（.xlsx、.xls）或 CSV 文件。"
    (said,) = await library.stage.say("赵", "~", files=[File("x", "图书.xlsx", 11 * 1024**2)])
    assert said.text.startswith("《图书》超过 10 MB")
    (said,) = await library.stage.say("赵", "~", files=[File("", "图书.xlsx", 1000)])
    assert said.text == "《图书》没有收到内容，请再发一次。"
    assert await library.work() == []


async def test_somebody_who_decides_about_nothing_sends_no_more(library: Library) -> None:
    for _ in range(5):
        await library.shown()
    (said,) = await library.send("赵", PLAIN)
    assert said.text.startswith("您还有 5 个文件没有处理完。")


async def test_what_the_platform_does_not_give_is_tried_again_and_then_told(library: Library) -> None:
    said = await library.send("赵", SendError("busy", retry_after=300))
    assert len(said) == 1
    library.stage.clock.move_to(library.stage.clock.now() + timedelta(seconds=299))
    assert await library.work() == []
    library.shelf.put("图书.xlsx", PLAIN)
    library.stage.clock.move_to(library.stage.clock.now() + timedelta(seconds=2))
    assert "新增 2 种书。" in (await library.work())[-1].text
    assert (await library.send("赵", SendError("gone", permanent=True), "旧的.xlsx"))[-1].text == (
        "《旧的》没有取到，请再发一次。"
    )


async def test_a_sheet_of_a_worker_that_died_is_taken_up_again(library: Library) -> None:
    await library.stage.say("赵", "~", files=[library.shelf.put("图书.xlsx", PLAIN)])
    now = library.stage.clock.now()
    async with library.stage.database.write() as db:
        (claimed,) = await stored_uploads.claim(db, now, now + uploads.LEASE, 5)
    assert claimed.attempts == 1
    assert await library.work() == []
    library.stage.clock.move_to(now + uploads.LEASE)
    assert "新增 2 种书。" in (await library.work())[-1].text


@pytest.mark.parametrize("data", ["imp", "imp:ok", "imp:k:1", "imp:c:1:x", "imp:zz:1", "imp:c:1:99999", "imp:no:7"])
async def test_made_up_presses_do_nothing(library: Library, data: str) -> None:
    await library.shown()
    (said,) = await library.stage.forge("赵", "~", data)
    assert said.text in (say("zh-CN", "button-outdated"), say("zh-CN", "uploads-over"))
    assert (await library.row()).state == "shown"


async def test_a_made_up_column_or_kind_changes_nothing(library: Library) -> None:
    which = await library.shown(workbook(("书的名称", "册数"), ("急救", 2)))
    upload_id = (await library.row()).id
    await library.stage.forge("赵", "~", f"imp:c:{upload_id}:77:1")
    assert (await library.work())[-1].text == which.text  # asked again
    await library.stage.forge("赵", "~", f"imp:k:{upload_id}:items")
    assert await library.work() == []


async def test_fields_of_all_kinds_find_the_headings(library: Library) -> None:
    """A title above the headings is no heading for numbers that stand below «说明»."""
    content = workbook(("某县图书",), HEAD, ("急救", 2, "13912345678 转 王", ""), ("修剪", 2, "13912345678", ""))
    library.kinds["items"] = Books("items", (Field("title", ("标题",), needed=True),))
    shown = await library.shown(content)
    assert "联系电话" in shown.text
    assert "13912345678" not in (await library.row()).rows


async def test_own_sheets_are_read_out_and_forgotten(library: Library) -> None:
    await library.shown()
    said = "\n".join(one.text for one in await library.stage.say("赵", "~", "/mydata"))
    assert "【表格】1 份" in said
    assert "《图书.xlsx》 等您决定" in said
    _, which = await library.send("赵", workbook(("书的名称", "册数"), ("急救", 2)), "别的.xlsx", chat="coordinators")
    await library.stage.press("赵", "coordinators", which.buttons["书的名称"])
    shown = (await library.work())[-1]
    await library.stage.press("赵", "coordinators", shown.buttons["就这样入库"])
    await library.work()
    await library.stage.deliver()
    (ask,) = await library.stage.say("赵", "~", "/forgetme")
    await library.stage.press("赵", "~", next(data for data in ask.buttons.values() if "forgetme" in data))
    async with library.stage.database.read() as db:
        assert list(await db.execute(select(table))) == []
        assert [row.made_by for row in await db.execute(select(column_maps))] == [None]
        owed = await db.execute(select(outbox.c.payload).where(outbox.c.key.startswith("upload:")))
        assert set(owed.scalars()) == {"{}"}


async def test_a_sheet_is_taken_while_something_else_is_talked_about(library: Library) -> None:
    """The other talk goes on where it was: here a report that a coordinator makes for an officer."""
    await library.stage.say("赵", "~", "/for 李 /report 健康讲座")
    open_talk = await library.talks()
    assert [(row.chat, row.sender, row.route, row.step) for row in open_talk] == [("~赵", "赵", "rep", "day")]
    got, shown = await library.send("赵", PLAIN)
    assert got.text == "收到《图书》，正在核对…"
    assert list(shown.buttons) == ["就这样入库", "不要了"]
    assert await library.talks() == open_talk
    assert (await library.press(shown, "就这样入库"))[-1].text == "已新增 2 种书。"
    (asked,) = await library.stage.say("赵", "~", "今天下午")
    assert asked.text.splitlines()[-1].startswith("来了多少人？")
    assert [row.step for row in await library.talks()] == ["headcount"]


async def test_a_sheet_of_an_officer_in_the_midst_of_a_report_is_answered(library: Library) -> None:
    await library.stage.say("李", "~", "/report 健康讲座")
    open_talk = await library.talks()
    assert [(row.chat, row.sender, row.route, row.step) for row in open_talk] == [("~李", "李", "rep", "day")]
    (said,) = await library.stage.say("李", "~", "", files=[library.shelf.put("图书.xlsx", PLAIN)])
    assert said.text.startswith("表格由协调员来导入。")
    assert await library.talks() == open_talk
    await library.stage.say("李", "~", "今天下午")
    assert [row.step for row in await library.talks()] == ["headcount"]
