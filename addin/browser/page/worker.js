// The worker: the browser's Python, kept away from the page so that it never freezes. It answers one task at a time.
// What stands before this text in the worker: the interpreter's two scripts, as createPyodideModule and loadPyodide.
let python = null;
let unpacker = null;
let desk = null;
const LATER = { printing: "准备排版", ledger: "准备读台账" };
const modules = {};
let coming = null;

// The interpreter asks for its parts by address: its machine code comes compiled, what it had of its library is in its memory, and
// nothing else is there.
self.fetch = async (asked) => {
  if (/pyodide\.asm\.wasm$|python_stdlib\.zip$/.test(String(asked.url ?? asked))) return new Response();
  throw new TypeError("no network here");
};
WebAssembly.instantiateStreaming = async (_, imports) => ({ module: modules.interpreter, instance: await WebAssembly.instantiate(modules.interpreter, imports) });

// The policy of the page forbids eval. The typesetter asks one thing by it: the time zone.
self.eval = (expression) => {
  if (expression.includes("timeZone")) return Intl.DateTimeFormat().resolvedOptions().timeZone;
  throw new EvalError("no eval here");
};

// In place of machine code Python finds an empty file, by which it asks for the module.
function codePlaced(path, module) {
  modules[`${SITE}/${path}`] = module;
  placed(`${SITE}/${path}`, new Uint8Array(0));
}

function placed(path, data) {
  python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  python.FS.writeFile(path, data, { canOwn: true });
}

// The files of a tar, where Python finds them; its zips of modules beside, on the path.
function unpacked(name, tar) {
  const zips = { "stdlib.zip": "/lib/python314.zip", "libraries.zip": `/lib/${name}.zip` };
  for (const [path, data] of filesOf(tar)) placed(zips[path] || `${SITE}/${path}`, data);
  python.globals.get("added")(`/lib/${name}.zip`);
}

// The memory as the build has left it, instead of what leads to it.
function restored(Module, image, basis) {
  const { sum, memory } = imageRead(image);
  if (sum !== basis.sum) throw new Error("this browser lays out memory in another way");
  if (Module.HEAPU8.length < memory.length) Module.growMemory(memory.length);
  Module.HEAPU8.set(memory);
  differing(Module.HEAPU8.subarray(0, memory.length), basis);
  Module.HEAPU32[basis.own] = basis.called;
}

async function begin(image, rest, code) {
  modules.interpreter = code.find((one) => !one.path).module;
  const libraries = code.filter((one) => one.path).map(({ path, module }) => [path, module]);
  let basis = null;
  python = await loadPyodide({
    indexURL: "file:///gaoyan/", env: { HOME: "/home" }, _loadSnapshot: imageRead(image).notes.slice(),
    createPyodideModule: async (settings) => {
      const Module = await createPyodideModule(withLibraries(settings, libraries, (found) => { basis = found; }));
      restored(Module, image, basis);
      letGo(image);
      return Module;
    },
    lockFileContents: JSON.stringify({ info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten", python: "3.14.0", version: "0" }, packages: {} }),
    stdout: (line) => console.log(line), stderr: (line) => console.warn(line),
  });
  const { readFile } = python.FS;
  python.FS.readFile = (path, options) => modules[path] ?? readFile(path, options);
  python.FS.mkdirTree("/desk");
  python.runPython(`
import importlib, random, sys


def added(zip):
    if zip not in sys.path:
        sys.path.append(zip)
    importlib.invalidate_caches()


# Chance begins here, not with the build.
random.seed()
`);
  unpacked("libraries", rest);
  for (const [path, module] of libraries) codePlaced(path, module);
  desk = python.pyimport("addin.browser.desk");
  postMessage({ ready: true });
}

function laid(files) {
  const folder = `/desk/${Date.now()}`;
  python.FS.mkdirTree(folder);
  for (const file of files) {
    const at = file.name.lastIndexOf("/");
    if (at > 0) python.FS.mkdirTree(`${folder}/${file.name.slice(0, at)}`);
    if (!file.data) { python.FS.mkdirTree(`${folder}/${file.name}`); continue; }
    python.FS.writeFile(`${folder}/${file.name}`, file.data);
    // Of what was sent twice the newest counts.
    if (file.changed) python.FS.utime(`${folder}/${file.name}`, file.changed, file.changed);
  }
  return folder;
}

function cleared(folder) {
  for (const name of python.FS.readdir(folder)) {
    if (name === "." || name === "..") continue;
    const path = `${folder}/${name}`;
    if (python.FS.isDir(python.FS.stat(path).mode)) cleared(path);
    else python.FS.unlink(path);
  }
  python.FS.rmdir(folder);
}

function made(folder, before) {
  // What lies in the folder itself and was not there, or is not as it was.
  const found = [];
  for (const name of python.FS.readdir(folder)) {
    const path = `${folder}/${name}`;
    if (name.startsWith(".") || python.FS.isDir(python.FS.stat(path).mode)) continue;
    const data = python.FS.readFile(path);
    const old = before.get(name);
    if (!old || old.length !== data.length || old.some((value, at) => value !== data[at])) found.push({ name, data });
  }
  return found;
}

async function prepared({ name, parts }) {
  const tool = await toolOf(unpacker);
  for (const { path, data } of parts) {
    if (path) {
      codePlaced(path, await compiled(tool, data));
    } else {
      unpacked(name, unpackedWhole(tool, data));
      letGo(data);
    }
  }
}

async function answer(task) {
  for (const pack of task.packs) {
    postMessage({ id: task.id, progress: [LATER[pack.name], 0, 1] });
    await prepared(pack);
  }
  const before = new Map(task.files.filter((file) => file.data).map((file) => [file.name, file.data]));
  const folder = laid(task.files);
  try {
    const progress = (what, done, whole) => postMessage({ id: task.id, progress: [what, done, whole] });
    const result = JSON.parse(desk.answer(JSON.stringify(task.request), folder, progress));
    const files = result.code < 2 ? made(folder, before) : [];
    postMessage({ id: task.id, answer: result, files }, files.map((file) => file.data.buffer));
  } finally {
    python.FS.chdir("/");
    cleared(folder);
  }
}

onmessage = async ({ data }) => {
  try {
    if (data.parts) {
      unpacker = data.unpacker;
      coming = toolOf(unpacker).then((tool) => ["image", "rest"].map((name) => unpackedWhole(tool, bytes(data.parts[name]))));
    } else if (data.code) {
      await begin(...await coming, data.code);
      coming = null;
    } else {
      await answer(data);
    }
  } catch (error) {
    console.warn(String(error.stack ?? error));
    postMessage({ id: data.id, broken: String(error.message ?? error).split("\n").pop().slice(0, 200) });
  }
};
