// Runs Python in Pyodide under Node, offline: node run.mjs FOLDER_OF_PYODIDE SCRIPT ZIP...
// Each zip (a wheel, or our own packages) is unpacked where Python looks for packages; what the script prints is printed.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, script, ...zips] = process.argv.slice(2);
globalThis.fetch = () => { throw new Error("no network here"); };
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${folder}/` });
const place = pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')");
for (const zip of zips) pyodide.unpackArchive(new Uint8Array(readFileSync(zip)), "zip", { extractDir: place });
pyodide.runPython("import importlib; importlib.invalidate_caches()");
// Only what Python says: Node would print the whole line of Pyodide's source first, a megabyte.
await pyodide.runPythonAsync(readFileSync(script, "utf8")).catch((error) => { console.error(error.message); process.exitCode = 1; });
