//! One escrow on the real blob, with the model running beside it.

use std::path::Path;

use codec::DecodeAll;
use exequatur_client::host::NativeHost;
use exequatur_localchain::{
    AccountId, CodeSource, ContractRun, Genesis, H160, LocalChain, RunLimits, Scratch, U256, View,
    Weight,
};
use exequatur_protocol::digest::Domain;
use exequatur_protocol::{
    Action, Address, Call, Code, Hash, Host, Hours, Money, Payments, Periods, Phase, Refusal,
    Seconds, Signature, State, Terms,
};

use crate::people::{People, Person};

/// What became of a call, in both.
#[derive(Debug)]
pub struct Outcome {
    /// What was paid out.
    pub payments: Payments,
    /// What the call consumed.
    pub weight: Weight,
    /// Storage deposit charged, in planck.
    pub deposit: u128,
    /// Length of the call data.
    pub input: usize,
    /// What other contracts emitted in the call.
    pub others: Vec<(Address, Vec<u8>)>,
}

/// The contract's code as `artifacts/` has it.
pub fn blob() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../artifacts/escrow.contract");
    let text = std::fs::read_to_string(path).expect("artifacts/escrow.contract is committed");
    let bundle: serde_json::Value = serde_json::from_str(&text).expect("the bundle is JSON");
    let code = bundle["source"]["contract_binary"]
        .as_str()
        .expect("the bundle holds the code");
    hex::decode(code.trim_start_matches("0x")).expect("the code is hexadecimal")
}

/// A chain with one escrow and its model.
pub struct Bench {
    /// The cast.
    pub people: People,
    /// The terms.
    pub terms: Terms,
    /// The escrow's address.
    pub contract: Address,
    /// The chain.
    pub scratch: Scratch,
    /// What the model has.
    pub model: Option<State>,
    /// What somebody gave the escrow besides, in what its asset counts in.
    pub given: u128,
    chain_id: u64,
    code: CodeSource,
}

impl Bench {
    /// Terms among the usual people, `arbitrators` many of them, with an expiry 90 days from `now`.
    pub fn usual_terms(people: &People, arbitrators: u8, now: Seconds) -> Terms {
        let mut tribunal = [Address::ZERO; 3];
        for (seat, person) in tribunal
            .iter_mut()
            .zip(&people.arbitrators)
            .take(arbitrators as usize)
        {
            *seat = person.address();
        }
        Terms {
            payer: people.payer.address(),
            payee: people.payee.address(),
            asset: Address::ZERO,
            unit: 8,
            amount: 1_000_000_000_000,
            agreement: [7; 32],
            rules: Code(*b"UNCITRAL"),
            seat: Code(*b"CH-ZH\0"),
            law: Code(*b"CH\0\0\0\0"),
            language: Code(*b"en\0\0\0\0"),
            tribunal,
            seats: arbitrators,
            threshold: if arbitrators == 1 { 1 } else { 2 },
            authority: people.authority.address(),
            notary: people.notary.address(),
            periods: Periods {
                response: Hours(72),
                award: Hours(720),
                hold: Hours(240),
                longest_pause: Hours(168),
                longest_stay: Hours(2160),
            },
            expiry: now + 90 * 86_400,
            release_at_expiry: false,
            fallback_payer_bps: 5_000,
            tribunal_cap: 100_000_000_000,
            reasons_waived: false,
            consumer: false,
        }
    }

    /// A fresh chain; nothing is opened yet. `change` may alter the usual terms.
    pub fn new(arbitrators: u8, change: impl FnOnce(&mut Terms)) -> Self {
        let chain =
            LocalChain::in_memory(&Genesis::dev_with_seed([1; 32])).expect("the usual genesis");
        Self::on(&chain, CodeSource::Blob(blob()), arbitrators, change)
    }

    /// On top of a chain, which does not notice.
    pub fn on(
        chain: &LocalChain,
        code: CodeSource,
        arbitrators: u8,
        change: impl FnOnce(&mut Terms),
    ) -> Self {
        let people = People::new();
        let scratch = chain.scratch();
        let mut terms = Self::usual_terms(&people, arbitrators, scratch.now_s() as Seconds);
        change(&mut terms);
        let contract = Address(scratch.next_create1_address(&people.payer.account()).0);
        let chain_id = chain.identity().chain_id;
        Bench {
            people,
            terms,
            contract,
            scratch,
            model: None,
            given: 0,
            chain_id,
            code,
        }
    }

