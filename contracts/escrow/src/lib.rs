#![cfg_attr(not(feature = "std"), no_std, no_main)]
//! An Exequatur escrow on chain: storage, messages, events and payments around the rules of `exequatur-protocol`. It decides nothing itself.
//!
//! Every message: load → authorise and decide (`protocol`) → store → record → emit → pay last. A refused call changes nothing.
//!
//! What is trusted: the chain's clock to within minutes; the chain's signature checks; the arbitrators to the extent of the clause.
//! Nobody has a key to this contract beyond what the terms give them, and nobody can change its code.

mod arg;
mod cell;
mod chain;
mod money;

/// Typed calls, for tests.
#[cfg(feature = "std")]
pub use escrow::Escrow;

#[ink::contract]
mod escrow {
    use exequatur_protocol::{
        Action, Address as Account, Award, Call, Hash as Hash32, Hours, MAX_INPUT, Order, Payments,
        Refusal, Signature, State, Terms, rules::RecordBuffer,
    };
    use ink::prelude::vec::Vec;

    use crate::arg::Arg;
    use crate::cell::Cell;
    use crate::chain::{self, Chain};
    use crate::money;

    /// One entry of the record: a call that changed this escrow. `head = keccak_256(head ‖ these bytes)`.
    #[ink(event)]
    pub struct Recorded {
        /// 0 for the constructor's.
        pub number: u32,
        /// Block time, seconds since 1970.
        pub at: u32,
        /// Who sent the call.
        pub by: Account,
        /// Money that came with it, in the smallest unit of the asset.
        pub value: u64,
        /// The call data: selector and arguments, signatures included.
        pub input: Vec<u8>,
    }

    /// One cell holds everything: each further storage key would cost about as much again as the whole code.
    #[ink(storage)]
    pub struct Escrow {
        cell: Cell,
    }

    impl Escrow {
        /// Puts the terms on chain.
        ///
        /// Anybody may. A party who sends it consents by that; `signatures` carries the other's consent. Money may come only from the
        /// payer, exactly the amount, and only if both consented in this very call. Never takes money otherwise.
        #[ink(constructor, payable, selector = 0)]
        pub fn new(_terms: Arg<Terms>, _signatures: Arg<Vec<Signature>>) -> Result<Self, Refusal> {
            let mut buffer = [0; MAX_INPUT];
            let input = chain::input(&mut buffer).ok_or(Refusal::InputTooLong)?;
            let (Action::Open { terms }, signatures) = Action::from_input(input)? else {
                return Err(Refusal::BadCallData);
            };
            let value = value_sent(&terms.asset, terms.amount, terms.unit)?;
            let call = call(input, value);
            let state = State::open(&Chain, &call, &terms, signatures)?;
            let mut escrow = Escrow { cell: Cell(state) };
            escrow.commit(&call, &Payments::default())?;
            Ok(escrow)
        }

        /// A party consents to exactly these terms, by sending this (`approve`) or by a signature that anybody may send. Until the terms
        /// expire. Moves no money.
        #[ink(message, payable, selector = 1)]
        pub fn consent(
            &mut self,
            _approve: Arg<bool>,
            _signatures: Arg<Vec<Signature>>,
        ) -> Result<(), Refusal> {
            self.run()
        }

        /// The payer locks the amount, exactly, after both parties consented and before the terms expire. Nobody else may, and a plain
        /// transfer is refused. Tokens must have been approved for this contract before; it takes the amount, and fails as a whole
        /// unless exactly the amount arrives.
        #[ink(message, payable, selector = 2)]
        pub fn fund(&mut self) -> Result<(), Refusal> {
            self.run()
        }

        /// Approves a split of all that is held: `to_payer`, the rest to the payee.
        ///
        /// Payer and payee together execute it at once, at any time, in a dispute too. A party and the tribunal execute it outside a
        /// dispute, after the other party had the response period to object by filing one. `pay` sends the money in the same
        /// call and fails as a whole if a payment does; without it the money is credited.
        ///
        /// Warning: both parties' approval ends everything, an award on hold included.
        #[ink(message, payable, selector = 3)]
        pub fn release(
            &mut self,
            _to_payer: Arg<u64>,
            _sequence: Arg<u32>,
            _approve: Arg<bool>,
            _pay: Arg<bool>,
            _signatures: Arg<Vec<Signature>>,
        ) -> Result<(), Refusal> {
            self.run()
        }

