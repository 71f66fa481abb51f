"""The stamp-ready package: what blocks it, that it appears whole or not at all, and that its checksums hold."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.handing_in.export import UNNAMED, export_class, export_steps
from tests.pdfs import page_texts, whole_text
from tests.printing.checksums import checksum_line
from tests.sample import sample_class
from udfs.notice.plan import NATIONAL
from udfs.records.class_file import ClassFile
from udfs.rules.model import Finding, Outcome, Report, Severity
from udfs.rules.runner import check
from workbooks.files.errors import FileInUse, Unusable
from workbooks.printing import folder as folders
from workbooks.printing.folder import LONGEST_NAME, safe_name, write_folder
from workbooks.printing.fonts import find_fonts

FONTS = find_fonts([])
ANNEX_FILES = [f"附件{at}.{kind}" for kind in ("pdf", "xlsx") for at in (3, 4, 5, 6)]
FILES = {*ANNEX_FILES, "材料合并.pdf", "核验报告.pdf", "核验报告.json", "材料清单.pdf", "SHA256SUMS"}


def report(c: ClassFile, *findings: Finding, outcomes: tuple[Outcome, ...] = ()) -> Report:
    return Report(level=c.level, today=c.today, parameters="2025", findings=findings, outcomes=outcomes)


def finding(severity: Severity, explained: str | None = None) -> Finding:
    return Finding(
        code="PRJ-03", severity=severity, sheet="项目信息", cell="B9", row=9, field="结束日期", value="x", expected="",
        message="时间不足", fix="核对", clause="一", explained=explained,
    )  # fmt: skip


def listing(folder: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir()}


def test_a_right_class_gets_the_whole_package(tmp_path: Path) -> None:
    c = sample_class()
    result = export_class(c, check(c), tmp_path, book="x.xlsx", fonts=FONTS)
    assert result.exit_code == 0
    assert result.folder == tmp_path / "工业智能化升级高级研修班_盖章稿_2025-08-12"
    assert {entry.name for entry in result.folder.iterdir()} == FILES == set(result.files)
    assert result.message.startswith("已生成盖章稿")
    assert [entry.name for entry in tmp_path.iterdir()] == [result.folder.name]


def test_each_file_is_reported_before_it_is_made(tmp_path: Path) -> None:
    c = sample_class()
    reported: list[tuple[str, int, int]] = []
    result = export_class(c, check(c), tmp_path, fonts=FONTS, progress=lambda *step: reported.append(step))
    assert reported == [(name, at, len(FILES)) for at, name in enumerate(result.files, start=1)]


def test_an_export_that_is_stopped_leaves_the_place_as_it_was(tmp_path: Path) -> None:
    c = sample_class()
    steps = export_steps(c, check(c), tmp_path / "a" / "b", fonts=FONTS)
    assert [next(steps)[1] for _ in range(3)] == [1, 2, 3]
    assert list((tmp_path / "a" / "b").iterdir()) != []
    steps.close()
    assert list(tmp_path.iterdir()) == []


def test_a_national_class_also_gets_the_list_for_the_platform(tmp_path: Path) -> None:
    c = sample_class(NATIONAL, 2)
    assert set(export_class(c, report(c), tmp_path, fonts=FONTS).files) == FILES | {"平台上报名单.xlsx"}


def test_the_checksums_hold(tmp_path: Path) -> None:
    c = sample_class(NATIONAL, 2)
    result = export_class(c, report(c), tmp_path, fonts=FONTS)
    assert result.folder
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=result.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(result.files) - 1
    (result.folder / "附件3.pdf").write_bytes(b"changed")
    assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=result.folder, capture_output=True, check=False).returncode


def test_the_json_is_that_of_check_and_masked(tmp_path: Path) -> None:
    c = sample_class()
    result = export_class(c, report(c, finding("hint")), tmp_path, book="某班.xlsx", fonts=FONTS)
    assert result.folder
    text = (result.folder / "核验报告.json").read_text(encoding="utf-8")
    document = json.loads(text)
    assert document["book"] == "某班.xlsx"
    assert document["facts"]["trainees"] == 52
    assert document["findings"][0]["code"] == "PRJ-03"
    printed = whole_text(result.folder / "核验报告.pdf")
    for person in c.people:
        assert str(person.document) not in text + printed


@pytest.mark.parametrize(
    ("found", "outcomes", "blocking"),
    [
        ([finding("error")], (), 1),
        ([finding("error", "已说明")], (), 1),
        ([finding("query")], (), 1),
        ([], (Outcome(code="A4-01", status="failed", why="规则执行出错"),), 1),
        ([finding("error"), finding("query"), finding("hint")], (), 2),
    ],
)
def test_what_blocks_writes_nothing(tmp_path: Path, found: list[Finding], outcomes: tuple[Outcome, ...], blocking: int) -> None:
    c = sample_class()
    result = export_class(c, report(c, *found, outcomes=outcomes), tmp_path / "new" / "out", fonts=FONTS)
    assert (result.exit_code, result.folder, result.files, result.blocking) == (1, None, (), blocking)
    assert f"{blocking}项问题未解决" in result.message
    assert list(tmp_path.iterdir()) == []


def test_an_explained_query_and_a_hint_do_not_block_and_are_printed(tmp_path: Path) -> None:
    c = sample_class()
    result = export_class(c, report(c, finding("query", "台风提前返程"), finding("hint")), tmp_path, fonts=FONTS)
    assert result.folder
    assert "台风提前返程" in whole_text(result.folder / "核验报告.pdf")


def test_a_draft_is_written_whatever_is_found_and_says_so_on_every_page(tmp_path: Path) -> None:
    c = sample_class()
    result = export_class(c, report(c, finding("error")), tmp_path, draft=True, fonts=FONTS)
    assert result.folder is not None
    assert result.folder.name.endswith("_草稿_2025-08-12")
    assert result.exit_code == 0
    assert result.folder
    for pdf in result.folder.glob("*.pdf"):
        assert all("草稿" in page for page in page_texts(pdf)), pdf.name
    assert result.message.startswith("已生成草稿")


def test_a_missing_character_is_named_with_its_place_and_blocks(tmp_path: Path) -> None:
    c = sample_class()
    people = (c.people[0].changed(name="王\ue000"), *c.people[1:])
    c = c.changed(people=people, accounts=c.accounts.changed(notes={"场地费": "\ue001"}))
    result = export_class(c, report(c), tmp_path, fonts=FONTS)
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []
    messages = [glyph.message for glyph in result.missing]
    address = c.places["附件3"].address("场地费备注")
    assert messages[0].startswith(f"附件3!{address}：本机没有能打印“\ue001”（U+E001）的字体")
    assert messages[1].startswith("附件4!B4（王\ue000）：本机没有能打印“\ue000”（U+E000）的字体")
    assert "2处文字无法打印" in result.message
    assert result.message.splitlines()[1:] == messages


def test_a_draft_prints_a_mark_for_a_missing_character_and_says_so(tmp_path: Path) -> None:
    c = sample_class()
    c = c.changed(people=(c.people[0].changed(name="王\ue000"), *c.people[1:]))
    result = export_class(c, report(c), tmp_path, draft=True, fonts=FONTS)
    assert result.folder
    assert "王〓" in whole_text(result.folder / "附件4.pdf")
    assert "U+E000" in whole_text(result.folder / "核验报告.pdf")


def test_a_character_in_the_name_of_the_file_is_found_too(tmp_path: Path) -> None:
    c = sample_class()
    result = export_class(c, report(c), tmp_path, book="\ue000.xlsx", fonts=FONTS)
    assert [glyph.sheet for glyph in result.missing] == ["文件名"]


def test_an_annex_without_content_is_left_out_and_stated(tmp_path: Path) -> None:
    c = sample_class().changed(survey=(), results=())
    result = export_class(c, report(c), tmp_path, fonts=FONTS)
    assert result.folder
    assert result.absent == ("附件5", "附件6")
    assert set(result.files) == FILES - {"附件5.pdf", "附件5.xlsx", "附件6.pdf", "附件6.xlsx"}
    assert "附件6没有内容，没有生成该附件。" in whole_text(result.folder / "核验报告.pdf")
    assert "附件5、附件6没有内容" in result.message


def test_a_workbook_with_nothing_in_it_still_makes_a_draft(tmp_path: Path) -> None:
    c = ClassFile(today=sample_class().today)
    result = export_class(c, report(c), tmp_path, draft=True, fonts=FONTS)
    assert result.folder
    assert result.folder.name.startswith(UNNAMED)
    assert set(result.files) == {"核验报告.pdf", "核验报告.json", "材料清单.pdf", "SHA256SUMS"}


def test_the_same_class_gives_the_same_package(tmp_path: Path) -> None:
    c = sample_class(NATIONAL, 2)
    made = [export_class(c, report(c), tmp_path / name, fonts=FONTS).folder for name in ("one", "two")]
    assert made[0]
    assert made[1]
    assert listing(made[0]) == listing(made[1])


def test_a_draft_does_not_take_the_place_of_the_finished_package(tmp_path: Path) -> None:
    c = sample_class()
    final = export_class(c, report(c), tmp_path, fonts=FONTS).folder
    draft = export_class(c, report(c), tmp_path, draft=True, fonts=FONTS).folder
    assert final
    assert draft
    assert (final.name, draft.name) == ("工业智能化升级高级研修班_盖章稿_2025-08-12", "工业智能化升级高级研修班_草稿_2025-08-12")
    assert (final / "SHA256SUMS").read_bytes() != (draft / "SHA256SUMS").read_bytes()


def test_a_package_is_for_its_owner_alone(tmp_path: Path) -> None:
    c = sample_class()
    folder = export_class(c, report(c), tmp_path, fonts=FONTS).folder
    assert folder
    assert folder.stat().st_mode & 0o077 == 0
    assert [entry.name for entry in folder.iterdir() if entry.stat().st_mode & 0o777 != 0o600] == []


def test_an_older_package_is_replaced_whole(tmp_path: Path) -> None:
    c = sample_class()
    first = export_class(c, report(c), tmp_path, fonts=FONTS)
    shorter = c.changed(survey=())
    second = export_class(shorter, report(shorter), tmp_path, fonts=FONTS)
    assert first.folder == second.folder
    assert second.folder
    assert {entry.name for entry in second.folder.iterdir()} == set(second.files) < set(first.files)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("action", ["added", "changed", "folder"])
def test_what_somebody_put_into_a_package_is_never_lost(tmp_path: Path, action: str) -> None:
    c = sample_class()
    made = export_class(c, report(c), tmp_path, fonts=FONTS).folder
    assert made
    name = {"added": "扫描件.pdf", "changed": "附件3.xlsx", "folder": "往来"}[action]
    if action == "folder":
        (made / name).mkdir()
    else:
        (made / name).write_bytes(b"signed")
    before = sorted(made.iterdir())
    with pytest.raises(Unusable, match=name):
        export_class(c, report(c), tmp_path, fonts=FONTS)
    assert sorted(made.iterdir()) == before
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_system_leaves_in_a_folder_does_not_hinder(tmp_path: Path) -> None:
    c = sample_class()
    made = export_class(c, report(c), tmp_path, fonts=FONTS).folder
    assert made
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "~$附件3.xlsx"):
        (made / name).write_bytes(b"")
    assert export_class(c, report(c), tmp_path, fonts=FONTS).folder == made


def failing(error: BaseException) -> Iterator[tuple[str, bytes]]:
    yield "one", b"1"
    raise error


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt()])
@pytest.mark.parametrize("standing", [True, False])
def test_a_failure_in_the_middle_leaves_nothing(tmp_path: Path, error: BaseException, standing: bool) -> None:
    target = tmp_path / "a" / "b" / "包"
    if standing:
        write_folder(target, [("old", b"old"), ("SHA256SUMS", checksum_line("old", b"old"))])
    with pytest.raises(type(error)):
        write_folder(target, failing(error))
    if standing:
        assert {entry.name for entry in target.iterdir()} == {"old", "SHA256SUMS"}
        assert list(target.parent.iterdir()) == [target]
    else:
        assert list(tmp_path.iterdir()) == []


def test_when_the_last_step_fails_the_old_package_stands_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "包"
    write_folder(target, [("old", b"old"), ("SHA256SUMS", checksum_line("old", b"old"))])
    rename = os.rename

    def refusing(source: Path, place: Path) -> None:
        if Path(source).name.startswith(folders.TEMPORARY):
            raise PermissionError(errno.EACCES, "held")
        rename(source, place)

    monkeypatch.setattr(folders.os, "rename", refusing)
    with pytest.raises(Unusable, match="不能写入"):
        write_folder(target, [("new", b"new")])
    assert {entry.name for entry in target.iterdir()} == {"old", "SHA256SUMS"}
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(errno.ENOSPC, "full"), Unusable, "磁盘空间不足"),
        (OSError(errno.EROFS, "read-only"), Unusable, "不能写入"),
        (OSError(errno.EIO, "input/output error"), Unusable, "没有生成任何文件"),
    ],
)
def test_errors_of_the_system_are_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, kind: type[Exception], words: str
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(folders, "write_file", broken)
    with pytest.raises(kind, match=words) as reported:
        write_folder(tmp_path / "包", [("x", b"")])
    assert "\n" not in str(reported.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_windows_holds_is_reported_as_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = PermissionError(errno.EACCES, "sharing violation")
    error.winerror = 32  # type: ignore[attr-defined]

    def held(*_: object) -> None:
        raise error

    monkeypatch.setattr(folders, "put_in_place", held)
    with pytest.raises(FileInUse, match="正被其他程序打开"):
        write_folder(tmp_path / "包", [("x", b"")])


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "包").write_bytes(b"mine")
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(Unusable, match="同名文件"):
        write_folder(tmp_path / "包", [("x", b"")])
    with pytest.raises(Unusable, match="不是文件夹"):
        write_folder(tmp_path / "out" / "包", [("x", b"")])
    assert {entry.read_bytes() for entry in tmp_path.iterdir()} == {b"mine"}


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "包").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unusable):
        write_folder(tmp_path / "包", [("x", b"")])
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ('智能/制造:"虚实"高级研修班', "智能／制造：”虚实”高级研修班"),
        ("  高级研修班. ", "高级研修班"),
        ("甲\n乙\x00丙\u202e丁", "甲 乙 丙 丁"),
        ("../../etc/passwd", "／..／etc／passwd"),
        ("", "未命名"),
        ("...", "未命名"),
        ("NUL", "_NUL"),
        ("com1.班", "_com1.班"),
        ("concert", "concert"),
    ],
)
def test_names_are_safe_on_every_system(topic: str, name: str) -> None:
    assert safe_name(topic, "未命名") == name


def test_a_very_long_name_is_cut_between_characters(tmp_path: Path) -> None:
    name = safe_name("𬱖" * 400, "未命名")
    assert name == "𬱖" * (LONGEST_NAME // 4)
    c = sample_class()
    c = c.changed(project=c.project.changed(topic="高级研修班" * 100))
    result = export_class(c, report(c), tmp_path, fonts=FONTS)
    assert result.folder
    assert result.folder.is_dir()


def test_three_hundred_people_take_seconds(tmp_path: Path) -> None:
    c = sample_class(trainees=290, staff=10)
    export_class(c, report(c), tmp_path / "warm", fonts=FONTS)
    started = time.perf_counter()
    result = export_class(c, report(c), tmp_path / "timed", fonts=FONTS)
    assert time.perf_counter() - started < 10
    assert result.folder
