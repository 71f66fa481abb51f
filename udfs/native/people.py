"""附件4 as running columns: who is a trainee, the numbers made comparable, and which rows of 附件5 and 考勤 are about whom."""

from __future__ import annotations

from udfs.identity import LENGTH
from udfs.native.cells import literal
from udfs.native.documents import CALCULATED, WRONG, document_columns, kind_number
from udfs.native.levels import FINE, NATIONAL_CLASS
from udfs.native.phones import phone_columns
from udfs.native.repeated import first_place, how_often
from udfs.native.running import Fact, Running, count
from udfs.native.texts import blank, plain, sure, trimmed
from udfs.records import ATTENDANCE, ONLINE, PEOPLE, RESULTS, STAFF

SHEET = PEOPLE
NUMBER, DOCUMENT, PHONE = "{序号}", "{身份证号}", "{联系电话}"
ADDED_SEX = "INDEX(附件4_全表,{#行次},参数_性别列)"
"""What stands under 性别, where a user has added that column."""
IS_TRAINEE = "{#学员}=1"
WRONG_DOCUMENT = f"AND(NOT(ISNUMBER({DOCUMENT})),NOT({blank(DOCUMENT)}),{WRONG})"
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
    sought = literal(name)
    return f'IF({name}="",0,IF(MATCH({sought},{own},0)<{{#行次}},0,IFERROR(MATCH({sought},{other},0),0)))'


NUMBER_AND_NAME = Running("证件姓名", 'IF({#证件键}="","",{#证件键}&"|"&{#姓名})', everywhere=True)
"""By which rows that share a document number are told apart."""


def waiting(other: str, row: str) -> str:
    """A formula for the name of a trainee whom no row of the other sheet is about: ``row`` is found by the number alone, which
    tells nothing where several people have the same one, unless the name agrees as well."""
    found = f"ISNUMBER(MATCH({literal('{#证件姓名}')},参数_{other}_证件姓名,0))"
    return f'IF(AND({IS_TRAINEE},OR({{#{row}}}=0,IF({{#证件次数}}>1,NOT({found})))),{{#姓名}},"")'


def disputed_phone() -> str:
    """1 where 附件5 has another phone for the same person: first the two sheets must agree."""
    theirs = "INDEX(参数_附件5_所填_联系电话,{#附件5行})"
    their_name = plain("INDEX(参数_附件5_所填_姓名,{#附件5行})")
    same_name = f'OR({{#姓名}}="",{their_name}="",{{#姓名}}={their_name})'
    both = f"AND(NOT(ISNUMBER({PHONE})),NOT({blank(theirs)}),NOT(EXACT({theirs},{PHONE})))"
    differ = "OR(INDEX(参数_附件5_电话键,{#附件5行})<>{#电话数字},INDEX(参数_附件5_电话合格,{#附件5行})=0)"
    alone = "INDEX(参数_附件5_证件次数,{#附件5行})<={#证件次数}"
    condition = f"AND({{#电话合格}}=1,{same_name},{both},{differ},{alone})"
    return f"IF({{#附件5行}}=0,0,IFERROR(IF({condition},1,0),0))"


