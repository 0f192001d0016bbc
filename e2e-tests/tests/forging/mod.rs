//! Ways to make another call out of a good one.

use exequatur_e2e_tests::mirror::mirrored;
use exequatur_e2e_tests::{Bench, Person};
use exequatur_protocol::{Action, Signature};

use crate::Genuine;

/// A way to forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    TurnedBit,
    TurnedByteOfASignature,
    CutOff,
    HighS,
    RecoveryId,
    SignedTwice,
    SomebodyElse,
    OtherContract,
    OtherChain,
    OtherTerms,
}

pub const WAYS: [Way; 10] = [
    Way::TurnedBit,
    Way::TurnedByteOfASignature,
    Way::CutOff,
    Way::HighS,
    Way::RecoveryId,
    Way::SignedTwice,
    Way::SomebodyElse,
    Way::OtherContract,
    Way::OtherChain,
    Way::OtherTerms,
];

/// Whether call data says what was signed, by nobody who did not sign it: then it is no forgery. Whether the call pays at once is not
/// signed.
fn says_the_same(input: &[u8], of: &Action, signed: &[Signature]) -> bool {
    let Ok((action, signatures)) = Action::from_input(input) else {
        return false;
    };
    let Ok(signatures) = signatures.to_vec() else {
        return false;
    };
    let at_once = |action: Action| match action {
        Action::Release {
            to_payer,
            sequence,
            approve,
            ..
        } => Action::Release {
            to_payer,
            sequence,
            approve,
            pay: true,
        },
        other => other,
    };
    at_once(action) == at_once(of.clone()) && signatures.iter().all(|one| signed.contains(one))
}

/// Call data that is no authorisation; `None` where this way does not lead to another one.
pub fn forge(bench: &Bench, of: &Genuine, way: Way, choice: u64) -> Option<Vec<u8>> {
    let mut domain = bench.domain();
    let good = of.signed(bench, &domain);
    let mut signatures = good.clone();
    let which = choice as usize % signatures.len();
    let (place, turn) = ((choice >> 8) as usize, (choice >> 40) as u8 | 1);
    match way {
        Way::TurnedBit => {
            let mut input = of.action.to_input(&good);
            let place = 4 + place % (input.len() - 4);
            input[place] ^= 1 << (turn % 8);
            return (!says_the_same(&input, &of.action, &good)).then_some(input);
        }
        Way::CutOff => {
            let mut input = of.action.to_input(&good);
            input.truncate(4 + place % (input.len() - 4));
            return Some(input);
        }
        Way::TurnedByteOfASignature => match &mut signatures[which] {
            Signature::Ecdsa(bytes) => bytes[place % 65] ^= turn,
            Signature::Sr25519 { public, signature } => match place % 96 {
                place @ 0..32 => public[place] ^= turn,
                place => signature[place - 32] ^= turn,
            },
        },
        Way::HighS => {
            let Signature::Ecdsa(bytes) = &mut signatures[which] else {
                return None;
            };
            *bytes = mirrored(*bytes);
        }
        Way::RecoveryId => match &mut signatures[which] {
            Signature::Ecdsa(bytes) if bytes[64] != place as u8 => bytes[64] = place as u8,
            Signature::Ecdsa(_) | Signature::Sr25519 { .. } => return None,
        },
        Way::SignedTwice => signatures.push(signatures[which]),
        Way::SomebodyElse => {
            let nobody = [Person::polkadot("//Ferdie"), Person::ethereum(7)];
            let digest = (of.digest)(&domain, &of.action, bench);
            signatures[which] = nobody[place % 2].sign(&digest);
        }
        Way::OtherContract => {
            domain.contract.0[place % 20] ^= turn;
            signatures = of.signed(bench, &domain);
        }
        Way::OtherChain => {
            domain.chain_id ^= 1 << (place % 64);
            signatures = of.signed(bench, &domain);
        }
        Way::OtherTerms => {
            domain.terms_hash[place % 32] ^= turn;
            signatures = of.signed(bench, &domain);
        }
    }
    Some(of.action.to_input(&signatures))
}
