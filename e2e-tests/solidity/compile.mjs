// Compiles the contracts of this folder with solc and prints the creation code of each, as JSON.
import solc from "solc";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith(".sol")).sort();
const input = {
  language: "Solidity",
  sources: Object.fromEntries(names.map((name) => [name, { content: readFileSync(join(folder, name), "utf8") }])),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 200 },
    metadata: { bytecodeHash: "none" },
    outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
const errors = (output.errors ?? []).filter((error) => error.severity === "error");
if (errors.length > 0) {
  console.error(errors.map((error) => error.formattedMessage).join("\n"));
  process.exit(1);
}
const code = {};
for (const name of names) {
  for (const [contract, { evm }] of Object.entries(output.contracts[name] ?? {})) {
    if (evm.bytecode.object !== "" && contract !== "Exequatur") code[contract] = evm.bytecode.object;
  }
}
console.log(JSON.stringify({ solc: solc.version(), code }, null, 2));