RUNNING = (
    count("学员", f'IF(IFERROR({plain("{人员类别}")}="{STAFF}",FALSE),0,1)'),
    count("线上学员", f'IF(IFERROR(AND({IS_TRAINEE},{plain("{参训方式}")}="{ONLINE}"),FALSE),1,0)'),
    Running("在册累计", "N({#在册累计^})+{#在册}", everywhere=True),
    Running("上一在册行", "IF(N({#在册^})=1,{#行次}-1,N({#上一在册行^}))", everywhere=True),
    Running("姓名", plain("{姓名}"), of="姓名"),
    Running("单位", plain("{工作单位}"), of="工作单位"),
    *document_columns("身份证号", kind_number("{证件类型}"), "证件类型"),
    NUMBER_AND_NAME,
    first_place(PEOPLE, "证件首行", "证件键"),
    how_often(PEOPLE, "证件次数", "证件首行"),
    Running("学员证件键", f'IF({IS_TRAINEE},{{#证件键}},"")', everywhere=True),
    Running("证件或行", 'IF({#证件键}="","第"&{#行次}&"行",{#证件键})'),
    count("证件存疑", f"IF(OR(ISNUMBER({DOCUMENT}),{blank(DOCUMENT)},{{#证件次数}}>1,{WRONG_DOCUMENT}),1,0)"),
    count("附件5行", partner(RESULTS), everywhere=True),
    Running("附件5待配姓名", waiting(RESULTS, "附件5行")),
    count("附件5同名行", namesake("{#附件5待配姓名}", "参数_附件4_附件5待配姓名", "参数_附件5_待配姓名")),
    count("考勤行", partner(ATTENDANCE), everywhere=True),
    Running("考勤待配姓名", waiting(ATTENDANCE, "考勤行")),
    *phone_columns("联系电话", "电话数字"),
    count("电话两表不一", disputed_phone()),
    Running("电话键", 'IF({#电话两表不一}=1,"",{#电话数字})', everywhere=True),
    first_place(PEOPLE, "电话首行", "电话键"),
    how_often(PEOPLE, "电话次数", "电话首行"),
    Running("持有人", '{#姓名}&"|"&{#单位}', everywhere=True),
    Running("地区", f'IF({IS_TRAINEE},{plain("{所属地区}")},"")', of="所属地区"),
    Running("性别", f'IF(参数_性别列=0,"",IFERROR(LEFT({plain(ADDED_SEX)},1),""))', everywhere=True),
)
FACTS = (
    Fact("性别列", 'IFERROR(MATCH("性别",附件4_表头,0),0)'),
    Fact("线上学员总数", "SUM(参数_附件4_线上学员)"),
    Fact("工作人员限额", f"MIN(INT(ROUND(参数_学员总数*参数_工作人员占学员人数的上限,{FINE})),参数_工作人员人数上限)"),
)

SAME_PHONE = (
    "IF({#电话次数}>1,SUMPRODUCT((参数_附件4_电话首行={#电话首行})*(参数_附件4_证件或行<>{#证件或行})"
    "*(参数_附件4_持有人<>{#持有人}))>0,FALSE)"
)
"""Every pair is compared only where a number stands twice at all."""
BEFORE = "INDEX(参数_附件4_所填_序号,{#上一在册行})"
GOES_ON = f"IF(AND(ISNUMBER({BEFORE}),ISNUMBER({NUMBER})),{NUMBER}={BEFORE}+1,AND({blank(BEFORE)},{blank(NUMBER)}))"
OUT_OF_ORDER = (
    f'IF(AND({{#上一在册行}}>0,{{#行次}}>{{#上一在册行}}+1),TRUE,AND({trimmed(NUMBER)}<>{{#在册累计}}&"",'
    f"NOT(IF({{#上一在册行}}=0,FALSE,{GOES_ON}))))"
)
WRONG_SEX = (
    'AND(OR({#性别}="男",{#性别}="女"),NOT(ISNUMBER('
    + DOCUMENT
    + f')),{{#号码毛病}}=0,{{#号码生日}}>0,IF(MOD(MID({{#证件键}},{LENGTH - 1},1),2)=1,"男","女")<>{{#性别}})'
)
FEW_NEIGHBOURS = (
    f'AND({NATIONAL_CLASS},ROWS(附件4_所属地区)>0,参数_学员总数>0,OR(COUNTIF(参数_附件4_地区,"北京*")<参数_北京预留名额下限国家级,'
    'COUNTIF(参数_附件4_地区,"河北*")<参数_河北预留名额下限国家级))'
)
MISSING_IN_RESULTS = (
    f'AND(参数_附件5人数>0,{IS_TRAINEE},{{#证件键}}<>"",{{#附件5行}}=0,'
    "IF({#附件5同名行}=0,TRUE,AND({#证件存疑}=0,INDEX(参数_附件5_证件存疑,{#附件5同名行})=0)))"
)
