//! What only the issuer of a token can do, //Ferdie on the local chain, and no command does.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

use codec::{Compact, Decode, Encode};
use exequatur_client::keys::{KeyPair, PayloadSignature};
use exequatur_localchain::tokens::{Token, USDT};
use exequatur_localchain::{
    AccountId, H160, LocalChain, MultiSignature, RuntimeCall, Signer, TxOptions, View,
};

use crate::support::Place;

struct Issuer(KeyPair);

impl Signer for Issuer {
    fn account(&self) -> AccountId {
        AccountId::new(self.0.account_id())
    }

    fn sign(&self, payload: &[u8]) -> MultiSignature {
        match self.0.sign_payload(payload) {
            PayloadSignature::Sr25519(signature) => MultiSignature::Sr25519(signature.into()),
            PayloadSignature::Eth(signature) => MultiSignature::Eth(signature.into()),
        }
    }
}

/// Freezes what an address has of USDt.
pub fn freeze(place: &Place, address: &str) {
    // Pallet and call by their numbers, which are the Hub's: `Assets.freeze`.
    of_account(place, address, [50, 11]);
}

/// Thaws it.
pub fn thaw(place: &Place, address: &str) {
    of_account(place, address, [50, 12]);
}

/// Keeps an address from being paid USDt: `Assets.block`.
pub fn block(place: &Place, address: &str) {
    of_account(place, address, [50, 31]);
}

/// Issues a token of which this program knows nothing: 1000 of it, with six decimals, to //Alice. Its address.
pub fn issue(place: &Place, id: u32, symbol: &str) -> String {
    let token = Token { id, ..USDT };
    let mut chain = LocalChain::open(&place.path().join("home/chain")).expect("ours");
    let [ferdie, alice] = ["//Ferdie", "//Alice"].map(|path| {
        let key = KeyPair::development(path).expect("everybody knows it");
        AccountId::new(key.account_id())
    });
    let id = Compact(id);
    let name = format!("The {symbol}");
    for call in [
        ([50u8, 0], id, 0u8, ferdie, 1u128).encode(),
        ([50u8, 17], id, name.as_bytes(), symbol.as_bytes(), 6u8).encode(),
        ([50u8, 6], id, 0u8, alice, Compact(1_000_000_000u128)).encode(),
    ] {
        send(&mut chain, &call);
    }
    format!("0x{}", hex::encode(token.address().0))
}

fn of_account(place: &Place, address: &str, call: [u8; 2]) {
    let digits = hex::decode(address.trim_start_matches("0x")).expect("an address");
    let address = H160(digits.try_into().expect("20 bytes"));
    let mut chain = LocalChain::open(&place.path().join("home/chain")).expect("ours");
    let who = chain.account_of(address);
    send(&mut chain, &(call, Compact(USDT.id), 0u8, who).encode());
}

fn send(chain: &mut LocalChain, call: &[u8]) {
    let call = RuntimeCall::decode(&mut &*call).expect("a call of the chain");
    let issuer = Issuer(KeyPair::development("//Ferdie").expect("everybody knows it"));
    let extrinsic = chain.sign(&issuer, call, TxOptions::default());
    let inclusion = chain.submit(&extrinsic).expect("the issuer can pay");
    assert_eq!(inclusion.result, Ok(()));
}
