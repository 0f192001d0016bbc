//! One escrow as tests drive it: every call goes through `State::execute`, as on chain and in an audit.

use std::collections::BTreeMap;

use exequatur_protocol::{
    Action, Address, Award, AwardKind, CELL_LEN, Call, Divergence, Hash, Hours, Money, Order,
    OrderKind, Payments, Phase, Refusal, Seconds, Signature, State, Terms, digest, digest::Domain,
    entry_bytes, next_head, replay,
};

use super::host::Native;
use super::people::{Who, Who::*};
use super::{START, doc};

/// The host of all tests.
pub const H: Native = Native;

/// An escrow, its clock, its record and a ledger that is kept independently of it.
#[derive(Clone, Debug)]
pub struct Case {
    pub terms: Terms,
    pub state: Option<State>,
    pub now: Seconds,
    pub contract: Address,
    pub chain_id: u64,
    pub record: Vec<Vec<u8>>,
    pub deposited: u64,
    pub paid: BTreeMap<Address, u64>,
}

/// What one call did.
#[derive(Clone, Debug)]
pub struct Step {
    pub before: Option<State>,
    pub by: Address,
    pub at: Seconds,
    pub value: u64,
    pub input: Vec<u8>,
    pub result: Result<Payments, Refusal>,
}

impl Case {
    /// Nothing on chain yet.
    pub fn blank(terms: Terms) -> Self {
        Case {
            terms,
            state: None,
            now: START,
            contract: Address([0xc0; 20]),
            chain_id: 420_420_419,
            record: Vec::new(),
            deposited: 0,
            paid: BTreeMap::new(),
        }
    }

    /// Proposed by a stranger.
    pub fn proposed(terms: Terms) -> Self {
        let mut case = Self::blank(terms);
        case.ok(Stranger, Action::Open { terms });
        case
    }

    pub fn agreed(terms: Terms) -> Self {
        let mut case = Self::proposed(terms);
        case.ok(Payer, Action::Consent { approve: true });
        case.ok(Payee, Action::Consent { approve: true });
        case
    }

    /// Funded; the whole tribunal accepted.
    pub fn funded(terms: Terms) -> Self {
        let mut case = Self::agreed(terms);
        case.fund();
        for arbitrator in case.sitting() {
            case.ok(
                arbitrator,
                Action::Appointment {
                    disclosure: doc(1),
                    approve: true,
                },
            );
        }
        case
    }

    /// The payer filed a dispute; the payee has not responded.
    pub fn disputed(terms: Terms) -> Self {
        let mut case = Self::funded(terms);
        case.ok(Payer, Action::Dispute { notice: doc(2) });
        case
    }

    /// The payee answered too.
    pub fn answered(terms: Terms) -> Self {
        let mut case = Self::disputed(terms);
        case.ok(Payee, Action::Answer { answer: doc(3) });
        case
    }

    /// A final award is on hold: 600 to the payer, 100 to the tribunal, the rest to the payee.
    pub fn awarded(terms: Terms) -> Self {
        let mut case = Self::answered(terms);
        let award = case.final_award(600, 100);
        case.award_ok(award);
        case
    }

    pub fn s(&self) -> &State {
        self.state.as_ref().expect("the case has been opened")
    }

    pub fn money(&self) -> Money {
        self.s().money
    }

    /// The arbitrators who hold a seat, accepted or not.
    pub fn sitting(&self) -> Vec<Who> {
        self.s().tribunal.seats.iter().filter_map(Who::of).collect()
    }

    pub fn paid_to(&self, who: Who) -> u64 {
        self.paid.get(&who.address()).copied().unwrap_or(0)
    }

    pub fn at(&mut self, now: Seconds) -> &mut Self {
        assert!(now >= self.now, "the clock does not run backwards");
        self.now = now;
        self
    }

    pub fn later(&mut self, hours: u16) -> &mut Self {
        self.at(Hours(hours).after(self.now))
    }

    pub fn domain(&self) -> Domain {
        Domain {
            chain_id: self.chain_id,
            contract: self.contract,
            terms_hash: super::host::keccak(&terms_bytes(&self.terms)),
        }
    }

    /// What is signed for an action.
    pub fn digest(&self, action: &Action) -> Hash {
        let domain = self.domain();
        match action {
            Action::Open { .. } | Action::Consent { .. } => {
                digest::consent(&H, &domain, &[0; 32], 0)
            }
            Action::Release {
                to_payer, sequence, ..
            } => {
                let to_payee = self.s().money.held.saturating_sub(*to_payer);
                digest::release(&H, &domain, *to_payer, to_payee, *sequence)
            }
            Action::Appointment { disclosure, .. } => {
                digest::consent(&H, &domain, disclosure, self.s().tribunal.replacements)
            }
            Action::Order { order, .. } => digest::order(&H, &domain, order),
            Action::Award { award } => digest::award(&H, &domain, award),
            other => panic!("{other:?} takes no signatures"),
        }
    }

