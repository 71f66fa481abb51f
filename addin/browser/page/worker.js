// The worker: the browser's Python, kept away from the page so that it never freezes. It answers one task at a time.
// What stands before this text in the worker: the interpreter's two scripts, as createPyodideModule and loadPyodide.
const SITE = "/lib/python3.14/site-packages";
let parts = {};
let python = null;
let desk = null;
const LATER = { printing: "准备排版", ledger: "准备读台账" };

function inflated(text) {
  return new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
}

// The interpreter asks for its parts by address: they are served from memory, and nothing else is.
self.fetch = async (asked) => {
  const name = String(asked.url ?? asked).split("/").pop();
  if (name === "pyodide.asm.wasm") return new Response(inflated(parts.wasm), { headers: { "content-type": "application/wasm" } });
  if (name === "python_stdlib.zip") return new Response(inflated(parts.stdlib));
  throw new TypeError("no network here");
};

// The policy of the page forbids eval. The typesetter asks one thing by it: the time zone.
self.eval = (expression) => {
  if (expression.includes("timeZone")) return Intl.DateTimeFormat().resolvedOptions().timeZone;
  throw new EvalError("no eval here");
};

function unpack(name) {
  python.FS.writeFile(`/parts/${name}.tar.xz`, bytes(parts[name]));
  parts[name] = null;
  python.globals.get("unpack")(name);
  python.FS.unlink(`/parts/${name}.tar.xz`);
}

async function begin(given) {
  parts = given;
  python = await loadPyodide({
    indexURL: "file:///gaoyan/", createPyodideModule, env: { HOME: "/home", PYTHONHASHSEED: "0", PYTHONTZPATH: "/nowhere" },
    lockFileContents: JSON.stringify({ info: { abi_version: "2026_0", arch: "wasm32", platform: "emscripten", python: "3.14.0", version: "0" }, packages: {} }),
    stdout: (line) => console.log(line), stderr: (line) => console.warn(line),
  });
  parts.wasm = parts.stdlib = null;
  python.FS.mkdirTree("/parts");
  python.FS.mkdirTree("/desk");
  python.runPython(`
import sys, tarfile


def unpack(name):
    """The files of a pack where Python finds them; its zip of modules beside it, on the path."""
    with tarfile.open(f"/parts/{name}.tar.xz", "r|xz") as tar:
        for member in tar:
            member.name = f"/lib/{name}.zip" if member.name == "libraries.zip" else f"${SITE}/{member.name}"
            tar.extract(member, "/", filter="fully_trusted")
    sys.path.append(f"/lib/{name}.zip")
`);
  unpack("libraries");
  unpack("rooms");
  python.runPython("import importlib; importlib.invalidate_caches()");
  desk = python.pyimport("addin.browser.desk");
  desk.prepare();
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

function answer(task) {
  for (const [name, held] of Object.entries(task.packs)) {
    postMessage({ id: task.id, progress: [LATER[name], 0, 1] });
    parts[name] = held;
    unpack(name);
    python.runPython("import importlib; importlib.invalidate_caches()");
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
      await begin(data.parts);
      postMessage({ ready: true });
    } else {
      answer(data);
    }
  } catch (error) {
    console.warn(String(error.stack ?? error));
    postMessage({ id: data.id, broken: String(error.message ?? error).split("\n").pop().slice(0, 200) });
  }
};
