"""Running columns of 附件4: kind of participant, normalised numbers, and the matching rows of 附件5 and 考勤.

If 附件5 is computed (``VIEWED``), no matching row is needed there, and results are judged here.
"""

from __future__ import annotations

from udfs.native.about_class.project import LEAST_RESERVED, RESERVED_REGIONS
from udfs.native.cells import literal
from udfs.native.documents import WRONG, calculated, document_columns, document_key, kind_number
from udfs.native.levels import FINE, HOURS, MUNICIPAL_CLASS, NATIONAL_CLASS, SHARE, exceeds
from udfs.native.phones import phone_columns
from udfs.native.repeated import first_place, how_often, repeated
from udfs.native.running import Running, SingleValue, count
from udfs.native.texts import blank, plain, sure, trimmed, usual
from udfs.native.titles import title_columns
from udfs.people.identity import LENGTH
from udfs.records.class_file import ATTENDANCE, NO, ON_SITE, ONLINE, PEOPLE, RESULTS, STAFF, TRAINEE, YES
from udfs.values.headings import CERTIFICATE, DOCUMENT_KIND, EMPLOYER, EXAM, NAME, REGION, SEX, TITLE
from udfs.values.headings import DOCUMENT as DOCUMENT_HEADING
from udfs.values.headings import OWNER as OWNER_HEADING
from udfs.values.headings import PHONE as PHONE_HEADING

SHEET = PEOPLE
NUMBER, DOCUMENT, PHONE = "{序号}", "{身份证号}", "{联系电话}"
BEHIND = "COLUMN(INDEX({!后列},1,1))"
ADDED_SEX = (
    "IF(参数_性别列<=COLUMNS({!前列}),INDEX({!前列},1,参数_性别列),"
    f'IF(参数_性别列<{BEHIND},"",INDEX({{!后列}},1,参数_性别列-{BEHIND}+1)))'
)
"""The cell under 性别, if a user added that column before or after the message column.

A column directly after the message is in neither area, because an area that contains the message would be a circular
reference; ``check`` reads it."""
PASSED_HERE, CERTIFICATE_HERE, OWNER = "{结业考核}", "{证书编号}", "{归属}"
VIEWED = "参数_附件5带出"
"""TRUE if 附件5 is computed, so that results are typed here."""
PASSED, FAILED, UNCLEAR, AWAITED = 1, 2, 3, 4
"""The result of a person if it is typed here and belongs to the person; 0 otherwise."""
KIND_OF_RESULT = f'IF({blank(PASSED_HERE)},{AWAITED},IF({{#考核}}="{YES}",{PASSED},IF({{#考核}}="{NO}",{FAILED},{UNCLEAR})))'
IS_TRAINEE = "OR({#身份}=1,{#身份}=2)"
WRONG_DOCUMENT = f"AND(NOT(ISNUMBER({DOCUMENT})),NOT({blank(DOCUMENT)}),{WRONG})"
CHECK_NAME = "校验_附件4_身份证号"
"""The name of the formula for the check character of the current row; it is too long for a validation."""
NAMED_FORMULAS = {CHECK_NAME: calculated("{!身份证号}")}
RIGHT_DOCUMENT = (
    f"IF(LEN({DOCUMENT})={LENGTH},{sure(f'{CHECK_NAME}=UPPER(RIGHT({DOCUMENT},1))')},"
    f"OR(NOT(ISNUMBER({DOCUMENT}*1)),LEN({DOCUMENT})=8,LEN({{证件类型}})>5))"
)
"""18 characters must have a valid check character. Other digits are a truncated number, unless 证件类型 says otherwise (every
other kind has a longer name than the resident's card) or there are eight, as in a permit."""
ONLY_DOCUMENT = f"SUMPRODUCT(--(附件4_身份证号={DOCUMENT}))<=1"
WRONG_PHONE = f"AND(NOT(ISNUMBER({PHONE})),NOT({blank(PHONE)}),{{#电话合格}}=0)"
LIKELY_PHONE = (
    f'IF(LEFT({PHONE},1)="1",AND(LEN({PHONE})=11,ISNUMBER({PHONE}*1),MID({PHONE},2,1)*1>2),'
    f'OR(LEFT({PHONE},1)="0",LEFT({PHONE},1)="("))'
)


