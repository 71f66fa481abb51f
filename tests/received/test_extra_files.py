"""What lies in a package besides what was exported is compared and named: copies of annexes, calendars, archives, papers."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from macros.desk import review as macro
from tests.received.forging import beside, sheet_changed, with_fresh_checksums
from tests.received.packages import TODAY, exported, looked_at, reported_text
from tests.sample import P, sample_class
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.records.class_file import ClassFile
from udfs.report.reviewed import ANNEXES, PACKAGE, Reviewed
from udfs.schedule.checklist import checklist
from workbooks.overview.deadline_calendar import calendar_of
from workbooks.printing.clean import clean_annex

NINE = sample_class(MUNICIPAL, 9)


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(NINE, tmp_path_factory.mktemp("honest"))


@pytest.fixture
def package(honest: Path, tmp_path: Path) -> Path:
    shutil.copytree(honest, tmp_path / "收到" / "包")
    return tmp_path / "收到" / "包"


def named_in_checksums(package: Path, *names: str) -> None:
    """As if it had been there when the package was made."""
    with (package / "SHA256SUMS").open("a", encoding="utf-8") as written:
        written.writelines(f"{'0' * 64}  {name}\n" for name in names)
    with_fresh_checksums(package)


def other_amount(package: Path, name: str) -> None:
    """A second 附件3 with another sum, under the name ``name``."""
    kept = (package / "附件3.xlsx").read_bytes()
    beside("合计", 99_999)(package, package)
    changed = (package / "附件3.xlsx").read_bytes()
    (package / "附件3.xlsx").write_bytes(kept)
    (package / name).parent.mkdir(exist_ok=True)
    (package / name).write_bytes(changed)


def lines(one: Reviewed) -> str:
    return "\n".join(difference.line for difference in one.differences)


@pytest.mark.parametrize("name", ["附件5 副本.xlsx", "附件5_2.xlsx", "5.xlsx"])
def test_a_copy_of_an_annex_is_named_and_counts_for_nothing(name: str, package: Path, tmp_path: Path) -> None:
    shutil.copy(package / "附件5.xlsx", package / name)
    named_in_checksums(package, name)
    one = looked_at(package, tmp_path)
    assert not one.clean
    assert f"{name}，是附件5的另一份，内容与附件5.xlsx相同，没有计入" in lines(one)


def test_a_second_annex_with_other_amounts_is_named_with_both(package: Path, tmp_path: Path) -> None:
    other_amount(package, "附件3_2.xlsx")
    named_in_checksums(package, "附件3_2.xlsx")
    one = looked_at(package, tmp_path)
    assert re.search(r"附件3_2\.xlsx，是附件3的另一份，没有计入：B15为“99999”，附件3\.xlsx!B15为“\d+”", lines(one)), (
        reported_text(one)
    )


def test_a_copy_with_a_person_of_another_name_tells_no_number(package: Path, tmp_path: Path) -> None:
    kept = (package / "附件5.xlsx").read_bytes()
    sheet_changed("附件5", lambda sheet: setattr(sheet["D6"], "value", "120199198001011239"))(package, package)
    (package / "附件5.xlsx").rename(package / "附件5（更正）.xlsx")
    (package / "附件5.xlsx").write_bytes(kept)
    named_in_checksums(package, "附件5（更正）.xlsx")
    one = looked_at(package, tmp_path)
    assert "附件5（更正）.xlsx，是附件5的另一份，没有计入：D6为“120199***********9”" in lines(one) or "D6为“" in lines(one)
    assert "120199198001011239" not in reported_text(one)


def test_a_copy_in_a_folder_below_the_package_belongs_to_it(package: Path, tmp_path: Path) -> None:
    other_amount(package, "补充/附件3.xlsx")
    review = macro.review(tmp_path / "收到", TODAY, ledger=str(tmp_path / "台账.sqlite3"))
    (one,) = review.files
    assert (one.kind, one.clean, one.changed) == (PACKAGE, False, ())
    assert "补充/附件3.xlsx，是附件3的另一份，没有计入：B15为“99999”" in lines(one)
    (piece,) = [piece for piece in one.pieces if piece.file == "包/补充/附件3.xlsx"]
    assert piece.why


def test_a_copy_in_a_zip_inside_the_package_belongs_to_it(package: Path, tmp_path: Path) -> None:
    other_amount(package, "附件3_2.xlsx")
    with zipfile.ZipFile(package / "里.zip", "w") as inner:
        inner.write(package / "附件3_2.xlsx", "附件3.xlsx")
    with zipfile.ZipFile(package / "附件.zip", "w") as outer:
        outer.write(package / "里.zip", "里.zip")
    (package / "附件3_2.xlsx").unlink()
    (package / "里.zip").unlink()
    named_in_checksums(package, "附件.zip")
    (one,) = macro.review(tmp_path / "收到", TODAY, ledger=str(tmp_path / "台账.sqlite3")).files
    assert "附件.zip，是压缩包" in lines(one)
    assert "附件.zip/里.zip/附件3.xlsx，是附件3的另一份，没有计入：B15为“99999”" in lines(one)


def test_of_two_entries_with_one_name_neither_is_passed_over(package: Path, tmp_path: Path) -> None:
    """A program that unpacks the zip may take the one that was not judged."""
    other_amount(package, "另/附件3.xlsx")
    with zipfile.ZipFile(tmp_path / "收到" / "报.zip", "w") as written:
        for path in sorted(package.iterdir()):
            if path.is_file():
                written.write(path, f"包/{path.name}")
        with pytest.warns(UserWarning, match="Duplicate"):
            written.write(package / "另" / "附件3.xlsx", "包/附件3.xlsx")
    shutil.rmtree(package)
    one = looked_at(tmp_path / "收到" / "报.zip", tmp_path)
    assert not one.clean
    assert "附件3（重名2）.xlsx，是附件3的另一份，没有计入：B15为“99999”" in lines(one)


def test_any_other_file_is_named(package: Path, tmp_path: Path) -> None:
    (package / "批复.pdf").write_bytes(b"%PDF-1.4 x")
    (package / "附件5.pdf.lnk").write_bytes(b"x")
    named_in_checksums(package, "批复.pdf", "附件5.pdf.lnk")
    one = looked_at(package, tmp_path)
    assert not one.clean
    assert "批复.pdf" in lines(one)
    assert "附件5.pdf.lnk" in lines(one)


def test_a_folder_of_checksums_alone_takes_no_annexes_of_others(tmp_path: Path) -> None:
    """Somebody ran sha256sum over the whole folder: what lies below is received as ever."""
    folder = tmp_path / "收到" / "班"
    folder.mkdir(parents=True)
    for sheet in ("附件3", "附件4", "附件5", "附件6"):
        (folder / f"{sheet}.xlsx").write_bytes(clean_annex(NINE, sheet))
    (tmp_path / "收到" / "SHA256SUMS").write_text(f"{'0' * 64}  汇总.txt\n", encoding="utf-8")
    review = macro.review(tmp_path / "收到", TODAY, ledger=str(tmp_path / "台账.sqlite3"))
    assert ANNEXES in {one.kind for one in review.files}


def test_two_loose_copies_say_whether_they_differ(tmp_path: Path) -> None:
    folder = tmp_path / "收到"
    folder.mkdir()
    for sheet in ("附件3", "附件4", "附件5", "附件6"):
        (folder / f"{sheet}.xlsx").write_bytes(clean_annex(NINE, sheet))
    (folder / "附件4 副本.xlsx").write_bytes(clean_annex(NINE, "附件4"))
    other = NINE.changed(accounts=NINE.accounts.changed(total=99_999))
    (folder / "附件3_2.xlsx").write_bytes(clean_annex(other, "附件3"))
    (one,) = macro.review(folder, TODAY, ledger=str(tmp_path / "台账.sqlite3")).files
    why = {piece.file.rpartition("/")[2]: piece.why for piece in one.pieces if piece.why}
    assert sorted(why.values()) == ["与“附件4 副本.xlsx”内容相同", "以“附件3_2.xlsx”为准，两份内容不同，请核实"]


def calendar(c: ClassFile) -> bytes:
    return calendar_of(c, checklist(c, P))


def test_a_calendar_of_the_class_is_in_order(package: Path, tmp_path: Path) -> None:
    (package / "期限.ics").write_bytes(calendar(NINE))
    named_in_checksums(package, "期限.ics")
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)


def test_an_early_calendar_of_a_national_class_is_in_order(tmp_path: Path) -> None:
    """Written before anything was filed."""
    c = sample_class(NATIONAL, 2)
    package = exported(c, tmp_path / "收到")
    nothing = dict.fromkeys(("notice_filed", "scheme_filed", "report_filed", "claim_filed"))
    early = c.changed(today=date(2025, 3, 1), project=c.project.changed(**nothing))
    (package / "期限.ics").write_bytes(calendar(early))
    named_in_checksums(package, "期限.ics")
    one = looked_at(package, tmp_path)
    assert one.clean, reported_text(one)


CALENDARS = {
    "晚一年": (rb"(DTSTART;VALUE=DATE:)2025", rb"\g<1>2026", "期限.ics的开班通知为2026-06-29，按本班的日期应为2025-06-29"),
    "多几天": (rb"DTEND;VALUE=DATE:20250630", b"DTEND;VALUE=DATE:20250709", "期限.ics的开班通知到2025-07-09为止"),
    "别的事": ("SUMMARY:已报送：开班通知".encode(), "SUMMARY:已报送：开学典礼".encode(), "本班没有这一期限"),
    "少一件": (rb"BEGIN:VEVENT.*?END:VEVENT\r\n", b"", "期限.ics没有开班通知"),
    "报送日期": (rb"2025-06-04", b"2025-06-01", "期限.ics的开班通知报送日期为2025-06-01，本班为2025-06-04"),
    "坏的": (rb"^.*$", b"x", "不是日历文件"),
}


@pytest.mark.parametrize("case", CALENDARS)
def test_a_changed_calendar_is_reported_with_both_days(case: str, package: Path, tmp_path: Path) -> None:
    old, new, says = CALENDARS[case]
    data = calendar(NINE)

    changed = re.sub(old, new, data, count=1, flags=re.DOTALL)
    assert changed != data
    (package / "期限.ics").write_bytes(changed)
    named_in_checksums(package, "期限.ics")
    one = looked_at(package, tmp_path)
    assert not one.clean
    assert says in lines(one), reported_text(one)
