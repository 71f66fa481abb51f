"""Reports uncounted content beside the marks: remarks (病假，有假条), totals of the sheet, marks without day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from udfs.schedule.attendance_signs import EMPTY, UNCLEAR, known_signs, state_of
from udfs.values.cells import Value, blank, column_letters, plain, text
from udfs.values.headings import NAME, REMARK
from udfs.values.regex import regex
from workbooks.attendance.model import Register, Who
from workbooks.rosters.layout.headings import columns_saying, meaning
from workbooks.sources.model import Note, Origin, SourceBlock, cell_of

_COLOURS = regex(
    r"[红黄绿蓝橙紫灰]色?(?:底|字|底纹|底色|背景|标[记注识]|填充|单元格|部分)|标[红黄绿蓝]|(?:底纹|底色|背景色|颜色|填充色)(?:的|为|者|表示|代表)"
)
_TELLS_WHY = regex(r"备注|说明|原因|事由|情况|假条")
_SAYS_SOMETHING = regex(
    r"假|勤|缺|旷|迟到|早退|晚到|提前|离开|[未没]到|[未没代补]签|[漏忘未没补]打?卡|补课|出差|公[出差务]|外出|开会|有事|病|因[公事故]|学时|课时|退[学出班]"
)
_COUNTS = regex(r"次数|合计|总计|统计|备注|说明|[出缺]勤|假|旷|迟到|早退|到课|学时|课时")
_NO_COUNT = regex(r"时间|日期|地点|地址|方式|设备|班次|规则|应出勤")
MOST_NAMED = 6
COUNTS_ONLY = (
    "只有次数、天数或学时，无法判断是哪几次没到",
    "请换逐次的：钉钉“每日统计”“原始记录”、企业微信“打卡日报”、飞书“每日统计”、学习通“签到详情”、会议“参会明细”；"
    "已有全期学时的，请直接填入“考勤”表的请假学时、缺勤学时",
)
_NUMBER_OF = regex(
    r"(?:[实应][到修]|出勤|到课|签到|请假|缺勤|旷课|旷工|迟到|早退|缺卡|缺课)(?:的)?(?:总)?(?:次数|天数|数|率|[学课]时数?)(?:\(.*\))?"
)


def remarks_of(block: SourceBlock, headings: Mapping[int, str], people: Sequence[tuple[int, Who]]) -> Iterator[Note]:
    """A note for each remark on a person's attendance; ``headings``: of the unread columns."""
    for column, heading in headings.items():
        if not is_remark(heading):
            continue
        for at, who in people:
            if says_something(remark := cell_of(block.rows[at], column)):
                what = f"“{heading[:12]}”栏写着“{text(remark)[:30]}”，没有读入，请核对"
                yield Note(block.at(at), who.name, what)


def note_unread(
    block: SourceBlock, heading: int, free: Mapping[int, str], people: Sequence[tuple[int, Who]], register: Register
) -> None:
    """Report what the columns that are not read seem to say about attendance."""
    register.remarks += remarks_of(block, free, people)
    rows = [block.rows[at] for at, _ in people]
    named = [column for column, words in free.items() if seems_attendance(words, [cell_of(row, column) for row in rows])]
    register.remarks += unread_columns(block.at(heading), free, named)


def seems_attendance(heading: str, cells: Sequence[Value]) -> bool:
    """True for totals, remarks and marks without day. Remarks that say something are reported one by one."""
    filled = [cell for cell in cells if text(cell) not in ("", "0") and not (is_remark(heading) and says_something(cell))]
    tells = bool(_COUNTS.search(heading)) and not _NO_COUNT.search(heading)
    return bool(filled) and (tells or (meaning(heading).field is None and mostly_signs(filled)))


def unread_columns(origin: Origin, headings: Mapping[int, str], columns: Sequence[int]) -> Iterator[Note]:
    """One note on columns that are not read; ``headings``: their words."""
    named = ((column_letters(at + 1), headings[at]) for at in columns)
    shown = [f"{letters}列“{words[:12]}”" if words else f"{letters}列（没有标题）" for letters, words in named]
    if shown:
        yield Note(origin, "", f"未读的列：{several(shown)}，与考勤有关的请核对")


def holds_counts(block: SourceBlock) -> bool:
    """True for a table of people that only counts absences."""
    for row in block.rows[:20]:
        if NAME in columns_saying(row, (NAME,)) and sum(bool(_NUMBER_OF.fullmatch(plain(cell))) for cell in row) > 1:
            return True
    return False


def unusual_looks(block: SourceBlock) -> Iterator[Note]:
    """Notes for what somebody sees in the sheet and its values do not tell: struck-through cells, comments, hidden rows and
    columns. Comments are not read, the others as they stand."""
    filled = {at for at, row in enumerate(block.rows) if any(not blank(cell) for cell in row)}
    width = max(map(len, block.rows), default=0)
    struck = {at for at, column in block.marks.struck if at in filled and not blank(cell_of(block.rows[at], column))}
    for numbers, what in (
        (struck, "有画删除线的内容"),
        ({one - 1 for one in block.hidden_rows} & filled, "是隐藏的或被筛选掉的"),
    ):
        if numbers:
            shown = several([str(at + 1) for at in sorted(numbers)])
            yield Note(block.at(min(numbers)), "", f"第 {shown} 行{what}，仍按原样计，请核对")
    if columns := sorted(one for one in block.hidden_columns if one < width):
        yield Note(block.at(0), "", f"{several([column_letters(one + 1) for one in columns])} 列是隐藏的，仍按原样计，请核对")
    for (at, column), comment in sorted(block.marks.comments.items()):
        yield Note(block.at(at), "", f"{column_letters(column + 1)}{at + 1} 有批注“{comment[:30]}”，没有读入，请核对")
    for at, row in enumerate(block.rows):
        for stated in (cell for cell in row if isinstance(cell, str) and _COLOURS.search(cell)):
            yield Note(block.at(at), "", f"“{stated.strip()[:30]}”说颜色有含义，颜色没有读，请核对")


def several(places: Sequence[str]) -> str:
    return "、".join(places[:MOST_NAMED]) + (f"等 {len(places)} 个" if len(places) > MOST_NAMED else "")


def is_remark(heading: str) -> bool:
    return bool(_TELLS_WHY.search(heading)) or meaning(heading).field == REMARK


def says_something(value: Value) -> bool:
    return isinstance(value, str) and bool(_SAYS_SOMETHING.search(value))


def mostly_signs(cells: Sequence[Value]) -> bool:
    signs = known_signs()
    return 2 * sum(state_of(cell, signs) not in (EMPTY, UNCLEAR) for cell in cells) >= len(cells)
