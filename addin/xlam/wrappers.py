"""Generated VBA: one wrapper per cell function, one callback per button. ASCII only."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from addin.buttons.registry import Button
from addin.xlam.ribbon import callback
from udfs.functions.registry import CellFunction

STANDARD = ("GaoyanPython", "GaoyanHelp", "GaoyanLive", "GaoyanStart")
CLASSES = ("GaoyanEvents",)
BOOK = "ThisWorkbook"
FUNCTIONS_MODULE, BUTTONS_MODULE = "GaoyanFunctions", "GaoyanButtons"
RESERVED = {"date", "name", "type", "next", "to", "in", "is", "as", "step", "end", "day", "year", "month", "rows", "columns"}
"""VBA keywords that an argument name must avoid."""


def function_wrapper(function: CellFunction) -> str:
    """The worksheet function that passes its arguments to Python."""
    names = [argument_name(one.parameter) for one in function.arguments]
    declared = [
        f"{'Optional ' if one.optional else ''}ByVal {name} As Variant"
        for name, one in zip(names, function.arguments, strict=True)
    ]
    head = f"Public Function {function.name}("
    text = head + (", ".join(declared) if len(declared) < 3 else " _\r\n    " + ", _\r\n    ".join(declared))
    given = ", ".join(names)
    return f'{text}) As Variant\r\n    {function.name} = GaoyanCall("{function.name}", Array({given}))\r\nEnd Function\r\n'


def argument_name(parameter: str) -> str:
    """PascalCase, avoiding VBA keywords: ``first_rows`` -> FirstRows, ``day`` -> DayGiven."""
    name = "".join(part.capitalize() for part in parameter.split("_"))
    return f"{name}Given" if parameter in RESERVED else name


def functions_module(functions: Iterable[CellFunction]) -> str:
    head = "Option Explicit\r\n' The cell functions, from the registry; what each says of itself stands on the sheet.\r\n\r\n"
    return head + "\r\n".join(function_wrapper(one) for one in functions)


def buttons_module(buttons: Iterable[Button]) -> str:
    head = "Option Explicit\r\n' What the ribbon calls. Generated from the registry of the buttons.\r\n\r\n"
    return head + "\r\n".join(
        f'Public Sub {callback(one)}(ByVal Control As IRibbonControl)\r\n    GaoyanPress "{one.id}"\r\nEnd Sub\r\n'
        for one in buttons
    )


def is_class(source: str) -> bool:
    """True for the source of a class module, declared in its first comment line."""
    return "\n' Class: " in source[:200]


def written_source(name: str, xlwings_version: str) -> str:
    """A VBA module from the folder beside this one, with the DLL's version and CRLF line ends."""
    suffix = "bas" if name in STANDARD else "cls"
    text = (files("addin.xlam") / "vba" / f"{name}.{suffix}").read_text(encoding="ascii")
    return text.replace("{version}", xlwings_version).replace("\r\n", "\n").replace("\n", "\r\n")


def modules(functions: Iterable[CellFunction], buttons: Iterable[Button], xlwings_version: str) -> dict[str, str]:
    """{name: source} of every module, including ThisWorkbook. Errors: ValueError for a character outside ASCII."""
    made = {name: written_source(name, xlwings_version) for name in (*STANDARD, *CLASSES, BOOK)}
    made |= {FUNCTIONS_MODULE: functions_module(functions), BUTTONS_MODULE: buttons_module(buttons)}
    strange = [name for name, source in made.items() if not source.isascii()]
    if strange:
        raise ValueError(f"VBA outside ASCII in {strange}")
    return made
