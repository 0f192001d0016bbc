// A wallet for the tests, made of the wallets' own libraries: node wallet.mjs LIBRARIES COMMAND ARGUMENTS…
// LIBRARIES is the folder in which package-lock.json was installed. Every command prints one line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [libraries, command, ...given] = process.argv.slice(2);
const require = createRequire(join(libraries, 'package.json'));
const { Signature, TypedDataEncoder, Wallet, decodeRlp, encodeRlp, toBeHex, verifyTypedData } = require('ethers');
const { Keyring } = require('@polkadot/keyring');
const { hexToU8a, u8aToHex, u8aWrapBytes } = require('@polkadot/util');
const { cryptoWaitReady, signatureVerify } = require('@polkadot/util-crypto');

// ethers wants the domain's type left out: it has its own idea of it, which must be ours.
const typed = (path) => {
  const { types, primaryType, domain, message } = JSON.parse(readFileSync(path, 'utf8'));
  const { EIP712Domain, ...others } = types;
  const own = TypedDataEncoder.getPayload(domain, others, message);
  if (JSON.stringify(own.types.EIP712Domain) !== JSON.stringify(EIP712Domain) || own.primaryType !== primaryType) {
    throw new Error('the domain or the primary type is not what ethers makes of it');
  }
  return [domain, others, message];
};
// Of secp256k1.
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const sr25519 = (uri) => new Keyring({ type: 'sr25519' }).addFromUri(uri);

const commands = {
  // eth_signTypedData_v4
  'ethereum-sign': (secret, path) => new Wallet(secret).signTypedData(...typed(path)),
  'ethereum-digest': (path) => TypedDataEncoder.hash(...typed(path)),
  // What a hardware wallet shows that cannot show the fields.
  'ethereum-hashes': (path) => {
    const [domain, types, message] = typed(path);
    const [primary] = Object.keys(types);
    return `${TypedDataEncoder.hashDomain(domain)} ${TypedDataEncoder.hashStruct(primary, types, message)}`;
  },
  'ethereum-verify': (path, signature) => verifyTypedData(...typed(path), signature),
  // Some wallets give v as 0 or 1.
  'ethereum-sign-y-parity': async (secret, path) => {
    const { r, s, yParity } = Signature.from(await new Wallet(secret).signTypedData(...typed(path)));
    return `${r}${s.slice(2)}0${yParity}`;
  },
  // The same signature in its other form, which is refused.
  'ethereum-sign-high-s': async (secret, path) => {
    const { r, s, v } = Signature.from(await new Wallet(secret).signTypedData(...typed(path)));
    return `${r}${(ORDER - BigInt(s)).toString(16).padStart(64, '0')}${(55 - v).toString(16)}`;
  },
  // A signed transaction with its signature in the other form, which names the same signer.
  'ethereum-other-s': (raw) => {
    const fields = decodeRlp(`0x${raw.slice(4)}`);
    const [parity, r, s] = fields.slice(-3);
    const other = [parity === '0x' ? '0x01' : '0x', r, toBeHex(ORDER - BigInt(s))];
    return `0x02${encodeRlp([...fields.slice(0, -3), ...other]).slice(2)}`;
  },
  // signRaw of an extension: it wraps what is not wrapped. A text that begins with 0x is taken for bytes.
  'polkadot-sign': (uri, text) => u8aToHex(sr25519(uri).sign(u8aWrapBytes(text))),
  'polkadot-sign-with-type': (uri, text) => u8aToHex(sr25519(uri).sign(u8aWrapBytes(text), { withType: true })),
  'polkadot-verify': (text, signature, address) => String(signatureVerify(u8aWrapBytes(text), hexToU8a(signature), address).isValid),
  'polkadot-address': (uri) => sr25519(uri).address,
};

await cryptoWaitReady();
const run = commands[command];
if (run === undefined) throw new Error(`expected one of ${Object.keys(commands).join(', ')}, found ${command}`);
console.log(await run(...given));
