"""Chromium without a window, driven through a pipe by its own protocol: no driver, no port, no library between.

Nothing it asks of the network gets an answer, and every request for anything but the page itself is kept for the tests to see.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.page.listener import Listener

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    "--proxy-bypass-list=<-loopback>", "--remote-debugging-pipe",
    "--window-size=1366,768", "--hide-scrollbars", "--lang=zh-CN",
)  # fmt: skip
KEYS = {"Tab": (9, ""), "Enter": (13, "\r"), "Space": (32, " "), "Escape": (27, ""), "ArrowDown": (40, "")}
"""Key -> its number, and the text that it types."""
HARMLESS = ("file:", "blob:", "data:", "about:", "chrome:")


class Chromium:
    """One browser with an empty profile in ``folder`` and one page."""

    def __init__(self, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        self.listener = Listener()
        self.requests: list[str] = []
        self.finished: list[str] = []
        self.console_lines: list[str] = []
        self.choosers: list[int] = []
        self._inbox, self._outbox, self._buffer, self._last = ours_in, ours_out, b"", 0
        self._answers: dict[int, dict[str, Any]] = {}

        def placed() -> None:
            os.dup2(theirs_in, 103)
            os.dup2(theirs_out, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        program = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        self.process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={folder / 'profile'}", *self.way_out(), "about:blank"],
            preexec_fn=placed, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder), "TZ": "Asia/Shanghai"},
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        behaviour = {"behavior": "allow", "downloadPath": str(self.downloads), "eventsEnabled": True}
        self.send("Browser.setDownloadBehavior", behaviour)
        target = next(one for one in self.send("Target.getTargets")["targetInfos"] if one["type"] == "page")
        self.session = self.send("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.send(f"{domain}.enable")
        self.send("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True})

    def way_out(self) -> tuple[str, ...]:
        """Every address, this machine's too, is reached through the listener alone."""
        return (f"--proxy-server=127.0.0.1:{self.listener.port}",)

    def send(self, method: str, parameters: dict[str, Any] | None = None, seconds: float = 240) -> dict[str, Any]:
        """Ask the browser (or the page, once there is one) and wait for the answer."""
        self._last += 1
        message: dict[str, Any] = {"id": self._last, "method": method, "params": parameters or {}}
        if hasattr(self, "session") and not method.startswith(("Browser.", "Target.get")):
            message["sessionId"] = self.session
        os.write(self._outbox, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + seconds
        while message["id"] not in self._answers:
            self._hear(end)
        answer = self._answers.pop(message["id"])
        assert "error" not in answer, f"{method}: {answer.get('error')}"
        result: dict[str, Any] = answer["result"]
        return result

    def _hear(self, end: float) -> None:
        while b"\0" not in self._buffer:
            left = end - time.monotonic()
            assert left > 0, f"no answer; the page stated: {self.console_lines[-3:]}"
            if select.select([self._inbox], [], [], min(left, 1))[0]:
                some = os.read(self._inbox, 1 << 20)
                assert some, "the browser has gone"
                self._buffer += some
        line, _, self._buffer = self._buffer.partition(b"\0")
        heard = json.loads(line)
        if "id" in heard:
            self._answers[heard["id"]] = heard
            return
        self._noted(heard["method"], heard["params"])

    def _noted(self, method: str, about: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent" and not about["request"]["url"].startswith(HARMLESS):
            self.requests.append(about["request"]["url"])
        if method == "Network.webSocketCreated":
            self.requests.append(about["url"])
        if method == "Target.attachedToTarget":
            self.send_only("Network.enable", about["sessionId"])
            self.send_only("Runtime.enable", about["sessionId"])
        if method == "Browser.downloadProgress" and about["state"] == "completed":
            self.finished.append(about["guid"])
        if method == "Page.fileChooserOpened":
            self.choosers.append(about["backendNodeId"])
        if method == "Runtime.consoleAPICalled":
            self.console_lines.append(" ".join(str(one.get("value", one.get("description", ""))) for one in about["args"]))
        if method == "Runtime.exceptionThrown":
            self.console_lines.append(json.dumps(about, ensure_ascii=False)[:600])

    def send_only(self, method: str, session: str) -> None:
        """Ask without waiting: the answer is of no interest, and what is being waited for goes on."""
        self._last += 1
        os.write(
            self._outbox, json.dumps({"id": self._last, "method": method, "params": {}, "sessionId": session}).encode() + b"\0"
        )

    def open(self, page: Path) -> None:
        self.send("Page.navigate", {"url": page.as_uri()})

    def run(self, script: str, seconds: float = 240) -> Any:
        """The value of an expression in the page (awaited where it is a promise)."""
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        answer = self.send("Runtime.evaluate", asked, seconds=seconds)
        assert "exceptionDetails" not in answer, answer.get("exceptionDetails")
        return answer["result"].get("value")

    def until(self, condition: str, seconds: float = 200) -> None:
        """Wait in the page until the expression is true."""
        waited = (
            f"new Promise((resolve) => {{ const look = () => ({condition}) ? resolve(true) : setTimeout(look, 20); look(); }})"
        )
        self.run(waited, seconds)

    def choose(self, selector: str, paths: Sequence[Path]) -> None:
        """Choose files in a file input, as a person does in the dialog."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        assert node, selector
        self.send("DOM.setFileInputFiles", {"nodeId": node, "files": [str(path) for path in paths]})

    def drop(self, selector: str, paths: Sequence[Path]) -> None:
        """Drag files and folders over an element and let go, as from a window of the system's."""
        x, y = self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); one.scrollIntoView({{ block: 'center' }});"
            " const place = one.getBoundingClientRect(); return [place.x + place.width / 2, place.y + 12]; })()"
        )
        data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})

    def press(self, key: str, shift: bool = False) -> None:
        """A key of the keyboard, down and up, wherever the focus is."""
        number, text = KEYS[key]
        about: dict[str, Any] = {"key": " " if key == "Space" else key, "code": key, "windowsVirtualKeyCode": number}
        about["modifiers"] = 8 if shift else 0
        typed = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.send("Input.dispatchKeyEvent", about | typed)
        self.send("Input.dispatchKeyEvent", about | {"type": "keyUp"})

    def answer_choosers(self) -> None:
        """From now on no dialog of the system's opens for files: ``chosen`` answers in its place."""
        self.send("Page.setInterceptFileChooserDialog", {"enabled": True})

    def chosen(self, paths: Sequence[Path], seconds: float = 20) -> None:
        """Answer the dialog for files that the page has just opened."""
        end = time.monotonic() + seconds
        while not self.choosers:
            assert time.monotonic() < end, "no dialog for files"
            self.run("new Promise((done) => setTimeout(done, 30))")
        node = self.choosers.pop()
        self.send("DOM.setFileInputFiles", {"backendNodeId": node, "files": [str(path) for path in paths]})

    def downloaded(self, name: str, seconds: float = 60) -> Path:
        """The path of a finished download."""
        path = self.downloads / name
        end = time.monotonic() + seconds
        while not path.exists() or list(self.downloads.glob("*.crdownload")):
            assert time.monotonic() < end, sorted(one.name for one in self.downloads.iterdir())
            self.run("new Promise((done) => setTimeout(done, 30))")
        return path

    def picture(self, path: Path) -> None:
        import base64

        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot", {"format": "png"})["data"]))

    def look(self, width: int = 0, scheme: str = "light", height: int = 844) -> None:
        """A screen so wide (0: that of the window), in the light or in the dark."""
        if width:
            about = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
            self.send("Emulation.setDeviceMetricsOverride", about)
        else:
            self.send("Emulation.clearDeviceMetricsOverride")
        self.send("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def close(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._inbox)
        os.close(self._outbox)
