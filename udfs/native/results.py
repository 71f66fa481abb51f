"""附件5 as running columns: who of 附件4 each row is about, the certificate numbers made comparable, what 考勤 says."""

from __future__ import annotations

from udfs.identity import LENGTH
from udfs.native.documents import CALCULATED, WRONG, document_columns
from udfs.native.levels import HOURS, MUNICIPAL_CLASS, NATIONAL_CLASS, SHARE, exceeds
from udfs.native.people import NUMBER_AND_NAME, found_in, namesake, partner
from udfs.native.phones import phone_columns
from udfs.native.repeated import first_place, how_often
from udfs.native.running import Fact, Running, count
from udfs.native.texts import blank, plain, sure, trimmed
from udfs.records import ATTENDANCE, NO, PEOPLE, RESULTS, YES

SHEET = RESULTS
DOCUMENT, PHONE, STATED, CERTIFICATE = "{身份证号}", "{联系电话}", "{学时数}", "{证书编号}"
PASSED = f'{trimmed("{是否通过结业考核}")}="{YES}"'
FAILED = f'{trimmed("{是否通过结业考核}")}="{NO}"'
NUMBER_MISSING = f"AND({MUNICIPAL_CLASS},{PASSED},{blank(CERTIFICATE)})"
NUMBER_AWAITED = f"AND({NATIONAL_CLASS},{PASSED},{blank(CERTIFICATE)})"
NOBODY = "AND(参数_学员总数>0,参数_附件5人数=0)"
COPIED = f"IF({{#附件4对应行}}=0,FALSE,EXACT(INDEX(参数_附件4_所填_身份证号,{{#附件4对应行}}),{DOCUMENT}))"
WRONG_DOCUMENT = f"AND(NOT(ISNUMBER({DOCUMENT})),NOT({blank(DOCUMENT)}),NOT({COPIED}),{WRONG})"
LIKELY_DOCUMENT = (
    f"IF(LEN({DOCUMENT})={LENGTH},{sure(f'{CALCULATED.format(DOCUMENT)}=UPPER(RIGHT({DOCUMENT},1))')},"
    f"OR(LEN({DOCUMENT})<15,AND(LEN({DOCUMENT})=15,NOT(ISNUMBER({DOCUMENT}*1)))))"
)

TOO_FEW = exceeds(f"{HOURS}-{STATED}", f"{HOURS}*{SHARE}")


def absence(name: str) -> str:
    """A formula for what 考勤 says of this person in one of its running columns."""
    return f"INDEX(参数_考勤_{name},{{#考勤行}})"


RUNNING = (
    Running("姓名", plain("{姓名}"), of="姓名"),
    *document_columns("身份证号", "IF({#附件4对应行}=0,0,INDEX(参数_附件4_证件类型号,{#附件4对应行}))"),
    NUMBER_AND_NAME,
    first_place(RESULTS, "证件首行", "证件键"),
    how_often(RESULTS, "证件次数", "证件首行"),
    Running("证件或行", 'IF({#证件键}="","第"&{#行次}&"行",{#证件键})'),
    count("附件4行", partner(PEOPLE), everywhere=True),
    count("学员行", found_in("{#证件键}", "参数_附件4_学员证件键"), everywhere=True),
    Running("待配姓名", 'IF({#附件4行}=0,{#姓名},"")', everywhere=True),
    count("附件4同名行", namesake("{#待配姓名}", "参数_附件5_待配姓名", "参数_附件4_附件5待配姓名")),
    count("附件4对应行", "MAX({#附件4行},{#附件4同名行})"),
    count("证件存疑", f"IF(OR(ISNUMBER({DOCUMENT}),{blank(DOCUMENT)},{{#证件次数}}>1,{WRONG_DOCUMENT}),1,0)"),
    *phone_columns("联系电话", "电话键"),
    Running("证书键", f"UPPER({plain(CERTIFICATE)})", of="证书编号"),
    first_place(RESULTS, "证书首行", "证书键"),
    how_often(RESULTS, "证书次数", "证书首行"),
    count("考勤行", partner(ATTENDANCE), everywhere=True),
    count("已通过", f"IF({PASSED},1,0)", of="是否通过结业考核"),
    count(
        "缺课学时",
        f"IF(OR({{#考勤行}}=0,{{#证件次数}}>1,{HOURS}=0),-1,"
        f"IF(OR({absence('合计有误')}>0,{exceeds(absence('合计学时'), HOURS)}),-1,{absence('合计学时')}))",
    ),
    count("缺课过多", f"IF(AND({PASSED},{exceeds('{#缺课学时}', f'{HOURS}*{SHARE}')}),1,0)"),
    count(
        "学时不足",
        f"IF(ISNUMBER({STATED}),IF(AND({PASSED},{STATED}>0,{STATED}<{HOURS},{TOO_FEW}),1,0),0)",
    ),
)
"""缺课学时 is -1 where 考勤 does not say it: nobody has the number there, several have it here, or hours cannot be right."""
FACTS = (Fact("附件5人数", "SUM(参数_附件5_在册)"),)


