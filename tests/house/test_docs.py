"""The generated pages: up to date, complete, and true to the words of the notice."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from addin.buttons import handbook_page
from addin.handbook import documents
from addin.handbook.error_codes import coded
from addin.handbook.error_sources import ErrorText, error_texts, lines_of
from addin.handbook.errors_page import errors_page
from addin.handbook.rules import handbook, value_words, without_words
from addin.handbook.trace import trace
from addin.terminal.error_catalogue import error_lines
from tests.command_line import CommandLine
from tests.sample import P
from udfs.notice.clauses import CLOSING, notice_sentences, notice_text, split_notice
from udfs.notice.judgements import assignments, judgements
from udfs.notice.parameters import parameters_for
from udfs.notice.plan import MUNICIPAL, NATIONAL
from udfs.rules import catalogue_of as catalogue
from udfs.rules.tracing import OTHER_SOURCES, clauses_of, other_sources, places_of, traced
from udfs.values.cells import plain

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_no_page_has_drifted() -> None:
    assert documents.drifted() == [], "run make docs"


def test_drift_is_seen_and_mended(tmp_path: Path) -> None:
    assert documents.write(tmp_path) == list(documents.PAGES)
    assert documents.drifted(tmp_path) == []
    (tmp_path / "docs" / "trace.md").write_text("old", encoding="utf-8")
    assert documents.drifted(tmp_path) == ["docs/trace.md"]
    assert documents.write(tmp_path) == ["docs/trace.md"]
    assert documents.drifted(tmp_path) == []


def test_a_drifted_page_stops_the_check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(documents, "drifted", lambda: ["docs/rules.md"])
    assert documents.main(["--check"]) == 1
    assert "make docs" in capsys.readouterr().err
    monkeypatch.setattr(documents, "write", lambda: ["docs/rules.md"])
    assert documents.main([]) == 0
    assert capsys.readouterr().out == "docs/rules.md\n"


def test_every_sentence_is_assigned() -> None:
    assert [row.sentence.key for row in traced() if not row.assigned] == []


def test_the_sentences_are_the_whole_notice() -> None:
    reported = "".join(plain(sentence.text).replace("|", "") for sentence in notice_sentences())
    lines = [line.strip() for line in notice_text().splitlines() if not re.fullmatch(r"附件\d|\d?", line.strip())]
    # The numbers of the plan rows stand in cells of their own, so they are in `reported`; they are left out on both sides.
    digits = re.compile(r"\d")
    notes = re.compile(r"\((?:具体|最终)研修时间.{0,12}为准\)")
    assert digits.sub("", notes.sub("", reported)) == digits.sub("", notes.sub("", "".join(map(plain, lines))))
    assert len(notes.findall(reported)) == 2


def test_the_declared_assignments_fit_the_sentences() -> None:
    sentences = {sentence.key: sentence for sentence in notice_sentences()}
    codes = {rule.code for rule in catalogue()}
    for line in assignments():
        assert sentences[line.key].text.startswith(line.opening), line
        assert line.judgement or line.rules or line.remark, line
        assert set(line.rules) <= codes, line
        assert line.level in ("", NATIONAL, MUNICIPAL), line


def test_every_rule_is_traced_or_names_another_source() -> None:
    places = places_of()
    astray = [rule.code for rule in catalogue() if not places[rule.code] and not other_sources(rule)]
    assert astray == []


def test_every_clause_a_rule_names_holds_a_sentence_of_it() -> None:
    known = {sentence.clause for sentence in notice_sentences()}
    places = places_of()
    for rule in catalogue():
        reached = {key.partition("#")[0] for key in places[rule.code]}
        for clause in clauses_of(rule):
            # The notice names 附件6 but does not print it.
            where = clause if clause in known else "五(三)"
            parts = {clause for clause in reached if clause == where or clause.startswith(f"{where}(")}
            assert parts, f"{rule.code} names {clause}, but no sentence of it leads to the rule"


@pytest.mark.parametrize("rule", catalogue(), ids=lambda rule: rule.code)
def test_a_quote_stands_in_its_source(rule) -> None:  # type: ignore[no-untyped-def]
    """A quote is the notice's, word for word, or that of a parameter of the same regulation."""
    if not rule.quote:
        return
    quotes = [entry.quote for leaf in parameters_for().leaves.values() for entry in leaf.dated]
    in_notice = any(sentence.holds(rule.quote) for sentence in notice_sentences())
    assert in_notice or any(plain(rule.quote) in plain(quote) for quote in quotes if quote), rule.quote


def test_every_rule_names_a_known_source() -> None:
    known = {sentence.clause for sentence in notice_sentences()} | {"附件6"}
    for rule in catalogue():
        assert clauses_of(rule) or other_sources(rule), rule.code
        assert set(clauses_of(rule)) <= known, rule.code


def test_what_people_judge_covers_what_software_cannot() -> None:
    """The list of the rule catalogue, by clause; each level sees its own items and the common ones."""
    assert {"二", "二(二)", "二(三)", "五(二)", "五(四)", "五(五)"} <= {line.clause for line in judgements()}
    national, municipal = judgements(level=NATIONAL), judgements(level=MUNICIPAL)
    assert set(national) | set(municipal) == set(judgements())
    assert "二(二)" not in {line.clause for line in national}
    assert "二(一)" not in {line.clause for line in municipal}


def test_the_handbook_holds_every_rule_and_parameter() -> None:
    page = handbook()
    for rule in catalogue():
        assert f"### {rule.code} {without_words(rule.title)}" in page
    for key in parameters_for().leaves:
        assert f'<a id="{key}">' in page
    for key in re.findall(r"\]\(#(\w+)\)", page):
        assert key in parameters_for().leaves


