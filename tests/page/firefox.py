"""Firefox without a window, driven by WebDriver BiDi, which it speaks itself: a websocket, and no driver between.

The same methods as ``tests.page.chromium``. Nothing it asks of the network gets an answer, and every request for anything but the
page itself is kept for the tests to see.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.page.chromium import HARMLESS
from tests.page.listener import Listener

ADDRESS = re.compile(r"WebDriver BiDi listening on (ws://127\.0\.0\.1:\d+)")
PATIENCE_SECONDS = 60
LARGEST_MESSAGE = 1 << 28
QUIET: Mapping[str, object] = {
    "app.normandy.enabled": False, "app.update.auto": False, "app.update.enabled": False,
    "browser.aboutConfig.showWarning": False, "browser.dom.window.dump.enabled": False,
    "browser.newtabpage.enabled": False, "browser.region.network.url": "", "browser.safebrowsing.blockedURIs.enabled": False,
    "browser.safebrowsing.downloads.enabled": False, "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False, "browser.search.update": False, "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore", "browser.startup.page": 0, "browser.topsites.contile.enabled": False,
    "captivedetect.canonicalURL": "", "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False, "dom.push.connection.enabled": False,
    "extensions.blocklist.enabled": False, "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False, "extensions.update.enabled": False, "geo.provider.network.url": "",
    "messaging-system.rsexperimentloader.enabled": False, "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False, "network.dns.disablePrefetch": True, "network.prefetch-next": False,
    "network.trr.mode": 5, "security.remote_settings.crlite_filters.enabled": False,
    "security.remote_settings.intermediates.enabled": False, "services.settings.server": "data:,#remote-settings-dummy/v1",
    "signon.autofillForms": False, "telemetry.fog.test.localhost_port": -1, "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "data:,", "toolkit.telemetry.unified": False, "remote.active-protocols": 1,
}  # fmt: skip
"""What a fresh Firefox asks its maker for is turned off."""


class Firefox:
    """One browser with an empty profile in ``folder`` and one page."""

    def __init__(self, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        self.listener = Listener()
        self.requests: list[str] = []
        self.console_lines: list[str] = []
        self._last = 0
        profile = folder / "profile"
        profile.mkdir()
        (profile / "user.js").write_text(self.preferences(), encoding="utf-8")
        log = folder / "firefox.log"
        program = shutil.which("firefox-esr") or shutil.which("firefox") or "firefox-esr"
        self.process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=log.open("wb"),
            env={
                **os.environ, "HOME": str(folder), "TZ": "Asia/Shanghai", "MOZ_HEADLESS_WIDTH": "1366",
                "MOZ_HEADLESS_HEIGHT": "768", "MOZ_CRASHREPORTER_DISABLE": "1",
            },
        )  # fmt: skip
        self._held = ExitStack()
        self.line = self.connected(log)
        self.send("session.new", {"capabilities": {}})
        self.context = self.send("browsingContext.getTree")["contexts"][0]["context"]
        self.send("session.subscribe", {"events": ["network.beforeRequestSent", "log.entryAdded"]})
        self.send("browsingContext.setViewport", {"context": self.context, "viewport": {"width": 1366, "height": 768}})

    def preferences(self) -> str:
        """The quiet, the way out by the listener alone (this machine's addresses too), and where downloads go."""
        own = {
            "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": self.listener.port,
            "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": self.listener.port, "network.proxy.no_proxies_on": "",
            "network.proxy.allow_hijacking_localhost": True,
            "browser.download.folderList": 2, "browser.download.dir": str(self.downloads),
            "browser.download.useDownloadDir": True,
            "browser.download.always_ask_before_handling_new_types": False, "browser.download.alwaysOpenPanel": False,
        }  # fmt: skip
        return "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in (QUIET | own).items())

    def connected(self, log: Path) -> ClientConnection:
        """The line to the browser, once it says where it listens."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := ADDRESS.search(log.read_text("utf-8", "replace"))):
            assert self.process.poll() is None, log.read_text("utf-8", "replace")[-500:]
            assert time.monotonic() < end, "Firefox does not say where it listens"
            time.sleep(0.05)
        wanted = connect(f"{found[1]}/session", proxy=None, max_size=LARGEST_MESSAGE, open_timeout=PATIENCE_SECONDS)
        return self._held.enter_context(wanted)

    def send(self, method: str, parameters: Mapping[str, Any] | None = None, seconds: float = 240) -> dict[str, Any]:
        """Ask the browser and wait for the answer."""
        self._last += 1
        self.line.send(json.dumps({"id": self._last, "method": method, "params": parameters or {}}))
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            assert left > 0, f"no answer to {method}; the page stated: {self.console_lines[-3:]}"
            heard = json.loads(self.line.recv(timeout=left))
            if heard.get("id") == self._last:
                assert heard["type"] == "success", f"{method}: {heard.get('message')}"
                result: dict[str, Any] = heard["result"]
                return result
            if heard.get("type") == "event":
                self._noted(heard["method"], heard["params"])

    def _noted(self, method: str, about: dict[str, Any]) -> None:
        if method == "network.beforeRequestSent" and not about["request"]["url"].startswith(HARMLESS):
            self.requests.append(about["request"]["url"])
        if method == "log.entryAdded":
            self.console_lines.append(str(about.get("text"))[:600])

    def open(self, page: Path) -> None:
        self.send("browsingContext.navigate", {"context": self.context, "url": page.as_uri(), "wait": "complete"})

    def run(self, script: str, seconds: float = 240) -> Any:
        """The value of an expression in the page (awaited where it is a promise)."""
        asked = {
            "expression": script, "target": {"context": self.context}, "awaitPromise": True, "userActivation": True,
            "resultOwnership": "none",
        }  # fmt: skip
        answer = self.send("script.evaluate", asked, seconds)
        assert answer["type"] == "success", answer.get("exceptionDetails", {}).get("text")
        return plain(answer["result"])

    def until(self, condition: str, seconds: float = 200) -> None:
        """Wait in the page until the expression is true."""
        waited = (
            f"new Promise((resolve) => {{ const look = () => ({condition}) ? resolve(true) : setTimeout(look, 20); look(); }})"
        )
        self.run(waited, seconds)

    def choose(self, selector: str, paths: Sequence[Path]) -> None:
        """Choose files in a file input, as a person does in the dialog."""
        looked = {"context": self.context, "locator": {"type": "css", "value": selector}}
        (node,) = self.send("browsingContext.locateNodes", looked)["nodes"]
        element = {"sharedId": node["sharedId"]}
        self.send("input.setFiles", {"context": self.context, "element": element, "files": [str(path) for path in paths]})

    def downloaded(self, name: str, seconds: float = 60) -> Path:
        """The path of a finished download."""
        path = self.downloads / name
        end = time.monotonic() + seconds
        while not path.exists() or not path.stat().st_size or list(self.downloads.glob("*.part")):
            assert time.monotonic() < end, sorted(one.name for one in self.downloads.iterdir())
            self.run("new Promise((done) => setTimeout(done, 30))")
        return path

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.send("browsingContext.captureScreenshot", {"context": self.context})["data"]))

    def close(self) -> None:
        self._held.close()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def plain(value: Mapping[str, Any]) -> Any:
    """What the protocol says of a value, as the value."""
    kind, held = value["type"], value.get("value")
    if kind in ("array", "set"):
        return [plain(one) for one in held or ()]
    if kind in ("object", "map"):
        return {name if isinstance(name, str) else plain(name): plain(one) for name, one in held or ()}
    return held
