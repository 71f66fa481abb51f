"""The only sheet of the add-in: all texts shown by its VBA, and the help of the functions, since VBA cannot contain Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from udfs.functions.registry import CellFunction
from udfs.values.cells import column_letters

LONGEST_HELP = 255
"""Maximum length of the help of a function or an argument in Excel."""
MESSAGES: Mapping[str, str] = {
    "title": "高研项目",
    "category": "高研项目",
    "no_python": "无法连接 Python。请在命令行运行 gaoyan addin doctor，按提示处理后再按一次；单元格函数一分钟后重算时再试。",
    "no_settings": "没有找到加载项的设置。请在命令行运行 gaoyan addin install。",
    "no_workbook": "请先打开一个工作簿。",
    "protected_view": "工作簿在受保护的视图中。请先点黄色提示条上的“启用编辑”。",
    "no_functions": "Excel for Mac 不支持此函数，请改用“全部核验”按钮或 xlwings Lite。",
    "help_problem": "",
    "filtered": "“核验”表正在筛选，实时核验的公式没有换成文字，照原样保存了。发给他人之前，请清除筛选，再保存一次。",
    "autosave": "自动保存开着，实时核验的公式没有换成文字。请关闭“自动保存”，或点“实时核验”关闭它，再发给他人。",
    "odd_name": "工作簿的文件名含有特殊符号（如引号、$、;、=），请改名后再试。",
}
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rows(functions: Iterable[CellFunction]) -> list[list[str | int]]:
    """[key, text] of the messages, then [name, description, number of arguments, their texts ...] of the functions."""
    found: list[list[str | int]] = [[key, text] for key, text in MESSAGES.items()]
    for one in functions:
        texts = [clipped(f"{argument.name}：{argument.help}") for argument in one.arguments]
        found.append([one.name, clipped(f"{one.description}（依据：{one.clause}）"), len(texts), *texts])
    return found


def clipped(text: str) -> str:
    return text if len(text) <= LONGEST_HELP else text[: LONGEST_HELP - 1] + "…"


def worksheet(functions: Iterable[CellFunction]) -> tuple[str, str]:
    """The sheet part, and the part with its shared strings."""
    lines = []
    listed = rows(functions)
    places: dict[str, int] = {}
    for at, values in enumerate(listed, start=1):
        cells = ""
        for column, value in enumerate(values, start=1):
            reference = f"{column_letters(column)}{at}"
            if isinstance(value, int):
                cells += f'<c r="{reference}"><v>{value}</v></c>'
            else:
                cells += f'<c r="{reference}" t="s"><v>{places.setdefault(value, len(places))}</v></c>'
        lines.append(f'<row r="{at}">{cells}</row>')
    return sheet(listed, lines), shared_strings(list(places))


def shared_strings(texts: list[str]) -> str:
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'{XML}<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{items}</sst>\n'


def sheet(listed: list[list[str | int]], lines: list[str]) -> str:
    last = f"{column_letters(max(map(len, listed)))}{len(listed)}"
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetPr codeName="Sheet1"/><dimension ref="A1:{last}"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="14.5"/>'
        f"<sheetData>{''.join(lines)}</sheetData>"
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>\n'
    )
