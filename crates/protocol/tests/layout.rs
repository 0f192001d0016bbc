//! The hand-written layout is SCALE, as the derived codec and every other SCALE library write it.
mod support;
use codec::{DecodeAll, Encode};
use core::mem::offset_of;
use exequatur_protocol::{
    CALLDATA_PREFIX, CELL_LEN, ENTRY_OVERHEAD, Entry, MAX_INPUT, MAX_SIGNATURES, RULE_SELECTOR,
    TERMS_LEN, Tribunal, WRAPPED_LEN, entry_bytes, wrapped_digest,
};
use proptest::{collection::vec, prelude::*};
use support::arbitrary;
use support::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_action_reads_back_as_the_derived_codec_wrote_it(
        action in arbitrary::action(),
        signatures in vec(arbitrary::signature(), 0..=MAX_SIGNATURES),
        tail in vec(any::<u8>(), 0..40),
    ) {
        let mut input = action.to_input(&signatures);
        let encoded = action.encode();
        match action {
            Action::Rule { .. } => prop_assert_eq!(&input[..4], RULE_SELECTOR),
            _ => prop_assert_eq!(&input[..4], &[&CALLDATA_PREFIX, &encoded[..1]].concat()),
        }
        prop_assert_eq!(&input[4..3 + encoded.len()], &encoded[1..]);
        let arguments = if action.takes_signatures() { signatures.encode() } else { Vec::new() };
        prop_assert_eq!(&input[3 + encoded.len()..], &arguments[..]);
        input.extend(tail);
        let (read, read_signatures) = Action::from_input(&input).expect("what was written reads back");
        prop_assert_eq!(&read, &action);
        let expected = if action.takes_signatures() { signatures } else { Vec::new() };
        prop_assert_eq!(read_signatures.to_vec(), Ok(expected));
    }

    #[test]
    fn call_data_that_is_cut_off_is_refused(action in arbitrary::action(), cut in any::<prop::sample::Index>()) {
        let input = action.to_input(&[]);
        let cut = cut.index(input.len());
        prop_assert_eq!(Action::from_input(&input[..cut]).map(|(action, _)| action), Err(Refusal::BadCallData));
    }

    #[test]
    fn any_bytes_are_refused_or_are_what_the_derived_codec_reads(
        selector in 0u8..20,
        bytes in vec(prop_oneof![0u8..3, any::<u8>()], 0..400),
    ) {
        let mut input = vec![0, 0, 0, selector];
        input.extend(&bytes);
        let derived = <Action as codec::Decode>::decode(&mut &input[3..]);
        // A ruling's index is no selector; it goes by the one that ERC-792 gives it.
        if matches!(derived, Ok(Action::Rule { .. })) {
            prop_assert_eq!(Action::from_input(&input).map(|(action, _)| action), Err(Refusal::BadCallData));
            input[..4].copy_from_slice(&RULE_SELECTOR);
        }
        match Action::from_input(&input) {
            Ok((action, _)) => prop_assert_eq!(Ok(action), derived),
            Err(refusal) => {
                prop_assert_eq!(refusal, Refusal::BadCallData);
                // A value that decodes may still lack signatures.
                prop_assert!(derived.map_or(true, |action| action.takes_signatures()));
            }
        }
    }

    #[test]
    fn terms_have_one_encoding_of_fixed_length(terms in arbitrary::terms()) {
        let encoded = terms.encode();
        prop_assert_eq!(encoded.len(), TERMS_LEN);
        prop_assert_eq!(&support::case::terms_bytes(&terms), &encoded);
        prop_assert_eq!(Terms::decode_all(&mut &encoded[..]), Ok(terms));
    }

    #[test]
    fn states_with_any_amounts_and_moments_survive_their_cell(
        n in any::<([u64; 8], [u32; 7], [u8; 12])>(),
        terms in arbitrary::terms(),
        phase in 0usize..9,
    ) {
        let state = filled(&terms, n.0, n.1, n.2, PHASES[phase]);
        let cell = state.to_cell();
        prop_assert_eq!(&cell[..], &state.encode()[..], "in memory as the derived codec writes it");
        prop_assert_eq!(State::from_cell(&cell), Ok(state));
    }
}

