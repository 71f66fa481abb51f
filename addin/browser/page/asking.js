"use strict";
// How the page asks its worker. Tasks are answered one after the other; cancelling ends the worker and starts another.
const byId = (id) => document.getElementById(id);
const PARTS = ["wasm", "stdlib", "libraries", "rooms"];
const trusted = globalThis.trustedTypes ? trustedTypes.createPolicy("gaoyan", { createScriptURL: (address) => address }) : null;

const engine = {
  worker: null, address: null, waiting: null, line: Promise.resolve(), ready: null, unpacked: new Set(),

  async start() {
    if (!engine.address) {
      const plain = URL.createObjectURL(new Blob([await inflatedText("worker")], { type: "text/javascript" }));
      engine.address = trusted ? trusted.createScriptURL(plain) : plain;
    }
    const worker = new Worker(engine.address);
    engine.unpacked.clear();
    engine.worker = worker;
    return new Promise((resolve, reject) => {
      worker.onerror = (event) => reject(new Error(event.message || "worker"));
      worker.onmessage = ({ data }) => {
        if (data.ready) resolve();
        else if (data.broken && data.id === undefined) reject(new Error(data.broken));
        else if (engine.waiting && data.id === engine.waiting.id) engine.heard(data);
      };
      worker.postMessage({ parts: Object.fromEntries(PARTS.map((name) => [name, part(name)])) });
    });
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
      await engine.ready;
      return new Promise((resolve, reject) => {
        const id = Math.random();
        engine.waiting = { id, resolve, reject, progress: progress || (() => {}) };
        engine.worker.postMessage({ id, request, files, packs: engine.packs(request) });
      });
    });
    engine.line = asked.catch(() => {});
    return asked;
  },

  // The packs that this task needs and the worker has not unpacked yet.
  packs(request) {
    const needed = [request.task === "export" && "printing", (request.options || {}).ledger && "ledger"].filter((name) => name && !engine.unpacked.has(name));
    for (const name of needed) engine.unpacked.add(name);
    return Object.fromEntries(needed.map((name) => [name, part(name)]));
  },

  restart() {
    engine.worker.terminate();
    engine.ready = engine.start();
    return engine.ready;
  },

  cancel() {
    const waiting = engine.waiting;
    engine.waiting = null;
    const again = engine.restart();
    if (waiting) waiting.reject(Object.assign(new Error("cancelled"), { cancelled: true }));
    return again;
  },
};

function part(name) {
  const holder = byId(`part-${name}`);
  return holder ? holder.textContent : null;
}

async function inflatedText(name) {
  return new Response(new Blob([bytes(part(name))]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
const readsLedgers = () => byId("part-ledger") !== null;
const printsHere = () => byId("part-printing") !== null;
