"""The files that the dialogs of buttons give."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.buttons.filtered import ROSTER, faulty
from workbooks.book import filters, writing


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Path]]:
    monkeypatch.setenv("GAOYAN_LEDGER", str(tmp_path / "ledger.sqlite3"))
    monkeypatch.setattr(writing, "_unsaved", {})
    monkeypatch.setattr(filters, "_taken_off", [])
    c = faulty()
    items = [str(one.item) for one in c.survey]
    answers = [",".join(["序号", *items]), *(",".join([str(at), *["很满意"] * len(items)]) for at in range(1, 6))]
    days = [f"2025-07-{day}{half}" for day in range(14, 19) for half in ("上午", "下午")]
    register = [["姓名", "身份证号", *days]]
    register += [[str(one.name), str(one.document), "缺勤" if at % 3 else "√", *["√"] * 9] for at, one in enumerate(c.people)]
    written = {"import": ROSTER, "survey": "\n".join(answers), "attendance": "\n".join(map(",".join, register))}
    found = {}
    for id, text in written.items():
        found[id] = [tmp_path / f"{id}.csv"]
        found[id][0].write_text(text, encoding="utf-8")
    return found
