"""``gaoyan ledger`` and ``gaoyan number``: what is void, what was passed over, what the office sees; and a full disk."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from addin.demo.planting import in_order, project, row
from macros.certificates.ledger import Ledger, NumberClaim, Series, class_key
from macros.certificates.ledger_reading import listed, verify, void
from macros.checking.undo import undo
from tests.certificates.ledger_worker import SERIES, claims
from tests.certificates.numbered_class import CERTIFICATE, PASSED, TODAY, certificates, numbered, put, states, unnumbered
from tests.closed_cells import open_book
from tests.command_line import DAY, LONG_NUMBER, CommandLine, is_one_chinese_line
from udfs.records.class_file import ClassFile
from workbooks.book.reading import read_file
from workbooks.files.errors import Unusable
from workbooks.templates.entering import entered


@pytest.fixture(scope="module")
def data() -> bytes:
    return entered(unnumbered(), rows=30)


@pytest.fixture
def path(tmp_path: Path, data: bytes) -> Path:
    made = tmp_path / "班.xlsx"
    made.write_bytes(data)
    return made


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "台账.sqlite3")


def test_a_holder_who_turns_out_to_have_failed(path: Path, place: str) -> None:
    """Void, out of 附件5, given to nobody else; and in force again for the same person."""
    numbered(path, place)
    number_of_third = certificates(path)[2]
    put(path, (2, PASSED, "否"))
    result = numbered(path, place)
    assert [(one.row, one.why) for one in result.voided] == [(6, number_of_third)]
    assert (len(result.given), len(result.kept), result.written) == (0, 9, 1)
    assert certificates(path)[2] is None
    assert states(place)["03"] == "作废"
    entry = next(one for one in listed(place) if one.number == number_of_third)
    assert entry.note == "未通过结业考核"
    assert numbered(path, place).voided == ()
    put(path, (2, PASSED, "是"))
    again = numbered(path, place)
    assert (again.reinstated, again.given) == ((number_of_third,), ())
    assert certificates(path)[2] == number_of_third
    assert verify(place).problems == ()


def test_a_void_number_is_never_somebody_elses(path: Path, place: str) -> None:
    put(path, (9, PASSED, "否"))
    numbered(path, place)
    put(path, (8, PASSED, "否"), (9, PASSED, "是"))
    result = numbered(path, place)
    assert result.given == ("津高研2025090010",)
    put(path, (0, CERTIFICATE, "津高研2025090009"))
    refused = numbered(path, place)
    assert [(one.row, "津高研2025090001" in one.why) for one in refused.without] == [(4, True)]
    assert states(place)["09"] == "作废"


def test_an_empty_passed_cell_takes_nobodys_number(path: Path, place: str) -> None:
    numbered(path, place)
    put(path, (2, PASSED, None))
    assert numbered(path, place).voided == ()
    assert set(states(place).values()) == {"有效"}


def test_an_undo_says_what_stays_in_the_ledger(path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from macros.checking.undo import what_stays

    result = numbered(path, place, adopt=True)
    book = open_book(path)
    command = undo(book).command
    monkeypatch.setattr("macros.certificates.ledger_standing.place_of", lambda chosen=None: chosen or place)
    stated = what_stays(book, command)
    assert result.given[0] in stated
    assert result.given[-1] in stated
    assert "随之作废" in stated
    assert "仍得原编号" in stated
    assert set(states(place).values()) == {"作废"}
    assert what_stays(book, "规范化") == ""


def test_after_an_undo_a_void_number_leaves_the_sheet_again(path: Path, place: str) -> None:
    numbered(path, place)
    put(path, (2, PASSED, "否"))
    numbered(path, place)
    undo(open_book(path))
    assert certificates(path)[2] is not None
    assert numbered(path, place).written == 1
    assert certificates(path)[2] is None


def test_a_number_typed_at_somebody_who_gets_none_is_given_to_nobody(path: Path, place: str) -> None:
    put(path, (0, PASSED, "否"), (0, CERTIFICATE, "津高研2025090002"))
    result = numbered(path, place)
    assert "津高研2025090002" not in result.given
    assert [(one.first, one.last) for one in result.passed_over] == [(2, 2)]
    assert "已手工填写在附件5的其他行" in result.passed_over[0].why
    assert verify(place).problems == ()


def test_a_jump_is_explained(path: Path, place: str) -> None:
    put(path, (4, CERTIFICATE, "津高研2025090500"))
    asked = numbered(path, place)
    assert [one.why for one in asked.far] == ["津高研2025090500"]
    assert "1–10 之内，接受 500 后 11–499 不再使用" in asked.without[0].why
    assert asked.given[0] == "津高研2025090001"  # nothing is burnt before the user says so
    assert verify(place).series[0].last < 500


def test_a_jump_that_is_adopted_is_explained(path: Path, place: str) -> None:
    put(path, (4, CERTIFICATE, "津高研2025090500"))
    result = numbered(path, place, adopt=True)
    assert result.given[0] == "津高研2025090501"
    state = verify(place)
    assert state.problems == ()
    spans = [(span.first, span.last, span.state) for span in state.series[0].spans]
    assert spans[0] == (1, 499, "留空")
    assert "津高研2025090500 之前" in state.series[0].spans[0].why


def test_a_number_out_of_form_is_not_taken_into_the_ledger(path: Path, place: str) -> None:
    put(path, (4, CERTIFICATE, "津高研2O25090001"))
    result = numbered(path, place)
    assert [(one.row, "与规则不符" in one.why) for one in result.without] == [(8, True)]
    assert all("O" not in entry.number for entry in listed(place))


def test_another_spelling_of_a_number_is_the_same_number(path: Path, place: str) -> None:
    numbered(path, place)
    put(path, (0, CERTIFICATE, "津高研２０２５０９０００１"), (1, CERTIFICATE, "津高研２０２５０９０００１"))
    result = numbered(path, place)
    assert [one.row for one in result.without] == [5]
    assert certificates(path)[0] == "津高研2025090001"


def test_the_number_of_the_same_person_in_another_class_is_reported_as_such(path: Path, place: str) -> None:
    c = unnumbered()
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, "2025/市级/10", [NumberClaim(c.results[0].key, "甲", "津高研2025090001")])
    put(path, (0, CERTIFICATE, "津高研2025090001"))
    assert "此人在另一期（2025/市级/10）的编号" in numbered(path, place).without[0].why


def test_a_wrongly_typed_number_can_be_taken_out_and_typed_anew(path: Path, place: str) -> None:
    put(path, (0, CERTIFICATE, "津高研2025090091"))
    numbered(path, place, adopt=True)
    assert void(["津高研2025090091"], "录错", place) == ("津高研2025090091",)
    put(path, (0, CERTIFICATE, "津高研2025090019"))
    result = numbered(path, place)
    assert "津高研2025090019" in result.kept
    assert verify(place).problems == ()
    assert (states(place)["91"], states(place)["19"]) == ("作废", "有效")


DAMAGES: dict[str, tuple[str, str]] = {
    "a number that is gone": (
        "DELETE FROM event WHERE certificate = 3; DELETE FROM certificate WHERE id = 3",
        "流水号 3 没有记录",
    ),
    "a number twice": (
        "CREATE TABLE copy AS SELECT * FROM certificate; DROP TABLE certificate; ALTER TABLE copy RENAME TO certificate;"
        "INSERT INTO certificate SELECT 99, number, comparable, series, NULL, class_key, person, name, state, given_at"
        " FROM certificate WHERE id = 2",
        "T0002 有 2 条记录",
    ),
    "a count set back": ("UPDATE series SET last = 4", "超出系列"),
    "a count set forward": ("UPDATE series SET last = 7", "流水号 6–7 没有记录"),
    "a state changed by hand": ("UPDATE certificate SET state = 'void' WHERE id = 1", "状态与最后一次记录不一致"),
    "a story lost": ("DELETE FROM event WHERE certificate = 1", "没有分配记录"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_verify_finds(damage: str, place: str) -> None:
    with Ledger(place, create=True) as ledger:
        ledger.allot(SERIES, "期", claims(1, 5))
    assert verify(place).problems == ()
    script, words = DAMAGES[damage]
    with sqlite3.connect(place) as raw:
        raw.executescript(script)
    assert any(words in problem for problem in verify(place).problems), verify(place).problems


def test_a_wide_gap_costs_nothing(place: str) -> None:
    series = Series("x", lambda serial: f"x{serial}", lambda typed: int(typed[1:]))
    with Ledger(place, create=True) as ledger:
        ledger.allot(series, "期", [NumberClaim("甲", "甲", "x2000000000"), NumberClaim("乙", "乙")])
    state = verify(place).series[0]
    assert [(span.first, span.last) for span in state.spans] == [
        (1, 1_999_999_999), (2_000_000_000, 2_000_000_000), (2_000_000_001, 2_000_000_001),
    ]  # fmt: skip


def test_the_commands(tmp_path: Path, data: bytes) -> None:
    gaoyan = CommandLine(tmp_path)
    for command in (["list"], ["verify"], ["void", "x", "--reason", "y"], ["export", "台账.csv"]):
        found = gaoyan("ledger", *command)
        assert found.code == 2
        assert is_one_chinese_line(found.err)
        assert "尚无台账" in found.err
    assert not gaoyan.ledger.exists()
    (tmp_path / "班.xlsx").write_bytes(data)
    assert gaoyan("number", "班.xlsx", "--today", DAY).code == 0
    assert "共 10 个编号，有效 10，作废 0" in gaoyan("ledger", "list").out
    assert "台账上没有这样的编号" in gaoyan("ledger", "list", "--class", "2024/市级/01").out
    assert "已作废 1 个编号" in gaoyan("ledger", "void", "津高研2025090007", "--reason", "证书印错").out
    assert "原来就是作废的" in gaoyan("ledger", "void", "津高研2025090007", "--reason", "证书印错").out
    unknown = gaoyan("ledger", "void", "津高研2025090001", "没有的编号", "--reason", "x")
    assert (unknown.code, "没有编号 没有的编号" in unknown.err) == (2, True)
    assert gaoyan("ledger", "void", "津高研2025090001", "--reason", " ").code == 2
    shown = json.loads(gaoyan("ledger", "list", "--void", "--json").out)["numbers"]
    assert [(one["number"], one["class_key"], one["state"], one["note"]) for one in shown] == [
        ("津高研2025090007", "2025/市级/09", "作废", "证书印错")
    ]
    verified = gaoyan("ledger", "verify")
    assert verified.code == 0
    assert "流水号 1–10，有效 9，作废 1" in verified.out
    assert "台账完好" in verified.out
    document = json.loads(gaoyan("ledger", "verify", "--json").out)
    assert sum(span["last"] - span["first"] + 1 for span in document["series"][0]["serials"]) == 10
    with sqlite3.connect(gaoyan.ledger) as raw:
        raw.execute("UPDATE series SET last = 11")
    broken = gaoyan("ledger", "verify")
    assert (broken.code, "流水号 11 没有记录" in broken.out) == (1, True)
    for text in (shown, verified.out, broken.out):
        assert not LONG_NUMBER.search(str(text))


def test_export(tmp_path: Path) -> None:
    """As text in both forms, whatever the cells begin with."""
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "home").mkdir()
    series = Series("=", lambda serial: f"=1+{serial}", lambda _: None)
    with Ledger(str(gaoyan.ledger), create=True) as ledger:
        ledger.allot(series, "期", [NumberClaim("甲", "=张三"), NumberClaim("乙", "李四120199199001010000")])
    assert gaoyan("ledger", "export", "台账.csv").code == 0
    assert gaoyan("ledger", "export", "台账.xlsx").code == 0
    assert gaoyan("ledger", "export", "台账.xlsx").code == 2
    assert gaoyan("ledger", "export", "台账.xlsx", "--force").code == 0
    assert gaoyan("ledger", "export", "台账.pdf").code == 2
    with (tmp_path / "台账.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[:2] for line in lines] == [["编号", "姓名"], ["'=1+1", "'=张三"], ["'=1+2", "李四120199***********0"]]
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx").worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[2][:2]] == [("=1+1", "s"), ("=张三", "s")]


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from addin.cli import run
sys.exit(run(sys.argv[2:]))
"""


