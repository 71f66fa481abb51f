"""``gaoyan new``: a fresh workbook for one class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from addin import options, streams
from udfs.notice.plan import LEVELS
from workbooks.errors import Unusable

EPILOG = """例：
  gaoyan new 云计算班.xlsx --level 市级 --plan 10"""
ROWS, MOST_ROWS = 300, 5000


def new(
    out: Annotated[str, typer.Argument(metavar="工作簿", help="要建立的文件（.xlsx）")],
    level: Annotated[str, typer.Option("--level", metavar="级别", help="国家级或市级")],
    plan: Annotated[str, typer.Option("--plan", metavar="序号", help="项目计划中的序号，选题、单位、时间随之填好")],
    year: Annotated[str, typer.Option("--year", metavar="年度", help="计划年度；默认最近一年的通知")] = "",
    rows: Annotated[str, typer.Option("--rows", metavar="行数", help="预备的行数；默认 300")] = str(ROWS),
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> int:
    """新建一期的工作簿，从项目计划带出选题名称、承办单位和计划时间。"""
    from workbooks import replacing

    path = Path(out)
    if path.suffix.lower() != ".xlsx":
        raise Unusable(path.name or out, "工作簿的扩展名应为 .xlsx", "请改正文件名")
    if path.is_dir():
        raise Unusable(out, "是已有的文件夹", "请换一个文件名")
    if path.exists() and not force:
        raise Unusable(out, "文件已存在", "请换一个文件名，确要覆盖请加 --force")
    chosen = options.one_of("--level", level, LEVELS)
    planned = chosen_year(year)
    number = options.whole_number("--plan", plan, 1, 10_000)
    check_plan(chosen, number, planned)
    ready = options.whole_number("--rows", rows, 1, MOST_ROWS)
    with streams.working("正在生成工作簿"):
        from workbooks.template import build_template

        data = build_template(chosen, number, planned, ready)
    replacing.replace(path, data)
    streams.say(f"已建立 {out}：{planned}年{chosen}第{number}项")
    streams.say(f"下一步：填写“项目信息”，在“附件4”填写或粘贴学员，然后 gaoyan check {out}")
    return 0


def chosen_year(year: str) -> int:
    """A year there is a notice for; the newest one by default."""
    from udfs.notice.parameters import notice_years

    known = notice_years()
    if not year:
        return known[-1]
    chosen = options.whole_number("--year", year, 1900, 9999)
    if chosen not in known:
        raise Unusable("--year", f"没有{chosen}年的通知", f"现有：{'、'.join(str(one) for one in known)}")
    return chosen


def check_plan(level: str, number: int, year: int) -> None:
    from udfs.notice.plan import plan_of, plan_row

    if plan_row(level, number, year) is None:
        last = max(row.number for row in plan_of(year) if row.level == level)
        raise Unusable("--plan", f"{level}只有 1–{last}", f"请核对{year}年项目计划（附件{1 if level == LEVELS[0] else 2}）")
