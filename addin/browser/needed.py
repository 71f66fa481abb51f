"""The modules of the standard library, the libraries and our packages that the page includes; fewer load faster."""

from __future__ import annotations

from collections.abc import Mapping

TYPESETTER = ("typst", "fonttools")
"""Only needed for printing."""
LEDGER = ("sqlalchemy",)
"""Only needed for the number ledger."""
AS_FILES = ("pydantic_core", "python_calamine", "typst")
"""Contain machine code, which can only be loaded from files."""
CARRIED = (".py", ".toml", ".csv", ".txt", ".typ", ".otf", ".html", ".css", ".js")
PACKAGES = ("udfs", "workbooks", "macros", "addin")
FONTS = "workbooks/printing/fonts/"
PACKAGES_NOT = (
    "addin/browser/needed.py", "addin/browser/licences", "addin/browser/page/", "addin/browser/packing.py",
    "addin/browser/parts.py", "addin/browser/building.py", "addin/browser/encoding.py", "addin/cli.py",
    "addin/commands/program/", "addin/commands/office/ledger.py", "addin/demo", "addin/buttons/handbook_page.py", "addin/excel/",
    "addin/terminal/error_catalogue.py", "addin/terminal/errors.csv",
    "addin/installing/", "addin/libreoffice/", "addin/lite/", "addin/portable/", "addin/xlam/",
    "workbooks/printing/fonts/tongyong", "workbooks/printing/make_font.py", "workbooks/ready/",
)  # fmt: skip
"""Our packages that drive Excel or LibreOffice, install, or build artefacts."""
WHEELS_NOT: Mapping[str, tuple[str, ...]] = {
    "sqlalchemy": (
        "sqlalchemy/connectors/aioodbc.py", "sqlalchemy/connectors/pyodbc.py", "sqlalchemy/dialects/mssql/",
        "sqlalchemy/dialects/mysql/", "sqlalchemy/dialects/oracle/", "sqlalchemy/ext/", "sqlalchemy/orm/", "sqlalchemy/testing/",
    ),
    "pydantic": ("pydantic/v1/", "pydantic/mypy.py", "pydantic/_hypothesis_plugin.py"),
    "xlwings": (
        "xlwings/_xlmac.py", "xlwings/_xlwindows.py", "xlwings/mac_dict.py", "xlwings/cli.py", "xlwings/addin/",
        "xlwings/com_server.py", "xlwings/ext/", "xlwings/pro/", "xlwings/quickstart", "xlwings/reports.py", "xlwings/rest/",
        "xlwings/server.py", "xlwings/udfs.py",
    ),
}  # fmt: skip
STDLIB_NOT = (
    "__hello__", "__phello__", "_aix_support", "_pydatetime", "_pydecimal", "graphlib", "nturl2path", "_android_support",
    "_apple_support", "_ios_support", "_osx_support", "_pyio", "_pyrepl/", "_sysconfigdata", "antigravity", "bdb", "cProfile",
    "cmd.", "compileall", "concurrent/futures/interpreter", "concurrent/futures/process", "concurrent/interpreters",
    "ctypes/", "curses/", "dbm/", "doctest", "ensurepip/", "filecmp", "fileinput", "ftplib", "getopt", "http/", "idlelib/",
    "imaplib", "json/tool", "mailbox", "modulefinder", "multiprocessing/", "netrc", "nntplib", "optparse", "pdb",
    "pickletools", "plistlib", "poplib", "profile", "profiling/", "pstats", "pty", "pyclbr", "pydoc", "rlcompleter", "sched",
    "site-packages/", "smtp", "tabnanny", "test/", "this.", "tkinter/", "trace.", "tracemalloc", "tty.", "turtle",
    "unittest/", "venv/", "wave", "webbrowser", "wsgiref/", "xml/dom/", "xml/sax/", "xmlrpc/", "zipapp",
)  # fmt: skip
CODECS = frozenset(
    (
        "__init__", "aliases", "ascii", "big5", "big5hkscs", "charmap", "cp1252", "cp437", "cp936", "cp950", "gb18030", "gb2312",
        "gbk", "hz", "idna", "iso8859_1", "latin_1", "punycode", "raw_unicode_escape", "unicode_escape", "utf_16", "utf_16_be",
        "utf_16_le", "utf_32", "utf_32_be", "utf_32_le", "utf_7", "utf_8", "utf_8_sig",
    )
)  # fmt: skip
"""Encodings of rosters, and those that Python itself needs."""


def of_stdlib(name: str) -> bool:
    """True if the page includes that file of the standard library.

    >>> of_stdlib("json/decoder.py"), of_stdlib("tkinter/ttk.py"), of_stdlib("encodings/cp037.py")
    (True, False, False)
    """
    folder, _, module = name.rpartition("/")
    if not name.endswith(".py") or name.startswith(STDLIB_NOT):
        return False
    return folder != "encodings" or module.removesuffix(".py") in CODECS


def of_wheel(name: str, path: str) -> bool:
    """True if the page includes that file of the distribution."""
    return not path.startswith(WHEELS_NOT.get(name, ())) and "/__pyinstaller/" not in path
