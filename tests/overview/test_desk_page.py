"""汇总.html in a real browser: clicked, typed at, read as a screen reader reads it, attacked through the cells, printed.

The judge is Chromium, driven from outside: its console has to stay empty, and the only address it asks for is the page itself.
"""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.outside import ROOT
from tests.overview.browser import Browser, browser
from tests.overview.desks import desk
from tests.page.axe import source
from udfs.records.masking import SENSITIVE_NUMBERS
from workbooks.overview.html import in_script, overview_page

ROWS = "#table-classes tbody tr"
NAMES = "#table-classes tbody tr td:first-child"
HOSTILE = (
    "</script><script>document.title='broken'</script>", "<img src=x onerror=\"document.title='broken'\">", "\"'`${1}&amp;&lt;",
    "שלום עולם", "\u202eabc\u202c", "a\x00b\x1b[31mc\u0085", "\u2028\u2029", "@SCRIPT@ @DATA@ \\1 \\g<0>",
    "\ud800 alone", "=1+1", "https://evil.example/",
)  # fmt: skip


@pytest.fixture(scope="module")
def driven() -> Iterator[Browser]:
    with browser() as tab:
        yield tab


@pytest.fixture
def page(driven: Browser, tmp_path: Path) -> Iterator[Browser]:
    """The page of a made-up desk. At the end: it asked for nothing, and the browser has nothing to say against it."""
    yield opened(driven, tmp_path, desk())
    assert [address for address in driven.calls() if not address.startswith("file:")] == []
    assert driven.complaints() == []


def opened(driven: Browser, folder: Path, document: dict[str, Any]) -> Browser:
    path = folder / "汇总.html"
    path.write_bytes(overview_page(document))
    driven.open(path)
    return driven


def choose(page: Browser, name: str, value: str) -> None:
    """A choice in a list, as a click on it makes it."""
    page.click(f'#{name} option[value="{value}"]')


def test_what_it_shows(page: Browser) -> None:
    document = desk()
    assert page.text("h1") == "汇总 · 收到的材料"
    assert page.texts(NAMES) == [one["topic"] for one in document["classes"]]
    assert page.text("#count") == "24 / 24 个班，21 处问题"
    chips = page.text("#groups").replace(" ", "").replace("\n", "")
    assert chips == "全部24须退回13通过8未收到3迟交17"
    assert page.texts("#table-classes thead th")[:2] == ["班", "结论"]
    assert "90,000.00" in page.texts("#table-classes td.number")


def test_search_and_filters(page: Browser) -> None:
    page.keys("/")
    assert page.run("return document.activeElement.id") == "words"
    page.keys(*"南开")
    assert page.texts(NAMES) == ["人工智能工程师能力提升高级研修班"]
    assert page.text("#count").startswith("1 / 24 个班")
    page.keys("Escape")
    assert len(page.find(ROWS)) == 24
    page.click('#groups [data-group="须退回"]')
    assert len(page.find(ROWS)) == 13
    assert page.texts('#groups [aria-pressed="true"]') == ["须退回13"]
    page.click('#groups [data-group=""]')
    choose(page, "severity", "query")
    choose(page, "rule", "A4-05")
    page.click("#tab-findings")
    expected = [one for one in desk()["findings"] if one["severity"] == "query" and one["code"] == "A4-05"]
    assert expected
    assert len(page.find("#table-findings tbody tr")) == len(expected)
    page.click("#clear")
    page.click("#tab-classes")
    choose(page, "level", "国家级")
    assert len(page.find(ROWS)) == sum(one["level"] == "国家级" for one in desk()["classes"])


def test_sorting(page: Browser) -> None:
    heads = '#table-classes th[aria-sort="{}"]'
    assert page.find(heads.format("ascending")) == []
    for way, backwards in (("ascending", False), ("descending", True)):
        page.click('[data-sort="classes 8"]')
        amounts = [float(one.replace(",", "")) for one in page.texts(f"{ROWS} td:nth-child(9)") if one]
        assert len(amounts) > 15
        assert amounts == sorted(amounts, reverse=backwards)
        assert page.texts(heads.format(way)) == ["决算合计（元）"]
        assert page.run("return document.activeElement.dataset.sort") == "classes 8"


def test_a_class_and_its_findings_by_keyboard_alone(page: Browser) -> None:
    page.run("document.querySelectorAll('#table-classes td button.link')[1].focus()")
    page.keys("Enter")
    assert page.run("return document.getElementById('one').open") is True
    assert page.text("#one-title") == "人工智能工程师能力提升高级研修班"
    mine = [one for one in desk()["findings"] if one["class"] == desk()["classes"][1]["key"]]
    assert page.texts("#one tbody td:nth-child(3)") == [one["message"] for one in sorted(mine, key=lambda one: one["code"])]
    assert "第1班.xlsx · 工作簿 · 计入" in page.text("#one")
    assert "null" not in page.text("#one")
    page.click("#copy")
    assert page.text("#copy + span").startswith("已复制")
    page.keys("Escape")
    assert page.run("return document.getElementById('one').open") is False
    assert page.run("return document.activeElement.textContent") == "人工智能工程师能力提升高级研修班"


