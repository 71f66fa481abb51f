"""What is read must be what is seen: letters without contrast, covered cells and bent pages are reported.

Each case is an honest package in which one thing was changed by tools that share no code with the reader, with fresh checksums.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tests.received.forging import (
    Change,
    added_to,
    file_changed,
    forged,
    head_changed,
    page_changed,
    page_object_changed,
    part_changed,
    sheet_changed,
    two,
    words_changed,
)
from tests.received.packages import exported, looked_at, reported_text
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.forms.sheets.accounts import PLAN_NOTE
from workbooks.received.printed import pages

SHEET, STYLES, TEXTS, THEME = r"xl/worksheets/sheet\d+\.xml", r"xl/styles\.xml", r"xl/sharedStrings\.xml", r"xl/theme/theme1\.xml"
UNSEEN, DRAWN = "附件中有看不见的内容", "打印稿上看到的与读出的可能不同"


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(sample_class(MUNICIPAL, 9), tmp_path_factory.mktemp("honest"))


def font(**properties: object) -> Callable[[Worksheet], None]:
    return lambda sheet: setattr(sheet["B6"], "font", Font(**({"name": "宋体", "size": 11} | properties)))


def ground(color: str) -> Callable[[Worksheet], None]:
    return lambda sheet: setattr(sheet["B6"], "fill", PatternFill("solid", fgColor=color))


def prompted(sheet: Worksheet) -> None:
    made = DataValidation(type="none", promptTitle="注意", prompt="此人未到", showInputMessage=True)
    made.add("B6")
    sheet.add_data_validation(made)


def turned(sheet: Worksheet) -> None:
    """Shown from right to left, with a sign that is not seen itself."""
    sheet["F6"].value = f"\u202e{sheet['F6'].value}"


def with_theme_color(number: int) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(b"<font>", b'<font><color theme="%d"/>' % number)


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda part: re.sub(old, new, part, count=1, flags=re.DOTALL)


def partly_white(part: bytes) -> bytes:
    found = re.search(rb"<si><t>([^<]{6,})</t></si>", part)
    assert found is not None
    white = b'<si><r><rPr><color rgb="FFFFFFFF"/></rPr><t>' + found[1] + b"</t></r><r><t></t></r></si>"
    return part.replace(found[0], white, 1)


def spelt_above(part: bytes) -> bytes:
    """Another name above the letters of one, as phonetic guides stand."""
    found = re.search("<si><t>([一-鿿]{2,3})</t></si>".encode(), part.replace("姓名".encode(), b"??"))
    assert found is not None
    return part.replace(found[0], found[0].replace(b"</si>", '<rPh sb="0" eb="1"><t>王二</t></rPh></si>'.encode()), 1)


WORKBOOKS: dict[str, tuple[Change, str]] = {
    "白字": (sheet_changed("附件5", font(color="FFFFFFFF")), "附件5.xlsx!B6"),
    "浅灰字": (sheet_changed("附件5", font(color="FFD0D0D0")), "附件5.xlsx!B6"),
    "主题色白字": (part_changed("附件5", STYLES, with_theme_color(0)), "字色不是黑色"),
    "主题的黑改成白": (two(
            part_changed("附件5", STYLES, with_theme_color(1)),
            part_changed("附件5", THEME, swap(rb"(<a:dk1>).*?(</a:dk1>)", rb'\1<a:srgbClr val="FFFFFF"/>\2')),
        ),
        "字色不是黑色",
    ),
    "黑底黑字": (sheet_changed("附件5", ground("FF000000")), "附件5.xlsx!B6"),
    "小字": (sheet_changed("附件5", font(size=1)), "字号为1"),
    "删除线": (sheet_changed("附件5", font(strike=True)), "有删除线"),
    "符号字体": (sheet_changed("附件5", font(name="Wingdings")), "用的是符号字体"),
    "一格里部分白字": (part_changed("附件4", TEXTS, partly_white), "字色不是黑色"),
    "合并单元格盖住": (part_changed("附件5", SHEET, swap(rb"<mergeCell ", rb'<mergeCell ref="B5:B6"/><mergeCell ')),
        "附件5.xlsx!B6",
    ),
    "行高为零": (part_changed("附件5", SHEET, swap(rb'<row r="6"[^>]*>', rb'<row r="6" ht="0" customHeight="1">')), "第6行"),
    "列宽为零": (part_changed("附件5", SHEET, swap(rb'<col width="7"', rb'<col width="0"')), "C列"),
    "冻结窗格遮住": (part_changed("附件5", SHEET, swap(rb"<sheetView ", rb'<sheetView topLeftCell="A9" ')), "冻结窗格"),
    "不显示零值": (sheet_changed("附件6", lambda sheet: setattr(sheet.sheet_view, "showZeros", False)), "零值"),
    "公式": (part_changed("附件3", SHEET, swap(rb'(<c r="B15"[^>]*>)<v>', rb"\1<f>10000+55960</f><v>")),
        "附件3.xlsx!B15是公式",
    ),
    "打印区域": (sheet_changed("附件5", lambda sheet: setattr(sheet, "print_area", "A1:I20")), "打印区域为A1:I20"),
    "页眉": (sheet_changed("附件5", lambda sheet: setattr(sheet.oddHeader.center, "text", "作废")), "页眉“作废”"),
    "超链接": (sheet_changed("附件5", lambda sheet: setattr(sheet["B6"], "hyperlink", "https://x.invalid")), "超链接"),
    "文字倒着显示": (sheet_changed("附件5", turned), "附件5.xlsx!F6"),
    "同一格写两次": (
        part_changed("附件6", SHEET, swap(rb'(<c r="C6"[^>]*><v>)(\d+)(</v></c>)', rb"\1\2\3\g<1>9\3")), "附件6.xlsx!C6写了两次",
    ),
    "另一种内容": (
        part_changed(
            "附件5",
            SHEET,
            swap(rb"(<sheetData>.*</sheetData>)", rb"<AlternateContent><Fallback>\1</Fallback></AlternateContent>"),
        ),
        "另一种内容",
    ),
    "缩进到格外": (
        sheet_changed("附件5", lambda sheet: setattr(sheet["B6"], "alignment", Alignment(indent=50))), "对齐方式或缩进不同",
    ),
    "压扁的行": (sheet_changed("附件5", lambda sheet: setattr(sheet.row_dimensions[6], "height", 5)), "第6行"),
    "录入提示": (sheet_changed("附件5", prompted), "录入提示"),
    "重复填满": (sheet_changed("附件5", lambda sheet: setattr(sheet["C6"], "alignment", Alignment("fill"))), "附件5.xlsx!C6"),
    "从右向左": (
        sheet_changed("附件5", lambda sheet: setattr(sheet["F6"], "alignment", Alignment(readingOrder=2))), "附件5.xlsx!F6",
    ),
    "主题的字体是符号": (two(
            sheet_changed("附件5", font(scheme="minor")),
            part_changed("附件5", THEME, swap(rb'(<a:minorFont>\s*<a:latin typeface=")[^"]*', rb"\1Wingdings")),
        ),
        "用的是主题的字体",
    ),
    "符号字符集": (sheet_changed("附件5", font(charset=2)), "用的是符号字体"),
    "注音": (part_changed("附件5", TEXTS, spelt_above), "上方另有注音"),
    "显示别的内容": (part_changed("附件5", SHEET, swap(rb'<c r="C6"', rb'<c vm="1" r="C6"')), "显示别的内容的数据类型"),
}  # fmt: skip

DRAWS, SECOND_TABLE = rb"(/Type/Page/.*)/Contents", b"5 1\n0000000100 00000 n \ntrailer"
COVER = b"q 1 0 0 -1 200 500 cm/c0 cs 1 scn 0 0 m 200 0 l 200 80 l 0 80 l\nh\nf\nQ"
FIRST_SHOWN = rb"q 1 0 0 -1 \S+ \S+ cm/c0 cs 0 scn\nBT.*?ET\nQ"


def laid_beside(content: bytes) -> bytes:
    """Words of the page a second time elsewhere, as what a reader passes over."""
    found = re.search(FIRST_SHOWN, content, re.DOTALL)
    assert found is not None
    again = re.sub(rb"-1 \S+ \S+ cm", b"-1 300 300 cm", found[0], count=1)
    return content + b"\n/Artifact<</Type/Layout>>BDC\n" + again + b"\nEMC\n"


def bar_of_another_length(content: bytes) -> bytes:
    first = next(found for found in re.finditer(rb"0 0 m (\d+\.\d+) 0 l (\d+\.\d+) \S+ l 0 \S+ l\nh\nf", content))
    return content.replace(first[0], first[0].replace(first[1], b"100.5"), 1)


PAGES: dict[str, tuple[Change, str]] = {
    "白字": (page_changed("附件3.pdf", words_changed(9, rb"0 scn", b"1 scn")), "附件3.pdf"),
    "不描不填的字": (page_changed("附件3.pdf", words_changed(5, rb"0 Tr", b"3 Tr")), "附件3.pdf"),
    "小字": (page_changed("附件5.pdf", words_changed(5, rb" [\d.]+ Tf", b" 0.1 Tf")), "附件5.pdf"),
    "移出纸外": (page_changed("附件5.pdf", words_changed(5, rb"q 1 0 0 -1 \S+", b"q 1 0 0 -1 9000")), "附件5.pdf"),
    "字距推出纸外": (page_changed("附件3.pdf", words_changed(9, rb"\[\(", rb"[-99999(")), "附件3.pdf"),
    "白块盖住": (page_changed("附件3.pdf", added_to(COVER)), "附件3.pdf"),
    "白块盖住核验报告": (page_changed("核验报告.pdf", added_to(b"q 1 g 200 400 200 80 re f Q")), "核验报告.pdf"),
    "白块盖住材料清单": (page_changed("材料清单.pdf", added_to(COVER)), "材料清单.pdf"),
    "另画的线": (
        page_changed("材料合并.pdf", added_to(b"q 1 0 0 -1 300 500 cm/c0 CS 0 SCN 0.5 w 4 M 0 0 m 0 5 l\nS\nQ")), "材料合并.pdf",
    ),
    "划掉的字": (
        page_changed("附件3.pdf", lambda content: content + struck_out(content)), "附件3.pdf",
    ),
    "嵌入的图": (page_changed("附件5.pdf", added_to(b"q 9 0 0 9 200 500 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q")), "附件5.pdf"),
    "裁去一半": (head_changed("附件3.pdf", b"/MediaBox[0 0 ", b"/MediaBox[0 300 "), "附件3.pdf"),
    "转动": (head_changed("附件4.pdf", b"/Tabs/S", b"/Tabs/S/Rotate 180"), "附件4.pdf"),
    "页眉位置的字": (page_changed("附件3.pdf", laid_beside), "附件3.pdf"),
    "另一份页面": (page_object_changed("附件5.pdf", DRAWS, rb"\1/Contents (last) 0 R/Contents"), "附件5.pdf"),
    "注释里的页面": (page_object_changed("附件5.pdf", DRAWS, b"\\1%/Contents (last) 0 R\n/Contents"), "附件5.pdf"),
    "改写的名字": (page_object_changed("附件5.pdf", rb"(/Type/Page/.*)>>", rb"\1/#43ontents (last) 0 R>>"), "附件5.pdf"),
    "白当作黑": (page_object_changed("附件3.pdf", rb"\[/ICCBased \d+ 0 R\]", b"[/Indexed/DeviceGray 1<FFFF>]"), "附件3.pdf"),
    "两个同名的字体": (page_object_changed("附件3.pdf", rb"/Font<</f0 (\d+) 0 R", rb"/Font<</f0 9 0 R/f0 \1 0 R"), "附件3.pdf"),
    "两个长度": (page_object_changed("附件3.pdf", rb"<</Length ", b"<</Length 9/Length "), "附件3.pdf"),
    "文件末尾的另一个根": (file_changed("附件3.pdf", lambda data: data + b"\n%/Root 5 0 R\n"), "附件3.pdf"),
    "第二张交叉引用表": (file_changed("附件3.pdf", lambda data: data.replace(b"trailer", SECOND_TABLE)), "附件3.pdf"),
    "条形图": (page_changed("附件6.pdf", bar_of_another_length), "附件6.pdf"),
}  # fmt: skip


def struck_out(content: bytes) -> bytes:
    """A rule through the words of the page that stand seventh."""
    places = re.findall(rb"q 1 0 0 -1 (\S+) (\S+) cm/c0 cs 0 scn\nBT", content)
    x, y = (float(one) for one in places[6])
    return b"\nq 1 0 0 -1 %.2f %.2f cm/c0 CS 0 SCN 0.5 w 4 M 0 0 m 60 0 l\nS\nQ\n" % (x - 2, y + 4)


@pytest.mark.parametrize("case", WORKBOOKS)
def test_what_is_not_seen_in_a_workbook_is_reported(case: str, honest: Path, tmp_path: Path) -> None:
    change, says = WORKBOOKS[case]
    one = looked_at(forged(honest, change, tmp_path), tmp_path)
    assert not one.clean
    assert any(says in difference.line for difference in one.differences), reported_text(one)


@pytest.mark.parametrize(("left", "clean"), [(0, True), (1, False), (2, True)])
def test_a_package_of_the_first_edition_printed_no_note(
    left: int, clean: bool, honest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its 附件3 had no （按项目计划填写） on paper; with one of the two gone the page is as no edition prints it."""
    whole = pages.read_page

    def read(files: Mapping[str, Path], name: str) -> pages.PageContent:
        text, fault = whole(files, name)
        notes = [at for at, run in enumerate(text.runs) if run == PLAN_NOTE] if text else []
        for at in reversed(notes[left:]):
            del text.runs[at]  # type: ignore[union-attr]
        return text, fault

    monkeypatch.setattr(pages, "read_page", read)
    package = tmp_path / "收到" / "包"
    shutil.copytree(honest, package)
    one = looked_at(package, tmp_path)
    assert one.clean is clean, reported_text(one)