def column_name(field: str) -> str:
    """The defined name of what a column of 附件4 holds; names have no brackets."""
    return f"参数_{PEOPLE}_所填_{field.replace('（', '').replace('）', '')}"


def missing(field: str, mirrored: bool) -> str:
    """Nothing stands there, and 附件4 does not lack the same; of a row without name and number only the name."""
    if field != "姓名":
        return f"AND({lacking(field, mirrored)},NOT(AND({blank('{姓名}')},{blank(DOCUMENT)})))"
    return lacking(field, mirrored)


def lacking(field: str, mirrored: bool) -> str:
    if not mirrored:
        return blank("{.}")
    name = column_name(field)
    there = blank(f"INDEX({name},{{#附件4对应行}})")
    return f"AND({blank('{.}')},NOT(IF({{#附件4对应行}}=0,FALSE,{there})))"


def stored_as_number(field: str) -> str:
    """A number that does not merely repeat the number of 附件4."""
    name = column_name(field)
    there = f"INDEX({name},{{#附件4对应行}})"
    return f"AND(ISNUMBER({{.}}),NOT(IF({{#附件4对应行}}=0,FALSE,AND(ISNUMBER({there}),{there}={{.}}))))"


TWICE = "AND({#证件次数}>1,{#证件次数}>IF({#附件4行}=0,0,INDEX(参数_附件4_证件次数,{#附件4行})))"
NO_TRAINEE = (
    'AND(参数_学员总数>0,{#证件键}<>"",{#学员行}=0,NOT(IF({#附件4同名行}=0,FALSE,INDEX(参数_附件4_证件存疑,{#附件4同名行})=1)))'
)
LEFT = f"{HOURS}-N(INDEX(参数_考勤_所填_请假学时,{{#考勤行}}))-N(INDEX(参数_考勤_所填_缺勤学时,{{#考勤行}}))"
FOLLOWS_ABSENCE = f"IF(ISNUMBER({STATED}),IF(OR({STATED}=0,{{#考勤行}}=0,{HOURS}=0),FALSE,ROUND({LEFT}-{STATED},9)=0),FALSE)"
WRONG_HOURS = (
    f"AND(NOT({blank(STATED)}),NOT({FOLLOWS_ABSENCE}),"
    f"IF(ISNUMBER({STATED}),OR({STATED}<=0,AND({HOURS}>0,{exceeds(STATED, HOURS)})),TRUE))"
)
RIGHT_HOURS = f"AND(ISNUMBER({STATED}),{STATED}>0,OR({HOURS}=0,{STATED}<={HOURS}))"
HOURS_DIFFER = (
    f"AND(ISNUMBER({STATED}),{{#缺课学时}}>=0,ROUND({HOURS}-{{#缺课学时}}-{STATED},9)<>0,{{#学时不足}}=0,{{#缺课过多}}=0)"
)
SAME_CERTIFICATE = "IF({#证书次数}>1,SUMPRODUCT((参数_附件5_证书首行={#证书首行})*(参数_附件5_证件或行<>{#证件或行}))>0,FALSE)"
UNCLEAR = f"AND(NOT({blank('{.}')}),NOT({PASSED}),NOT({FAILED}))"
