"""A LibreOffice with our extension in a window of its own, for as long as a test module needs it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from PIL import Image

from addin.libreoffice.installing.libraries import install_packages, office_python

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
"""Seconds that one verb may take."""
STUCK = Path(tempfile.gettempdir()) / "gaoyan_libreoffice_stuck.png"
CELL_PIXELS = 1500
SIZE = "1600x1000x24"
QUIET = (
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
    ("/org.openoffice.Office.Common/Misc", "UseLocking", "false"),
    ("/org.openoffice.Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("/org.openoffice.Office.Calc/Input", "ReplaceCellsWarning", "false"),
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
)
ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    + "".join(ITEM.format(path=path, name=name, value=value) for path, name, value in QUIET)
    + "</oor:items>"
)


def packages() -> Path:
    """The libraries for LibreOffice's Python, installed once by the product's own installer and kept beside the environment."""
    folder = ROOT / ".venv" / "libreoffice-packages"
    install_packages(office_python(), folder)
    return folder


@contextmanager
def screen(folder: Path, size: str = SIZE) -> Iterator[str]:
    """A display without a monitor, whose picture stands in ``folder``; its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-fbdir", str(folder)]
    server = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as reported:
            yield f":{reported.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Session:
    """A running LibreOffice. ``do`` runs a verb of ``driver.py``."""

    def __init__(self, display: str, extension: Path | None, folder: Path) -> None:
        self.display = display
        self.folder = folder
        self.packages = packages()
        settings = folder / "settings" / "gaoyan"
        settings.mkdir(parents=True)
        (settings / "libreoffice-packages.txt").write_text(str(self.packages), encoding="utf-8")
        self.environment = os.environ | {
            "DISPLAY": display, "XDG_CONFIG_HOME": str(settings.parent), "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"), "SAL_USE_VCLPLUGIN": "gen", "LC_ALL": "C.UTF-8",
            "BROWSER": "true",  # what a button shows at its end needs no browser here, which would outlive the test
        }  # fmt: skip
        for name in ("PYTHONPATH", "VIRTUAL_ENV"):
            self.environment.pop(name, None)
        # The one that LibreOffice and unopkg take by themselves in this environment.
        profile = settings.parent / "libreoffice" / "4"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        self.profile = profile.as_uri()
        self.stuck = False
        self.office: subprocess.Popen[bytes] | None = None
        self.driver: subprocess.Popen[str] | None = None
        if extension is not None:
            self.start(headless=True)
            self.do("install", str(extension))
            self.stop()
        self.start()

    def start(self, headless: bool = False) -> None:
        port = free_port()
        accept = f"--accept=socket,host=127.0.0.1,port={port};urp;"
        command = ["soffice", f"-env:UserInstallation={self.profile}", "--norestore", "--nologo", "--nodefault", accept]
        errors = (self.folder / "soffice.log").open("ab")
        self.office = subprocess.Popen(
            [*command, *(["--headless"] if headless else [])], env=self.environment, stdout=errors, stderr=errors,
            start_new_session=True,
        )  # fmt: skip
        self.driver = subprocess.Popen(
            [str(office_python()), str(Path(__file__).with_name("driver.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=self.environment,
        )  # fmt: skip
        self.do("connect", port)

    def stop(self) -> None:
        if self.driver is not None and self.driver.poll() is None:
            self.do("terminate")
            assert self.driver.stdin is not None
            self.driver.stdin.close()
            self.driver.wait(timeout=30)
        if self.office is not None:
            try:
                self.office.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.office.kill()
                self.office.wait()

    def do(self, verb: str, *arguments: Any) -> Any:
        """Run a verb; its result. Raises RuntimeError with what went wrong in LibreOffice.

        After a verb that never came back LibreOffice is started anew: one test fails, not all that come after it.
        """
        if self.stuck:
            self.stuck = False
            self.start()
        assert self.driver is not None
        assert self.driver.stdin is not None
        assert self.driver.stdout is not None
        self.driver.stdin.write(json.dumps({"do": verb, "with": arguments}, ensure_ascii=False) + "\n")
        self.driver.stdin.flush()
        waiting = threading.Timer(PATIENCE, self.give_up)
        waiting.start()
        try:
            line = self.driver.stdout.readline()
        finally:
            waiting.cancel()
        gone = f"no answer in {PATIENCE:.0f} s, see {STUCK}" if self.stuck else "the driver is gone"
        answer = json.loads(line) if line else {"error": gone, "trace": ""}
        if "error" in answer:
            raise RuntimeError(f"{verb}: {answer['error']}\n{answer.get('trace', '')}")
        return answer["result"]

    def give_up(self) -> None:
        """LibreOffice waits for something nobody will answer: end it, so that the test fails and says so."""
        self.stuck = True
        screenshot(self.folder / "screen" / "Xvfb_screen0").save(STUCK)
        if self.driver is not None:
            self.driver.kill()
        if self.office is not None:
            os.killpg(self.office.pid, signal.SIGKILL)

    def pressed(self, button: str, *answers: str) -> str:
        """Choose an entry of the menu and answer its dialogs; the text of the last one, which is acknowledged.

        Dialogs without an answer of their own are answered with Yes (a question) or OK.
        """
        self.do("press", button)
        given = list(answers)
        text = ""
        while (dialog := self.do("dialog")) is not None:
            text = dialog["text"]
            usual = "Yes" if "Yes" in dialog["buttons"] else "OK"
            self.do("answer", given.pop(0) if given else usual)
        assert self.do("pressed"), f"{button} still waits"
        return text

    def wait_for(self, sheet: str, cell: str, text: str, seconds: float = 20.0) -> None:
        """Until the cell shows the text."""
        end = time.monotonic() + seconds
        while self.do("texts", sheet, cell) != [[text]]:
            if time.monotonic() > end:
                raise TimeoutError(f"{sheet}!{cell} shows {self.do('texts', sheet, cell)}")
            time.sleep(0.05)

    def keys(self, *keys: str) -> None:
        """Press keys in the window in front."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], env=self.environment, check=True, timeout=20)

    def type(self, text: str) -> None:
        """Type letters and digits into the window in front, key by key."""
        command = ["xdotool", "type", "--clearmodifiers", "--delay", "15", text]
        subprocess.run(command, env=self.environment, check=True, timeout=60)

    def clipboard(self, text: str) -> None:
        subprocess.run(
            ["xclip", "-selection", "clipboard", "-i"], input=text.encode("utf-8"), env=self.environment, check=True, timeout=20,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def paste(self, sheet: str, cell: str, text: str) -> None:
        """Paste a text into a cell, once more if LibreOffice has not yet seen the new contents of the clipboard."""
        self.clipboard(text)
        for seconds in (3.0, 5.0, 20.0):
            self.do("paste", sheet, cell)
            with suppress(TimeoutError):
                self.wait_for(sheet, cell, text, seconds)
                return
        raise TimeoutError(f"{sheet}!{cell} does not take {text}")

    def picture(self, path: Path) -> Path:
        """What the screen shows, as PNG."""
        time.sleep(0.7)
        screenshot(self.folder / "screen" / "Xvfb_screen0").save(path, optimize=True)
        return path

    def pixels(self, colour: str) -> int:
        """How many pixels of the screen have a colour (RRGGBB): what conditional formats paint, among others."""
        shown = screenshot(self.folder / "screen" / "Xvfb_screen0")
        wanted = tuple(bytes.fromhex(colour))
        return sum(count for count, one in shown.getcolors(shown.width * shown.height) or () if one == wanted)

    def settled(self, colour: str) -> int:
        """The pixels of a colour once the window no longer changes them."""
        last, now = -1, self.pixels(colour)
        while now != last:
            time.sleep(1.0)
            last, now = now, self.pixels(colour)
        return now

    def paints(self, colour: str, cells: int, before: int, seconds: float = 20.0) -> bool:
        """True once about so many cells more than ``before`` show the colour; False if they never do.

        A cell of the rosters has 2,000 to 10,000 pixels; the cursor's edge and letters cover some.
        """
        end = time.monotonic() + seconds
        while not painted(self.pixels(colour) - before, cells):
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True


def painted(more: int, cells: int) -> bool:
    """Whether so many more pixels are that many cells more."""
    return more > cells * CELL_PIXELS if cells else abs(more) < CELL_PIXELS


def screenshot(dump: Path) -> Image.Image:
    """The picture in Xvfb's frame buffer, which is an XWD file of 32 bits a pixel."""
    content = dump.read_bytes()
    header = struct.unpack(">25I", content[:100])
    size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    start = size + 12 * colours
    return Image.frombuffer("RGB", (width, height), content[start : start + line * height], "raw", "BGRX", line, 1)


@contextmanager
def running(extension: Path | None, size: str = SIZE, home: Path | None = None) -> Iterator[Session]:
    """A LibreOffice with the extension, on a screen of its own; all is gone afterwards. ``home``: a new folder for it."""
    folder = home or Path(tempfile.mkdtemp(prefix="gaoyan_libreoffice_"))
    (folder / "screen").mkdir(parents=True)
    with screen(folder / "screen", size) as display:
        session = Session(display, extension, folder)
        try:
            yield session
        finally:
            session.stop()
            shutil.rmtree(folder, ignore_errors=True)
