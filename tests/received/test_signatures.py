"""A signature of the exporting office: with it "unchanged since the export" is proven, without it nobody claims so."""

from __future__ import annotations

import shutil
import stat
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from macros.desk import review as macro
from macros.handing_in.export import export_class
from tests.command_line import DAY, CommandLine, is_one_chinese_line
from tests.received.forging import beside, with_fresh_checksums
from tests.sample import sample_class
from udfs.report.desk_document import desk_document
from udfs.report.reviewed import FORGED, SIGNED, UNKNOWN_SIGNER, UNSIGNED, UNTRUSTED, Reviewed
from udfs.rules.runner import check
from workbooks.files.signing import new_key, signer
from workbooks.overview.html import overview_page
from workbooks.overview.review_book import review_book
from workbooks.templates.entering import entered

TODAY = date.fromisoformat(DAY)
UNCHANGED = "没有改动"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a package signed with it."""
    folder = tmp_path_factory.mktemp("office")
    new_key(folder / "单位.key")
    c = sample_class()
    assert export_class(c, check(c), folder / "收到", sign=signer(folder / "单位.key")).files[-1] == "SHA256SUMS.sig"
    return folder


def looked_at(folder: Path, *trust: Path) -> Reviewed:
    (one,) = macro.review(folder, TODAY, ledger=str(folder.parent / "台账.sqlite3"), trust=[str(key) for key in trust]).files
    return one


def test_a_signed_package_is_proven_unchanged(office: Path) -> None:
    one = looked_at(office / "收到", office / "单位.key.pub")
    assert (one.signature, one.clean) == (SIGNED, True)
    assert UNCHANGED in one.verdict


def test_without_a_trusted_key_nobody_says_so(office: Path) -> None:
    one = looked_at(office / "收到")
    assert (one.clean, one.signature, one.verdict) == (True, UNKNOWN_SIGNER, "通过")


def test_a_signature_by_a_key_of_the_forgers_own_is_reported(office: Path, tmp_path: Path) -> None:
    """Whoever changes a package can sign it anew: an officer who named keys must not read a plain verdict."""
    shutil.copytree(office / "收到", tmp_path / "收到")
    package = next((tmp_path / "收到").iterdir())
    with_fresh_checksums(package)
    new_key(tmp_path / "自备.key")
    (package / "SHA256SUMS.sig").write_bytes(signer(tmp_path / "自备.key")((package / "SHA256SUMS").read_bytes()))
    review = macro.review(tmp_path / "收到", TODAY, ledger=str(tmp_path / "台账.sqlite3"), trust=[str(office / "单位.key.pub")])
    (one,) = review.files
    assert one.signature == UNTRUSTED
    assert "签名不是所给公钥的单位作的" in one.verdict
    assert UNCHANGED not in one.verdict.replace("不能证明导出后没有改动", "")
    desk = desk_document(review)
    entry = next(entry for entry in desk["classes"] if entry["received"])
    assert entry["signature"] == UNTRUSTED
    assert "请先核实" in entry["verdict"]
    sheet = load_workbook(BytesIO(review_book(desk)))["汇总"]
    at = next(row for row in range(2, sheet.max_row + 1) if "请先核实" in str(sheet.cell(row, 2).value))
    assert sheet.cell(at, 2).fill.fgColor.rgb.endswith("FFEB9C"), "not green as what is in order"
    assert UNTRUSTED in overview_page(desk).decode()
    assert looked_at(tmp_path / "收到").verdict == "通过"


def test_a_signature_that_is_none_is_reported_as_one_of_nobody(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office / "收到", tmp_path / "收到")
    (next((tmp_path / "收到").iterdir()) / "SHA256SUMS.sig").write_bytes(b"signed")
    assert looked_at(tmp_path / "收到", office / "单位.key.pub").signature == UNTRUSTED


def test_whoever_writes_fresh_checksums_cannot_sign_them(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office / "收到", tmp_path / "收到")
    package = next((tmp_path / "收到").iterdir())
    changed = (package / "材料清单.pdf").read_bytes().replace(b"/Lang(zh", b"/Lang(en")  # what nothing else in a package tells
    assert changed != (package / "材料清单.pdf").read_bytes()
    (package / "材料清单.pdf").write_bytes(changed)
    with_fresh_checksums(package)
    assert looked_at(tmp_path / "收到").clean
    one = looked_at(tmp_path / "收到", office / "单位.key.pub")
    assert (one.signature, one.clean) == (FORGED, False)
    assert "签名与内容不符" in one.verdict


def test_who_asks_for_proof_is_shown_where_there_is_none(office: Path, tmp_path: Path) -> None:
    """Without its signature a package may have been changed: it is not called clean as a signed one is."""
    shutil.copytree(office / "收到", tmp_path / "收到")
    (next((tmp_path / "收到").iterdir()) / "SHA256SUMS.sig").unlink()
    one = looked_at(tmp_path / "收到", office / "单位.key.pub")
    assert (one.signature, one.verdict) == (UNSIGNED, "须人工核对：没有签名，不能证明导出后没有改动")
    assert looked_at(tmp_path / "收到").verdict == "通过"


def test_a_changed_file_under_old_checksums_is_reported(office: Path, tmp_path: Path) -> None:
    shutil.copytree(office / "收到", tmp_path / "收到")
    package = next((tmp_path / "收到").iterdir())
    beside("合计", 1)(package, package)
    one = looked_at(tmp_path / "收到", office / "单位.key.pub")
    assert not one.clean
    assert one.changed == ("附件3.xlsx",)
    assert UNCHANGED not in one.verdict


def test_on_the_command_line(tmp_path: Path) -> None:
    gaoyan = CommandLine(tmp_path)
    (tmp_path / "班.xlsx").write_bytes(entered(sample_class()))
    assert gaoyan("key", "new", "单位.key").code == 0
    assert stat.S_IMODE((tmp_path / "单位.key").stat().st_mode) == 0o600
    again = gaoyan("key", "new", "单位.key")
    assert again.code == 2
    assert is_one_chinese_line(again.err)
    assert gaoyan("export", "班.xlsx", "--out", "收到", "--sign", "单位.key", "--today", DAY).code == 0
    ran = gaoyan("review", "收到", "--trust", "单位.key.pub", "--today", DAY, "--json")
    assert (ran.code, UNCHANGED in ran.out) == (0, True)
    for arguments in (("export", "班.xlsx", "--out", "出", "--sign", "班.xlsx"), ("review", "收到", "--trust", "没有.pub")):
        ran = gaoyan(*arguments, "--today", DAY)
        assert ran.code == 2
        assert is_one_chinese_line(ran.err), ran.err
    # Exported again, the package takes the place of the signed one.
    assert gaoyan("export", "班.xlsx", "--out", "收到", "--sign", "单位.key", "--today", DAY).code == 0
