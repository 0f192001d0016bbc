//! What the rules would do: the same state machine as the contract's, asked on a copy. Nothing here decides anything.

use exequatur_protocol::{
    Action, Address, Call, Order, OrderKind, Phase, Refusal, Roles, Seconds, Signatures, State,
};

use crate::host::NativeHost;

/// How an escrow ends by itself if nobody does anything more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// When.
    pub at: Seconds,
    /// The phase then.
    pub phase: Phase,
    /// Whether it is the split that a party and the tribunal approved that takes effect.
    pub by_split: bool,
    /// Of what is held, to the payer, in units of the terms.
    pub to_payer: u64,
    /// To the payee.
    pub to_payee: u64,
    /// To the tribunal.
    pub to_tribunal: u64,
}

/// How it ends by itself; `None` exactly when no clock runs.
pub fn end(state: &State) -> Option<End> {
    let at = state.due()?;
    let after = at_moment(state, at);
    let (before, credits) = (&state.money, &after.money);
    Some(End {
        at,
        phase: after.phase,
        by_split: split_decides(state, at),
        to_payer: credits.payer - before.payer,
        to_payee: credits.payee - before.payee,
        to_tribunal: credits.tribunal - before.tribunal,
    })
}

fn at_moment(state: &State, at: Seconds) -> State {
    let mut after = *state;
    after.tick(at);
    after
}

/// Whether who gets what at `at` depends on the split that was approved.
fn split_decides(state: &State, at: Seconds) -> bool {
    let with_split = |to_payer| {
        let mut other = *state;
        other.proposal.to_payer = to_payer;
        at_moment(&other, at).money
    };
    state.proposal.executes_at != 0 && with_split(0) != with_split(state.money.held)
}

/// The state after a call by `by` in a block at `at`, or why the rules refuse it.
///
/// # Errors
/// The contract's own refusal.
pub fn after(state: &State, by: &Address, at: Seconds, action: &Action) -> Result<State, Refusal> {
    let call = Call {
        by: *by,
        at,
        value: 0,
        // Only signatures are bound to chain and contract, and none goes with it.
        contract: Address::ZERO,
        chain_id: 0,
        input: &[],
    };
    let mut after = *state;
    after.apply(&NativeHost, &call, action, Signatures::read(&[0])?)?;
    Ok(after)
}

/// The state after an order is executed in a block at `at`, as if everybody were behind it whose order it is.
///
/// # Errors
/// The contract's own refusal.
pub fn ordered(state: &State, at: Seconds, order: &Order) -> Result<State, Refusal> {
    let mut supposed = *state;
    let by = match order.kind {
        OrderKind::Stay | OrderKind::Lift => state.clause.notary,
        OrderKind::Replace => {
            // Both parties may fill any seat; what comes of it is the same as when the authority fills a vacant one.
            if let Some(seat) = supposed.tribunal.seats.get_mut(usize::from(order.seat)) {
                *seat = Address::ZERO;
            }
            state.clause.authority
        }
        OrderKind::Pause | OrderKind::Resume | OrderKind::Close => {
            supposed.tribunal.threshold = 1;
            let accepted = state.tribunal.accepted;
            let mut seats = (0..).zip(&state.tribunal.seats);
            let sitting = seats.find(|(seat, _)| accepted >> seat & 1 == 1);
            sitting.map(|(_, who)| *who).unwrap_or_default()
        }
    };
    let order = Action::Order {
        order: order.clone(),
        approve: true,
    };
    let mut after = after(&supposed, &by, at, &order)?;
    after.tribunal.threshold = state.tribunal.threshold;
    Ok(after)
}

/// Until when a court's stay holds a final award back, if one does at `at`.
pub fn stayed_until(state: &State, at: Seconds) -> Option<Seconds> {
    let now = at_moment(state, at);
    let until = now.hold.stayed_until;
    (now.phase == Phase::Awarded && until > at).then_some(until)
}

