"""Formulas for 附件6: sums of the counts, the stated rate (``udfs.survey.satisfaction``, ``udfs.rules.about_class.survey``)."""

from __future__ import annotations

from udfs.native.cells import whole
from udfs.native.running import Running, SingleValue, count
from udfs.native.texts import blank, plain
from udfs.records.class_file import SURVEY, SURVEY_LEVELS, SurveyForms
from udfs.survey.satisfaction import COMPUTED_DECIMALS, USUAL_DECIMALS

SHEET = SURVEY
ISSUED, RETURNED, VALID = SurveyForms.attributes()
COUNTS = ",".join(f"{{#{level}份数}}" for level in SURVEY_LEVELS)
NO_COUNT = "非份数"
SATISFIED = "+".join(f'N({{#{level}份数}})*COUNTIF(参数_计入满意率的等级,"{level}")' for level in SURVEY_LEVELS)
STATED, SHOWN = "{满意率}", "{#所填文字}"


def forms(level: str) -> Running:
    """The number of forms with that level: 0 for an empty cell, a word for an invalid count."""
    cell = f"{{{level}}}"
    return Running(f"{level}份数", f'IF(ISNUMBER({cell}),IF({whole(cell)},{cell},"{NO_COUNT}"),IF({blank(cell)},0,"{NO_COUNT}"))')


def rounded_to(places: str) -> str:
    """Formula: TRUE if the stated rate is the computed one rounded to that many decimals."""
    return f"ABS({{#所填率}}-ROUND({{#应有满意率}},{places}))<1E-9"


def without_digits(text: str) -> str:
    """Formula: the text without its digits."""
    for digit in range(10):
        text = f'SUBSTITUTE({text},{digit},"")'
    return text


AGREES = ",".join(map(rounded_to, (*map(str, USUAL_DECIMALS), f"MAX({USUAL_DECIMALS[-1]},{{#位数}})")))
PLACES = f'IF(ISNUMBER(FIND(".",{SHOWN})),LEN({SHOWN})-FIND(".",{SHOWN}),0)'
# One to three digits, optionally a point and more digits.
WELL_WRITTEN = (
    f'AND(OR({{#余字}}="",{{#余字}}="."),LEN({SHOWN})>0,LEFT({SHOWN},1)<>".",RIGHT({SHOWN},1)<>".",FIND(".",{SHOWN}&".")<=4)'
)
RUNNING = (
    *map(forms, SURVEY_LEVELS),
    Running("份数和", f'IF(COUNT({COUNTS})={len(SURVEY_LEVELS)},SUM({COUNTS}),"")'),
    Running("应有满意率", f'IF(N({{#份数和}})>0,({SATISFIED})/{{#份数和}},"")'),
    Running("满意率文字", plain(STATED)),
    count("百分号", f'IF(ISNUMBER({STATED}),0,IF(RIGHT({{#满意率文字}},1)="%",1,0))'),
    Running("所填文字", f'IF(ISNUMBER({STATED}),{STATED}&"",LEFT({{#满意率文字}},LEN({{#满意率文字}})-{{#百分号}}))'),
    Running("余字", without_digits(SHOWN)),
    # The stated number, "" unless the cell states one from 0 to 100.
    Running(
        "所填数",
        f'IF(ISNUMBER({STATED}),IF(AND({STATED}>=0,{STATED}<=100),{STATED},""),'
        f'IF({WELL_WRITTEN},IF(VALUE({SHOWN})<=100,VALUE({SHOWN}),""),""))',
    ),
    count("百分数", "IF(ISNUMBER({#所填数}),IF(OR({#所填数}>1,{#百分号}=1),1,0),0)"),
    Running("所填率", 'IF(ISNUMBER({#所填数}),IF({#百分数}=1,{#所填数}/100,{#所填数}),"")'),
    count("位数", f"{PLACES}+2*{{#百分数}}"),
    count(
        "满意率相符",
        "IF(AND(ISNUMBER({#所填率}),ISNUMBER({#应有满意率})),"
        f"IF({{#位数}}>={COMPUTED_DECIMALS},IF(ABS({{#所填率}}-{{#应有满意率}})<1E-{COMPUTED_DECIMALS},1,0),"
        f"IF(OR({AGREES}),1,0)),0)",
    ),
)
WHOLE = {RETURNED: ISSUED, VALID: RETURNED}
"""{count: the count that includes it}."""


