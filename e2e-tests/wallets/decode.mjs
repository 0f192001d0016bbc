// Decodes the entries of a record as a script of an indexer does, with ethers: fields of the entry, and the arguments of the call.
// node decode.mjs FOLDER-WITH-ETHERS FILE-WITH-ENTRIES
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const [modules, file] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "package.json"));
const { concat, dataLength, dataSlice, getAddress, keccak256, toBigInt, toNumber, ZeroHash } =
  require("ethers");

const lines = readFileSync(file, "utf8").trim().split("\n");

// Integers are little-endian.
const reversed = (hex) => {
  let out = "0x";
  for (let at = hex.length - 2; at >= 2; at -= 2) out += hex.slice(at, at + 2);
  return out;
};

function decode(entry) {
  const number = toNumber(reversed(dataSlice(entry, 0, 4)));
  const at = toNumber(reversed(dataSlice(entry, 4, 8)));
  const by = getAddress(dataSlice(entry, 8, 28));
  const value = toBigInt(reversed(dataSlice(entry, 28, 36)));
  const first = toNumber(dataSlice(entry, 36, 37));
  const start = first & 1 ? 38 : 37;
  const length = first & 1 ? toNumber(reversed(dataSlice(entry, 36, 38))) >> 2 : first >> 2;
  const input = dataSlice(entry, start, start + length);
  const selector = dataSlice(input, 0, 4);
  const args = [];
  for (let from = 4; from + 32 <= dataLength(input); from += 32) args.push(dataSlice(input, from, from + 32));
  return { number, at, by, value, selector, args };
}

const timed = (work) => {
  work();
  let best = Infinity;
  for (let run = 0; run < 5; run++) {
    const start = process.hrtime.bigint();
    work();
    best = Math.min(best, Number(process.hrtime.bigint() - start));
  }
  return best / lines.length;
};

let decoded = 0;
const decoding = timed(() => {
  for (const line of lines) decoded += decode(line).number >= 0 ? 1 : 0;
});
let head;
const hashing = timed(() => {
  head = ZeroHash;
  for (const line of lines) {
    decode(line);
    head = keccak256(concat([head, line]));
  }
});
if (decoded === 0) throw new Error("nothing was decoded");
console.log(JSON.stringify({ entries: lines.length, decode_ns: decoding, decode_and_hash_ns: hashing, head }));
