"""Rules whose level the office has softened: 参数, messages, counts and paint of the plain workbook follow, in LibreOffice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests import office
from tests.parity.levels import ADOPTED, changed_codes, levels_due, levels_shown, softened
from tests.parity.verdicts import TODAY, number, texts
from tests.sample import P, sample_class
from udfs.records.class_file import PARAMETERS, PEOPLE, ClassFile
from udfs.rules.runner import check
from workbooks.book.reading import read_file
from workbooks.native.checks import all_checks
from workbooks.native.painting import PAINT
from workbooks.native.softened import level_value
from workbooks.templates.entering import entered

WRONG, UNLIKE, TAKEN = "120101199001011234", "123", "14100000001"
_CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)


@dataclass(frozen=True)
class Computed:
    """A workbook, and the folder with what LibreOffice makes of it."""

    path: Path
    folder: Path

    def texts(self, sheet: str) -> list[list[str]]:
        return texts(self.folder, self.path.stem, sheet)

    def band(self) -> str:
        return self.texts(PEOPLE)[0][8]

    def message_in(self, row: int) -> str:
        """What the column 核验 of 附件4 says in that row."""
        return self.texts(PEOPLE)[row - 1][16]


def faulty() -> ClassFile:
    """A wrong number in row 4, a wrong phone in row 5, one phone in rows 6 and 7, no employer in row 8; 附件5 takes it over."""
    c = sample_class()
    changes = ({"document": WRONG}, {"phone": UNLIKE}, {"phone": TAKEN}, {"phone": TAKEN}, {"employer": None})
    by_document = {one.document: change for one, change in zip(c.people, changes, strict=False)}
    people, results = (tuple(one.changed(**by_document.get(one.document, {})) for one in rows) for rows in (c.people, c.results))
    return c.changed(people=people, results=results)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    folder = tmp_path_factory.mktemp("softened")
    path = folder / "班.xlsx"
    path.write_bytes(entered(softened(faulty()), 60))
    office.convert_all([path], "csv", folder / "values")
    return Computed(path, folder)


def test_every_level_is_what_the_report_gives_it(computed: Computed) -> None:
    c = read_file(computed.path, TODAY)
    shown = {PARAMETERS: [[number(text) for text in row] for row in computed.texts(PARAMETERS)]}
    assert levels_shown(computed.path, shown) == levels_due(c)
    assert changed_codes(c) == ADOPTED


def test_messages_and_counts_follow(computed: Computed) -> None:
    assert [computed.message_in(row)[:4] for row in range(4, 9)] == ["【核实】", "【提示】", "【提示】", "【提示】", "【错误】"]
    assert computed.band().endswith("错误 1 · 核实 1 · 提示 3")
    found = [one for one in check(read_file(computed.path, TODAY)).findings if one.sheet == PEOPLE]
    assert sorted(one.severity for one in found) == ["error", "hint", "hint", "hint", "query"]


def test_the_paint_follows(computed: Computed) -> None:
    page = next(made for made in office.convert_all([computed.path], "html", computed.folder / "page") if made.suffix == ".html")
    painted = [
        (re.sub("<[^>]+>", "", inside).strip(), level)
        for attributes, inside in _CELL.findall(page.read_text(encoding="utf-8"))
        for level, (colour, _) in PAINT.items()
        if f'bgcolor="#{colour}"' in attributes
    ]
    assert painted == [(WRONG, "query"), (UNLIKE, "hint"), (TAKEN, "hint"), (TAKEN, "hint"), ("", "error")]


def test_where_the_notice_leaves_a_rule_open_its_level_is_softer_without_any_entry() -> None:
    """A number that the notice does not give, and that was taken over, bars nobody: the workbook says so too."""
    p = P
    open_ = replace(p, silent=frozenset(("absence_share",)))
    (one,) = (one for one in all_checks()["附件4"] if one.rule.code == "A5-09")
    assert level_value(one, p).endswith('"错误"))')
    assert level_value(one, open_).endswith('"核实")')