def count_wrong(label: str) -> str:
    """Formula: TRUE if the count is invalid, larger than the one that includes it, or missing after the class has ended."""
    most = f"参数_{WHOLE[label]}" if label in WHOLE else ""
    too_many = f"IF(ISNUMBER({most}),参数_{label}>{most})" if most else "FALSE"
    missing = f"OR(参数_结班后,NOT({blank(f'附件6_{label}')}))"
    return f"AND(参数_测评已开始,IF(ISNUMBER(参数_{label}),{too_many},{missing}))"


def count_right(label: str) -> str:
    """Validation formula: a count, not larger than the one that includes it."""
    if label not in WHOLE:
        return whole("{.}")
    most = f"{{{WHOLE[label]}}}"
    return f"AND({whole('{.}')},IF({whole(most)},{{.}}<={most},TRUE))"


def filled(level: str) -> str:
    """Formula: the number of items filled in the column of a level."""
    return f"ROWS(参数_附件6_所填_{level})-COUNTBLANK(参数_附件6_所填_{level})"


ANSWERS = "参数_附件6_份数和"
FACTS = (
    SingleValue("测评项目数", "SUM(参数_附件6_在册)"),
    SingleValue("测评已填", f"{'+'.join(map(filled, SURVEY_LEVELS))}>0"),
    *(SingleValue(label, f'IF({whole(f"附件6_{label}")},附件6_{label},"")') for label in (ISSUED, RETURNED, VALID)),
    SingleValue(
        "测评已开始", f"OR(参数_测评已填,NOT({blank('&'.join(f'附件6_{label}' for label in (ISSUED, RETURNED, VALID)))}))"
    ),
    # All items have the same number of answers, which differs from the number of valid forms.
    SingleValue(
        "份数同错",
        f"AND(ISNUMBER(参数_{VALID}),参数_测评项目数>1,COUNT({ANSWERS})=参数_测评项目数,"
        f"MAX({ANSWERS})=MIN({ANSWERS}),MAX({ANSWERS})<>N(参数_{VALID}))",
    ),
    SingleValue("份数次序错", f"OR({','.join(map(count_wrong, (ISSUED, RETURNED, VALID)))})"),
)


def first_wrong(level: str) -> str:
    """Formula: TRUE at the first level of an item with an invalid count, or at the first level of an item with a wrong sum."""
    at = SURVEY_LEVELS.index(level)
    no_count = f"ISTEXT({{#{level}份数}})"
    if at:
        before = ",".join(f"{{#{one}份数}}" for one in SURVEY_LEVELS[:at])
        return f"AND(参数_测评已填,{no_count},COUNT({before})={at})"
    adds_up = f"OR(NOT(ISNUMBER(参数_{VALID})),{{#份数和}}=参数_{VALID},参数_份数同错)"
    return f"AND(参数_测评已填,OR({no_count},AND(ISNUMBER({{#份数和}}),NOT({adds_up}))))"


WRONG_RATE = (
    f"AND(参数_测评已填,NOT({blank(STATED)}),ISNUMBER({{#应有满意率}}),"
    f"OR(NOT(ISNUMBER(参数_{VALID})),{{#份数和}}=参数_{VALID}),{{#满意率相符}}=0)"
)
FEW_RETURNED = (
    f"IF(AND(参数_测评已开始,NOT(参数_份数次序错),ISNUMBER(参数_{RETURNED})),"
    f"IF(N(参数_{ISSUED})>0,参数_{RETURNED}<ROUND(参数_{ISSUED}*参数_满意度测评回收率下限,9)))"
)
MORE_THAN_TRAINEES = f"AND(参数_类别有误人数=0,参数_学员总数>0,IF(ISNUMBER(参数_{ISSUED}),参数_{ISSUED}>参数_学员总数))"
