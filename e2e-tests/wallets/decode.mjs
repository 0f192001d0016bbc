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

// The same without ethers' own helpers, as somebody writes it who wants it fast.
function decodeBytes(entry) {
  const bytes = Buffer.from(entry.slice(2), "hex");
  const long = bytes[36] & 1;
  const start = long ? 38 : 37;
  const length = (long ? bytes.readUInt16LE(36) : bytes[36]) >> 2;
  const input = bytes.subarray(start, start + length);
  const args = [];
  for (let from = 4; from + 32 <= input.length; from += 32) args.push(input.subarray(from, from + 32).toString("hex"));
  return {
    number: bytes.readUInt32LE(0),
    at: bytes.readUInt32LE(4),
    by: bytes.toString("hex", 8, 28),
    value: bytes.readBigUInt64LE(28),
    selector: input.readUInt32BE(0),
    args,
    bytes,
  };
}

const timed = (work) => {
  work();
  let best = Infinity;
  for (let run = 0; run < 5; run++) {
    // The time that the processor worked, in microseconds, so that other work on the machine does not count.
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) * 1000);
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
const same = head;
const fast = timed(() => {
  head = Buffer.alloc(32);
  for (const line of lines) {
    const { bytes } = decodeBytes(line);
    head = Buffer.from(keccak256(Buffer.concat([head, bytes])).slice(2), "hex");
  }
});
if (`0x${head.toString("hex")}` !== same) throw new Error("two ways to decode, two heads");
if (decoded === 0) throw new Error("nothing was decoded");
console.log(JSON.stringify({ entries: lines.length, decode_ns: decoding, decode_and_hash_ns: hashing, bytes_and_hash_ns: fast, head: same }));
