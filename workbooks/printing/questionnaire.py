"""The blank 测评表 as a page to print and hand out: the items of 附件6, four empty columns, space for comments."""

from __future__ import annotations

from udfs.records.class_file import SURVEY, SURVEY_LEVELS, ClassFile
from udfs.records.class_parameters import class_parameters
from udfs.values import cells
from udfs.values.headings import NUMBER_HEADING, SURVEY_ITEM
from workbooks.files.errors import Unusable
from workbooks.forms import FORMS
from workbooks.printing.fonts import Fonts, machine_fonts
from workbooks.printing.pages import PrintedColumn, PrintedPart, columns_data, rows_data, texts_of
from workbooks.printing.typesetting import typeset
from workbooks.printing.wording import printed

TITLE = "学员满意度测评表"
COLUMNS = (
    PrintedColumn(NUMBER_HEADING, 14),
    PrintedColumn(SURVEY_ITEM, left=True),
    *(PrintedColumn(level, 22) for level in SURVEY_LEVELS),
)


def questionnaire_page(c: ClassFile) -> PrintedPart:
    """The page; if 附件6 has no items, with those of the parameters."""
    items = [printed(item.item) for item in c.survey if not cells.blank(item.item)] or list(class_parameters(c).survey_items)
    form = FORMS[SURVEY]
    note, opinion = (text.text for text in reversed(form.texts) if text.style in ("note", "sign"))
    return {
        "kind": "questionnaire",
        "annex": SURVEY,
        "title": TITLE,
        "name": printed(c.project.topic),
        "columns": columns_data(COLUMNS),
        "rows": rows_data(COLUMNS, [[str(at), item, "", "", "", ""] for at, item in enumerate(items, start=1)]),
        "opinion": opinion,
        "note": note,
    }


def blank_form(c: ClassFile, fonts: Fonts | None = None) -> bytes:
    """The page as PDF. Errors: ``Unusable`` if a character cannot be printed."""
    fonts = fonts or machine_fonts()
    page = questionnaire_page(c)
    words = "".join(texts_of(page))
    lacking = fonts.lacking(words)
    if lacking:
        named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in dict.fromkeys(lacking))
        raise Unusable("测评表", f"本机没有能打印{named}的字体", "请安装含该字的字体，或核对该字是否录入有误")
    return typeset(TITLE, [page], c.today, fonts.typefaces(words))
