//! Forged and altered authorisations, checked with the libraries that wallets use. From random states, whatever somebody could sign there
//! is signed; then a bit of the call data is turned, a signature takes another form or is somebody else's, or was made for another
//! contract, chain or terms. Every one is refused and changes nothing, and what was signed is accepted afterwards. `EXEQUATUR_RUNS` says
//! how many states.
mod support;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use k256::elliptic_curve::bigint::{ArrayEncoding, U256};
use proptest::prelude::*;
use support::explore::{moves, some_terms, started, walk};
use support::long::{check, runs};
use support::*;

/// The order of secp256k1.
const ORDER: U256 =
    U256::from_be_hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

/// An action that is good where the case stands, by the signatures of these people.
struct Genuine {
    action: Action,
    signers: Vec<Who>,
    signatures: Vec<Signature>,
}

/// Everything that takes signatures, by whose it belongs to. What the state does not take is sorted out afterwards.
fn candidates(case: &Case, choice: u64) -> Vec<(Action, Vec<Who>)> {
    let parties = vec![Payer, Payee];
    if case.state.is_none() {
        return vec![(Action::Open { terms: case.terms }, parties)];
    }
    let consent = Action::Consent { approve: false };
    let (held, sitting) = (case.money().held, case.sitting());
    let to_payer = choice.checked_rem(held).unwrap_or(0);
    let with = |who: &[Who]| [who, &sitting[..]].concat();
    let mut all = vec![
        (consent.clone(), vec![Payer]),
        (consent.clone(), vec![Payee]),
        (consent, parties.clone()),
        (case.release(to_payer), parties.clone()),
        (case.release(to_payer), with(&[Payee])),
    ];
    for arbitrator in &sitting {
        let accept = Action::Appointment {
            disclosure: doc(choice as u8 | 1),
            approve: false,
        };
        all.push((accept, vec![*arbitrator]));
    }
    let until = case.now.saturating_add(HOUR * (1 + choice as u32 % 100));
    let order = |order| Action::Order {
        order,
        approve: false,
    };
    for kind in OrderKind::ALL {
        let (order, who) = match kind {
            OrderKind::Pause => (order(case.make_order(kind, until)), sitting.clone()),
            OrderKind::Resume | OrderKind::Close => {
                (order(case.make_order(kind, 0)), sitting.clone())
            }
            OrderKind::Replace if choice & 1 == 0 => {
                (order(case.replacement(0, Spare3)), parties.clone())
            }
            OrderKind::Replace => (order(case.replacement(0, Spare3)), vec![Authority]),
            OrderKind::Stay => (order(case.make_order(kind, until)), vec![Notary]),
            OrderKind::Lift => (order(case.make_order(kind, 0)), vec![Notary]),
        };
        all.push((order, who));
    }
    for kind in AwardKind::ALL {
        let award = match kind {
            AwardKind::Interim => Award {
                pause_until: until,
                ..case.make_award(kind, 0, 0, 0)
            },
            AwardKind::Termination => case.make_award(kind, 0, 0, 0),
            AwardKind::Partial | AwardKind::Costs => case.make_award(kind, to_payer, 0, 0),
            AwardKind::Final | AwardKind::Correction | AwardKind::Consent => {
                case.make_award(kind, to_payer, held - to_payer, 0)
            }
        };
        let who = match kind {
            AwardKind::Consent => with(&parties),
            _ => sitting.clone(),
        };
        all.push((Action::Award { award }, who));
    }
    all
}

fn genuine(case: &Case, choice: u64) -> Vec<Genuine> {
    candidates(case, choice)
        .into_iter()
        .filter_map(|(action, signers)| {
            let signatures = case.signed(&action, &signers);
            let taken = case.clone().send(Stranger, &action, &signatures).result;
            taken.is_ok().then_some(Genuine {
                action,
                signers,
                signatures,
            })
        })
        .collect()
}

/// Whether call data says what was signed, by nobody who did not sign it: then it is no forgery. Whether the call pays at once is not
/// signed.
fn says_the_same(input: &[u8], of: &Genuine) -> bool {
    let Ok((action, signatures)) = Action::from_input(input) else {
        return false;
    };
    let Ok(signatures) = signatures.to_vec() else {
        return false;
    };
    let same = match (&action, &of.action) {
        (
            Action::Release {
                to_payer,
                sequence,
                approve: false,
                ..
            },
            Action::Release {
                to_payer: signed,
                sequence: number,
                ..
            },
        ) => (to_payer, sequence) == (signed, number),
        (action, signed) => action == signed,
    };
    same && signatures.iter().all(|one| of.signatures.contains(one))
}

/// The same signature with the other of its two values for s.
fn mirrored(signature: &Signature) -> Option<Signature> {
    let Signature::Ecdsa(mut bytes) = *signature else {
        return None;
    };
    let high = ORDER.wrapping_sub(&U256::from_be_slice(&bytes[32..64]));
    bytes[32..64].copy_from_slice(&high.to_be_byte_array());
    bytes[64] ^= 27 ^ 28;
    Some(Signature::Ecdsa(bytes))
}

/// A way to forge, with what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    TurnedBit,
    TurnedByteOfASignature,
    CutOff,
    HighS,
    RecoveryId,
    OtherScheme,
    SignedTwice,
    SomebodyElse,
    OtherContract,
    OtherChain,
    OtherTerms,
}

const WAYS: [Way; 11] = [
    Way::TurnedBit,
    Way::TurnedByteOfASignature,
    Way::CutOff,
    Way::HighS,
    Way::RecoveryId,
    Way::OtherScheme,
    Way::SignedTwice,
    Way::SomebodyElse,
    Way::OtherContract,
    Way::OtherChain,
    Way::OtherTerms,
];

