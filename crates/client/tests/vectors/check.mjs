// Opens with the wallets' own libraries what the client wrote: node check.mjs <folder>
import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady, signatureVerify } from '@polkadot/util-crypto';
import { Wallet, keccak256, recoverAddress } from 'ethers';
import { Keyring as Keyring12 } from 'keyring-12';
import { cryptoWaitReady as ready12 } from 'util-crypto-12';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

await cryptoWaitReady();
await ready12();
const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name), 'utf8');
const [sub, eth] = JSON.parse(read('facts'));

for (const [version, Rings] of [[14, Keyring], [12, Keyring12]]) {
  const pair = new Rings({ type: 'sr25519' }).addFromJson(JSON.parse(read('sr25519.json')));
  assert.throws(() => pair.unlock('wrong'));
  pair.unlock(sub.password);
  assert.equal(pair.address, sub.address);
  assert.equal(pair.meta.name, 'sr25519');
  // The unlocked secret signs for the same address.
  assert.ok(signatureVerify('message', pair.sign('message'), sub.address).isValid);
  console.log(`polkadot-js ${version} opens ${pair.address}`);
}
assert.equal(sub.payloadScheme, 'sr25519');
const signature = '0x' + sub.signature.slice(2 + 64);
assert.ok(signatureVerify(sub.text, signature, sub.address).isValid);
assert.ok(signatureVerify(sub.payload, sub.payloadSignature, sub.address).isValid);
console.log('polkadot-js verifies both sr25519 signatures');

const wallet = await Wallet.fromEncryptedJson(read('ecdsa.json'), eth.password);
assert.equal(wallet.address, eth.address);
await assert.rejects(Wallet.fromEncryptedJson(read('ecdsa.json'), 'wrong'));
console.log(`ethers opens ${wallet.address}`);
assert.equal(recoverAddress(eth.digest, eth.signature), eth.address);
assert.equal(wallet.signingKey.sign(eth.digest).serialized, eth.signature);
assert.equal(eth.payloadScheme, 'eth');
const v = Number(eth.payloadSignature.slice(-2));
const payloadSignature = eth.payloadSignature.slice(0, -2) + (27 + v).toString(16);
assert.equal(recoverAddress(keccak256(eth.payload), payloadSignature), eth.address);
console.log('ethers verifies both ECDSA signatures');
