// Compiles the contracts of this folder with solc and prints the creation code of each, as JSON.
//
// usage: node compile.mjs > contracts.json, with solc of package-lock.json among the modules that node finds
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";

// The modules lie outside the checkout: they are looked for from the working folder.
const solc = createRequire(join(process.cwd(), "package.json"))("solc");
const folder = "e2e-tests/solidity";
const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path) => readFileSync(join(root, path), "utf8");
const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".sol")).sort();
const input = {
  language: "Solidity",
  sources: Object.fromEntries(names.map((name) => [posix.join(folder, name), { content: read(posix.join(folder, name)) }])),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 200 },
    metadata: { bytecodeHash: "none" },
    outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: (path) => ({ contents: read(path) }) }));
for (const { formattedMessage } of output.errors ?? []) console.error(formattedMessage);
if ((output.errors ?? []).length > 0) process.exit(1);
const code = {};
for (const name of names) {
  for (const [contract, { evm }] of Object.entries(output.contracts[posix.join(folder, name)])) {
    if (evm.bytecode.object !== "") code[contract] = evm.bytecode.object;
  }
}
console.log(JSON.stringify({ solc: solc.version(), code }, null, 2));
