// Writes the vectors in this folder with the wallets' own libraries. Salts are random: running it again changes the
// key files, and the tests must hold all the same.
import { Keyring } from '@polkadot/keyring';
import { hexToU8a, stringToHex, u8aConcat, u8aToHex, u8aToString, u8aWrapBytes } from '@polkadot/util';
import { cryptoWaitReady, encodeAddress, jsonEncrypt, keccakAsU8a } from '@polkadot/util-crypto';
import { HDNodeWallet, SigningKey, Wallet, computeAddress, encryptKeystoreJsonSync, keccak256, toUtf8Bytes } from 'ethers';
import { Keyring as Keyring12 } from 'keyring-12';
import { cryptoWaitReady as ready12 } from 'util-crypto-12';
import { writeFileSync } from 'node:fs';

await cryptoWaitReady();
await ready12();

const here = (name) => new URL(name, import.meta.url);
const write = (name, value) => writeFileSync(here(name), JSON.stringify(value, null, 2) + '\n');

const PHRASES = [
  'legal winner thank year wave sausage worth useful legal winner thank yellow',
  'void come effort suffer camp survey warrior heavy shoot primary clutch crush open amazing screen patrol group space point ten exist slush involve unfold',
];
const SECRETS = [
  '0x8f1c6d0e5b7a3c2940f6e7d8c9b0a1f2e3d4c5b6a79881726354453627180910',
  '0x0000000000000000000000000000000000000000000000000000000000000001',
];
const PASSWORD = 'correct horse battery staple';
// The ligature and the letter with a combining accent change under Unicode normalisation.
const UNICODE_PASSWORD = 'o\uFB03ce cafe\u0301 \u2116 7';

const sr25519 = (uri) => {
  const pair = new Keyring({ type: 'sr25519' }).addFromUri(uri);
  const h160 = keccakAsU8a(pair.publicKey).slice(12);
  return {
    scheme: 'sr25519',
    publicKey: u8aToHex(pair.publicKey),
    accountId: u8aToHex(pair.publicKey),
    h160: u8aToHex(h160),
    ss58: Object.fromEntries([0, 42, 63, 64, 1284, 16383].map((p) => [p, encodeAddress(pair.publicKey, p)])),
  };
};
const ecdsa = (wallet) => {
  const h160 = wallet.address.toLowerCase();
  const accountId = h160 + 'ee'.repeat(12);
  return {
    scheme: 'ecdsa',
    publicKey: wallet.signingKey.compressedPublicKey,
    accountId,
    h160,
    eip55: wallet.address,
    ss58: Object.fromEntries([0, 42].map((p) => [p, encodeAddress(hexToU8a(accountId), p)])),
  };
};

write('keys.json', [
  ...PHRASES.flatMap((phrase) => [
    { phrase, ...sr25519(phrase) },
    { phrase, ...ecdsa(HDNodeWallet.fromPhrase(phrase)) },
  ]),
  ...SECRETS.flatMap((secret) => [
    { secret, ...sr25519(secret) },
    { secret, ...ecdsa(new Wallet(secret)) },
  ]),
  ...['//Alice', '//Bob', '//Charlie', '//Dave', '//Eve', '//Ferdie', '//Alice//stash'].map((development) => ({
    development,
    ...sr25519(development),
  })),
]);

const DIGESTS = [
  '0x' + '00'.repeat(32),
  '0x' + 'ff'.repeat(32),
  '0x9c22ff5f21f0b81b113e63f7db6da94fedef11b2119b4088b89664fb9a3cb658',
  '0x00000000000000000000000000000000000000000000000000000000deadbeef',
];
write('signatures.json', [
  ...SECRETS.flatMap((secret) =>
    DIGESTS.map((digest) => ({
      scheme: 'ecdsa',
      secret,
      digest,
      signer: computeAddress(secret).toLowerCase(),
      signature: new SigningKey(secret).sign(digest).serialized,
    }))
  ),
  ...SECRETS.flatMap((secret) => {
    const pair = new Keyring({ type: 'sr25519' }).addFromUri(secret);
    return DIGESTS.flatMap((digest) =>
      // Two ways to the same text: an application that sends the digest as text, and a person who pastes the wrapped text.
      [u8aWrapBytes(stringToHex(digest)), u8aWrapBytes(`<Bytes>${digest}</Bytes>`)].map((message) => ({
        scheme: 'sr25519',
        secret,
        digest,
        signer: u8aToHex(keccakAsU8a(pair.publicKey).slice(12)),
        publicKey: u8aToHex(pair.publicKey),
        text: u8aToString(message),
        signature: u8aToHex(pair.sign(message)),
      }))
    );
  }),
]);

