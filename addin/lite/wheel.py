"""Builds the wheel for xlwings Lite: pure Python without printing and command line, so that it loads quickly in a browser."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

NAME = "gaoyan_lite"
STAMP = (1980, 1, 1, 0, 0, 0)
PACKAGES = ("udfs", "workbooks", "macros")
OF_ADDIN = (
    "__init__.py",
    "buttons/__init__.py",
    "buttons/bulk.py",
    "buttons/pressing.py",
    "buttons/registry.py",
    "buttons/tab.py",
    "buttons/tidied.py",
    "excel/__init__.py",
    "excel/served_functions.py",
    "lite/__init__.py",
    "lite/desk.py",
    "lite/filters.py",
    "lite/main.py",
)
LEFT_OUT = (
    "workbooks/printing/", "workbooks/templates/", "workbooks/ready/", "workbooks/sources/", "workbooks/rosters/",
    "workbooks/attendance/", "workbooks/survey/", "workbooks/formula_engine/", "workbooks/received/", "workbooks/overview/",
    "workbooks/returned/",
    "workbooks/notices/", "udfs/notice/reading/", "macros/desk/", "macros/attendance/", "macros/annexes/filled_results.py",
    "macros/annexes/renewal.py", "macros/annexes/survey.py", "macros/annexes/taking_over.py",
    "macros/certificates/platform_numbers.py", "macros/handing_in/", "macros/people/importing.py",
    "macros/people/merging.py", "udfs/report/clashes.py", "udfs/report/desk_document.py", "udfs/report/reviewed.py",
    "udfs/report/side_by_side.py", "workbooks/sandbox/", "workbooks/forms/drawing.py", "workbooks/ooxml/looks.py",
    "workbooks/native/blocks.py", "workbooks/native/drop_downs.py", "workbooks/native/enlarging.py", "workbooks/native/message",
    "workbooks/native/paint", "workbooks/native/rendering.py", "workbooks/native/running_columns.py",
    "workbooks/native/validations.py", "udfs/records/publication.py", "udfs/schedule/partly_missed.py",
    "macros/certificates/proofs.py", "macros/annexes/carried_settings.py", "udfs/rules/tracing.py",
    "workbooks/files/collector.py",
    "workbooks/closed/closed_book.py",
    "workbooks/files/signing.py", "udfs/sample.py", "udfs/functions/examples.py",
    "udfs/report/receipts.py", "udfs/report/return_notice.py", "macros/annexes/facts.py",
    "macros/checking/explaining.py", "udfs/schedule/stated_halves.py", "udfs/schedule/attendance_signs.py",
    "udfs/report/report_json.py", "workbooks/ooxml/writing/shared_cells.py", "workbooks/book/new_rows.py",
)  # fmt: skip
"""Excluded: what needs a disk, processes, foreign files or a typesetter, what draws templates, and the demo."""
CARRIED = (".py", ".toml", ".csv", ".txt")
NEEDED = ("pydantic>=2", "xlwings")


def built_wheel() -> tuple[str, bytes]:
    """(file name, bytes) of the wheel; reproducible."""
    from importlib.metadata import version

    stated = version("gaoyan")
    info = f"{NAME}-{stated}.dist-info"
    parts = dict(sources())
    needed = "".join(f"Requires-Dist: {one}\n" for one in NEEDED)
    parts[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: gaoyan-lite\nVersion: {stated}\nSummary: gaoyan in xlwings Lite\nLicense: MIT\n{needed}"
    ).encode()
    parts[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: gaoyan\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    listed = "".join(f"{name},sha256={digest(data)},{len(data)}\n" for name, data in sorted(parts.items()))
    parts[f"{info}/RECORD"] = f"{listed}{info}/RECORD,,\n".encode()
    return f"{NAME}-{stated}-py3-none-any.whl", packed(parts)


def sources() -> Iterator[tuple[str, bytes]]:
    """The files to include, with LF line ends."""
    root = Path(str(files("addin"))).parent
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix in CARRIED and not name.startswith(LEFT_OUT):
                yield name, plain(path)
    yield from ((f"addin/{name}", plain(root / "addin" / name)) for name in OF_ADDIN)


def plain(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


def digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as wheel:
        for name in sorted(parts, key=lambda part: (".dist-info/" in part, part)):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            wheel.writestr(entry, parts[name])
    return out.getvalue()
