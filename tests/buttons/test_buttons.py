"""The buttons: each asks before it changes cells, ends with one message, and can be taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from addin.buttons.new_book import plan_answer
from addin.buttons.pressing import press
from addin.buttons.registry import BUTTONS, GROUPS, button
from addin.buttons.tab import in_the_browser
from tests.buttons.desks import AnsweringDesk
from tests.closed_cells import open_book
from tests.open_program import open_book_of
from tests.sample import sample_class
from udfs.records.class_file import ClassFile
from udfs.records.results_view import viewed
from udfs.sample import results_beside
from workbooks.book.reading import read_file
from workbooks.closed import journal
from workbooks.files.errors import Unusable
from workbooks.templates.entering import entered

CHANGING = ("plan", "tidy", "results", "check", "clear", "total", "lectures")
"""The buttons that change the book and need neither a dialog nor an open program."""

TIDY_QUESTION = "将把1个单元格改成规范写法：附件4 1个。公式不变，事后可点“撤销上一步”恢复。继续吗？"


def faulty() -> ClassFile:
    c = results_beside(sample_class())
    wrong = c.changed(
        people=(
            c.people[0].changed(phone="１３８００１３８０００ "),
            c.people[1].changed(document="110105194912310021"),
            *c.people[2:],
        ),
        project=c.project.changed(topic="另一个选题"),
        lectures=(c.lectures[0].changed(tax=None), *c.lectures[1:]),
        accounts=c.accounts.changed(lodging=1),
    )
    return viewed(wrong)


@pytest.fixture(scope="module")
def bytes_of_book() -> bytes:
    return entered(faulty())


@pytest.fixture
def path(tmp_path: Path, bytes_of_book: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "ledger.sqlite3"))
    made = tmp_path / "班.xlsx"
    made.write_bytes(bytes_of_book)
    return made


def pressed(id: str, path: Path, desk: AnsweringDesk) -> bool:
    """Press a button on a file and save it, as its user does."""
    book = open_book(path)
    done = press(id, book, desk)
    book.save()
    return done


def test_the_issue_lists_these_buttons_in_this_order() -> None:
    wanted = {
        "项目": ["新建", "从通知更新"], "名册": ["导入", "规范化", "生成附件5"],
        "核验": ["实时核验", "全部核验", "下一处", "上一处", "清除"], "证书": ["分配编号", "台账"],
        "经费": ["汇总决算", "讲课费测算"], "导出": ["校验并导出盖章稿", "脱敏副本", "上报名单"],
        "撤销": ["撤销上一步"], "帮助": ["规则手册", "诊断"],
    }  # fmt: skip
    for group in GROUPS:
        labels = [one.label for one in BUTTONS.values() if one.group == group]
        assert [label for label in labels if label in wanted[group]] == wanted[group]


def test_keytips_and_texts() -> None:
    assert len({one.keytip for one in BUTTONS.values()}) == len(BUTTONS)
    for one in BUTTONS.values():
        assert re.fullmatch(r"[A-Z]{1,2}", one.keytip)
        assert one.id.isascii()
        assert not one.question or one.question.endswith("继续吗？")


@pytest.mark.parametrize("id", CHANGING)
def test_a_button_that_changes_cells_asks_and_no_means_no(id: str, path: Path, bytes_of_book: bytes) -> None:
    desk = AnsweringDesk(yes=False)
    assert not pressed(id, path, desk)
    assert desk.messages("question") == [BUTTONS[id].question or TIDY_QUESTION]
    assert desk.messages("wrong") == ["已取消，工作簿未作改动"]
    assert path.read_bytes() == bytes_of_book


def test_tidying_a_tidy_book_asks_nothing(path: Path) -> None:
    assert pressed("tidy", path, AnsweringDesk())
    desk = AnsweringDesk()
    assert pressed("tidy", path, desk)
    assert desk.messages("question") == []
    assert desk.messages("notice")[0].startswith("填写都已规范")


@pytest.mark.parametrize("id", CHANGING)
def test_it_ends_with_one_message_and_undo_gives_the_book_back(id: str, path: Path, bytes_of_book: bytes) -> None:
    desk = AnsweringDesk()
    assert pressed(id, path, desk), desk.heard
    assert len(desk.messages("notice")) == 1
    assert desk.messages("wrong") == []
    assert desk.messages("status")[0].startswith(BUTTONS[id].label)
    assert desk.messages("status")[-1] == ""
    if "未作改动" in desk.messages("notice")[0]:
        assert path.read_bytes() == bytes_of_book
        return
    assert path.read_bytes() != bytes_of_book
    assert set(desk.messages("title")) == {BUTTONS[id].label}
    again = AnsweringDesk()
    assert press("undo", open_book(path), again), again.heard
    assert path.read_bytes() == bytes_of_book
    assert journal.steps(path) == []


def test_what_the_messages_say(path: Path) -> None:
    stated = {}
    for id in ("check", "plan", "tidy", "lectures", "total", "clear"):
        desk = AnsweringDesk()
        pressed(id, path, desk)
        stated[id] = desk.messages("notice")[0]
    assert re.match(r"核验完毕：错误\d+条、核实\d+条、提示\d+条，其中\d+条妨碍导出。下一步：改正错误", stated["check"])
    assert re.match(r"已按2025年市级第\d+项更新选题名称。下一步：全部核验", stated["plan"])
    assert re.match(r"已规范\d+个单元格", stated["tidy"])
    assert re.match(r"讲课费\d+笔，都在上限之内；填写税费1个单元格。下一步：汇总决算", stated["lectures"])
    assert re.match(
        r"附件3已汇总：\d+个单元格有变化，合计[\d,.]+元，综合定额还可列支[\d,.]+元。下一步：全部核验", stated["total"]
    )
    assert re.match(r"已清除\d+条问题。", stated["clear"])


def test_cleared_findings_are_gone(path: Path) -> None:
    pressed("check", path, AnsweringDesk())
    assert read_file(path, AnsweringDesk().today).explained
    pressed("clear", path, AnsweringDesk())
    assert not [row for row in read_file(path, AnsweringDesk().today).explained if row.code]


def test_a_roster_is_shown_before_it_is_imported(path: Path, tmp_path: Path, bytes_of_book: bytes) -> None:
    roster = tmp_path / "名册.csv"
    roster.write_text("姓名,身份证号,手机,单位\n王五,11010519491231002X,13800138001,某研究院\n", encoding="utf-8")
    no = AnsweringDesk(yes=False, given=[roster])
    assert not pressed("import", path, no)
    assert path.read_bytes() == bytes_of_book
    assert no.messages("question")[0].startswith("将在附件4新增1人")
    yes = AnsweringDesk(given=[roster])
    assert pressed("import", path, yes), yes.heard
    assert yes.messages("notice")[0].startswith("已导入：新增1人")
    assert any(person.name == "王五" for person in read_file(path, yes.today).people)


def test_dialogs_that_are_dismissed_change_nothing(path: Path, bytes_of_book: bytes) -> None:
    for id in ("import", "attendance", "survey", "export", "mask", "platform", "new"):
        desk = AnsweringDesk()
        assert not pressed(id, path, desk)
        assert desk.messages("wrong") == ["已取消，工作簿未作改动"]
    assert path.read_bytes() == bytes_of_book


def test_a_blocked_export_says_why_and_writes_nothing(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    desk = AnsweringDesk(given=[out])
    assert pressed("export", path, desk)
    assert "没有生成盖章稿" in desk.messages("notice")[0]
    assert "--" not in desk.messages("notice")[0]
    assert list(out.iterdir()) == []


def test_a_copy_for_publication(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "副本.xlsx"
    desk = AnsweringDesk(given=[made])
    assert pressed("mask", path, desk), desk.heard
    assert re.match(r"已按上次保存的内容生成 副本.xlsx：遮盖号码\d+处。", desk.messages("notice")[0])
    assert not pressed("mask", path, desk)
    assert "文件已存在" in desk.messages("wrong")[0]


def test_attendance_is_shown_before_it_is_written(path: Path, tmp_path: Path) -> None:
    before = entered(faulty().changed(absences=()))
    path.write_bytes(before)
    person, other = faulty().people[2:4]
    register = tmp_path / "考勤.csv"
    days = ",".join(f"2025-07-{day}{half}" for day in range(14, 19) for half in ("上午", "下午"))
    signs = ",".join(["√"] * 9)
    lines = [f"姓名,身份证号,{days}", f"{person.name},{person.document},缺勤,{signs}", f"{other.name},{other.document},√,{signs}"]
    register.write_text("\n".join(lines) + "\n", encoding="utf-8")
    no = AnsweringDesk(yes=False, given=[register])
    assert not pressed("attendance", path, no)
    assert path.read_bytes() == before
    yes = AnsweringDesk(given=[register])
    assert pressed("attendance", path, yes), yes.heard
    assert re.match(r"已登记\d+人的考勤，写入\d+个单元格。", yes.messages("notice")[0])
    assert [one.name for one in read_file(path, yes.today).absences] == [person.name]
    again = AnsweringDesk(given=[register])
    assert pressed("attendance", path, again)
    assert again.messages("notice")[0].startswith("考勤未作改动：与来源一致")


def test_answers_are_counted_and_shown_before_they_are_written(path: Path, tmp_path: Path, bytes_of_book: bytes) -> None:
    items = [str(one.item) for one in faulty().survey]
    answers = tmp_path / "答卷.csv"
    lines = [",".join(["序号", *items]), *(",".join([str(at), *["很满意"] * len(items)]) for at in range(1, 6))]
    answers.write_text("\n".join(lines) + "\n", encoding="utf-8")
    no = AnsweringDesk(yes=False, given=[answers])
    assert not pressed("survey", path, no)
    assert path.read_bytes() == bytes_of_book
    yes = AnsweringDesk(given=[answers])
    assert pressed("survey", path, yes), yes.heard
    assert yes.messages("notice")[0].startswith("已统计：有效5份，")
    assert "总满意率100.00%" in yes.messages("notice")[0]


def test_the_enrolment_list(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "名单.xlsx"
    desk = AnsweringDesk(given=[made])
    assert pressed("platform", path, desk), desk.heard
    assert re.match(r"已生成 名单.xlsx：\d+人", desk.messages("notice")[0])
    assert made.is_file()


def test_numbers_and_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "ledger.sqlite3"))
    path = tmp_path / "班.xlsx"
    c = sample_class()
    path.write_bytes(entered(c.changed(results=tuple(one.changed(certificate=None) for one in c.results))))
    empty = AnsweringDesk()
    pressed("ledger", path, empty)
    assert empty.messages("notice")[0].startswith("台账里没有本期")
    desk = AnsweringDesk()
    assert pressed("number", path, desk), desk.heard
    assert re.match(r"新分配\d+个编号（", desk.messages("notice")[0])
    known = AnsweringDesk()
    pressed("ledger", path, known)
    assert re.match(r"台账里本期（2025/市级/\d+）的编号\d+个：.+至.+，有效\d+个，作废0个。", known.messages("notice")[0])


def test_a_typed_number_far_from_the_series_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "ledger.sqlite3"))
    path = tmp_path / "班.xlsx"
    c = sample_class()
    far = next(str(one.certificate) for one in c.results if one.certificate)[:-4] + "9998"
    first = next(at for at, one in enumerate(c.results) if one.certificate)
    results = [one.changed(certificate=far if at == first else None) for at, one in enumerate(c.results)]
    path.write_bytes(entered(c.changed(results=tuple(results))))
    desk = AnsweringDesk()
    assert pressed("number", path, desk), desk.heard
    asked = [question for question in desk.messages("question") if "超出本期应有的流水号" in question]
    assert len(asked) == 1
    assert far in asked[0]
    assert read_file(path, desk.today).results[first].certificate == far


def test_the_handbook_is_written_and_shown(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    desk = AnsweringDesk()
    assert press("rules", open_book(path), desk)
    page = Path(desk.messages("shown")[0])
    assert page.is_relative_to(tmp_path)
    text = page.read_text("utf-8")
    assert "A4-05" in text
    assert "<script" not in text


def test_the_live_check_needs_an_open_program(path: Path) -> None:
    desk = AnsweringDesk()
    assert not press("live", open_book(path), desk)
    assert "没有打开" in desk.messages("wrong")[0]


def test_the_diagnosis_says_that_this_system_has_no_excel(path: Path) -> None:
    desk = AnsweringDesk()
    assert not press("doctor", open_book(path), desk)
    assert "只用于 Windows 和 Mac" in desk.messages("wrong")[0]


def test_an_error_of_the_program_is_one_line_without_personal_data(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def broken(*_: object) -> None:
        raise KeyError("11010519491231002X")

    monkeypatch.setattr("macros.people.tidy.tidy", broken)
    desk = AnsweringDesk()
    assert not press("tidy", open_book(path), desk)
    assert desk.messages("wrong")[0].startswith("程序出错（KeyError）")
    assert "1101051949" not in desk.messages("wrong")[0]
    log = next(tmp_path.rglob("errors.log")).read_text("utf-8")
    assert "11010519491231002X" not in log


@pytest.mark.parametrize(
    ("answer", "level", "number"), [("市级 10", "市级", 10), ("2025年国家级第2项", "国家级", 2), (" 市级3 ", "市级", 3)]
)
def test_a_new_class_is_asked_for_in_plain_words(answer: str, level: str, number: int) -> None:
    assert plan_answer(answer) == (level, number, 2025)


@pytest.mark.parametrize("answer", ["", "区级 1", "市级", "市级 999", "2001年市级 1", "市级 -1"])
def test_what_is_no_class_is_stated(answer: str) -> None:
    with pytest.raises(Unusable, match="新建"):
        plan_answer(answer)


def test_a_fresh_book_is_made_and_opened(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "新.xlsx"
    desk = AnsweringDesk(given=[made], text="市级 10")
    assert press("new", open_book_of({}, path).book, desk), desk.heard
    assert read_file(made, desk.today).plan_number == 10
    assert not press("new", open_book_of({}, path).book, desk)
    assert "文件已存在" in desk.messages("wrong")[0]


def test_a_button_declared_wrongly_is_refused() -> None:
    for arguments in (
        ("check", "核验", "全部核验", "…", "check", "QQ"), ("核验", "核验", "全部核验", "…", "check", "QQ"),
        ("fresh", "没有", "新", "…", "new", "QQ"), ("fresh", "核验", "新", "…", "new", "C"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"declared twice|no such group|is taken"):
            button(*arguments)(lambda *_: "")
    assert "fresh" not in BUTTONS


def test_the_browser_gets_what_needs_no_disk() -> None:
    assert [one.id for one in in_the_browser()] == [
        "plan", "check", "next", "previous", "clear", "total", "lectures", "undo", "passed", "next_step",
    ]  # fmt: skip