// Transactions of the first secret: a call with money, a new contract, a payment. One planck is 10^8 wei.
const TRANSACTIONS = [
  { to: '0x00000000000000000000000000000000000000aa', planck: '12500000000', data: '0x0102', nonce: 7 },
  { to: null, planck: '0', data: '0x50564d00ff', nonce: 0 },
  { to: '0xf24ff3a9cf04c71dbc94d0b566f7a27b94566cac', planck: '18446744073709551616', data: '0x', nonce: 4294967295 },
].map((transaction) => ({ ...transaction, chainId: 420420420, gasLimit: 123456, maxGasPriceWei: '8000000000000' }));
write(
  'ethereum-transactions.json',
  await Promise.all(
    TRANSACTIONS.map(async (transaction) => {
      const bytes = await new Wallet(SECRETS[0]).signTransaction({
        type: 2,
        chainId: transaction.chainId,
        nonce: transaction.nonce,
        to: transaction.to,
        value: BigInt(transaction.planck) * 10n ** 8n,
        data: transaction.data,
        gasLimit: transaction.gasLimit,
        maxFeePerGas: BigInt(transaction.maxGasPriceWei),
        maxPriorityFeePerGas: 0,
      });
      return { ...transaction, bytes, hash: keccak256(bytes) };
    })
  )
);

// What a wallet's page makes of a bare digest: it wraps 32 raw bytes. Such a signature must not pass.
{
  const pair = new Keyring({ type: 'sr25519' }).addFromUri(SECRETS[0]);
  write('signature-of-raw-bytes.json', {
    digest: DIGESTS[2],
    signer: u8aToHex(keccakAsU8a(pair.publicKey).slice(12)),
    publicKey: u8aToHex(pair.publicKey),
    signature: u8aToHex(pair.sign(u8aWrapBytes(DIGESTS[2]))),
  });
}

const keyFiles = [];
const keyFile = (name, document, facts) => {
  write(name, document);
  keyFiles.push({ file: name, ...facts });
};
const exported = (Rings, type, uri, password) => {
  const pair = new Rings({ type }).addFromUri(uri, { name: 'Vector' });
  return [pair.toJson(password), { address: pair.address, password }];
};
keyFile('polkadot-14.json', ...exported(Keyring, 'sr25519', PHRASES[0], PASSWORD));
keyFile('polkadot-12.json', ...exported(Keyring12, 'sr25519', PHRASES[1], PASSWORD));
keyFile('polkadot-12-unicode.json', ...exported(Keyring12, 'sr25519', SECRETS[0], UNICODE_PASSWORD));

const keystore = async (wallet, password, options) => [
  JSON.parse(await wallet.encrypt(password, options)),
  { address: wallet.address, password },
];
const phraseWallet = HDNodeWallet.fromPhrase(PHRASES[0]);
keyFile('ethers-6.json', ...(await keystore(new Wallet(SECRETS[0]), PASSWORD)));
keyFile('ethers-6-phrase.json', JSON.parse(phraseWallet.encryptSync(PASSWORD, undefined)), {
  address: phraseWallet.address,
  password: PASSWORD,
});
const unicode = JSON.parse(new Wallet(SECRETS[1]).encryptSync(UNICODE_PASSWORD));
keyFile('ethers-6-unicode.json', unicode, { address: computeAddress(SECRETS[1]), password: UNICODE_PASSWORD });
// Other programs take the password's bytes as they are.
const asTyped = JSON.parse(new Wallet(SECRETS[1]).encryptSync(toUtf8Bytes(UNICODE_PASSWORD)));
keyFile('ethers-6-as-typed.json', asTyped, { address: computeAddress(SECRETS[1]), password: UNICODE_PASSWORD });
write('key-files.json', keyFiles);

// Files that the password opens and that hold no key: two halves that do not belong together, and zero.
{
  const [one, other] = SECRETS.map((secret) => new Keyring({ type: 'sr25519' }).addFromUri(secret));
  const plain = one.encodePkcs8();
  const halves = u8aConcat(plain.subarray(0, 85), other.publicKey);
  const document = jsonEncrypt(halves, ['pkcs8', 'sr25519'], PASSWORD);
  write('damaged-halves.json', { ...document, address: one.address, meta: {} });
  const zero = { address: computeAddress(SECRETS[1]), privateKey: '0x' + '00'.repeat(32) };
  write('damaged-zero.json', JSON.parse(encryptKeystoreJsonSync(zero, PASSWORD)));
}

// Accounts of other kinds, which are refused.
write('refused-ed25519.json', exported(Keyring, 'ed25519', PHRASES[0], PASSWORD)[0]);
write('refused-unencrypted.json', exported(Keyring, 'sr25519', PHRASES[0])[0]);
