"""Runs the VBA of a workbook in LibreOffice and writes down what came of it, as JSON. For the system's Python, which has ``uno``.

Usage: office_vba.py WORKBOOK.xlsm PROFILE_FOLDER
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

BLOCK, NOTES, STORE = "$M$4:$T$5", "$J$4:$J$5", "$V$4:$W$9"


def setting(name: str, value: object) -> Any:
    import uno  # type: ignore[import-not-found]

    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, value
    return made


def connected(pipe: str) -> tuple[Any, ...]:
    """The desktop, and what carries out commands."""
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            names = ("com.sun.star.frame.Desktop", "com.sun.star.frame.DispatchHelper")
            return tuple(context.ServiceManager.createInstanceWithContext(name, context) for name in names)
        except Exception:  # not up yet
            time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


class Book:
    """The loaded workbook: its cells, and its macros by name."""

    def __init__(self, document: Any, helper: Any) -> None:
        self.document, self.helper = document, helper
        self.scripts = document.getScriptProvider()

    def run(self, name: str, *arguments: object) -> Any:
        address = f"vnd.sun.star.script:VBAProject.{name}?language=Basic&location=document"
        return self.scripts.getScript(address).invoke(tuple(arguments), (), ())[0]

    def dispatch(self, command: str) -> None:
        """A command of the menus, as a user gives it."""
        frame = self.document.CurrentController.Frame
        self.helper.executeDispatch(frame, command, "", 0, ())

    def cell(self, sheet: int, address: str) -> Any:
        return self.document.Sheets.getByIndex(sheet).getCellRangeByName(address)


def functions(book: Book) -> dict[str, list[str]]:
    """Every function called from a cell with as many arguments as it takes: name -> [formula, what the cell shows]."""
    found = {}
    for row in range(1, 60):
        name, count = book.cell(0, f"A{row}").String, book.cell(0, f"C{row}").Value
        if name.startswith("GY_") and name != "GY_VIOLATIONS":
            cell = book.cell(0, f"AA{row}")
            cell.Formula = f"={name}({';'.join(f'$C${row}' for _ in range(int(count)))})"
            found[name] = [cell.Formula, cell.String]
    return found


def live(book: Book) -> dict[str, object]:
    """The live check as macros/checking/live.py lays it out, in small; then the events."""
    import uno

    sheets = book.document.Sheets
    top = uno.createUnoStruct("com.sun.star.table.CellAddress")
    sheets.insertNewByName("核验", 1)
    for name, area in (("GY_LIVE", BLOCK), ("GY_LIVE_NOTES", NOTES), ("GY_NOTES", STORE)):
        book.document.NamedRanges.addNewByName(name, f"$核验.{area}", top, 0)
    book.cell(1, "M4:T5").setArrayFormula("=GY_VIOLATIONS(A1:B2)")
    for row in (4, 5):
        book.cell(1, f"U{row}").Formula = f'="A4-05|"&M{row}&"|"&O{row}'
        book.cell(1, f"J{row}").Formula = f'=IFERROR(LOOKUP(2;1/($V$4:$V$9=U{row});$W$4:$W$9);"")'
    before = [book.cell(1, "M4").String, book.cell(1, "T5").String, book.cell(1, "M4").Formula]
    book.cell(1, "J5").String = "已核实"
    book.run("Probe.ProbeKeepNotes", "J5")
    kept = [book.cell(1, at).String for at in ("V4", "W4", "J4", "J5")] + [book.cell(1, "J5").Formula[:1]]
    return {
        "before": before,
        "kept": kept,
        "several": several(book),
        "level": level_typed(book),
        "saved": saved(book),
        "called off": saved(book, "call it off"),
    }


def level_typed(book: Book) -> list[str]:
    """Another cell of the sheet of the level typed into, and the level among others: the Python that was run."""
    import uno

    top = uno.createUnoStruct("com.sun.star.table.CellAddress")
    book.document.NamedRanges.addNewByName("GY_LEVEL", "$核验.$B$1", top, 0)
    found = []
    for address in ("A4", "A1:B1"):
        book.cell(0, "Z2").String = ""
        book.run("Probe.ProbeShowLevel", address)
        found.append(book.cell(0, "Z2").String)
    book.document.NamedRanges.removeByName("GY_LEVEL")
    return found


def several(book: Book) -> dict[str, list[str]]:
    """Notes entered into two areas at once, one taken away, and one for which the store has no space."""
    for at in ("J4", "J5"):
        book.cell(1, at).String = "两处"
    book.run("Probe.ProbeKeepNotes", "J5,A1,J4")
    both = [book.cell(1, at).String for at in ("W4", "W5", "J4", "J5")]
    book.cell(1, "J4").String = book.cell(1, "J5").String = "两处"
    book.cell(1, "J4").String = ""
    book.run("Probe.ProbeKeepNotes", "A4:L4")
    without = [book.cell(1, at).String for at in ("W4", "W5", "J4")]
    identity = book.cell(1, "V5").String
    for row in range(5, 10):
        book.cell(1, f"V{row}").String = f"other {row}"
    book.cell(1, "J4").String = "放不下"
    book.run("Probe.ProbeKeepNotes", "J4")
    full = [book.cell(1, "J4").Formula, book.cell(1, "V9").String]
    for row in range(5, 10):
        book.cell(1, f"V{row}").String = identity if row == 5 else ""
    book.run("Probe.ProbeKeepNotes", "J4")
    return {"both": both, "without": without, "full": full, "then": [book.cell(1, "W5").String, book.cell(1, "J4").Formula]}


def at_work(book: Book) -> dict[str, object]:
    """A button whose Python writes over the notes, or fails: what the events did meanwhile and afterwards, and the alerts."""
    found: dict[str, object] = {}
    for wish in ("write", "fail"):
        for at in ("Z4", "Z5", "Z6", "Z7", "Z8", "Z9"):
            book.cell(0, at).String = ""
        book.cell(0, "Z5" if wish == "fail" else "Z7").String = wish
        book.run("GaoyanButtons.Gaoyan_check", book.document)
        meanwhile = [book.cell(0, at).String for at in ("Z6", "Z8", "Z9")]
        book.cell(0, "Z5").String = book.cell(0, "Z7").String = ""
        book.cell(1, "J4").String = f"after {wish}"
        book.run("Probe.ProbeKeepNotes", "J4")
        found[wish] = [*meanwhile, book.run("Probe.ProbeAlerts"), book.cell(1, "J4").Formula[:1], book.cell(1, "J4").String]
    return found


def in_steps(book: Book) -> list[list[str]]:
    """A button whose work takes two more steps, and a second press meanwhile: what Python ran each time, and what Excel was asked
    to call when it is idle."""
    found = []

    def done(name: str, *arguments: object) -> None:
        book.cell(0, "Z2").String = book.cell(0, "Y6").String = ""
        book.run(name, *arguments)
        found.append([book.cell(0, "Z2").String, book.cell(0, "Y6").String])

    book.cell(0, "Y8").Value = 2
    done("GaoyanButtons.Gaoyan_export", book.document)
    done("GaoyanButtons.Gaoyan_check", book.document)
    for _ in range(2):
        done("GaoyanPython.GaoyanStep")
    found.append([book.cell(0, "Y9").String])
    return found


def registered(book: Book) -> dict[str, list[str]]:
    """The help of the functions where Excel takes it, takes it for a workbook that is seen, and never takes it: how many, the
    last, whether the add-in is one at the end, and the problem that is noted."""
    row = next(at for at in range(1, 60) if book.cell(0, f"A{at}").String == "help_problem")
    found = {}
    for wish in ("", "hidden", "never"):
        book.run("Probe.ProbeHelp", wish)
        found[wish] = [book.cell(0, at).String for at in ("Y12", "Y13", "Y11", f"B{row}")]
    return found


def failures(book: Book) -> dict[str, str]:
    """What a cell shows and a button says when Python cannot be reached."""
    book.cell(0, "Z5").String = "fail"
    book.cell(0, "AB1").Formula = "=GY_RMB(1)"
    book.run("GaoyanButtons.Gaoyan_check", book.document)
    found = {"cell": book.cell(0, "AB1").String, "box": book.cell(0, "Z4").String}
    book.cell(0, "Z5").String = ""
    return found


def on_mac(book: Book, folder: Path) -> dict[str, object]:
    """A button of Excel for Mac: without settings, with them, with a name a shell would misread, with an error in the log."""
    conf, log = folder / "gaoyan.conf", folder / "gaoyan.log"
    conf.unlink(missing_ok=True)

    def pressed() -> list[str]:
        for at in ("Z1", "Z2", "Z4"):
            book.cell(0, at).String = ""
        book.run("GaoyanButtons.Gaoyan_check", book.document)
        return [book.cell(0, at).String for at in ("Z1", "Z2", "Z4")]

    found: dict[str, Any] = {"without settings": pressed()}
    conf.write_text('"INTERPRETER_MAC","/Users/a b/it\'s/python"\n', encoding="ascii")
    log.write_text("an old error", encoding="ascii")
    found["pressed"] = pressed()
    found["log"] = log.exists()
    found["busy"] = [book.run("Probe.ProbeBusy")]
    book.cell(0, "Z5").String = "fail"
    found["no script"] = pressed()
    found["busy"].append(book.run("Probe.ProbeBusy"))
    book.cell(0, "Z5").String = ""
    pressed()
    log.write_text("Traceback", encoding="ascii")
    book.run("GaoyanPython.CleanUp")
    found["busy"].append(book.run("Probe.ProbeBusy"))
    found["ended badly"] = book.cell(0, "Z4").String
    book.cell(0, "AB1").Formula = "=GY_RMB(1)"
    found["cell"] = book.cell(0, "AB1").String
    return found


def saved(book: Book, wish: str = "") -> dict[str, object]:
    """A save from the menu: what stood in the cells after the event before it and before the one after it, and what stands once
    the program is idle."""
    for row in range(1, 7):
        book.cell(0, f"Y{row}").String = ""
    book.cell(0, "Y3").String = wish
    book.dispatch(".uno:Save")
    later = book.cell(0, "Y6").String
    book.run(f"GaoyanLive.{later.partition('!')[2]}")
    return {
        "later": later,
        "frozen": [book.cell(0, at).String for at in ("Y1", "Y2")],
        "when saved": book.cell(0, "Y4").String,
        "counts as saved": book.cell(0, "Y5").String,
        "thawed": [book.cell(1, at).Formula for at in ("M4", "T5")],
        "after": book.cell(1, "T5").String,
    }


def left_alone(book: Book) -> dict[str, list[str]]:
    """A save under a filter, and two with AutoSave: what stood in the cells before the save, and what the user was reported."""
    found = {}
    for name, wish in (("filter", "filter"), ("autosave", "autosave"), ("again", "autosave")):
        for at in ("Y1", "Y2", "Y6", "Z4"):
            book.cell(0, at).String = ""
        book.cell(0, "Y16").String = wish
        book.cell(0, "Z20").String = f"changed for {name}"
        book.dispatch(".uno:Save")
        found[name] = [book.cell(0, at).String for at in ("Y1", "Y6", "Z4")] + [book.cell(1, "M4").Formula]
    book.cell(0, "Y16").String = ""
    return found


def starts(book: Book) -> dict[str, Any]:
    """How often the server was started by three cells and by two buttons while it does not start, and once it does."""

    def counted(wish: str, *steps: str) -> float:
        book.cell(0, "Y14").Value = 0
        book.cell(0, "Y15").String = wish
        for step in steps:
            if step == "button":
                book.run("GaoyanButtons.Gaoyan_check", book.document)
            else:
                stated.append(book.run("Probe.ProbeCell"))
        return float(book.cell(0, "Y14").Value)

    stated: list[str] = []
    found: dict[str, Any] = {"cells": counted("fail", "cell", "cell", "cell"), "buttons": counted("fail", "button", "button")}
    return found | {"got": counted("", "button", "cell", "cell"), "messages": stated}


def reset(book: Book) -> list[bool]:
    """Whether the events of Excel are heard after a reset of VBA, and after a button was pressed since."""
    book.run("Probe.ProbeReset")
    before = book.run("Probe.ProbeListens")
    book.run("GaoyanButtons.Gaoyan_check", book.document)
    return [before, book.run("Probe.ProbeListens")]


def buttons(book: Book) -> dict[str, list[str]]:
    """Every callback of the ribbon: its name -> the object handed over, the Python that was run."""
    names = [line for line in os.environ["GAOYAN_CALLBACKS"].split() if line]
    found = {}
    for name in names:
        book.cell(0, "Z1").String = book.cell(0, "Z2").String = ""
        book.run(f"GaoyanButtons.{name}", book.document)
        found[name] = [book.cell(0, "Z1").String, book.cell(0, "Z2").String]
    return found


def texts(book: Book, folder: Path) -> dict[str, object]:
    """The texts, the command of the server, and the settings."""
    conf = folder / "gaoyan.conf"
    conf.write_text('"INTERPRETER_WIN","C:\\a b\\python.exe"\n"OTHER","x"\n', encoding="ascii")
    return {
        "text": book.run("GaoyanHelp.GaoyanText", "no_python"),
        "unknown": book.run("GaoyanHelp.GaoyanText", "nothing"),
        "command": book.run("GaoyanPython.GaoyanServerCommand", "C:\\a b\\python.exe"),
        "parent": book.run("GaoyanPython.GaoyanParent", "C:\\a b\\python.exe"),
        "setting": book.run("GaoyanPython.GaoyanSetting", str(conf), "interpreter_win"),
        "no_setting": book.run("GaoyanPython.GaoyanSetting", str(conf), "NOTHING"),
        "no_file": book.run("GaoyanPython.GaoyanSetting", str(folder / "none.conf"), "OTHER"),
        "plain": book.run("GaoyanPython.GaoyanPlainName", "云计算班 (1).xlsx"),
        "odd": [book.run("GaoyanPython.GaoyanPlainName", f"a{sign}b.xlsx") for sign in "\"$`\\';|&<>="],
        "quoted": book.run("GaoyanPython.GaoyanQuoted", "/a b/it's"),
        "broken": book.run("GaoyanPython.GaoyanSetting", str(folder), "OTHER"),
        "no_book": book.run("GaoyanPython.GaoyanNoWorkbook"),
    }


def main() -> None:
    path, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    pipe = f"gaoyan_vba_{os.getpid()}"
    command = [
        "soffice", f"-env:UserInstallation={folder.as_uri()}", "--headless", "--norestore", "--nologo",
        f"--accept=pipe,name={pipe};urp;",
    ]  # fmt: skip
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        desktop, helper = connected(pipe)
        # Hidden documents run no VBA; 4 runs macros without asking.
        wishes = (setting("MacroExecutionMode", 4), setting("Hidden", False))
        book = Book(desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, wishes), helper)
        found = {"functions": functions(book), "buttons": buttons(book), "texts": texts(book, folder), "live": live(book)}
        found |= {"at work": at_work(book), "steps": in_steps(book), "help": registered(book)}
        found |= {"left alone": left_alone(book), "starts": starts(book), "reset": reset(book)}
        found["failures"] = failures(book)
        book.document.close(False)
        mac = Book(desktop.loadComponentFromURL(path.with_name("mac.xlsm").as_uri(), "_blank", 0, wishes), helper)
        found["mac"] = on_mac(mac, folder)
        mac.document.close(False)
        print(json.dumps(found, ensure_ascii=False))
    finally:
        os.killpg(office.pid, 9)


if __name__ == "__main__":
    main()
