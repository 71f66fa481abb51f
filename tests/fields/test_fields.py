"""A column is declared once: a made-up one more in 附件4 is in the template, in what is read, imported, tidied, checked, printed
and masked. The program that has it runs apart; what it leaves is judged by readers that know nothing of it.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.pdfs import whole_text
from udfs.fields.declared import LABELS, TABLES
from workbooks.forms import FORMS

ROOT = Path(__file__).resolve().parents[2]
HEADING = "随行电话"
RIGHT = ["14199000001", "14199000002", "022-83210001", "分机6688"]
"""The last one looks like nobody's number: it is masked for the column in which it stands, or not at all."""
UNTIDY = ["１４１９９００００01", "+86 141-9900-0002", "（022）83210001", " 分机６６８８"]
AT, BROKEN = 7, "G8"
"""Its column, right behind the title, and the cell in which the error of a formula stands."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the program with one column more leaves in a folder."""
    folder = tmp_path_factory.mktemp("column")
    (folder / "号码.json").write_text(json.dumps({"right": RIGHT, "wrong": [*UNTIDY, "#N/A"]}), encoding="utf-8")
    roster = openpyxl.Workbook()
    sheet = roster.worksheets[0]
    sheet.append(["姓名", "身份证号", "随行人员手机", "工作单位"])
    sheet.append(["示例甲", "120199199001010017", "+86 14199000009", "天津示例大学"])
    roster.save(folder / "名册.xlsx")
    done = subprocess.run(
        [sys.executable, "-m", "tests.fields.one_more_column", str(folder)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def seen(made: Path) -> dict[str, Any]:
    reported: dict[str, Any] = json.loads((made / "所见.json").read_text(encoding="utf-8"))
    return reported


def people(path: Path) -> Worksheet:
    sheet = openpyxl.load_workbook(path)["附件4"]
    assert isinstance(sheet, Worksheet)
    return sheet


def column(path: Path, rows: int) -> list[object]:
    """The first cells below the heading of the new column."""
    sheet = people(path)
    found = next(cell for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == HEADING)
    return [sheet.cell(found.row + at, found.column).value for at in range(1, rows + 1)]


def test_every_command_went_through(seen: dict[str, Any]) -> None:
    assert {name: code for name, (code, _) in seen["messages"].items()} == {
        "new": 0, "import": 0, "tidy": 0, "check": 1, "export": 0, "mask": 0,
    }, seen["messages"]  # fmt: skip


def test_the_template_has_the_column(made: Path) -> None:
    book = openpyxl.load_workbook(made / "空.xlsx")
    sheet = book["附件4"]
    assert [cell.value for cell in sheet[3]][AT - 2 : AT + 2] == ["专业技术职务（职称）", HEADING, "是否收费", "签名"]
    assert sheet.print_area.replace("$", "").startswith("'附件4'!A1:I")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:I1", "A2:I2", "J2:Q2"}
    assert book.defined_names[f"附件4_{HEADING}"].attr_text.startswith("附件4!$G$4:$G$")
    assert sheet.column_dimensions["G"].width == 14
    assert sheet.freeze_panes == "C4"
    prompts = {one.prompt for one in sheet.data_validations.dataValidation if "G4" in one.sqref}
    assert any("随行人员的电话" in (prompt or "") for prompt in prompts)
    assert "核对" in book.sheetnames
    assert sheet["J1"].value.startswith("=")
    assert sheet["R2"].value.startswith("=")


def test_it_is_read_back(seen: dict[str, Any]) -> None:
    assert seen["read"][: len(RIGHT)] == RIGHT
    assert set(seen["read"][len(RIGHT) :]) == {None}


def test_a_roster_that_calls_it_otherwise_is_imported(made: Path) -> None:
    row = [cell.value for cell in people(made / "空.xlsx")[4]]
    assert (row[1], row[AT - 1]) == ("示例甲", "14199000009")


def test_it_is_tidied(made: Path) -> None:
    assert column(made / "乱.xlsx", len(UNTIDY)) == RIGHT


def test_a_broken_cell_of_it_is_found(seen: dict[str, Any]) -> None:
    report = json.loads(seen["messages"]["check"][1])
    assert [(one["code"], one["field"], one["cell"]) for one in report["findings"]] == [("WB-02", HEADING, BROKEN)]


def test_the_live_check_reads_it(seen: dict[str, Any]) -> None:
    assert f"WB-02 附件4!{BROKEN}" in seen["live"]


def test_it_is_printed_and_stands_in_the_clean_annex(made: Path) -> None:
    (package,) = (made / "盖章稿").iterdir()
    pages = whole_text(package / "附件4.pdf")
    assert HEADING in pages
    assert all(number in pages for number in RIGHT)
    assert column(package / "附件4.xlsx", len(RIGHT)) == RIGHT
    assert [cell.value for cell in people(package / "附件4.xlsx")[3]][-1] == "签名"


def test_it_is_masked(made: Path) -> None:
    shown = [str(value) for value in column(made / "公开.xlsx", len(RIGHT))]
    assert all("*" in one and one != number for one, number in zip(shown, RIGHT, strict=True)), shown


def test_code_names_no_attribute_that_is_not_declared() -> None:
    from udfs.reading.assembly import SHEETS_OF_ROWS
    from udfs.records.class_file import Accounts, Project, SurveyForms

    kinds = [kind for _, kind in SHEETS_OF_ROWS.values()]
    for kind in (*kinds, Project, Accounts, SurveyForms):
        of_its_own = {"row", "person_row", "notes"}
        assert set(kind.attributes().values()) == {one.name for one in fields(kind)} - of_its_own, kind


def test_no_two_columns_share_a_heading_or_an_attribute() -> None:
    for columns in (*TABLES.values(), *LABELS.values()):
        for names in ([one.heading for one in columns], [one.attribute for one in columns]):
            assert len(names) == len(set(names)), names


def test_a_sheet_has_the_columns_that_are_declared_for_it() -> None:
    for sheet, columns in TABLES.items():
        table = FORMS[sheet].table
        assert table
        shown = [one.heading for one in table.columns if one.heading != "核验"]
        assert shown == [one.heading for one in columns if one.width], sheet


DECLARING = {"udfs/values/headings.py", "udfs/fields/declared.py", "udfs/fields/roster_words.py"}
EVERYDAY = frozenset(
    (
        "级别", "位置", "规则", "问题", "依据", "说明", "键", "项目", "金额", "日期", "备注", "学时", "上限", "应为",
        "很满意", "满意", "一般", "不满意",
    )
)  # fmt: skip
"""Headings that are everyday words as well: of reports, parameters and answers. No module can be held not to say them."""
MESSAGES_OTHERWISE = {
    "addin/commands/workbook/new.py": "序号 of the plan list, as the help calls it",
    "addin/handbook/trace.py": "a column of the trace",
    "addin/demo/classes.py": "what users of the demo have typed",
    "udfs/functions/catalogue.py": "arguments of cell functions",
    "udfs/people/names.py": "words that are nobody's name",
    "udfs/records/near_words.py": "what people write instead of an entry",
    "udfs/schedule/sessions.py": "headings of other people's lists",
    "udfs/native/about_money/lectures.py": "a column of 核对",
    "udfs/notice/packs.py": "columns of the plan list",
    "udfs/notice/plan_rows.py": "columns of the plan list in a notice",
    "udfs/notice/reading/statement_matching.py": "words of a notice",
    "workbooks/attendance/grids.py": "headings of other people's attendance lists",
    "workbooks/survey/layouts.py": "headings of exported questionnaires",
    "workbooks/survey/questionnaires.py": "headings of exported questionnaires",
    "workbooks/rosters/platform_numbers.py": "headings of the platform's list",
    "workbooks/rosters/layout/evidence.py": "what a column of a roster looks like",
    "workbooks/rosters/people.py": "how texts end that are no name",
    "addin/selftest/buttons.py": "headings of other people's lists",
    "workbooks/files/signing.py": "a signature under a package",
}
"""Modules that say such a word and mean something else, each with what it means."""


def spoken(path: Path) -> set[str]:
    """The texts written in a module that are just a heading."""
    held = {one.heading for columns in TABLES.values() for one in columns} - EVERYDAY
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)} & held


