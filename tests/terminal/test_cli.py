"""The command line: every command, every exit code, the JSON to the letter, and no number in the clear."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from addin import cli
from addin.commands import COMMANDS, GROUPS
from addin.demo.planting import in_order, project, staff, trainee, wrong_check
from addin.terminal import failing
from addin.terminal.wrapping import columns
from tests.command_line import DAY, LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.rules import catalogue
from workbooks.files.errors import FileInUse, Unusable
from workbooks.templates.entering import entered


@pytest.fixture
def gaoyan(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def faulty() -> ClassFile:
    """Mistakes whose messages, values and 说明 all have something to do with document numbers and phones."""
    c = sample_class(MUNICIPAL, 9)
    plants = in_order(
        staff(0, document=wrong_check(c.staff[0].document)),
        staff(1, phone="14109999999X"),
        staff(2, phone=14100099999, document=110105194912310021),
        staff(3, phone=c.staff[4].phone, document=c.staff[4].document),
        trainee(3, name=f"王{c.people[3].document}", employer=f"电话{c.people[3].phone}"),
        project(place=f"联系人13812345678，{c.people[0].document}"),
    )
    return plants(c)


def test_help_is_chinese_throughout(gaoyan: CommandLine) -> None:
    found = gaoyan("--help")
    assert found.code == 0
    for word in ("用法", "命令", "选项", "退出码", "显示本帮助"):
        assert word in found.out
    for word in ("Usage", "Options", "Commands", "Show this message", "install-completion"):
        assert word not in found.out
    assert gaoyan().out == found.out


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in GROUPS])
def test_every_command_has_its_help_page(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"用法：gaoyan {command} ")
    assert "选项：\n" in shown
    assert not any(word in shown for word in ("Usage", "Options", "Arguments", "required", "default:", "TEXT"))
    assert all(columns(line) <= 100 for line in shown.splitlines())


def test_every_command_in_a_process_of_its_own(gaoyan: CommandLine) -> None:
    """Each with its exit code, without a number in the clear, and with nothing on stderr unless it failed."""
    bare = sample_class(MUNICIPAL, 9)
    gaoyan.book(bare.changed(results=tuple(result.changed(certificate=None) for result in bare.results)), "对.xlsx")
    gaoyan.book(faulty(), "错.xlsx")
    (gaoyan.folder / "占用.xlsx").write_bytes((gaoyan.folder / "错.xlsx").read_bytes())
    (gaoyan.folder / ".~lock.占用.xlsx#").touch()
    commands = [
        (["new", "新.xlsx", "--level", "市级", "--plan", "10", "--rows", "20"], 0), (["check", "错.xlsx", "--write"], 1),
        (["tidy", "占用.xlsx"], 3), (["tidy", "错.xlsx"], 0), (["total", "错.xlsx"], 0), (["number", "对.xlsx"], 0),
        (["export", "错.xlsx", "--out", "稿"], 1), (["export", "对.xlsx", "--out", "稿", "--today", DAY], 0),
        (["undo", "对.xlsx"], 0), (["rules"], 0), (["demo"], 2),
    ]  # fmt: skip
    for command, code in commands:
        found = gaoyan.process(*command)
        assert found.code == code, (command, found)
        assert not LONG_NUMBER.search(found.out + found.err)
        assert is_one_chinese_line(found.err) if code > 1 else not found.err, (command, found.err)


def test_version(gaoyan: CommandLine) -> None:
    found = gaoyan("--version")
    assert found.code == 0
    assert found.out.startswith(f"gaoyan {version('gaoyan')}")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "没有命令“chekc”，是否指 check。用法见 gaoyan --help"),
        (["完全不像"], "没有命令“完全不像”"),
        (["check"], "缺少参数 工作簿。用法见 gaoyan check --help"),
        (["check", "a", "--jsno"], "没有选项 --jsno，是否指 --json"),
        (["check", "a", "b"], "多出了参数“b”"),
        (["check", "a", "--today"], "选项 --today 后面缺少值"),
        (["check", "a", "--json=1"], "选项 --json 不带值"),
        (["check", "a", "--today", "2025-13-01"], "--today：不是日期。请写成 2025-06-30 的形式"),
        (["check", "没有.xlsx"], "没有.xlsx：没有这个文件"),
        (["new", "a.xlsx", "--level", "市级"], "缺少选项 --plan"),
        (["new", "a.xlsx", "--level", "区级", "--plan", "1"], "--level：只能是国家级、市级"),
        (["new", "a.xlsx", "--level", "市级", "--plan", "21"], "--plan：市级只有 1–20"),
        (["new", "a.xlsx", "--level", "国家级", "--plan", "9"], "--plan：国家级只有 1–8"),
        (["new", "a.xlsx", "--level", "市级", "--plan", "第一"], "--plan：应为 1 到 10000 的整数"),
        (["new", "a.xlsx", "--level", "市级", "--plan", "1", "--year", "1999"], "--year：没有1999年的通知"),
        (["new", "a.xlsx", "--level", "市级", "--plan", "1", "--rows", "0"], "--rows：应为 1 到 5000 的整数"),
        (["new", "a.docx", "--level", "市级", "--plan", "1"], "扩展名应为 .xlsx"),
        (["rules", "--format", "xml"], "--format：只能是md、csv、json"),
        (["export", "a.xlsx"], "缺少选项 --out"),
    ],
)
def test_a_wrong_command_line_is_one_line_and_exit_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(arguments) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert words in shown.err
    assert is_one_chinese_line(shown.err)
    assert not list(tmp_path.iterdir())


def test_new_makes_a_workbook_that_check_reads(gaoyan: CommandLine) -> None:
    made = gaoyan("new", "云.xlsx", "--level", "市级", "--plan", "10")
    assert made.code == 0
    assert "2025年市级第10项" in made.out
    document = json.loads(gaoyan("check", "云.xlsx", "--json").out)
    assert document["level"] == "市级"
    assert {finding["code"] for finding in document["findings"]} >= {"PRJ-01", "A4-00"}
    before = (gaoyan.folder / "云.xlsx").read_bytes()
    again = gaoyan("new", "云.xlsx", "--level", "国家级", "--plan", "1")
    assert again.code == 2
    assert "文件已存在" in again.err
    assert (gaoyan.folder / "云.xlsx").read_bytes() == before
    assert gaoyan("new", "云.xlsx", "--level", "国家级", "--plan", "1", "--force").code == 0
    assert json.loads(gaoyan("check", "云.xlsx", "--json").out)["level"] == "国家级"


def test_check_exits_0_where_nothing_blocks(gaoyan: CommandLine) -> None:
    gaoyan.book(sample_class(MUNICIPAL, 9))
    found = gaoyan("check", "班.xlsx", "--today", DAY)
    assert found.code == 0
    assert "没有发现问题" in found.out
    assert "gaoyan export 班.xlsx" in found.out
    assert found.err == ""


def test_check_exits_1_where_something_blocks_and_says_what_to_do(gaoyan: CommandLine) -> None:
    gaoyan.book(faulty())
    found = gaoyan("check", "班.xlsx", "--today", DAY)
    assert found.code == 1
    assert "附件4 学员和工作人员签到表：错误" in found.out
    assert "妨碍导出" in found.out
    assert found.out.rstrip().splitlines()[-1].startswith("下一步：改正错误")
    assert all(columns(line) <= 100 for line in found.out.splitlines())
    levels = [line[:2] for line in found.out.splitlines() if line[:2] in ("错误", "核实", "提示")]
    assert levels


def test_check_json_to_the_letter(gaoyan: CommandLine) -> None:
    gaoyan.book(faulty())
    document = json.loads(gaoyan("check", "班.xlsx", "--json", "--today", DAY).out)
    assert list(document) == ["book", "level", "today", "parameters", "summary", "facts", "basis", "findings", "rules"]
    assert (document["book"], document["level"], document["today"], document["parameters"]) == ("班.xlsx", "市级", DAY, "2025")
    assert list(document["summary"]) == ["error", "query", "hint", "blocking"]
    assert list(document["facts"]) == ["trainees", "staff", "staff_limit", "online", "days", "hours", "total", "quota"]
    assert document["facts"] == {
        "trainees": 52, "staff": 5, "staff_limit": 5, "online": 0, "days": 5, "hours": 32,
        "total": "65960.00", "quota": "156750.00",
    }  # fmt: skip
    assert {tuple(finding) for finding in document["findings"]} == {
        (
            "code", "severity", "sheet", "cell", "row", "field", "value", "expected", "message", "fix", "clause", "explained",
        )
    }  # fmt: skip
    assert [rule["code"] for rule in document["rules"]] == [rule.code for rule in catalogue()]
    assert {rule["status"] for rule in document["rules"]} == {"findings", "passed", "skipped"}
    assert all(("why" in rule) == (rule["status"] == "skipped") for rule in document["rules"])
    counts = [sum(one["severity"] == severity for one in document["findings"]) for severity in ("error", "query", "hint")]
    assert counts == [document["summary"][name] for name in ("error", "query", "hint")]


def test_numbers_are_in_the_clear_where_they_are_asked_for(gaoyan: CommandLine) -> None:
    """Elsewhere none is: ``tests/house/test_nothing_personal.py``, over all commands."""
    c = faulty()
    gaoyan.book(c)
    assert str(c.staff[0].document) in gaoyan("check", "班.xlsx", "--reveal", "--today", DAY).out


def test_check_write_twice_changes_nothing_the_second_time(gaoyan: CommandLine) -> None:
    path = gaoyan.book(faulty())
    assert gaoyan("check", "班.xlsx", "--write", "--today", DAY).code == 1
    first = path.read_bytes()
    steps = sorted((gaoyan.folder / ".gaoyan").rglob("*.json"))
    found = gaoyan("check", "班.xlsx", "--write", "--today", DAY)
    assert found.code == 1
    assert "--write 可把" not in found.out
    assert path.read_bytes() == first
    assert sorted((gaoyan.folder / ".gaoyan").rglob("*.json")) == steps


def test_tidy_total_number_undo_one_after_the_other(gaoyan: CommandLine) -> None:
    c = sample_class(MUNICIPAL, 9)
    bare = c.changed(results=tuple(result.changed(certificate=None) for result in c.results))
    # A figure that somebody has typed over the formula: there is something for total to do.
    bare = bare.changed(accounts=bare.accounts.changed(lodging=1))
    path = gaoyan.book(staff(0, phone="+86 138-1234-5678")(bare))
    before = path.read_bytes()
    tidied = gaoyan("tidy", "班.xlsx")
    assert tidied.code == 0
    assert "规范了 1 处" in tidied.out
    assert "138****5678" in tidied.out
    assert gaoyan("tidy", "班.xlsx").out.startswith("没有需要规范的内容")
    added = gaoyan("total", "班.xlsx")
    assert added.code == 0
    assert "还可列支 96,640.00 元" in added.out
    numbered = json.loads(gaoyan("number", "班.xlsx", "--json").out)
    assert numbered["given"] == [f"津高研202509{at:04}" for at in range(1, 53)]
    assert gaoyan.ledger.exists()
    assert "沿用 52 个" in gaoyan("number", "班.xlsx").out
    assert gaoyan("check", "班.xlsx", "--today", DAY).code == 0
    words = [gaoyan("undo", "班.xlsx").out.partition("，")[0] for _ in range(3)]
    assert words == ["已撤销“分配编号”", "已撤销“汇总决算”", "已撤销“规范化”"]
    assert path.read_bytes() == before
    last = gaoyan("undo", "班.xlsx")
    assert last.code == 2
    assert "没有可以撤销的步骤" in last.err


def test_total_in_json(gaoyan: CommandLine) -> None:
    gaoyan.book(sample_class(NATIONAL, 2))
    document = json.loads(gaoyan("total", "班.xlsx", "--json").out)
    assert (document["total"], document["subsidy_left"]) == ("65960.00", "39040.00")
    assert [line["label"] for line in document["lines"]][:3] == ["学员人数", "工作人员人数", "总计"]


def test_export_blocked_and_allowed(gaoyan: CommandLine) -> None:
    gaoyan.book(faulty(), "错.xlsx")
    blocked = gaoyan("export", "错.xlsx", "--out", "稿", "--today", DAY)
    assert blocked.code == 1
    assert "没有生成盖章稿" in blocked.out
    assert "--draft" in blocked.out
    assert not (gaoyan.folder / "稿").exists()
    gaoyan.book(sample_class(MUNICIPAL, 9))
    document = json.loads(gaoyan("export", "班.xlsx", "--out", "稿", "--today", DAY, "--json").out)
    assert document["blocking"] == 0
    written = gaoyan.folder / document["folder"]
    assert sorted(path.name for path in written.iterdir()) == sorted(document["files"])
    assert "材料合并.pdf" in document["files"]


@pytest.mark.parametrize("form", ["md", "csv", "json"])
def test_rules_hold_the_whole_catalogue(form: str, gaoyan: CommandLine) -> None:
    found = gaoyan("rules", "--format", form)
    assert found.code == 0
    codes = [rule.code for rule in catalogue()]
    if form == "json":
        assert [rule["code"] for rule in json.loads(found.out)] == codes
    elif form == "csv":
        assert [row[0] for row in csv.reader(found.out.splitlines())][1:] == codes
    else:
        assert [line.split(" | ")[0].strip("| ") for line in found.out.splitlines()[2:]] == codes


def test_a_held_file_is_exit_3_and_stays(gaoyan: CommandLine) -> None:
    path = gaoyan.book(faulty())
    before = path.read_bytes()
    lock = gaoyan.folder / ".~lock.班.xlsx#"
    lock.touch()
    for command in (["check", "班.xlsx", "--write"], ["tidy", "班.xlsx"], ["number", "班.xlsx"]):
        found = gaoyan(*command)
        assert found.code == 3, found
        assert is_one_chinese_line(found.err)
    assert path.read_bytes() == before
    assert not gaoyan.ledger.exists()
    lock.unlink()
    assert gaoyan("tidy", "班.xlsx").code == 0


def test_what_is_no_workbook_is_exit_2(gaoyan: CommandLine) -> None:
    for name, data in (("空.xlsx", b""), ("文字.xlsx", "姓名,电话\n".encode()), ("旧.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600))):
        (gaoyan.folder / name).write_bytes(data)
        found = gaoyan("check", name)
        assert (found.code, found.out) == (2, "")
        assert is_one_chinese_line(found.err)
        assert found.err.startswith(name)
    assert gaoyan("check", ".").code == 2


def test_an_error_of_the_program_is_one_line_and_its_details_go_into_a_masked_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("11010519491231002X 13812345678")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("workbooks.closed.closed_book.open_book", broken)
    book = tmp_path / "班.xlsx"
    book.write_bytes(b"x")
    assert cli.run(["check", str(book)]) == 2
    shown = capsys.readouterr()
    assert "程序出错（KeyError）" in shown.err
    assert is_one_chinese_line(shown.err)
    log = (tmp_path / "state" / "gaoyan" / failing.LOG_NAME).read_text("utf-8")
    assert "KeyError" in log
    assert "in broken" in log
    assert not LONG_NUMBER.search(log)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (Unusable("班.xlsx", "坏了", "请重做"), 2, "班.xlsx：坏了。请重做"),
        (FileInUse("班.xlsx", "被占用", "请关闭"), 3, "被占用"),
        (Unusable("11010519491231002X.xlsx", "坏了", "请重做"), 2, "110105***********X.xlsx"),
        (KeyboardInterrupt(), 130, "已中断"),
        (MemoryError(), 2, "内存不足"),
        (OSError(28, "No space left on device", "/x/班.xlsx"), 2, "/x/班.xlsx：磁盘已满"),
        (PermissionError(13, "Permission denied", "/x/班.xlsx"), 2, "没有权限"),
    ],
)
def test_how_errors_end(error: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert failing.ended(error) == code
    shown = capsys.readouterr().err
    assert words in shown
    assert is_one_chinese_line(shown)


def test_a_code_page_without_a_character_is_no_error(gaoyan: CommandLine) -> None:
    """䶮 and 㛃 are names' characters that GBK lacks."""
    gaoyan.book(staff(0, name="张䶮㛃", phone="123")(sample_class(MUNICIPAL, 9)))
    found = gaoyan.process("check", "班.xlsx", "--today", DAY, encoding="gbk")
    assert found.code == 1
    assert "张" in found.out
    document = json.loads(gaoyan.process("check", "班.xlsx", "--json", "--today", DAY, encoding="gbk").out)
    assert any("张䶮㛃" in finding["message"] for finding in document["findings"])


