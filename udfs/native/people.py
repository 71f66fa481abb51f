"""附件4 as running columns: who is a trainee, the numbers made comparable, and which rows of 附件5 and 考勤 are about whom."""

from __future__ import annotations

from udfs.identity import LENGTH
from udfs.native.days import TODAY_NUMBER
from udfs.native.documents import CALCULATED, document_columns, kind_number
from udfs.native.levels import FINE, NATIONAL_CLASS
from udfs.native.phones import phone_columns, phone_key
from udfs.native.repeated import first_place, how_often
from udfs.native.running import Fact, Running, count
from udfs.native.texts import blank, plain, sure, trimmed
from udfs.records import ATTENDANCE, ONLINE, PEOPLE, RESULTS, STAFF

SHEET = PEOPLE
NUMBER, DOCUMENT, PHONE = "{序号}", "{身份证号}", "{联系电话}"
ADDED_SEX = 'INDEX(附件4_全表,{#行次},MATCH("性别",附件4_表头,0))'
"""What stands under 性别, where a user has added that column."""
IS_TRAINEE = "{#学员}=1"
WRONG_DOCUMENT = f"AND(NOT(ISNUMBER({DOCUMENT})),NOT({blank(DOCUMENT)}),OR({{#证件核对}}=0,{{#证件核对}}>{TODAY_NUMBER}))"
RIGHT_DOCUMENT = (
    f"IF(LEN({DOCUMENT})={LENGTH},{sure(f'{CALCULATED.format(DOCUMENT)}=UPPER(RIGHT({DOCUMENT},1))')},"
    f"OR(NOT(ISNUMBER({DOCUMENT}*1)),LEN({DOCUMENT})=8,LEN({{证件类型}})>5))"
)
"""18 characters must agree with their check character. Other digits are a number cut off, unless 证件类型 says otherwise (every
kind but the resident's card has a longer name) or they are the eight of a permit."""
ONLY_DOCUMENT = f"SUMPRODUCT(--(附件4_身份证号={DOCUMENT}))<=1"
WRONG_PHONE = f"AND(NOT(ISNUMBER({PHONE})),NOT({blank(PHONE)}),{{#电话合格}}=0)"
LIKELY_PHONE = (
    f'IF(LEFT({PHONE},1)="1",AND(LEN({PHONE})=11,ISNUMBER({PHONE}*1),MID({PHONE},2,1)*1>2),'
    f'OR(LEFT({PHONE},1)="0",LEFT({PHONE},1)="("))'
)


def partner(other: str) -> str:
    """A formula for the row of another sheet with the same document number; 0 for none."""
    return f'IF({{#证件键}}="",0,IFERROR(MATCH({{#证件键}},参数_{other}_证件键,0),0))'


def found_in(cell: str, column: str) -> str:
    """A formula for the row in which ``column`` holds what the cell says; 0 for none, or an empty cell."""
    return f'IF({cell}="",0,IFERROR(MATCH({cell},{column},0),0))'


def namesake(name: str, own: str, other: str) -> str:
    """A formula for the row of another sheet that waits for a partner of this name; 0 for none.

    ``own`` and ``other`` are the columns of names that wait; of several rows with one name only the first finds a partner.
    """
    return f'IF({name}="",0,IF(MATCH({name},{own},0)<{{#行次}},0,IFERROR(MATCH({name},{other},0),0)))'


def disputed_phone() -> str:
    """1 where 附件5 has another phone for the same person: first the two sheets must agree."""
    theirs = "INDEX(附件5_联系电话,{#附件5行})"
    their_name = plain("INDEX(附件5_姓名,{#附件5行})")
    same_name = f'OR({{#姓名}}="",{their_name}="",{{#姓名}}={their_name})'
    both = f"AND(NOT(ISNUMBER({PHONE})),NOT({blank(theirs)}),NOT(EXACT({theirs},{PHONE})))"
    differ = "OR(INDEX(参数_附件5_电话键,{#附件5行})<>{#电话数字},INDEX(参数_附件5_电话合格,{#附件5行})=0)"
    alone = "INDEX(参数_附件5_证件次数,{#附件5行})<={#证件次数}"
    condition = f"AND({{#电话合格}}=1,{same_name},{both},{differ},{alone})"
    return f"IF({{#附件5行}}=0,0,IFERROR(IF({condition},1,0),0))"


