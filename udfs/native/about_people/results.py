"""Running columns of 附件5: computed or typed, matching rows of 附件4, normalised certificate numbers, hours in 考勤.

In a computed sheet the rows count as unused: 附件4 is judged instead.
"""

from __future__ import annotations

from udfs.native.about_people.people import NUMBER_AND_NAME, VIEWED, found_in, namesake, partner
from udfs.native.cells import literal
from udfs.native.documents import WRONG, calculated, document_columns
from udfs.native.levels import HOURS, MUNICIPAL_CLASS, NATIONAL_CLASS, SHARE, exceeds
from udfs.native.phones import phone_columns
from udfs.native.repeated import first_place, how_often, repeated
from udfs.native.running import Running, SingleValue, count
from udfs.native.texts import blank, plain, sure, trimmed, usual
from udfs.people.identity import LENGTH
from udfs.records.class_file import ATTENDANCE, NO, PEOPLE, RESULTS, YES, Result
from udfs.records.participants import MIRRORED, RESULT_COLUMNS
from udfs.values.headings import CERTIFICATE as CERTIFICATE_HEADING
from udfs.values.headings import DOCUMENT as DOCUMENT_HEADING
from udfs.values.headings import HOURS as HOURS_HEADING
from udfs.values.headings import NAME, NUMBER_HEADING
from udfs.values.headings import PASSED as PASSED_HEADING
from udfs.values.headings import PHONE as PHONE_HEADING

SHEET = RESULTS
DOCUMENT, PHONE, STATED, CERTIFICATE = "{身份证号}", "{联系电话}", f"{{{HOURS_HEADING}}}", "{证书编号}"
PASSED_CELL = "{是否通过结业考核}"
PASSED, FAILED = f'{{#考核}}="{YES}"', f'{{#考核}}="{NO}"'
NOBODY = f"AND(参数_学员总数>0,NOT({VIEWED}),参数_附件5人数=0)"
NUMBER_MISSING = f"AND({MUNICIPAL_CLASS},{PASSED},{blank(CERTIFICATE)})"
NUMBER_AWAITED = f"AND({NATIONAL_CLASS},{PASSED},{blank(CERTIFICATE)})"
COPIED = f"IF({{#附件4对应行}}=0,FALSE,EXACT(INDEX(参数_附件4_所填_身份证号,{{#附件4对应行}}),{DOCUMENT}))"
WRONG_DOCUMENT = f"AND(NOT(ISNUMBER({DOCUMENT})),NOT({blank(DOCUMENT)}),NOT({COPIED}),{WRONG})"
CHECK_NAME = "校验_附件5_身份证号"
NAMED_FORMULAS = {CHECK_NAME: calculated("{!身份证号}")}
LIKELY_DOCUMENT = (
    f"IF(LEN({DOCUMENT})={LENGTH},{sure(f'{CHECK_NAME}=UPPER(RIGHT({DOCUMENT},1))')},"
    f"OR(LEN({DOCUMENT})<15,AND(LEN({DOCUMENT})=15,NOT(ISNUMBER({DOCUMENT}*1)))))"
)

TOO_FEW = exceeds(f"{HOURS}-{STATED}", f"{HOURS}*{SHARE}")


def absence(name: str) -> str:
    """Formula: the value of this person in a running column of 考勤."""
    return f"INDEX(参数_考勤_{name},{{#考勤行}})"


def column_name(field: str) -> str:
    """The defined name of a column of 附件4; names contain no brackets."""
    return f"参数_{PEOPLE}_所填_{field.replace('（', '').replace('）', '')}"


def viewed_cell(field: str) -> str:
    """Formula: the value that a computed row shows under that heading, from the trainee in that position of 附件4."""
    return f'IF({{#学员位}}="","",INDEX({column_name(field)},{{#学员位}}))'


def typed(field: str) -> str:
    """Formula: TRUE if the cell is filled without a formula. A missing column counts as empty."""
    return f'IFERROR(IF({{{field}}}="",FALSE,NOT(_xlfn.ISFORMULA({{!{field}}}))),FALSE)'


