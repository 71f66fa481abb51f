// Compresses with the page's own interpreter, so that no other program's way of doing it matters: node squeezing.mjs FOLDER_OF_PYODIDE
// HOW.json IN OUT.zip. HOW.json: the level; the window, from how far back, as a power of two, something may be repeated; and the
// version that zstd must be of, which is another's where the interpreter was exchanged for a newer one.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, stated, given, made] = process.argv.slice(2);
const how = JSON.parse(readFileSync(stated, "utf8"));
globalThis.fetch = () => { throw new Error("no network here"); };
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${folder}/`, env: { PYTHONHASHSEED: "0" } });
const version = pyodide.runPython("from compression.zstd import zstd_version; zstd_version");
if (version !== how.version) throw new Error(`zstd ${version}, not ${how.version}`);
pyodide.FS.writeFile("/given", new Uint8Array(readFileSync(given)), { canOwn: true });
pyodide.runPython(`
from compression.zstd import CompressionParameter, compress
from pathlib import Path
from zipfile import ZipFile

options = {CompressionParameter.compression_level: ${Number(how.level)}, CompressionParameter.window_log: ${Number(how.window)}}
with ZipFile("/made.zip", "w") as made:
    made.writestr("squeezed.bin", compress(Path("/given").read_bytes(), options=options))
`);
writeFileSync(made, pyodide.FS.readFile("/made.zip"));