def partner(other: str) -> str:
    """Formula: the row of another sheet with the same document number; 0 if none."""
    return f'IF({{#证件键}}="",0,IFERROR(MATCH({{#证件键}},参数_{other}_证件键,0),0))'


def unless_viewed(formula: str, otherwise: str = "0") -> str:
    """The formula if 附件5 is typed, else ``otherwise``."""
    return f"IF({VIEWED},{otherwise},{formula})"


def found_in(cell: str, column: str) -> str:
    """Formula: the row in which ``column`` holds the value of the cell; 0 if none, or if the cell is empty."""
    return f'IF({cell}="",0,IFERROR(MATCH({cell},{column},0),0))'


def namesake(name: str, own: str, other: str) -> str:
    """Formula: the row of another sheet that waits for a partner of this name; 0 if none.

    ``own`` and ``other`` are the columns of waiting names; of several rows with one name only the first is paired.
    """
    sought = literal(name)
    return f'IF({name}="",0,IF(MATCH({sought},{own},0)<{{#行次}},0,IFERROR(MATCH({sought},{other},0),0)))'


NUMBER_AND_NAME = Running("证件姓名", 'IF({#证件键}="","",{#证件键}&"|"&{#姓名})', everywhere=True)
"""Distinguishes rows that share a document number."""


def waiting(other: str, row: str) -> str:
    """Formula: the name of a trainee without a row in the other sheet.

    ``row`` is found by number alone; if several people share the number, the name must agree as well. Empty while nobody in
    the other sheet waits.
    """
    found = f"ISNUMBER(MATCH({literal('{#证件姓名}')},参数_{other}_证件姓名,0))"
    alone = f"AND({{#学员}}=1,OR({{#{row}}}=0,IF({{#证件次数}}>1,NOT({found}))))"
    return f'IF(参数_{other}有待配,IF({alone},{{#姓名}},""),"")'


def anybody_waits(other: str) -> SingleValue:
    """Whether a row of the other sheet waits for a person of 附件4. It rarely does, and then no row needs to search."""
    return SingleValue(f"{other}有待配", f'COUNTIF(参数_{other}_待配姓名,"?*")>0')


def disputed_phone() -> str:
    """Formula: 1 if 附件5 has another phone for the same person: the two sheets must agree first."""
    theirs = "INDEX(参数_附件5_所填_联系电话,{#附件5行})"
    their_name = plain("INDEX(参数_附件5_所填_姓名,{#附件5行})")
    same_name = f'OR({{#姓名}}="",{their_name}="",{{#姓名}}={their_name})'
    both = f"AND(NOT(ISNUMBER({PHONE})),NOT({blank(theirs)}),NOT(EXACT({theirs},{PHONE})))"
    differ = "OR(INDEX(参数_附件5_电话键,{#附件5行})<>{#电话数字},INDEX(参数_附件5_电话合格,{#附件5行})=0)"
    alone = "INDEX(参数_附件5_证件次数,{#附件5行})<={#证件次数}"
    condition = f"AND({{#电话合格}}=1,{same_name},{both},{differ},{alone})"
    return f"IF({{#附件5行}}=0,0,IFERROR(IF({condition},1,0),0))"