def test_the_trace_shows_no_contact_of_a_person() -> None:
    for sentence in notice_sentences():
        if sentence.clause == CLOSING and "：" in sentence.text:
            assert sentence.text.partition("：")[2].strip() not in trace()


def test_messages_are_shown_without_the_names_of_their_words() -> None:
    assert without_words("最多{limit}人，多{more}人") == "最多…人，多…人"
    assert without_words("{label}{problem}") == ""
    assert not re.search(r"\{\w+\}", handbook())


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("absence_share", "1/7"),
        ("online_share", "50%"),
        ("subsidy_max", "105,000.00"),
        ("latest_end", "2025-11-30"),
        ("filing_days", "国家级 30；市级 15"),
        ("day_tiers", "{不超过 30，按 100%}、{按 70%}"),
    ],
)
def test_values_are_written_for_people(key: str, words: str) -> None:
    assert value_words(P.source(key).value) == words


def test_the_sentences_of_a_small_notice() -> None:
    body = "题目\n二行\n\n一、总则\n甲。乙。\n（一）丙。\n联 系 人：丁\n"
    small = body + "附件1\n表名\n\t序号\n\t1\n\t长\n名\n（以后为准）\n1\n附件2\n另表"
    assert [(sentence.key, sentence.text) for sentence in split_notice(small)] == [
        ("前言#1", "题目二行"),
        ("一#1", "一、总则"),
        ("一#2", "甲。"),
        ("一#3", "乙。"),
        ("一(一)#1", "（一）丙。"),
        ("落款#1", "联 系 人：丁"),
        ("附件1#1", "表名"),
        ("附件1#2", "序号 | 1 | 长名"),
        ("附件1#3", "（以后为准）"),
        ("附件2#1", "另表"),
    ]


def test_pictures_and_links_of_the_pages_exist() -> None:
    pages = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_picture_is_shown_by_a_page() -> None:
    """One that no page shows is drawn anew by nobody, and shows what the product once was."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {Path(target).name for page in pages for target in re.findall(r"pictures/[^)\s]+", page.read_text(encoding="utf-8"))}
    assert shown == {picture.name for picture in (ROOT / "docs" / "pictures").iterdir()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_has_two_headings_of_one_name(page: Path) -> None:
    """A link to the second would lead to the first."""
    without_code = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = [re.sub("<[^>]*>", "", line).strip() for line in re.findall(r"^#+ (.*)$", without_code, re.MULTILINE)]
    assert [heading for heading in headings if headings.count(heading) > 1] == []


def test_both_readmes_say_the_same() -> None:
    """The Chinese twin has the same headings, commands and pictures."""
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md"))
    assert re.findall(r"^#+", english, re.M) == re.findall(r"^#+", chinese, re.M)
    assert re.findall(r"docs/pictures/[\w.-]+", english) == re.findall(r"docs/pictures/[\w.-]+", chinese)
    assert set(re.findall(r"gaoyan [a-z]+", english)) == set(re.findall(r"gaoyan [a-z]+", chinese))


def test_other_sources_are_distinguished() -> None:
    assert set(OTHER_SOURCES) == {"540", "GB11643", "税法", "常识"}


def test_an_error_that_a_command_says_stands_on_its_page(tmp_path: Path) -> None:
    ran = CommandLine(tmp_path)("check", "不在.xlsx")
    stated = ran.err.strip().removeprefix("不在.xlsx：")
    what, _, todo = stated.partition("。")
    assert f"| {what} | {todo} | {ran.code} |" in errors_page()


def test_what_is_filled_into_an_error_stands_by_its_name() -> None:
    source = "todo = '请改正'; raise Unusable(f'{path.name}', f'第 {len(rows)} 行' if rows else f'没有{join(names)}', todo)"
    assert list(lines_of(ast.parse(source))) == [("〈name〉", "第 〈rows〉 行／没有〈names〉", "请改正", 2)]


def test_every_error_line_has_a_code_of_its_own() -> None:
    reported = [one for one in error_lines() if one.package]
    assert {ErrorText(*one[1:]) for one in reported} == error_texts(), "run make docs"
    assert len({one.code for one in error_lines()}) == len(error_lines())
    shown = handbook_page.page()
    assert all(f"<td>{one.code}</td>" in shown and f"| {one.code} |" in errors_page() for one in reported)


def test_a_code_stays_with_its_line_and_is_never_given_again() -> None:
    first = [
        ErrorText("a", "〈name〉", what, "请改正文件名", 2)
        for what in ("工作簿的扩展名应为 .xlsx", "已存在", "是文件夹，不是文件")
    ]
    coded_once = coded([], first)
    assert [one.code for one in coded_once] == ["E001", "E002", "E003"]
    codes = {one.what: one.code for one in coded_once}
    moved = ErrorText("b", "〈path〉", "工作簿的扩展名应当是 .xlsx", "请改正文件名", 2)
    again = coded(coded_once, [moved, first[1], ErrorText("b", "台账", "没有应答", "请检查网络后重试", 2)])
    assert {one.what: one.code for one in again if one.package} == {
        "工作簿的扩展名应当是 .xlsx": codes["工作簿的扩展名应为 .xlsx"], "已存在": codes["已存在"], "没有应答": "E004",
    }  # fmt: skip
    assert [(one.code, one.what) for one in again if not one.package] == [(codes["是文件夹，不是文件"], "是文件夹，不是文件")]
    assert "E005" in {one.code for one in coded(again, [*first, ErrorText("c", "密钥", "过期", "换一把", 2)])}