def test_tabs_by_keyboard(page: Browser) -> None:
    page.run("document.getElementById('tab-classes').focus()")
    page.keys("ArrowRight")
    assert page.run("return document.activeElement.id") == "tab-findings"
    page.keys("End")
    assert page.run("return document.activeElement.id") == "tab-totals"
    pictures = page.find("#panel-totals svg")
    assert len(pictures) == 3
    assert page.role("#panel-totals svg") == (
        "image",
        "各结论的班数：须退回 13，通过 8，未收到 3",
    )


def test_everything_is_reached_and_seen_with_tab(page: Browser) -> None:
    """Tab goes through all that can be clicked, in order, each time with a frame around it."""
    wanted = page.run(
        "return [...document.querySelectorAll('a, input, select, button')].filter((one) => one.tabIndex >= 0).length"
    )
    page.run("document.activeElement.blur(); window.scrollTo(0, 0)")
    seen = []
    for _ in range(wanted):
        page.keys("Tab")
        name, width = page.run(
            "const one = document.activeElement; window.at = window.at || new Map();"
            "if (!window.at.has(one)) window.at.set(one, window.at.size);"
            "return [window.at.get(one), getComputedStyle(one).outlineWidth]"
        )
        assert width != "0px"
        seen.append(name)
    assert seen == list(range(wanted))


def test_what_a_screen_reader_gets(page: Browser) -> None:
    assert page.role("#words") == ("searchbox", "搜索")
    assert page.role("#groups") == ("group", "结论")
    assert page.role("#tab-classes") == ("tab", "班")
    assert page.role("#panel-classes") == ("tabpanel", "班")
    assert page.role("#count")[0] == "status"
    assert page.role("#table-classes")[0] == "table"
    assert page.role("#table-classes thead th") == ("columnheader", "班")
    page.click("#table-classes td button.link")
    assert page.role("#one")[0] == "dialog"
    page.click("#one button.close")
    assert page.run("return document.documentElement.lang") == "zh-CN"
    doubled = page.run(
        "const ids = [...document.querySelectorAll('[id]')].map((one) => one.id); return ids.length - new Set(ids).size"
    )
    assert doubled == 0


def test_hostile_texts_are_texts(driven: Browser, tmp_path: Path) -> None:
    document = desk(7)
    for at, text in enumerate(HOSTILE):
        one = dict(document["classes"][1], key=f"{at}{text}", topic=f"{at}{text}", organiser=text, verdict=text, level=text)
        one["files"] = [{"file": text, "kind": text, "status": text, "why": text}]
        document["classes"].append(one)
        document["findings"].append(dict(document["findings"][0], message=text, sheet=text, code=text, fix=text, explained=text))
        document["findings"][-1]["class"] = one["key"]
        document["clashes"].append({"what": text, "files": [text], "serious": True})
        document["unread"].append({"file": text, "why": text})
        document["missing"].append({"year": 2025, "level": text, "number": 1, "topic": text, "organiser": text})
        document["totals"].append({"level": text, "organiser": text, "classes": 1, "trainees": 1, "total": text, "subsidy": text})
    document["folder"] = HOSTILE[0]
    page = opened(driven, tmp_path, document)
    shown = page.texts(NAMES)[7:]
    assert [one.replace("▯", "") for one in shown] == [f"{at}{visible(text)}" for at, text in enumerate(HOSTILE)]
    for name in ("findings", "clashes", "unread", "missing", "totals"):
        page.click(f"#tab-{name}")
        assert len(page.find(f"#table-{name} tbody tr")) >= len(HOSTILE)
    page.click("#tab-classes")
    for at in range(len(HOSTILE)):
        page.run(f"document.querySelectorAll('#table-classes td button.link')[{7 + at}].click()")
        assert page.run("return document.getElementById('one').open")
        page.click("#one button.close")
    assert page.run("return document.title") == f"汇总 {HOSTILE[0]}"
    assert page.run("return document.querySelectorAll('script, img, iframe, link, object').length") == 2
    assert [address for address in page.calls() if not address.startswith("file:")] == []
    assert page.complaints() == []


def visible(text: str) -> str:
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", "", text)


def test_the_policy_stops_what_would_mistake_through(driven: Browser, tmp_path: Path) -> None:
    """Were there a hole, the page could still not run, load or send anything."""
    path = tmp_path / "汇总.html"
    hole = b"<script>document.title='broken'</script><img src='http://127.0.0.1:9/x.png'><style>body{display:none}</style>"
    path.write_bytes(overview_page(desk()).replace(b"<noscript>", hole + b"<noscript>"))
    driven.open(path)
    assert driven.run("return document.title") == "汇总 收到的材料"
    assert driven.run("return getComputedStyle(document.body).display") == "block"
    assert len(driven.complaints()) >= 3
    driven.calls()


