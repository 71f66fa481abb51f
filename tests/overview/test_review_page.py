"""``gaoyan review --html``: the page of what really came, under the rules of ``--out``; stopped, and done again."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from pathlib import Path

import pytest

from macros.desk import review as macro
from tests.command_line import DAY, LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.sample import sample_class
from udfs.notice.plan import MUNICIPAL
from workbooks.templates.entering import entered


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    c = sample_class(MUNICIPAL, 9)
    wrong = c.changed(people=(c.people[0].changed(phone="141", name="<b>甲"), *c.people[1:]))
    return {"甲.xlsx": entered(wrong), "说明.txt": b"text"}


@pytest.fixture
def gaoyan(tmp_path: Path, made: dict[str, bytes]) -> CommandLine:
    (tmp_path / "收").mkdir()
    for name, data in made.items():
        path = tmp_path / "收" / name
        path.write_bytes(data)
        os.utime(path, (time.time() - 100, time.time() - 100))
    return CommandLine(tmp_path)


def data_of(page: Path) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def test_the_page_holds_what_came(gaoyan: CommandLine) -> None:
    ran = gaoyan("review", "收", "--html", "收/汇总.html", "--today", DAY)
    assert ran.code == 1
    assert "网页已写入 收/汇总.html" in ran.out
    page = gaoyan.folder / "收" / "汇总.html"
    data = data_of(page)
    assert {"classes", "findings", "clashes", "unread", "missing", "totals", "titles"} <= data.keys()
    assert "<b>甲" not in page.read_text(encoding="utf-8")
    assert not LONG_NUMBER.search(page.read_text(encoding="utf-8"))
    if os.name == "posix":
        assert page.stat().st_mode & 0o777 == 0o600
    # The page itself is no material.
    again = gaoyan("review", "收", "--html", "收/汇总.html", "--force", "--today", DAY)
    assert again.code == 1
    assert data_of(page) == data


def test_what_is_refused(gaoyan: CommandLine) -> None:
    (gaoyan.folder / "有.html").write_text("1", encoding="ascii")
    for name in ("汇总.htm", "有.html"):
        ran = gaoyan("review", "收", "--html", name)
        assert ran.code == 2
        assert is_one_chinese_line(ran.err), ran.err
    assert (gaoyan.folder / "有.html").read_text(encoding="ascii") == "1"


def test_the_second_run_reads_nothing_again(gaoyan: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    first = gaoyan("review", "收", "--json", "--today", DAY)
    read: list[str] = []
    really = macro.reviewed

    def counted(job: macro.Job) -> object:
        read.append(job.name)
        return really(job)

    monkeypatch.setattr(macro, "reviewed", counted)
    assert gaoyan("review", "收", "--json", "--today", DAY) == first
    assert read == []
    other_day = gaoyan("review", "收", "--json", "--today", "2025-08-13")
    assert other_day.code == first.code
    assert read == ["甲.xlsx"]
    os.utime(gaoyan.folder / "收" / "甲.xlsx", (time.time() - 50, time.time() - 50))
    gaoyan("review", "收", "--json", "--today", DAY)
    assert read == ["甲.xlsx"] * 2
    gaoyan("review", "收", "--json", "--today", DAY, "--fresh")
    assert read == ["甲.xlsx"] * 3


def test_what_is_remembered_cannot_be_read(gaoyan: CommandLine) -> None:
    gaoyan("review", "收", "--today", DAY)
    store = gaoyan.folder / "home" / "cache" / "gaoyan" / "reviewed.sqlite3"
    data = store.read_bytes()
    c = sample_class(MUNICIPAL, 9)
    personal = [str(value) for one in c.people for value in (one.name, one.document, one.phone)]
    assert len(personal) > 100
    assert not [text for text in (*personal, str(c.project.topic), "甲.xlsx", str(gaoyan.folder)) if text.encode() in data]
    connection = sqlite3.connect(store)
    assert connection.execute("SELECT count(*) FROM remembered").fetchone() == (1,)
    connection.close()


def test_stopped_by_ctrl_c(gaoyan: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: macro.Job) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(macro, "reviewed", stopped)
    ran = gaoyan("review", "收", "--html", "页.html", "--today", DAY)
    assert ran.code == 1
    assert "已按 Ctrl-C 停下：1 份没有核验" in ran.out
    assert "按 Ctrl-C 停下时尚未核验" in json.dumps(data_of(gaoyan.folder / "页.html"), ensure_ascii=False)


def test_the_ways_change_nothing_of_the_result(gaoyan: CommandLine) -> None:
    from datetime import date

    day, ledger = date.fromisoformat(DAY), str(gaoyan.folder / "台账.sqlite3")
    plain = macro.review(gaoyan.folder / "收", day, ledger)
    assert plain == macro.review(gaoyan.folder / "收", day, ledger)
    assert [one.file for one in plain.files] == ["甲.xlsx"]
