"""Builds the .oxt: our packages in pure Python, the component, and the declarations of functions and menu from the registries.

Reproducible on every system. LibreOffice reads the interface of the functions from IDL text, so no compiler is needed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from addin.buttons.registry import GROUPS, TAB, Button
from addin.buttons.tab import BUTTONS
from addin.libreoffice.cell_functions import CALLER, PREFIX
from udfs.functions import catalogue as functions
from udfs.functions.catalogue import SHEET_RANGES
from udfs.functions.registry import FUNCTIONS, CellFunction

assert functions
IDENTIFIER = "org.gaoyan.libreoffice"
ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("udfs", "workbooks", "macros", "addin")
CARRIED = frozenset((".py", ".toml", ".txt", ".csv", ".typ", ".xlsx", ".otf", ".ttf"))
"""File types of the packages besides code: dated facts, title tables, page layouts, fonts."""
LEFT_OUT = ("workbooks/ready/",)
"""Ready-made templates, which can be built."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
LANGUAGES = ("en-US", "zh-CN")
HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' oor:name="{name}" oor:package="org.openoffice.Office">\n'
)
END = "</oor:component-data>\n"
TYPES = "application/vnd.sun.star.uno-typelibrary;type=RDB"
COMPONENT = "application/vnd.sun.star.uno-component;type=Python"
SETTINGS = "application/vnd.sun.star.configuration-data"
# LibreOffice reads the manifest from top to bottom: the component needs the interface.
MANIFEST = (
    ("functions.idl", TYPES), ("gaoyan_component.py", COMPONENT), ("CalcAddIns.xcu", SETTINGS), ("Addons.xcu", SETTINGS),
    ("Jobs.xcu", SETTINGS),
)  # fmt: skip


def built_extension(version: str) -> bytes:
    """The .oxt as bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(parts(version).items()):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def parts(version: str) -> Mapping[str, bytes]:
    """{name: content} of every part."""
    texts = {
        "META-INF/manifest.xml": manifest(),
        "description.xml": description(version),
        "functions.idl": interface(),
        "CalcAddIns.xcu": function_settings(),
        "Addons.xcu": menu_settings(),
        "Jobs.xcu": job_settings(),
    }
    found = {name: text.encode("utf-8") for name, text in texts.items()}
    found["gaoyan_component.py"] = source(Path(__file__).parents[1] / "component.py")
    found |= {f"pythonpath/{name}": content for name, content in package_sources()}
    found["LICENSE"] = licence()
    return found


def package_sources() -> Iterator[tuple[str, bytes]]:
    """The files of our packages."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and path.suffix in CARRIED and "__pycache__" not in name and not name.startswith(LEFT_OUT):
                yield name, source(path)


def source(path: Path) -> bytes:
    """The bytes of a file; text with LF line ends, however it was checked out."""
    content = path.read_bytes()
    return content if path.suffix in (".xlsx", ".otf", ".ttf") else content.replace(b"\r\n", b"\n")


def licence() -> bytes:
    """Our licence: from the checkout, or from the metadata of an installed package."""
    beside = ROOT / "LICENSE"
    if beside.is_file():
        return source(beside)
    from importlib.metadata import files

    return next(source(Path(str(one.locate()))) for one in files("gaoyan") or () if one.name == "LICENSE")


def manifest() -> str:
    entries = "".join(
        f'  <manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>\n' for name, kind in MANIFEST
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n{entries}</manifest:manifest>\n'
    )


def description(version: str) -> str:
    names = "".join(f'<name lang="{language}">高研项目</name>' for language in LANGUAGES)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/description/2006">\n'
        f'  <identifier value="{IDENTIFIER}"/>\n  <version value={quoteattr(version)}/>\n'
        f"  <display-name>{names}</display-name>\n</description>\n"
    )


def method(function: CellFunction) -> str:
    """The function's name in LibreOffice's files, after ``GY.``; upper case because IDL allows underscores only there."""
    return function.name.removeprefix(PREFIX)


def interface() -> str:
    """The interface of the functions: each returns a block."""
    methods = []
    for function in FUNCTIONS.values():
        given = [f"[in] {kind_of(function, argument.name)} {word(argument.parameter)}" for argument in function.arguments]
        if function.name == CALLER:
            given.insert(0, "[in] com::sun::star::beans::XPropertySet document")
        methods.append(f"    sequence< sequence< any > > {method(function)}({', '.join(given)});\n")
    body = "".join(methods)
    return (
        f"module org {{ module gaoyan {{\n  interface XCellFunctions: com::sun::star::uno::XInterface {{\n{body}  }};\n}}; }};\n"
    )