RUNNING = (
    count("学员", f'IF({plain("{人员类别}")}="{STAFF}",0,1)'),
    count("线上学员", f'IF(AND({IS_TRAINEE},{plain("{参训方式}")}="{ONLINE}"),1,0)'),
    Running("在册累计", "N({#在册累计^})+{#在册}", everywhere=True),
    Running("上一在册行", "IF(N({#在册^})=1,{#行次}-1,N({#上一在册行^}))", everywhere=True),
    Running("姓名", plain("{姓名}")),
    *document_columns(DOCUMENT, kind_number("{证件类型}")),
    first_place(PEOPLE, "证件首行", "证件键"),
    how_often(PEOPLE, "证件次数", "证件首行"),
    Running("学员证件键", f'IF({IS_TRAINEE},{{#证件键}},"")'),
    Running("证件或行", 'IF({#证件键}="","第"&{#行次}&"行",{#证件键})'),
    count("证件存疑", f"IF(OR(ISNUMBER({DOCUMENT}),{blank(DOCUMENT)},{{#证件次数}}>1,{WRONG_DOCUMENT}),1,0)"),
    count("附件5行", partner(RESULTS)),
    Running("附件5待配姓名", f'IF(AND({IS_TRAINEE},{{#附件5行}}=0),{{#姓名}},"")'),
    count("附件5同名行", namesake("{#附件5待配姓名}", "参数_附件4_附件5待配姓名", "参数_附件5_待配姓名")),
    count("考勤行", partner(ATTENDANCE)),
    Running("考勤待配姓名", f'IF(AND({IS_TRAINEE},{{#考勤行}}=0),{{#姓名}},"")'),
    *phone_columns(PHONE),
    Running("电话数字", phone_key(PHONE)),
    count("电话两表不一", disputed_phone()),
    Running("电话键", 'IF({#电话两表不一}=1,"",{#电话数字})'),
    first_place(PEOPLE, "电话首行", "电话键"),
    how_often(PEOPLE, "电话次数", "电话首行"),
    Running("持有人", f'{{#姓名}}&"|"&{plain("{工作单位}")}'),
    Running("地区", f'IF({IS_TRAINEE},{plain("{所属地区}")},"")'),
    Running("性别", f'IFERROR(LEFT({plain(ADDED_SEX)},1),"")'),
)
FACTS = (
    Fact("线上学员总数", "SUM(参数_附件4_线上学员)"),
    Fact("工作人员限额", f"MIN(INT(ROUND(参数_学员总数*参数_工作人员占学员人数的上限,{FINE})),参数_工作人员人数上限)"),
)

SAME_PHONE = (
    "IF({#电话次数}>1,SUMPRODUCT((参数_附件4_电话首行={#电话首行})*(参数_附件4_证件或行<>{#证件或行})"
    "*(参数_附件4_持有人<>{#持有人}))>0,FALSE)"
)
"""Every pair is compared only where a number stands twice at all."""
BEFORE = "INDEX(附件4_序号,{#上一在册行})"
GOES_ON = f"IF(AND(ISNUMBER({BEFORE}),ISNUMBER({NUMBER})),{NUMBER}={BEFORE}+1,AND({blank(BEFORE)},{blank(NUMBER)}))"
OUT_OF_ORDER = (
    f'IF(AND({{#上一在册行}}>0,{{#行次}}>{{#上一在册行}}+1),TRUE,AND({trimmed(NUMBER)}<>{{#在册累计}}&"",'
    f"NOT(IF({{#上一在册行}}=0,FALSE,{GOES_ON}))))"
)
WRONG_SEX = (
    'AND(OR({#性别}="男",{#性别}="女"),NOT(ISNUMBER('
    + DOCUMENT
    + f')),{{#证件核对}}>1,{{#证件核对}}<={TODAY_NUMBER},IF(MOD(MID({{#证件键}},{LENGTH - 1},1),2)=1,"男","女")<>{{#性别}})'
)
FEW_NEIGHBOURS = (
    f'AND({NATIONAL_CLASS},参数_学员总数>0,OR(COUNTIF(参数_附件4_地区,"北京*")<参数_北京预留名额下限国家级,'
    'COUNTIF(参数_附件4_地区,"河北*")<参数_河北预留名额下限国家级))'
)
MISSING_IN_RESULTS = (
    f'AND(参数_附件5人数>0,{IS_TRAINEE},{{#证件键}}<>"",{{#附件5行}}=0,'
    "IF({#附件5同名行}=0,TRUE,AND({#证件存疑}=0,INDEX(参数_附件5_证件存疑,{#附件5同名行})=0)))"
)
