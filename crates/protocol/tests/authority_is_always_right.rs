//! What is always true of who may do what and when: properties over random walks. The names are those of the list in the design.
mod support;

use std::cell::Cell;

use exequatur_protocol::{Roles, entry_bytes};
use proptest::prelude::*;
use support::explore::{moves, some_terms, started, walk};
use support::long::{check, config, runs};
use support::*;

/// A call on a state that is thrown away afterwards.
fn try_on(
    state: &State,
    contract: Address,
    chain_id: u64,
    by: Who,
    step: &Step,
) -> (State, Result<Payments, Refusal>) {
    let mut state = Some(*state);
    let call = Call {
        by: by.address(),
        at: step.at,
        value: step.value,
        contract,
        chain_id,
        input: &step.input,
    };
    let result = State::execute(&mut state, &H, &call);
    (state.expect("it was there"), result)
}

fn has_signatures(input: &[u8]) -> bool {
    Action::from_input(input).is_ok_and(|(_, signatures)| !signatures.is_empty())
}

/// Not a second time in the same escrow, at once or at the end; and not at all in an escrow that differs in nothing but its
/// address, its chain or its terms.
#[test]
fn no_authorisation_is_used_twice() {
    let (replays, authorisations) = (Cell::new(0u64), Cell::new(0u64));
    let values = (some_terms(), 1u8..7, moves(1..60));
    check("replays", 40, &values, |(terms, stage, moves)| {
        let mut case = started(terms, stage);
        let mut used = Vec::new();
        walk(&mut case, &moves, |case, step| {
            let (Ok(_), Some(before)) = (&step.result, &step.before) else {
                return;
            };
            if !has_signatures(&step.input) {
                return;
            }
            let sender = Who::of(&step.by).expect("everybody is known");
            let (here, chain) = (case.contract, case.chain_id);
            let mut other = *before;
            other.clause.terms_hash[31] ^= 1;
            for (state, contract, chain, what) in [
                (case.s(), here, chain, "in the same escrow"),
                (before, Address([0xc1; 20]), chain, "in another contract"),
                (before, here, chain + 1, "on another chain"),
                (&other, here, chain, "under other terms"),
            ] {
                let again = try_on(state, contract, chain, sender, step).1;
                assert!(again.is_err(), "replayed {what}: {:?}", step.input);
                replays.set(replays.get() + 1);
            }
            used.push(step.clone());
        });
        authorisations.set(authorisations.get() + used.len() as u64);
        for mut step in used {
            step.at = case.now;
            let (action, _) = Action::from_input(&step.input).expect("it succeeded");
            // An approval that another split displaced before it executed may be given again until it is taken back.
            let current = case.s().proposal.sequence;
            if matches!(action, Action::Release { sequence, .. } if sequence == current)
                && case.s().is_open()
            {
                continue;
            }
            let again = try_on(case.s(), case.contract, case.chain_id, Stranger, &step).1;
            assert!(again.is_err(), "replayed at the end: {:?}", step.input);
            replays.set(replays.get() + 1);
        }
    });
    println!(
        "{} walks: {} authorisations, {} replays refused",
        runs(40),
        authorisations.get(),
        replays.get()
    );
    assert!(replays.get() > 0);
}

