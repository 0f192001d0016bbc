//! Arbitrary values of everything that has a layout.

use exequatur_protocol::{
    Action, Address, Award, AwardKind, Code, Hash, Hours, Order, OrderKind, Periods, Signature,
    Terms,
};
use proptest::prelude::*;

pub fn address() -> impl Strategy<Value = Address> {
    any::<[u8; 20]>().prop_map(Address)
}

/// A code as people write it: capital letters, digits and dashes, then zeros.
pub fn code<const N: usize>() -> impl Strategy<Value = Code<N>> {
    proptest::collection::vec(prop_oneof![b'A'..=b'Z', b'0'..=b'9', Just(b'-')], 0..=N).prop_map(
        |text| {
            let mut bytes = [0; N];
            bytes[..text.len()].copy_from_slice(&text);
            Code(bytes)
        },
    )
}

fn hours() -> impl Strategy<Value = Hours> {
    any::<u16>().prop_map(Hours)
}

pub fn periods() -> impl Strategy<Value = Periods> {
    (hours(), hours(), hours(), hours(), hours()).prop_map(
        |(response, award, hold, longest_pause, longest_stay)| Periods {
            response,
            award,
            hold,
            longest_pause,
            longest_stay,
        },
    )
}

/// Any terms, valid or not.
pub fn terms() -> impl Strategy<Value = Terms> {
    let people = (
        address(),
        address(),
        address(),
        [address(), address(), address()],
        address(),
        address(),
    );
    let codes = (code(), code(), code(), code());
    let numbers = (
        any::<u8>(),
        any::<u64>(),
        any::<u8>(),
        any::<u8>(),
        any::<u32>(),
        any::<u16>(),
        any::<u64>(),
    );
    (
        people,
        codes,
        numbers,
        any::<Hash>(),
        periods(),
        any::<[bool; 3]>(),
    )
        .prop_map(
            |(people, codes, numbers, agreement, periods, flags)| Terms {
                payer: people.0,
                payee: people.1,
                asset: people.2,
                tribunal: people.3,
                authority: people.4,
                notary: people.5,
                rules: codes.0,
                seat: codes.1,
                law: codes.2,
                language: codes.3,
                unit: numbers.0,
                amount: numbers.1,
                seats: numbers.2,
                threshold: numbers.3,
                expiry: numbers.4,
                fallback_payer_bps: numbers.5,
                tribunal_cap: numbers.6,
                agreement,
                periods,
                release_at_expiry: flags[0],
                reasons_waived: flags[1],
                consumer: flags[2],
            },
        )
}

pub fn award() -> impl Strategy<Value = Award> {
    (
        any::<(u8, u64, u64, u64, Hash, Option<Hash>, Option<Hash>)>(),
        proptest::sample::select(&AwardKind::ALL[..]),
        code(),
        any::<(u32, u32)>(),
    )
        .prop_map(|(n, kind, seat, (date, pause_until))| Award {
            number: n.0,
            kind,
            to_payer: n.1,
            to_payee: n.2,
            to_tribunal: n.3,
            document: n.4,
            reasons: n.5,
            omission: n.6,
            seat,
            date,
            pause_until,
        })
}

pub fn order() -> impl Strategy<Value = Order> {
    (
        any::<(u8, Hash, u8, u32)>(),
        proptest::sample::select(&OrderKind::ALL[..]),
        address(),
    )
        .prop_map(
            |((sequence, document, seat, until), kind, appointee)| Order {
                sequence,
                kind,
                document,
                appointee,
                seat,
                until,
            },
        )
}

pub fn signature() -> impl Strategy<Value = Signature> {
    prop_oneof![
        (any::<[u8; 32]>(), any::<[u8; 32]>(), any::<u8>()).prop_map(|(r, s, v)| {
            let mut bytes = [v; 65];
            bytes[..32].copy_from_slice(&r);
            bytes[32..64].copy_from_slice(&s);
            Signature::Ecdsa(bytes)
        }),
        any::<[[u8; 32]; 3]>().prop_map(|[public, r, s]| {
            let mut signature = [0; 64];
            signature[..32].copy_from_slice(&r);
            signature[32..].copy_from_slice(&s);
            Signature::Sr25519 { public, signature }
        }),
    ]
}

pub fn action() -> impl Strategy<Value = Action> {
    let hash = || any::<Hash>();
    prop_oneof![
        terms().prop_map(|terms| Action::Open { terms }),
        any::<bool>().prop_map(|approve| Action::Consent { approve }),
        Just(Action::Fund),
        any::<(u64, u32, bool, bool)>().prop_map(|(to_payer, sequence, approve, pay)| {
            Action::Release {
                to_payer,
                sequence,
                approve,
                pay,
            }
        }),
        Just(Action::Revoke),
        address().prop_map(|owner| Action::Withdraw { owner }),
        (hours(), hash()).prop_map(|(hours, reason)| Action::Pause { hours, reason }),
        Just(Action::Resume),
        hash().prop_map(|notice| Action::Dispute { notice }),
        Just(Action::Acknowledge),
        hash().prop_map(|answer| Action::Answer { answer }),
        (hash(), hash()).prop_map(|(document, manifest)| Action::Exhibit { document, manifest }),
        (hash(), any::<bool>()).prop_map(|(disclosure, approve)| Action::Appointment {
            disclosure,
            approve
        }),
        hash().prop_map(|reason| Action::Decline { reason }),
        (order(), any::<bool>()).prop_map(|(order, approve)| Action::Order { order, approve }),
        award().prop_map(|award| Action::Award { award }),
        (hash(), hash()).prop_map(|(dispute, ruling)| Action::Rule { dispute, ruling }),
    ]
}