KIND = usual("{人员类别}", (TRAINEE, STAFF), plain("{人员类别}"))
MODE = usual("{参训方式}", (ON_SITE, ONLINE), plain("{参训方式}"))
LISTED = f'IF(IFERROR(OR({KIND}="",{KIND}="{TRAINEE}"),TRUE),1,0)'
RUNNING = (
    # 1 trainee on site, 2 online trainee, 3 staff; 0 for an invalid entry.
    count("身份", f'IF(IFERROR({KIND}="{STAFF}",FALSE),3,IF({LISTED}=1,IF(IFERROR({MODE}="{ONLINE}",FALSE),2,1),0))'),
    # Depends on name and number only, so that other entries do not recalculate 附件5.
    count("学员", f'IF({{姓名}}&{{身份证号}}="",0,{LISTED})', everywhere=True),
    Running("学员累计", "N({#学员累计^})+{#学员}", everywhere=True),
    Running("上一在册行", "IF(N({#在册^})=1,{#行次}-1,N({#上一在册行^}))", everywhere=True),
    Running(NAME, plain("{姓名}"), of=NAME),
    Running("考核", usual(PASSED_HERE, (YES, NO), trimmed(PASSED_HERE)), of=EXAM),
    Running("单位", plain("{工作单位}"), of=EMPLOYER),
    *document_columns(DOCUMENT_HEADING, kind_number("{证件类型}"), DOCUMENT_KIND),
    NUMBER_AND_NAME,
    first_place(PEOPLE, "证件首行", "证件键"),
    how_often(PEOPLE, "证件次数", "证件首行"),
    # The kind of participant is unknown for an invalid 人员类别, so nothing is reported against such a row.
    Running("学员证件键", 'IF({#身份}=3,"",{#证件键})', everywhere=True),
    Running("证件或行", 'IF({#证件键}="",{#行次},{#证件键})', everywhere=True),
    count(
        "证件存疑",
        f"IF(OR(ISNUMBER({DOCUMENT}),{blank(DOCUMENT)},{{#证件次数}}>1,{WRONG_DOCUMENT}),1,0)",
        everywhere=True,
    ),
    count("附件5行", unless_viewed(partner(RESULTS)), of=DOCUMENT_HEADING),
    Running("附件5待配姓名", unless_viewed(waiting(RESULTS, "附件5行"), '""'), of=NAME),
    count(
        "附件5同名行",
        unless_viewed(namesake("{#附件5待配姓名}", "参数_附件4_附件5待配姓名", "参数_附件5_待配姓名")),
        of=NAME,
    ),
    count("考勤行", partner(ATTENDANCE), of=DOCUMENT_HEADING),
    Running("考勤待配姓名", waiting(ATTENDANCE, "考勤行"), of=NAME),
    *phone_columns(PHONE_HEADING, "电话数字"),
    count("电话两表不一", unless_viewed(disputed_phone()), of=PHONE_HEADING),
    first_place(PEOPLE, "电话首行", "电话数字"),
    how_often(PEOPLE, "电话次数", "电话首行"),
    Running("持有人", 'IF({姓名}&{工作单位}="","",{#姓名}&"|"&{#单位})', everywhere=True),
    Running("地区", f'IF({IS_TRAINEE},{plain("{所属地区}")},"")', of=REGION),
    Running(SEX, f'IF(参数_性别列=0,"",IFERROR(LEFT({plain(ADDED_SEX)},1),""))'),
    *title_columns(TITLE),
    count("缺课合计", "IF({#考勤行}=0,0,INDEX(参数_考勤_合计学时,{#考勤行}))", of=DOCUMENT_HEADING),
    count("缺课有误", "IF({#考勤行}=0,0,INDEX(参数_考勤_合计有误,{#考勤行}))", of=DOCUMENT_HEADING),
    # Hours missed by a person identified beyond doubt in 考勤; -1 otherwise.
    Running("缺课可信", "IF(OR({#考勤行}=0,{#缺课有误}>0,{#证件次数}>1),-1,{#缺课合计})", empty="-1", of=DOCUMENT_HEADING),
    Running("归属键", document_key(OWNER), of=OWNER_HEADING),
    count("归属不符", "IF(EXACT({#归属键},{#证件键}),0,1)", of=OWNER_HEADING),
    # Cells overwritten in 附件5 are reported by A5-21; testing for them here would make each row depend on that sheet.
    count("结果", f"IF(AND({VIEWED},{{#学员}}=1,{{#归属不符}}=0),{KIND_OF_RESULT},0)", everywhere=True),
    Running("证书键", f"UPPER({plain(CERTIFICATE_HERE)})", of=CERTIFICATE),
    first_place(PEOPLE, "证书首行", "证书键"),
    how_often(PEOPLE, "证书次数", "证书首行"),
)
FACTS = (
    SingleValue("学员总数", "COUNTIF(参数_附件4_身份,1)+COUNTIF(参数_附件4_身份,2)"),
    SingleValue("带出人数", "MAX(参数_附件4_学员累计)"),
    SingleValue("工作人员总数", "COUNTIF(参数_附件4_身份,3)"),
    SingleValue("性别列", 'IFERROR(MATCH("性别",附件4_表头,0),0)'),
    *(repeated(PEOPLE, first) for first in ("证件首行", "电话首行", "证书首行")),
    *(anybody_waits(other) for other in (RESULTS, ATTENDANCE)),
    SingleValue("线上学员总数", "COUNTIF(参数_附件4_身份,2)"),
    SingleValue("工作人员限额", f"MIN(INT(ROUND(参数_学员总数*参数_工作人员占学员人数的上限,{FINE})),参数_工作人员人数上限)"),
)

