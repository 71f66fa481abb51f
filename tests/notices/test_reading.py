"""A new notice read into a draft: the notice at hand, the same as a Word document, other numbers, other words, hostile files."""

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

from addin.commands.office.notice import show
from tests.command_line import CommandLine
from udfs.notice.clauses import notice_text
from udfs.notice.packs import FILES, pack_of
from udfs.notice.parameters import Leaf, read_leaves
from udfs.notice.plan import plan_of
from udfs.notice.reading.drafting import Draft, draft
from udfs.notice.reading.pack_files import parameters_toml, plan_csv
from udfs.values.numerals import number, share_text
from workbooks.files.errors import Unusable
from workbooks.notices.reading import NUMBERED, laid_out, read_notice

BASE = pack_of(2025)
LEAVES = BASE.leaves
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read_back(made: Draft) -> dict[str, Leaf]:
    """The draft file as the program reads parameter files."""
    return read_leaves(parameters_toml(made, BASE))


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
    return draft(text, BASE)


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
    made = draft(notice_text(2025), BASE)
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
        "absence_share": Fraction(1, 6), "reserved_1": 8, "reserved_2": 8, "reserved_3": 3,
        "subsidy_max": Decimal("120000.00"), "claim_months": 2, "report_months": 2, "filing_days": {"国家级": 45, "市级": 15},
        "courseware_factor": 4, "lowest_title": "副高",
    }  # fmt: skip
    assert {key: values[key] for key in expected} == expected
    assert values["latest_end"].isoformat() == values["subsidy_last_end"].isoformat() == "2026-12-15"
    assert values["report_sections"] == ("基本情况", "主要特点", "主要成效", "经验体会", "存在问题", "下一步打算")
    assert "与上一年不同" in parameters_toml(made, BASE)


def test_what_is_not_there_is_reported_and_is_no_parameter() -> None:
    text = notice_text(2025).replace("请假和缺勤时间累计超过总学时1/7的按退学处理", "请假和缺勤从严掌握")
    made = draft(text, BASE)
    assert made.missing == {"absence_share": "没有找到"}
    assert "absence_share" not in read_back(made)
    assert "# [absence_share]" in parameters_toml(made, BASE)


def test_what_is_stated_in_two_ways_is_reported() -> None:
    text = notice_text(2025).replace("（三）学员在研修期间", "（三）每期研修人数不少于40人。学员在研修期间")
    why = draft(text, BASE).missing["min_trainees"]
    assert "50人" in why
    assert "40人" in why


def test_a_new_number_is_reported() -> None:
    text = notice_text(2025).replace("（三）学员在研修期间", "（三）每班至少安排3次现场教学。学员在研修期间")
    assert [(one.clause, "3次" in one.text) for one in draft(text, BASE).other] == [("二(三)", True)]


def test_a_plan_that_does_not_fit_its_count_is_reported() -> None:
    text = notice_text(2025).replace("市级高研项目20项", "市级高研项目21项")
    assert any("市级21项" in remark and "20项" in remark for remark in draft(text, BASE).remarks)
    without = notice_text(2025).partition("附件1\n")[0]
    assert any("没有找到项目计划表" in remark for remark in draft(without, BASE).remarks)


def test_rows_with_tabs_and_a_title_without_a_blank_line_are_read() -> None:
    head = "市人社局关于公布2026年高研项目计划的通知\n各单位：\n一、总则\n研修人数不少于55人。\n"
    text = f"{head}附件 1：\n1\t甲高级研修班\t某大学\t5月\n2\t乙\t某院\t6月"
    made = draft(laid_out(text), BASE)
    assert [(row.topic, row.months) for row in made.plan] == [("甲高级研修班", "5月"), ("乙", "6月")]
    assert [(one.key, one.raw, one.clause) for one in made.found] == [("min_trainees", 55, "一")]


