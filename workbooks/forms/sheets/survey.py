"""附件6 学员满意度测评统计表, and beside it the questionnaire, on a page of its own."""

from __future__ import annotations

from fractions import Fraction

from udfs.fields.declared import COUNTS, LABELS
from udfs.notice.parameters import parameters_for
from udfs.records.class_file import SURVEY, SURVEY_LEVELS, ClassFile, SurveyItem
from udfs.records.class_parameters import class_parameters
from udfs.survey.questionnaire import ANSWER_RECORD
from udfs.survey.satisfaction import rounded
from udfs.values import cells
from udfs.values.cells import Value
from udfs.values.headings import NUMBER_HEADING, SURVEY_ITEM, SURVEY_RATE
from workbooks.forms.columns import columns
from workbooks.forms.model import Computed, FixedText, Form, Label, Page, RowView, TableForm, numbering

HEADING_ROW = 4
SPARE_ROWS = 4
"""Empty rows behind the items, for the organiser's own items."""
ROWS = len(parameters_for().survey_items) + SPARE_ROWS
LAST_ROW = HEADING_ROW + ROWS
RATE_DECIMALS = 4


def rate() -> Computed:
    """满意率: the share of satisfied answers to an item, to 0.01 %."""
    answers = ",".join(f"{{{level}}}" for level in SURVEY_LEVELS)
    satisfied = "+".join(f'SUM({{{level}}})*COUNTIF(参数_计入满意率的等级,"{level}")' for level in SURVEY_LEVELS)
    formula = f'IF(SUM({answers})=0,"",ROUND(({satisfied})/SUM({answers}),{RATE_DECIMALS}))'

    def compute(known: ClassFile, row: RowView) -> Value:
        counts = {level: Fraction(cells.number(row.get(level)) or 0) for level in SURVEY_LEVELS}
        answers = sum(counts.values())
        satisfied = sum(counts[level] for level in class_parameters(known).satisfied_levels)
        return rounded(satisfied / answers, RATE_DECIMALS) if answers else ""

    return Computed(formula, compute)


TABLE = TableForm(
    columns(SURVEY, {NUMBER_HEADING: numbering(SurveyItem.TYPED), SURVEY_RATE: rate()}),
    heading_row=HEADING_ROW,
    rows=ROWS,
    row_height=32,
    heading_height=36,
)
SHEET_ROWS = range(HEADING_ROW + 1, LAST_ROW + 1)
RECORD_LABEL, RECORD_CELL = "P3", "Q3"
"""Place of the raw answers, outside the print area; a reader finds them by their label."""
CHART_CELL = "Q5"
FORM_COLUMNS = dict(zip("IJKLMN", (NUMBER_HEADING, SURVEY_ITEM, *SURVEY_LEVELS), strict=True))
COUNTS_AT = (("A3", "B3"), ("C3", "D3"), ("E3:F3", "G3"))
OPINION_ROW = LAST_ROW + 1
NOTE_ROW = OPINION_ROW + 1


def shown_item(row: int) -> Computed:
    """The item of the counting table, repeated in the questionnaire."""
    item = f"{TABLE.letters[SURVEY_ITEM]}{row}"
    return Computed(f'IF({item}="","",{item})', lambda _known, view: view.get(SURVEY_ITEM))


def shown_number(row: int) -> Computed:
    item, number = f"{TABLE.letters[SURVEY_ITEM]}{row}", f"{TABLE.letters[NUMBER_HEADING]}{row}"
    return Computed(f'IF({item}="","",{number})', lambda _known, view: view.get(NUMBER_HEADING))


def handed_out() -> tuple[FixedText, ...]:
    """The questionnaire for trainees, in columns I to N."""
    topic = Computed(
        'IF(项目信息_选题名称="","项目名称：","项目名称："&项目信息_选题名称)',
        lambda known, _view: f"项目名称：{cells.text(known.project.topic)}",
    )
    return (
        FixedText("I1:N1", SURVEY, "annex"),
        FixedText("I2:N2", "学员满意度测评表", "title"),
        FixedText("I3:N3", topic, "place"),
        *(FixedText(f"{letters}{HEADING_ROW}", heading, "heading") for letters, heading in FORM_COLUMNS.items()),
        *(
            text
            for row in SHEET_ROWS
            for text in (
                FixedText(f"I{row}", shown_number(row), "value"),
                FixedText(f"J{row}", shown_item(row), "place"),
                *(FixedText(f"{letters}{row}", "", "value") for letters in "KLMN"),
            )
        ),
        FixedText(f"I{OPINION_ROW}:N{OPINION_ROW}", "意见和建议：", "sign"),
        FixedText(f"I{NOTE_ROW}:N{NOTE_ROW}", "请在相应栏内打“√”，每项只选一个等级；本表不记名。", "note"),
    )


FORM = Form(
    sheet=SURVEY,
    page=Page(areas=(TABLE.pages(), f"I1:N{NOTE_ROW}"), repeat_heading=False, seal=True),
    texts=(
        FixedText(TABLE.across(1), SURVEY, "annex"),
        FixedText(TABLE.across(2), "学员满意度测评统计表", "title"),
        FixedText("P1", "左表为统计表，右表为发放用的测评表（打印第2页）。", "hint"),
        FixedText("P2", "每项四个等级的份数之和应等于有效份数；有效份数≤回收份数≤发放份数。", "hint"),
        FixedText(RECORD_LABEL, ANSWER_RECORD, "hint"),
        FixedText(RECORD_CELL, "", "hint"),
        FixedText("P4", "上面一格由 gaoyan survey 填写：每份有效答卷一组数字（1为很满意），不记名，供核验用。", "hint"),
        *handed_out(),
    ),
    labels=tuple(
        Label(field.heading, label_at, value_at, field.kind, prompt=field.prompt)
        for field, (label_at, value_at) in zip(LABELS[COUNTS], COUNTS_AT, strict=True)
    ),
    table=TABLE,
    widths={"H": 4, "I": 7, "J": 27, "K": 11.5, "L": 11.5, "M": 11.5, "N": 11.5, "O": 4, "P": 60, "Q": 60},
    heights={1: 26, 2: 46, 3: 32, OPINION_ROW: 120, NOTE_ROW: 28},
    boxes=(TABLE.across(3), f"I{HEADING_ROW}:N{OPINION_ROW}"),
    freeze="A5",
    painted=TABLE.painted(3),
    tab="C00000",
)
