"use strict";
// How the page asks its worker. Tasks are answered one after the other; cancelling ends the worker and starts another.
const byId = (id) => document.getElementById(id);
const FIRST = ["image", "rest"];
const CODE = ["wasm", "pydantic_core", "python_calamine"];
const LATER = { printing: ["printing", "typst"], ledger: ["ledger"] };
const trusted = globalThis.trustedTypes ? trustedTypes.createPolicy("gaoyan", { createScriptURL: (address) => address }) : null;

const engine = {
  worker: null, address: null, unpacker: null, code: null, waiting: null, line: Promise.resolve(), ready: null, unpacked: new Set(), patience: 180000, resting: 0, round: 0,

  async start() {
    engine.unpacker ??= WebAssembly.compile(bytes(textOf("unpacker")));
    if (!engine.address) {
      const plain = URL.createObjectURL(new Blob([await inflatedText("worker")], { type: "text/javascript" }));
      engine.address = trusted ? trusted.createScriptURL(plain) : plain;
    }
    const worker = new Worker(engine.address);
    engine.unpacked.clear();
    engine.worker = worker;
    const ready = new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || "worker"));
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        else if (data.broken && data.id === undefined) reject(new Error(data.broken));
        else if (engine.waiting && data.id === engine.waiting.id) engine.heard(data);
      };
    });
    const unpacker = await engine.unpacker;
    worker.postMessage({ parts: Object.fromEntries(FIRST.map((name) => [name, textOf(name)])), unpacker });
    // Compiled once, while the worker unpacks the rest; every worker that takes its place later is given the same.
    engine.code ??= toolOf(unpacker).then((tool) =>
      Promise.all(CODE.map(async (name) => ({ ...about(name), module: await compiled(tool, bytes(textOf(name))) }))));
    worker.postMessage({ code: await engine.code });
    return ready;
  },

  heard(data) {
    const { resolve, reject, progress } = engine.waiting;
    if (data.progress) { progress(...data.progress); return; }
    engine.waiting = null;
    if (data.broken) { reject(new Error(data.broken)); engine.restart(); } else resolve(data);
  },

  // {answer: {code, document, error}, files: [{name, data}]}; rejected with `cancelled` when the person has cancelled it.
  ask(request, files, progress) {
    const asked = engine.line.then(async () => {
      const round = engine.round;
      await engine.ready;
      const packs = await engine.packs(request);
      if (round !== engine.round) throw cancelled();
      return new Promise((resolve, reject) => {
        const id = Math.random();
        engine.waiting = { id, resolve, reject, progress: progress || (() => {}) };
        engine.worker.postMessage({ id, request, files, packs }, packs.flatMap((pack) => pack.parts.map((one) => one.data.buffer)));
      });
    });
    clearTimeout(engine.resting);
    engine.line = asked.catch(() => {}).then(engine.rest);
    return asked;
  },

  // The typesetter takes as much memory as everything else, and a worker cannot give any back: when nothing has been asked of it
  // for a while, another takes its place.
  rest() {
    clearTimeout(engine.resting);
    if (engine.unpacked.has("printing")) engine.resting = setTimeout(() => { if (!engine.waiting) engine.restart(); }, engine.patience);
  },

  // The packs that this task needs and the worker has not unpacked yet. They are handed over: the page keeps the text alone.
  async packs(request) {
    const needed = [request.task === "export" && "printing", (request.options || {}).ledger && "ledger"].filter((name) => name && !engine.unpacked.has(name));
    const found = [];
    for (const name of needed) {
      engine.unpacked.add(name);
      const parts = [];
      for (const one of LATER[name]) parts.push({ ...about(one), data: await bytesInPieces(textOf(one)) });
      found.push({ name, parts });
    }
    return found;
  },

  restart() {
    engine.worker.terminate();
    engine.ready = engine.start();
    return engine.ready;
  },

  cancel() {
    const waiting = engine.waiting;
    engine.waiting = null;
    engine.round += 1;
    const again = engine.restart();
    if (waiting) waiting.reject(cancelled());
    return again;
  },
};

const cancelled = () => Object.assign(new Error("cancelled"), { cancelled: true });
const textOf = (name) => byId(`part-${name}`).textContent;
const about = (name) => ({ name, path: byId(`part-${name}`).dataset.path || "" });

async function inflatedText(name) { return new Response(inflated(bytes(textOf(name)))).text(); }
const readsLedgers = () => byId("part-ledger") !== null;
const printsHere = () => byId("part-printing") !== null;
