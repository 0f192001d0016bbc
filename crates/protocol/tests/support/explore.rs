//! Random moves by random people, most of them nearly right, so that walks come deep and still try what must be refused.

use exequatur_protocol::{
    Action, Award, AwardKind, Hours, Order, OrderKind, Phase, Seconds, Terms,
};
use proptest::prelude::*;

use super::case::{Case, Step};
use super::people::{EVERYBODY, Who, Who::*, panel, sole};
use super::{HOUR, doc};

/// One move, before it meets a state that gives it meaning.
#[derive(Clone, Debug)]
pub struct Move {
    kind: u8,
    by: u8,
    signers: u16,
    /// 0: just the right people sign. 1: who `signers` says. 2: nobody.
    signing: u8,
    amounts: [u16; 3],
    flavour: u8,
    approve: bool,
    jump: u8,
    hours: u16,
}

pub fn moves(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Move>> {
    let one = (
        (
            any::<u8>(),
            any::<u8>(),
            any::<u16>(),
            prop_oneof![6 => Just(0u8), 2 => Just(1), 1 => Just(2)],
        ),
        (
            any::<[u16; 3]>(),
            any::<u8>(),
            any::<bool>(),
            any::<u8>(),
            0u16..200,
        ),
    );
    let one = one.prop_map(
        |((kind, by, signers, signing), (amounts, flavour, approve, jump, hours))| Move {
            kind,
            by,
            signers,
            signing,
            amounts,
            flavour,
            approve,
            jump,
            hours,
        },
    );
    proptest::collection::vec(one, length)
}

/// Terms of every make: one arbitrator or three, both thresholds, both ends at expiry, waived reasons, edges of the amounts.
pub fn some_terms() -> impl Strategy<Value = Terms> {
    let amounts = prop_oneof![
        Just(1u64),
        Just(9_999),
        Just(1_000_000_007),
        Just(u64::MAX),
        1..u64::MAX
    ];
    (
        0u8..3,
        amounts,
        0u16..=10_000,
        any::<[bool; 2]>(),
        any::<u64>(),
    )
        .prop_map(|(size, amount, bps, flags, cap)| Terms {
            amount,
            tribunal_cap: cap % (amount.saturating_add(1)).max(1),
            fallback_payer_bps: bps,
            release_at_expiry: flags[0],
            reasons_waived: flags[1],
            ..match size {
                0 => sole(),
                threshold => panel(threshold + 1),
            }
        })
}

/// A case at one of the stages, so that short walks start deep as well.
pub fn started(terms: Terms, stage: u8) -> Case {
    match stage % 7 {
        0 => Case::blank(terms),
        1 => Case::proposed(terms),
        2 => Case::agreed(terms),
        3 | 4 => Case::funded(terms),
        5 => Case::disputed(terms),
        _ => Case::answered(terms),
    }
}

/// Makes the moves and hands every call to `see`, with the case as it is afterwards.
pub fn walk(case: &mut Case, moves: &[Move], see: impl FnMut(&Case, &Step)) {
    walk_without(case, moves, 0, see);
}

/// The same without the moves that need somebody whose bit is set in `silent`. The clock goes on.
pub fn walk_without(
    case: &mut Case,
    moves: &[Move],
    silent: u16,
    mut see: impl FnMut(&Case, &Step),
) {
    for step in moves {
        jump(case, step);
        let (by, action, signers) = choose(case, step);
        let all = signers.iter().chain([&by]);
        if all.into_iter().any(|who| silent >> (*who as u16) & 1 == 1) {
            continue;
        }
        let signatures = if action.takes_signatures() {
            case.signed(&action, &signers)
        } else {
            Vec::new()
        };
        let done = case.send(by, &action, &signatures);
        see(case, &done);
    }
}

/// Every second move stays in the same second; others go to the edges of what the clock has in store, or some hours on.
fn jump(case: &mut Case, step: &Move) {
    let Some(state) = &case.state else { return };
    let mut edges = vec![
        state.clause.expiry,
        state.pause.until,
        state.proposal.executes_at,
    ];
    edges.extend(state.due());
    match &state.phase {
        Phase::Disputed => edges.extend([state.dispute.respond_by, state.dispute.award_by]),
        Phase::Awarded => edges.extend([state.hold.until, state.hold.stayed_until]),
        _ => {}
    }
    let to = match step.jump {
        0..130 => return,
        130..230 => case
            .now
            .saturating_add(Seconds::from(step.hours) * HOUR / 4),
        _ => edges[step.hours as usize % edges.len()]
            .saturating_add_signed(i32::from(step.jump % 3) - 1),
    };
    if to > case.now && to < case.now.saturating_add(300 * 24 * HOUR) {
        case.at(to);
    }
}

fn choose(case: &Case, step: &Move) -> (Who, Action, Vec<Who>) {
    let party = if step.by.is_multiple_of(2) {
        Payer
    } else {
        Payee
    };
    let anybody = EVERYBODY[step.by as usize % EVERYBODY.len()];
    let own = |who: Who| {
        if step.flavour.is_multiple_of(8) {
            anybody
        } else {
            who
        }
    };
    let Some(state) = &case.state else {
        return (
            own(party),
            Action::Open { terms: case.terms },
            pick(step, &[other(party)]),
        );
    };
    let sitting = case.sitting();
    let arbitrator = sitting
        .get(step.by as usize % sitting.len().max(1))
        .copied()
        .unwrap_or(Arb0);
    let held = state.money.held;
    let to_payer = if step.amounts[0].is_multiple_of(16) {
        u64::from(step.amounts[1])
    } else {
        part(held, step.amounts[0] % 4 * 0x5000)
    };
    match (step.kind % 32, &state.phase) {
        (0..12, Phase::Proposed) => (
            own(party),
            Action::Consent {
                approve: step.approve,
            },
            pick(step, &[other(party)]),
        ),
        (0..12, Phase::Agreed) => (own(Payer), Action::Fund, vec![]),
        (0..4, Phase::Funded) => (
            own(party),
            Action::Dispute {
                notice: doc(step.flavour),
            },
            vec![],
        ),
        (0..2, Phase::Disputed) => (own(party), Action::Acknowledge, vec![]),
        (2..4, Phase::Disputed) => (
            own(party),
            Action::Answer {
                answer: doc(step.flavour),
            },
            vec![],
        ),
        (0..5 | 12..16, _) => {
            let sequence = state
                .proposal
                .sequence
                .wrapping_sub(u32::from(step.flavour.is_multiple_of(11)));
            let action = Action::Release {
                to_payer,
                sequence,
                approve: step.approve,
                pay: step.flavour.is_multiple_of(2),
            };
            let rest = [[other(party), arbitrator], [arbitrator, party]]
                [usize::from(step.flavour.is_multiple_of(5))];
            let signers = if step.flavour.is_multiple_of(3) {
                pick(step, &rest[..1])
            } else {
                pick(step, &rest[..0])
            };
            (
                if step.approve { own(party) } else { anybody },
                action,
                signers,
            )
        }
        (5, _) => {
            let by = if step.flavour.is_multiple_of(2) {
                arbitrator
            } else {
                party
            };
            (own(by), Action::Revoke, vec![])
        }
        (6, _) => (
            own(party),
            Action::Pause {
                hours: Hours(step.hours),
                reason: doc(step.flavour),
            },
            vec![],
        ),
        (7, _) => (own(party), Action::Resume, vec![]),
        (8 | 9, _) => {
            let action = Action::Appointment {
                disclosure: doc(step.flavour),
                approve: step.approve,
            };
            (
                if step.approve {
                    own(arbitrator)
                } else {
                    anybody
                },
                action,
                pick(step, if step.approve { &[] } else { &sitting }),
            )
        }
        (10, _) if step.flavour.is_multiple_of(4) => (
            own(arbitrator),
            Action::Decline {
                reason: doc(step.flavour),
            },
            vec![],
        ),
        (11, Phase::Disputed) if step.flavour.is_multiple_of(3) => {
            let ruling = super::uint(step.flavour % 4);
            (
                own(arbitrator),
                Action::Rule {
                    dispute: doc(step.flavour),
                    ruling,
                },
                vec![],
            )
        }
        (10 | 11, _) => (
            own(party),
            Action::Exhibit {
                document: doc(step.flavour),
                manifest: doc(1),
            },
            vec![],
        ),
        (16..21, phase) => order(case, step, phase, anybody, &sitting),
        (21..29, phase) => {
            let award = award(case, step, phase);
            let mut signers = sitting.clone();
            if award.kind == AwardKind::Consent {
                signers.extend([Payer, Payee]);
            }
            if award.omission.is_some() && !signers.is_empty() {
                signers.rotate_left(1);
                signers.truncate(signers.len().max(2) - 1);
            }
            (anybody, Action::Award { award }, pick(step, &signers))
        }
        (29.., _) => {
            let owner = [Payer, Payee, arbitrator, anybody][step.amounts[2] as usize % 4];
            (
                anybody,
                Action::Withdraw {
                    owner: owner.address(),
                },
                vec![],
            )
        }
    }
}

fn other(party: Who) -> Who {
    if party == Payer { Payee } else { Payer }
}

fn pick(step: &Move, right: &[Who]) -> Vec<Who> {
    match step.signing {
        0 => right.to_vec(),
        1 => EVERYBODY
            .into_iter()
            .filter(|who| step.signers >> (*who as u16) & 3 == 3)
            .take(5)
            .collect(),
        _ => vec![],
    }
}

/// Some part of an amount: `share` of 65535.
fn part(amount: u64, share: u16) -> u64 {
    (u128::from(amount) * u128::from(share) / 0xffff) as u64
}

fn order(
    case: &Case,
    step: &Move,
    phase: &Phase,
    by: Who,
    sitting: &[Who],
) -> (Who, Action, Vec<Who>) {
    let likely = match phase {
        Phase::Funded => [OrderKind::Pause, OrderKind::Resume, OrderKind::Replace],
        Phase::Awarded => [OrderKind::Stay, OrderKind::Lift, OrderKind::Stay],
        _ => [OrderKind::Close, OrderKind::Replace, OrderKind::Replace],
    };
    let kind = if step.flavour.is_multiple_of(9) {
        OrderKind::ALL[step.amounts[0] as usize % 6]
    } else {
        likely[step.amounts[0] as usize % 3]
    };
    let until = case.now.saturating_add(Seconds::from(step.hours) * HOUR);
    let timed = matches!(kind, OrderKind::Pause | OrderKind::Stay);
    let mut order = case.make_order(kind, if timed { until } else { 0 });
    let right = match kind {
        OrderKind::Pause | OrderKind::Resume | OrderKind::Close => sitting.to_vec(),
        OrderKind::Stay | OrderKind::Lift => vec![Notary],
        OrderKind::Replace => {
            let free =
                [Arb0, Arb1, Arb2, Spare0, Spare1, Spare2, Spare3][step.amounts[1] as usize % 7];
            order = Order {
                appointee: free.address(),
                seat: (step.amounts[2] % 3) as u8,
                ..order
            };
            if step.flavour.is_multiple_of(2) {
                vec![Authority]
            } else {
                vec![Payer, Payee]
            }
        }
    };
    (
        by,
        Action::Order {
            order,
            approve: step.signing == 1 && step.approve,
        },
        pick(step, &right),
    )
}

fn award(case: &Case, step: &Move, phase: &Phase) -> Award {
    let kind = if matches!(phase, Phase::Awarded) {
        AwardKind::Correction
    } else {
        AwardKind::ALL[step.amounts[2] as usize % 7]
    };
    let money = case.money();
    let to_tribunal = part(money.tribunal_cap, step.amounts[0]).min(money.held);
    let left = money.held - to_tribunal;
    let to_payer = part(left, step.amounts[1]);
    let mut award = match kind {
        AwardKind::Interim | AwardKind::Termination => case.make_award(kind, 0, 0, 0),
        AwardKind::Partial | AwardKind::Costs => {
            case.make_award(kind, to_payer / 2, (left - to_payer) / 3, to_tribunal / 2)
        }
        AwardKind::Final | AwardKind::Correction | AwardKind::Consent => {
            case.make_award(kind, to_payer, left - to_payer, to_tribunal)
        }
    };
    if kind == AwardKind::Interim && step.approve {
        award.pause_until = case.now.saturating_add(Seconds::from(step.hours) * HOUR);
    }
    match step.flavour % 16 {
        0 => award.date = award.date.saturating_sub(u32::from(step.amounts[0]) * 60),
        1 => award.reasons = None,
        2 | 3 => award.omission = Some(doc(6)),
        4 => award.to_payee = award.to_payee.wrapping_add(1),
        5 => award.number = award.number.wrapping_add(1),
        _ => {}
    }
    award
}
