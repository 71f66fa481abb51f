"""The rules inside the workbook: that every native rule has its form, and that the forms keep to what spreadsheets allow.

What the formulas say is compared with the predicates in tests/parity.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation

from tests.formula_comparison import spot
from tests.sample import YEAR, P
from udfs.native import facts, running_columns
from udfs.native.levels import ENDED
from udfs.notice.plan import MUNICIPAL
from udfs.records.class_file import CHECKING, PEOPLE
from udfs.rules import catalogue
from udfs.rules.model import ERROR, HINT, QUERY, Native, Rule
from workbooks.forms import FORMS
from workbooks.forms.model import GROWTH_ROWS
from workbooks.native.checks import Check as NativeCheck
from workbooks.native.checks import all_checks, row_checks, whole_checks, with_silencers
from workbooks.native.running_columns import FIRST_ROW, NAMED_FROM, all_running_columns
from workbooks.native.softened import CHANGED, entry_read, softer_levels, unless_softened
from workbooks.native.validations import STYLES
from workbooks.ooxml.writing.shared_cells import SharedColumns, shared_cells, with_cells
from workbooks.templates.new_class import build_template
from workbooks.templates.saving import without_empty_tags

LONGEST_FORMULA, LONGEST_VALIDATION, LONGEST_TITLE, LONGEST_MESSAGE = 8192, 255, 32, 255
TOO_NEW = ("LAMBDA(", "LET(", "FILTER(", "XLOOKUP(", "TEXTJOIN(", "CONCAT(", "IFS(", "SORT(", "UNIQUE(", "SEQUENCE(")
VOLATILE = ("TODAY(", "NOW(", "RAND", "OFFSET(", "INDIRECT(", "CELL(", "INFO(")
ROWS = 60


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(build_template(MUNICIPAL, 9, rows=ROWS, which=YEAR)))


def shared_formulas() -> Iterator[tuple[str, str]]:
    """(heading, formula) of what every running column holds, of what its names stand for, then of every single value."""
    for block in all_running_columns(ROWS):
        yield from zip(block.kept, block.shared().formulas, strict=True)
        yield from block.formula_names.items()
    yield from ((fact.name, fact.formula) for fact in facts(P))


def test_every_native_rule_has_its_form() -> None:
    assert [rule.code for rule in catalogue() if rule.layer == "N" and not rule.native] == []
    assert [rule.code for rule in catalogue() if rule.layer == "P" and rule.native] == []


def test_no_name_is_declared_twice() -> None:
    names = Counter([fact.name for fact in facts()])
    for sheet, columns in running_columns().items():
        names.update(f"{sheet}_{column.name}" for column in columns)
    assert [name for name, times in names.items() if times > 1] == []


def test_formulas_fit_and_need_no_array_and_no_young_function() -> None:
    for heading, formula in shared_formulas():
        assert len(formula) <= LONGEST_FORMULA, (heading, len(formula))
        assert "{" not in formula, heading
        # What a name stands for says on which sheet: it is asked from others too.
        assert "!" not in re.sub(rf'"[^"]*"|(?:{CHECKING}|{"|".join(FORMS)})!(?=\$[A-Z]+1\b)', "", formula), heading
        # Only what stands in front of a name or a bracket counts: IFS( is no part of SUMIFS(.
        assert not [new for new in TOO_NEW if re.search(rf"(?<![A-Z]){re.escape(new)}", formula)], heading


def test_what_a_name_stands_for_is_the_formula_of_its_column() -> None:
    """Seen from row 1, as names are, and with the cells of the sheet it is about in place of their names. No cell holds a long
    formula itself that could be a name."""
    cells = {name: f"{form.sheet}!{address}" for form in FORMS.values() for name, address in form.relative_names()}
    for block in all_running_columns(ROWS):
        names = dict(block.formula_names)
        for heading, held in zip(block.kept, block.shared().formulas, strict=True):
            above = "1" in re.findall(r"\$[A-Z]+(\d+)", held)
            assert len(held) < NAMED_FROM or above, heading
            if held in names:
                full = re.sub(rf"{CHECKING}!(\$[A-Z]+)1\b", rf"\g<1>{FIRST_ROW}", names.pop(held))
                assert full == re.sub(r"本行_\w+", lambda found: cells[found[0]], block.formulas[heading]), heading
        for name, formula in names.items():  # of pieces: LibreOffice does not hear of a moved column through two names
            assert set(re.findall(r"(\w+)!", re.sub(r'"[^"]*"', "", formula))) <= {CHECKING}, name


def test_names_read_the_row_of_whoever_asks_and_compute_nothing_anew_by_themselves() -> None:
    for block in all_running_columns(ROWS):
        for name, formula in block.formula_names.items():
            read = re.findall(r"(.)\$[A-Z]+(\d+)", re.sub(r'"[^"]*"', "", formula))
            assert {*read} <= {("!", "1"), (":", "1")}, name
            assert "本行_" not in formula, name
            assert not any(function in formula for function in VOLATILE), name


def test_long_numbers_are_never_counted_as_numbers() -> None:
    """COUNTIF compares 15 digits: it may count positions and regions, never document numbers, phones or certificates."""
    for heading, formula in shared_formulas():
        for counted in re.findall(r"COUNTIF\(([^,]+),", formula):
            assert not counted.endswith(("证件键", "电话键", "证书键", "身份证号", "联系电话", "证书编号")), heading


def test_messages_and_titles_fit_a_box(book: Workbook) -> None:
    for checks in all_checks().values():
        for check in checks:
            assert len(check.message) <= LONGEST_MESSAGE
            assert "{" not in check.message, check.name
    for sheet in book.worksheets:
        for validation in sheet.data_validations.dataValidation:
            if validation.type == "custom":
                assert len(validation.formula1) <= LONGEST_VALIDATION
                assert "{" not in validation.formula1
                assert "!" not in validation.formula1
                assert 0 < len(validation.errorTitle) <= LONGEST_TITLE
                assert 0 < len(validation.error) <= LONGEST_MESSAGE


def validations_at(book: Workbook, sheet: str, address: str) -> list[DataValidation]:
    return [one for one in book[sheet].data_validations.dataValidation if address in one.sqref]


def test_a_cell_has_one_validation_and_a_drop_down_stays(book: Workbook) -> None:
    for form in FORMS.values():
        cells = [(label.cell, label.choices) for label in form.labels]
        if form.table:
            cells += [(f"{form.table.letters[one.heading]}{form.table.first}", one.choices) for one in form.table.columns]
        for address, choices in cells:
            found = validations_at(book, form.sheet, address)
            assert len(found) <= 1, (form.sheet, address)
            if choices:
                assert found[0].type == "list", (form.sheet, address)


def test_a_wrong_number_stops_and_the_growth_rows_are_covered(book: Workbook) -> None:
    last = FORMS[PEOPLE].table.reach(ROWS)  # type: ignore[union-attr]
    assert last == 3 + ROWS + GROWTH_ROWS
    for address in ("C4", f"C{last}"):
        (found,) = validations_at(book, PEOPLE, address)
        assert (found.type, found.errorStyle, found.promptTitle) == ("custom", "stop", "身份证号")
    assert STYLES == {ERROR: "stop", QUERY: "warning", HINT: "information"}


def test_every_check_is_painted_over_its_whole_column(book: Workbook) -> None:
    for sheet in all_checks():
        painted = [(str(area.sqref), rule.formula[0]) for area in book[sheet].conditional_formatting for rule in area.rules]
        for check in all_checks()[sheet]:
            reported = f"{check.name}=" if check.native.whole else f"行核_{sheet}_判定,{check.place},1)="
            own = [(area, formula) for area, formula in painted if reported in formula and CHANGED not in formula]
            areas = [area for area, _ in own]
            assert len(areas) == 1, check.name
            waits = check.native.ended and not check.native.whole
            assert [ENDED in formula for _, formula in own] == [waits]
            softer = [(area, formula) for area, formula in painted if reported in formula and CHANGED in formula]
            assert [area for area, _ in softer] == areas * len(softer_levels(check.severity)), check.name
            assert all(formula.startswith(f"IF({CHANGED},") for _, formula in softer)
            if not check.native.whole and FORMS[sheet].table.rows is None:  # type: ignore[union-attr]
                assert areas[0].endswith(str(3 + ROWS + GROWTH_ROWS)), check.name


def names_spoken_of(formula: str) -> set[str]:
    """Words of a formula, its texts aside, that can only be defined names: a Chinese character first, an underscore in them."""
    return set(re.findall(r"(?<![\w!])[^\W\dA-Za-z_]\w*_\w+(?![\w(!])", re.sub(r'"[^"]*"', "", formula)))


def test_every_name_that_a_formula_speaks_of_is_there(book: Workbook) -> None:
    """A name that is not there is an error in the cell, which most formulas would take for nothing found."""
    spoken = {name for _, formula in shared_formulas() for name in names_spoken_of(formula)}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            spoken |= {name for cell in row if cell.data_type == "f" for name in names_spoken_of(str(cell.value))}
        for area in sheet.conditional_formatting:
            spoken |= {name for rule in area.rules for formula in rule.formula for name in names_spoken_of(formula)}
        for validation in sheet.data_validations.dataValidation:
            spoken |= names_spoken_of(str(validation.formula1))
    assert len(spoken) > 300
    assert spoken - set(book.defined_names) == set()


def test_every_verdict_has_a_place_of_its_own(book: Workbook) -> None:
    for sheet, checks in all_checks().items():
        assert len({check.name for check in checks}) == len(checks)
        assert {check.name for check in checks if check.native.whole} <= set(book.defined_names)
        places = [check.place for check in checks if not check.native.whole]
        assert places == list(range(1, len(places) + 1))
        assert not places or {f"参数_{sheet}_判定", f"行核_{sheet}_判定"} <= set(book.defined_names)


def made_check(code: str, severity: str, after: tuple[str, ...] = ()) -> NativeCheck:
    sample = next(rule for rule in catalogue() if rule.code == "A4-05")
    fields = {name: getattr(sample, name) for name in Rule.__slots__} | {"code": code, "severity": severity, "after": after}
    return NativeCheck(Rule(**fields), Native("TRUE"), "身份证号")


def test_the_worst_speaks_first_but_never_before_what_silences_it() -> None:
    checks = [made_check("X-1", HINT), made_check("X-2", ERROR, after=("X-1",)), made_check("X-3", QUERY)]
    ordered = list(with_silencers(checks))
    assert [check.rule.code for check in ordered] == ["X-3", "X-1", "X-2"]
    assert ordered[2].silencers == (ordered[1].name,)
    assert next(with_silencers([made_check("X-1", HINT), made_check("X-2", ERROR)])).rule.code == "X-2"


def test_what_judges_the_whole_sheet_stands_apart() -> None:
    assert {check.rule.code for check in whole_checks(PEOPLE)} == {"A4-00", "A4-01", "A4-02", "A4-03", "A4-15", "A4-23"}
    assert "A4-05" in {check.rule.code for check in row_checks(PEOPLE)}


def test_shared_cells_go_into_their_rows() -> None:
    cells = shared_cells([SharedColumns(3, 4, 3, ("$A4*2", "$C4<5"))])
    first = '<c r="C4"><f t="shared" ref="C4:C6" si="0">$A4*2</f></c>'
    assert cells[4] == first + '<c r="D4"><f t="shared" ref="D4:D6" si="1">$C4&lt;5</f></c>'
    assert cells[6] == '<c r="C6"><f t="shared" si="0"/></c><c r="D6"><f t="shared" si="1"/></c>'
    part = b'<dimension ref="A1:D5"/><sheetData><row r="4" spans="1:1"><c r="A4"/></row><row r="5"/></sheetData><x/>'
    made = with_cells(part, cells)
    assert made.startswith(b'<dimension ref="A1:D6"/><sheetData><row r="4"><c r="A4"/><c r="C4">')
    assert made.count(b"<row ") == 3
    assert made.endswith(b"</row></sheetData><x/>")


@pytest.mark.parametrize("empty", [b'<c r="C4" s="7"/>', b'<c r="C4" s="7"></c>'])
def test_a_new_cell_takes_the_place_of_an_empty_one_and_its_style(empty: bytes) -> None:
    """openpyxl writes every styled cell; what was appended behind it stood there twice, and Excel repairs such a file."""
    part = b'<sheetData><row r="4">' + empty + b'<c r="E4"><v>9</v></c></row></sheetData>'
    made = with_cells(part, {4: '<c r="D4"><v>2</v></c><c r="C4"><v>1</v></c>'})
    row = b'<row r="4"><c r="C4" s="7"><v>1</v></c><c r="D4"><v>2</v></c><c r="E4"><v>9</v></c></row>'
    assert made == b"<sheetData>" + row + b"</sheetData>"


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        (b'<c r="C4"><v>1</v></c>', '<c r="C4"><v>2</v></c>'),
        (b"", '<c r="C4"><v>1</v></c><c r="C4"><v>2</v></c>'),
        (b'<c r="A4"/><c r="A4"/>', '<c r="C4"><v>1</v></c>'),
        (b"", '<c r="C5"><v>1</v></c>'),
        (b"", '<c r="D4"><v>1</v></c><c r="C4"><v>1</v></c>'),
        (b"", '<c r="C4"><v>1</v></c><c><v>1</v></c><c r="D4"/>'),
    ],
)
def test_no_cell_is_written_twice_or_into_another_row(row: bytes, cells: str) -> None:
    with pytest.raises(ValueError):
        with_cells(b'<sheetData><row r="4">' + row + b"</row></sheetData>", {4: cells})


def test_an_empty_text_is_an_empty_cell() -> None:
    assert without_empty_tags(b'<c r="B4" s="5" t="inlineStr"></c><c r="C4" t="inlineStr"/>') == b'<c r="B4" s="5"/><c r="C4"/>'
    text = b'<c r="B4" t="inlineStr"><is><t>x</t></is></c>'
    assert without_empty_tags(text) == text


def test_the_file_stays_small() -> None:
    data = build_template(MUNICIPAL, 9, which=YEAR)
    assert len(data) <= 350 * 1024  # as file managers count KB
    with zipfile.ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None


def test_the_bands_stand_outside_the_print_area(book: Workbook) -> None:
    for sheet in ("附件3", "附件4", "附件5", "附件6", "考勤", "师资费", "费用明细", "项目信息"):
        found = [cell for row in book[sheet].iter_rows(max_row=2) for cell in row if '"错误 "&SUMIFS(' in str(cell.value)]
        assert len(found) == 1, sheet
        widest = max(spot(area.split(":")[1].replace("{last}", "9"))[1] for area in FORMS[sheet].page.areas)
        assert found[0].column > widest, sheet


def test_a_validation_stops_no_entry_that_the_office_lets_pass(book: Workbook) -> None:
    """Of an error only, and only while it is one: a query asks and a hint informs, whatever the office says."""
    (phone,) = (one for one in row_checks(PEOPLE) if one.rule.code == "A4-07" and one.native.validation)
    (found,) = validations_at(book, PEOPLE, "D4")
    place = row_checks(PEOPLE).index(phone) + 1
    assert found.formula1.startswith(f'OR(INDEX(参数_附件4_逐行级别,{place})<>"错误",')
    query = next(check for checks in all_checks().values() for check in checks if check.severity == QUERY)
    assert unless_softened(query, "A1>0") == "A1>0"


def test_no_text_in_a_formula_of_a_message_is_longer_than_excel_takes() -> None:
    for checks in all_checks().values():
        for check in checks:
            assert len(check.words) <= LONGEST_MESSAGE
    assert len(entry_read(24)) < LONGEST_FORMULA