/// Whether a court's stay of the final award can still be recorded in a block at `at`.
pub fn can_be_stayed(state: &State, at: Seconds) -> bool {
    let notary = &state.clause.notary;
    let order = Order {
        kind: OrderKind::Stay,
        sequence: state.orders,
        document: [1; 32],
        until: at.saturating_add(1),
        ..Order::default()
    };
    let approve = true;
    !notary.is_zero() && after(state, notary, at, &Action::Order { order, approve }).is_ok()
}

/// Whether a party can file a dispute in a block at `at`.
///
/// # Errors
/// Why not.
pub fn can_dispute(state: &State, at: Seconds) -> Result<(), Refusal> {
    let notice = [1; 32];
    after(state, &state.clause.payer, at, &Action::Dispute { notice }).map(drop)
}

/// Whether the appointing authority alone can fill a seat anew in a block at `at`.
///
/// # Errors
/// Why not.
pub fn authority_can_replace(state: &State, seat: u8, at: Seconds) -> Result<(), Refusal> {
    let strangers = (1..=u8::MAX).map(|byte| Address([byte; 20]));
    let appointee = strangers.into_iter().find(|who| state.roles_of(who).0 == 0);
    let order = Order {
        kind: OrderKind::Replace,
        sequence: state.orders,
        document: [1; 32],
        seat,
        appointee: appointee.unwrap_or_default(),
        ..Order::default()
    };
    let appoints = Action::Order {
        order,
        approve: true,
    };
    after(state, &state.clause.authority, at, &appoints).map(drop)
}

/// The first moment from `at` on at which the appointing authority alone can fill a seat anew, if nothing else happens; `None` if it
/// never can before the dispute ends by itself.
pub fn authority_replaces_from(state: &State, seat: u8, at: Seconds) -> Option<Seconds> {
    let can = |at| authority_can_replace(state, seat, at).is_ok();
    if can(at) {
        return Some(at);
    }
    // Once it can, it can until the end.
    let (mut cannot, mut may) = (at, state.due()?.checked_sub(1)?);
    if may <= cannot || !can(may) {
        return None;
    }
    while may - cannot > 1 {
        let middle = cannot + (may - cannot) / 2;
        *(if can(middle) { &mut may } else { &mut cannot }) = middle;
    }
    Some(may)
}

/// The state after every arbitrator who has not accepted yet did, in a block at `at`. Who cannot any more is left out.
pub fn all_accept(state: &State, at: Seconds) -> State {
    let acceptance = Action::Appointment {
        disclosure: [1; 32],
        approve: true,
    };
    let seats = state.tribunal.seats.iter();
    seats.fold(*state, |state, arbitrator| {
        after(&state, arbitrator, at, &acceptance).unwrap_or(state)
    })
}

/// The state after the tribunal, and a party unless one did, approve in a block at `at` the split that is proposed: as many arbitrators
/// as it takes, of those who have accepted.
///
/// # Errors
/// Why they cannot; `TooFewSignatures` if too few of them have accepted.
pub fn tribunal_approves(state: &State, at: Seconds) -> Result<State, Refusal> {
    let approval = Action::Release {
        to_payer: state.proposal.to_payer,
        sequence: state.proposal.sequence,
        approve: true,
        pay: false,
    };
    let by_a_party = Roles(state.proposal.approvals).any_party();
    let party = (!by_a_party).then_some(&state.clause.payer);
    let mut approved = *state;
    for one in party.into_iter().chain(&state.tribunal.seats) {
        let Roles(role) = state.roles_of(one);
        let sits = Roles(role).any_party() || Roles(role).seats() & state.tribunal.accepted != 0;
        let waits = approved.proposal.executes_at == 0;
        if sits && waits && approved.proposal.approvals & role == 0 {
            approved = after(&approved, one, at, &approval)?;
        }
    }
    if approved.proposal.executes_at == 0 {
        return Err(Refusal::TooFewSignatures);
    }
    Ok(approved)
}
