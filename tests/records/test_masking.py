"""One gate: every number of a person, however it is spelt and wherever it stands; nothing else."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.buttons.pressing import Gated
from addin.terminal import streams
from addin.terminal.failing import written_log
from tests.buttons.desks import AnsweringDesk
from tests.records.spelt_numbers import CHINESE, SPELLINGS, digits, parted
from tests.sample import sample_class
from udfs.records import masking
from udfs.records.masking import SENSITIVE_NUMBERS, Numbers, hide, mask

ID, PHONE = "11010519491231002X", "13800138000"


KNOWN_ONLY = {
    "numerals": lambda text: text.translate(CHINESE),
    "wide apart": "  ".join,
    "brackets": lambda text: f"{text[:3]}（{text[3:7]}）{text[7:]}",
    "one for a dash": lambda text: parted(text, "一"),
    "broken by marks": lambda text: f"{text[:5]}<br/>{text[5:8]}_x000D_\n{text[8:]}",
    "stars": lambda text: parted(text, "＊"),
    "enumerated": "、".join,
}


@pytest.mark.parametrize("spelling", [*SPELLINGS, *KNOWN_ONLY])
def test_the_judge_reads_every_spelling(spelling: str) -> None:
    assert [number in digits((SPELLINGS | KNOWN_ONLY)[spelling](number)) for number in (ID, PHONE)] == [True, True]


@pytest.mark.parametrize("number", [ID, PHONE])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_looks_like_a_number_of_a_person_is_masked_in_every_spelling(number: str, spelling: str) -> None:
    for around in ("{}", "王五{}。", "教授（{}）", "a {}, b", "第3行：{}"):
        shown = Numbers().hide(around.format(SPELLINGS[spelling](number)))
        assert number not in digits(shown), shown
        assert len(shown) == len(around.format(SPELLINGS[spelling](number)))


@pytest.mark.parametrize("number", [ID, PHONE, "E12345678", "H1234567801", "02283218426"])
@pytest.mark.parametrize("spelling", [*SPELLINGS, *KNOWN_ONLY])
def test_a_known_number_is_masked_in_every_spelling(number: str, spelling: str) -> None:
    spelled = (SPELLINGS | KNOWN_ONLY)[spelling](number)
    shown = Numbers([number]).hide(f"教授{spelled}；")
    assert number not in digits(shown), shown


@pytest.mark.parametrize(
    "text",
    [
        "第1048576行", "合计1234567.00元", "津高研2025090001", "2025-07-14 08:30:00 2025-07-15",
        "SL000001，20250714", "GB11643-1999",
        "12 34 56 78 90 12 34 56", "13 9 0 0 1 3 8 0 0 0 1",
        "1,380,013.80", "a1b2c3d4e5f60718293a4b5c6d7e8f90", "第104行", "0.138001380",
        "4-11月，2025年7月14日至18日，32学时", "G1048576", "A1:XFD1048576",
        "第139、1040、1041行", "第 139, 1040, 1041 行", "139│1040│1041", "二〇二五年七月十四日",
        "一、二、三、四、五、六、七、八、九、十",
        "一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨⑩", "1×2×3×4×5", "津人社办发〔2025〕45号", "发票24122000000012345678",
        "156,750.00 + 98,000.00 = 254,750.00", "20 21 22 23 24 25 26 27 28 29 30", "192.168.100.200", "护照有效期至2025-07-14",
        "身份证号：第 104000 行", "2025年07月14日08时30分至2025年07月15日17时30分", "5天×8学时=40学时",
        "1380-0138", "E1", "护照号缺失",
    ],
)  # fmt: skip
def test_innocent_figures_stay(text: str) -> None:
    assert Numbers([ID, PHONE, "83218426"]).hide(text) == text


def test_the_shape_of_the_contract() -> None:
    assert hide("120101199003071234") == "120101***********4"
    assert hide(ID) == "110105***********X"
    assert hide("110105491231002") == "110105*********"
    assert hide("138-1234-5678 → 13812345678") == "138-****-5678 → 138****5678"
    assert mask("身份证号", "王五的") == "***"
    assert mask("身份证号", 110105194912310020) == "110105***********0"
    assert mask("姓名", "王五") == "王五"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("8613800138000", "86138****8000"), ("008613800138000", "0086138****8000"), ("+86-138-0013-8000", "+86-138-****-8000"),
        ("013800138000", "0138****8000"), ("（022）83218426", "（022）****8426"), ("02283218426", "022****8426"),
        ("0755-83218426-8001", "0755-****8426-8001"), ("+86 22 8321 8426", "+86 22 **** 8426"),
        ("护照E12345678", "护照E1*****78"), ("护照号码：E 1234 5678", "护照号码：E 1*** **78"),
        ("港澳通行证C12345678", "港澳通行证C1*****78"),
        ("台胞证01234567", "台胞证01****67"), ("军官证：军字第12345678号", "军官证：军字第12****78号"),
        ("来往内地通行证H12345678", "来往内地通行证H1*****78"), ("居留证 USA123456789012", "居留证 USA123*********"),
        ("911124198108030024", "911124***********4"), ("810000199408230021", "810000***********1"),
    ],
)  # fmt: skip
def test_landlines_prefixes_and_what_the_text_calls_a_passport_or_permit(text: str, shown: str) -> None:
    assert Numbers().hide(f"甲 {text}，") == f"甲 {shown}，"


def test_a_certificate_that_looks_like_a_phone_is_shown_unless_it_is_somebodys() -> None:
    assert Numbers(spared=[PHONE]).hide(f"编号{PHONE}") == f"编号{PHONE}"
    assert Numbers([PHONE], [PHONE]).hide(f"编号{PHONE}") == "编号138****8000"


def test_a_short_number_is_masked_only_where_it_stands_by_itself() -> None:
    numbers = Numbers(["832184"])
    assert numbers.hide("分机832184。") == "分机83**84。"
    assert numbers.hide("合计1832184.00元、8321 84") == "合计1832184.00元、8321 84"


@given(st.one_of(st.from_regex(found.pattern) for found in (masking._LOOKS_LIKE, masking._ODDLY)))
def test_what_shows_by_its_shape_has_so_many_digits(text: str) -> None:
    """So a text with fewer is not looked through for it."""
    assert sum(char in "0123456789" for char in text) >= masking.FEWEST


def test_a_line_with_the_fewest_digits_is_masked() -> None:
    assert Numbers().hide("0221234567") == "0221234567"
    assert Numbers().hide("010-2345678") == "010-***5678"


@pytest.fixture
def known() -> str:
    """A passport that only a class makes known."""
    SENSITIVE_NUMBERS.clear()
    SENSITIVE_NUMBERS.learn(["E12345678"])
    streams.GATE.reveal = False
    streams.out.cache_clear()
    return "E12345678"


def test_everything_that_is_printed_passes_the_gate(known: str, capsys: pytest.CaptureFixture[str]) -> None:
    from rich.table import Table
    from rich.text import Text

    streams.say(f"a{known}")
    streams.say_wrapped(f"{'x' * 95} {known}")
    streams.put_table([f"栏{known}"], [[known]])
    table = Table(title=known)
    table.add_column("a")
    table.add_row(Text.assemble((known[:4], "bold"), (known[4:], "red")))
    streams.put(table)
    streams.put(Text(known))
    streams.put_json({known: [known, int(ID[:17] + "0"), {"level": known}], "n": 13800138000, "f": 13800138000.0, "ok": 12.5})
    streams.complain(f"b {known}")
    shown = "".join(capsys.readouterr())
    assert known not in digits(shown)
    assert PHONE not in shown
    assert '"ok": 12.5' in shown
    assert shown.count("E1*****78") >= 7
    streams.out.cache_clear()


def test_with_reveal_everything_is_shown(known: str, capsys: pytest.CaptureFixture[str]) -> None:
    streams.reveal(True)
    streams.put_json({"a": known, "n": 13800138000})
    streams.say(known)
    assert capsys.readouterr().out == f'{{\n  "a": "{known}",\n  "n": 13800138000\n}}\n{known}\n'
    streams.prepare()
    assert hide(known) == known
    streams.out.cache_clear()


def test_what_a_host_shows_and_the_log_pass_it_too(known: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = AnsweringDesk()
    gated = Gated(desk)
    gated.status(f"正在读取{known}")
    gated.confirm("导入", f"{known}\x1b")
    gated.tell("导入", f"{known}")
    assert [text for kind, text in desk.heard if kind != "title"] == ["正在读取E1*****78", "E1*****78▯", "E1*****78"]
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    log = written_log(KeyError(known))
    assert log is not None
    assert known not in log.read_text("utf-8")


def test_reading_a_class_makes_its_numbers_known(tmp_path: Path) -> None:
    from workbooks.book.reading import read_file
    from workbooks.templates.entering import entered

    c = sample_class()
    person = c.people[0].changed(document="E12345678", document_kind="护照", phone="022-83218426", name="13800138")
    c = c.changed(people=(person, *c.people[1:]))
    (tmp_path / "班.xlsx").write_bytes(entered(c))
    SENSITIVE_NUMBERS.clear()
    read_file(tmp_path / "班.xlsx", date(2025, 8, 12))
    assert hide("E 1234 5678、（022）83218426、13800138。") == "E 1*** **78、（022）****8426、13****38。"
    certificate = str(c.results[0].certificate)
    assert hide(certificate) == certificate


def test_stdout_of_a_program_that_is_read_stays_json(known: str) -> None:
    kept = io.StringIO()
    json.dump(streams.GATE.value({"a": (1, 2.5, None, True, known)}), kept)
    assert json.loads(kept.getvalue()) == {"a": [1, 2.5, None, True, "E1*****78"]}


def test_a_text_that_stands_often_is_looked_at_once_and_anew_in_the_next_document(capsys: pytest.CaptureFixture[str]) -> None:
    known = "E1234567X"
    document = {"a": [known] * 3, "b": known}
    streams.put_json(document)
    assert json.loads(capsys.readouterr().out) == document
    SENSITIVE_NUMBERS.learn([known])
    streams.put_json(document)
    assert known not in capsys.readouterr().out
    SENSITIVE_NUMBERS.spare(["13800138000"])
    streams.put_json(["13800138000"])
    assert "13800138000" in capsys.readouterr().out
    SENSITIVE_NUMBERS.clear()
    streams.put_json(["13800138000", known])
    assert json.loads(capsys.readouterr().out) == ["138****8000", known]


def test_texts_that_are_known_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "MOST_TEXTS", 3)
    looked = masking.MaskedTexts(str.upper)
    assert [looked[text] for text in "abcda"] == list("ABCDA")
    assert list(looked) == ["d", "a"]