@pytest.mark.parametrize("key", ["summary", "findings", "trainees", "clause"])
def test_a_key_reported_twice_is_reported(key: str, honest: Path, tmp_path: Path) -> None:
    """Each reader of the report takes another one."""

    def twice(data: bytes) -> bytes:
        return re.sub(rb'("%s": *)' % key.encode(), rb'"%s": null, \1' % key.encode(), data, count=1)

    one = looked_at(forged(honest, file_changed("核验报告.json", twice), tmp_path), tmp_path)
    assert not one.clean
    assert f"核验报告的“{key}”写了两次" in one.refused


@pytest.mark.parametrize("name", ["附件3.pdf", "材料合并.pdf", "核验报告.pdf", "材料清单.pdf"])
def test_a_bookmark_that_no_page_says_is_reported(name: str, honest: Path, tmp_path: Path) -> None:
    stated = "审计已通过".encode("utf-16-be").hex().upper().encode()
    change = page_object_changed(name, rb"(/Parent [^>]*/Title)<FEFF[0-9A-F]+>", rb"\1<FEFF%s>" % stated)
    one = looked_at(forged(honest, change, tmp_path), tmp_path)
    assert not one.clean
    assert f"打印稿的书签是页面上没有的字：{name}，“审计已通过”" in reported_text(one)


@pytest.mark.parametrize("added", [rb"/OpenAction 1 0 R", rb"/PageLabels<</Nums[0<</P(A)>>]>>", rb"/Outlines 1 0 R"])
def test_what_is_done_when_a_page_is_opened_is_reported(added: bytes, honest: Path, tmp_path: Path) -> None:
    change = page_object_changed("附件3.pdf", rb"/Type/Catalog", rb"/Type/Catalog" + added)
    one = looked_at(forged(honest, change, tmp_path), tmp_path)
    assert not one.clean
    assert "附件3.pdf" in reported_text(one)


@pytest.mark.parametrize("case", PAGES)
def test_what_is_not_seen_on_a_page_is_reported(case: str, honest: Path, tmp_path: Path) -> None:
    change, names = PAGES[case]
    one = looked_at(forged(honest, change, tmp_path), tmp_path)
    assert not one.clean
    assert names in reported_text(one), reported_text(one)
