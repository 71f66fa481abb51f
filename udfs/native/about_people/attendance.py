"""Running columns of 考勤: hours per row and per person, and the matching rows of 附件4 and 附件5."""

from __future__ import annotations

from udfs.native.about_people.people import NUMBER_AND_NAME, found_in, namesake, partner
from udfs.native.documents import document_key
from udfs.native.levels import HOURS, SHARE, exceeds
from udfs.native.repeated import first_place
from udfs.native.running import Running, SingleValue, count
from udfs.native.texts import blank, plain
from udfs.records.class_file import ATTENDANCE, PEOPLE, RESULTS
from udfs.values.headings import DOCUMENT, NAME

SHEET = ATTENDANCE
LEAVE, MISSED = "{请假学时}", "{缺勤学时}"


def no_hours(cell: str) -> str:
    """Formula: TRUE if the cell is filled, but not with a non-negative number."""
    return f"IF(ISNUMBER({cell}),{cell}<0,NOT({blank(cell)}))"


def of_person(column: str) -> str:
    """Formula: the sum of a running column over all rows of the person; of this row alone if it has no document number."""
    return f"IF({{#证件首行}}=0,{{#{column}}},SUMIF(参数_考勤_证件首行,{{#证件首行}},参数_考勤_{column}))"


RUNNING = (
    Running(NAME, plain("{姓名}"), of=NAME),
    Running("证件键", document_key("{身份证号}"), of=DOCUMENT),
    NUMBER_AND_NAME,
    first_place(ATTENDANCE, "证件首行", "证件键"),
    count("学时有误", f"IF(OR({no_hours(LEAVE)},{no_hours(MISSED)}),1,0)"),
    count("学时", f"IF({{#学时有误}}=1,0,N({LEAVE})+N({MISSED}))"),
    count("合计学时", of_person("学时")),
    count("合计有误", of_person("学时有误")),
    count("附件4行", partner(PEOPLE)),
    count("学员行", found_in("{#证件键}", "参数_附件4_学员证件键")),
    count("附件5行", partner(RESULTS)),
    Running("待配姓名", 'IF({#附件4行}=0,{#姓名},"")'),
    count("附件4同名行", namesake("{#待配姓名}", "参数_考勤_待配姓名", "参数_附件4_考勤待配姓名")),
)
FACTS: tuple[SingleValue, ...] = ()

TOO_MANY = f"AND({{#学时有误}}=0,{HOURS}>0,{exceeds('{#学时}', HOURS)})"
WRONG_LEAVE = f"OR({no_hours(LEAVE)},AND(N({MISSED})=0,{TOO_MANY}))"
WRONG_MISSED = f"OR({no_hours(MISSED)},AND(N({MISSED})<>0,{TOO_MANY}))"
RIGHT_HOURS = f"AND(ISNUMBER({{.}}),{{.}}>=0,OR({HOURS}=0,ROUND(N({LEAVE})+N({MISSED})-{HOURS},9)<=0))"
WITHDRAWN = (
    f"AND({HOURS}>0,OR({{#证件首行}}=0,{{#证件首行}}={{#行次}}),{{#合计有误}}=0,"
    f"{exceeds('{#合计学时}', f'{HOURS}*{SHARE}')},NOT({exceeds('{#合计学时}', HOURS)}))"
)
NO_TRAINEE = (
    "AND(参数_学员总数>0,{#学员行}=0,{#附件5行}=0,NOT(IF({#附件4同名行}=0,FALSE,INDEX(参数_附件4_证件存疑,{#附件4同名行})=1)))"
)
NO_PERMISSION = f'AND(ISNUMBER({LEAVE}),N({LEAVE})>0,{plain("{请假手续}")}<>"有")'
