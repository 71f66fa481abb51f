"""The result of 生成附件5 in one line, for ribbon and terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from udfs.values.terminal import some_of

if TYPE_CHECKING:
    from macros.annexes.results import ResultsMade

SHOWN = 5


def results_line(made: ResultsMade) -> str:
    """The message; '' if there was nothing to do."""
    if not made.restored and not made.moved:
        return ""
    moved = f"，{made.moved}个单元格的考核结果移到附件4" if made.moved else ""
    named = some_of(made.hours, "处", SHOWN)
    hours = f"原来手工填写的学时数与考勤不符：{named}，属实的请登记考勤。" if made.hours else ""
    return f"附件5已带出{made.trainees}人：恢复{made.restored}个单元格的公式{moved}。{hours}下一步：在附件4填写结业考核。"


def untouched(made: ResultsMade) -> str:
    return f"附件5已由附件4带出{made.trainees}人，未作改动"
