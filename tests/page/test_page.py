"""What a person does on the page, from file:// with the network cut, against what the command line makes of the same input."""

from __future__ import annotations

import json
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from addin.terminal.presenting import COMMANDS
from tests.command_line import DAY, LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.office_sources import answers, attendance, roster
from tests.page.chromium import Chromium
from tests.page.comparing import cells_of, told, words_of
from tests.page.person import IDLE, Person
from tests.sample import sample_class
from workbooks.closed.engine import open_book


def test_checking_finds_what_the_command_finds(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.drops(faulty)
    document = told(gaoyan, "check", faulty.name)
    assert len(document["findings"]) > 5
    assert person.report == document
    shown = person.text
    for finding in document["findings"]:
        assert finding["clause"] in shown
    assert not LONG_NUMBER.search(shown)


def test_the_flagged_workbook_is_the_commands(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.drops(faulty)
    person.presses("下载标注问题的工作簿")
    theirs = person.taken_home(faulty.name)
    told(gaoyan, "check", faulty.name, "--write")
    assert cells_of(theirs) == cells_of(faulty)
    assert len(cells_of(theirs)["核验"]) > 50


def test_tidying_is_shown_before_it_is_taken_and_can_be_undone(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class()
    odd = c.people[0].changed(name=f" {c.people[0].name}　", phone="１３８-１２３４-５６７８")
    book = gaoyan.book(c.changed(people=(odd, *c.people[1:])))
    untidied = book.read_bytes()
    person.drops(book)
    before = person.report
    person.presses("规范化")
    assert "→" in person.text or "改为" in person.text
    assert person.report == before  # nothing has been taken yet
    person.presses("采用这些改动")
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    told(gaoyan, "tidy", book.name)
    assert cells_of(theirs) == cells_of(book)
    assert person.report == told(gaoyan, "check", book.name)
    person.presses("撤销")
    assert person.report == before
    person.presses("下载工作簿")
    assert person.taken_home(book.name).read_bytes() == untidied


def test_totals(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class()
    book = gaoyan.book(c.changed(accounts=c.accounts.changed(lodging=1)))
    person.drops(book)
    person.presses("汇总决算")
    person.presses("填入附件3")
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    told(gaoyan, "total", book.name)
    assert cells_of(theirs) == cells_of(book)


def test_the_annex_that_was_typed_over_fills_itself_again(person: Person, gaoyan: CommandLine) -> None:
    book = gaoyan.book(sample_class())
    gaoyan("tidy", book.name, "--results")  # whatever the sample holds: from here on all of it is computed
    opened = open_book(book)
    opened.sheets["附件5"].range((5, 2)).value = None
    opened.save()
    person.drops(book)
    person.presses("生成附件5")
    assert "恢复 1 格公式" in person.text
    person.presses("填入附件5")
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    told(gaoyan, "tidy", book.name, "--results")
    assert cells_of(theirs) == cells_of(book)
    assert person.report == told(gaoyan, "check", book.name)


def test_a_remedy_names_buttons_that_are_on_the_page(person: Person) -> None:
    shown = person.browser.run("[...document.querySelectorAll('[data-task]')].map((one) => one.textContent)")
    for name in set(COMMANDS) - {"重新汇总"}:  # that one is what a button does, and the remedy names it too
        words = person.browser.run(f"inWordsOfThePage({json.dumps(f'运行“{name}”')})")
        assert words.partition("“")[2].rstrip("”").partition("（")[0] in shown, words


def test_a_fresh_workbook_and_a_roster_into_it(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    person.goes("new")
    person.browser.run("byId('new-level').value = '市级'; byId('new-level').onchange(); byId('new-plan').value = '10'")
    person.presses("新建并下载")
    (name,) = [path.name for path in person.browser.downloads.glob("*.xlsx") if not path.name[0].isdigit()]
    theirs = person.taken_home(name)
    assert gaoyan("new", name, "--level", "市级", "--plan", "10", "--year", "2025").code == 0
    assert cells_of(theirs) == cells_of(tmp_path / name)
    source = roster(tmp_path / "名册.xlsx")
    person.presses("导入名册")
    person.chooses([source])
    person.presses("写入附件4")
    person.presses("下载工作簿")
    theirs = person.taken_home(name)
    told(gaoyan, "import", name, source.name)
    assert cells_of(theirs)["附件4"] == cells_of(tmp_path / name)["附件4"]
    assert len(cells_of(theirs)["附件4"]) > 50


def test_attendance_and_answers(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    c = sample_class()
    book = gaoyan.book(c.changed(absences=()))
    signs, forms = attendance(tmp_path / "考勤表.xlsx", c), answers(tmp_path / "答卷.xlsx")
    person.drops(book)
    person.presses("登记考勤")
    person.chooses([signs])
    person.presses("写入考勤")
    person.presses("统计测评")
    person.chooses([forms])
    person.presses("填入附件6")
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    told(gaoyan, "attendance", book.name, signs.name)
    told(gaoyan, "survey", book.name, forms.name)
    assert cells_of(theirs) == cells_of(book)


def test_a_masked_copy(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    book = gaoyan.book(sample_class())
    person.drops(book)
    person.presses("脱敏副本")
    theirs = person.taken_home("公示_班.xlsx")
    told(gaoyan, "mask", book.name, "公示.xlsx")
    assert cells_of(theirs) == cells_of(tmp_path / "公示.xlsx")


def test_no_number_is_invented(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class()
    none = c.changed(results=tuple(one.changed(certificate=None) for one in c.results), people=tuple(
        one.changed(certificate=None) for one in c.people))  # fmt: skip
    person.drops(gaoyan.book(none))
    person.presses("证书编号")
    assert "不发放编号" in person.text
    assert person.browser.run("held.versions.length") == 1


def test_several_classes_are_reviewed(person: Person, gaoyan: CommandLine, tmp_path: Path, faulty: Path) -> None:
    folder = tmp_path / "收到的材料"
    folder.mkdir()
    gaoyan.book(sample_class(), "收到的材料/甲.xlsx")
    faulty.rename(folder / "乙.xlsx")
    (folder / "丙.xlsx").write_bytes(b"no workbook")
    person.goes("review")
    person.browser.choose("#review-files", sorted(folder.iterdir()))
    person.done()
    person.browser.run("byId('review-run').click()")  # the tab above has the same words
    person.done()
    assert person.error == ""
    person.presses("下载 汇总.xlsx")
    theirs = person.taken_home("汇总.xlsx")
    told(gaoyan, "review", folder.name, "--out", "汇总.xlsx")
    assert cells_of(theirs) == cells_of(tmp_path / "汇总.xlsx")
    person.presses("清空")


TRIED = """
    const tried = [], there = "//outside.example/";
    for (const way of [
      () => fetch(`http:${there}`).then(() => tried.push("fetch"), () => {}),
      () => new Promise((done) => { const one = new Image(); one.onload = one.onerror = done; one.src = `http:${there}a.png`; }),
      () => { new WebSocket(`ws:${there}`); },
      () => { navigator.sendBeacon(`http:${there}`, "x"); },
      () => { const ask = new XMLHttpRequest(); ask.open("GET", `http:${there}`); ask.send(); },
      () => { document.body.innerHTML += "<b>x</b>"; tried.push("markup"); },
      () => { eval("1"); tried.push("eval"); },
    ]) { try { await way(); } catch {} }
    await new Promise((done) => setTimeout(done, 500));
    return tried;
"""
"""Every way out that a page has; gives those that worked."""
BAD: dict[str, bytes] = {
    "空.xlsx": b"", "图片.xlsx": b"\x89PNG\r\n\x1a\n0000", "断.xlsx": b"PK\x03\x04half of it", "文字.xlsx": "序号,姓名".encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_workbook_is_told_in_the_same_line(person: Person, gaoyan: CommandLine, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    person.drops(tmp_path / name)
    ran = gaoyan("check", name)
    assert ran.code == 2
    assert is_one_chinese_line(ran.err)
    assert person.error == ran.err.strip()
    good = gaoyan.book(sample_class())
    person.drops(good)
    assert (person.error, person.report) == ("", told(gaoyan, "check", good.name))


def test_a_workbook_that_was_mended_is_chosen_again(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.drops(faulty)
    assert person.report["findings"]
    gaoyan.book(sample_class(), faulty.name)
    person.drops(faulty)
    assert person.report == told(gaoyan, "check", faulty.name)


def test_numbers_are_shown_only_when_asked_for(person: Person, gaoyan: CommandLine) -> None:
    c = sample_class()
    wrong = c.people[0].changed(phone="13812345")
    book = gaoyan.book(c.changed(people=(wrong, *c.people[1:])))
    person.drops(book)
    person.browser.run("byId('reveal').click()")
    person.done()
    revealed = json.loads(gaoyan("check", book.name, "--json", "--reveal", "--today", DAY).out)
    assert person.report == revealed
    person.browser.run("byId('reveal').click()")
    person.done()
    assert person.report == told(gaoyan, "check", book.name)


def test_a_cancelled_task_changes_nothing_and_the_page_goes_on(person: Person, gaoyan: CommandLine) -> None:
    book = gaoyan.book(sample_class())
    person.drops(book)
    person.browser.run("started('tidy'); new Promise((resolve) => setTimeout(() => { byId('cancel').click(); resolve(); }, 30))")
    person.done()
    assert "取消" in person.status
    person.presses("核验")
    assert person.report == told(gaoyan, "check", book.name)


def test_what_is_cancelled_while_the_typesetter_is_handed_over_does_not_go_on(person: Person, gaoyan: CommandLine) -> None:
    book = gaoyan.book(sample_class())
    person.drops(book)
    person.browser.run("exported(false); new Promise((resolve) => setTimeout(() => { byId('cancel').click(); resolve(); }, 30))")
    person.done()
    assert "取消" in person.status
    assert person.browser.run("engine.waiting === null && engine.unpacked.size === 0")
    person.presses("核验")
    assert (person.error, person.report) == ("", told(gaoyan, "check", book.name))


def test_the_typesetter_is_let_go_when_nothing_is_asked_of_it(person: Person, gaoyan: CommandLine) -> None:
    """Its memory comes back with another worker, and the page goes on with the workbook that is open."""
    book = gaoyan.book(sample_class())
    person.drops(book)
    kept = person.browser.run("engine.patience")
    person.browser.run("window.before = engine.worker; engine.patience = 1; engine.unpacked.add('printing'); 0")
    person.presses("核验")
    person.browser.until("engine.worker !== before && engine.unpacked.size === 0", 20)
    person.browser.run(f"engine.patience = {kept}; window.before = engine.worker; 0")
    person.presses("核验")
    assert person.report == told(gaoyan, "check", book.name)
    assert person.browser.run("engine.worker === before")


def test_what_the_page_knows_from_the_build_is_what_its_worker_says(person: Person) -> None:
    said = person.browser.run("engine.ask({ task: 'start' }, []).then(({ answer }) => JSON.stringify(answer.document))")
    known = person.browser.run("JSON.stringify(facts)")
    assert json.loads(known) == json.loads(said)
    assert len(json.loads(known)["rules"]) > 100


def test_nothing_is_stored_and_nothing_gets_out(person: Person) -> None:
    kept = person.browser.run(
        "(async () => [(() => { try { return localStorage.length + sessionStorage.length } catch { return 0 } })(),"
        " document.cookie, await indexedDB.databases().then((all) => all.length, () => 0)])()"
    )
    assert kept == [0, "", 0]
    made = person.browser.run(f"(async () => {{ {TRIED} }})()")
    assert made == []
    assert person.browser.listener.heard == []
    # What was asked for in vain.
    person.browser.requests = [one for one in person.browser.requests if "outside.example" not in one]


class Unwatched(Chromium):
    def way_out(self) -> tuple[str, ...]:
        return ("--no-proxy-server",)


def test_a_server_that_says_another_encoding_is_not_believed(page: Path, tmp_path: Path) -> None:
    """On the intranet of an office: the page comes whole, says itself how it is read, and asks the server for nothing more."""

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=gbk")
            self.end_headers()
            self.wfile.write(page.read_bytes())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        browser = Unwatched(tmp_path)
        address = f"http://127.0.0.1:{server.server_port}/page.html"
        browser.send("Page.navigate", {"url": address})
        browser.until(f"document.readyState === 'complete' && typeof held !== 'undefined' && {IDLE}")
        assert browser.run("byId('status').textContent") == "可以开始了"
        assert {one for one in browser.requests if not one.endswith("/favicon.ico")} == {address}
        browser.close()
        server.shutdown()


def test_an_older_browser_gets_one_sentence(page: Path, tmp_path: Path) -> None:
    browser = Chromium(tmp_path)
    browser.send("Page.addScriptToEvaluateOnNewDocument", {"source": "delete WebAssembly.Tag"})
    browser.open(page)
    browser.until("document.readyState === 'complete'")
    shown = browser.run("document.body.innerText").strip()
    browser.close()
    assert is_one_chinese_line(f"{shown}\n")
    assert "这个浏览器太旧" in shown


def test_the_listener_hears_a_page_that_may_speak(tmp_path: Path) -> None:
    """Otherwise its silence would prove nothing."""
    browser = Chromium(tmp_path)
    browser.run("fetch('http://outside.example/who', { mode: 'no-cors' }).catch(() => {}); 0")
    assert browser.listener.told.wait(20)
    assert browser.listener.heard[0].startswith(b"GET http://outside.example/who")
    browser.close()


@pytest.mark.large
def test_the_package_is_the_commands(person: Person, gaoyan: CommandLine, tmp_path: Path) -> None:
    """The same files, the same words in every PDF, the same cells in every workbook."""
    book = gaoyan.book(sample_class())
    person.drops(book)
    person.presses("校验并导出盖章稿")
    name = f"{sample_class().project.topic}_盖章稿_{DAY}"
    with zipfile.ZipFile(person.taken_home(f"{name}.zip")) as archive:
        archive.extractall(tmp_path / "theirs")
    told(gaoyan, "export", book.name, "--out", "ours")
    theirs, ours = tmp_path / "theirs" / name, tmp_path / "ours" / name
    assert sorted(path.name for path in theirs.iterdir()) == sorted(path.name for path in ours.iterdir())
    for path in sorted(ours.iterdir()):
        if path.suffix == ".pdf":
            assert words_of(theirs / path.name) == words_of(path)
        if path.suffix == ".xlsx":
            assert cells_of(theirs / path.name) == cells_of(path)