def test_deleted_text_fields_and_fallbacks_are_not_read_and_numbering_is_reported(tmp_path: Path) -> None:
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
    rows = list(csv.reader(StringIO(plan_csv(draft(notice_text(2025), BASE).plan))))
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
    show(draft(changed, BASE), BASE, (NUMBERED,))
    shown = capsys.readouterr().out
    assert "2026年通知，2026-03-19 发文；项目计划 28 项（国家级 8 项，市级 20 项）" in shown
    assert "120,000.00" in shown
    assert "0 项没有读出" in shown


def test_the_command(tmp_path: Path) -> None:
    run = CommandLine(tmp_path)
    (tmp_path / "通知.docx").write_bytes(docx(notice_text(2025)))
    reported = run("notice", "read", "通知.docx", "--out", "草稿", "--json")
    assert reported.code == 0, reported.err
    document = json.loads(reported.out)
    assert (len(document["plan"]), len(document["found"]), document["missing"]) == (28, len(LEAVES), [])
    assert {path.name for path in (tmp_path / "草稿").iterdir()} == set(FILES) - {"rest_days.csv"}
    again = run("notice", "read", "通知.docx", "--out", "草稿")
    assert (again.code, again.err.count("\n")) == (2, 1)
    (tmp_path / "信.txt").write_text("各位老师：\n下周开会。", encoding="utf-8")
    assert run("notice", "read", "信.txt").code == 2


REWORDED = {
    "min_days": [("每期集中培训时间至少为七天（含报到返程）。", 7), ("每班为期不低于4天。", 4), ("研修时长应在6天以上。", 6)],
    "latest_end": [("各项目务必于2026年11月15日之前办结。", "2026-11-15"), ("所有项目应在10月底前全部完成。", "2026-10-31")],
    "min_trainees": [("每班招收学员不得低于45名。", 45), ("每期参训学员至少六十人。", 60), ("班级规模应在55人以上。", 55)],
    "staff_share": [("会务人员不得高于学员人数的百分之十二。", "12/100"), ("配备工作人员不超过参训人数的十分之一。", "1/10")],
    "staff_max": [("工作人员按学员人数的8%配备，至多8名。", 8), ("班务人员总数不得超过12人。", 12)],
    "online_share": [("线上参训人员比例不得高于三分之一。", "1/3"), ("网络参训的学员不超过总人数的四成。", "40/100")],
    "absence_share": [
        ("缺课、请假学时合计超过总学时十分之一的，不予结业。", "1/10"), ("缺勤达到总学时20%以上的按退学处理。", "20/100"),
    ],
    "subsidy_max": [("每期财政补助最高不超过95000元。", "95000.00"), ("每班资助额度上限为8.5万元。", "85000.00")],
    "subsidy_last_end": [("11月20日以后举办的不予补助。", "2026-11-20")],
    "claim_months": [("办班结束后15个工作日内提出经费报销申请。", 15), ("结业后两个月内报送报销凭据。", 2)],
    "report_months": [("培训结束后20日内报送工作总结。", 20), ("结业后10个工作日内将总结报告等材料报局。", 10)],
    "filing_days": [
        ("国家级项目应提前25天、省级项目应提前10天报送实施方案。", {"国家级": 25, "市级": 10}),
        ("开班前15个工作日报送开班通知和实施方案。", {"国家级": 15, "市级": 15}),
    ],
    "courseware_factor": [("按照课件学时的五倍折算授课教师的继续教育学时。", 5)],
    "class_counts": [("今年共遴选国家级项目9项，省级项目十八项。", {"国家级": 9, "市级": 18})],
    "reserved_words": [
        ("每班为沪苏浙人员各预留不少于2个名额。", ["上海", "江苏", "浙江"]), ("为对口支援地区预留3个名额。", ["对口支援"]),
    ],
    "lowest_title": [("学员应具备副高级以上职称。", "副高"), ("招收对象为取得中级及以上专业技术职务的人员。", "中级")],
    "municipal_region": [("省级项目学员面向全省招收。", "浙江"), ("市级高研项目可面向全国招生。", "全国")],
    "materials": [("结业后一个月内提交总结报告、学员签到表和照片等材料。", ["总结报告", "学员签到表和照片"])],
    "report_sections": [("总结报告须包含基本情况、主要做法及建议等内容。", ["基本情况", "主要做法", "建议"])],
    "bureau": [("实施方案报省人力资源和社会保障厅审核。", "省人力资源和社会保障厅")],
    "claim_office": [("结业后1个月内将报销材料送省人才服务中心。", "省人才服务中心")],
    "platform": [("在全国继续教育平台上报名单。", "全国继续教育平台")],
}  # fmt: skip


