// Reads what encoding.py has written: 13 bits in two characters. Used by the page and by its worker.
const SIGNS = [...Array(94).keys()].map((at) => String.fromCharCode(33 + at)).filter((sign) => !"<>&".includes(sign));
const VALUES = new Uint8Array(128);
SIGNS.forEach((sign, at) => { VALUES[sign.charCodeAt(0)] = at; });

function bytes(text) {
  const start = text.indexOf(":") + 1;
  const length = Number(text.slice(0, start - 1));
  const made = new Uint8Array(length + 13);
  for (let at = start, held = 0, bits = 0, to = 0; at < text.length; at += 2) {
    held = (held << 13) | (VALUES[text.charCodeAt(at)] * 91 + VALUES[text.charCodeAt(at + 1)]);
    for (bits += 13; bits >= 8;) {
      bits -= 8;
      made[to++] = held >> bits;
    }
    held &= (1 << bits) - 1;
  }
  return made.subarray(0, length);
}
