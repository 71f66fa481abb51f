"""A made-up desk: the document that the page is made of."""

from __future__ import annotations

from typing import Any

from tests.sample import YEAR
from udfs.notice.plan import plan_of

RULES = ("A3-01", "A4-05", "A5-17", "KQ-01")


def desk(count: int = 24, per_class: int = 3) -> dict[str, Any]:
    """``count`` classes of the plan (again from the top when it ends): clean, faulty, unreadable, changed and missing ones."""
    plan = plan_of(YEAR)
    classes, findings = [], []
    for at in range(count):
        row = plan[at % len(plan)]
        kind = ("clean", "faulty", "clean", "missing", "faulty", "unreadable", "changed")[at % 7]
        key = f"2025-{row.level}-{row.number}-{at}"
        entry = class_entry(key, row, kind, at)
        classes.append(entry)
        if kind == "faulty":
            findings += [finding(key, number, at) for number in range(per_class)]
            entry["errors"], entry["queries"] = sum(one["severity"] == "error" for one in findings[-per_class:]), 1
            entry["verdict"] = f"须退回：{entry['errors']}处问题没有改正或说明"
    totals = [
        {"level": level, "organiser": "某协会", "classes": 3, "trainees": 150, "total": "300000.50", "subsidy": "60000.00"}
        for level in sorted({row.level for row in plan})
    ]
    clash = {"what": "2个证书编号在2份材料中都有：津高研202500001（王小明）", "files": ["甲.xlsx", "乙.xlsx"], "serious": True}
    return {
        "folder": "收到的材料", "today": "2025-06-30", "classes": classes, "findings": findings,
        "clashes": [clash, {**clash, "what": "1人在2个班的日期重叠", "serious": False}],
        "unread": [{"file": "说明.docx", "why": "不是工作簿"}, {"file": "照片.zip/1.jpg", "why": "不是工作簿"}],
        "missing": [
            {"year": 2025, "level": row.level, "number": row.number, "topic": row.topic, "organiser": row.organiser}
            for row in plan[:3]
        ],
        "totals": totals,
    }  # fmt: skip


def class_entry(key: str, row: Any, kind: str, at: int) -> dict[str, Any]:
    received = kind != "missing"
    words = {
        "clean": "通过",
        "missing": "未收到",
        "unreadable": "须退回：无法核验，文件已损坏，无法解压",
        "changed": "须退回：附件3金额互相矛盾",
    }
    return {
        "key": key, "file": f"第{at}班.xlsx" if received else None,
        "files": [{"file": f"第{at}班.xlsx", "kind": "工作簿", "status": "计入", "why": ""}] if received else [],
        "year": 2025, "level": row.level, "number": row.number, "topic": row.topic, "organiser": row.organiser,
        "received": received, "late_days": at % 5 if received else None, "trainees": 40 + at if received else None,
        "staff": 4 if received else None, "hours": 40 if received else None,
        "total": f"{90000 + at * 1111}.{at % 10}0" if received else None, "subsidy": "20000.00" if received else None,
        "errors": 0, "queries": 0, "explained": 0, "hints": 0, "verdict": words.get(kind, ""), "clean": kind == "clean",
        "refused": kind == "unreadable", "changed": ["附件3.xlsx"] if kind == "changed" else [], "differences": [],
        "signature": "", "conclusion": {"clean": "通过", "missing": "未收到"}.get(kind, "须退回"),
        "handed_in": "2025-08-12" if received else None, "handed_in_by": "文件日期" if received else "",
        "return_notice": ["关于某班的退回意见", "某单位：", "请改正。"] if kind in ("faulty", "unreadable", "changed") else [],
    }  # fmt: skip


def finding(key: str, number: int, at: int) -> dict[str, Any]:
    return {
        "class": key, "code": RULES[(number + at) % len(RULES)], "severity": ("error", "query", "hint")[number % 3],
        "sheet": "附件4", "cell": f"C{number + 4}", "message": f"第{number + 1}人的身份证号校验码不对", "fix": "请核对原件",
        "clause": "GB11643", "explained": "已核对原件" if number == 1 else None,
    }  # fmt: skip
