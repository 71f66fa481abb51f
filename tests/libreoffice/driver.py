"""Runs in LibreOffice's own Python and drives one LibreOffice over a socket: a line of JSON in, a line of JSON out.

Started by ``session.py``. Typing goes through the commands of LibreOffice's window, so validations and listeners act as they do
for a user; dialogs are read and answered through their accessible tree.
"""

from __future__ import annotations

import contextlib
import json
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import uno
import unohelper
from com.sun.star.lang import DisposedException
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment
from com.sun.star.util import CloseVetoException

PATIENCE = 60.0
ALERT, DIALOG, LABEL, PUSH_BUTTON = 1, 13, 86, 44
"""com.sun.star.accessibility.AccessibleRole."""
VERBS: dict[str, Callable[..., Any]] = {}
walk, contexts, pickers = (getattr(import_module("accessible"), name) for name in ("walk", "contexts", "pickers"))


def verb(function: Callable[..., Any]) -> Callable[..., Any]:
    VERBS[function.__name__] = function
    return function


def value(name: str, content: Any) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, content
    return made


class Office:
    context: Any = None
    document: Any = None
    pressing: threading.Thread | None = None
    windows = 0
    """So many stood open when the button was pressed: a dialog is one more."""


OFFICE = Office()


def service(name: str) -> Any:
    return OFFICE.context.ServiceManager.createInstanceWithContext(name, OFFICE.context)


@verb
def connect(port: int) -> None:
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    address = f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
    end = time.monotonic() + PATIENCE
    while True:
        try:
            OFFICE.context = resolver.resolve(address)
            return
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


class Approving(unohelper.Base, XInteractionHandler):  # type: ignore[misc]
    def handle(self, request: Any) -> None:
        approve = uno.getTypeByName("com.sun.star.task.XInteractionApprove")
        for continuation in request.getContinuations():
            found = continuation.queryInterface(approve)
            if found is not None:
                found.select()
                return


class Surroundings(unohelper.Base, XCommandEnvironment):  # type: ignore[misc]
    def getInteractionHandler(self) -> Any:
        return Approving()

    def getProgressHandler(self) -> Any:
        return None


@verb
def install(path: str) -> list[str]:
    """Install the extension for the user; the identifiers that are installed then."""
    manager = OFFICE.context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
    manager.addExtension(uno.systemPathToFileUrl(path), (), "user", None, Surroundings())
    return [one.Identifier.Value for one in manager.getDeployedExtensions("user", None, Surroundings())]


@verb
def terminate() -> None:
    """End LibreOffice. What was changed is given up: nobody would answer the question whether to save it."""
    try:
        desktop = service("com.sun.star.frame.Desktop")
        documents = desktop.Components.createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            if hasattr(document, "setModified"):
                document.setModified(False)
                document.close(True)
        desktop.terminate()
    except Exception:  # the bridge goes down with the office
        OFFICE.context = None


@verb
def open(path: str | None = None, hidden: bool = False) -> str:
    address = uno.systemPathToFileUrl(path) if path else "private:factory/scalc"
    desktop = service("com.sun.star.frame.Desktop")
    OFFICE.document = desktop.loadComponentFromURL(address, "_blank", 0, (value("Hidden", hidden),))
    if not hidden:
        frame = OFFICE.document.CurrentController.Frame
        frame.ContainerWindow.toFront()
        frame.ContainerWindow.setFocus()
        frame.activate()
    return str(OFFICE.document.Title)


@verb
def call(module: str, function: str, *arguments: Any) -> Any:
    """Run a function of a module beside this file on the open document."""
    return getattr(import_module(module), function)(OFFICE.document, *arguments)


@verb
def close() -> None:
    """Give up what was changed and close; a window that is still busy is waited for."""
    end = time.monotonic() + PATIENCE
    OFFICE.document.setModified(False)
    while True:
        try:
            OFFICE.document.close(True)
            break
        except CloseVetoException:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
    OFFICE.document = None


