// Reads what encoding.py has written: 31 bits in two characters; unpacks and compiles it. Used by the page and by its worker.
const FIRST_SIGN = 0x2100, SIGNS = 46341, BITS = 31;

const startOf = (text) => text.indexOf(":") + 1;
const lengthOf = (text) => Number(text.slice(0, startOf(text) - 1));
// Characters after which a byte ends: what lies between two such places can be read by itself.
const PIECE = 16 << 16;

function bytes(text) {
  const made = new Uint8Array(lengthOf(text) + BITS);
  read31(text, startOf(text), text.length, made, 0);
  return made.subarray(0, lengthOf(text));
}

// The same of a long text on the page itself, which goes on answering in the meantime.
async function bytesInPieces(text) {
  const made = new Uint8Array(lengthOf(text) + BITS);
  for (let at = startOf(text), to = 0; at < text.length; at += PIECE, to += PIECE / 16 * BITS) {
    read31(text, at, Math.min(at + PIECE, text.length), made, to);
    await new Promise((resolve) => setTimeout(resolve));
  }
  return made.subarray(0, lengthOf(text));
}

// What the browser unpacks by itself.
const inflated = (data) => new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));

// What the page brings its own unpacker for.
const toolOf = async (unpacker) => (await WebAssembly.instantiate(unpacker, { env: { emscripten_notify_memory_growth() {} } })).exports;

// Each piece is good until the next is asked for.
function* pieces(tool, data) {
  const { memory, malloc } = tool;
  const size = 1 << 18, from = malloc(size), to = malloc(size), given = malloc(12), made = malloc(12), state = tool.ZSTD_createDCtx();
  const set = (at, ...words) => new Uint32Array(memory.buffer, at, 3).set(words);
  const done = (at) => new Uint32Array(memory.buffer, at, 3)[2];
  for (let at = 0; at < data.length; at += size) {
    const some = data.subarray(at, at + size);
    new Uint8Array(memory.buffer, from, size).set(some);
    set(given, from, some.length, 0);
    do {
      set(made, to, size, 0);
      if (tool.ZSTD_decompressStream(state, made, given) >>> 0 > 0xffffff00) throw new Error("a part of the page is damaged");
      yield new Uint8Array(memory.buffer, to, done(made));
    } while (done(given) < some.length || done(made) === size);
  }
  tool.ZSTD_freeDCtx(state);
  for (const one of [from, to, given, made]) tool.free(one);
}

function empty(piece) {
  for (let at = 0; at < piece.length; at += 1) if (piece[at]) return false;
  return true;
}

function unpackedWhole(tool, data) {
  const whole = new Uint8Array(new DataView(data.buffer, data.byteOffset).getUint32(0, true));
  let at = 0;
  for (const piece of pieces(tool, data.subarray(4))) {
    // Where there is nothing, none is written: memory that nobody has touched costs nothing.
    if (!empty(piece)) whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

// What is not needed any more is let go at once, where the browser can do that, and not when it next tidies up.
function letGo({ buffer }) { if (buffer.transfer) buffer.transfer(0); }

// Machine code.
async function compiled(tool, data) {
  const whole = unpackedWhole(tool, data);
  letGo(data);
  const module = await WebAssembly.compile(whole);
  letGo(whole);
  return module;
}

function read31(text, first, end, made, place) {
  // `held`: the lowest `bits` (less than eight) of the pair before, which begin the next byte.
  for (let at = first, held = 0, bits = 0, to = place; at < end; at += 2) {
    const value = (text.charCodeAt(at) - FIRST_SIGN) * SIGNS + text.charCodeAt(at + 1) - FIRST_SIGN;
    let left = BITS - 8 + bits;
    made[to] = (held << (8 - bits)) | (value >>> left);
    made[to + 1] = value >>> (left - 8);
    made[to + 2] = value >>> (left - 16);
    to += 3;
    left -= 16;
    if (left >= 8) { left -= 8; made[to] = value >>> left; to += 1; }
    held = value & ((1 << left) - 1);
    bits = left;
  }
}
