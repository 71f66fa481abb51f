// Compiles Python for the page with the very interpreter that will run there: node compiling.mjs FOLDER_OF_PYODIDE IN.zip OUT.zip
// In the zip every .py has its place taken by a .pyc; nothing else changes. No network is used.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, given, made] = process.argv.slice(2);
globalThis.fetch = () => { throw new Error("no network here"); };
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${folder}/`, env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" } });
pyodide.FS.writeFile("/given.zip", new Uint8Array(readFileSync(given)));
pyodide.runPython(`
import lzma, sys, tarfile, zipfile

begun = {name.partition(".")[0] for name in sys.modules}

import ast
import importlib._bootstrap_external as loader


def bare(data, name):
    """The module without its docstrings, which nobody reads there; one character stands for each, as some ask if there is one."""
    tree = ast.parse(data, name)
    if not name.startswith(("_pyodide/", "pyodide/")):
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node, False):
                node.body[0].value.value = "."
    return tree


with zipfile.ZipFile("/given.zip") as given, zipfile.ZipFile("/made.zip", "w") as made:
    for entry in given.infolist():
        data, name = given.read(entry), entry.filename
        if name.endswith(".py"):
            # Names as they stand below the folder they will be found in: tracebacks show them.
            path = name.partition("/")[2]
            code = compile(bare(data, path), path, "exec", dont_inherit=True, optimize=0)
            data, name = bytes(loader._code_to_hash_pyc(code, b"\\0" * 8, False)), name + "c"
        kept = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        kept.create_system = 3
        made.writestr(kept, data)
    # What the interpreter had loaded before it could read a pack: these modules it must find in its own zip.
    made.writestr(zipfile.ZipInfo("begun.txt", (1980, 1, 1, 0, 0, 0)), "\\n".join(sorted(begun)))
`);
writeFileSync(made, pyodide.FS.readFile("/made.zip"));