@pytest.mark.parametrize(("key", "words", "value"), [(key, *one) for key, ways in REWORDED.items() for one in ways])
def test_other_words_say_the_same_parameter(key: str, words: str, value: object) -> None:
    text = f"浙江省人社厅关于公布2026年高研项目计划的通知\n\n各单位：\n一、总则\n{words}\n浙江省人社厅\n2026年3月1日\n"
    found = {one.key: one for one in draft(text, BASE).found}
    assert key in found, list(found)
    raw = found[key].raw
    assert (raw if isinstance(raw, int | dict | list) else str(raw)) == value
    assert found[key].quote in words
    if "工作日" in words:
        assert set(found[key].units.values()) == {"工作日"}


def test_every_number_of_the_notice_has_a_wording_of_its_own() -> None:
    assert set(LEAVES) - {"reserved_1", "reserved_2", "reserved_3"} == set(REWORDED)


@pytest.mark.parametrize(
    "words",
    ["每班须配备2名以上辅导员。", "每期须安排不少于15个工作日的跟踪服务。", "须购买不低于20万元的保险。", "满意率应达到90%。"],
)  # fmt: skip
def test_what_is_not_understood_is_reported_with_its_sentence(words: str) -> None:
    text = notice_text(2025).replace("（三）学员在研修期间", f"（三）{words}学员在研修期间")
    made = draft(text, BASE)
    assert [one.text for one in made.other] == [f"（三）{words}"]
    assert any(words.rstrip("。") in one.judgement for one in made.assignments)


def test_a_second_number_beside_one_that_is_understood_is_reported() -> None:
    text = notice_text(2025).replace("每期研修人数不少于50人", "每期研修人数不少于50人（其中女性不少于10人次）")
    assert any("10人次" in one.text for one in draft(text, BASE).other)


def test_more_columns_of_the_plan_are_left_aside() -> None:
    text = Path(__file__).with_name("province.txt").read_text(encoding="utf-8")
    plan = draft(laid_out(text), BASE).plan
    assert [(row.level, row.number, row.organiser, row.months) for row in plan] == [
        ("国家级", 1, "浙江示例大学", "5月"), ("国家级", 2, "宁波示例研究院", "9月"),
        ("市级", 1, "浙江示例农科院", "6月"), ("市级", 2, "杭州示例医院", "7月"), ("市级", 3, "绍兴示例学院", "9-10月"),
    ]  # fmt: skip


def test_what_only_the_last_notice_names_is_not_carried_into_another() -> None:
    text = notice_text(2025).replace("津人社办函〔2022〕304号", "浙人社发〔2024〕8号")
    judged = " ".join(one.judgement for one in draft(text, BASE).assignments)
    assert "津人社" not in judged
    assert "浙人社发〔2024〕8号" in judged


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\xff\x00\xfe" * 5000,
        "通知" * 400_000,
        "一、" + "9" * 5_000 + "个工作日" * 3_000,
        "每期研修人数不少于" + "9" * 40 + "人。",
    ],
    ids=["binary", "huge", "endless", "forty digits"],
)
def test_hostile_files_end_in_one_line(tmp_path: Path, data: bytes | str) -> None:
    run = CommandLine(tmp_path)
    (tmp_path / "通知.txt").write_bytes(data if isinstance(data, bytes) else data.encode())
    reported = run("notice", "read", "通知.txt", "--out", "包")
    assert (reported.code, reported.err.count("\n"), "Traceback" in reported.err) == (2, 1, False)
    assert not (tmp_path / "包").exists()