    /// An escrow that both consented to and the payer funded, in one transaction.
    pub fn funded(arbitrators: u8) -> Self {
        let mut bench = Self::new(arbitrators, |_| {});
        bench.open_and_fund().expect("the usual terms are in order");
        bench
    }

    /// Puts the code on chain by an escrow that is forgotten, so that the next one only names it.
    pub fn store_code(&mut self) {
        let input = Action::Open { terms: self.terms }.to_input(&[]);
        let stranger = self.people.stranger.account();
        let run = self
            .scratch
            .instantiate(&stranger, self.code.clone(), 0, input, None);
        assert!(run.succeeded(), "the usual terms are in order");
        self.code = CodeSource::Stored(NativeHost.keccak_256(&blob()).into());
    }

    /// Opens by the payer, with the payee's signature and the money.
    pub fn open_and_fund(&mut self) -> Result<Outcome, Refusal> {
        let consent = self.people.payee.sign(&self.consent_digest());
        self.open(self.terms.amount, &[consent])
    }

    /// Opens by the payer.
    pub fn open(&mut self, value: u64, signatures: &[Signature]) -> Result<Outcome, Refusal> {
        let input = Action::Open { terms: self.terms }.to_input(signatures);
        let account = self.people.payer.account();
        // A constructor that failed leaves the deployer's counter moved, and with it the next address: start over each time.
        self.scratch.mark();
        let run = self.scratch.instantiate(
            &account,
            self.code.clone(),
            value.into(),
            input.clone(),
            None,
        );
        let kept = if run.succeeded() {
            self.scratch.keep()
        } else {
            self.scratch.back_to_mark()
        };
        assert!(kept, "the mark was set");
        if let Some(address) = run.instantiated {
            assert_eq!(address.0, self.contract.0, "the address was known before");
        }
        let by = self.people.payer.address();
        self.compare(run, by, value, input)
    }

    /// Where the payer's next contract will be.
    pub fn next_contract(&self) -> Address {
        Address(
            self.scratch
                .next_create1_address(&self.people.payer.account())
                .0,
        )
    }

    /// The digest of a party's consent.
    pub fn consent_digest(&self) -> Hash {
        exequatur_protocol::digest::consent(&NativeHost, &self.domain(), &[0; 32], 0)
    }

    /// What signatures are bound to.
    pub fn domain(&self) -> Domain {
        let bytes = codec::Encode::encode(&self.terms);
        Domain {
            chain_id: self.chain_id,
            contract: self.contract,
            terms_hash: NativeHost.keccak_256(&bytes),
        }
    }

    /// Sends an action to blob and model.
    pub fn call(
        &mut self,
        by: &Person,
        action: &Action,
        signatures: &[Signature],
    ) -> Result<Outcome, Refusal> {
        self.call_paying(by, 0, action, signatures)
    }

    /// Sends an action with money, in planck.
    pub fn call_paying(
        &mut self,
        by: &Person,
        value: u64,
        action: &Action,
        signatures: &[Signature],
    ) -> Result<Outcome, Refusal> {
        self.raw(
            by.account(),
            by.address(),
            value,
            action.to_input(signatures),
        )
    }

    /// Sends call data as it is.
    pub fn raw(
        &mut self,
        account: AccountId,
        by: Address,
        value: u64,
        input: Vec<u8>,
    ) -> Result<Outcome, Refusal> {
        let run = self.scratch.call_within(
            &account,
            H160(self.contract.0),
            value.into(),
            input.clone(),
            RunLimits::default(),
        );
        self.compare(run, by, value, input)
    }

