// The memory of the interpreter as the build has left it: Python started, what the first check needs loaded (recording.mjs makes it,
// worker.js takes it up). What addresses it holds must be the same in both, so both go through this.
const SITE = "/lib/python3.14/site-packages";
const PAGE = 1 << 16;

// The files of a tar: [path, data].
function* filesOf(tar) {
  const word = (at, length) => new TextDecoder().decode(tar.subarray(at, at + length)).split("\0")[0];
  for (let at = 0; tar[at];) {
    const length = parseInt(word(at + 124, 12), 8);
    yield [[word(at + 345, 155), word(at, 100)].filter(Boolean).join("/"), tar.subarray(at + 512, at + 512 + length)];
    at += 512 + Math.ceil(length / 512) * 512;
  }
}

// What the interpreter is made with. `code`: [path, module] of the libraries in machine code, which are loaded before Python runs:
// one after the other they come to the same addresses every time. `noted` gets the memory in use at that moment.
function withLibraries(settings, code, noted) {
  settings.preRun.push((Module) => {
    const { wasmTable } = Module;
    // Some browsers have one function more there, before the libraries.
    wasmTable.grow(Math.ceil((wasmTable.length + 1) / 1024) * 1024 - wasmTable.length);
    for (const [path, module] of code) {
      const where = `${SITE}/${path}`;
      Module.preloadedWasm[where] = Module.loadWebAssemblyModule(module, { loadAsync: false, global: false, nodelete: true, allowUndefined: true }, where, {}, 0);
    }
    noted(basis(Module));
  });
  return settings;
}

// What stands in the memory before Python runs, page by page: the machine code brings it, so that the image need only say what differs.
// `own`: the word by which Python calls that one function, if this browser has it.
function basis(Module) {
  const own = (Module.__PyRuntime + Module.HEAP32[Module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2]) >>> 2;
  const called = Module.HEAPU32[own];
  Module.HEAPU32[own] = 0;
  const pages = [];
  let sum = Module.wasmTable.length;
  for (let at = 0; at < Module.HEAPU32[Module._emscripten_get_sbrk_ptr() >>> 2]; at += PAGE) {
    const page = Module.HEAPU32.subarray(at >>> 2, (at + PAGE) >>> 2);
    let some = 0;
    for (let word = 0; word < page.length; word += 1) some = (some + page[word]) | 0;
    if (some) pages.push({ at, page: page.slice() });
    sum = (sum + some) | 0;
  }
  Module.HEAPU32[own] = called;
  return { pages, own, called, sum };
}

// What differs from the basis; what is left when that is done again is the memory.
function differing(memory, { pages }) {
  for (const { at, page } of pages) {
    const words = new Uint32Array(memory.buffer, memory.byteOffset + at, PAGE >>> 2);
    for (let word = 0; word < page.length; word += 1) words[word] ^= page[word];
  }
}

// The image: the sum of the basis, the length of the interpreter's own notes, these notes, and how the memory differs from the basis.
const HEAD = 16;
function imageRead(image) {
  const [sum, length] = new Int32Array(image.buffer, image.byteOffset, 2);
  return { sum, notes: image.subarray(HEAD, HEAD + length), memory: image.subarray(HEAD + length) };
}
