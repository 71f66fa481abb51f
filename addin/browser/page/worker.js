// The worker: the browser's Python, kept away from the page so that it never freezes. It answers one task at a time.
// What stands before this text in the worker: the interpreter's two scripts, as createPyodideModule and loadPyodide.
const SITE = "/lib/python3.14/site-packages";
let python = null;
let desk = null;
const LATER = { printing: "准备排版", ledger: "准备读台账" };
const modules = {};
let served = null;

// The interpreter asks for its parts by address: its library is served from memory, its machine code comes compiled, and nothing
// else is there.
self.fetch = async (asked) => {
  const name = String(asked.url ?? asked).split("/").pop();
  if (name === "pyodide.asm.wasm") return new Response();
  if (name === "python_stdlib.zip") return new Response(inflated(bytes(served)));
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

// The files of a tar, where Python finds them; its zip of modules beside, on the path.
function unpacked(name, tar) {
  const word = (at, length) => new TextDecoder().decode(tar.subarray(at, at + length)).split("\0")[0];
  for (let at = 0; tar[at];) {
    const path = [word(at + 345, 155), word(at, 100)].filter(Boolean).join("/");
    const length = parseInt(word(at + 124, 12), 8);
    placed(path === "libraries.zip" ? `/lib/${name}.zip` : `${SITE}/${path}`, tar.subarray(at + 512, at + 512 + length));
    at += 512 + Math.ceil(length / 512) * 512;
  }
  python.globals.get("added")(`/lib/${name}.zip`);
}

const whole = async (data) => new Uint8Array(await new Response(inflated(data)).arrayBuffer());

async function begin({ parts, code }) {
  served = parts.stdlib;
  modules.interpreter = code.find((one) => !one.path).module;
  const starting = loadPyodide({
    indexURL: "file:///gaoyan/", createPyodideModule, env: { HOME: "/home", PYTHONHASHSEED: "0", PYTHONTZPATH: "/nowhere" },
    lockFileContents: JSON.stringify({ info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten", python: "3.14.0", version: "0" }, packages: {} }),
    stdout: (line) => console.log(line), stderr: (line) => console.warn(line),
  });
  // Unpacked while Python starts.
  const tars = ["libraries", "rooms"].map((name) => [name, whole(bytes(parts[name]))]);
  python = await starting;
  served = null;
  const { readFile } = python.FS;
  python.FS.readFile = (path, options) => modules[path] ?? readFile(path, options);
  python.FS.mkdirTree("/desk");
  python.runPython(`
import importlib, sys


def added(zip):
    sys.path.append(zip)
    importlib.invalidate_caches()
`);
  for (const [name, tar] of tars) unpacked(name, await tar);
  for (const { path, module } of code) if (path) codePlaced(path, module);
  const remembered = python.pyimport("addin.browser.remembered");
  const firstNeeded = remembered.recall();
  desk = python.pyimport("addin.browser.desk");
  desk.prepare();
  postMessage({ ready: true });
  // Nobody has a workbook open yet: the time is used.
  remembered.load(firstNeeded);
}

function laid(files) {
  const folder = `/desk/${Date.now()}`;
  python.FS.mkdirTree(folder);
  for (const file of files) {
    const at = file.name.lastIndexOf("/");
    if (at > 0) python.FS.mkdirTree(`${folder}/${file.name.slice(0, at)}`);
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
  for (const { path, data } of parts) {
    if (path) codePlaced(path, await compiled(data));
    else unpacked(name, await whole(data));
    // What was handed over is let go at once, where the browser can do that, and not when it next tidies up.
    if (data.buffer.transfer) data.buffer.transfer(0);
  }
}

async function answer(task) {
  for (const pack of task.packs) {
    postMessage({ id: task.id, progress: [LATER[pack.name], 0, 1] });
    await prepared(pack);
  }
  const before = new Map(task.files.map((file) => [file.name, file.data]));
  const folder = laid(task.files);
  try {
    const told = (what, done, whole) => postMessage({ id: task.id, progress: [what, done, whole] });
    const said = JSON.parse(desk.answer(JSON.stringify(task.request), folder, told));
    const files = said.code < 2 ? made(folder, before) : [];
    postMessage({ id: task.id, answer: said, files }, files.map((file) => file.data.buffer));
  } finally {
    python.FS.chdir("/");
    cleared(folder);
  }
}

onmessage = async ({ data }) => {
  try {
    if (data.parts) {
      await begin(data);
    } else {
      await answer(data);
    }
  } catch (error) {
    console.warn(String(error.stack ?? error));
    postMessage({ id: data.id, broken: String(error.message ?? error).split("\n").pop().slice(0, 200) });
  }
};
