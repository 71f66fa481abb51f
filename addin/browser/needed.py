"""What of the standard library, the libraries and our rooms the page needs: the less it carries, the sooner it opens."""

from __future__ import annotations

from collections.abc import Mapping

TYPESETTER = ("typst", "fonttools")
"""Only who prints needs these."""
LEDGER = ("sqlalchemy",)
"""Only who has a number ledger needs these."""
AS_FILES = ("pydantic_core", "python_calamine", "typst")
"""They hold machine code, which loads from files only."""
CARRIED = (".py", ".toml", ".csv", ".txt", ".typ", ".otf", ".html", ".css", ".js")
ROOMS = ("udfs", "workbooks", "macros", "addin")
FONTS = "workbooks/printing/fonts/"
ROOMS_NOT = (
    "addin/browser/needed.py", "addin/browser/licences", "addin/browser/page/", "addin/browser/packing.py",
    "addin/browser/parts.py", "addin/browser/building.py", "addin/browser/encoding.py", "addin/cli.py",
    "addin/commands/program/", "addin/commands/office/ledger.py", "addin/demo", "addin/buttons/handbook_page.py", "addin/excel/",
    "addin/terminal/error_catalogue.py", "addin/terminal/errors.csv",
    "addin/installing/", "addin/libreoffice/", "addin/lite/", "addin/portable/", "addin/xlam/",
    "workbooks/printing/fonts/tongyong", "workbooks/printing/make_font.py", "workbooks/ready/",
)  # fmt: skip
"""Of our rooms: what drives Excel or LibreOffice, installs, or builds what is handed out."""
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
"""Encodings in which a roster may come, and those of Python itself."""


def of_stdlib(name: str) -> bool:
    """True for a file of the standard library that goes into the page.

    >>> of_stdlib("json/decoder.py"), of_stdlib("tkinter/ttk.py"), of_stdlib("encodings/cp037.py")
    (True, False, False)
    """
    folder, _, module = name.rpartition("/")
    if not name.endswith(".py") or name.startswith(STDLIB_NOT):
        return False
    return folder != "encodings" or module.removesuffix(".py") in CODECS


def of_wheel(name: str, path: str) -> bool:
    """True for a file of that distribution that goes into the page."""
    return not path.startswith(WHEELS_NOT.get(name, ())) and "/__pyinstaller/" not in path
