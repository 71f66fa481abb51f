"""Buttons that import files: read one file per step, preview, confirm, write."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from addin.buttons.registry import UNDO

if TYPE_CHECKING:
    import xlwings as xw

    from addin.buttons.registry import Desk


def read_one_by_one(label: str, files: Sequence[Path]) -> Generator[str, None, None]:
    """Read each file as a separate step; the following import finds them in the cache (``reading_once``)."""
    from workbooks.sources.opening import blocks_of

    for at, file in enumerate(files, start=1):
        yield f"{label}：正在读取{file.name}（{at}/{len(files)}）……"
        blocks_of(file)


def import_people(book: xw.Book, files: Sequence[Path], desk: Desk) -> str:
    from addin.reports.importing import notes_for_dialog
    from macros.people.importing import Sources, import_rosters
    from workbooks.sources.model import DOUBTFUL

    sources = Sources(files)
    planned = import_rosters(book, sources, desk.today, dry_run=True)
    merged = planned.merged
    if not planned.cells:
        return "名册中的人员附件4都已有，未作改动"
    likely = [one.heading for source in planned.roster.mapped for one in source.columns if one.how in DOUBTFUL]
    doubt = f"\n其中按相近的表头或内容认出的列：{'、'.join(dict.fromkeys(likely))}，请核对。" if likely else ""
    clash = f"\n{len(planned.conflicts)}处与已填内容不同，保留已填的。" if planned.conflicts else ""
    question = (
        f"将在附件4新增{len(merged.added)}人，共写入{planned.cells}个单元格。{doubt}{clash}{notes_for_dialog(planned)}\n继续吗？"
    )
    desk.confirm("导入", question)
    result = import_rosters(book, sources, desk.today)
    done = f"已导入：新增{len(result.merged.added)}人，写入{result.cells}个单元格{result.enlarged}。"
    return f"{done}{clash.strip()}下一步：全部核验。{UNDO}"


def record_attendance(book: xw.Book, files: Sequence[Path], desk: Desk) -> str:
    from addin.reports.importing import note_line
    from macros.attendance.registering import AttendanceSources
    from macros.attendance.registering import attendance as recorded
    from udfs.values.terminal import in_a_dialog

    sources = AttendanceSources([str(path) for path in files])
    planned = recorded(book, sources, desk.today, dry_run=True)
    clash = f"{len(planned.disagreements)}处与已填内容不同，保留已填的。" if planned.disagreements else ""
    unseen = [f"来源里没有的学员：{one.name}，不计缺勤" for one in planned.totals.unseen]
    remarks = in_a_dialog([note_line(note) for note in (*planned.totals.skipped, *planned.totals.remarks)] + unseen)
    if not planned.written:
        return f"考勤未作改动：{clash or '与来源一致。'}下一步：核对来源，或全部核验{remarks}"
    desk.confirm("登记考勤", f"将写入考勤{planned.written}个单元格。{clash}{remarks}\n继续吗？")
    result = recorded(book, sources, desk.today)
    effects = f"其中{len(result.effects)}人的考核结果须随之改动，请核对。" if result.effects else ""
    done = f"已登记{len(result.entries)}人的考勤，写入{result.written}个单元格{result.enlarged}。"
    return f"{done}{effects}{clash}下一步：全部核验。{UNDO}"


def count_answers(book: xw.Book, sources: Sequence[Path], desk: Desk) -> str:
    from macros.annexes.survey import survey as counted

    planned = counted(book, sources, desk.today, dry_run=True)
    if not planned.cells:
        return "附件6与答卷一致，未作改动"
    invalid = f"无效{len(planned.invalid)}份，" if planned.invalid else ""
    question = f"有效答卷{planned.valid}份，{invalid}将写入附件6的{planned.cells}个单元格。继续吗？"
    desk.confirm("统计测评", question)
    result = counted(book, sources, desk.today)
    rate = f"，总满意率{float(result.rate):.2%}" if result.rate is not None else ""
    return f"已统计：有效{result.valid}份，{invalid}写入{result.cells}个单元格{rate}。下一步：全部核验。{UNDO}"