    pub fn signed(&self, action: &Action, signers: &[Who]) -> Vec<Signature> {
        let digest = || self.digest(action);
        if signers.is_empty() {
            Vec::new()
        } else {
            signers.iter().map(|who| who.sign(&digest())).collect()
        }
    }

    /// Sends an action with signatures; no money but with `Fund`.
    pub fn send(&mut self, by: Who, action: &Action, signatures: &[Signature]) -> Step {
        let value = if *action == Action::Fund {
            self.terms.amount
        } else {
            0
        };
        self.raw(by.address(), value, action.to_input(signatures))
    }

    /// An action that must succeed.
    pub fn ok(&mut self, by: Who, action: Action) -> Payments {
        self.ok_signed(by, action, &[])
    }

    /// An action with signatures that must succeed.
    pub fn ok_signed(&mut self, by: Who, action: Action, signers: &[Who]) -> Payments {
        let signatures = self.signed(&action, signers);
        self.send(by, &action, &signatures)
            .result
            .unwrap_or_else(|refusal| panic!("{by:?} {action:?}: {refusal}"))
    }

    /// What an action is refused with; it must be.
    pub fn no(&mut self, by: Who, action: Action) -> Refusal {
        self.no_signed(by, action, &[])
    }

    pub fn no_signed(&mut self, by: Who, action: Action, signers: &[Who]) -> Refusal {
        let signatures = self.signed(&action, signers);
        self.send(by, &action, &signatures)
            .result
            .expect_err("the call must be refused")
    }

    pub fn fund(&mut self) {
        self.ok(Payer, Action::Fund);
    }

    pub fn withdraw(&mut self, owner: Who) -> Payments {
        self.ok(
            Stranger,
            Action::Withdraw {
                owner: owner.address(),
            },
        )
    }

    /// An approval of a split with the current proposal's number, by signatures.
    pub fn release(&self, to_payer: u64) -> Action {
        Action::Release {
            to_payer,
            sequence: self.s().proposal.sequence,
            approve: false,
            pay: false,
        }
    }

    /// The same, by the sender.
    pub fn approve(&self, to_payer: u64) -> Action {
        Action::Release {
            to_payer,
            sequence: self.s().proposal.sequence,
            approve: true,
            pay: false,
        }
    }

    /// An award with every element of Article 31, made now.
    pub fn make_award(
        &self,
        kind: AwardKind,
        to_payer: u64,
        to_payee: u64,
        to_tribunal: u64,
    ) -> Award {
        Award {
            number: self.s().awards.wrapping_add(1),
            kind,
            to_payer,
            to_payee,
            to_tribunal,
            document: doc(9),
            reasons: Some(doc(8)),
            omission: None,
            seat: self.terms.seat,
            date: self.now,
            pause_until: 0,
        }
    }

    /// A final award; the payee gets the rest.
    pub fn final_award(&self, to_payer: u64, to_tribunal: u64) -> Award {
        let to_payee = self.money().held - to_payer - to_tribunal;
        self.make_award(AwardKind::Final, to_payer, to_payee, to_tribunal)
    }

    /// Executes an award signed by all sitting arbitrators, and by both parties if it is by consent.
    pub fn try_award(&mut self, award: Award) -> Result<Payments, Refusal> {
        let mut signers = self.sitting();
        if award.kind == AwardKind::Consent {
            signers.extend([Payer, Payee]);
        }
        let action = Action::Award { award };
        let signatures = self.signed(&action, &signers);
        self.send(Stranger, &action, &signatures).result
    }

    pub fn award_ok(&mut self, award: Award) {
        assert_eq!(
            self.try_award(award),
            Ok(Payments::default()),
            "an award credits and pays nothing"
        );
    }

    pub fn award_no(&mut self, award: Award) -> Refusal {
        self.try_award(award)
            .expect_err("the award must be refused")
    }

    /// The next order of a kind, with every field that its kind must have.
    pub fn make_order(&self, kind: OrderKind, until: Seconds) -> Order {
        Order {
            sequence: self.s().orders,
            kind,
            document: doc(7),
            appointee: Address::ZERO,
            seat: 0,
            until,
        }
    }

    pub fn replacement(&self, seat: u8, appointee: Who) -> Order {
        Order {
            appointee: appointee.address(),
            seat,
            ..self.make_order(OrderKind::Replace, 0)
        }
    }

