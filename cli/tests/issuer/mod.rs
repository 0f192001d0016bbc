//! What only the issuer of a token can do, //Ferdie on the local chain, and no command does.

#![allow(dead_code, reason = "each file of tests uses a part of it")]

use codec::{Compact, Decode, Encode};
use exequatur_client::keys::{KeyPair, PayloadSignature};
use exequatur_localchain::tokens::USDT;
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
    send(place, address, [50, 11]);
}

/// Thaws it.
pub fn thaw(place: &Place, address: &str) {
    send(place, address, [50, 12]);
}

fn send(place: &Place, address: &str, call: [u8; 2]) {
    let digits = hex::decode(address.trim_start_matches("0x")).expect("an address");
    let address = H160(digits.try_into().expect("20 bytes"));
    let mut chain = LocalChain::open(&place.path().join("home/chain")).expect("ours");
    let who = chain.account_of(address);
    let call = (call, Compact(USDT.id), 0u8, who).encode();
    let call = RuntimeCall::decode(&mut &call[..]).expect("a call of the chain");
    let issuer = Issuer(KeyPair::development("//Ferdie").expect("everybody knows it"));
    let extrinsic = chain.sign(&issuer, call, TxOptions::default());
    let inclusion = chain.submit(&extrinsic).expect("the issuer can pay");
    assert_eq!(inclusion.result, Ok(()));
}
