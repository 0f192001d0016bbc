//! Writes a key file of each scheme and signatures into the folder given, for `tests/vectors/check.mjs` to open with the
//! wallets' own libraries.

use exequatur_client::keys::{
    KeyName, KeyPair, KeyStore, Password, PayloadSignature, Scheme, sr25519_text,
};
use serde_json::{Value, json};
use std::error::Error;
use std::{env, fs};

/// Public, and good for nothing else.
const SECRET: &str = "8f1c6d0e5b7a3c2940f6e7d8c9b0a1f2e3d4c5b6a79881726354453627180910";
const DIGEST: [u8; 32] = [0x42; 32];
const PAYLOAD: &[u8] = b"a transaction";
/// A ligature, a combining accent and a sign that Unicode normalisation changes.
const PASSWORD: &str = "o\u{FB03}ce cafe\u{301} \u{2116} 7";

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os()
        .nth(1)
        .ok_or("expected a folder as the only argument")?;
    let store = KeyStore::new(folder);
    let mut facts = Vec::new();
    for scheme in [Scheme::Sr25519, Scheme::Ecdsa] {
        let pair = KeyPair::from_secret_hex(scheme, SECRET)?;
        let name: KeyName = scheme.to_string().parse()?;
        store.add(&name, &pair, &Password::new(PASSWORD.to_owned())?)?;
        facts.push(facts_of(&pair));
    }
    fs::write(store.folder().join("facts"), Value::from(facts).to_string())?;
    Ok(())
}

fn facts_of(pair: &KeyPair) -> Value {
    let (payload_scheme, payload_signature) = match pair.sign_payload(PAYLOAD) {
        PayloadSignature::Sr25519(bytes) => ("sr25519", bytes.to_vec()),
        PayloadSignature::Eth(bytes) => ("eth", bytes.to_vec()),
    };
    json!({
        "scheme": pair.scheme().to_string(),
        "address": pair.public().address().to_string(),
        "password": PASSWORD,
        "digest": format!("0x{}", hex::encode(DIGEST)),
        "text": sr25519_text(&DIGEST),
        "signature": pair.sign_digest(&DIGEST).to_string(),
        "payload": format!("0x{}", hex::encode(PAYLOAD)),
        "payloadScheme": payload_scheme,
        "payloadSignature": format!("0x{}", hex::encode(payload_signature)),
    })
}