@verb
def store(path: str | None = None) -> str:
    if path is None:
        OFFICE.document.store()
        return str(uno.fileUrlToSystemPath(OFFICE.document.URL))
    OFFICE.document.storeToURL(uno.systemPathToFileUrl(path), (value("FilterName", "Calc MS Excel 2007 XML"),))
    return path


def block(sheet: str, area: str) -> Any:
    return OFFICE.document.Sheets.getByName(sheet).getCellRangeByName(area)


@verb
def values(sheet: str, area: str) -> list[list[Any]]:
    return [list(row) for row in block(sheet, area).getDataArray()]


@verb
def texts(sheet: str, area: str) -> list[list[str]]:
    found = block(sheet, area)
    address = found.RangeAddress
    return [
        [found.getCellByPosition(column, row).String for column in range(address.EndColumn - address.StartColumn + 1)]
        for row in range(address.EndRow - address.StartRow + 1)
    ]


@verb
def put(sheet: str, cell: str, content: Any) -> None:
    """Through the interface: no events, no validation."""
    found = block(sheet, cell).getCellByPosition(0, 0)
    if isinstance(content, str):
        found.setString(content)
    else:
        found.setValue(content)


@verb
def formula(sheet: str, area: str, text: str, array: bool = False) -> list[list[Any]]:
    """Enter a formula in LibreOffice's notation; the values it gives and the error code of the first cell."""
    found = block(sheet, area)
    if array:
        found.setArrayFormula(text)
    else:
        found.getCellByPosition(0, 0).setFormula(text)
    code = found.getCellByPosition(0, 0).getError()
    return [[code], *values(sheet, area)]


@verb
def formulas(sheet: str, area: str) -> list[list[str]]:
    return [list(row) for row in block(sheet, area).getFormulaArray()]


def dispatch(command: str, *arguments: Any) -> None:
    frame = OFFICE.document.CurrentController.Frame
    service("com.sun.star.frame.DispatchHelper").executeDispatch(frame, command, "", 0, arguments)


@verb
def go(sheet: str, cell: str) -> None:
    controller = OFFICE.document.CurrentController
    controller.setActiveSheet(OFFICE.document.Sheets.getByName(sheet))
    dispatch(".uno:GoToCell", value("ToPoint", cell))


@verb
def typed(sheet: str, cell: str, text: str) -> float:
    """Type a text into a cell, as a user does; the seconds until it stood there and all that depends on it was computed."""
    go(sheet, cell)
    begun = time.perf_counter()
    dispatch(".uno:EnterString", value("StringName", text))
    return time.perf_counter() - begun


@verb
def keystroke_to_paint(sheet: str, cell: str, text: str, watched_sheet: str, watched: str, wanted: str) -> float:
    """Seconds from entry until the watched cell says ``wanted`` (read once; LibreOffice computes what is asked for)."""
    go(sheet, cell)
    begun = time.perf_counter()
    dispatch(".uno:EnterString", value("StringName", text))
    found = block(watched_sheet, watched).getDataArray()
    passed = time.perf_counter() - begun
    if not any(wanted in str(cell) for row in found for cell in row):
        raise AssertionError(f"{wanted} not in {watched_sheet}!{watched}")
    return passed


@verb
def paste(sheet: str, cell: str) -> None:
    """What the clipboard holds, as unformatted text; the import dialog of texts with several cells is accepted."""
    go(sheet, cell)
    dispatch(".uno:PasteUnformatted")


@verb
def selected() -> str:
    """The selected cell as 核验 names it: 附件4!C7."""
    chosen = OFFICE.document.CurrentController.getSelection()
    address = chosen.AbsoluteName.replace("$", "").replace("'", "")
    sheet, _, cell = address.rpartition(".")
    return f"{sheet}!{cell.split(':')[0]}"


@verb
def press(button: str) -> None:
    """Choose an entry of the menu 高研项目. Returns at once; dialogs are answered by ``answer``."""

    def run() -> None:
        dispatch(f"service:org.gaoyan.Buttons?{button}")

    OFFICE.windows = service("com.sun.star.awt.Toolkit").getTopWindowCount()
    OFFICE.pressing = threading.Thread(target=run, daemon=True)
    OFFICE.pressing.start()