def with_free_space(gaoyan: CommandLine, free: int, *arguments: str) -> tuple[int, str]:
    """Run with a limit on the size of any file: what a full disk looks like. No byte code, which would be cut short too."""
    environment = {"GAOYAN_LEDGER": str(gaoyan.ledger), "PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(free), *arguments], cwd=gaoyan.folder, capture_output=True, check=False, timeout=120,
        env=environment | {"PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    return done.returncode, done.stderr.decode()


def test_a_full_disk_on_the_way_to_the_ledger(tmp_path: Path, path: Path) -> None:
    """no space for the ledger: nothing is given, nothing is written."""
    gaoyan = CommandLine(tmp_path)
    gaoyan.ledger.parent.mkdir()
    before = path.read_bytes()
    code, reported = with_free_space(gaoyan, 8192, "number", "班.xlsx")
    assert (code, is_one_chinese_line(reported)) == (2, True)
    assert "没有编号被分配" in reported
    assert path.read_bytes() == before
    assert gaoyan("number", "班.xlsx", "--today", DAY).code == 0
    assert certificates(path)[0] == "津高研2025090001"


def test_a_full_disk_on_the_way_to_the_workbook(tmp_path: Path, path: Path) -> None:
    """Space for the ledger, none for the workbook: the numbers stay reserved, and the same people get them next time."""
    gaoyan = CommandLine(tmp_path)
    gaoyan.ledger.parent.mkdir()
    before = path.read_bytes()
    free = 120_000
    assert len(before) > free
    code, reported = with_free_space(gaoyan, free, "number", "班.xlsx")
    assert (code, is_one_chinese_line(reported)) == (2, True)
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["home", "班.xlsx"]
    reserved = {entry.name: entry.number for entry in listed(str(gaoyan.ledger))}
    assert len(reserved) == 10
    found = json.loads(gaoyan("number", "班.xlsx", "--json").out)
    assert (len(found["given"]), len(found["kept"])) == (0, 10)
    assert {str(one.name): one.certificate for one in read_file(path, TODAY).results} == reserved
    assert verify(str(gaoyan.ledger)).problems == ()


def test_a_certificate_that_looks_like_a_phone_is_reported_whole(tmp_path: Path, path: Path) -> None:
    """The ledger has it, so it is a certificate; a number that the ledger does not have stays masked."""
    gaoyan = CommandLine(tmp_path)
    c = read_file(path, date(2025, 8, 12))
    path.write_bytes(entered(c.changed(project=c.project.changed(number_pattern="138{年}{流水:04}"))))
    numbered(path, str(gaoyan.ledger))
    assert "13820250001" in gaoyan("ledger", "list").out
    assert json.loads(gaoyan("ledger", "void", "13820250001", "--reason", "印错", "--json").out)["voided"] == ["13820250001"]
    assert "13800009999" not in gaoyan("ledger", "void", "13800009999", "--reason", "印错").err


def test_number_tells_what_is_void_and_what_was_passed_over(tmp_path: Path, path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    put(path, (4, CERTIFICATE, "津高研2025090005"))
    shown = gaoyan("number", "班.xlsx").out
    assert "流水号 1–4 留空" in shown  # within the ten this class needs, so nobody is asked
    put(path, (0, PASSED, "否"))
    shown = gaoyan("number", "班.xlsx").out
    assert "作废 1 个编号" in shown
    document = json.loads(gaoyan("number", "班.xlsx", "--json").out)
    assert (document["voided"], document["passed_over"]) == ([], [])
    put(path, (0, PASSED, "是"))
    assert "作废后重新生效：津高研2025090006" in gaoyan("number", "班.xlsx").out
    assert "1 个编号（津高研2025090006）随之作废" in gaoyan("undo", "班.xlsx").out


@pytest.mark.parametrize(
    "change", [row("results", 0, passed="否"), in_order(row("results", 0, passed="否"), project(level="市级"))]
)
def test_a_class_without_a_ledger_makes_none_for_those_who_failed(
    change: Callable[[ClassFile], ClassFile], tmp_path: Path, place: str
) -> None:
    c = unnumbered(2)
    failed = change(c).changed(results=tuple(one.changed(passed="否") for one in c.results))
    path = tmp_path / "班.xlsx"
    path.write_bytes(entered(failed, rows=30))
    assert numbered(path, place).voided == ()
    assert not Path(place).exists()


def test_a_ledger_that_is_not_one(place: str) -> None:
    with sqlite3.connect(place) as raw:
        raw.execute("CREATE TABLE other (x)")
    for ask in (lambda: listed(place), lambda: verify(place), lambda: void(["x"], "录错", place)):
        with pytest.raises(Unusable, match="没有台账的表"):
            ask()
    assert class_key(unnumbered()) == "2025/市级/09"
