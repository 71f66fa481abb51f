"""What of the parts goes into the page, compiled and packed.

Five packs: the standard library that the interpreter starts with; the libraries; our rooms; the typesetter with its fonts, which
the page unpacks when something is printed first; and what reads the number ledger, unpacked when one is opened first. Python is
compiled, since a page cannot keep what it has compiled for the next time. What comes of the locked parts alone is made once and
kept beside them.
"""

from __future__ import annotations

import io
import lzma
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from addin.browser import needed
from addin.browser.licences import texts
from addin.browser.parts import Parts, Run, program
from addin.browser.parts import run as run_program
from addin.lite.wheel import STAMP, plain
from workbooks.files import replacing
from workbooks.files.errors import Unusable

Files = dict[str, bytes]
SCRIPT = "compiling.mjs"
BEGUN = "begun.txt"
"""In what the script makes: the modules that the interpreter loads before it can read a pack."""
LIBRARIES = "libraries.zip"
"""In a pack: what Python imports from a zip. Everything else becomes a file."""
PRESET = 6
"""Of xz: above it the page takes minutes to make and gets hardly smaller."""


@dataclass(frozen=True)
class Packs:
    """``stdlib`` is a zip; ``libraries``, ``rooms``, ``printing`` and ``ledger`` are tar files compressed as xz, which the
    browser's Python reads and the browser does not; then the interpreter itself, its two scripts, and the licences of all that in
    full."""

    stdlib: bytes
    libraries: bytes
    rooms: bytes
    printing: bytes
    ledger: bytes
    wasm: bytes
    glue: str
    loader: str
    licences: str


def packed(parts: Parts, keep: Path, run: Run = run_program) -> Packs:
    """Everything of the page that is no page, the same bytes every time. ``keep``: the folder for what need not be made again.
    Raises ``Unusable``."""
    interpreter = unpacked(parts.interpreter)
    source = {f"std/{name}": data for name, data in stdlib(interpreter["python_stdlib.zip"]).items()}
    for stated, wheel in sorted(parts.wheels.items()):
        name = stated.partition("==")[0]
        source |= {f"{group(name)}/{path}": data for path, data in of_wheel(name, wheel).items()}
    made = compiled(source, interpreter, run, keep)
    begun = frozenset(made.pop(BEGUN).decode("ascii").split())
    first: Files = {}
    later: Files = {}
    for name, data in of(made, "std").items():
        (first if name.partition("/")[0].partition(".")[0] in begun else later)[name] = data
    ours = compiled({f"rooms/{name}": data for name, data in own()}, interpreter, run, keep)
    fonts = {name: data for name, data in own() if name.startswith(needed.FONTS)}
    return Packs(
        stdlib=zipped(first),
        libraries=squeezed({LIBRARIES: zipped(later | of(made, "libraries")), **of(made, "files")}, keep),
        rooms=squeezed({name: data for name, data in of(ours, "rooms").items() if not name.startswith(needed.FONTS)}, keep),
        printing=squeezed({LIBRARIES: zipped(of(made, "typesetting")), **of(made, "printing"), **fonts}, keep),
        ledger=squeezed({LIBRARIES: zipped(of(made, "ledger"))}, keep),
        wasm=interpreter["pyodide.asm.wasm"],
        glue=interpreter["pyodide.asm.mjs"].decode("utf-8"),
        loader=interpreter["pyodide.mjs"].decode("utf-8"),
        licences=texts(parts),
    )


def group(name: str) -> str:
    """Where a distribution goes: machine code loads from files only; typesetter and database wait until they are needed."""
    if name in needed.LEDGER:
        return "ledger"
    if name in needed.TYPESETTER:
        return "printing" if name in needed.AS_FILES else "typesetting"
    return "files" if name in needed.AS_FILES else "libraries"


def of(made: Mapping[str, bytes], group: str) -> Files:
    return {name.partition("/")[2]: data for name, data in sorted(made.items()) if name.startswith(f"{group}/")}


def unpacked(archive: Path) -> Files:
    """The files of the interpreter by their names."""
    with tarfile.open(archive, "r:gz") as tar:
        return {
            member.name.partition("/")[2]: opened.read()
            for member in tar.getmembers()
            if member.isfile() and (opened := tar.extractfile(member)) is not None
        }


def stdlib(archive: bytes) -> Files:
    """The modules of the standard library that the page may need."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return {name: source.read(name) for name in source.namelist() if needed.of_stdlib(name)}


def of_wheel(name: str, wheel: Path) -> Files:
    """What of a wheel is needed to run it: Python, and machine code where it is WebAssembly."""
    endings = (".py", ".so") if name in needed.AS_FILES else (".py",)
    with zipfile.ZipFile(wheel) as source:
        return {path: source.read(path) for path in source.namelist() if path.endswith(endings) and needed.of_wheel(name, path)}


def own() -> Iterator[tuple[str, bytes]]:
    """Our rooms without what the page never calls."""
    root = Path(str(files("addin"))).parent
    for room in needed.ROOMS:
        for path in sorted((root / room).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix in needed.CARRIED and not name.startswith(needed.ROOMS_NOT):
                yield name, path.read_bytes() if path.suffix == ".otf" else plain(path)


def compiled(source: Files, interpreter: Files, run: Run, keep: Path) -> Files:
    """Every .py as the interpreter's own .pyc; taken from ``keep`` where it was made before."""
    script = files("addin.browser") / SCRIPT
    given = zipped({name: data for name, data in source.items() if name.endswith(".py")})
    kept = keep / f"compiled-{sha256(given + script.read_bytes() + interpreter['pyodide.asm.wasm']).hexdigest()}"
    if not kept.is_file():
        replacing.replace(kept, made_by_node(str(script), given, interpreter, run))
    with zipfile.ZipFile(kept) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    return found | {name: data for name, data in source.items() if not name.endswith(".py")}


def made_by_node(script: str, given: bytes, interpreter: Files, run: Run) -> bytes:
    """What the script makes of the given zip. Raises ``Unusable``."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, data in interpreter.items():
            (place / name).write_bytes(data)
        (place / "given.zip").write_bytes(given)
        done = run([program("node"), script, folder, str(place / "given.zip"), str(place / "made.zip")], place)
        if done.returncode or not (place / "made.zip").is_file():
            line = (done.stderr.strip().splitlines() or ["node"])[-1]
            raise Unusable("生成网页", f"编译没有成功（{line[:160]}）", "请换 Node.js 18 或更新的版本再试")
        return (place / "made.zip").read_bytes()


def zipped(content: Mapping[str, bytes]) -> bytes:
    """A zip without compression: what is around it compresses better."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(content):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content[name])
    return made.getvalue()


def tarred(content: Mapping[str, bytes]) -> bytes:
    """A tar, which can be unpacked as it is read: no part of it lies in memory twice."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(content):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content[name]), 0o644
            tar.addfile(entry, io.BytesIO(content[name]))
    return made.getvalue()


def squeezed(content: Mapping[str, bytes], keep: Path) -> bytes:
    """A tar as xz; taken from ``keep`` where it was made before."""
    whole = tarred(content)
    kept = keep / f"packed-{PRESET}-{sha256(whole).hexdigest()}"
    if not kept.is_file():
        replacing.replace(kept, lzma.compress(whole, preset=PRESET))
    return kept.read_bytes()
