"""LibreOffice as the host of the buttons: message boxes, file dialogs, status bar, and menu actions."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uno

from addin.libreoffice.packages import missing

if TYPE_CHECKING:
    from addin.buttons.registry import Button, Steps

# com.sun.star.awt.MessageBoxType, MessageBoxButtons and MessageBoxResults, and com.sun.star.ui.dialogs.TemplateDescription
# and ExecutableDialogResults.
INFO, ERROR, QUESTION = "INFOBOX", "ERRORBOX", "QUERYBOX"
OK_BUTTON, YES_NO, YES = 1, 3, 2
OPEN_SIMPLE, SAVE_SIMPLE, ACCEPTED = 0, 1, 1
LONGEST_MESSAGE = 3000
TITLE = "高研项目"


class LibreOfficeDesk:
    """The desk for LibreOffice."""

    serves_functions = True

    def __init__(self, context: Any, today: date | None = None) -> None:
        self.context = context
        self.today = today or date.today()
        self.indicator: Any = None

    def service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    @property
    def frame(self) -> Any:
        return self.service("com.sun.star.frame.Desktop").getCurrentFrame()

    def status(self, text: str | None) -> None:
        """The status bar keeps the text until the next one, or None."""
        if self.indicator is not None:
            self.indicator.end()
            self.indicator = None
        frame = self.frame
        if text is not None and frame is not None:
            self.indicator = frame.createStatusIndicator()
            self.indicator.start(text, 0)

    def box(self, kind: str, buttons: int, title: str, text: str) -> int:
        toolkit = self.service("com.sun.star.awt.Toolkit")
        frame = self.frame
        window = frame.ContainerWindow if frame is not None else toolkit.getDesktopWindow()
        box = toolkit.createMessageBox(
            window, uno.Enum("com.sun.star.awt.MessageBoxType", kind), buttons, title, text[:LONGEST_MESSAGE]
        )
        try:
            return int(box.execute())
        finally:
            box.dispose()

    def confirm(self, title: str, question: str) -> None:
        if self.box(QUESTION, YES_NO, title, question) != YES:
            raise cancelled()

    def tell(self, title: str, message: str, *, wrong: bool = False) -> None:
        self.box(ERROR if wrong else INFO, OK_BUTTON, title, message)

    def ask(self, title: str, prompt: str, proposed: str) -> str:
        return asked(self, title, prompt, proposed)

    def picker(self, template: int, title: str, kinds: tuple[str, ...]) -> Any:
        picker = self.service("com.sun.star.ui.dialogs.FilePicker")
        picker.initialize((template,))
        picker.setTitle(title)
        picker.appendFilter("、".join(kinds), ";".join(f"*.{kind}" for kind in kinds))
        return picker

    def files(self, title: str, kinds: tuple[str, ...]) -> list[Path]:
        picker = self.picker(OPEN_SIMPLE, title, kinds)
        picker.setMultiSelectionMode(True)
        if picker.execute() != ACCEPTED:
            raise cancelled()
        return [path_of(address) for address in picker.getSelectedFiles()]

    def folder(self, title: str) -> Path:
        picker = self.service("com.sun.star.ui.dialogs.FolderPicker")
        picker.setTitle(title)
        if picker.execute() != ACCEPTED:
            raise cancelled()
        return path_of(picker.getDirectory())

    def new_file(self, title: str, proposed: Path) -> Path:
        picker = self.picker(SAVE_SIMPLE, title, (proposed.suffix[1:],))
        picker.setDefaultName(proposed.name)
        if picker.execute() != ACCEPTED:
            raise cancelled()
        path = path_of(picker.getSelectedFiles()[0])
        return path if path.suffix else path.with_suffix(proposed.suffix)

    def show(self, path: Path) -> None:
        """Open a file or folder with the system's default program."""
        shell = self.service("com.sun.star.system.SystemShellExecute")
        shell.execute(uno.systemPathToFileUrl(os.path.realpath(path)), "", 0)

    def diagnosis(self) -> str:
        from addin.installing.diagnose import summary
        from addin.libreoffice.diagnosis import diagnose
        from addin.libreoffice.documents import active_book
        from workbooks.notices.installed import make_known

        make_known()
        book = active_book(self.context)
        return summary(diagnose(book.app.version, book.api.isAutomaticCalculationEnabled()))

    def selftest(self, path: Path) -> Steps:
        from addin.libreoffice.trying import LibreOffice
        from addin.selftest.page import reported

        return reported(LibreOffice(self.context), path)


def cancelled() -> Exception:
    from addin.buttons.registry import Cancelled

    return Cancelled()


def path_of(address: str) -> Path:
    return Path(uno.fileUrlToSystemPath(address))


def asked(desk: LibreOfficeDesk, title: str, prompt: str, proposed: str) -> str:
    """Ask for a line of text in a small dialog with 确定 and 取消."""
    model = desk.service("com.sun.star.awt.UnoControlDialogModel")
    model.Width, model.Height, model.Title = 180, 62, title
    parts: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("FixedText", "prompt", {"PositionX": 6, "PositionY": 6, "Width": 168, "Height": 14, "Label": prompt, "MultiLine": True}),
        ("Edit", "answer", {"PositionX": 6, "PositionY": 22, "Width": 168, "Height": 14, "Text": proposed}),
        ("Button", "ok", {
            "PositionX": 76, "PositionY": 42, "Width": 46, "Height": 14, "Label": "确定", "PushButtonType": 1,
            "DefaultButton": True,
        }),
        ("Button", "cancel", {
            "PositionX": 128, "PositionY": 42, "Width": 46, "Height": 14, "Label": "取消", "PushButtonType": 2,
        }),
    )  # fmt: skip
    for kind, name, settings in parts:
        part = model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
        for key, value in settings.items():
            part.setPropertyValue(key, value)
        model.insertByName(name, part)
    dialog = desk.service("com.sun.star.awt.UnoControlDialog")
    dialog.setModel(model)
    dialog.createPeer(desk.service("com.sun.star.awt.Toolkit"), desk.frame.ContainerWindow if desk.frame else None)
    try:
        if not dialog.execute():
            raise cancelled()
        return str(dialog.getControl("answer").getText())
    finally:
        dialog.dispose()


def press_button(id: str, context: Any) -> None:
    """Run a button on the active spreadsheet, as one step of LibreOffice's undo."""
    desk = LibreOfficeDesk(context)
    try:
        from addin.buttons.pressing import press
        from addin.buttons.tab import BUTTONS
        from addin.libreoffice.documents import active_book
        from workbooks.notices.installed import make_known

        make_known()
        book = active_book(context)
    except ImportError as error:
        desk.tell(TITLE, missing(error), wrong=True)
        return
    except KeyError:
        desk.tell(TITLE, "请先打开要处理的工作簿", wrong=True)
        return
    document = book.api
    with OneStep(document, BUTTONS[id]):
        press(id, book, desk)
    if BUTTONS[id].live:
        from addin.libreoffice.watching import watch

        watch(document, context)


class OneStep:
    """Context manager: the changes inside are one undo step of the document, named as the button."""

    def __init__(self, document: Any, button: Button) -> None:
        self.steps = document.UndoManager
        self.name = f"{TITLE}：{button.label}"

    def __enter__(self) -> None:
        self.steps.enterUndoContext(self.name)

    def __exit__(self, *_: object) -> None:
        self.steps.leaveUndoContext()