# Results, if 附件5 is computed -----------------------------------------------------------------------------------------
OTHERS_RESULT = "AND({#归属不符}=1,{#证件存疑}=0)"
STRAY_RESULT = f"AND(NOT({blank('{.}')}),OR({{#在册}}=0,{{#身份}}=3))"


PASSED_ALTHOUGH_ABSENT = (
    f"AND({{#结果}}={PASSED},{HOURS}>0,{exceeds('{#缺课可信}', f'{HOURS}*{SHARE}')},NOT({exceeds('{#缺课可信}', HOURS)}))"
)
"""For people who are not identified beyond doubt the hours are -1, which never exceeds the limit."""
RESULT_UNCLEAR, RESULT_AWAITED = f"{{#结果}}={UNCLEAR}", f"{{#结果}}={AWAITED}"
NUMBER_MISSING = f"AND({MUNICIPAL_CLASS},{{#结果}}={PASSED},{blank(CERTIFICATE_HERE)})"
NUMBER_AWAITED = f"AND({NATIONAL_CLASS},{{#结果}}={PASSED},{blank(CERTIFICATE_HERE)})"
NUMBER_ALTHOUGH_FAILED = f"AND({{#结果}}={FAILED},NOT({blank(CERTIFICATE_HERE)}))"
SAME_CERTIFICATE = (
    "IF({#证书次数}>1,IF({#结果}>0,SUMPRODUCT((参数_附件4_证书首行={#证书首行})*(参数_附件4_证件或行<>{#证件或行})"
    "*(参数_附件4_学员=1)*(参数_附件4_归属不符=0))>0,FALSE),FALSE)"
)

SAME_PHONE = (
    "IF({#电话次数}>1,IF({#电话两表不一}=1,FALSE,SUMPRODUCT((参数_附件4_电话首行={#电话首行})*(参数_附件4_电话两表不一=0)"
    "*(参数_附件4_证件或行<>{#证件或行})*(参数_附件4_持有人<>{#持有人}))>0),FALSE)"
)
"""Pairs are compared only if some number occurs twice."""
BEFORE = "INDEX(参数_附件4_所填_序号,{#上一在册行})"
GOES_ON = f"IF(AND(ISNUMBER({BEFORE}),ISNUMBER({NUMBER})),{NUMBER}={BEFORE}+1,AND({blank(BEFORE)},{blank(NUMBER)}))"
OUT_OF_ORDER = (
    f"IF(AND({{#上一在册行}}>0,{{#行次}}>{{#上一在册行}}+1),TRUE,IF({NUMBER}={{#在册累计}},FALSE,"
    f'AND({trimmed(NUMBER)}<>{{#在册累计}}&"",NOT(IF({{#上一在册行}}=0,FALSE,{GOES_ON})))))'
)
WRONG_SEX = (
    'IF(参数_性别列=0,FALSE,AND(OR({#性别}="男",{#性别}="女"),NOT(ISNUMBER('
    + DOCUMENT
    + f')),{{#号码毛病}}=0,{{#号码生日}}>0,IF(MOD(MID({{#证件键}},{LENGTH - 1},1),2)=1,"男","女")<>{{#性别}}))'
)
FEW_NEIGHBOURS = (
    f"AND({NATIONAL_CLASS},ROWS(附件4_所属地区)>0,参数_学员总数>0,OR("
    + ",".join(
        f'IF({region}="",FALSE,COUNTIF(参数_附件4_地区,{region}&"*")<{least})'
        for region, least in zip(RESERVED_REGIONS, LEAST_RESERVED, strict=True)
    )
    + "))"
)
MISSING_IN_RESULTS = (
    f'IF({VIEWED},FALSE,AND(参数_附件5人数>0,{IS_TRAINEE},{{#证件键}}<>"",{{#附件5行}}=0,'
    "ISERROR(MATCH({#行次},参数_附件5_仍带出,0)),"
    "IF({#附件5同名行}=0,TRUE,AND({#证件存疑}=0,INDEX(参数_附件5_证件存疑,{#附件5同名行})=0))))"
)