/// Call data that is no authorisation; `None` where this way does not lead to another one.
fn forge(case: &Case, of: &Genuine, way: Way, choice: u64) -> Option<Vec<u8>> {
    let mut signatures = of.signatures.clone();
    let which = choice as usize % signatures.len();
    let place = (choice >> 8) as usize;
    let good = of.action.to_input(&of.signatures);
    match way {
        Way::TurnedBit => {
            let mut input = good;
            let place = 4 + place % (input.len() - 4);
            input[place] ^= 1 << (choice >> 40 & 7);
            return (!says_the_same(&input, of)).then_some(input);
        }
        Way::CutOff => {
            let mut input = good;
            // What the signatures take, or anything down to the selector.
            let keep = 4 + place % (input.len() - 4);
            input.truncate(keep);
            return Some(input);
        }
        Way::TurnedByteOfASignature => {
            let turn = (choice >> 40) as u8 | 1;
            match &mut signatures[which] {
                Signature::Ecdsa(bytes) => bytes[place % 65] ^= turn,
                Signature::Sr25519 { public, signature } => match place % 96 {
                    place @ 0..32 => public[place] ^= turn,
                    place => signature[place - 32] ^= turn,
                },
            }
        }
        Way::HighS => signatures[which] = mirrored(&signatures[which])?,
        Way::RecoveryId => match &mut signatures[which] {
            Signature::Ecdsa(bytes) => {
                let v = place as u8;
                if v == bytes[64] {
                    return None;
                }
                bytes[64] = v;
            }
            Signature::Sr25519 { .. } => return None,
        },
        Way::OtherScheme => {
            let mut bytes = [0; 96];
            signatures[which] = match signatures[which] {
                Signature::Ecdsa(of) => {
                    bytes[..65].copy_from_slice(&of);
                    let (public, signature) = bytes.split_at(32);
                    Signature::Sr25519 {
                        public: public.try_into().expect("32 bytes"),
                        signature: signature.try_into().expect("64 bytes"),
                    }
                }
                Signature::Sr25519 { signature, .. } => {
                    let mut ecdsa = [27; 65];
                    ecdsa[..64].copy_from_slice(&signature);
                    Signature::Ecdsa(ecdsa)
                }
            };
        }
        Way::SignedTwice => signatures.push(signatures[which]),
        Way::SomebodyElse => {
            let others = [Stranger, Spare0, Spare1, Spare2, Spare3];
            let who = others[place % others.len()];
            if case
                .state
                .is_some_and(|s| s.roles_of(&who.address()).0 != 0)
            {
                return None;
            }
            signatures[which] = who.sign(&case.digest(&of.action));
        }
        Way::OtherContract | Way::OtherChain | Way::OtherTerms => {
            let mut elsewhere = case.clone();
            let turn = (choice >> 40) as u8 | 1;
            match way {
                Way::OtherContract => elsewhere.contract.0[place % 20] ^= turn,
                Way::OtherChain => elsewhere.chain_id ^= 1 << (place % 64),
                _ => elsewhere.terms.agreement[place % 32] ^= turn,
            }
            signatures = elsewhere.signed(&of.action, &of.signers);
        }
    }
    Some(of.action.to_input(&signatures))
}

#[test]
fn no_forgery_is_accepted_and_what_was_signed_is() {
    let forged: RefCell<BTreeMap<Way, u64>> = RefCell::default();
    let refusals: RefCell<BTreeMap<&str, u64>> = RefCell::default();
    let accepted: RefCell<BTreeMap<u8, u64>> = RefCell::default();
    let played = Cell::new(0u8);
    let choices = proptest::collection::vec(any::<u64>(), 96);
    let values = (some_terms(), any::<u8>(), moves(0..12), choices);
    check(
        "forgeries",
        40,
        &values,
        |(terms, stage, moves, choices)| {
            // The first ones begin where every message is somebody's to sign, so that none is left out.
            let nth = played.replace(played.get().saturating_add(1));
            let mut case = started(terms, if nth < 7 { nth } else { stage });
            walk(&mut case, if nth < 7 { &[] } else { &moves }, |_, _| {});
            case.record.clear();
            let all = genuine(&case, choices[0]);
            for (number, choice) in choices.into_iter().enumerate() {
                let Some(of) = all.get(number % all.len().max(1)) else {
                    return;
                };
                let way = WAYS[number / all.len() % WAYS.len()];
                let Some(input) = forge(&case, of, way, choice) else {
                    continue;
                };
                // A refused call is checked to change nothing.
                let step = case.raw(Stranger.address(), 0, input);
                let refusal = match step.result {
                    Err(refusal) => refusal,
                    Ok(_) => panic!("{way:?} {choice}: {:?} by {:?}", of.action, of.signers),
                };
                *forged.borrow_mut().entry(way).or_default() += 1;
                *refusals.borrow_mut().entry(refusal.code()).or_default() += 1;
            }
            for of in &all {
                let mut case = case.clone();
                let sent = case.send(Stranger, &of.action, &of.signatures).result;
                assert!(sent.is_ok(), "{:?} by {:?}", of.action, of.signers);
                let selector = of.action.to_input(&[])[3];
                *accepted.borrow_mut().entry(selector).or_default() += 1;
            }
        },
    );
    let (forged, accepted) = (forged.into_inner(), accepted.into_inner());
    println!(
        "from {} states: {} forgeries refused, {} genuine ones accepted\n{forged:?}\n{:?}\nby message: {accepted:?}",
        runs(40),
        forged.values().sum::<u64>(),
        accepted.values().sum::<u64>(),
        refusals.into_inner()
    );
    assert_eq!(forged.len(), WAYS.len(), "every way was tried: {forged:?}");
    assert_eq!(
        accepted.len(),
        6,
        "every message that takes signatures: {accepted:?}"
    );
}