def computed(field: str) -> str:
    """Formula: TRUE if the cell holds a formula."""
    return f"IFERROR(_xlfn.ISFORMULA({{!{field}}}),FALSE)"


MISSED = (
    'IF({#在册}=1,IF({#考勤行}=0,0,INDEX(参数_考勤_合计学时,{#考勤行})),IF({#学员位}="",0,INDEX(参数_附件4_缺课合计,{#学员位})))'
)
"""Formula: the hours missed, according to 考勤, by the person shown in the row."""
SHOWN, SHOWN_SO_FAR = "展示", "展示累计"
"""Helper cells for 序号: they count the rows that show someone, typed or computed."""
POSITION = "({#行次}+1-参数_附件5_表头行)"
"""1 directly below the heading."""
SPARED = {
    field: f"IF({VIEWED},{computed('.')})" for field in Result.OFFICIAL if field not in (NUMBER_HEADING, NAME, DOCUMENT_HEADING)
}
"""In a computed sheet, cells that show the content of 附件4 are not checked."""
SHOWN_FIELDS = {
    **{field: field for field in MIRRORED}, HOURS_HEADING: "", **RESULT_COLUMNS,
}  # fmt: skip
"""{heading: column of 附件4 shown under it}; 学时数 comes from 考勤."""
STILL_COMPUTED = f"AND(NOT({VIEWED}),{{#在册}}=0,{{#{SHOWN}}}=1)"
USED = f"IF(OR({typed(NAME)},{typed(DOCUMENT_HEADING)}),1,0)"
"""A row is used if name or number is typed, which excludes computed sheets."""
JUDGED_ANYWHERE = f'IF({VIEWED},{{#改写格}}<>"",{{filled}}<>"")'
"""In a computed sheet only rows with overwritten cells are judged."""
NOBODYS_RESULT = f'AND(NOT({VIEWED}),{{#{SHOWN}}}=0,{{是否通过结业考核}}&{{证书编号}}<>"")'
"""A result without a person in a typed sheet."""
ALL_COMPUTED = ",".join(f"_xlfn.ISFORMULA({{!{field}}})" for field in SHOWN_FIELDS)
ALL_BLANK = "&".join(f"{{{field}}}" for field in SHOWN_FIELDS)
DOUBTFUL = f'IF({VIEWED},IF({{#表内}}=0,0,IF(AND({ALL_COMPUTED}),0,IF(AND({{#学员位}}="",{ALL_BLANK}=""),0,1))),0)'


def shown_here(field: str) -> str:
    """Formula: the value that the view shows under a heading in its row."""
    if field == HOURS_HEADING:
        return 'IF({#学员位}="","",IF(ISNUMBER(项目信息_总学时),项目信息_总学时-{#缺课合计},""))'
    return f'IF({{#学员位}}="","",INDEX({column_name(SHOWN_FIELDS[field])},{{#学员位}}))'


def unlike(field: str) -> str:
    """Formula: TRUE if the cell was overwritten or cleared, so that it differs from the view; for rows that are not wholly
    cleared."""
    here, due = f"{{{field}}}", shown_here(field)
    if field in RESULT_COLUMNS:
        differs = f'{here}&{due}<>""'
    else:
        texts = f"EXACT({trimmed(here)},{trimmed(due)})"
        differs = f"IF(AND(ISNUMBER({here}),ISNUMBER({due})),{here}<>{due},NOT({texts}))"
    return f"AND(NOT({computed(field)}),{differs})"


def out_of_view(field: str) -> str:
    """Formula: TRUE if the cell is neither a view nor a typed list; for a row that is still computed, at 姓名 only."""
    own = f'MID({{#改写格}},{place(field)},1)="1"'
    return f"OR({STILL_COMPUTED},{own})" if field == NAME else own


def place(field: str) -> int:
    """The position of this heading in the text 改写格, which has one character per column of the view."""
    return tuple(SHOWN_FIELDS).index(field) + 1


