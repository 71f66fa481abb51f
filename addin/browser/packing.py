"""What of the parts goes into the page, compiled and packed.

The image is the interpreter's memory after the first check: Python started, what that check needs loaded. Beside it three packs:
what else of the standard library, the libraries and our rooms somebody may need; the typesetter with its fonts, which the page
unpacks when something is printed first; and what reads the number ledger, unpacked when one is opened first. Machine code lies
apart, since the browser compiles it while the page unpacks it, and Python never reads it. Python is compiled, since a page cannot
keep what it has compiled for the next time. What comes of the locked parts alone is made once and kept beside them.
"""

from __future__ import annotations

import base64
import gzip
import io
import re
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
from addin.browser.squeezing import Squeezing, library
from addin.lite.wheel import STAMP, plain
from workbooks.files import replacing
from workbooks.files.errors import Unusable
from workbooks.templates.ready import FOLDER, READY

Files = dict[str, bytes]
COMPILING, RECORDING = "compiling.mjs", "recording.mjs"
"""What node does with the page's own interpreter."""
IMAGE, START, LOADED = "image.bin", "start.json", "loaded.txt"
"""Of what is recorded: the memory, what the page itself is told, and the modules that the memory holds."""
BEGUN = "begun.txt"
"""In what the script makes: the modules that the interpreter loads before it can read a pack."""
STDLIB, LIBRARIES = "stdlib.zip", "libraries.zip"
"""In a pack: what Python imports from a zip. Everything else becomes a file. A package looks for its parts where it lay when it
was loaded: what the image holds half of keeps its place."""
MACHINE = ".so"
NEAR, FAR = 21, 24
"""From how far back something may be said again, as a power of two; the page needs that much memory while it unpacks. The
typesetter holds its fonts twice, far from each other."""
UNPACKER = re.compile(r'const wasm = "([A-Za-z0-9+/=]+)";')


@dataclass(frozen=True)
class Packs:
    """Compressed: ``image``; ``rest``, ``printing`` and ``ledger``, tar files; machine code by its path in ``code`` and, of the
    typesetter, in ``typesetter``; the interpreter itself. As it is: ``unpacker``, machine code that unpacks all that. As text:
    what the page knows before a workbook is there, the interpreter's two scripts, and the licences of all that in full.
    ``loaded``: the modules that the image holds."""

    image: bytes
    rest: bytes
    printing: bytes
    ledger: bytes
    code: Files
    typesetter: Files
    wasm: bytes
    unpacker: bytes
    start: str
    glue: str
    loader: str
    licences: str
    loaded: frozenset[str]


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
    ours = of(compiled({f"rooms/{name}": data for name, data in own()}, interpreter, run, keep), "rooms")
    fonts = {name: data for name, data in ours.items() if name.startswith(needed.FONTS)}
    rooms = {name: data for name, data in ours.items() if name not in fonts}
    native, printing = of(made, "files"), of(made, "printing")
    first: Files = {}
    later: Files = {}
    for name, data in of(made, "std").items():
        (first if name.partition("/")[0].partition(".")[0] in begun else later)[name] = data
    modules = later | of(made, "libraries")
    beside = rooms | machine(native, False)
    with Squeezing(keep, lambda script, given: made_by_node(script, given, interpreter, run), library()) as squeezed:
        # The largest first: the last one to end is a small one then.
        typesetter = {name: squeezed(data, FAR) for name, data in machine(printing, True).items()}
        wasm = squeezed(interpreter["pyodide.asm.wasm"], NEAR)
        known = recorded(zipped(first), machine(native, True), ({LIBRARIES: zipped(modules)}, beside), interpreter, run, keep)
        loaded = frozenset(known[LOADED].decode("utf-8").split())
        image = squeezed(known[IMAGE], NEAR)
        further = {STDLIB: zipped(without(first, loaded)), LIBRARIES: zipped(without(modules, loaded)), **without(beside, loaded)}
        rest = squeezed(tarred(further), NEAR)
        written = squeezed(tarred({LIBRARIES: zipped(of(made, "typesetting")), **machine(printing, False), **fonts}), NEAR)
        ledger = squeezed(tarred({LIBRARIES: zipped(of(made, "ledger"))}), NEAR)
        code = {name: squeezed(data, NEAR) for name, data in machine(native, True).items()}
        return Packs(
            image=image(), rest=rest(), printing=written(), ledger=ledger(), wasm=wasm(),
            code={name: made() for name, made in code.items()},
            typesetter={name: made() for name, made in typesetter.items()},
            unpacker=unpacker(parts.unpacker), start=known[START].decode("utf-8"),
            glue=interpreter["pyodide.asm.mjs"].decode("utf-8"), loader=interpreter["pyodide.mjs"].decode("utf-8"),
            licences=texts(parts), loaded=loaded,
        )  # fmt: skip


