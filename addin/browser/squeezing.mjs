// Compresses with the page's own interpreter, so that no other program's way of doing it matters: node squeezing.mjs FOLDER_OF_PYODIDE
// WINDOW.txt IN OUT.zip. WINDOW.txt: from how far back, as a power of two, something may be said again.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, window, given, made] = process.argv.slice(2);
globalThis.fetch = () => { throw new Error("no network here"); };
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${folder}/`, env: { PYTHONHASHSEED: "0" } });
pyodide.FS.writeFile("/given", new Uint8Array(readFileSync(given)), { canOwn: true });
pyodide.runPython(`
from compression.zstd import CompressionParameter, compress
from pathlib import Path
from zipfile import ZipFile

options = {CompressionParameter.compression_level: 19, CompressionParameter.window_log: ${Number(readFileSync(window, "utf8"))}}
with ZipFile("/made.zip", "w") as made:
    made.writestr("squeezed.bin", compress(Path("/given").read_bytes(), options=options))
`);
writeFileSync(made, pyodide.FS.readFile("/made.zip"));