def test_a_reader_who_stops_reading_is_no_error(gaoyan: CommandLine) -> None:
    command = f"{sys.executable} -m addin rules | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=gaoyan.folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines()[-1] == "0"
    assert done.stderr == ""


def test_a_plain_check_loads_no_heavy_library(gaoyan: CommandLine) -> None:
    gaoyan.book(faulty())
    code = (
        "import sys\nfrom addin import cli\nassert cli.run(['check', '班.xlsx', '--json']) == 1\n"
        "found = {'xlwings', 'openpyxl', 'pandas', 'numpy', 'sqlalchemy', 'typst', 'lxml'} & set(sys.modules)\n"
        "assert not found, found"
    )
    environment = os.environ | {"GAOYAN_LEDGER": str(gaoyan.ledger)}
    done = subprocess.run([sys.executable, "-c", code], cwd=gaoyan.folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_a_cold_check_of_300_people_is_quick(gaoyan: CommandLine) -> None:
    """Counted in processor time: how long the machine lets the process wait is not its doing.

    A core that is shared makes even that half as long again, so that the best of some tries counts.
    """
    (gaoyan.folder / "班.xlsx").write_bytes(entered(sample_class(MUNICIPAL, 9, trainees=300, staff=10)))
    taken = [3.0]
    while min(taken) >= 1.5 and len(taken) < 12:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert gaoyan.process("check", "班.xlsx", "--today", DAY).code == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(taken) < 1.5, taken