def module_of(name: str) -> str:
    """The module that a file holds; '' for a file that is no module.

    >>> module_of("json/__init__.pyc"), module_of("udfs/forms/form.pyc"), module_of("udfs/forms/forms.toml")
    ('json', 'udfs.forms.form', '')
    """
    stem = name.removesuffix(".pyc")
    return "" if stem == name else stem.removesuffix("/__init__").replace("/", ".")


def without(content: Files, loaded: frozenset[str]) -> Files:
    """These files without the modules that the memory already holds."""
    return {name: data for name, data in content.items() if module_of(name) not in loaded}


def unpacker(archive: Path) -> bytes:
    """The machine code that unpacks, which its makers hand out inside a script."""
    found = UNPACKER.search(unpacked(archive)["dist/zstddec-stream.mjs"].decode("utf-8"))
    assert found, "another shape of the unpacker"
    return base64.b64decode(found[1])


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


def recorded(first: bytes, code: Files, packs: Sequence[Files], interpreter: Files, run: Run, keep: Path) -> Files:
    """The interpreter's memory after the page's first tasks, and what the page is told: see ``page/memory.js``."""
    book = next(iter(READY))
    given = {
        "memory.js": (files("addin.browser") / "page" / "memory.js").read_bytes(), "book.xlsx": (FOLDER / book).read_bytes(),
        "stdlib.zip": first, "code.tar": tarred(code), **{f"{at}.tar": tarred(pack) for at, pack in enumerate(packs)},
    }  # fmt: skip
    return by_node(RECORDING, given, interpreter, run, keep)


def by_node(name: str, given: Files, interpreter: Files, run: Run, keep: Path) -> Files:
    """As ``made_by_node``; taken from ``keep`` where it was made before."""
    script = (files("addin.browser") / name).read_bytes()
    stated = sha256(b"".join(given.values()) + script + interpreter["pyodide.asm.wasm"]).hexdigest()
    kept = keep / f"{name.partition('.')[0]}-{stated}"
    if not kept.is_file():
        replacing.replace(kept, zipped(made_by_node(name, given, interpreter, run)))
    return unzipped(kept.read_bytes())


def made_by_node(name: str, given: Files, interpreter: Files, run: Run) -> Files:
    """The files that a script beside this module makes of the given ones with the page's own interpreter. Raises ``Unusable``."""
    script = files("addin.browser") / name
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for path, data in (interpreter | given).items():
            (place / path).write_bytes(data)
        done = run([program("node"), str(script), folder, *(str(place / path) for path in given), str(place / "made.zip")], place)
        if done.returncode or not (place / "made.zip").is_file():
            said = done.stderr.strip().splitlines() or ["node"]
            line = next((line for line in reversed(said) if "Error: " in line), said[-1])
            raise Unusable("生成网页", f"编译没有成功（{line[:160]}）", "请换 Node.js 18 或更新的版本再试")
        return unzipped((place / "made.zip").read_bytes())


def unzipped(archive: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(archive)) as made:
        return {name: made.read(name) for name in made.namelist()}


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


def gzipped(data: bytes) -> bytes:
    """gzip without a moment in it, which browsers unpack themselves: for what is needed before the unpacker, and for texts."""
    return gzip.compress(data, 9, mtime=0)
