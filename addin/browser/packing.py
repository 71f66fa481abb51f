"""What of the parts goes into the page, compiled and packed.

Five packs: the standard library that the interpreter starts with; the libraries; our rooms; the typesetter with its fonts, which
the page unpacks when something is printed first; and what reads the number ledger, unpacked when one is opened first. Machine
code lies apart, since the browser compiles it while it unpacks it, and Python never reads it. Python is compiled, since a page
cannot keep what it has compiled for the next time. What comes of the locked parts alone is made once and kept beside them.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
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
from workbooks.templates.ready import FOLDER, READY

Files = dict[str, bytes]
COMPILING, REMEMBERING = "compiling.mjs", "remembering.mjs"
"""What node does with the page's own interpreter."""
STORE, START = "addin/browser/remembered.bin", "start.json"
"""Of what is remembered: where the page's Python looks it up, and what the page itself is told."""
BEGUN = "begun.txt"
"""In what the script makes: the modules that the interpreter loads before it can read a pack."""
LIBRARIES = "libraries.zip"
"""In a pack: what Python imports from a zip. Everything else becomes a file."""
MACHINE = ".so"


@dataclass(frozen=True)
class Packs:
    """As gzip: ``stdlib``, a zip; ``libraries``, ``rooms``, ``printing`` and ``ledger``, tar files; machine code by its path in
    ``code`` and, of the typesetter, in ``typesetter``; the interpreter itself. As text: what the page
    knows before a workbook is there, the interpreter's two scripts, and the licences of all that in full."""

    stdlib: bytes
    libraries: bytes
    rooms: bytes
    printing: bytes
    ledger: bytes
    code: Files
    typesetter: Files
    wasm: bytes
    start: str
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
    native, printing = of(made, "files"), of(made, "printing")
    libraries = tarred({LIBRARIES: zipped(later | of(made, "libraries")), **machine(native, False)})
    rooms = {name: data for name, data in of(ours, "rooms").items() if not name.startswith(needed.FONTS)}
    known = remembered((libraries, tarred(machine(native, True)), tarred(rooms)), interpreter, run, keep)

    def pack(content: Files) -> bytes:
        return squeezed(tarred(content), keep)

    return Packs(
        stdlib=squeezed(zipped(first), keep),
        libraries=squeezed(libraries, keep),
        rooms=pack({**rooms, STORE: known[STORE.rpartition("/")[2]]}),
        printing=pack({LIBRARIES: zipped(of(made, "typesetting")), **machine(printing, False), **fonts}),
        ledger=pack({LIBRARIES: zipped(of(made, "ledger"))}),
        code={name: squeezed(data, keep) for name, data in machine(native, True).items()},
        typesetter={name: squeezed(data, keep) for name, data in machine(printing, True).items()},
        wasm=squeezed(interpreter["pyodide.asm.wasm"], keep),
        start=known[START].decode("utf-8"),
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


def machine(content: Files, wanted: bool) -> Files:
    """Of these files machine code, or everything else."""
    return {name: data for name, data in content.items() if name.endswith(MACHINE) is wanted}


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
    given = zipped({name: data for name, data in source.items() if name.endswith(".py")})
    return by_node(COMPILING, {"given.zip": given}, interpreter, run, keep) | {
        name: data for name, data in source.items() if not name.endswith(".py")
    }


def remembered(packs: Sequence[bytes], interpreter: Files, run: Run, keep: Path) -> Files:
    """What the page need not work out at every opening: see ``addin.browser.remembered``."""
    book = next(iter(READY))
    given = {book: (FOLDER / book).read_bytes()} | {f"{at}.tar": pack for at, pack in enumerate(packs)}
    return by_node(REMEMBERING, given, interpreter, run, keep)


def by_node(name: str, given: Files, interpreter: Files, run: Run, keep: Path) -> Files:
    """The files that a script beside this module makes of the given ones with the page's own interpreter; taken from ``keep``
    where they were made before."""
    script = files("addin.browser") / name
    stated = sha256(b"".join(given.values()) + script.read_bytes() + interpreter["pyodide.asm.wasm"]).hexdigest()
    kept = keep / f"{name.partition('.')[0]}-{stated}"
    if not kept.is_file():
        replacing.replace(kept, made_by_node(str(script), given, interpreter, run))
    with zipfile.ZipFile(kept) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made_by_node(script: str, given: Files, interpreter: Files, run: Run) -> bytes:
    """The zip that the script makes. Raises ``Unusable``."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, data in (interpreter | given).items():
            (place / name).write_bytes(data)
        done = run([program("node"), script, folder, *(str(place / name) for name in given), str(place / "made.zip")], place)
        if done.returncode or not (place / "made.zip").is_file():
            said = done.stderr.strip().splitlines() or ["node"]
            line = next((line for line in reversed(said) if "Error: " in line), said[-1])
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
    """A tar, which the page's worker reads without Python."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in sorted(content):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content[name]), 0o644
            tar.addfile(entry, io.BytesIO(content[name]))
    return made.getvalue()


def squeezed(data: bytes, keep: Path) -> bytes:
    """As gzip, which the browser itself unpacks; taken from ``keep`` where it was made before."""
    kept = keep / f"gzip-{sha256(data).hexdigest()}"
    if not kept.is_file():
        replacing.replace(kept, gzipped(data))
    return kept.read_bytes()


def gzipped(data: bytes) -> bytes:
    """gzip without a moment in it."""
    return gzip.compress(data, 9, mtime=0)