        /// A party, or outside a dispute an arbitrator who accepted, takes their own approval back, sent or only signed. What others
        /// approved on chain stays; what they only signed must be signed anew. Moves no money.
        #[ink(message, payable, selector = 4)]
        pub fn revoke(&mut self) -> Result<(), Refusal> {
            self.run()
        }

        /// Pays `owner` all that is theirs. Anybody may ask, at any time; only the owner is ever paid. If the payment fails, the call
        /// fails and the credit stays.
        #[ink(message, payable, selector = 5)]
        pub fn withdraw_for(&mut self, _owner: Arg<Account>) -> Result<(), Refusal> {
            self.run()
        }

        /// A party stops releases for at most the longest pause of the terms, once. It ends by itself and never stops a withdrawal.
        #[ink(message, payable, selector = 6)]
        pub fn pause(&mut self, _hours: Arg<Hours>, _reason: Arg<Hash32>) -> Result<(), Refusal> {
            self.run()
        }

        /// A party ends the pause that it set. Moves no money.
        #[ink(message, payable, selector = 7)]
        pub fn resume(&mut self) -> Result<(), Refusal> {
            self.run()
        }

        /// A party files a notice of arbitration (its SHA-256) while the money is in escrow. The other's time to answer starts, pending
        /// approvals die, and nothing is released until an award, a settlement or the fallback. Moves no money.
        #[ink(message, payable, selector = 8)]
        pub fn file_dispute(&mut self, _notice: Arg<Hash32>) -> Result<(), Refusal> {
            self.run()
        }

        /// The respondent acknowledges the notice. Due notice is then proven. Moves no money.
        #[ink(message, payable, selector = 9)]
        pub fn acknowledge(&mut self) -> Result<(), Refusal> {
            self.run()
        }

        /// The respondent answers the notice (SHA-256 of the answer). Moves no money.
        #[ink(message, payable, selector = 10)]
        pub fn answer(&mut self, _answer: Arg<Hash32>) -> Result<(), Refusal> {
            self.run()
        }

        /// A party or a sitting arbitrator files an exhibit: SHA-256 of the document and of its manifest. Never the document. Late ones are
        /// kept; the record shows that they are late. Moves no money.
        #[ink(message, payable, selector = 11)]
        pub fn file_exhibit(
            &mut self,
            _document: Arg<Hash32>,
            _manifest: Arg<Hash32>,
        ) -> Result<(), Refusal> {
            self.run()
        }

        /// An arbitrator accepts the appointment with a disclosure statement (its SHA-256), by sending this (`approve`) or by a signature
        /// that anybody may send. Who has not accepted cannot decide. Moves no money.
        #[ink(message, payable, selector = 12)]
        pub fn accept_appointment(
            &mut self,
            _disclosure: Arg<Hash32>,
            _approve: Arg<bool>,
            _signatures: Arg<Vec<Signature>>,
        ) -> Result<(), Refusal> {
            self.run()
        }

        /// An arbitrator declines or recuses; the seat is vacant, and approvals of a split that wait are void, whoever gave them. Moves no money.
        #[ink(message, payable, selector = 13)]
        pub fn decline_appointment(&mut self, _reason: Arg<Hash32>) -> Result<(), Refusal> {
            self.run()
        }

        /// Executes a procedural order, given by sending this (`approve`) or by signatures that anybody may send: pause, resume, close
        /// (tribunal), replace (authority or both parties, once both consented), stay, lift (notary). Moves no money.
        #[ink(message, payable, selector = 14)]
        pub fn execute_order(
            &mut self,
            _order: Arg<Order>,
            _approve: Arg<bool>,
            _signatures: Arg<Vec<Signature>>,
        ) -> Result<(), Refusal> {
            self.run()
        }