def kind_of(function: CellFunction, argument: str) -> str:
    """The IDL type of an argument. The live check takes ranges: as values, one error in a cell would lose all findings.

    Its last argument, 参数, is passed as values: an argument of another type could not be omitted, as older formulas do.
    Dates are serial numbers then.
    """
    return "com::sun::star::table::XCellRange" if function.name == CALLER and argument in SHEET_RANGES else "any"


def word(parameter: str) -> str:
    """A parameter's name in IDL: camel case, since underscores are not allowed."""
    first, *rest = parameter.split("_")
    return "arg" + first.capitalize() + "".join(part.capitalize() for part in rest)


def texts(name: str, text: str) -> str:
    """A property in each language, always in Chinese."""
    values = "".join(f'<value xml:lang="{language}">{escaped(text)}</value>' for language in LANGUAGES)
    return f'<prop oor:name="{name}">{values}</prop>'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def function_settings() -> str:
    """The texts of the function wizard, and the name used when typing and in Excel files: GY_…, as in every host."""
    made = "".join(function_node(function) for function in FUNCTIONS.values())
    return (
        HEADER.format(name="CalcAddIns")
        + f'<node oor:name="AddInInfo"><node oor:name="GY" oor:op="replace"><node oor:name="AddInFunctions">\n{made}'
        + f"</node></node></node>\n{END}"
    )


def function_node(function: CellFunction) -> str:
    arguments = "".join(
        f'<node oor:name="{word(one.parameter)}" oor:op="replace">{texts("DisplayName", one.name)}'
        f"{texts('Description', one.help + ('（可不填）' if one.optional else ''))}</node>"
        for one in function.arguments
    )
    return (
        f'<node oor:name="{method(function)}" oor:op="replace">{texts("DisplayName", function.name)}'
        f"{texts('Description', f'{function.description}（依据：{function.clause}）')}"
        '<prop oor:name="Category"><value>Add-In</value></prop>'
        f"{texts('CompatibilityName', function.name)}"
        f'<node oor:name="Parameters">{arguments}</node></node>\n'
    )


def menu_settings() -> str:
    """The menu 高研项目: one submenu per group, one entry per button."""
    groups = []
    for at, group in enumerate(GROUPS):
        members = [one for one in BUTTONS.values() if one.group == group]
        if members:
            entries = "".join(entry(place, one) for place, one in enumerate(members))
            groups.append(
                f'<node oor:name="g{at:02}" oor:op="replace">{texts("Title", group)}<prop oor:name="Context"><value/></prop>'
                f'<node oor:name="Submenu">\n{entries}</node></node>\n'
            )
    return (
        HEADER.format(name="Addons")
        + f'<node oor:name="AddonUI"><node oor:name="OfficeMenuBar"><node oor:name="{IDENTIFIER}" oor:op="replace">'
        + f'<prop oor:name="Context"><value>com.sun.star.sheet.SpreadsheetDocument</value></prop>{texts("Title", TAB)}'
        + f'<node oor:name="Submenu">\n{"".join(groups)}</node></node></node></node>\n{END}'
    )


def entry(place: int, button: Button) -> str:
    return (
        f'<node oor:name="b{place:02}" oor:op="replace">'
        f'<prop oor:name="URL"><value>service:org.gaoyan.Buttons?{button.id}</value></prop>{texts("Title", button.label)}'
        '<prop oor:name="Target"><value>_self</value></prop><prop oor:name="Context"><value/></prop></node>\n'
    )


def job_settings() -> str:
    """The job for opened documents: one with a live check is watched."""
    return (
        HEADER.format(name="Jobs")
        + '<node oor:name="Jobs"><node oor:name="GaoyanWatch" oor:op="replace">'
        + '<prop oor:name="Service"><value>org.gaoyan.Watch</value></prop></node></node>\n'
        + '<node oor:name="Events"><node oor:name="OnLoad" oor:op="fuse"><node oor:name="JobList">'
        + '<node oor:name="GaoyanWatch" oor:op="replace"/></node></node></node>\n'
        + END
    )
