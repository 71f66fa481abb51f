"""Chromium without a window, driven over the WebDriver protocol with nothing but the standard library."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which the protocol hands over an element."""
KEYS = {"Escape": "\ue00c", "Enter": "\ue007", "Tab": "\ue004", "ArrowRight": "\ue014", "End": "\ue010", "Space": " "}
PATIENCE_SECONDS = 30
QUIET = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1366,768",
)  # fmt: skip


class Browser:
    """One tab. ``calls``: every address that the page asked for."""

    def __init__(self, address: str, session: str) -> None:
        self.address = f"{address}/session/{session}"

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return asked(method, f"{self.address}/{path}", body)

    def open(self, page: Path) -> None:
        self.ask("POST", "url", {"url": page.as_uri()})

    def run(self, script: str, *arguments: Any) -> Any:
        """What a piece of JavaScript returns."""
        return self.ask("POST", "execute/sync", {"script": script, "args": list(arguments)})

    def find(self, css: str) -> list[str]:
        found = self.ask("POST", "elements", {"using": "css selector", "value": css})
        return [one[ELEMENT] for one in found]

    def one(self, css: str) -> str:
        found = self.find(css)
        assert found, css
        return found[0]

    def click(self, css: str) -> None:
        self.ask("POST", f"element/{self.one(css)}/click", {})

    def text(self, css: str) -> str:
        return str(self.ask("GET", f"element/{self.one(css)}/text"))

    def texts(self, css: str) -> list[str]:
        return list(self.run("return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent)", css))

    def role(self, css: str) -> tuple[str, str]:
        """(role, name) as a screen reader gets."""
        one = self.one(css)
        return self.ask("GET", f"element/{one}/computedrole"), self.ask("GET", f"element/{one}/computedlabel")

    def keys(self, *keys: str) -> None:
        """Pressed and let go one after the other, wherever the focus is."""
        actions = [{"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.ask("POST", "actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def picture(self) -> bytes:
        return base64.b64decode(self.ask("GET", "screenshot"))

    def printed(self) -> bytes:
        """The page as a PDF, on the paper that its style names."""
        wanted = {"preferCSSPageSize": True, "printBackground": True}
        return base64.b64decode(self.ask("POST", "goog/cdp/execute", {"cmd": "Page.printToPDF", "params": wanted})["data"])

    def calls(self) -> list[str]:
        """Every address asked for since the last question."""
        lines = [json.loads(one["message"])["message"] for one in self.ask("POST", "se/log", {"type": "performance"})]
        return [line["params"]["request"]["url"] for line in lines if line["method"] == "Network.requestWillBeSent"]

    def complaints(self) -> list[str]:
        """What the console has: errors of the script, and what the policy of the page stopped."""
        return [one["message"] for one in self.ask("POST", "se/log", {"type": "browser"})]


@contextmanager
def browser() -> Iterator[Browser]:
    """A fresh browser with an empty profile."""
    program = shutil.which("chromedriver")
    assert program, "chromium-driver is not installed: make system"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, "--port=0"]
        driver = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            address = f"http://127.0.0.1:{port_of(driver)}"
            options = {"args": [*QUIET, f"--user-data-dir={profile}"]}
            wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"}}
            made = asked("POST", f"{address}/session", {"capabilities": {"alwaysMatch": wanted}})
            tab = Browser(address, made["sessionId"])
            tab.ask("POST", "url", {"url": "about:blank"})
            tab.calls()  # those of the browser's own first page
            yield tab
            tab.ask("DELETE", "")
        finally:
            driver.kill()
            driver.wait()


def port_of(driver: subprocess.Popen[str]) -> int:
    assert driver.stdout is not None
    limit = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < limit:
        line = driver.stdout.readline()
        if "was started successfully on port" in line:
            return int(line.rstrip().rstrip(".").rpartition(" ")[2])
    raise AssertionError("chromedriver did not start")


def asked(method: str, address: str, body: dict[str, Any] | None = None) -> Any:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(address.rstrip("/"), data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(json.load(error)["value"]["message"].splitlines()[0]) from None
