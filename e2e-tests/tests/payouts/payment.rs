//! Withdrawals and payments, each tried twice.

use exequatur_e2e_tests::recipient::forward;
use exequatur_e2e_tests::{Outcome, Person, Sender};
use exequatur_localchain::{H160, RunLimits, View, runtime::params::EXISTENTIAL_DEPOSIT};
use exequatur_protocol::{Action, Refusal, Signature, State};

use super::{Ending, Game, Nature, Seat, Tally};

impl Game {
    /// Who sends withdrawals: people with and without a role, and the receiver itself if it can.
    fn submitter(&self) -> Sender {
        let people = &self.bench.people;
        match (self.case.submitter % 5, &self.nature) {
            (0, _) => Sender::person(&people.stranger),
            (1, _) => Sender::person(&people.authority),
            (2, _) => Sender::person(&people.notary),
            (3, Nature::Contract(_)) => Sender::contract(self.receiver, &people.stranger),
            (_, _) => self.sender(match self.case.seat {
                Seat::Payer => Seat::Payee,
                Seat::Payee | Seat::Presiding => Seat::Payer,
            }),
        }
    }

    /// What somebody could withdraw now.
    fn credit_of(&self, seat: Seat) -> u64 {
        let mut state: State = *self.bench.state();
        state.tick(self.bench.now());
        match seat {
            Seat::Payer => state.money.payer,
            Seat::Payee => state.money.payee,
            Seat::Presiding => state.money.tribunal,
        }
    }

    pub(super) fn withdraw_for_others(&mut self, tally: &mut Tally) {
        for seat in [Seat::Payer, Seat::Payee, Seat::Presiding] {
            let credit = self.credit_of(seat);
            if seat == self.case.seat || credit == 0 {
                continue;
            }
            let owner = match seat {
                Seat::Payer => self.bench.terms.payer,
                Seat::Payee => self.bench.terms.payee,
                Seat::Presiding => self.bench.terms.tribunal[0],
            };
            let before = self.bench.scratch.balance_of_h160(H160(owner.0));
            let withdraw = Action::Withdraw { owner };
            let paid = self.bench.send(&self.submitter(), 0, &withdraw, &[]);
            paid.unwrap_or_else(|refusal| panic!("{seat:?} got nothing: {refusal}"));
            let after = self.bench.scratch.balance_of_h160(H160(owner.0));
            assert_eq!(
                after - before,
                credit.into(),
                "{seat:?} is paid to the planck"
            );
            let again = self.bench.send(&self.submitter(), 0, &withdraw, &[]);
            assert_eq!(again.unwrap_err(), Refusal::NothingToWithdraw);
            tally.others += 1;
        }
    }

    pub(super) fn withdraw_for_receiver(&mut self, tally: &mut Tally) {
        let credit = self.credit_of(self.case.seat);
        let withdraw = Action::Withdraw {
            owner: self.receiver,
        };
        let sender = self.submitter();
        if credit == 0 {
            let refused = self.bench.send(&sender, 0, &withdraw, &[]);
            assert_eq!(refused.unwrap_err(), Refusal::NothingToWithdraw);
            return;
        }
        self.pay_twice(&sender, &withdraw, &[], credit, tally);
    }

    /// Tries a payment of `credit` to the receiver twice. It fails twice, or comes about once.
    pub(super) fn pay_twice(
        &mut self,
        sender: &Sender,
        action: &Action,
        signatures: &[Signature],
        credit: u64,
        tally: &mut Tally,
    ) {
        let exists = self.exists();
        let before = self.bench.scratch.balance_of_h160(H160(self.purse.0));
        if let (Nature::Absent(_), false) = (&self.nature, exists) {
            self.poor_sender_pays_nobody(action, signatures, tally);
        }
        match self.ending {
            Ending::Fails => {
                for _ in 0..2 {
                    let unpaid = self.bench.attempt(sender, action, signatures);
                    let unpaid = unpaid.expect_err("the receiver refuses");
                    assert_eq!(unpaid.refusal, Some(Refusal::PaymentFailed));
                    tally.note(&unpaid);
                }
            }
            Ending::Paid => {
                let valid = self.call_back_is_valid();
                let outcome = self.bench.attempt(sender, action, signatures);
                let outcome = outcome.unwrap_or_else(|unpaid| panic!("unpaid: {unpaid:?}"));
                self.note_calls_back(&outcome, valid, tally);
                let after = self.bench.scratch.balance_of_h160(H160(self.purse.0));
                // An account that did not exist begins with the existential deposit, which the sender pays.
                let first = if exists { 0 } else { EXISTENTIAL_DEPOSIT };
                assert_eq!(after - before, u128::from(credit) + first);
                let again = self.bench.attempt(sender, action, signatures);
                let refusal = again.expect_err("nobody is paid twice").refusal;
                let expected = match action {
                    Action::Withdraw { .. } => Refusal::NothingToWithdraw,
                    _ => Refusal::WrongPhase,
                };
                assert_eq!(refusal, Some(expected));
                tally.taken += 1;
            }
        }
    }

    /// Whether there is an account where a payment to the receiver goes.
    fn exists(&self) -> bool {
        self.bench.scratch.balance_of_h160(H160(self.purse.0)) != 0
    }

    /// The first payment to an account takes the existential deposit from the sender. Who cannot spare it gets nowhere, and nothing
    /// is lost.
    fn poor_sender_pays_nobody(
        &mut self,
        action: &Action,
        signatures: &[Signature],
        tally: &mut Tally,
    ) {
        let poor = Person::polkadot("//Poor");
        let spare = u128::from(self.case.share) % EXISTENTIAL_DEPOSIT;
        let stranger = self.bench.people.stranger.account();
        let given = EXISTENTIAL_DEPOSIT + spare;
        let scratch = &mut self.bench.scratch;
        scratch
            .transfer(&stranger, &poor.account(), given)
            .expect("the stranger is rich");
        for _ in 0..2 {
            let unpaid = self
                .bench
                .attempt(&Sender::person(&poor), action, signatures);
            let unpaid = unpaid.expect_err("the sender cannot spare the deposit");
            tally.note(&unpaid);
            assert!(!self.exists());
        }
        assert_eq!(self.bench.balance(&poor), given);
    }

    /// Whether what the receiver is about to call in the middle of a payment would do something a moment before.
    fn call_back_is_valid(&mut self) -> bool {
        let Some((to, data)) = &self.calls_back else {
            return false;
        };
        let stranger = self.bench.people.stranger.account();
        let data = forward(*to, data);
        let scratch = &mut self.bench.scratch;
        scratch.mark();
        let limits = RunLimits::default();
        let run = scratch.call_within(&stranger, H160(self.receiver.0), 0, data, limits);
        assert!(scratch.back_to_mark(), "the mark was set");
        run.succeeded()
    }

    fn note_calls_back(&self, outcome: &Outcome, valid: bool, tally: &mut Tally) {
        for (by, data) in &outcome.others {
            assert_eq!(
                (by, &data[..]),
                (&self.receiver, &[0][..]),
                "it came back in"
            );
            tally.shut_out += 1;
            tally.shut_out_though_valid += u32::from(valid);
        }
    }
}
