"""A new notice read into a draft: shown on the notice at hand, on the same as a Word document, and on one with other numbers."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from addin.commands.notice import show
from tests.command_line import CommandLine
from udfs.notice.clauses import notice_text
from udfs.notice.draft_file import plan_csv, toml_of
from udfs.notice.drafting import Draft, draft
from udfs.notice.numerals import number, share_text
from udfs.notice.parameters import Leaf, latest_leaves, read_leaves
from udfs.notice.plan import plan_of
from workbooks.errors import Unusable
from workbooks.notices import NUMBERED, laid_out, read_notice

LEAVES = latest_leaves()
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read_back(made: Draft) -> dict[str, Leaf]:
    """The draft file as the program reads parameter files."""
    return read_leaves(toml_of(made, LEAVES))


def paragraph(words: str) -> str:
    """One paragraph, its words in two runs as Word cuts them."""
    half = len(words) // 2
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in (words[:half], words[half:]))
    return f"<w:p><w:pPr/>{runs}</w:p>"


def rows_of(lines: list[str]) -> Iterator[str]:
    """The table rows in the lines of a table, a blank line after each."""
    cells: list[list[str]] = []
    for line in [*lines, ""]:
        if line.startswith("\t"):
            cells.append([line.strip()])
        elif line.strip():
            cells[-1].append(line.strip())
        elif cells:
            yield "<w:tr>" + "".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in cells) + "</w:tr>"
            cells = []


def docx(text: str, more: str = "", head: str = "") -> bytes:
    """The text as a Word document whose annexes hold real tables."""
    body: list[str] = []
    table: list[str] = []

    def close() -> None:
        if table:
            body.append(f"<w:tbl>{''.join(rows_of(table))}</w:tbl>")
            table.clear()

    before = ""
    for line in text.split("\n"):
        if line.startswith("\t") or (table and (not line.strip() or before.strip())):
            table.append(line)
        else:
            close()
            body.append(paragraph(line))
        before = line
    close()
    document = f'{head}<w:document xmlns:w="{NAMESPACE}"><w:body>{"".join(body)}{more}</w:body></w:document>'
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", document)
        package.writestr("word/footer1.xml", "<x>第1页 99人</x>")
    return packed.getvalue()


def drafted(path: Path) -> Draft:
    text, _ = read_notice(path)
    return draft(text, LEAVES)


def check_2025(made: Draft) -> None:
    """Everything the committed files say of 2025."""
    assert made.missing == {}
    assert made.other == ()
    assert made.remarks == ()
    leaves = read_back(made)
    assert set(leaves) == set(LEAVES)
    for key, leaf in LEAVES.items():
        mine, theirs = leaves[key].dated[0], leaf.dated[0]
        assert (mine.value, mine.clause, mine.start, mine.source, mine.confidence) == (
            theirs.value, theirs.clause, theirs.start, theirs.source, theirs.confidence,
        ), key  # fmt: skip
        assert (leaves[key].name, leaves[key].unit, leaves[key].kind) == (leaf.name, leaf.unit, leaf.kind)
    assert made.plan == plan_of(2025)
    assert len(made.plan) == 28


def test_the_notice_at_hand_as_text(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(notice_text(2025), encoding="utf-8")
    check_2025(drafted(path))


def test_the_notice_at_hand_as_a_word_document(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(docx(notice_text(2025)))
    check_2025(drafted(path))


def test_every_value_stands_in_its_quote_and_every_quote_in_the_text() -> None:
    made = draft(notice_text(2025), LEAVES)
    for found in made.found:
        assert found.quote in notice_text(2025)
        assert found.quote in found.sentence


CHANGES = {
    "2025": "2026",
    "每期研修人数不少于50人": "每期研修人数不少于60人",
    "研修人数的10%以内，最多不超过10人": "研修人数的百分之八以内，最多不超过十二人",
    "总学时1/7的": "总学时1/6的",
    "每期上限10.5万元": "每期上限12万元",
    "不超过总人数的50%": "不超过总人数的三分之一",
    "11月30日": "12月15日",
    "举办前30天": "举办前45天",
    "不少于5天": "不少于六天",
    "6倍": "4倍",
    "预留一定参训名额": "预留不少于3个参训名额",
    "各预留不少于5个名额": "各预留不少于8个名额",
    "具有中高级职称": "具有高级职称",
    "1个月内将经费": "2个月内将经费",
    "应在1个月内提交": "应在两个月内提交",
    "经验体会以及": "经验体会、存在问题以及",
}


@pytest.fixture(scope="module")
def changed() -> str:
    text = notice_text(2025)
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("kind", ["txt", "docx"])
def test_a_notice_with_other_numbers_gives_them(tmp_path: Path, changed: str, kind: str) -> None:
    path = tmp_path / f"通知.{kind}"
    path.write_bytes(docx(changed) if kind == "docx" else changed.encode("gb18030"))
    made = drafted(path)
    assert (made.year, made.issued.isoformat() if made.issued else "") == (2026, "2026-03-19")
    values = {key: leaf.dated[0].value for key, leaf in read_back(made).items()}
    expected = {
        "min_days": 6, "min_trainees": 60, "staff_share": Fraction(8, 100), "staff_max": 12, "online_share": Fraction(1, 3),
        "absence_share": Fraction(1, 6), "reserved_beijing": 8, "reserved_hebei": 8, "reserved_support": 3,
        "subsidy_max": Decimal("120000.00"), "claim_months": 2, "report_months": 2, "filing_days": {"国家级": 45, "市级": 15},
        "courseware_factor": 4, "lowest_title": "副高",
    }  # fmt: skip
    assert {key: values[key] for key in expected} == expected
    assert values["latest_end"].isoformat() == values["subsidy_last_end"].isoformat() == "2026-12-15"
    assert values["report_sections"] == ("基本情况", "主要特点", "主要成效", "经验体会", "存在问题", "下一步打算")
    assert "与上一年不同" in toml_of(made, LEAVES)


def test_what_is_not_there_is_told_and_is_no_parameter() -> None:
    text = notice_text(2025).replace("请假和缺勤时间累计超过总学时1/7的按退学处理", "请假和缺勤从严掌握")
    made = draft(text, LEAVES)
    assert made.missing == {"absence_share": "没有找到"}
    assert "absence_share" not in read_back(made)
    assert "# [absence_share]" in toml_of(made, LEAVES)


def test_what_is_said_in_two_ways_is_told() -> None:
    text = notice_text(2025).replace("（三）学员在研修期间", "（三）每期研修人数不少于40人。学员在研修期间")
    why = draft(text, LEAVES).missing["min_trainees"]
    assert "50人" in why
    assert "40人" in why


def test_a_new_number_is_told() -> None:
    text = notice_text(2025).replace("（三）学员在研修期间", "（三）每班至少安排3次现场教学。学员在研修期间")
    assert [(one.clause, "3次" in one.text) for one in draft(text, LEAVES).other] == [("二(三)", True)]


def test_a_plan_that_does_not_fit_its_count_is_told() -> None:
    text = notice_text(2025).replace("市级高研项目20项", "市级高研项目21项")
    assert any("市级21项" in remark and "20项" in remark for remark in draft(text, LEAVES).remarks)
    without = notice_text(2025).partition("附件1\n")[0]
    assert any("没有找到项目计划表" in remark for remark in draft(without, LEAVES).remarks)


def test_rows_with_tabs_and_a_title_without_a_blank_line_are_read() -> None:
    head = "市人社局关于公布2026年高研项目计划的通知\n各单位：\n一、总则\n研修人数不少于55人。\n"
    text = f"{head}附件 1：\n1\t甲高级研修班\t某大学\t5月\n2\t乙\t某院\t6月"
    made = draft(laid_out(text), LEAVES)
    assert [(row.topic, row.months) for row in made.plan] == [("甲高级研修班", "5月"), ("乙", "6月")]
    assert [(one.key, one.raw, one.clause) for one in made.found] == [("min_trainees", 55, "一")]


def test_deleted_text_fields_and_fallbacks_are_not_read_and_numbering_is_told(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    more = (
        "<w:p><w:del><w:r><w:delText>每期研修人数不少于90人</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE 77</w:instrText></w:r></w:p>"
        '<mc:AlternateContent xmlns:mc="urn:x"><mc:Fallback><w:p><w:r><w:t>每期研修人数不少于91人</w:t></w:r></w:p></mc:Fallback>'
        "</mc:AlternateContent><w:p><w:pPr><w:numPr/></w:pPr></w:p>"
    )
    path.write_bytes(docx(notice_text(2025), more))
    text, remarks = read_notice(path)
    assert remarks == (NUMBERED,)
    assert not {"90人", "91人", "77"} & {word for word in ("90人", "91人", "77") if word in text}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空"), (b" \n", "没有文字"), (b"%PDF-1.7", "PDF"), (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "旧版 Word"),
        (b"PK\x03\x04 broken", "损坏"),
        (docx("x", head='<!DOCTYPE x [<!ENTITY a "b">]>'), "DOCTYPE"), (docx("x", "<w:p>"), "损坏"),
    ],
)  # fmt: skip
def test_what_is_no_notice_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(data)
    with pytest.raises(Unusable, match=says):
        read_notice(path)


def test_the_plan_as_a_table() -> None:
    rows = list(csv.reader(StringIO(plan_csv(draft(notice_text(2025), LEAVES)))))
    assert rows[0] == ["级别", "序号", "选题名称", "承办单位", "计划时间"]
    assert rows[10] == ["市级", "2", "精益管理在数字化转型过程中的应用高级研修班", "天津市职业技能公共实训中心", "5月"]


@pytest.mark.parametrize("text", ["", "人", "10..5", "1-2", "百分"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):
        number(text)


@pytest.mark.parametrize("text", ["1/0", "甲/乙", "%"])
def test_what_is_no_share(text: str) -> None:
    with pytest.raises(ValueError):
        share_text(text)


def test_the_page_says_what_changed(changed: str, capsys: pytest.CaptureFixture[str]) -> None:
    show(draft(changed, LEAVES), LEAVES, (NUMBERED,))
    shown = capsys.readouterr().out
    assert "2026年通知，2026-03-19 发文；项目计划 28 项（国家级 8 项，市级 20 项）" in shown
    assert "120,000.00" in shown
    assert "0 项没有读出" in shown


def test_the_command(tmp_path: Path) -> None:
    run = CommandLine(tmp_path)
    (tmp_path / "通知.docx").write_bytes(docx(notice_text(2025)))
    told = run("notice", "通知.docx", "--out", "草稿", "--json")
    assert told.code == 0, told.err
    document = json.loads(told.out)
    assert (len(document["plan"]), len(document["found"]), document["missing"]) == (28, len(LEAVES), [])
    assert {path.name for path in (tmp_path / "草稿").iterdir()} == {"notice_2025.toml", "notice_2025.txt", "plan_2025.csv"}
    again = run("notice", "通知.docx", "--out", "草稿")
    assert (again.code, again.err.count("\n")) == (2, 1)
    (tmp_path / "信.txt").write_text("各位老师：\n下周开会。", encoding="utf-8")
    assert run("notice", "信.txt").code == 2
