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

// What the browser unpacks, bit by bit as it is asked for.
function inflated(data) {
  let at = 0;
  const source = new ReadableStream({ pull(to) {
    if (at >= data.length) to.close();
    else to.enqueue(data.subarray(at, at += 1 << 18));
  } });
  return source.pipeThrough(new DecompressionStream("gzip"));
}

// Machine code, compiled while it is unpacked.
const compiled = (data) => WebAssembly.compileStreaming(new Response(inflated(data), { headers: { "content-type": "application/wasm" } }));

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