proptest! {
    #![proptest_config(config(40))]

    /// Whoever takes back takes back what they approved themselves, and is a party or an arbitrator who accepted.
    #[test]
    fn a_revoke_takes_nothing_of_anybody_else(terms in some_terms(), stage in 3u8..7, moves in moves(1..80)) {
        let mut case = started(terms, stage);
        walk(&mut case, &moves, |case, step| {
            let (Ok(_), Some(before)) = (&step.result, &step.before) else { return };
            let (Action::Revoke, _) = Action::from_input(&step.input).expect("it succeeded") else { return };
            let own = before.roles_of(&step.by).0;
            let accepted = before.tribunal.accepted << Roles::SEAT_SHIFT;
            assert_ne!(own & (Roles::BOTH_PARTIES | accepted), 0, "no approver");
            let mut ticked = *before;
            ticked.tick(step.at);
            let (was, is) = (ticked.proposal, case.s().proposal);
            assert_eq!((is.approvals, is.sequence), (was.approvals & !own, was.sequence + 1));
            assert_eq!(is.executes_at, if was.approvals == is.approvals { was.executes_at } else { is.executes_at });
            assert_eq!((case.s().money, case.s().phase), (ticked.money, ticked.phase));
        });
    }

    /// Kept apart from the state: when a notice was filed, and whether its respondent responded.
    #[test]
    fn no_award_before_due_notice(terms in some_terms(), stage in 2u8..5, moves in moves(1..80)) {
        let mut case = started(terms, stage);
        let mut filed: Option<(Seconds, Address)> = None;
        let mut responded = false;
        walk(&mut case, &moves, |_, step| {
            if step.result.is_err() {
                return;
            }
            match Action::from_input(&step.input).expect("it succeeded").0 {
                Action::Dispute { .. } => {
                    filed = Some((step.at, step.by));
                    responded = false;
                }
                Action::Acknowledge | Action::Answer { .. } => {
                    assert_ne!(step.by, filed.expect("in dispute").1, "the claimant responded");
                    assert!(step.by == terms.payer || step.by == terms.payee);
                    responded = true;
                }
                Action::Award { award } if award.kind != AwardKind::Consent => {
                    let (at, _) = filed.expect("an award without a dispute");
                    assert!(responded || step.at > at + terms.periods.response.seconds(), "an award before due notice");
                }
                _ => {}
            }
        });
    }

    /// A pause ends by itself within the longest pause of the terms, with no call in between, and no withdrawal waits for it.
    #[test]
    fn a_pause_ends(terms in some_terms(), stage in 3u8..7, moves in moves(1..80)) {
        let mut case = started(terms, stage);
        let longest = terms.periods.longest_pause;
        let mut pauses = 0;
        walk(&mut case, &moves, |case, step| {
            let (state, pause) = (case.s(), &case.s().pause);
            assert!(pause.until <= longest.after(case.now), "a pause beyond the longest");
            let before = step.before.as_ref().map_or(0, |s| s.pause.until);
            if step.result.is_ok() && pause.until > before.max(step.at) {
                pauses += 1;
                let interim = step.input[3] == 15;
                assert!(interim || state.phase == Phase::Funded, "a pause outside of {:?}", state.phase);
            }
            if step.at < pause.until && state.money.payer != 0 {
                let mut paused = case.clone();
                assert_eq!(paused.withdraw(Payer).payer, state.money.payer, "a pause stops a withdrawal");
            }
        });
        prop_assert!(pauses <= 3 + usize::from(case.s().awards), "one pause each for payer, payee and tribunal, and interim awards");
        let end = case.s().pause.until.max(case.now);
        case.at(end);
        let after = case.clone().send(Payer, &Action::Pause { hours: Hours(1), reason: doc(1) }, &[]).result;
        prop_assert!(after != Err(Refusal::AlreadyPaused));
    }

    /// Whoever sends a signed call, the state is the same but for the record, which names the sender.
    #[test]
    fn outcome_is_independent_of_submitter(terms in some_terms(), stage in 1u8..7, moves in moves(1..60)) {
        let mut case = started(terms, stage);
        walk(&mut case, &moves, |case, step| {
            let Some(before) = &step.before else { return };
            let Ok((action, _)) = Action::from_input(&step.input) else { return };
            let by_signature_only = match action {
                Action::Consent { approve } | Action::Appointment { approve, .. } => !approve,
                Action::Release { approve, .. } | Action::Order { approve, .. } => !approve,
                Action::Award { .. } | Action::Withdraw { .. } => true,
                _ => false,
            };
            if !by_signature_only {
                return;
            }
            for by in [Payer, Arb0, Notary, Stranger, Spare0] {
                let (mut other, result) = try_on(before, case.contract, case.chain_id, by, step);
                assert_eq!(result, step.result, "{by:?} gets another result for {action:?}");
                if result.is_ok() {
                    other.head = case.s().head;
                    assert_eq!(&other, case.s(), "{by:?} gets another state by {action:?}");
                }
            }
        });
    }

    /// Nonsense, and valid calls with one byte changed, cut off or sent with money, at every step of a walk. `Case::raw` compares
    /// the state before and after every refusal.
    #[test]
    fn a_failed_call_changes_nothing(
        terms in some_terms(),
        stage in any::<u8>(),
        moves in moves(1..40),
        noise in proptest::collection::vec(any::<u8>(), 0..700),
        place in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let mut case = started(terms, stage);
        let mut inputs = Vec::new();
        let mut walked = case.clone();
        walk(&mut walked, &moves, |_, step| inputs.push((step.at, step.by, step.input.clone())));
        let mut refused = 0;
        for (at, by, input) in inputs {
            case.at(at.max(case.now));
            let mut changed = input.clone();
            changed[place.index(input.len())] ^= 1 << bit;
            let cut = input[..place.index(input.len())].to_vec();
            for (value, input) in [(0, noise.clone()), (0, cut), (1, input.clone()), (0, changed)] {
                // On a copy: a changed byte may make another valid call, and the walk shall go on as it went.
                refused += u32::from(case.clone().raw(by, value, input).result.is_err());
            }
            case.raw(by, if input[3] == 2 { case.terms.amount } else { 0 }, input);
        }
        prop_assert!(refused > 0);
        prop_assert_eq!(case.state, walked.state);
    }

    /// Any flip of a bit, any entry dropped, repeated, swapped or invented makes the replay stop or come to another head.
    #[test]
    fn history_head_binds_every_entry(
        terms in some_terms(),
        stage in 2u8..7,
        moves in moves(5..50),
        at in any::<[prop::sample::Index; 3]>(),
        bit in 0u8..8,
    ) {
        let mut case = started(terms, stage);
        walk(&mut case, &moves, |_, _| {});
        let genuine = case.record.clone();
        prop_assert_eq!(case.replay_all(&genuine).expect("the record replays"), case.state);
        let head = case.s().head;
        let count = genuine.len();
        let (one, two, place) = (at[0].index(count), at[1].index(count), at[2].index(genuine[at[0].index(count)].len()));
        let differs = |record: &[Vec<u8>], what: &str| match case.replay_all(record) {
            Ok(state) => assert!(state.is_none_or(|state| state.head != head), "{what}: the same head"),
            Err((number, _)) => assert!(number <= record.len()),
        };
        let edit = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
            let mut record = genuine.clone();
            change(&mut record);
            record
        };
        differs(&edit(&|r| r[one][place] ^= 1 << bit), "a bit flipped");
        differs(&edit(&|r| drop(r.remove(one))), "an entry dropped");
        differs(&edit(&|r| r.insert(one, genuine[one].clone())), "an entry repeated");
        differs(&edit(&|r| r.truncate(one)), "the end cut off");
        if genuine[one] != genuine[two] {
            differs(&edit(&|r| r.swap(one, two)), "two entries swapped");
        }
        let invented = |number: usize, at: Seconds| {
            let input = Action::Consent { approve: true }.to_input(&[]);
            let call = Call { by: Payer.address(), at, value: 0, contract: case.contract, chain_id: case.chain_id, input: &input };
            let mut buffer = [0; 1024];
            let length = entry_bytes(&mut buffer, number as u32, &call).expect("it fits");
            buffer[..length].to_vec()
        };
        differs(&edit(&|r| r.insert(one, invented(one, START))), "an entry invented");
        differs(&edit(&|r| r.push(invented(count, case.now))), "an entry appended");
        if genuine[one] != invented(one, case.now) {
            differs(&edit(&|r| r[one] = invented(one, case.now)), "an entry replaced");
        }
        // A renumbered tail hides a gap from the numbers, not from the head.
        differs(&edit(&|r| {
            r.remove(one);
            for (number, entry) in r.iter_mut().enumerate() {
                entry[..4].copy_from_slice(&(number as u32).to_le_bytes());
            }
        }), "an entry dropped and the rest renumbered");
    }
}

/// Every bit of a short record, one by one.
#[test]
fn every_single_bit_of_a_record_counts() {
    let mut case = Case::awarded(sole());
    case.later(240).withdraw(Payee);
    let head = case.s().head;
    let genuine = case.record.clone();
    for number in 0..genuine.len() {
        for place in 0..genuine[number].len() {
            let mut record = genuine.clone();
            record[number][place] ^= 1 << (place % 8);
            let same = case
                .replay_all(&record)
                .is_ok_and(|state| state.is_some_and(|state| state.head == head));
            assert!(!same, "byte {place} of entry {number} may be altered");
        }
    }
}