def test_many_classes(driven: Browser, tmp_path: Path) -> None:
    """Three thousand classes open at once; what is laid out stays little, and nothing is left out of search and count."""
    page = opened(driven, tmp_path, desk(3_000, per_class=1))
    assert len(page.find(ROWS)) == 200
    page.click("#panel-classes .more button")
    assert len(page.find(ROWS)) == 400
    assert page.text("#count").startswith("3000 / 3000 个班")
    page.click("#words")
    page.keys(*"第2996班")
    assert page.text("#count").startswith("1 / 3000 个班")
    assert page.complaints() == []


def test_it_fits_the_screen_and_the_paper(page: Browser, tmp_path: Path) -> None:
    from pypdf import PdfReader

    for name in ("classes", "findings", "clashes", "unread", "missing", "totals"):
        page.click(f"#tab-{name}")
        assert page.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    (tmp_path / "汇总.pdf").write_bytes(page.printed())
    pages = PdfReader(tmp_path / "汇总.pdf").pages
    assert {(round(float(one.mediabox.width)), round(float(one.mediabox.height))) for one in pages} == {(842, 595)}
    texts = [unicodedata.normalize("NFKC", one.extract_text()) for one in pages]
    assert "须退回 13 个班" in texts[0]
    assert "没有问题" not in texts[0]
    # A page for each class that goes back; what is in order has none; what lies beside comes last.
    assert [sum("处理办法" in text for text in texts), len(texts)] == [13, 15]
    assert "没有读的文件" in texts[-1]
    page.click("#tab-classes")
    page.click("#table-classes td button.link")
    (tmp_path / "一个班.pdf").write_bytes(page.printed())
    assert len(PdfReader(tmp_path / "一个班.pdf").pages) == 1
    page.click("#one button.close")


def wide(page: Browser, width: int, scheme: str) -> None:
    screen = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500}
    page.ask("POST", "goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": screen})
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    page.ask("POST", "goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": media})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_each_class_is_a_card(driven: Browser, tmp_path: Path, scheme: str) -> None:
    """No sideways scroll anywhere, and an outside judge finds enough contrast, in the dark too."""
    wide(driven, 390, scheme)
    try:
        page = opened(driven, tmp_path, desk())
        first = page.run("const one = document.querySelector('#table-classes tbody tr'); return getComputedStyle(one).display")
        assert first == "block"
        assert page.role("#table-classes tbody tr td")[0] == "cell"
        page.run(f"{source()}\nreturn 0")
        for name in ("classes", "findings", "clashes", "unread", "missing", "totals"):
            page.click(f"#tab-{name}")
            assert page.run("return document.documentElement.scrollWidth <= innerWidth"), name
            assert judged(page) == [], name
        page.click("#tab-classes")
        page.click("#table-classes td button.link")
        assert page.run("const one = document.getElementById('one'); return one.scrollWidth <= one.clientWidth")
        assert judged(page) == []
    finally:
        wide(driven, 1366, "light")
        driven.ask("POST", "goog/cdp/execute", {"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}})


def judged(page: Browser) -> Any:
    """What axe-core finds wrong with the page as it stands."""
    page.run(
        "window.found = null; axe.run(document, { resultTypes: ['violations'] }).then((all) => { window.found = all.violations })"
    )
    for _ in range(200):
        if page.run("return window.found !== null"):
            break
        time.sleep(0.05)
    return page.run(
        "return window.found.map((one) => [one.id, one.nodes.map((node) => node.target.join(' ') + node.failureSummary)])"
    )


def test_numbers_of_persons_are_masked() -> None:
    number, phone = "990101199001011237", "19900001234"
    document = desk(7)
    document["findings"][0]["message"] = f"身份证号{number}有误，电话{phone}"
    SENSITIVE_NUMBERS.learn([number, phone])
    page = overview_page(document).decode()
    assert number not in page
    assert phone not in page
    assert "990101***********7" in page
    assert number in overview_page(document, reveal=True).decode()


def test_data_cannot_end_their_element() -> None:
    for text in HOSTILE:
        written = in_script({"a": [text]})
        assert not re.search("[<>&\u2028\u2029\ud800-\udfff]", written)
        assert json.loads(written) == {"a": [text]}


def test_the_page_names_no_address_but_those_of_formats() -> None:
    page = overview_page(desk()).decode()
    assert set(re.findall(r"https?://[^\s\"'<)]+", page)) == {"http://www.w3.org/2000/svg"}
    for name in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert name not in (ROOT.parent / "workbooks" / "overview" / "desk.js").read_text(encoding="utf-8")
