"""``gaoyan new``: creates the workbook of a class."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from addin.terminal import options, streams
from addin.terminal.answers import agreed
from addin.terminal.wrapping import printable
from udfs.notice.packs import named_pack, notice_years, of_year, pack_of, packs
from udfs.notice.plan import LEVELS, last_number, plan_row
from udfs.records.masking import mask_text
from udfs.values import cells
from workbooks.files.errors import Unusable

if TYPE_CHECKING:
    from macros.annexes.renewal import Renewal
    from udfs.notice.packs import Pack

EPILOG = """例：
  gaoyan new 云计算班.xlsx --level 市级 --plan 10
  gaoyan new 新.xlsx --from 旧.xlsx            把旧版工作簿更新为新版，旧文件不变
旧版附件5按位置对应学员：台账、撤销记录能证明的结果直接填到附件4本人一行，
其余的列出“姓名 → 结果 → 编号”，核对无误后确认（或加 --confirm）才填入。"""
SHOWN = 60
ROWS, MOST_ROWS = 100, 5000


def new(
    out: Annotated[str, typer.Argument(metavar="工作簿", help="要建立的文件（.xlsx）")],
    level: Annotated[str, typer.Option("--level", metavar="级别", help="国家级或市级")] = "",
    plan: Annotated[str, typer.Option("--plan", metavar="序号", help="项目计划中的序号，选题、单位、时间随之填好")] = "",
    year: Annotated[str, typer.Option("--year", metavar="年度", help="计划年度；默认最近一年的通知")] = "",
    notice: Annotated[
        str, typer.Option("--notice", metavar="名称", help="用哪一份通知，见 gaoyan notice list；默认该年度的")
    ] = "",
    rows: Annotated[str, typer.Option("--rows", metavar="行数", help="预备的行数；默认 100，导入时不够会自动加行")] = str(ROWS),
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    from_: Annotated[str, typer.Option("--from", metavar="旧工作簿", help="把旧版工作簿中填写的内容带入新的工作簿")] = "",
    confirm: Annotated[bool, typer.Option("--confirm", help="与 --from 同用：已核对列出的“姓名 → 结果 → 编号”")] = False,
    show_parameters: Annotated[bool, typer.Option("--show-parameters", help="显示“参数”表：各项标准和出处，平时不用看")] = False,
    today: options.Today = "",
    ledger: options.LedgerPlace = "",
) -> int:
    """新建一期的工作簿，从项目计划带出选题名称、承办单位和计划时间；--from 把旧版工作簿更新为新版。"""
    from addin.terminal.next_line import show_next
    from workbooks.files import replacing

    path = Path(out)
    if path.suffix.lower() != ".xlsx":
        raise Unusable(path.name or out, "工作簿的扩展名应为 .xlsx", "请改正文件名")
    if path.is_dir():
        raise Unusable(out, "是已有的文件夹", "请换一个文件名")
    if path.exists() and not force:
        raise Unusable(out, "文件已存在", "请换一个文件名，确要覆盖请加 --force")
    if path.exists():
        from addin.terminal.overwriting import check_overwriting

        check_overwriting(path, out, Path(from_) if from_ else None)
    if from_:
        if level or plan or year or notice:
            raise Unusable("--from", "级别、序号、年度和通知取自旧工作簿", "请去掉 --level、--plan、--year、--notice")
        wanted = 0 if rows == str(ROWS) else options.whole_number("--rows", rows, 1, MOST_ROWS)
        return renew(path, out, options.book_path(from_), options.day_of(today), confirm, ledger, wanted)
    if not level or not plan:
        lacking = "--plan" if level else "--level"
        raise Unusable("新建", f"缺少选项 {lacking}", "请加上，如 --level 市级 --plan 10；更新旧工作簿用 --from")
    chosen = options.one_of("--level", level, LEVELS)
    pack = chosen_notice(year, notice)
    number = options.whole_number("--plan", plan, 1, 10_000)
    check_plan(chosen, number, pack)
    ready = options.whole_number("--rows", rows, 1, MOST_ROWS)
    with streams.working("正在生成工作簿"):
        from workbooks.templates.new_class import build_template

        data = build_template(chosen, number, pack.name, ready, show_parameters=show_parameters)
    replacing.replace(path, data)
    streams.say(f"已建立 {out}：{pack.year}年{chosen}第{number}项" + ("" if pack.shipped else f"（{pack.name}）"))
    show_next(path, out, options.day_of(today), undoable=False)
    return 0


def renew(path: Path, out: str, old: Path, today: date, confirm: bool, ledger: str, rows: int) -> int:
    """Upgrade an old workbook, after confirmation at a terminal."""
    from addin.terminal.next_line import show_next
    from macros.annexes.renewal import renewed
    from workbooks.files import replacing

    if os.path.realpath(path) == os.path.realpath(old):
        raise Unusable(out, "与旧工作簿是同一个文件", "请换一个文件名，旧文件不会改动")
    with streams.working("正在更新工作簿"):
        made = renewed(old, today, confirmed=confirm, ledger=ledger or None, rows=rows)
    if made.doubtful:
        show_claims(made)
        if sys.stdin.isatty() and agreed("以上每人的结果和编号是否都对？"):
            made = renewed(old, today, confirmed=True, ledger=ledger or None, rows=rows)
    replacing.replace(path, made.data)
    streams.say(f"已建立 {out}：带入 {made.taken} 个单元格；{old.name} 没有改动", style="bold")
    if made.left:
        streams.say(f"没有带入 {len(made.left)} 项：", style="yellow")
        for line in made.left[:SHOWN]:
            streams.say(f"  {mask_text(printable(line))}", style="yellow")
        if len(made.left) > SHOWN:
            streams.say(f"  … 另有 {len(made.left) - SHOWN} 项")
    show_next(path, out, today, ledger, undoable=False)
    return 0


def show_claims(made: Renewal) -> None:
    """The list 姓名 → 结果 → 编号 that a person must confirm, in full."""
    from macros.annexes.renewal import words_of

    streams.say("旧版附件5按位置对应学员，下列结果请逐人核对（姓名 → 结果，编号）：", style="bold")
    for claim in made.doubtful:
        streams.say(f"  附件5第{claim.row}行  {printable(cells.text(claim.person.name))} → {printable(words_of(claim))}")


def chosen_notice(year: str, notice: str) -> Pack:
    """The notice of a year or with that name; by default the newest. Errors: Unusable."""
    known = notice_years()
    chosen = options.whole_number("--year", year, 1900, 9999) if year else None
    if notice:
        named = named_pack(notice)
        if named is None:
            raise Unusable("--notice", f"没有安装“{printable(notice)[:30]}”", f"现有：{'、'.join(one.name for one in packs())}")
        if chosen not in (None, named.year):
            raise Unusable("--notice", f"“{named.name}”是{named.year}年的通知，不是{chosen}年的", "请改正 --year 或 --notice")
        return named
    if chosen is not None and chosen not in known:
        todo = f"现有：{'、'.join(str(one) for one in known)}；新的通知用 gaoyan notice 读入"
        raise Unusable("--year", f"没有{chosen}年的通知", todo)
    serving = of_year(chosen or known[-1])
    if len(serving) > 1 and serving[0].region not in {one.region for one in packs() if one.shipped}:
        raise Unusable("新建", f"{serving[0].year}年有几份通知", f"请加 --notice：{'、'.join(one.name for one in serving)}")
    return pack_of(chosen)


def check_plan(level: str, number: int, pack: Pack) -> None:
    if plan_row(level, number, pack.name) is None:
        last = last_number(level, pack.name)
        what = f"{level}只有 1–{last}" if last else f"没有{level}项目"
        raise Unusable(
            "--plan", what, f"查的是“{pack.name}”的{pack.year}年项目计划（附件{1 if level == LEVELS[0] else 2}），请核对"
        )
