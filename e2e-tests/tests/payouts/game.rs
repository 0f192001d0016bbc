//! One escrow from its terms to its last coin.

use exequatur_client::host::NativeHost;
use exequatur_e2e_tests::recipient::{Conduct, Ground, behave};
use exequatur_e2e_tests::{Bench, Person, Sender};
use exequatur_localchain::{H160, RunLimits, View};
use exequatur_protocol::{Action, Address, Award, AwardKind, Code, Hash, Signature, digest};

use super::{AMOUNT, CAP, Case, Ending, Route, Seat, Tally};

const HASH: Hash = [9; 32];
const HOUR: u64 = 3_600;

/// What the receiver is.
pub enum Nature {
    /// A contract, and what it does when it is paid at its worst: conduct, whom it calls, with what.
    Contract(fn(&Game, &Case) -> (Conduct, Address, Vec<u8>)),
    /// Somebody with a key whose account does not exist.
    Absent(Person),
}

/// An escrow with such a receiver.
pub struct Game {
    pub bench: Bench,
    pub receiver: Address,
    /// Through which the receiver can call.
    pub go_between: Address,
    /// Whose balance a payment to the receiver reaches.
    pub purse: Address,
    /// Whom the receiver calls with what when it is paid, if it does.
    pub(super) calls_back: Option<(Address, Vec<u8>)>,
    pub(super) nature: Nature,
    pub(super) case: Case,
    pub(super) ending: Ending,
}

impl Game {
    /// Opened, agreed and funded.
    pub fn new(ground: &Ground, case: &Case, nature: Nature, ending: Ending) -> Self {
        let receiver = match &nature {
            Nature::Contract(_) => ground.recipient,
            Nature::Absent(person) => person.address(),
        };
        let panel = if case.seat == Seat::Presiding { 3 } else { 1 };
        let bench = Bench::on(&ground.chain, ground.code.clone(), panel, |terms| {
            terms.amount = AMOUNT;
            terms.tribunal_cap = CAP;
            terms.fallback_payer_bps = case.fallback_payer_bps;
            match case.seat {
                Seat::Payer => terms.payer = receiver,
                Seat::Payee => terms.payee = receiver,
                Seat::Presiding => terms.tribunal[0] = receiver,
            }
        });
        let mut game = Game {
            bench,
            receiver,
            go_between: ground.go_between,
            purse: receiver,
            calls_back: None,
            nature,
            case: case.clone(),
            ending,
        };
        game.bench.open(0, &[]).expect("the terms are in order");
        for party in [Seat::Payer, Seat::Payee] {
            // Who deploys as a party consents by that.
            if party != Seat::Payer || case.seat == Seat::Payer {
                let digest = game.bench.consent_digest();
                game.done(party, |approve| Action::Consent { approve }, &digest);
            }
        }
        let payer = game.sender(Seat::Payer);
        let funded = game.bench.send(&payer, AMOUNT, &Action::Fund, &[]);
        funded.expect("both consented");
        game
    }

    /// Plays the case to its end, at which nothing is left in the contract.
    pub fn play(mut self, tally: &mut Tally) {
        self.credit(tally);
        self.at_its_worst();
        if self.case.receiver_first {
            self.withdraw_for_receiver(tally);
            self.withdraw_for_others(tally);
        } else {
            self.withdraw_for_others(tally);
            self.withdraw_for_receiver(tally);
        }
        self.at_its_best();
        self.ending = Ending::Paid;
        self.withdraw_for_receiver(tally);
        // What a partial award left is divided when nobody goes on with the dispute.
        self.bench.advance(100 * 24 * HOUR);
        self.withdraw_for_others(tally);
        self.withdraw_for_receiver(tally);
        let mut end = *self.bench.state();
        end.tick(self.bench.now());
        assert!(end.is_closed(), "{end:?}");
        assert_eq!(self.bench.spendable_wei(), 0.into());
        tally.games += 1;
    }

    /// Whoever sits there, as a sender. An absent receiver sends nothing.
    pub(super) fn sender(&self, seat: Seat) -> Sender {
        let people = &self.bench.people;
        if seat == self.case.seat {
            return Sender::contract(self.receiver, &people.stranger);
        }
        Sender::person(match seat {
            Seat::Payer => &people.payer,
            Seat::Payee => &people.payee,
            Seat::Presiding => &people.arbitrators[0],
        })
    }

    /// An approval by whoever sits there: sent, or signed where the receiver has a key only.
    fn approval(
        &self,
        seat: Seat,
        action: impl Fn(bool) -> Action,
        digest: &Hash,
    ) -> (Sender, Action, Vec<Signature>) {
        match &self.nature {
            Nature::Absent(person) if seat == self.case.seat => {
                let sender = Sender::person(&self.bench.people.stranger);
                (sender, action(false), vec![person.sign(digest)])
            }
            Nature::Absent(_) | Nature::Contract(_) => (self.sender(seat), action(true), vec![]),
        }
    }

    fn done(&mut self, seat: Seat, action: impl Fn(bool) -> Action, digest: &Hash) {
        let (sender, action, signatures) = self.approval(seat, action, digest);
        self.bench
            .send(&sender, 0, &action, &signatures)
            .unwrap_or_else(|refusal| panic!("{action:?} refused: {refusal}"));
    }

    /// Brings the receiver a credit on the way that the case says.
    fn credit(&mut self, tally: &mut Tally) {
        match self.case.route {
            Route::ReleaseAndPay => self.release(true, tally),
            Route::Release => self.release(false, tally),
            Route::PartialAward => self.award(AwardKind::Partial),
            Route::FinalAward => {
                self.award(AwardKind::Final);
                self.bench.advance(241 * HOUR);
            }
            Route::Expiry => self.bench.advance_to(self.bench.terms.expiry),
        }
    }

