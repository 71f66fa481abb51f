"""Assembles the page from its packs: one self-contained HTML file.

Its content security policy allows only its own scripts, by hash, and no network source.
"""

from __future__ import annotations

import base64
import codecs
import hashlib
import html
import re
from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files

from addin.browser.encoding import as_text
from addin.browser.licences import listed, rows
from addin.browser.packing import Packs, gzipped
from udfs.values.regex import regex

SCRIPTS = (
    "asking.js", "encoding.js", "showing.js", "tables.js", "class_page.js",
    "tasks.js", "typing.js", "ledger_page.js", "review_page.js", "starting.js",
)  # fmt: skip
"""Concatenated in this order, they are the page's only script."""
_EXPORT = regex(r"export\{(\w+) as loadPyodide,\w+ as version\};")
_MAP = regex(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def built_page(packs: Packs, printing: bool = True) -> bytes:
    """The whole page; without ``printing`` it lacks the stamp-ready package and the number ledger, and has a third of the
    size."""
    gate, script = text_of("gate.js"), "".join(text_of(name) for name in SCRIPTS)
    style = text_of("style.css")
    page = text_of("index.html")
    for word, text in {
        "POLICY": html.escape(policy((gate, script), style)), "STYLE": style, "VERSION": html.escape(version("gaoyan")),
        "LICENCES": rows(listed()), "FIRST": first(packs), "LATER": later(packs, printing), "GATE": gate, "SCRIPT": script,
    }.items():  # fmt: skip
        page = page.replace(f"%{word}%", text)
    return codecs.BOM_UTF16_LE + page.encode("utf-16-le")


def first(packs: Packs) -> str:
    """The parts needed to start working."""
    parts = {
        "unpacker": packs.unpacker, "worker": gzipped(worker_script(packs).encode()), "start": gzipped(packs.start.encode()),
        "wasm": packs.wasm,
    }  # fmt: skip
    return held(parts) + code(packs.code) + held({"image": packs.image, "rest": packs.rest})


def later(packs: Packs, printing: bool) -> str:
    """The parts loaded on demand; they may still be read while Python starts."""
    licences = held({"licences": gzipped(packs.licences.encode())})
    if not printing:
        return licences
    return licences + held({"printing": packs.printing, "ledger": packs.ledger}) + code(packs.typesetter)


def held(parts: Mapping[str, bytes]) -> str:
    return "".join(f'<script type="text/plain" id="part-{name}">{as_text(data)}</script>\n' for name, data in parts.items())


def code(modules: Mapping[str, bytes]) -> str:
    """Machine code with the paths under which Python finds it."""
    return "".join(
        f'<script type="text/plain" id="part-{path.partition("/")[0]}" data-path="{path}">{as_text(data)}</script>\n'
        for path, data in modules.items()
    )


def policy(scripts: tuple[str, ...], style: str) -> str:
    """The content security policy: no external source, only these scripts and this style, workers made from them."""
    sources = " ".join(f"'{digest(script)}'" for script in scripts)
    return "; ".join(
        (
            "default-src 'none'", f"script-src {sources} 'wasm-unsafe-eval'", f"style-src '{digest(style)}'",
            "worker-src blob:", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
            "trusted-types gaoyan",
        )
    )  # fmt: skip


def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def worker_script(packs: Packs) -> str:
    """The interpreter's two modules combined with ours as a classic script: module workers fail silently on file://."""
    glue = packs.glue.replace("import.meta.url", "self.location.href").replace("export default _createPyodideModule;", "")
    loader, found = _EXPORT.subn(r"self.loadPyodide=\1;", _MAP.sub("", packs.loader))
    assert found == 1, "another shape of the interpreter's loader"
    return (
        # The interpreter refuses workers that can load scripts, taking them for outdated ones.
        'self.importScripts = () => { throw new Error("no scripts here"); };\n'
        f"{_MAP.sub('', glue)}\nconst createPyodideModule = _createPyodideModule;\n{{\n{loader}\n}}\n"
        f"{text_of('encoding.js')}{text_of('memory.js')}{text_of('worker.js')}"
    )


def text_of(name: str) -> str:
    return (files("addin.browser") / "page" / name).read_text("utf-8").replace("\r\n", "\n")
