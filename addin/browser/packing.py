"""Selects, compiles and packs the parts of the page.

The image is a memory snapshot of the interpreter after the first check. Three packs are separate: the other modules that
may be needed; the typesetter with its fonts, unpacked at the first printing; the database library, unpacked when a ledger
is opened. Machine code is separate as well, because the browser compiles it while the page unpacks and Python never reads
it. Python sources are precompiled, since a page cannot cache what it compiles. Results that depend only on locked parts are
cached beside them.
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
from addin.browser.parts import FolderRunner, Parts, cached, program, prune
from addin.browser.parts import run as run_program
from addin.browser.squeezing import Squeezing, library
from addin.lite.wheel import STAMP, plain
from workbooks.files.errors import Unusable
from workbooks.templates.ready import FOLDER, READY

Files = dict[str, bytes]
COMPILING, RECORDING = "compiling.mjs", "recording.mjs"
"""Scripts that node runs with the page's interpreter."""
IMAGE, START, LOADED = "image.bin", "start.json", "loaded.txt"
"""Files of a recording: the memory, the data for the page, the modules in memory."""
BEGUN = "begun.txt"
"""Output of the script: the modules that the interpreter loads before it can read a pack."""
STDLIB, LIBRARIES = "stdlib.zip", "libraries.zip"
"""In a pack: what Python imports from a zip; everything else becomes a file.

Packages look for their data at the path from which they were loaded, so partly loaded packages keep their path."""
MACHINE = ".so"
NEAR, FAR = 21, 24
"""Window sizes of the compressor as powers of two; unpacking needs that much memory. The typesetter contains its fonts twice,
far apart."""
UNPACKER = re.compile(r'const wasm = "([A-Za-z0-9+/=]+)";')


@dataclass(frozen=True)
class Packs:
    """The packs of the page.

    Compressed: ``image``; ``rest``, ``printing`` and ``ledger`` (tar files); machine code by path in ``code`` and
    ``typesetter``; the interpreter. Uncompressed: ``unpacker``, machine code that unpacks the others. As text: start data,
    the interpreter's two scripts, licences. ``loaded``: the modules in the image.
    """

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


def packed(parts: Parts, keep: Path, run: FolderRunner = run_program) -> Packs:
    """Build all packs; the result is reproducible. ``keep``: cache folder. Errors: Unusable."""
    interpreter = unpacked(parts.interpreter)
    source = {f"std/{name}": data for name, data in stdlib(interpreter["python_stdlib.zip"]).items()}
    for stated, wheel in sorted(parts.wheels.items()):
        name = stated.partition("==")[0]
        source |= {f"{group(name)}/{path}": data for path, data in of_wheel(name, wheel).items()}
    made = compiled(source, interpreter, run, keep)
    begun = frozenset(made.pop(BEGUN).decode("ascii").split())
    ours = of(compiled({f"packages/{name}": data for name, data in own()}, interpreter, run, keep), "packages")
    fonts = {name: data for name, data in ours.items() if name.startswith(needed.FONTS)}
    packages = {name: data for name, data in ours.items() if name not in fonts}
    native, printing = of(made, "files"), of(made, "printing")
    first: Files = {}
    later: Files = {}
    for name, data in of(made, "std").items():
        (first if name.partition("/")[0].partition(".")[0] in begun else later)[name] = data
    modules = later | of(made, "libraries")
    beside = packages | machine(native, False)
    with Squeezing(keep, lambda script, given: made_by_node(script, given, interpreter, run), library()) as squeezed:
        # Largest first, so that the last one to finish is small.
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
        finished = Packs(
            image=image(), rest=rest(), printing=written(), ledger=ledger(), wasm=wasm(),
            code={name: made() for name, made in code.items()},
            typesetter={name: made() for name, made in typesetter.items()},
            unpacker=unpacker(parts.unpacker), start=known[START].decode("utf-8"),
            glue=interpreter["pyodide.asm.mjs"].decode("utf-8"), loader=interpreter["pyodide.mjs"].decode("utf-8"),
            licences=texts(parts), loaded=loaded,
        )  # fmt: skip
    prune(keep)
    return finished


def module_of(name: str) -> str:
    """The module in a file; '' if it is no module.

    >>> module_of("json/__init__.pyc"), module_of("udfs/forms/form.pyc"), module_of("udfs/forms/forms.toml")
    ('json', 'udfs.forms.form', '')
    """
    stem = name.removesuffix(".pyc")
    return "" if stem == name else stem.removesuffix("/__init__").replace("/", ".")


def without(content: Files, loaded: frozenset[str]) -> Files:
    """The files without the modules already in memory."""
    return {name: data for name, data in content.items() if module_of(name) not in loaded}


