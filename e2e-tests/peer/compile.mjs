// Compiles Kleros's escrow, with the arbitrator and the registry that its own tests have, and prints the creation code of each as JSON.
//
// usage: node compile.mjs ESCROW KLEROS > peer.json: the folders of checkouts of kleros/escrow-v2 and kleros/kleros-v2, with solc and
// OpenZeppelin's contracts of package-lock.json among the modules that node finds from the working folder
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [escrow, kleros] = process.argv.slice(2);
const modules = join(process.cwd(), "node_modules");
const solc = createRequire(join(process.cwd(), "package.json"))("solc");
const places = [
  ["@kleros/kleros-v2-contracts/", join(kleros, "contracts/src")],
  ["@openzeppelin/contracts/", join(modules, "@openzeppelin/contracts")],
  ["src/", join(escrow, "contracts/src")],
];
const read = (path) => {
  const [prefix, folder] = places.find(([prefix]) => path.startsWith(prefix)) ?? [];
  if (folder === undefined) return { error: `nobody knows where ${path} is` };
  return { contents: readFileSync(join(folder, path.slice(prefix.length)), "utf8") };
};
const wanted = {
  EscrowUniversal: "src/EscrowUniversal.sol",
  ArbitratorMock: "src/test/ArbitratorMock.sol",
  DisputeTemplateRegistryMock: "src/test/DisputeTemplateRegistryMock.sol",
};
const input = {
  language: "Solidity",
  sources: Object.fromEntries(Object.values(wanted).map((path) => [path, { content: read(path).contents }])),
  settings: {
    optimizer: { enabled: true, runs: 200 },
    outputSelection: { "*": { "*": ["evm.bytecode.object", "evm.deployedBytecode.object"] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
for (const { formattedMessage } of errors) console.error(formattedMessage);
if (errors.length > 0) process.exit(1);
const evm = (name) => output.contracts[wanted[name]][name].evm;
const code = Object.fromEntries(Object.keys(wanted).map((name) => [name, evm(name).bytecode.object]));
console.log(JSON.stringify({ solc: solc.version(), deployed_bytes: evm("EscrowUniversal").deployedBytecode.object.length / 2, code }));
