"""What a person does on the page, from file:// with the network cut, against what the command line makes of the same input."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from addin.terminal.presenting import COMMANDS
from tests.closed_cells import open_book
from tests.command_line import LONG_NUMBER, CommandLine, is_one_chinese_line
from tests.page.chromium import Chromium
from tests.page.comparing import cells_of, command_document
from tests.page.person import IDLE, Person
from tests.page.tasks import TASKS, done, nothing_is_stored_and_nothing_gets_out, the_package_is_the_commands
from tests.sample import sample_class


def test_checking_finds_what_the_command_finds(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.drops(faulty)
    document = command_document(gaoyan, "check", faulty.name)
    assert len(document["findings"]) > 5
    assert person.report == document
    shown = person.text
    for finding in document["findings"]:
        assert finding["clause"] in shown
    assert not LONG_NUMBER.search(shown)


@pytest.mark.parametrize(
    "task",
    [
        pytest.param(task, marks=pytest.mark.large if task is the_package_is_the_commands else (), id=task.__name__)
        for task in TASKS
    ],
)
def test_the_tasks(task: Callable[..., None], person: Person, request: pytest.FixtureRequest) -> None:
    done(task, person, request)


def test_the_annex_that_was_typed_over_fills_itself_again(person: Person, gaoyan: CommandLine) -> None:
    book = gaoyan.book(sample_class())
    gaoyan("tidy", book.name, "--results")  # whatever the sample holds: from here on all of it is computed
    opened = open_book(book)
    opened.sheets["附件5"].range((5, 2)).value = None
    opened.save()
    person.drops(book)
    person.presses("生成附件5")
    assert "恢复 1 个单元格的公式" in person.text
    person.presses("填入附件5")
    person.presses("下载工作簿")
    theirs = person.taken_home(book.name)
    command_document(gaoyan, "tidy", book.name, "--results")
    assert cells_of(theirs) == cells_of(book)
    assert person.report == command_document(gaoyan, "check", book.name)


def test_a_remedy_names_buttons_that_are_on_the_page(person: Person) -> None:
    shown = person.browser.run("[...document.querySelectorAll('[data-task]')].map((one) => one.textContent)")
    for name in set(COMMANDS) - {"重新汇总"}:  # that one is what a button does, and the remedy names it too
        words = person.browser.run(f"inWordsOfThePage({json.dumps(f'运行“{name}”')})")
        assert words.partition("“")[2].rstrip("”").partition("（")[0] in shown, words


BAD: dict[str, bytes] = {
    "空.xlsx": b"", "图片.xlsx": b"\x89PNG\r\n\x1a\n0000", "断.xlsx": b"PK\x03\x04half of it", "文字.xlsx": "序号,姓名".encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_workbook_is_reported_in_the_same_line(person: Person, gaoyan: CommandLine, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(BAD[name])
    person.drops(tmp_path / name)
    ran = gaoyan("check", name)
    assert ran.code == 2
    assert is_one_chinese_line(ran.err)
    assert person.error == ran.err.strip()
    good = gaoyan.book(sample_class())
    person.drops(good)
    assert (person.error, person.report) == ("", command_document(gaoyan, "check", good.name))


def test_a_workbook_that_was_mended_is_chosen_again(person: Person, gaoyan: CommandLine, faulty: Path) -> None:
    person.drops(faulty)
    assert person.report["findings"]
    gaoyan.book(sample_class(), faulty.name)
    person.drops(faulty)
    assert person.report == command_document(gaoyan, "check", faulty.name)


def test_what_is_cancelled_while_the_typesetter_is_handed_over_does_not_go_on(person: Person, gaoyan: CommandLine) -> None:
    book = gaoyan.book(sample_class())
    person.drops(book)
    person.browser.run("exported(false); new Promise((resolve) => setTimeout(() => { byId('cancel').click(); resolve(); }, 30))")
    person.done()
    assert "取消" in person.status
    assert person.browser.run("engine.waiting === null && engine.unpacked.size === 0")
    person.presses("核验")
    assert (person.error, person.report) == ("", command_document(gaoyan, "check", book.name))


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
    assert person.report == command_document(gaoyan, "check", book.name)
    assert person.browser.run("engine.worker === before")


def test_what_the_page_knows_from_the_build_is_what_its_worker_says(person: Person) -> None:
    received_text = person.browser.run("engine.ask({ task: 'start' }, []).then(({ answer }) => JSON.stringify(answer.document))")
    known = person.browser.run("JSON.stringify(facts)")
    assert json.loads(known) == json.loads(received_text)
    assert len(json.loads(known)["rules"]) > 100


def test_nothing_is_stored_and_nothing_gets_out(person: Person) -> None:
    nothing_is_stored_and_nothing_gets_out(person)


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
    assert browser.listener.called.wait(20)
    assert browser.listener.heard[0].startswith(b"GET http://outside.example/who")
    browser.close()