def unpacker(archive: Path) -> bytes:
    """The machine code of the unpacker, which is published inside a script."""
    found = UNPACKER.search(unpacked(archive)["dist/zstddec-stream.mjs"].decode("utf-8"))
    assert found, "another shape of the unpacker"
    return base64.b64decode(found[1])


def group(name: str) -> str:
    """The pack of a distribution: machine code needs files; typesetter and database are loaded on demand."""
    if name in needed.LEDGER:
        return "ledger"
    if name in needed.TYPESETTER:
        return "printing" if name in needed.AS_FILES else "typesetting"
    return "files" if name in needed.AS_FILES else "libraries"


def of(made: Mapping[str, bytes], group: str) -> Files:
    return {name.partition("/")[2]: data for name, data in sorted(made.items()) if name.startswith(f"{group}/")}


def machine(content: Files, wanted: bool) -> Files:
    """The machine code among these files, or everything else."""
    return {name: data for name, data in content.items() if name.endswith(MACHINE) is wanted}


def unpacked(archive: Path) -> Files:
    """{name: content} of the interpreter's archive."""
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
    """The parts of a wheel needed to run it: Python, and WebAssembly."""
    endings = (".py", ".so") if name in needed.AS_FILES else (".py",)
    with zipfile.ZipFile(wheel) as source:
        return {path: source.read(path) for path in source.namelist() if path.endswith(endings) and needed.of_wheel(name, path)}


def own() -> Iterator[tuple[str, bytes]]:
    """Our packages without parts that the page never calls."""
    root = Path(str(files("addin"))).parent
    for package in needed.PACKAGES:
        for path in sorted((root / package).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix in needed.CARRIED and not name.startswith(needed.PACKAGES_NOT):
                yield name, path.read_bytes() if path.suffix == ".otf" else plain(path)


def compiled(source: Files, interpreter: Files, run: FolderRunner, keep: Path) -> Files:
    """Every .py compiled to .pyc by the page's interpreter; cached in ``keep``."""
    given = zipped({name: data for name, data in source.items() if name.endswith(".py")})
    return by_node(COMPILING, {"given.zip": given}, interpreter, run, keep) | {
        name: data for name, data in source.items() if not name.endswith(".py")
    }


def recorded(first: bytes, code: Files, packs: Sequence[Files], interpreter: Files, run: FolderRunner, keep: Path) -> Files:
    """The interpreter's memory after the page's first tasks, and the start data: see ``page/memory.js``."""
    book = next(iter(READY))
    given = {
        "memory.js": (files("addin.browser") / "page" / "memory.js").read_bytes(), "book.xlsx": (FOLDER / book).read_bytes(),
        "stdlib.zip": first, "code.tar": tarred(code), **{f"{at}.tar": tarred(pack) for at, pack in enumerate(packs)},
    }  # fmt: skip
    return by_node(RECORDING, given, interpreter, run, keep)


def by_node(name: str, given: Files, interpreter: Files, run: FolderRunner, keep: Path) -> Files:
    """``made_by_node``, cached in ``keep``."""
    script = (files("addin.browser") / name).read_bytes()
    stated = sha256(b"".join(given.values()) + script + interpreter["pyodide.asm.wasm"]).hexdigest()
    kept = keep / f"{name.partition('.')[0]}-{stated}"
    return unzipped(cached(kept, lambda: zipped(made_by_node(name, given, interpreter, run))))


def made_by_node(name: str, given: Files, interpreter: Files, run: FolderRunner) -> Files:
    """The files that a script beside this module produces from the given ones with the page's interpreter. Errors: Unusable."""
    script = files("addin.browser") / name
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for path, data in (interpreter | given).items():
            (place / path).write_bytes(data)
        done = run([program("node"), str(script), folder, *(str(place / path) for path in given), str(place / "made.zip")], place)
        if done.returncode or not (place / "made.zip").is_file():
            error_lines = done.stderr.strip().splitlines() or ["node"]
            line = next((line for line in reversed(error_lines) if "Error: " in line), error_lines[-1])
            raise Unusable("生成网页", f"编译没有成功（{line[:160]}）", "请换 Node.js 18 或更新的版本再试")
        return unzipped((place / "made.zip").read_bytes())


def unzipped(archive: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(archive)) as made:
        return {name: made.read(name) for name in made.namelist()}


def zipped(content: Mapping[str, bytes]) -> bytes:
    """An uncompressed zip, since the outer compression is better."""
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
    """Reproducible gzip, which browsers unpack natively: for parts needed before the unpacker, and for texts."""
    return gzip.compress(data, 9, mtime=0)