    /// Sends an order with signatures.
    pub fn try_order(&mut self, order: Order, signers: &[Who]) -> Result<Payments, Refusal> {
        let action = Action::Order {
            order,
            approve: false,
        };
        let signatures = self.signed(&action, signers);
        self.send(Stranger, &action, &signatures).result
    }

    pub fn order_ok(&mut self, order: Order, signers: &[Who]) {
        assert_eq!(
            self.try_order(order, signers),
            Ok(Payments::default()),
            "no order moves money"
        );
    }

    pub fn order_no(&mut self, order: Order, signers: &[Who]) -> Refusal {
        self.try_order(order, signers)
            .expect_err("the order must be refused")
    }

    /// Sends raw call data. Checks that a refusal changes nothing and that after a success everything that is always true is.
    pub fn raw(&mut self, by: Address, value: u64, input: Vec<u8>) -> Step {
        let before = self.state;
        let call = Call {
            by,
            at: self.now,
            value,
            contract: self.contract,
            chain_id: self.chain_id,
            input: &input,
        };
        let result = State::execute(&mut self.state, &H, &call);
        match &result {
            Err(_) => assert_eq!(self.state, before, "a refused call changed the state"),
            Ok(payments) => {
                self.deposited += value;
                self.pay(before.as_ref(), payments);
                let mut buffer = [0; 1024];
                let number = before.as_ref().map_or(0, |s| s.entries);
                let length =
                    entry_bytes(&mut buffer, number, &call).expect("a recorded call fits an entry");
                self.check(before.as_ref(), payments, &buffer[..length]);
                self.record.push(buffer[..length].to_vec());
            }
        }
        Step {
            before,
            by,
            at: self.now,
            value,
            input,
            result,
        }
    }

    fn pay(&mut self, before: Option<&State>, payments: &Payments) {
        let state = before.unwrap_or_else(|| self.s());
        let owners = [self.terms.payer, self.terms.payee, state.tribunal.seats[0]];
        for (owner, amount) in
            owners
                .into_iter()
                .zip([payments.payer, payments.payee, payments.tribunal])
        {
            if amount != 0 {
                assert!(!owner.is_zero(), "money would go to nobody");
                *self.paid.entry(owner).or_default() += amount;
            }
        }
    }

    fn check(&self, before: Option<&State>, payments: &Payments, entry: &[u8]) {
        let state = self.s();
        let Money {
            held,
            payer,
            payee,
            tribunal,
            tribunal_cap,
        } = state.money;
        let credited = [payer, payee, tribunal]
            .map(u128::from)
            .iter()
            .sum::<u128>();
        let paid = self.paid.values().map(|v| u128::from(*v)).sum::<u128>();
        let funded = !matches!(state.phase, Phase::Proposed | Phase::Agreed);
        let kept = if funded { u128::from(held) } else { 0 };
        assert_eq!(
            u128::from(self.deposited),
            paid + credited + kept,
            "deposits are paid, credited or held"
        );
        assert!(
            tribunal_cap <= self.terms.tribunal_cap,
            "the cap never grows"
        );
        assert_eq!(
            state.due().is_some(),
            state.is_open(),
            "a clock runs exactly while the escrow is open"
        );
        assert!(
            tribunal == 0 || !state.tribunal.seats[0].is_zero(),
            "the tribunal's credit has an owner"
        );
        let head = before.map_or([0; 32], |s| s.head);
        assert_eq!(
            state.head,
            next_head(&H, &head, entry),
            "the head commits to the entry"
        );
        assert_eq!(state.entries, before.map_or(0, |s| s.entries) + 1);
        let cell: [u8; CELL_LEN] = state.clone().to_cell();
        assert_eq!(
            State::from_cell(&cell).as_ref(),
            Ok(state),
            "the state fits its cell"
        );
        let (replayed, ..) =
            replay(before, 0, &H, self.contract, self.chain_id, entry).expect("the entry replays");
        assert_eq!(
            (&replayed, *payments),
            (state, *payments),
            "a replay comes to the same state"
        );
    }

    /// Replays a record from the start; the state it comes to, or where and why it does not.
    pub fn replay_all(&self, record: &[Vec<u8>]) -> Result<Option<State>, (usize, Divergence)> {
        let (mut state, mut last) = (None, 0);
        for (number, bytes) in record.iter().enumerate() {
            let (next, entry, ..) = replay(
                state.as_ref(),
                last,
                &H,
                self.contract,
                self.chain_id,
                bytes,
            )
            .map_err(|why| (number, why))?;
            last = entry.at;
            state = Some(next);
        }
        Ok(state)
    }
}

/// The terms as they lie in the call data.
pub fn terms_bytes(terms: &Terms) -> Vec<u8> {
    Action::Open { terms: *terms }.to_input(&[])[4..4 + exequatur_protocol::TERMS_LEN].to_vec()
}
