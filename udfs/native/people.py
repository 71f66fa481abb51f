"""附件4 as running columns: who is a trainee, the numbers made comparable, and which rows of 附件5 and 考勤 are about whom."""

from __future__ import annotations

from udfs.identity import LENGTH
from udfs.native.days import TODAY_NUMBER
from udfs.native.documents import CALCULATED, document_columns, kind_number
from udfs.native.phones import phone_columns
from udfs.native.repeated import first_place, how_often
from udfs.native.running import Fact, Running, count
from udfs.native.texts import blank, plain, sure
from udfs.records import ONLINE, PEOPLE, STAFF

SHEET = PEOPLE
DOCUMENT, PHONE = "{身份证号}", "{联系电话}"
WRONG_DOCUMENT = f"AND(NOT(ISNUMBER({DOCUMENT})),NOT({blank(DOCUMENT)}),OR({{#证件核对}}=0,{{#证件核对}}>{TODAY_NUMBER}))"
IS_TRAINEE = "{#学员}=1"

RIGHT_DOCUMENT = (
    f"IF(LEN({DOCUMENT})={LENGTH},{sure(f'{CALCULATED.format(DOCUMENT)}=UPPER(RIGHT({DOCUMENT},1))')},"
    f"OR(NOT(ISNUMBER({DOCUMENT}*1)),LEN({DOCUMENT})=8,LEN({{证件类型}})>5))"
)
"""18 characters must agree with their check character; fewer are left to the conditional format, but for cut-off cards."""
ONLY_DOCUMENT = f"SUMPRODUCT(--(附件4_身份证号={DOCUMENT}))<=1"


def partner(other: str) -> str:
    """A formula for the row of another sheet with the same document number; 0 for none."""
    return f'IF({{#证件键}}="",0,IFERROR(MATCH({{#证件键}},参数_{other}_证件键,0),0))'


RUNNING = (
    count("学员", f'IF({plain("{人员类别}")}="{STAFF}",0,1)'),
    count("线上学员", f'IF(AND({IS_TRAINEE},{plain("{参训方式}")}="{ONLINE}"),1,0)'),
    Running("在册累计", "N({#在册累计^})+{#在册}", everywhere=True),
    Running("上一在册行", "IF(N({#在册^})=1,{#行次}-1,N({#上一在册行^}))", everywhere=True),
    *document_columns(DOCUMENT, kind_number("{证件类型}")),
    first_place(PEOPLE, "证件首行", "证件键"),
    how_often(PEOPLE, "证件次数", "证件首行"),
    Running("学员证件键", f'IF({IS_TRAINEE},{{#证件键}},"")'),
    count("证件存疑", f"IF(OR(ISNUMBER({DOCUMENT}),{blank(DOCUMENT)},{{#证件次数}}>1,{WRONG_DOCUMENT}),1,0)"),
    *phone_columns(PHONE),
    Running("地区", f'IF({IS_TRAINEE},{plain("{所属地区}")},"")'),
)
FACTS = (
    Fact("线上学员总数", "SUM(参数_附件4_线上学员)"),
    Fact("工作人员限额", "MIN(INT(ROUND(参数_学员总数*参数_工作人员占学员人数的上限,9)),参数_工作人员人数上限)"),
)
"""Rounded where a share takes part: far finer than any share of people, far coarser than what binary fractions are off by."""
