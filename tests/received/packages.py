"""A package of a class, as it is exported and as it is received."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from macros.desk import review as macro
from macros.handing_in.export import export_class
from udfs.records.class_file import ClassFile, Explained
from udfs.report.reviewed import Reviewed
from udfs.rules.runner import check

TODAY = date(2025, 8, 30)


def exported(c: ClassFile, out: Path) -> Path:
    """The package of a class; what it is asked about is explained first."""
    found = check(c)
    rows = [
        Explained(row=4 + at, code=one.code, key=one.key, value=one.value, explanation="情况属实，已附证明", mark=one.mark)
        for at, one in enumerate(one for one in found.findings if one.severity == "query")
    ]
    c = c.changed(explained=tuple(rows))
    made = export_class(c, check(c), out)
    assert made.folder is not None, made.message
    return made.folder


def looked_at(package: Path, tmp_path: Path) -> Reviewed:
    (one,) = macro.review(package.parent, TODAY, ledger=str(tmp_path / "台账.sqlite3")).files
    return one


def reported_text(one: Reviewed) -> str:
    findings = [
        f"{found['sheet']} {found['message']}" for found in (one.document or {}).get("findings", ()) if not found["explained"]
    ]
    return "\n".join([one.verdict, *(difference.line for difference in one.differences), *findings])