const PHASES: [Phase; 9] = [
    Phase::Proposed,
    Phase::Agreed,
    Phase::Funded,
    Phase::Disputed,
    Phase::Awarded,
    Phase::Released,
    Phase::Settled,
    Phase::Enforced,
    Phase::Lapsed,
];

/// A state with a value in every field. The flags of the clause are set through the contract's own door.
fn filled(
    terms: &Terms,
    amounts: [u64; 8],
    moments: [u32; 7],
    small: [u8; 12],
    phase: Phase,
) -> State {
    let valid = Terms {
        release_at_expiry: true,
        reasons_waived: true,
        ..sole()
    };
    let mut clause = Case::proposed(valid).s().clause;
    clause.terms_hash = terms.agreement;
    clause.payer = terms.payer;
    clause.payee = terms.payee;
    clause.asset = terms.asset;
    clause.authority = terms.authority;
    clause.notary = terms.notary;
    clause.seat = terms.seat;
    clause.periods = terms.periods;
    clause.expiry = terms.expiry;
    clause.fallback_payer_bps = terms.fallback_payer_bps;
    clause.unit = terms.unit;
    let mut state = State {
        head: terms.agreement,
        entries: moments[2],
        clause,
        tribunal: Tribunal {
            seats: terms.tribunal,
            size: small[4],
            threshold: small[5],
            accepted: small[6],
            replacements: small[7],
        },
        money: Money {
            held: amounts[2],
            payer: amounts[3],
            payee: amounts[4],
            tribunal: amounts[5],
            tribunal_cap: amounts[6],
        },
        dispute: Dispute {
            respond_by: moments[0],
            award_by: moments[1],
            number: small[0],
            claimant: small[1],
            response: Response::Answered,
            record_closed: true,
        },
        hold: Hold {
            to_payer: amounts[0],
            to_tribunal: amounts[1],
            until: moments[5],
            stayed_until: moments[6],
            stays: small[2].into(),
            corrections: small[3].into(),
        },
        awards: small[11],
        orders: small[2],
        consents: small[3],
        phase,
        ..State::default()
    };
    state.pause.until = moments[3];
    state.pause.by = small[8];
    state.pause.used = small[9];
    state.proposal.to_payer = amounts[7];
    state.proposal.approvals = small[10];
    state.proposal.executes_at = moments[4];
    state.proposal.sequence = moments[5];
    state
}

#[test]
fn a_cell_of_another_length_is_refused() {
    let good = Case::disputed(sole()).s().to_cell();
    let mut longer = good.to_vec();
    longer.push(0);
    assert_eq!(State::from_cell(&longer), Err(Refusal::BadCell));
    for length in 0..CELL_LEN {
        assert_eq!(
            State::from_cell(&good[..length]),
            Err(Refusal::BadCell),
            "{length} bytes"
        );
    }
}

#[test]
fn a_cell_with_an_unknown_phase_response_or_flag_is_refused() {
    let good = Case::disputed(sole()).s().to_cell();
    let response = offset_of!(State, dispute) + offset_of!(Dispute, response);
    let closed = offset_of!(State, dispute) + offset_of!(Dispute, record_closed);
    for (place, first_bad) in [(offset_of!(State, phase), 9), (response, 3), (closed, 2)] {
        for bad in first_bad..=u8::MAX {
            let mut cell = good;
            cell[place] = bad;
            assert_eq!(
                State::from_cell(&cell),
                Err(Refusal::BadCell),
                "byte {place} is {bad}"
            );
        }
        for fine in 0..first_bad {
            let mut cell = good;
            cell[place] = fine;
            assert!(State::from_cell(&cell).is_ok(), "byte {place} is {fine}");
        }
    }
}