    fn release(&mut self, pay: bool, tally: &mut Tally) {
        let to_payer = match self.case.seat {
            Seat::Payer => self.case.share,
            Seat::Payee | Seat::Presiding => AMOUNT - self.case.share,
        };
        let sequence = self.bench.state().proposal.sequence;
        let release = |pay| {
            move |approve| Action::Release {
                to_payer,
                sequence,
                approve,
                pay,
            }
        };
        let digest = digest::release(
            &NativeHost,
            &self.bench.domain(),
            to_payer,
            AMOUNT - to_payer,
            sequence,
        );
        let other = match self.case.seat {
            Seat::Payer => Seat::Payee,
            Seat::Payee | Seat::Presiding => Seat::Payer,
        };
        self.done(other, release(false), &digest);
        if pay {
            self.at_its_worst();
            let (sender, action, signatures) =
                self.approval(self.case.seat, release(true), &digest);
            let honest = match other {
                Seat::Payer => self.bench.terms.payer,
                Seat::Payee | Seat::Presiding => self.bench.terms.payee,
            };
            let before = self.bench.scratch.balance_of_h160(H160(honest.0));
            self.pay_twice(&sender, &action, &signatures, self.case.share, tally);
            let paid = self.bench.scratch.balance_of_h160(H160(honest.0)) - before;
            if self.ending == Ending::Paid {
                assert_eq!(paid, u128::from(AMOUNT - self.case.share));
                tally.others += u32::from(paid > 0);
                return;
            }
            assert_eq!(paid, 0, "all are paid or nobody is");
            self.at_its_best();
        }
        self.done(self.case.seat, release(false), &digest);
    }

    /// A dispute with due notice, the tribunal's acceptance, and an award of the receiver's share and something for everybody else.
    fn award(&mut self, kind: AwardKind) {
        let disclosed = digest::consent(&NativeHost, &self.bench.domain(), &HASH, 0);
        let accept = |approve| Action::Appointment {
            disclosure: HASH,
            approve,
        };
        if self.case.seat == Seat::Presiding {
            self.done(Seat::Presiding, accept, &disclosed);
        }
        let signatures: Vec<_> = self
            .signing()
            .map(|person| person.sign(&disclosed))
            .collect();
        let stranger = Sender::person(&self.bench.people.stranger);
        for signature in signatures {
            let accepted = self.bench.send(&stranger, 0, &accept(false), &[signature]);
            accepted.expect("the arbitrators were appointed");
        }
        let payer = self.sender(Seat::Payer);
        let dispute = Action::Dispute { notice: HASH };
        let filed = self.bench.send(&payer, 0, &dispute, &[]);
        filed.expect("the escrow is funded");
        // The time to answer runs out: due notice.
        self.bench.advance(73 * HOUR);
        let (action, signatures) = self.next_award(kind, self.case.share);
        let executed = self.bench.send(&stranger, 0, &action, &signatures);
        executed.expect("the award is in order");
    }

    /// The arbitrators with keys who sign.
    fn signing(&self) -> impl Iterator<Item = &Person> {
        let (from, to) = match self.case.seat {
            Seat::Presiding => (1, 3),
            Seat::Payer | Seat::Payee => (0, 1),
        };
        self.bench.people.arbitrators[from..to].iter()
    }

    /// An award that would be executed now, with its signatures: `share` to the receiver, half of the rest to others, all of it if final.
    pub fn next_award(&self, kind: AwardKind, share: u64) -> (Action, Vec<Signature>) {
        let state = self.bench.state();
        let rest = state.money.held.saturating_sub(share);
        let rest = if kind == AwardKind::Final {
            rest
        } else {
            rest / 2
        };
        let fee = rest.min(CAP) / 3;
        let (to_payer, to_payee, to_tribunal) = match self.case.seat {
            Seat::Payer => (share, rest - fee, fee),
            Seat::Payee => (rest - fee, share, fee),
            Seat::Presiding => (rest / 4, rest - rest / 4, share),
        };
        let award = Award {
            number: state.awards + 1,
            kind,
            to_payer,
            to_payee,
            to_tribunal,
            document: HASH,
            reasons: Some(HASH),
            omission: (self.case.seat == Seat::Presiding).then_some(HASH),
            seat: Code(*b"CH-ZH\0"),
            date: self.bench.now(),
            pause_until: 0,
        };
        let digest = digest::award(&NativeHost, &self.bench.domain(), &award);
        let signatures = self.signing().map(|person| person.sign(&digest)).collect();
        (Action::Award { award }, signatures)
    }

    fn at_its_worst(&mut self) {
        if let Nature::Contract(worst) = self.nature {
            let (conduct, to, data) = worst(self, &self.case);
            self.behave(conduct, to, &data);
        }
    }

    fn at_its_best(&mut self) {
        if let Nature::Contract(_) = self.nature {
            self.behave(Conduct::Accept, Address::ZERO, &[]);
            self.purse = self.receiver;
        }
    }

    fn behave(&mut self, conduct: Conduct, to: Address, data: &[u8]) {
        let stranger = self.bench.people.stranger.account();
        let run = self.bench.scratch.call_within(
            &stranger,
            H160(self.receiver.0),
            0,
            behave(conduct, to, data),
            RunLimits::default(),
        );
        assert!(run.succeeded(), "{conduct:?}: {:?}", run.result);
        if conduct == Conduct::PassOn {
            self.purse = to;
        }
        let calls_back = matches!(conduct, Conduct::Reenter | Conduct::ReenterOrRefuse);
        self.calls_back = calls_back.then(|| (to, data.to_vec()));
    }
}
