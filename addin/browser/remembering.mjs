// Does the page's first tasks with the very interpreter that will run there, and keeps what would be worked out anew at every
// opening: node remembering.mjs FOLDER_OF_PYODIDE WORKBOOK PACK.tar... OUT.zip
// In the zip: remembered.bin for addin/browser/remembered.py, and start.json, what the page knows before a workbook is there.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, book, ...packs] = process.argv.slice(2);
const made = packs.pop();
const TODAY = "2025-08-01"; // any day will do
globalThis.fetch = () => { throw new Error("no network here"); };
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${folder}/`, env: { HOME: "/home", PYTHONHASHSEED: "0", PYTHONTZPATH: "/nowhere" } });
const site = pyodide.runPython("import sysconfig; sysconfig.get_path('purelib')");
for (const pack of packs) pyodide.unpackArchive(new Uint8Array(readFileSync(pack)), "tar", { extractDir: site });
pyodide.FS.mkdirTree("/desk");
pyodide.FS.writeFile("/desk/class.xlsx", new Uint8Array(readFileSync(book)));
pyodide.runPython(`
import importlib, json, sys, zipfile

sys.path.append("${site}/libraries.zip")
importlib.invalidate_caches()

from addin.browser.remembered import Memory

memory = Memory()

from addin.browser import desk

desk.prepare()
begun = set(sys.modules)


def asked(task, **options):
    said = json.loads(desk.answer(json.dumps({"task": task, "options": options}), "/desk", lambda *_: None))
    assert said["code"] < 2, said
    return said["document"]


asked("check", book="class.xlsx", today="${TODAY}")
needed = [name for name in sys.modules if name not in begun and name.partition(".")[0] in ("udfs", "workbooks", "macros", "addin")]
start = asked("start")
with zipfile.ZipFile("/made.zip", "w") as kept:
    kept.writestr("remembered.bin", memory.stored(needed))
    kept.writestr("start.json", json.dumps(start, ensure_ascii=False))
`);
writeFileSync(made, pyodide.FS.readFile("/made.zip"));