@verb
def pressed(seconds: float = PATIENCE) -> bool:
    """True once the button has done its work; False if it still waits, for a dialog say."""
    assert OFFICE.pressing is not None
    OFFICE.pressing.join(seconds)
    return not OFFICE.pressing.is_alive()


def windows_shown() -> Iterator[Any]:
    return contexts(service("com.sun.star.awt.Toolkit"), OFFICE.windows)


def dialog_parts() -> tuple[Any, list[Any]] | None:
    """The open dialog in front, and the parts of its accessible tree; None if there is none, or if it goes while it is read."""
    try:
        for context in windows_shown():
            if context.getAccessibleRole() in (ALERT, DIALOG):
                return context, list(walk(context))
    except (DisposedException, AttributeError):
        return None
    return None


def dialog_shown() -> dict[str, Any] | None:
    """The dialog in front as it stands now; None if there is none."""
    found = dialog_parts()
    if found is None:
        return None
    context, parts = found
    return {
        "title": context.getAccessibleName(),
        "text": "\n".join(one.getAccessibleName() for one in parts if one.getAccessibleRole() == LABEL),
        "buttons": [one.getAccessibleName() for one in parts if one.getAccessibleRole() == PUSH_BUTTON],
    }


@verb
def dialog(seconds: float = PATIENCE) -> dict[str, Any] | None:
    """The dialog in front, waited for: its title, texts and buttons. None if the button ended without one."""
    end, before = time.monotonic() + seconds, None
    while time.monotonic() < end:
        shown = dialog_shown()
        # A dialog that is still being built has no buttons yet, or not all of them.
        if shown is not None and shown["buttons"] and shown == before:
            return shown
        before = shown
        if shown is None and OFFICE.pressing is not None and not OFFICE.pressing.is_alive():
            return None
        time.sleep(0.05)
    return None


@verb
def answer(button: str) -> None:
    """Push a button of the dialog in front, and wait until it is gone."""
    found = dialog_parts()
    assert found is not None, "no dialog"
    context, parts = found
    title = context.getAccessibleName()
    chosen = next(one for one in parts if one.getAccessibleRole() == PUSH_BUTTON and one.getAccessibleName() == button)
    chosen.doAccessibleAction(0)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            now = dialog_parts()
            if now is None or now[0] != context or now[1][0].getAccessibleName() != title:
                return
        except DisposedException:  # it went while it was read
            return
        time.sleep(0.02)
    raise TimeoutError(f"dialog {title} stays")


@verb
def choose(text: str, field: str, button: str, seconds: float = 20.0) -> None:
    """Type into the field of a dialog, which is waited for, and push a button of it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(DisposedException, AttributeError):  # a dialog that goes while it is read
            for parts in pickers(windows_shown()):
                named = [part for part in parts if hasattr(part, "setText") and field in part.getAccessibleName()]
                buttons = [part for part in parts if part.getAccessibleRole() == PUSH_BUTTON]
                wanted = next((part for part in buttons if part.getAccessibleName() == button), None)
                if named and wanted is not None:
                    named[-1].setText(text)
                    wanted.doAccessibleAction(0)
                    return
        time.sleep(0.1)
    raise TimeoutError(f"no dialog with {field} and {button}")


@verb
def macro(name: str, arguments: dict[str, Any], packages_folder: str, packages: str) -> Any:
    """Run a macro on the open document through our engine, from outside; ``today`` is an ISO date among the arguments."""
    for folder in (packages, packages_folder):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    from addin.libreoffice.documents import open_document
    from tests.conformance import steps

    book = open_document(OFFICE.document, OFFICE.context)
    given = {key: date.fromisoformat(one) if key == "today" else one for key, one in arguments.items()}
    return steps.STEPS[name](book, **given)


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"result": VERBS[request["do"]](*request["with"])}
        except Exception as error:  # whatever it is, the test must see it
            answer = {
                "error": f"{type(error).__name__}: {getattr(error, 'Message', '') or error}",
                "trace": traceback.format_exc(),
            }
        print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdin.reconfigure(encoding="utf-8")
    assert Path(__file__).is_file()
    main()
