// Starts the page's own interpreter, does the page's first tasks, and keeps its memory, which the page takes up when it opens:
// node recording.mjs FOLDER_OF_PYODIDE memory.js WORKBOOK STDLIB.zip CODE.tar PACK.tar... OUT.zip
// In the zip: image.bin (page/memory.js says what it is), loaded.txt, the modules that it holds, and start.json, what the page knows
// before a workbook is there.
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runInThisContext } from "node:vm";

// The same memory every time: no clock, no chance, no place.
process.env.TZ = "UTC";
const { Date: Clock } = globalThis;
const MOMENT = Clock.UTC(2025, 0, 1);
globalThis.Date = class extends Clock {
  constructor(...given) { if (given.length) super(...given); else super(MOMENT); }
  static now() { return MOMENT; }
};
performance.now = () => 0;
crypto.randomFillSync = (given) => given.fill(1);
globalThis.fetch = () => { throw new Error("no network here"); };

const [folder, shared, book, stdlib, codes, ...packs] = process.argv.slice(2);
process.argv.length = 1;
const out = packs.pop();
const bytesOf = (path) => new Uint8Array(readFileSync(path));
runInThisContext(`${readFileSync(shared, "utf8")}\nObject.assign(globalThis, { SITE, PAGE, HEAD, filesOf, withLibraries, differing });`);

const { default: createPyodideModule } = await import(pathToFileURL(`${folder}/pyodide.asm.mjs`));
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`));
const code = [...filesOf(bytesOf(codes))].map(([path, data]) => [path, new WebAssembly.Module(data)]);
let basis = null;
const python = await loadPyodide({
  indexURL: `${folder}/`, stdLibURL: stdlib, env: { HOME: "/home", PYTHONHASHSEED: "0", PYTHONTZPATH: "/nowhere", PYTHONNODEBUGRANGES: "1" }, _makeSnapshot: true,
  createPyodideModule: (settings) => createPyodideModule(withLibraries(settings, code, (found) => { basis = found; })),
});
const { FS, _module: Module } = python;
const functions = Module.wasmTable.length;

function placed(path, data) {
  FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  FS.writeFile(path, data);
}

for (const [path] of code) placed(`${SITE}/${path}`, new Uint8Array(0));
for (const pack of packs) {
  for (const [path, data] of filesOf(bytesOf(pack))) placed(path === "libraries.zip" ? `/lib/${path}` : `${SITE}/${path}`, data);
}
placed("/desk/class.xlsx", bytesOf(book));
python.runPython(`
import gc, importlib, json, os, sys, zipimport

sys.path.append("/lib/libraries.zip")
importlib.invalidate_caches()

from pydantic import BaseModel

# A model is built when it is first used: half of them the first check has no use for.
BaseModel.model_config["defer_build"] = True

from addin.browser import desk

desk.prepare()


def asked(task, **options):
    result = json.loads(desk.answer(json.dumps({"task": task, "options": options}), "/desk", lambda *_: None))
    assert result["code"] < 2, result
    return result["document"]


asked("check", book="class.xlsx", today="2025-08-01")
start = json.dumps(asked("start"), ensure_ascii=False)
`);
const start = python.globals.get("start");
// What the page finds otherwise is not kept: where modules lie, and what nobody refers to any more.
const loaded = python.runPython(`
del asked, start
os.chdir("/")
from addin.terminal.progress_bar import ProgressBar

ProgressBar.watcher = None
sys.path_importer_cache.clear()
zipimport._zip_directory_cache.clear()
gc.collect()
gc.collect()
gc.freeze()
"\\n".join(sorted(sys.modules))
`);
if (Module.wasmTable.length !== functions) throw new Error("Python has made functions of its own");
cleaned();
const kept = new Int32Array(python.makeMemorySnapshot().buffer);
const notes = new Uint8Array(kept.buffer, 0, kept[1]);
const memory = new Uint8Array(kept.buffer.slice(kept[1], kept[1] + Math.ceil(top() / PAGE) * PAGE));
new Uint32Array(memory.buffer)[basis.own] = 0;
differing(memory, basis);
const head = new Int32Array(HEAD / 4);
head.set([basis.sum, notes.length]);
placed("/image.bin", new Uint8Array(await new Blob([head, notes, memory]).arrayBuffer()));
placed("/start.json", start);
placed("/loaded.txt", loaded);
python.runPython(`
import zipfile

with zipfile.ZipFile("/made.zip", "w") as made:
    for name in ("image.bin", "start.json", "loaded.txt"):
        made.write("/" + name, name, zipfile.ZIP_DEFLATED, 1)
`);
writeFileSync(out, FS.readFile("/made.zip"));

function top() { return Module.HEAPU32[Module._emscripten_get_sbrk_ptr() >>> 2]; }

// What lies in memory that nobody holds any more would be carried for nothing.
function cleaned() {
  const held = [];
  for (let size = 1 << 20; size >= 16; size = size > 64 ? size >> 1 : size - 16) {
    for (let before = top(), at = Module._malloc(size - 8); ; before = top(), at = Module._malloc(size - 8)) {
      held.push(at);
      Module.HEAPU8.fill(0, at, at + size - 8);
      if (top() !== before) break;
    }
  }
  for (const at of held) Module._free(at);
  Module.HEAPU8.fill(0, Module._emscripten_stack_get_end(), Module.stackSave());
}