#[test]
fn unknown_selectors_and_lengths_of_signatures_are_refused() {
    for selector in [
        [0, 0, 0, 16],
        [0, 0, 0, 255],
        [1, 0, 0, 2],
        [0, 1, 0, 2],
        [0, 0, 1, 2],
        [0x9b, 0xae, 0x9d, 0x5e],
    ] {
        assert!(matches!(
            Action::from_input(&selector),
            Err(Refusal::BadCallData)
        ));
    }
    // Six signatures, and lengths that take two, four and more bytes.
    for compact in [6 << 2, 63 << 2, 1, 2, 3, 5, u8::MAX] {
        let mut input = vec![0, 0, 0, 1, 1, compact];
        input.extend([0; 700]);
        assert!(
            matches!(Action::from_input(&input), Err(Refusal::BadCallData)),
            "compact length {compact}"
        );
    }
}

#[test]
fn an_entry_is_encoded_as_the_derived_codec_does_for_every_length() {
    let input: Vec<u8> = (0..=MAX_INPUT).map(|i| i as u8).collect();
    for length in 0..=MAX_INPUT {
        let input = &input[..length];
        let (number, at, value) = (
            length as u32 * 7_919,
            u32::MAX - length as u32,
            u64::MAX / (length as u64 + 1),
        );
        let by = Address([length as u8; 20]);
        let call = Call {
            by,
            at,
            value,
            contract: Address::ZERO,
            chain_id: 0,
            input,
        };
        let mut buffer = [0xee; ENTRY_OVERHEAD + MAX_INPUT];
        let written = entry_bytes(&mut buffer, number, &call).expect("it fits");
        let entry = Entry {
            number,
            at,
            by,
            value,
            input: input.to_vec(),
        };
        assert_eq!(
            &buffer[..written],
            entry.encode(),
            "call data of {length} bytes"
        );
        assert_eq!(Entry::decode_all(&mut &buffer[..written]), Ok(entry));
        assert_eq!(
            entry_bytes(&mut buffer[..written - 1], number, &call),
            None,
            "one byte too little room"
        );
    }
}

#[test]
fn longer_call_data_makes_no_entry() {
    let input = vec![0; MAX_INPUT + 1];
    let call = Call {
        by: Address::ZERO,
        at: 0,
        value: 0,
        contract: Address::ZERO,
        chain_id: 0,
        input: &input,
    };
    assert_eq!(entry_bytes(&mut [0; 2000], 0, &call), None);
    let mut case = Case::proposed(sole());
    let mut input = Action::Consent { approve: true }.to_input(&[]);
    input.resize(MAX_INPUT, 0);
    let mut longer = input.clone();
    longer.push(0);
    assert_eq!(
        case.raw(Payer.address(), 0, longer).result,
        Err(Refusal::InputTooLong)
    );
    assert!(case.raw(Payer.address(), 0, input).result.is_ok());
}

#[test]
fn the_longest_useful_call_fits_an_entry() {
    let case = Case::answered(panel(3));
    let award = Award {
        omission: Some(doc(1)),
        ..case.make_award(AwardKind::Consent, 0, 0, 0)
    };
    let signatures = [Payee.sign(&doc(1)); MAX_SIGNATURES];
    assert!(matches!(signatures[0], Signature::Sr25519 { .. }));
    assert!(Action::Award { award }.to_input(&signatures).len() <= MAX_INPUT);
    assert!(
        Action::Open { terms: panel(3) }
            .to_input(&signatures[..2])
            .len()
            <= MAX_INPUT
    );
}

#[test]
fn a_digest_is_wrapped_as_wallets_wrap_it() {
    let digest: Hash = core::array::from_fn(|i| (i * 37) as u8);
    let text: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let wrapped = wrapped_digest(&digest);
    assert_eq!(wrapped.len(), WRAPPED_LEN);
    assert_eq!(
        core::str::from_utf8(&wrapped),
        Ok(format!("<Bytes>0x{text}</Bytes>").as_str())
    );
}