def test_no_module_writes_a_heading_of_its_own() -> None:
    modules = [path for folder_2 in ("udfs", "workbooks", "macros", "addin") for path in sorted((ROOT / folder_2).rglob("*.py"))]
    found = {str(path.relative_to(ROOT)): words for path in modules if (words := spoken(path))}
    assert {name: words for name, words in found.items() if name not in DECLARING | MESSAGES_OTHERWISE.keys()} == {}
    assert found.keys() >= MESSAGES_OTHERWISE.keys(), "an exception that nothing needs any more"


PLACED_BY_HAND = re.compile(r"[A-Z]{1,2}[0-9]+:[A-Z]{1,2}(?:[0-9]+|\{last\})")


def test_no_form_of_a_table_types_the_letters_of_its_columns() -> None:
    for name in ("people", "results", "attendance", "lectures", "expenses", "materials", "findings"):
        found = PLACED_BY_HAND.findall((ROOT / "workbooks" / "forms" / "sheets" / f"{name}.py").read_text(encoding="utf-8"))
        assert found == [], name


def test_a_record_is_made_by_attributes_not_by_headings() -> None:
    """A record keeps columns that no class names, so a heading as a keyword would be kept in silence and read by nobody."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.arg}"
        for floor in ("udfs", "workbooks", "macros", "addin")
        for path in (ROOT / floor).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword) and node.arg and not node.arg.isascii()
    ]
    assert found == []