        /// Executes an award that the tribunal signed. Anybody may send it; who does makes no difference.
        ///
        /// Refuses an award that lacks an element of Article 31 of the Model Law, contradicts the clause, precedes due notice,
        /// moves more than is left or was executed before. Credits and never pays; a final award's money waits for the hold
        /// period first.
        #[ink(message, payable, selector = 15)]
        pub fn execute_award(
            &mut self,
            _award: Arg<Award>,
            _signatures: Arg<Vec<Signature>>,
        ) -> Result<(), Refusal> {
            self.run()
        }

        /// An arbitrator contract that is the whole tribunal rules, as ERC-792 has it: 0 refuses to arbitrate and gives the fallback split,
        /// 1 gives everything to the payer, 2 to the payee. Nobody else may, and only if the terms waive reasons. It is a final
        /// award: due notice, the award period and the hold apply. The number of the dispute decides nothing. Moves no money.
        #[ink(message, payable, selector = 0x311a6c56)]
        pub fn rule(&mut self, _dispute: Arg<Hash32>, _ruling: Arg<Hash32>) -> Result<(), Refusal> {
            self.run()
        }

        /// The whole state as the clock has it now: phase, deadlines, who sits, amounts and credits, head. The terms themselves are in
        /// the first entry of the record.
        #[ink(message, selector = 16)]
        pub fn status(&self) -> Cell {
            let mut state = self.cell.0;
            state.tick(chain::now());
            Cell(state)
        }

        fn run(&mut self) -> Result<(), Refusal> {
            let state = &mut self.cell.0;
            let mut buffer = [0; MAX_INPUT];
            let input = chain::input(&mut buffer).ok_or(Refusal::InputTooLong)?;
            let (action, signatures) = Action::from_input(input)?;
            let clause = &state.clause;
            let mut value = value_sent(&clause.asset, state.money.held, clause.unit)?;
            // Tokens do not come with a call: who locks them lets the contract take them.
            let fetches = matches!(action, Action::Fund) && !clause.asset.is_zero();
            if fetches {
                value = state.money.held;
            }
            let call = call(input, value);
            let payments = state.apply(&Chain, &call, &action, signatures)?;
            self.commit(&call, &payments)?;
            if fetches && !money::fetch(&self.cell.0.clause, &call.by, value) {
                return Err(Refusal::NotFetched);
            }
            Ok(())
        }

        /// Store, record, emit, and pay last. The callee of a payment cannot come back in, so it cannot see the cell before ink! flushes it.
        fn commit(&mut self, call: &Call, payments: &Payments) -> Result<(), Refusal> {
            let state = &mut self.cell.0;
            let mut buffer: RecordBuffer = [0; size_of::<RecordBuffer>()];
            let entry = state.record(&Chain, call, &mut buffer)?;
            chain::emit(&RECORDED, entry);
            let presiding = &state.tribunal.seats[0];
            let due = [
                (&state.clause.payer, payments.payer),
                (&state.clause.payee, payments.payee),
                (presiding, payments.tribunal),
            ];
            for (owner, amount) in due {
                if amount != 0 && !money::pay(&state.clause, owner, amount) {
                    return Err(Refusal::PaymentFailed);
                }
            }
            Ok(())
        }
    }

    /// The topic by which ink!'s metadata finds [`Recorded`].
    static RECORDED: [[u8; 32]; 1] = match <Recorded as ink::env::Event>::SIGNATURE_TOPIC {
        Some(topic) => [topic],
        None => [[0; 32]],
    };

    /// The chain's own money that came with this call. `expected` is the one amount that any step may take; a token's never comes so.
    fn value_sent(asset: &Account, expected: u64, unit: u8) -> Result<u64, Refusal> {
        let sent = chain::value_transferred();
        if sent == [0; 4] {
            Ok(0)
        } else if asset.is_zero() && sent == money::native(expected, unit) {
            Ok(expected)
        } else {
            Err(Refusal::WrongAmount)
        }
    }

    /// What the chain says about this call.
    fn call(input: &[u8], value: u64) -> Call<'_> {
        Call {
            by: chain::caller(),
            at: chain::now(),
            value,
            contract: chain::own_address(),
            chain_id: chain::chain_id(),
            input,
        }
    }
}