    pub(crate) fn call_of<'a>(&self, by: Address, value: u64, input: &'a [u8]) -> Call<'a> {
        Call {
            by,
            at: self.now(),
            value: value + self.fetched(input),
            contract: self.contract,
            chain_id: self.chain_id,
            input,
        }
    }

    /// What the contract has, in wei.
    pub fn spendable_wei(&self) -> U256 {
        self.scratch.spendable_wei(H160(self.contract.0))
    }

    /// Moves the clock.
    pub fn advance(&mut self, seconds: u64) {
        self.scratch.advance(seconds);
    }

    /// Moves the clock to a moment.
    pub fn advance_to(&mut self, moment: Seconds) {
        let now = self.now();
        self.scratch
            .advance(moment.checked_sub(now).expect("time runs forwards").into());
    }

    /// Time of the block.
    pub fn now(&self) -> Seconds {
        self.scratch.now_s() as Seconds
    }

    /// The model's state, as recorded; time may have made more due.
    pub fn state(&self) -> &State {
        self.model.as_ref().expect("the escrow is open")
    }

    /// The phase, as recorded.
    pub fn phase(&self) -> &Phase {
        &self.state().phase
    }

    /// Free balance of an account, in planck.
    pub fn balance(&self, person: &Person) -> u128 {
        self.scratch.account(&person.account()).free_planck
    }

    /// The contract's storage cell.
    pub fn cell(&self) -> Option<Vec<u8>> {
        self.scratch
            .contract_storage(H160(self.contract.0), &[0; 4])
    }

    pub(crate) fn compare(
        &mut self,
        run: ContractRun,
        by: Address,
        value: u64,
        input: Vec<u8>,
    ) -> Result<Outcome, Refusal> {
        let before = self.model;
        let entries = before.map_or(0, |state| state.entries);
        let call = self.call_of(by, value, &input);
        let mut expected = State::execute(&mut self.model, &NativeHost, &call);
        let found = run.result.unwrap_or_else(|failure| {
            panic!("the blob trapped: {failure}, the model says {expected:?}")
        });
        let answer = answer(&found.data)
            .expect("an answer")
            .expect("a message of the contract");
        // What a token does with its money is not the model's to know.
        if let (Err(refusal @ (Refusal::NotFetched | Refusal::PaymentFailed)), Ok(_), false) =
            (answer, &expected, self.terms.asset.is_zero())
        {
            self.model = before;
            expected = Err(refusal);
        }
        assert_eq!(
            answer,
            expected.as_ref().map(|_| ()).map_err(|refusal| *refusal),
            "blob and model differ"
        );
        assert_eq!(found.reverted, expected.is_err(), "a refusal reverts");
        let (own, others): (Vec<_>, Vec<_>) = run
            .events
            .into_iter()
            .partition(|event| event.address.0 == self.contract.0);
        assert_eq!(
            own.len(),
            usize::from(expected.is_ok()),
            "one entry a change"
        );
        if let Some(event) = own.first() {
            let mut buffer = vec![0; 1024];
            let length = exequatur_protocol::entry_bytes(&mut buffer, entries, &call)
                .expect("the input is short enough");
            assert_eq!(event.data, buffer[..length], "the event is the entry");
        }
        self.compare_state();
        expected.map(|payments| Outcome {
            payments,
            weight: run.weight_consumed,
            deposit: run.storage_deposit.charged_planck(),
            input: input.len(),
            others: others
                .into_iter()
                .map(|event| (Address(event.address.0), event.data))
                .collect(),
        })
    }

    /// Lets the model follow a call that reached the escrow through another contract, `by`.
    pub fn follow(
        &mut self,
        by: Address,
        value: u64,
        action: &Action,
    ) -> Result<Payments, Refusal> {
        let input = action.to_input(&[]);
        let call = self.call_of(by, value, &input);
        let payments = State::execute(&mut self.model, &NativeHost, &call);
        self.compare_state();
        payments
    }

    /// Tokens that the contract fetches on such a call.
    fn fetched(&self, input: &[u8]) -> u64 {
        let locks = input.get(..4) == Some(&Action::Fund.to_input(&[])[..]);
        match &self.model {
            Some(state) if locks && !self.terms.asset.is_zero() => state.money.held,
            _ => 0,
        }
    }

    /// What the contract holds of its asset, in the unit of the terms.
    pub fn holds(&mut self) -> u128 {
        let escrow = self.contract;
        let owned = if self.terms.asset.is_zero() {
            self.spendable_wei()
        } else {
            crate::solidity::balance_of(&mut self.scratch, self.terms.asset, escrow)
        };
        // It may have gone along with the last payment.
        let owned = owned.saturating_sub(self.given.into());
        let unit = U256::from(10).pow(self.terms.unit.into());
        assert!((owned % unit).is_zero(), "only whole units come and go");
        (owned / unit).as_u128()
    }

    fn compare_state(&mut self) {
        let Some(state) = self.model else { return };
        assert_eq!(
            self.cell().as_deref(),
            Some(&state.to_cell()[..]),
            "the cell is the state"
        );
        let Money {
            held,
            payer,
            payee,
            tribunal,
            ..
        } = state.money;
        let funded = !matches!(state.phase, Phase::Proposed | Phase::Agreed);
        let owed = if funded {
            held + payer + payee + tribunal
        } else {
            0
        };
        assert_eq!(
            self.holds(),
            owed.into(),
            "the balance covers what is owed, exactly"
        );
    }
}

/// What a message answers: ink!'s dispatch, then the contract.
pub(crate) fn answer(data: &[u8]) -> Result<Result<Result<(), Refusal>, u8>, codec::Error> {
    DecodeAll::decode_all(&mut &data[..])
}