EMPTIED = f'AND({{#学员位}}<>"",NOT({computed(NAME)}),NOT({computed(DOCUMENT_HEADING)}),{{姓名}}&{{身份证号}}="")'
NONE_UNLIKE, NAME_UNLIKE = ("".join(str(int(field == unlike_one)) for field in SHOWN_FIELDS) for unlike_one in ("", NAME))
EACH_UNLIKE = "&".join(f"IFERROR(IF({unlike(field)},1,0),0)" for field in SHOWN_FIELDS)
CELLS_UNLIKE = f'IFERROR(IF({EMPTIED},"{NAME_UNLIKE}",{EACH_UNLIKE}),"{NONE_UNLIKE}")'
"""A row with cleared name and number is reported at 姓名 only."""
OTHERS_UNLIKE = f'ISNUMBER(FIND("1",REPLACE({{#改写格}},{place(HOURS_HEADING)},1,"0")))'
OWN_PLACE = f"MATCH({literal('{#证件姓名}')},参数_附件4_证件姓名,0)"
OWN_NAME = f"ISNUMBER({OWN_PLACE})"
PARTNER = f'IF({{#证件键}}="",0,IFERROR({OWN_PLACE},{partner(PEOPLE)}))'
"""Formula: the row of 附件4 with the same number; of several, the one with the same name."""
BETTER = f"ISNUMBER(MATCH({literal('INDEX(参数_附件4_证件姓名,{#附件4行})')},参数_附件5_证件姓名,0))"
WAITING = (
    'IF({#附件4行}=0,{#姓名},IF({#证件次数}<2,"",'
    f'IF(AND(NOT({OWN_NAME}),OR({{#证件首行}}<>{{#行次}},{BETTER})),{{#姓名}},"")))'
)
"""Formula: the name of a person whose number is unknown, or belongs to another row that agrees better with it."""
RUNNING = (
    count("带出行", f"IF({{#表内}}=0,0,IF(OR({computed(NAME)},{computed(DOCUMENT_HEADING)}),1,0))", everywhere=True),
    count(SHOWN, 'IF({姓名}&{身份证号}="",0,1)', everywhere=True, shown=True),
    count(SHOWN_SO_FAR, f"N({{#{SHOWN_SO_FAR}^}})+{{#{SHOWN}}}", everywhere=True, shown=True),
    Running(
        "学员位",
        f'IF(OR({{#表内}}=0,{POSITION}>参数_带出人数),"",MATCH({POSITION},参数_附件4_学员累计,0))',
        everywhere=True,
        shown=True,
    ),
    Running("仍带出", f'IF({STILL_COMPUTED},{{#学员位}},"")', everywhere=True),
    count("改写疑", DOUBTFUL, everywhere=True),
    Running(NAME, plain("{姓名}"), of=NAME),
    Running("考核", usual(PASSED_CELL, (YES, NO), trimmed(PASSED_CELL)), of=PASSED_HEADING),
    *document_columns(DOCUMENT_HEADING, "IF({#附件4对应行}=0,0,INDEX(参数_附件4_证件类型号,{#附件4对应行}))"),
    NUMBER_AND_NAME,
    first_place(RESULTS, "证件首行", "证件键"),
    how_often(RESULTS, "证件次数", "证件首行"),
    Running("证件或行", 'IF({#证件键}="","第"&{#行次}&"行",{#证件键})'),
    count("附件4行", PARTNER),
    count("学员行", found_in("{#证件键}", "参数_附件4_学员证件键")),
    Running("待配姓名", WAITING),
    count("附件4同名行", namesake("{#待配姓名}", "参数_附件5_待配姓名", "参数_附件4_附件5待配姓名")),
    count("附件4对应行", "MAX({#附件4行},{#附件4同名行})"),
    count("证件存疑", f"IF(OR(ISNUMBER({DOCUMENT}),{blank(DOCUMENT)},{{#证件次数}}>1,{WRONG_DOCUMENT}),1,0)"),
    *phone_columns(PHONE_HEADING, "电话键"),
    Running("证书键", f"UPPER({plain(CERTIFICATE)})", of=CERTIFICATE_HEADING),
    first_place(RESULTS, "证书首行", "证书键"),
    how_often(RESULTS, "证书次数", "证书首行"),
    count("考勤行", partner(ATTENDANCE)),
    count("缺课合计", MISSED, everywhere=True, shown=True),
    # One character per cell of the view: 1 if overwritten or cleared.
    Running("改写格", f'IF({{#改写疑}}=0,"",{CELLS_UNLIKE})', everywhere=True),
    count("学时改写", f'IF(MID({{#改写格}},{place(HOURS_HEADING)},1)="1",1,0)', everywhere=True),
    count("改写", f'IF({{#改写格}}="",0,IF({OTHERS_UNLIKE},1,0))', everywhere=True),
    count("已通过", f"IF({PASSED},1,0)", of=PASSED_HEADING),
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
"""缺课学时 is -1 if it cannot be determined: number not in 考勤, number not unique here, or invalid hours."""
FACTS = (
    SingleValue(
        "附件5带出",
        # Tests the heading, not the cells: typing a result must not recalculate every row of 附件5.
        'IFERROR(AND(参数_附件5人数=0,ISNUMBER(MATCH("结业考核",附件4_表头,0)),'
        'SUMPRODUCT((参数_附件5_带出行=1)*(参数_附件5_学员位<>""))>0),FALSE)',
    ),
    SingleValue("附件5人数", "SUM(参数_附件5_在册)"),
    *(repeated(RESULTS, first) for first in ("证件首行", "证书首行")),
)


def missing(field: str, mirrored: bool) -> str:
    """Formula: TRUE if the cell is empty and that of 附件4 is not; in a row without name and number only at the name."""
    if field != NAME:
        return f"AND({lacking(field, mirrored)},NOT(AND({blank('{姓名}')},{blank(DOCUMENT)})))"
    return lacking(field, mirrored)


def lacking(field: str, mirrored: bool) -> str:
    if not mirrored:
        return blank("{.}")
    name = column_name(field)
    there = blank(f"INDEX({name},{{#附件4对应行}})")
    return f"AND({blank('{.}')},NOT(IF({{#附件4对应行}}=0,FALSE,{there})))"


def stored_as_number(field: str) -> str:
    """Formula: TRUE for a number stored as a number, unless it repeats that of 附件4."""
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
OTHERS_HERE = 'IF({#学员位}="",TRUE,IFERROR(INDEX(参数_附件4_归属不符,{#学员位})=1,TRUE))'
"""The row shows nobody, or a person whose result was entered for someone else."""
TYPED_HOURS = "IF({#学时改写}=0,FALSE,{#改写}=0)"
WRONG_HOURS_OVER = (
    f"IF({TYPED_HOURS},AND(NOT({blank(STATED)}),NOT({OTHERS_HERE}),"
    f"IF(ISNUMBER({STATED}),OR({STATED}<=0,AND({HOURS}>0,{exceeds(STATED, HOURS)})),TRUE)),FALSE)"
)
PASSED_THERE = f'{trimmed("{!是否通过结业考核}")}="{YES}"'
KNOWN_THERE = 'IF({#学员位}="",-1,IFERROR(INDEX(参数_附件4_缺课可信,{#学员位}),-1))'
HOURS_DIFFER_OVER = (
    f"IF({TYPED_HOURS},AND(ISNUMBER({STATED}),{KNOWN_THERE}>=0,{KNOWN_THERE}<={HOURS},NOT({OTHERS_HERE}),"
    f"ROUND({HOURS}-{KNOWN_THERE}-{STATED},9)<>0,"
    f"NOT(AND({PASSED_THERE},{STATED}>0,{STATED}<{HOURS},{TOO_FEW})),"
    f"NOT(AND({PASSED_THERE},{exceeds(KNOWN_THERE, f'{HOURS}*{SHARE}')}))),FALSE)"
)
UNCLEAR = f"AND(NOT({blank('{.}')}),NOT({PASSED}),NOT({FAILED}))"
